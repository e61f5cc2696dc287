"""How the first deal and the discount age with a product, and what discount is left to take back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.products import age_at, discount, discount_left, grown, land_share, left_of_grown

SHARES = st.floats(0.0, 1.0)
AGES = st.floats(0.0, 36_500.0)


def test_a_share_lands_at_launch_and_more_as_the_product_matures() -> None:
    assert both(land_share, 0.0, 0.2, 0.8, 365.0, 1.0) == pytest.approx(0.2)
    assert both(land_share, 365.0, 0.2, 0.8, 365.0, 1.0) == pytest.approx(0.8 - 0.6 * math.exp(-1.0))
    assert both(land_share, 36_500.0, 0.2, 0.8, 365.0, 1.0) == pytest.approx(0.8)
    assert both(land_share, 0.0, 0.2, 0.8, 0.0, 1.0) == 0.8
    assert both(land_share, 0.0, 0.2, 0.8, 365.0, 2.0) == pytest.approx(0.4)
    assert both(land_share, 36_500.0, 0.2, 0.8, 365.0, 2.0) == 1.0


@given(AGES, AGES, SHARES, SHARES, st.floats(1.0, 10_000.0), st.floats(0.01, 10.0))
def test_what_lands_lies_between_both_ends_and_moves_one_way(
    one: float, two: float, new: float, mature: float, days: float, factor: float
) -> None:
    young, old = sorted((one, two))
    first, later = (both(land_share, age, new, mature, days, factor) for age in (young, old))
    low, high = (min(1.0, factor * share) for share in sorted((new, mature)))
    assert low - 1e-12 <= first <= high + 1e-12
    assert (later - first) * (mature - new) >= -1e-12


@given(AGES, AGES, SHARES, st.floats(0.0, 10_000.0))
def test_a_discount_fades(one: float, two: float, at_launch: float, days: float) -> None:
    young, old = sorted((one, two))
    assert 0.0 <= both(discount, old, at_launch, days) <= both(discount, young, at_launch, days) <= at_launch


def test_a_discount_loses_63_percent_in_its_time_constant() -> None:
    assert both(discount, 0.0, 0.2, 700.0) == 0.2
    assert both(discount, 700.0, 0.2, 700.0) == pytest.approx(0.2 / math.e)
    assert both(discount, 0.0, 0.2, 0.0) == 0.0


def test_the_discount_is_what_list_price_lies_above_arr() -> None:
    assert both(discount_left, 100.0, 82.0) == pytest.approx(18.0)
    assert both(discount_left, 100.0, 100.0) == 0.0
    assert both(discount_left, 100.0, 100.0 - 1e-8) == 0.0, "rounding is no discount"
    assert both(discount_left, 100.0, 110.0) == 0.0


@given(st.floats(0.0, 1e9), st.floats(0.0, 1e9))
def test_the_discount_left_is_never_negative(listed: float, arr: float) -> None:
    assert 0.0 <= both(discount_left, listed, arr) <= listed


AT = np.array([2e6, 11e6, 25e6, 55e6, 70e6, 98e6])
YEARS = np.array([1.0, 3.0, 4.0, 5.0, 6.0, 7.0])


@pytest.mark.parametrize(
    ("arr", "years"),
    [(0.0, 0.0), (1e6, 0.5), (2e6, 1.0), (11e6, 3.0), (25e6, 4.0), (55e6, 5.0), (70e6, 6.0), (98e6, 7.0)],
)
def test_a_first_product_is_as_old_as_its_table_says(arr: float, years: float) -> None:
    assert both(age_at, arr, AT, YEARS) == pytest.approx(365.0 * years, rel=1e-12)


def test_it_ages_evenly_while_arr_multiplies_and_beyond_the_last_point_as_before_it() -> None:
    assert both(age_at, 2e6, AT, YEARS) == 365.0, "to the last bit: what the baseline had"
    assert both(age_at, math.sqrt(2e6 * 11e6), AT, YEARS) == pytest.approx(365.0 * 2.0)
    assert both(age_at, 98e6 * 98.0 / 70.0, AT, YEARS) == pytest.approx(365.0 * 8.0)


def test_one_point_alone_is_an_age_that_does_not_rise() -> None:
    for arr, years in ((0.0, 0.0), (1e6, 1.5), (2e6, 3.0), (50e6, 3.0)):
        assert both(age_at, arr, AT[:1], np.array([3.0])) == pytest.approx(365.0 * years)


def test_ages_drawn_out_of_order_are_never_below_nothing() -> None:
    assert both(age_at, 1e9, AT[:2], np.array([3.0, 1.0])) == 0.0


@given(st.floats(0.0, 1e11), st.floats(0.0, 1e11))
def test_a_larger_company_has_no_younger_product(one: float, two: float) -> None:
    small, large = sorted((one, two))
    assert 0.0 <= both(age_at, small, AT, YEARS) <= both(age_at, large, AT, YEARS)


@given(st.floats(1.0, 1e6), SHARES, st.floats(1.0, 2.0))
def test_what_has_been_bought_of_a_wallet_that_grows_stays(core_price: float, left: float, times: float) -> None:
    price, more = both(grown, core_price, times), both(left_of_grown, left, times)
    assert price == pytest.approx(core_price * times)
    assert price * (1.0 - more) == pytest.approx(core_price * (1.0 - left), abs=1e-9 * price)
    assert left - 1e-15 <= more <= 1.0


def test_a_wallet_a_tenth_larger_has_the_tenth_left_as_well() -> None:
    assert both(left_of_grown, 0.45, 1.1) == pytest.approx(0.5)
    assert both(left_of_grown, 1.0, 1.1) == 1.0
    assert both(left_of_grown, 0.45, 1.0) == pytest.approx(0.45)
