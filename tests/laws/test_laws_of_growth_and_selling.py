"""The plan read between its days, the moment of the next deal, and what a deal is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.growth import at_day, day_of_deal, deals_a_day, growth_ahead, growth_over
from simulator.laws.selling import landed_arr, mean_acv, segment_of

TABLES = st.lists(st.floats(1.0, 1e8), min_size=2, max_size=40).map(np.array)
STEPS = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.5]), min_size=1, max_size=60)


@given(TABLES, st.floats(-10.0, 60.0))
def test_tables_are_read_straight_between_days_and_hold_beyond_their_ends(table: np.ndarray, day: float) -> None:
    expected = np.interp(day, np.arange(len(table)), table)
    assert both(at_day, table, day) == pytest.approx(expected, rel=1e-12)


@given(TABLES, st.floats(0.0, 40.0), st.floats(0.0, 400.0))
def test_growth_ahead_is_a_ratio_of_the_plan(table: np.ndarray, day: float, ahead: float) -> None:
    days = np.arange(len(table))
    expected = np.interp(day + ahead, days, table) / np.interp(day, days, table)
    assert both(growth_ahead, table, day, ahead) == pytest.approx(expected, rel=1e-12)


@given(TABLES, st.floats(-5.0, 40.0), st.floats(0.0, 60.0))
def test_growth_over_some_time_is_the_plan_now_over_the_plan_then(table: np.ndarray, then: float, later: float) -> None:
    days = np.arange(len(table))
    expected = np.interp(then + later, days, table) / np.interp(then, days, table) - 1.0
    assert both(growth_over, table, then, then + later) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert both(growth_over, table, then, then) == 0.0


def test_a_plan_that_doubles_in_a_year_grows_by_one() -> None:
    assert both(growth_over, np.array([2e6, 4e6, 12e6]), 0.0, 1.0) == 1.0
    assert both(growth_over, np.array([2e6, 4e6, 12e6]), 1.0, 2.0) == 2.0


@given(STEPS, st.floats(-5.0, 80.0))
def test_the_rate_of_deals_is_the_slope_of_their_number(steps: list[float], day: float) -> None:
    table = np.concatenate(([0.0], np.cumsum(steps)))
    inside = min(max(int(day), 0), len(steps) - 1)
    assert both(deals_a_day, table, day) == pytest.approx(steps[inside])


@given(STEPS, st.floats(0.01, 30.0))
def test_the_day_of_a_deal_is_when_the_cumulative_demand_reaches_it(steps: list[float], deal: float) -> None:
    table = np.concatenate(([0.0], np.cumsum(steps)))
    day = both(day_of_deal, table, deal, 0)
    if table[-1] < deal:
        assert day == math.inf
        return
    assert np.interp(day, np.arange(len(table)), table) == pytest.approx(deal)
    assert np.interp(max(0.0, day - 1e-6), np.arange(len(table)), table) <= deal
    assert both(day_of_deal, table, deal, int(day)) == day, "where the search starts makes no difference"


@given(STEPS, st.floats(0.01, 10.0), st.floats(0.01, 10.0))
def test_deals_come_in_order(steps: list[float], one: float, two: float) -> None:
    assume(one != two)
    table = np.concatenate(([0.0], np.cumsum(steps)))
    first, second = (both(day_of_deal, table, deal, 0) for deal in sorted((one, two)))
    assert first <= second


def test_segments_by_share() -> None:
    shares = np.array([0.2, 0.2, 0.7, 1.0])
    found = [both(segment_of, u, shares) for u in (0.0, 0.1999, 0.2, 0.5, 0.7, 0.9999999)]
    assert found == [0, 0, 2, 2, 3, 3], "the second segment has no weight: nobody buys there"


@given(st.lists(st.floats(0.0, 5.0), min_size=1, max_size=8), st.floats(1e-9, 1.0 - 1e-9))
def test_a_segment_without_weight_is_never_drawn(weights: list[float], u: float) -> None:
    assume(sum(weights) > 1e-3)
    cumulative = np.cumsum(weights) / sum(weights)
    which = both(segment_of, u, cumulative)
    low = cumulative[which - 1] if which else 0.0
    assert low <= u < max(cumulative[which], low + 1e-9) or which == len(weights) - 1


def test_deals_grow_with_the_company() -> None:
    """ARR sixteen-fold, ACV two-fold at an exponent of a quarter."""
    assert both(mean_acv, 35_000.0, 0.25, 32e6, 2e6) == pytest.approx(70_000.0, rel=1e-12)
    assert both(mean_acv, 35_000.0, 0.0, 144e6, 2e6) == 35_000.0
    assert both(mean_acv, 35_000.0, -0.25, 32e6, 2e6) == pytest.approx(17_500.0, rel=1e-12)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(1.0, 1e6), st.floats(0.0, 3.0))
def test_deals_are_lognormal_with_their_mean_and_spread(u: float, mean: float, cv: float) -> None:
    from scipy.stats import lognorm

    found = both(landed_arr, u, mean, cv)
    if cv == 0.0:
        assert found == mean
        return
    sigma = math.sqrt(math.log1p(cv * cv))
    expected = lognorm.ppf(u, sigma, scale=mean * math.exp(-sigma * sigma / 2)) if sigma > 1e-8 else mean
    assert found == pytest.approx(expected, rel=1e-6)
