"""Cash along the plan, by hand where nothing grows, and near to what simulations come to where it does."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.lowering import lower
from simulator.experiment.planned_cash import PlannedCash, planned_cash
from simulator.experiment.replications import simulate
from simulator.reports.planned_cash_words import planned_cash_line
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import central

FLAT = {
    "horizon_months": "24",
    "path": "{start_arr: $1.2M, multiples: [1], tail: [1], planned_nrr: [100%]}",
    "milestones": "[]",
    "money.opening_cash": "$300K",
    "money.gross_margin": "80%",
    "money.other_spend": "[120%]",
    "money.departments": "null",
    "money.sales_marketing.follows": "won",
    "money.rounds": "{}",
    "roles.cs_head.opens": "[]",
    "roles.csm.opens": "[]",
    "roles.onboarding.opens": "[]",
    "roles.csm.cost": "$120K",
    "hiring.pay_inflation": "0%",
}
"""$100K a month come in, $20K of service and $120K of other spending go out: $40K a month are burned."""


def of(name: str = "baseline", **changes: str) -> PlannedCash:
    scenario = load(name, changes)
    today = read_today(scenario)
    return planned_cash(scenario, lower(central(scenario), today), today)


def flat(**changes: str) -> PlannedCash:
    return of(**{**FLAT, **changes})


def test_a_company_that_does_not_grow_burns_the_same_every_month() -> None:
    found = flat()
    np.testing.assert_allclose(found.cash, 300e3 - 40e3 * np.arange(25), atol=1.0)
    assert found.opening == 300e3
    assert found.used_up == 8
    assert found.lowest == 24


@pytest.mark.parametrize("term", ["1", "7", "36"])
@pytest.mark.parametrize("days", ["0 days", "45 days", "400 days"])
def test_terms_and_days_move_no_cash_where_nothing_grows(term: str, days: str) -> None:
    found = flat(**{"segments.core.term_months": term, "money.collection_days": days})
    np.testing.assert_allclose(found.cash, 300e3 - 40e3 * np.arange(25), atol=1.0)


@pytest.mark.parametrize(("stated", "more"), [("$0", -150e3), ("$150K", 0.0), ("$250K", 100e3)])
def test_stated_receivables_come_in_within_the_days_to_pay(stated: str, more: float) -> None:
    """An eighth of a year of $1.2M, $150K, is owed by a book billed evenly; what is stated stands in its place."""
    days = 365.0 / 8.0
    found = flat(**{"money.collection_days": f"{days} days", "opening.receivables": stated})
    shift = found.cash - flat(**{"money.collection_days": f"{days} days"}).cash
    np.testing.assert_allclose(shift[[0, 2, 24]], [0.0, more, more], atol=1.0)
    assert shift[1] == pytest.approx(more * 2.0 / 3.0, abs=1.0)


def test_bookings_of_their_own_make_the_plan_and_not_the_path() -> None:
    """A path that triples, and no bookings at a planned NRR of 50%: half of the ARR is left after a year."""
    path = {"path": "{start_arr: $1.2M, multiples: [3], tail: [3], planned_nrr: [50%]}", "demand.bookings_a_year": "$0"}
    free = {"money.other_spend": "[]", "money.gross_margin": "100%", "money.collection_days": "0 days"}
    found = flat(**path, **free, **{"segments.core.term_months": "1"})
    shrinking = 1.2e6 / 12.0 * 0.5 ** (np.arange(12) / 12.0)
    assert np.diff(found.cash)[:12].sum() == pytest.approx(shrinking.sum(), rel=0.06)
    raised = flat(**path, **free, **{"money.rounds": "{a: {opens: [{arr: $2M}], amount: $9M}}"})
    assert raised.cash[-1] < 9e6  # an ARR that this plan never reaches brings no round


def test_people_in_place_and_scheduled_are_paid() -> None:
    """One CSM from the start and, decided in month 6 and found at once, two more: $10K a month each."""
    people = {"roles.csm.in_place": "1", "roles.csm.schedule": "[{month: 6, count: 2}]"}
    found = flat(**people, **{"roles.csm.lead": "{median: 0 days, sigma: 0}"})
    paid = np.where(np.arange(25) <= 6, 10e3, 30e3)
    paid[0] = 0.0
    np.testing.assert_allclose(found.cash, 300e3 - 40e3 * np.arange(25) - np.cumsum(paid), atol=1.0)


GROWING = "{start_arr: $1.2M, multiples: [3, 2, 2], tail: [1], planned_nrr: [100%]}"


def test_sales_and_marketing_is_spent_as_far_ahead_as_the_scenario_says() -> None:
    """A year ahead at $1: the first year takes the $3.6M of the second, the second the $7.2M of the third."""
    free = {"path": GROWING, "money.acquisition_cost": "1", "money.sales_marketing.commission": "0%"}
    won = flat(**free)
    ahead = flat(**free, **{"money.sales_marketing.follows": "plan", "money.sales_marketing.ahead": "365 days"})
    shift = ahead.cash - won.cash
    np.testing.assert_allclose(shift[[12, 24]], [2.4e6 - 3.6e6, 2.4e6 + 3.6e6 - 3.6e6 - 7.2e6], atol=1e3)


def test_people_who_sell_are_in_it_where_it_follows_the_plan() -> None:
    """$15K a month of sellers' pay is paid out of it, and comes on top where it is spent as customers are won."""
    sellers = {"roles.seller.in_place": "1", "roles.seller.cost": "$180K"}
    growing = {"path": GROWING, "money.acquisition_cost": "1"}
    for follows, on_top in (("won", 15e3), ("plan", 0.0)):
        company = {**growing, "money.sales_marketing.follows": follows}
        alone, more = flat(**company), flat(**company, **sellers)
        np.testing.assert_allclose(more.cash - alone.cash, -on_top * np.arange(25), atol=1.0)


def test_departments_go_by_their_own_rules_along_the_plan() -> None:
    """A budget of $1.2M a year, three fifths of it people, whose pay rises 10 % where 5 % was planned."""
    one = "{follows: budget, budget: $600K, people: 60%, cost: $150K}"
    departments = f"{{lag_months: 0, planned_inflation: 5%, rnd: {one}, administration: {one}}}"
    found = flat(**{"money.departments": departments, "hiring.pay_inflation": "10%"})
    spent = 80e3 - np.diff(found.cash)
    np.testing.assert_allclose(spent[:12], 100e3, atol=1.0)
    np.testing.assert_allclose(spent[12:], 100e3 * (0.4 * 1.05 + 0.6 * 1.10), atol=1.0)


def test_a_round_is_raised_in_the_month_of_its_condition() -> None:
    found = flat(**{"money.rounds": "{seed: {opens: [{month: 5}], amount: $1M}}"})
    np.testing.assert_allclose(np.flatnonzero(np.diff(found.cash) > 0.0), [5])  # the first of month 6
    never = flat(**{"money.rounds": "{seed: {opens: [{customers: 1}], amount: $1M}}"})
    assert never.used_up == 8  # how customers fare has no date on a plan


def test_what_is_collected_later_is_missing_while_the_company_grows() -> None:
    growing = {"path": "{start_arr: $1.2M, multiples: [3], tail: [3], planned_nrr: [100%]}"}
    soon, late = (flat(**growing, **{"money.collection_days": f"{days} days"}) for days in (0, 90))
    assert (late.cash[4:] < soon.cash[4:]).all()


AHEAD = "{follows: plan, ahead: 90 days, commission: 12%, on_renewals: []}"
DEPARTMENTS = (
    "{lag_months: 3, planned_inflation: 3%, rnd: {follows: plan, budget: $0, people: 75%, cost: $200K}, "
    "administration: {follows: arr, budget: $0, people: 60%, cost: $170K}}"
)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("baseline", {}),
        ("contract_terms", {}),
        ("today", {}),
        ("baseline", {"money.sales_marketing": AHEAD, "money.departments": DEPARTMENTS}),
        ("baseline", {"money.sales_marketing": AHEAD, "roles.seller.in_place": "2"}),
    ],
)
def test_the_plan_is_near_to_what_is_simulated(name: str, more: dict[str, str]) -> None:
    found, scenario = of(name, horizon_months="24", **more), load(name, {"horizon_months": "24", **more})
    simulated = simulate(scenario, runs=10, workers=1).bands("cash").p50
    # A book of one's own is not renewed evenly, as the plan takes it to be: beside a tenth of the opening cash, the
    # little that is left before a round is no measure.
    for month in (6, 12, 24):
        assert found.cash[month] == pytest.approx(float(simulated[month]), rel=0.15, abs=0.1 * found.opening)


def test_the_line_says_that_it_is_the_plan_and_nothing_simulated() -> None:
    scenario = load("baseline", FLAT)
    assert planned_cash_line(scenario, flat()) == "Opening cash $300K; plan, not simulated: used up in Aug 2027."
    rich = flat(**{"money.opening_cash": "$3M"})
    assert planned_cash_line(scenario, rich) == (
        "Opening cash $3M; plan, not simulated: not used up, lowest at $2.04M in Dec 2028."
    )
    earning = flat(**{"money.other_spend": "[0%]"})
    assert planned_cash_line(scenario, earning) == "Opening cash $300K; plan, not simulated: never less than that."
