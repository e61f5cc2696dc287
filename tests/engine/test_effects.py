"""What a change of policy does to the baseline, run by run on common luck: the sign, the rough size, the standard
error.

The sizes are wide on purpose: calibration may move them. What must stay is their direction, four standard errors clear,
and their order of magnitude. Each `Effect` below is a difference of means over the same runs with and without the
change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from playing import SEED, column, lowered, many_ledgers, needs_machine_code, play, role

from simulator.engine.contract import Floats
from simulator.engine.ledger import FIRST_FLOW, Column, RoleColumn, role_column
from simulator.engine.reference import run_reference
from simulator.roles import RoleId

RUNS = range(200)
MONTHS = 36
NO_CS: dict[str, Any] = {
    "roles.cs_head.opens": [],
    "roles.csm.opens": [],
    "roles.onboarding.opens": [],
    "hiring.founders.hire_at_most": 0,
}
SCEPTIC: dict[str, Any] = {"cs_effect": 0, "roles.customer_sales.opens": []}
"""Customer sales is no part of CS, and comes only once there is onboarding."""
LATE_HEAD: dict[str, Any] = {"roles.cs_head.opens": [{"arr": "$14M"}]}
SLOW: dict[str, Any] = {"onboarding.work": {"shape": "lognormal", "median": "90 days", "cv": 0.6}}
CHANGES: dict[str, dict[str, Any]] = {
    "baseline": {},
    "no CS": NO_CS,
    "sceptic": SCEPTIC,
    "sceptic, no CS": SCEPTIC | NO_CS,
    "sceptic, slow onboarding": SCEPTIC | {"onboarding.by_manager": 5.0, "roles.onboarding.opens": []},
    "late head": LATE_HEAD,
    "slow onboarding": SLOW,
    "attrition": {"roles.csm.attrition": 0.5, "roles.onboarding.attrition": 0.5},
    "far-sighted": {"hiring.lookahead": "200 days"},
    "short-sighted": {"hiring.lookahead": "0 days"},
    "never carved out": {"roles.onboarding.opens": []},
}

WORK_OF_CS = {
    *(Column.ONBOARDINGS_BEGUN, Column.WAIT_DAYS, Column.SIGN_OFFS, Column.TTV_DAYS, Column.FAILED, Column.MENDED),
    *(Column.CALLS_SHRUGGED_OFF, Column.SPONSORS_ANSWERED, Column.RELATIONS_LOST),
}
"""Flows that tell what CS does, rather than what customers do."""


@dataclass(frozen=True)
class Effect:
    """A mean difference over runs and its standard error."""

    mean: float
    error: float

    def within(self, low: float, high: float) -> None:
        """Fail unless the effect is 4 standard errors clear of 0 and its size lies between `low` and `high`."""
        assert abs(self.mean) > 4.0 * self.error, f"{self.mean:.5g} with standard error {self.error:.2g} is no effect"
        assert low <= self.mean <= high, f"{self.mean:.5g} (standard error {self.error:.2g}) is not in {low} to {high}"


@cache
def played(name: str) -> Floats:
    return many_ledgers(lowered("baseline", {"horizon_months": MONTHS} | CHANGES[name]), RUNS)


def effect(of: Any, change: str, against: str = "baseline") -> Effect:
    """Return what a change does to a figure of a run's ledger, on common draws."""
    difference = of(played(change)) - of(played(against))
    return Effect(float(difference.mean()), float(difference.std(ddof=1)) / math.sqrt(len(difference)))


def arr(ledger: Floats) -> Floats:
    """ARR at month 36, $M."""
    figures: Floats = ledger[:, MONTHS, Column.ARR] / 1e6
    return figures


def grr(ledger: Floats) -> Floats:
    """GRR at month 36, points."""
    figures: Floats = 100.0 * ledger[:, MONTHS, Column.COHORT_CAPPED] / ledger[:, MONTHS, Column.COHORT_THEN]
    return figures


def nrr(ledger: Floats) -> Floats:
    """NRR at month 36, points."""
    figures: Floats = 100.0 * ledger[:, MONTHS, Column.COHORT_NOW] / ledger[:, MONTHS, Column.COHORT_THEN]
    return figures


def first_renewals(ledger: Floats) -> Floats:
    """Share of first terms of new customers that were renewed, points."""
    figures: Floats = 100.0 * ledger[:, :, Column.FIRST_RENEWED].sum(1) / ledger[:, :, Column.FIRST_DUE].sum(1)
    return figures


def covered(ledger: Floats) -> Floats:
    """Covered share of ARR, mean over months 12 to 36, points."""
    figures: Floats = 100.0 * (ledger[:, 12:, Column.COVERED_ARR] / ledger[:, 12:, Column.ARR]).mean(1)
    return figures


def cs_cost(ledger: Floats) -> Floats:
    """CS cost of all 36 months, $M."""
    figures: Floats = sum(ledger[:, :, role_column(who, RoleColumn.COST)].sum(1) for who in RoleId) / np.float64(1e6)
    return figures


def time_to_value(ledger: Floats) -> Floats:
    """Median time-to-value at month 36, days."""
    figures: Floats = ledger[:, MONTHS, Column.TTV_P50]
    return figures


pytestmark = needs_machine_code


@pytest.mark.parametrize("name", ["baseline", "no CS", "late head"])
def test_the_runs_compared_are_those_of_the_engine_that_is_the_specification(name: str) -> None:
    record = play(lowered("baseline", {"horizon_months": MONTHS} | CHANGES[name]))
    np.testing.assert_array_equal(played(name)[0], record.ledger)


def test_no_cs_at_all_costs_retention_and_growth() -> None:
    """Asked of the model: GRR -11 to -17 points and NRR -20 to -40 at month 36."""
    effect(grr, "no CS").within(-17.0, -11.0)
    effect(nrr, "no CS").within(-40.0, -20.0)
    effect(arr, "no CS").within(-16.0, -6.0)
    effect(cs_cost, "no CS").within(-15.0, -2.0)


def test_to_a_complete_sceptic_cs_makes_no_difference_at_all() -> None:
    """With `cs_effect` 0 every customer renews, buys and shrinks as if CS had done everything for it: on common draws
    the same customers, the same dollars, on the same days, whether there is any CS or none.
    """
    flows = [column for column in Column if column >= FIRST_FLOW and column not in WORK_OF_CS]
    money = [Column.ARR, Column.CUSTOMERS, Column.LIST_ARR, Column.WALLET_LEFT, Column.COHORT_NOW, Column.COHORT_CAPPED]
    for name in ("sceptic, no CS", "sceptic, slow onboarding"):
        np.testing.assert_array_equal(played("sceptic")[..., flows + money], played(name)[..., flows + money])
    assert abs(effect(nrr, "sceptic").mean) < 5.0, "to the sceptic all are served as well as the baseline does"


def test_a_head_of_cs_at_14m_instead_of_3m_lowers_arr() -> None:
    """Asked of the model: ARR at month 36 at least 12 % lower ($4.4M); seen: 22 %, $8M, with GRR -9 and NRR -21 points.

    Of NRR 2.3 points are relations lost as the founders hand their accounts over, 1.2 sponsors who leave unnoticed.
    """
    effect(arr, "late head").within(-12.0, -4.4)
    effect(grr, "late head").within(-10.0, -2.0)
    effect(nrr, "late head").within(-24.0, -8.0)


def test_longer_onboarding_lowers_renewal() -> None:
    """Seen: first renewals -2.7 points (0.06), GRR -2.1, with the median doubled."""
    effect(first_renewals, "slow onboarding").within(-6.0, -1.0)
    effect(grr, "slow onboarding").within(-6.0, -0.5)
    effect(time_to_value, "slow onboarding").within(25.0, 90.0)


def test_attrition_lowers_coverage() -> None:
    """Seen: -3.5 points of covered ARR (0.2) at three times the attrition; and ARR -$0.28M (0.02)."""
    effect(covered, "attrition").within(-10.0, -1.0)
    effect(arr, "attrition").within(-2.0, -0.05)


def test_looking_further_ahead_buys_coverage_with_cost() -> None:
    """Seen, for 0 / 100 / 200 days: cost $4.9M / 5.7M / 6.6M, covered 90.5 / 95.4 / 96.0 %."""
    effect(cs_cost, "far-sighted").within(0.3, 3.0)
    effect(covered, "far-sighted").within(0.1, 4.0)
    effect(cs_cost, "short-sighted").within(-3.0, -0.3)
    effect(covered, "short-sighted").within(-12.0, -1.0)


def test_an_onboarding_never_carved_out_takes_longer() -> None:
    """Seen: the median time-to-value rises from 45 to 70 days."""
    ratio = time_to_value(played("never carved out")) / time_to_value(played("baseline"))
    error = float(ratio.std(ddof=1)) / math.sqrt(len(ratio))
    assert ratio.mean() - 4.0 * error > 1.3


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_effects_in_the_engine_that_is_the_specification() -> None:
    """Forty runs of the reference engine: no CS, a late head."""
    usual, none, late = (
        [run_reference(lowered("baseline", {"horizon_months": MONTHS} | CHANGES[name]), SEED, run) for run in range(40)]
        for name in ("baseline", "no CS", "late head")
    )
    for other, low, high in ((none, -0.35, -0.08), (late, -0.25, -0.04)):
        change = np.array(
            [column(b, Column.ARR)[-1] / column(a, Column.ARR)[-1] - 1.0 for a, b in zip(usual, other, strict=True)]
        )
        Effect(float(change.mean()), float(change.std(ddof=1)) / math.sqrt(len(change))).within(low, high)
    assert all(role(record, RoleId.CSM, RoleColumn.HEADS).max() == 0.0 for record in none)
