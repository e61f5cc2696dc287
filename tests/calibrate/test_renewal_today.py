"""Renewal odds found for a stated GRR give that GRR, also under luck that they were not found with."""

from __future__ import annotations

import math

import pytest

from simulator import Scenario, load, simulate
from simulator.calibrate.renewal_today import renewal_today
from simulator.roles import ROLE_NAMES
from simulator.scenario.reading.files import changed

CUSTOMERS = 85
STAYS = {"demand.attainment": [0.0], "horizon_months": 24} | {
    f"roles.{role}.{field}": value for role in ROLE_NAMES for field, value in (("opens", []), ("attrition", 0.0))
}


@pytest.fixture(scope="module")
def company() -> Scenario:
    opening = {"opening.generated.accounts": CUSTOMERS, "money.rounds": {}}
    return load("baseline", opening)


@pytest.mark.parametrize("grr", [0.8, 0.88])
def test_the_odds_give_the_grr_that_was_said(company: Scenario, grr: float) -> None:
    fit = renewal_today(company, grr, CUSTOMERS)
    assert fit.renewal is not None
    played = changed(company, {**STAYS, "segments.core.renewal": f"{fit.renewal} a year"})
    found = simulate(played, runs=200, seed=77, workers=1)["grr"][:, 24]
    error = float(found.std(ddof=1)) * math.sqrt(1 / 200 + 1 / 235)  # of these runs and of those it was found with
    assert abs(float(found.mean()) - grr) < 4.0 * error + 0.003


def test_more_kept_takes_better_odds(company: Scenario) -> None:
    low, high = (renewal_today(company, grr, CUSTOMERS).renewal for grr in (0.8, 0.88))
    assert low is not None and high is not None and low < high


def test_where_no_odds_give_it_none_are_named(company: Scenario) -> None:
    fit = renewal_today(company, 0.999, CUSTOMERS)
    assert fit.renewal is None
    assert 0.8 < fit.grr < 0.95


def test_without_a_grr_the_company_is_told_as_it_is(company: Scenario) -> None:
    fit = renewal_today(company, None, CUSTOMERS)
    assert fit.renewal is None
    assert fit.grr == renewal_today(company, 0.8, CUSTOMERS).grr
