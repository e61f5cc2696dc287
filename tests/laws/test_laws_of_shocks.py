"""How often competitors call, and what holds a shock off."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.shocks import answered_odds, insured_odds, intensity

SHARES = st.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("arr", "share"), [(0.0, 0.1), (18e6, 0.1), (45e6, 0.55), (72e6, 1.0), (1e9, 1.0), (31.5e6, 0.325)]
)
def test_competitors_call_more_as_the_company_grows(arr: float, share: float) -> None:
    assert both(intensity, arr, 18e6, 72e6, 0.1) == pytest.approx(share)


def test_a_range_of_no_width_is_a_step() -> None:
    assert [both(intensity, arr, 5.0, 5.0, 0.0) for arr in (4.9, 5.0, 5.1)] == [0.0, 1.0, 1.0]


@given(st.floats(0.0, 1e9), st.floats(0.0, 1e9), st.floats(0.0, 1e9), st.floats(0.0, 1e9), SHARES)
def test_the_rate_only_rises(one: float, two: float, a: float, b: float, floor: float) -> None:
    low, high = sorted((one, two))
    start, end = sorted((a, b))
    assert floor <= both(intensity, low, start, end, floor) <= both(intensity, high, start, end, floor) + 1e-12 <= 1.1


def test_a_csql_insures_for_a_while() -> None:
    assert both(insured_odds, 270.0, 270.0, 0.8) == 0.8
    assert both(insured_odds, 270.1, 270.0, 0.8) == 0.0
    assert both(insured_odds, math.inf, 36_500.0, 0.8) == 0.0


def test_a_sponsor_is_replaced_by_a_manager_under_a_head() -> None:
    assert both(answered_odds, 1.0, 1.0, 0.7) == 0.7
    assert both(answered_odds, 0.0, 1.0, 0.7) == 0.0
    assert both(answered_odds, 1.0, 0.0, 0.7) == 0.0
    assert both(answered_odds, 0.5, 0.6, 0.7) == pytest.approx(0.21)
