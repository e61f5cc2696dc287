"""What hiring costs beyond pay, and one budget for all roles: a seat for one is a seat less for another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laws.both_ways import both
from playing import lowered, play, role

from simulator.engine.contract import Floats, RunRecord
from simulator.engine.ledger import RoleColumn, role_column
from simulator.laws.staffing import pay_level
from simulator.roles import ROLES, RoleId

SIGNED = {"roles.onboarding.hiring_fee": "20%", "roles.onboarding.severance": "30%", "roles.onboarding.cost": "$100K"}


def all_roles(record: RunRecord, name: RoleColumn) -> Floats:
    """Return a figure by month and role."""
    figures: Floats = record.ledger[:, [role_column(who, name) for who in range(ROLES)]]
    return figures


@pytest.mark.parametrize(
    ("inflation", "years", "level"), [(0.0, 7, 1.0), (0.03, 1, 1.03), (0.1, 3, 1.331), (-0.5, 2, 0.25)]
)
def test_pay_rises_once_a_year(inflation: float, years: int, level: float) -> None:
    assert both(pay_level, inflation, years) == pytest.approx(level, rel=1e-14)


def test_the_cost_of_one_person_in_place_is_the_pay_of_the_year() -> None:
    overrides = {"horizon_months": 36, "roles.cs_head.in_place": 1, "roles.cs_head.attrition": 0}
    overrides |= {"roles.cs_head.cost": "$365K", "hiring.pay_inflation": "10%"}
    cost = role(play(lowered("baseline", overrides)), RoleId.CS_HEAD, RoleColumn.COST)
    np.testing.assert_allclose(cost[1:], np.repeat([365e3, 401.5e3, 441.65e3], 12) / 12.0, rtol=1e-12)
    assert not role(play(lowered("baseline", overrides)), RoleId.CS_HEAD, RoleColumn.FEES).any()


def test_fees_go_with_joiners_and_severance_with_mis_hires() -> None:
    flat = {"hiring.pay_inflation": "0%", "roles.onboarding.mishire.odds": "50%", "horizon_months": 48, **SIGNED}
    record = play(lowered("baseline", flat))
    joiners = role(record, RoleId.ONBOARDING, RoleColumn.JOINERS)
    assert joiners.sum() > 5
    np.testing.assert_allclose(role(record, RoleId.ONBOARDING, RoleColumn.FEES), 20e3 * joiners, rtol=1e-12)
    of_them = record.hires[record.hires["role"] == RoleId.ONBOARDING]
    wrong_and_gone = np.sum((of_them["wrong"] == 1) & ~np.isnan(of_them["left"]))
    assert wrong_and_gone > 1
    severance = role(record, RoleId.ONBOARDING, RoleColumn.SEVERANCE)
    assert severance.sum() == pytest.approx(30e3 * wrong_and_gone)


def within(record: RunRecord, what: Any, share: float) -> None:
    """At every month end everybody in place and on the way costs no more than the budget allowed up to then."""
    seats = all_roles(record, RoleColumn.HEADS) + all_roles(record, RoleColumn.OPEN_SEATS)
    yearly = seats @ what.roles["cost"]
    ahead = what.plan_arr[[min(len(what.plan_arr) - 1, round(month * 365 / 12) + 100) for month in range(len(yearly))]]
    assert np.all(yearly <= share * ahead * 1.001)


def test_a_budget_is_kept_and_binds() -> None:
    tight = lowered("baseline", {"hiring.budget": "{share: 6%}", "hiring.pay_inflation": "0%", "horizon_months": 48})
    free = lowered("baseline", {"hiring.pay_inflation": "0%", "horizon_months": 48})
    for run in range(3):
        held, unheld = play(tight, run), play(free, run)
        within(held, tight, 0.06)
        assert all_roles(held, RoleColumn.HEADS)[-1].sum() < all_roles(unheld, RoleColumn.HEADS)[-1].sum()


def test_a_budget_counts_pay_as_it_has_risen_when_a_seat_opens() -> None:
    """Seat by seat: everybody in place and on the way, at the pay of that year, within the share of ARR ahead."""
    rise, share = 0.3, 0.06
    changes = {"hiring.budget": f"{{share: {share}}}", "hiring.pay_inflation": rise, "horizon_months": 48}
    what = lowered("baseline", changes)
    cost, refused = what.roles["cost"], 0
    for run in range(3):
        hires = play(what, run).hires
        for seat, hire in enumerate(hires):
            day = float(hire["opened"])
            there = [one for one in hires[: seat + 1] if not one["left"] <= day]
            pay = sum(cost[one["role"]] for one in there)
            ahead = share * np.interp(day + 100.0, np.arange(len(what.plan_arr)), what.plan_arr)
            assert pay * (1.0 + rise) ** int(day / 365.0) <= ahead * (1.0 + 1e-9)
            refused += (pay + cost.max()) * (1.0 + rise) ** int(day / 365.0) > ahead and day > 365.0
    assert refused > 3, "it binds once pay has risen"


def test_a_wide_budget_changes_nothing() -> None:
    wide = play(lowered("baseline", {"hiring.budget": "{share: 1000%}", "horizon_months": 36}))
    np.testing.assert_array_equal(wide.ledger, play(lowered("baseline", {"horizon_months": 36})).ledger)


def test_one_hire_displaces_another() -> None:
    """Under a tight budget whoever is served first gets the seats, and the other role is left with fewer."""
    tight = {"hiring.budget": "{share: 5%}", "horizon_months": 48}
    seats = {}
    for first, second in (("csm", "onboarding"), ("onboarding", "csm")):
        what = lowered("baseline", {**tight, "hiring.priority": f"[cs_head, {first}, {second}]"})
        records = [play(what, run) for run in range(4)]
        seats[first] = {
            name: sum(role(record, RoleId[name.upper()], RoleColumn.HEADS)[24:].sum() for record in records)
            for name in ("csm", "onboarding")
        }
    assert seats["csm"]["csm"] > seats["onboarding"]["csm"]
    assert seats["csm"]["onboarding"] < seats["onboarding"]["onboarding"]


def test_hires_fixed_in_advance_are_made_whatever_the_budget() -> None:
    fixed = {"hiring.budget": "{share: 0%}", "roles.csm.schedule": "[{month: 2, count: 3}]", "horizon_months": 12}
    hires = play(lowered("baseline", fixed)).hires
    assert hires["role"].tolist() == [RoleId.CSM] * 3
