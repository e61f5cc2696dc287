"""Figures known at a few sizes of a company: at the points, between them, beyond them, one by one and all together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.by_arr import straight_in_log, straight_in_log_along
from simulator.laws.spending import shares_by_arr

AT = np.array([2e6, 8e6, 72e6])
VALUES = np.array([0.9, 0.7, 0.4])


def test_the_logarithm_of_arr_is_the_measure() -> None:
    assert both(straight_in_log, 2e6, AT, VALUES) == 0.9
    assert both(straight_in_log, 4e6, AT, VALUES) == pytest.approx(0.8)
    assert both(straight_in_log, 24e6, AT, VALUES) == pytest.approx(0.55)
    assert both(straight_in_log, 32e6, AT[:2], VALUES[:2]) == pytest.approx(0.5), "the line goes on"
    assert both(straight_in_log, 1e6, AT, VALUES) == pytest.approx(1.0)
    assert both(straight_in_log, 32e6, AT[:1], VALUES[:1]) == 0.9


@given(st.lists(st.floats(1.0, 1e12), max_size=20))
def test_all_together_are_each_alone_to_the_last_bit(arrs: list[float]) -> None:
    each = [straight_in_log(arr, AT, VALUES) for arr in arrs]
    assert straight_in_log_along(np.array(arrs), AT, VALUES).tobytes() == np.array(each).tobytes()


def test_spending_is_constant_beyond_the_ends() -> None:
    found = shares_by_arr(np.array([0.0, 1e6, 2e6, 4e6, 72e6, 1e9]), AT, VALUES)
    np.testing.assert_allclose(found, [0.9, 0.9, 0.9, 0.8, 0.4, 0.4])


@given(st.floats(0.0, 1e12))
def test_a_table_of_one_share_is_that_share_to_the_last_bit(arr: float) -> None:
    assert shares_by_arr(np.array([arr]), AT, np.full(3, 0.37)).tolist() == [0.37]


def test_points_next_to_each_other_are_told_apart() -> None:
    """The nearest two that can be written: their logarithms still differ."""
    near = np.array([1.9999999999999998e6, math.nextafter(1.9999999999999998e6, 3e6)])
    assert both(straight_in_log, near[1], near, np.array([1.0, 2.0])) == pytest.approx(2.0)
