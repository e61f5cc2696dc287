"""What is spent ahead of what it brings, against the path itself and plain arithmetic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import column, oracle, play

from simulator.engine.contract import Floats
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.roles import RoleId

MILESTONES = np.array([2e6, 6e6, 18e6, 36e6, 72e6, 144e6, 230.4e6])
"""Of the path, at the ends of years 0 to 6. With a planned NRR of 100 % a year's bookings are what ARR grows by."""
COST, COMMISSION = 1.6, 0.12
AHEAD: dict[str, Any] = {
    "money__acquisition_cost": COST,
    "money__sales_marketing": {"follows": "plan", "ahead": 365, "commission": COMMISSION, "on_renewals": []},
}
"""A year ahead, so that the spending of a year is for the bookings of the next."""


def by_year(flow: Floats) -> Floats:
    """Return what a flow adds up to in each year."""
    return np.asarray(flow[1:].reshape(-1, 12).sum(axis=1))


def spent_on_new_customers(**overrides: Any) -> tuple[Floats, Floats]:
    """Return sales and marketing for new customers by year, and the new ARR of each."""
    record = play(oracle("even_path", **AHEAD, **overrides))
    return by_year(column(record, Column.ACQUISITION_COST)), by_year(column(record, Column.NEW_ARR))


def test_spending_runs_ahead_of_the_bookings_planned() -> None:
    """On a path that is met, commission follows the year's own bookings and the rest those of the year after."""
    spent, won = spent_on_new_customers()
    planned = np.diff(MILESTONES)
    np.testing.assert_allclose(spent, COMMISSION * won + (COST - COMMISSION) * planned[1:], rtol=0.02)
    assert spent[0] == pytest.approx(COMMISSION * won[0] + (COST - COMMISSION) * 12e6, rel=1e-9)


def test_a_missed_plan_is_paid_for_until_it_is_drawn_anew() -> None:
    """Nobody buys: the first year is spent as planned, later ones nothing, for nothing times the bookings planned."""
    spent, won = spent_on_new_customers(demand__attainment=[0])
    assert not won.any()
    planned = (COST - COMMISSION) * np.diff(MILESTONES)[1:]
    np.testing.assert_allclose(spent, planned * [1.0, 0.0, 0.0, 0.0, 0.0], rtol=1e-9)
    never, _ = spent_on_new_customers(demand__attainment=[0], money__replanned="never")
    np.testing.assert_allclose(never, planned, rtol=1e-9)


def test_a_plan_is_drawn_anew_from_the_bookings_of_the_year_before() -> None:
    """Half the bookings planned: half of what was to be spent ahead from the second year on, whatever ARR stands at.

    Every time the plan taken is that of the first day, so the halves do not multiply up.
    """
    spent, won = spent_on_new_customers(demand__attainment=[0.5])
    bookings = np.diff(MILESTONES)
    ahead = spent - COMMISSION * won
    np.testing.assert_allclose(ahead, (COST - COMMISSION) * bookings[1:] * [1.0, 0.5, 0.5, 0.5, 0.5], rtol=0.02)
    share = np.append(1.0, won[:4] / bookings[:4])
    np.testing.assert_allclose(ahead, (COST - COMMISSION) * bookings[1:] * share, rtol=1e-9)


def test_a_plan_is_drawn_anew_within_bounds() -> None:
    """Twice the bookings planned every year: the plan is drawn anew to 1.2 times, no more."""
    spent, won = spent_on_new_customers(demand__attainment=[2], money__replanned_at_most=1.2)
    planned = (COST - COMMISSION) * np.diff(MILESTONES)[1:]
    np.testing.assert_allclose(spent - COMMISSION * won, planned * [1.0, 1.2, 1.2, 1.2, 1.2], rtol=1e-9)


def test_bookings_of_their_own_are_the_plan() -> None:
    """$200K a year, the same every year, whatever the lead and the NRR planned; then what the year before has won."""
    plan = {"follows": "plan", "ahead": 700, "commission": 0, "on_renewals": []}
    company = {"money__sales_marketing": plan, "money__acquisition_cost": COST, "path__planned_nrr": [1.02]}
    record = play(oracle("bookings", horizon_months=24, **company))
    spent, won = by_year(column(record, Column.ACQUISITION_COST)), by_year(column(record, Column.NEW_ARR))
    assert won[0] not in {0.0, 200e3}
    np.testing.assert_allclose(spent, COST * np.array([200e3, won[0]]), rtol=1e-9)


def test_by_capacity_all_but_sellers_runs_ahead() -> None:
    """Their pay holds their commission."""
    record = play(
        oracle("even_path", **AHEAD, demand__selling="capacity", money__marketing_cost=0.9, horizon_months=12)
    )
    assert column(record, Column.ACQUISITION_COST).sum() == pytest.approx(0.9 * 12e6)
    assert not column(record, Column.COMMISSION).any()


def test_who_sells_while_bookings_come_as_planned_is_paid_out_of_what_was_planned() -> None:
    """Sellers on the roster do not come on top: with them the whole costs what it costs without."""
    alone, _ = spent_on_new_customers()
    record = play(oracle("even_path", **AHEAD, roles__seller__in_place=3))
    sellers = sum(
        column(record, role_column(RoleId.SELLER, part))
        for part in (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE)
    )
    assert by_year(sellers)[0] > 4e5
    np.testing.assert_allclose(by_year(column(record, Column.ACQUISITION_COST) + sellers), alone, rtol=1e-9)


def test_a_renewal_pays_its_share_of_the_commission_for_each_year_it_signs() -> None:
    """$100M renew each year; 36 months of it are signed every three years, and pay for three."""
    plan = {"follows": "won", "ahead": 0, "commission": 0.1, "on_renewals": [0.5, 0.2]}
    still = {"segments__core__renewal": 1, "money__sales_marketing": plan, "money__acquisition_cost": 1}
    yearly = by_year(column(play(oracle("cohort", **still)), Column.RENEWAL_COMMISSION))
    np.testing.assert_allclose(yearly, 100e6 * 0.1 * np.array([0.5, 0.2, 0.2, 0.2, 0.2]))
    long = by_year(column(play(oracle("cohort", segments__core__term_months=36, **still)), Column.RENEWAL_COMMISSION))
    np.testing.assert_allclose(long, 100e6 * 0.1 * 3 * np.array([0.0, 0.0, 0.2, 0.0, 0.0]))


# departments ---------------------------------------------------------------------------------------------------------

YEARS = np.arange(5)
PLANNED, PAID = 0.03, 0.08
DEPARTMENTS: dict[str, Any] = {
    "lag_months": 6,
    "planned_inflation": PLANNED,
    "rnd": {"follows": "budget", "budget": 2e6, "people": 0.75, "cost": 200e3},
    "administration": {"follows": "arr", "budget": 0, "people": 0.6, "cost": 160e3},
}


def test_a_budget_rises_as_planned_and_its_people_cost_what_they_are_paid() -> None:
    """A company that stands still: a budget buys as many people every year; a share of ARR ever fewer."""
    still = {"segments__core__renewal": 1, "money__other_spend": [0.2], "money__rnd_share": 0.6}
    record = play(oracle("cohort", money__departments=DEPARTMENTS, hiring__pay_inflation=PAID, **still))
    rnd, whole = by_year(column(record, Column.RND_SPEND)), by_year(column(record, Column.OTHER_SPEND))
    planned, paid = (1.0 + PLANNED) ** YEARS, (1.0 + PAID) ** YEARS
    np.testing.assert_allclose(rnd, 2e6 * (0.25 * planned + 0.75 * paid))
    people = column(record, Column.RND_PEOPLE)[1:]
    np.testing.assert_allclose(people, 2e6 * 0.75 / 200e3)
    np.testing.assert_allclose(whole - rnd, 0.2 * 0.4 * 100e6 * (0.4 + 0.6 * paid / planned))
    others = column(record, Column.ADMINISTRATION_PEOPLE)[1::12]
    np.testing.assert_allclose(others, 0.2 * 0.4 * 100e6 * 0.6 / 160e3 / planned)


def test_departments_on_plan_take_what_other_spending_took() -> None:
    """Where ARR is the path itself and pay rises as planned, the total is that of no departments, within 2 % a year."""
    on_plan = {**DEPARTMENTS, "rnd": {**DEPARTMENTS["rnd"], "follows": "plan"}}
    on_plan["administration"] = {**DEPARTMENTS["administration"], "follows": "plan"}
    pay = {"hiring__pay_inflation": PLANNED}
    before = play(oracle("even_path", **pay))
    after = play(oracle("even_path", money__departments=on_plan, **pay))
    spent = [by_year(column(one, Column.OTHER_SPEND)) for one in (before, after)]
    np.testing.assert_allclose(spent[1], spent[0], rtol=0.02)
    assert spent[1][0] == pytest.approx(spent[0][0], rel=1e-12)


def test_departments_on_plan_are_drawn_anew_from_arr() -> None:
    """Nobody buys and nobody leaves: ARR stays at $2M, a third of the plan, a ninth, … as the years go by."""
    company = {
        "money__departments": {**DEPARTMENTS, "rnd": {**DEPARTMENTS["rnd"], "follows": "plan"}},
        "demand__attainment": [0],
    }
    yearly, never = (
        by_year(column(play(oracle("even_path", money__replanned=drawn, **company)), Column.RND_SPEND))
        for drawn in ("yearly", "never")
    )
    assert never[0] > 0.0
    np.testing.assert_allclose(yearly, never * MILESTONES[0] / MILESTONES[:5], rtol=1e-9)


def test_spending_by_arr_follows_the_arr_of_some_months_before() -> None:
    """On the path: a month's spending is its share of the ARR six months earlier."""
    one = {**DEPARTMENTS["administration"], "people": 0.0}
    company = {"money__departments": {**DEPARTMENTS, "rnd": one, "administration": one}, "money__other_spend": [0.3]}
    record = play(oracle("even_path", **company))
    arr = column(record, Column.ARR)
    before = arr[np.maximum(0, np.arange(1, 61) - 6)]
    np.testing.assert_allclose(column(record, Column.OTHER_SPEND)[1:], 0.3 * before / 12.0)
