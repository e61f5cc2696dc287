"""Books: what an account weighs, how much a book holds, what the founders carry."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.coverage import (
    book_factor,
    covered_share,
    dilution,
    founders_capacity,
    is_well_served,
    load_of,
)

MONEY = st.floats(0.0, 1e9)
SHARES = st.floats(0.0, 1.0)
FLOOR, KNEE, POWER = 12_500.0, 250_000.0, 0.75


@pytest.mark.parametrize(
    ("arr", "weighs"),
    [
        (0.0, 12_500.0),
        (12_500.0, 12_500.0),
        (40_000.0, 40_000.0),
        (250_000.0, 250_000.0),
        (4_000_000.0, 2_000_000.0),  # sixteen times the knee weighs eight times as much
    ],
)
def test_an_account_weighs_its_arr_between_the_floor_and_the_knee(arr: float, weighs: float) -> None:
    assert both(load_of, arr, FLOOR, KNEE, POWER) == pytest.approx(weighs, rel=1e-12)


def test_two_hundred_of_the_smallest_fill_a_book() -> None:
    assert 200 * both(load_of, 5_000.0, FLOOR, KNEE, POWER) == 2.5e6


@given(MONEY, MONEY, SHARES)
def test_weight_rises_with_arr_and_is_never_more_than_it_above_the_floor(a: float, b: float, power: float) -> None:
    low, high = sorted((a, b))
    lighter, heavier = both(load_of, low, FLOOR, KNEE, power), both(load_of, high, FLOOR, KNEE, power)
    assert lighter <= heavier * (1 + 1e-12)
    assert FLOOR <= lighter <= max(low, FLOOR) * (1 + 1e-12)


@given(MONEY, MONEY, SHARES)
def test_a_floor_above_the_knee_still_holds(a: float, b: float, power: float) -> None:
    """An account that has just outgrown the floor must not weigh next to nothing."""
    low, high = sorted((a, b))
    floor, knee = 2.0 * KNEE, KNEE
    assert floor <= both(load_of, low, floor, knee, power) <= both(load_of, high, floor, knee, power)
    assert both(load_of, 1.01 * floor, floor, 1.0, 0.5) == floor


@given(MONEY)
def test_exponents_one_and_zero_are_linear_and_flat(arr: float) -> None:
    assert both(load_of, arr, 0.0, KNEE, 1.0) == pytest.approx(arr, rel=1e-12)
    assert both(load_of, arr, 0.0, KNEE, 0.0) == pytest.approx(min(arr, KNEE), rel=1e-12)


@given(SHARES, SHARES)
def test_a_head_of_cs_brings_a_book_to_its_full_size(head: float, without: float) -> None:
    assert both(book_factor, 1.0, without) == 1.0
    assert both(book_factor, 0.0, without) == pytest.approx(without, abs=1e-15)
    between = both(book_factor, head, without)
    assert without - 1e-15 <= between <= 1.0
    assert between == pytest.approx(without + (1.0 - without) * head, abs=1e-12)


@pytest.mark.parametrize(
    ("arr", "left"), [(0.0, 2e6), (6e6, 2e6), (7.5e6, 1.5e6), (9e6, 1e6), (12e6, 0.0), (99e6, 0.0)]
)
def test_the_founders_book_fades_over_the_hand_over(arr: float, left: float) -> None:
    assert both(founders_capacity, arr, 2e6, 6e6, 12e6) == pytest.approx(left)


def test_a_hand_over_without_length_is_a_step() -> None:
    assert both(founders_capacity, 5.999e6, 2e6, 6e6, 6e6) == 2e6
    assert both(founders_capacity, 6e6, 2e6, 6e6, 6e6) == 0.0


@given(MONEY, MONEY)
def test_founders_never_carry_more_as_arr_grows(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert both(founders_capacity, low, 2e6, 6e6, 12e6) >= both(founders_capacity, high, 2e6, 6e6, 12e6) >= 0.0


@given(MONEY, st.floats(0.0, 1e7))
def test_a_book_is_thin_only_once_it_is_overfull(load: float, capacity: float) -> None:
    thin = both(dilution, load, capacity)
    assert 0.0 <= thin <= 1.0
    assert (thin == 1.0) == (load <= capacity) or math.isclose(load, capacity)
    assert thin * max(load, capacity) == pytest.approx(capacity if load > capacity else max(load, capacity))


@pytest.mark.parametrize(
    ("days", "served", "service", "since", "share"),
    [
        (0.0, 0.0, 1.0, 0.0, 1.0),  # a term that has only begun is as covered as its first moment
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (100.0, 0.0, 1.0, 100.0, 1.0),
        (100.0, 30.0, 0.0, 60.0, 0.3),
        (100.0, 30.0, 1.0, 20.0, 0.5),
        (100.0, 10.0, 0.5, 80.0, 0.5),
        (100.0, 60.0, 1.0, 40.000001, 1.0),  # rounding never makes it more than all of the term
    ],
)
def test_the_share_of_a_term_covered(days: float, served: float, service: float, since: float, share: float) -> None:
    assert both(covered_share, days, served, service, since) == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize(
    ("failed", "service", "terms", "days", "speaks_well"),
    [
        (False, 1.0, 0, 100.0, True),
        (False, 0.1, 0, 364.9, True),
        (False, 1.0, 0, 365.0, False),  # neither renewed nor young any more
        (False, 1.0, 1, 365.0, True),
        (False, 0.0, 3, 1500.0, False),
        (True, 1.0, 3, 1500.0, False),
    ],
)
def test_who_speaks_well_of_the_company(
    failed: bool, service: float, terms: int, days: float, speaks_well: bool
) -> None:
    assert both(is_well_served, failed, service, terms, days) == speaks_well
