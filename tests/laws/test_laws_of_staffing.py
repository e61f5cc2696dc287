"""Hiring: how many are needed, how many can be absorbed, who turns out wrong; and quantiles of a small sample."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.onboarding import quantile_of
from simulator.laws.staffing import (
    Team,
    absorbable,
    covers_attrition,
    csms_needed,
    mishire_odds,
    ramp_capacity,
    ratio_needed,
    specialists_needed,
)

MONEY = st.floats(0.0, 1e9)


@pytest.mark.parametrize(("arr", "odds"), [(0.0, 0.5), (2e6, 0.5), (2.5e6, 0.4), (3e6, 0.3), (4e6, 0.1), (144e6, 0.1)])
def test_a_head_hired_before_sales_is_proven_is_likelier_wrong(arr: float, odds: float) -> None:
    assert both(mishire_odds, arr, 0.1, 0.4, 2e6, 4e6) == pytest.approx(odds)


def test_without_a_fading_range_the_odds_drop_at_once() -> None:
    assert both(mishire_odds, 1.999e6, 0.1, 0.4, 2e6, 2e6) == pytest.approx(0.5)
    assert both(mishire_odds, 2e6, 0.1, 0.4, 2e6, 2e6) == pytest.approx(0.1)


@given(MONEY, MONEY)
def test_odds_of_a_mis_hire_never_rise_with_arr(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert both(mishire_odds, low, 0.1, 0.4, 2e6, 4e6) >= both(mishire_odds, high, 0.1, 0.4, 2e6, 4e6) >= 0.1


def test_a_ramp_has_its_capacity_in_each_stretch_and_all_of_it_after() -> None:
    ramp = np.array([0.56, 0.83, 0.0, 0.0, 0.0, 0.0])
    assert [both(ramp_capacity, stretch, ramp, 2) for stretch in range(4)] == [0.56, 0.83, 1.0, 1.0]
    assert both(ramp_capacity, 0, ramp, 0) == 1.0


def test_the_need_grows_to_make_up_for_leavers() -> None:
    assert both(covers_attrition, 0.16, 365.0) == pytest.approx(1.16)
    assert both(covers_attrition, 0.16, 0.0) == 1.0


@pytest.mark.parametrize(
    ("load", "growth", "founders", "factor", "book", "target", "needed"),
    [
        (6e6, 1.0, 0.0, 1.0, 2.5e6, 1.0, 3),
        (5e6, 1.0, 0.0, 1.0, 2.5e6, 1.0, 2),
        (5e6, 1.0, 5e6, 1.0, 2.5e6, 1.0, 0),
        (5e6, 1.0, 9e6, 1.0, 2.5e6, 1.0, 0),
        (5e6, 2.0, 5e6, 1.0, 2.5e6, 1.0, 2),
        (5e6, 1.0, 0.0, 1.1, 2.5e6, 1.0, 3),
        (5e6, 1.0, 0.0, 1.0, 2.5e6, 0.9, 3),
        (1.0, 1.0, 0.0, 1.0, 2.5e6, 1.0, 1),
        (0.0, 1.0, 0.0, 1.0, 2.5e6, 1.0, 0),
    ],
)
def test_csms_that_carry_the_forecast_load(
    load: float, growth: float, founders: float, factor: float, book: float, target: float, needed: int
) -> None:
    assert both(csms_needed, load, growth, founders, Team(factor, book, target)) == needed


@given(MONEY, MONEY, st.floats(1.0, 3.0), st.floats(1.0, 2.0), st.floats(1e4, 5e6), st.floats(0.05, 2.0))
def test_the_need_for_csms_carries_the_load_with_none_to_spare(
    load: float, founders: float, growth: float, factor: float, book: float, target: float
) -> None:
    needed = both(csms_needed, load, growth, founders, Team(factor, book, target))
    to_carry = max(0.0, load * growth - founders) * factor
    assert needed * book * target >= to_carry * (1 - 1e-12)
    assert (needed - 1) * book * target < to_carry or needed == 0


def test_nobody_is_needed_while_a_book_holds_nothing() -> None:
    """Without a head of CS a book may be worth nothing at all; then no number of CSMs carries the load."""
    assert both(csms_needed, 1e6, 1.0, 0.0, Team(1.0, 0.0, 0.9)) == 0


def test_specialists_by_littles_law() -> None:
    """A deal a day of 40 days' work keeps 40 onboardings under way: five specialists with eight slots, six at 90 %."""
    assert both(specialists_needed, 1.0, 0, 90.0, 40.0, Team(1.0, 8.0, 1.0)) == 5
    assert both(specialists_needed, 1.0, 0, 90.0, 40.0, Team(1.0, 8.0, 0.9)) == 6
    assert both(specialists_needed, 1.0, 90, 90.0, 40.0, Team(1.0, 8.0, 1.0)) == 10
    assert both(specialists_needed, 0.0, 0, 90.0, 40.0, Team(1.0, 8.0, 1.0)) == 0


@given(st.floats(0.0, 50.0), st.integers(0, 500), st.floats(1.0, 400.0), st.floats(0.1, 200.0), st.floats(0.1, 20.0))
def test_specialists_carry_flow_and_backlog_with_none_to_spare(
    rate: float, backlog: int, clear: float, days: float, slots: float
) -> None:
    needed = both(specialists_needed, rate, backlog, clear, days, Team(1.0, slots, 0.9))
    under_way = (rate + backlog / clear) * days
    assert needed * slots * 0.9 >= under_way * (1 - 1e-12)
    assert (needed - 1) * slots * 0.9 < under_way or needed == 0


@pytest.mark.parametrize(
    ("in_place", "opened", "more"), [(0, 0, 3), (0, 3, 0), (0, 5, 0), (6, 0, 3), (7, 0, 4), (20, 4, 6), (20, 10, 0)]
)
def test_a_team_absorbs_three_or_half_of_itself_a_quarter(in_place: int, opened: int, more: int) -> None:
    assert both(absorbable, in_place, opened, 3, 0.5) == more


@given(st.lists(st.floats(-1e6, 1e6), max_size=30), st.floats(0.0, 1.0))
def test_quantiles_are_straight_between_neighbours(values: list[float], share: float) -> None:
    ordered = np.sort(np.array(values, dtype=np.float64))
    found = both(quantile_of, ordered, share)
    if not values:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(float(np.quantile(ordered, share)), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("others", "beyond", "each", "needed"),
    [(0, 0.0, 15.0, 0), (1, 0.0, 15.0, 1), (15, 0.0, 15.0, 1), (16, 0.0, 15.0, 2), (9, 9.0, 9.0, 0), (10, 9.0, 9.0, 1)],
)
def test_a_ratio_is_rounded_up(others: int, beyond: float, each: float, needed: int) -> None:
    assert both(ratio_needed, others, beyond, each) == needed
