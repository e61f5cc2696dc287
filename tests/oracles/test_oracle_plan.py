"""The plan by day and the path itself: milestones, bookings, a monotone curve, and ARR that follows it deal by deal."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import column, lowered, of_kind, oracle, play
from standard_errors import agrees

from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.scenario.reading.files import load
from simulator.scenario.schema.market import Path
from simulator.scenario.schema.plan import plan_from

YEAR = 365
PATH = [2e6, 6e6, 18e6, 36e6, 72e6, 144e6]


def path_of(start: float, multiples: list[float], tail: list[float], nrr: list[float]) -> Path:
    return Path(start_arr=start, multiples=tuple(multiples), tail=tuple(tail), planned_nrr=tuple(nrr))


def test_plan_tables_hit_every_milestone_exactly() -> None:
    plan = lowered("baseline", {"horizon_months": 96}).plan_arr
    levels = [2e6 * factor for factor in np.cumprod([1, 3, 3, 2, 2, 2, 1.6, 1.4, 1.25])]
    np.testing.assert_allclose(plan[: 8 * YEAR + 1 : YEAR], levels, rtol=1e-15)


@given(
    st.floats(1e4, 1e7),
    st.lists(st.floats(1.0, 5.0), min_size=1, max_size=6),
    st.lists(st.floats(1.0, 3.0), max_size=3),
    st.lists(st.floats(0.5, 1.4), min_size=1, max_size=6),
    st.integers(200, 2_000),
)
def test_any_path_is_monotone_hits_its_milestones_and_books_what_nrr_leaves(
    start: float, multiples: list[float], tail: list[float], nrr: list[float], days: int
) -> None:
    path = path_of(start, multiples, tail, nrr)
    plan = plan_from(path, 0.0, days)
    years = days // YEAR
    factors = [1.0, *multiples, *tail, *[(tail or multiples)[-1]] * years][: years + 1]
    np.testing.assert_allclose(plan.arr[: years * YEAR + 1 : YEAR], start * np.cumprod(factors), rtol=1e-12)
    assert np.all(np.diff(plan.arr) >= -1e-12 * plan.arr[1:]), "PCHIP keeps a rising path rising"
    assert np.all(np.diff(plan.bookings) >= 0.0), "bookings are never negative"
    for year in range(years):
        opening, closing = plan.arr[year * YEAR], plan.arr[(year + 1) * YEAR]
        booked = plan.bookings[(year + 1) * YEAR] - plan.bookings[year * YEAR]
        asked = max(0.0, closing - nrr[min(year, len(nrr) - 1)] * opening)
        assert booked == pytest.approx(asked, rel=1e-9, abs=1e-9 * closing)


def test_between_milestones_arr_is_smooth_in_its_logarithm() -> None:
    """A monotone cubic (PCHIP) through the logarithms of the yearly figures, which scipy draws as well."""
    from scipy.interpolate import PchipInterpolator

    levels = 2e6 * np.cumprod([1, 3, 3, 2, 2, 2, 1.6, 1.4, 1.25])
    curve = PchipInterpolator(np.arange(9) * float(YEAR), np.log(levels))
    plan = plan_from(load("baseline").path, 0.0, 7 * YEAR)
    np.testing.assert_allclose(plan.arr, np.exp(curve(np.arange(len(plan.arr)))), rtol=1e-11)


def test_bookings_of_each_year_of_the_baseline_are_what_planned_nrr_leaves() -> None:
    scenario = load("baseline", {"segments.core.acv_growth": 0})
    plan = plan_from(scenario.path, 2e6, 5 * YEAR)
    levels, nrr = np.array(PATH), np.array(scenario.path.planned_nrr[:5])
    booked = np.diff(plan.bookings[::YEAR])
    np.testing.assert_allclose(booked, levels[1:] - nrr * levels[:-1], rtol=1e-12)


def test_expected_deals_are_bookings_over_the_mean_deal() -> None:
    """With ACV growing as ARR^0.25, deals a day are bookings a day over $35K · (ARR / $2M)^0.25."""
    what = lowered("baseline")
    plan = plan_from(load("baseline").path, 2e6, len(what.plan_arr) - 1)
    middle = (plan.arr[:-1] + plan.arr[1:]) / 2.0
    deals = np.cumsum(np.diff(plan.bookings) / (35_000.0 * np.sqrt(np.sqrt(middle / 2e6))))
    np.testing.assert_allclose(what.expected_deals[1:], deals, rtol=1e-12)


def test_attainment_scales_the_deals_of_its_year_alone() -> None:
    whole = np.diff(lowered("baseline").expected_deals)
    scaled = np.diff(lowered("baseline", {"demand.attainment": [1, 0.5, 0]}).expected_deals)
    factor = np.ones(len(whole))
    factor[YEAR : 2 * YEAR] = 0.5
    factor[2 * YEAR :] = 0.0
    np.testing.assert_allclose(scaled, whole * factor, rtol=1e-9, atol=1e-12)


def test_the_clock_starts_where_the_path_passes_the_opening_arr() -> None:
    """At $6M the path is one year old: the plan and the yearly figures go on from there."""
    whole = lowered("baseline", {"path.planned_nrr": [1, 1.05, 1.1]})
    later = lowered("baseline", {"path.planned_nrr": [1, 1.05, 1.1], "opening.generated.arr": 6e6})
    np.testing.assert_allclose(later.plan_arr[: 3 * YEAR], whole.plan_arr[YEAR : 4 * YEAR], rtol=1e-9)
    deals = whole.expected_deals[YEAR : 4 * YEAR] - whole.expected_deals[YEAR]
    np.testing.assert_allclose(later.expected_deals[: 3 * YEAR], deals, rtol=1e-9, atol=1e-9)


def test_even_arrivals_follow_the_path_within_one_deal() -> None:
    what = oracle("even_path", milestones=PATH[1:5])
    record = play(what)
    arr = column(record, Column.ARR)
    plan = np.interp(np.arange(61) * YEAR / 12, np.arange(len(what.plan_arr)), what.plan_arr)
    assert np.max(np.abs(arr - plan)) <= 100_000.0 + 1e-6
    np.testing.assert_allclose(arr[::12], PATH, atol=100_000.0 + 1e-6)
    a_deal_takes = 1.0 / np.diff(what.expected_deals)[[364, 729, 1094, 1459]]
    late = record.reached - np.array([365.0, 730.0, 1095.0, 1460.0])
    assert np.all(np.abs(late) <= a_deal_takes + 1e-6)


def test_the_kth_even_deal_closes_when_the_plan_has_grown_by_k_less_a_half() -> None:
    what = oracle("even_path", horizon_months=24)
    days = of_kind(play(what, log=True), EventKind.CLOSED)["day"]
    deals = np.interp(days, np.arange(len(what.expected_deals)), what.expected_deals)
    np.testing.assert_allclose(deals, np.arange(1, len(days) + 1) - 0.5, atol=1e-9)


def test_random_arrivals_are_unit_exponential_gaps_stretched_by_the_plan() -> None:
    """The gaps, measured in expected deals, have mean 1, variance 1 and no memory."""
    what = oracle(
        "even_path",
        demand__arrivals="random",
        path__start_arr="$100M",
        opening__generated__accounts=0,
        segments__core__term_months=60,
        horizon_months=36,
    )
    days = of_kind(play(what, log=True), EventKind.CLOSED)["day"]
    gaps = np.diff(np.interp(days, np.arange(len(what.expected_deals)), what.expected_deals), prepend=0.0)
    count = len(gaps)
    agrees(float(gaps.mean()), 1.0 / math.sqrt(count), 1.0)
    # Half of all gaps lie below ln 2, a tenth above ln 10.
    agrees(float(np.mean(gaps < math.log(2.0))), 0.5 / math.sqrt(count), 0.5)
    agrees(float(np.mean(gaps < math.log(10.0))), 0.3 / math.sqrt(count), 0.9)
    # A short gap tells nothing about the next: half of all neighbours are alike.
    alike = (gaps[:-1] < math.log(2.0)) == (gaps[1:] < math.log(2.0))  # of fair coins: independent of one another
    agrees(float(np.mean(alike)), 0.5 / math.sqrt(len(alike)), 0.5)
