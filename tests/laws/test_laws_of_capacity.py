"""Selling by capacity: the founders' fading, poor fits, references, and the day of the next deal."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws import capacity, growth
from simulator.laws.capacity import Pace

DAYS = 400
STEADY = np.arange(DAYS + 1) * 0.5
ACV = np.full(DAYS, 40e3)
RATES = np.concatenate(([0.0], np.cumsum(np.random.default_rng(7).uniform(0.0, 2.0, DAYS))))
FREE = Pace(references=1.0, sellers=math.inf, founders=0.0, vp_day=math.inf, fade_days=0.0)
"""No limit to what can be sold."""


def sellers_of(a_day: float) -> Pace:
    """No founders, and sellers who sell so many dollars a day."""
    return FREE._replace(sellers=a_day * 365.0)


@pytest.mark.parametrize(
    ("day", "sells"), [(0.0, 2e6), (100.0, 2e6), (150.0, 1.5e6), (200.0, 1e6), (300.0, 0.0), (900.0, 0.0)]
)
def test_founders_sell_until_the_vp_and_fade_evenly(day: float, sells: float) -> None:
    assert both(capacity.founders_selling, day, 100.0, 2e6, 200.0) == pytest.approx(sells)
    assert both(capacity.founders_selling, day, math.inf, 2e6, 200.0) == 2e6


@given(st.floats(-5.0, 60.0), st.floats(0.0, 50.0))
def test_a_days_mean_is_the_area_under_what_the_founders_sell(vp_day: float, fade: float) -> None:
    """Day by day, and so over any number of whole days: full before the VP, half of it while it fades, then nothing."""
    on = [both(capacity.founders_on, day, vp_day, 2e6, fade) for day in range(120)]
    moments = (np.arange(120 * 100) + 0.5) / 100.0
    fine = np.array([capacity.founders_selling(day, vp_day, 2e6, fade) for day in moments])
    np.testing.assert_allclose(on, fine.reshape(120, 100).mean(axis=1), atol=2e6 * 0.011)
    begun = max(0.0, vp_day)
    rest = max(0.0, vp_day + fade - begun)
    left = 0.5 * rest * (rest / fade if fade > 0.0 else 0.0)
    assert math.fsum(on) == pytest.approx(2e6 * (begun + left), rel=1e-9)


def test_while_the_founders_fade_fewer_deals_close_each_day() -> None:
    """$1.46M a year is a deal of $40K in ten days; it fades over 200 days, so in those half as many close."""
    sold = Pace(references=1.0, sellers=0.0, founders=1.46e6, vp_day=100.0, fade_days=200.0)
    assert both(capacity.deals_between, STEADY, ACV, 0.0, 100.0, sold) == pytest.approx(10.0)
    assert both(capacity.deals_between, STEADY, ACV, 100.0, 300.0, sold) == pytest.approx(10.0)
    assert both(capacity.deals_between, STEADY, ACV, 300.0, 390.0, sold) == 0.0
    assert both(capacity.day_of_next_deal, STEADY, ACV, 0.0, 20.5, sold) == math.inf


def test_without_a_fading_time_the_founders_stop_the_day_after() -> None:
    assert both(capacity.founders_selling, 10.0, 10.0, 2e6, 0.0) == 2e6
    assert both(capacity.founders_selling, 10.001, 10.0, 2e6, 0.0) == 0.0


@pytest.mark.parametrize(("vp", "share"), [(0.0, 0.6), (0.5, 0.8), (1.0, 1.0)])
def test_sellers_make_less_without_a_vp(vp: float, share: float) -> None:
    assert both(capacity.led, vp, 0.6) == pytest.approx(share)


@pytest.mark.parametrize(
    ("ramping", "whole", "odds"), [(0.0, 1e6, 0.12), (1e6, 1e6, 0.24), (5e5, 1e6, 0.18), (0.0, 0.0, 0.12)]
)
def test_ramping_sellers_bring_poor_fits_in_proportion(ramping: float, whole: float, odds: float) -> None:
    assert both(capacity.poor_fit_odds, 0.12, ramping, whole, 2.0) == pytest.approx(odds)
    assert both(capacity.poor_fit_odds, 0.9, 1.0, 1.0, 5.0) == 1.0


@pytest.mark.parametrize(
    ("served", "arr", "factor"), [(85.0, 100.0, 1.0), (95.0, 100.0, 1.05), (35.0, 100.0, 0.75), (0.0, 0.0, 1.0)]
)
def test_references_follow_the_share_of_well_served_arr(served: float, arr: float, factor: float) -> None:
    assert both(capacity.references, 0.5, served, arr, 0.85) == pytest.approx(factor)
    assert both(capacity.references, 9.0, 0.0, 100.0, 0.85) == 0.0


def test_at_full_demand_the_next_deal_comes_when_the_table_says() -> None:
    """The same day as stretching the gap through the cumulative table."""
    units, now = 0.0, 0.0
    for gap in np.random.default_rng(1).exponential(1.0, 200):
        units += gap
        now = both(capacity.day_of_next_deal, RATES, ACV, now, float(gap), FREE)
        assert now == pytest.approx(growth.day_of_deal(RATES, units, 0), abs=1e-9)


@pytest.mark.parametrize(
    ("references", "sold", "a_day"),
    [(1.0, FREE, 0.5), (2.0, FREE, 1.0), (1.0, sellers_of(10e3), 0.25), (0.4, sellers_of(10e3), 0.2)],
)
def test_the_pace_is_demand_or_capacity_whichever_is_less(references: float, sold: Pace, a_day: float) -> None:
    pace = sold._replace(references=references)
    day = both(capacity.day_of_next_deal, STEADY, ACV, 3.25, 1.0, pace)
    assert day == pytest.approx(3.25 + 1.0 / a_day)
    assert both(capacity.deals_between, STEADY, ACV, 3.25, 103.25, pace) == pytest.approx(100.0 * a_day)


def test_without_capacity_or_demand_no_deal_comes() -> None:
    assert both(capacity.day_of_next_deal, STEADY, ACV, 0.0, 1.0, sellers_of(0.0)) == math.inf
    assert both(capacity.day_of_next_deal, STEADY, ACV, 0.0, 1.0, FREE._replace(references=0.0)) == math.inf
    assert both(capacity.day_of_next_deal, STEADY, ACV, 5.0, 0.0, FREE._replace(references=0.0)) == 5.0
    assert both(capacity.deals_between, STEADY, ACV, 500.0, 600.0, FREE) == 0.0


@given(st.floats(0.0, 300.0), st.floats(0.01, 30.0), st.floats(0.1, 3.0), st.floats(1e3, 1e5), st.floats(0.0, 1.0))
def test_a_gap_used_up_in_two_parts_is_used_up_in_one(
    since: float, gap: float, references: float, dollars: float, part: float
) -> None:
    """Timing anew without a change of pace moves nothing but the last bits."""
    pace = Pace(references, sellers=dollars * 200.0, founders=dollars * 300.0, vp_day=40.0, fade_days=90.0)
    whole = capacity.day_of_next_deal(RATES, ACV, since, gap, pace)
    if math.isinf(whole):
        return
    between = since + part * (whole - since)
    used = capacity.deals_between(RATES, ACV, since, between, pace)
    again = capacity.day_of_next_deal(RATES, ACV, between, gap - used, pace)
    at_it = capacity.deals_between(RATES, ACV, since, again, pace)
    assert at_it == pytest.approx(gap, abs=1e-9)


@pytest.mark.parametrize(("demand", "needed"), [(1e6, 0), (1.5e6, 0), (1.6e6, 1), (4.5e6, 6), (4.51e6, 7)])
def test_sellers_sell_what_the_founders_do_not(demand: float, needed: int) -> None:
    assert both(capacity.sellers_needed, demand, 1.5e6, 1.0, 1e6, 0.5) == needed
    assert both(capacity.sellers_needed, demand, 1.5e6, 1.0, 0.0, 0.5) == 0


@pytest.mark.parametrize(("count", "left"), [(0, 1.0), (1, 0.5), (2, 0.0), (5, 0.0)])
def test_sellers_at_quota_prove_sales(count: int, left: float) -> None:
    assert both(capacity.unproven_share, count, 2.0) == left
    assert both(capacity.unproven_share, count, 0.0) == 0.0
