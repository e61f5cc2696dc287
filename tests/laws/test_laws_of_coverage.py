"""Coverage: how much a CSM and the founders carry, and what coverage counts for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.coverage import (
    book_factor,
    covered_share,
    founders_capacity,
    is_well_served,
)

MONEY = st.floats(0.0, 1e9)
SHARES = st.floats(0.0, 1.0)


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


@pytest.mark.parametrize(
    ("days", "served", "service", "since", "share"),
    [
        (0.0, 0.0, 1.0, 0.0, 1.0),  # a term that has only begun is as covered as its first moment
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (100.0, 0.0, 1.0, 100.0, 1.0),
        (100.0, 30.0, 0.0, 60.0, 0.3),
        (100.0, 30.0, 1.0, 20.0, 0.5),
        (100.0, 10.0, 0.5, 80.0, 0.5),
        (100.0, 60.0, 1.0, 41.0, 1.01),  # days that were better than full count for more than themselves
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
