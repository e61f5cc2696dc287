"""Books: what an account weighs, and how good service is at the hours there are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.books import floor_of, load_of, quality, served_at, whole_of

MONEY = st.floats(0.0, 1e9)
CURVES = st.floats(0.5, 50.0)


def good(hours: float, load: float, curve: float) -> float:
    return float(both(quality, hours, load, curve, both(whole_of, curve)))


def test_a_floor_in_hours_is_the_arr_that_takes_as_many() -> None:
    assert both(floor_of, 5.0, 426.0) == pytest.approx(11_737.09, abs=0.01)
    assert both(floor_of, 0.0, 426.0) == 0.0


@pytest.mark.parametrize(("arr", "weighs"), [(0.0, 12e3), (12e3, 12e3), (4e4, 4e4), (4e6, 4e6)])
def test_an_account_weighs_its_arr_from_the_floor_on(arr: float, weighs: float) -> None:
    assert both(load_of, arr, 12e3) == weighs


@pytest.mark.parametrize(
    ("hours", "gives"), [(0.25, 0.6439), (0.5, 0.8808), (0.75, 0.9679), (1.0, 1.0), (2.0, 1.0183), (4.0, 1.01866)]
)
def test_a_quarter_of_the_hours_gives_two_thirds_of_the_service(hours: float, gives: float) -> None:
    assert good(hours * 2.4e6, 2.4e6, 4.0) == pytest.approx(gives, abs=1e-4)


@given(st.floats(1.0, 1e9), CURVES)
def test_just_enough_hours_give_exactly_all_of_it(load: float, curve: float) -> None:
    assert good(load, load, curve) == 1.0


@given(MONEY, CURVES)
def test_no_hours_give_nothing_and_no_load_the_limit(amount: float, curve: float) -> None:
    assert good(0.0, amount, curve) == 0.0
    limit = good(1.0 + amount, 0.0, curve)
    assert limit == pytest.approx(1.0 / -math.expm1(-curve))
    assert limit == pytest.approx(good(1e12, 1.0, curve))


@given(MONEY, MONEY, st.floats(1.0, 1e9), CURVES)
def test_more_hours_never_give_less_and_each_gives_less_than_the_one_before(
    a: float, b: float, load: float, curve: float
) -> None:
    low, high = sorted((a, b))
    less, more, between = (good(hours, load, curve) for hours in (low, high, (low + high) / 2.0))
    assert 0.0 <= less <= more <= 1.0 / -math.expm1(-curve) * (1 + 1e-12)
    assert between >= (less + more) / 2.0 - 1e-9


def test_what_counts_at_an_instant_is_the_mean_since_then_or_the_quality_of_now() -> None:
    assert both(served_at, 1.0, 90.0, 100.0, 0.3) == pytest.approx(0.9)
    assert both(served_at, 0.4, 90.0, 100.0, 0.3) == pytest.approx(0.36)
    assert both(served_at, 0.4, 0.0, 0.0, 0.3) == pytest.approx(0.12)
