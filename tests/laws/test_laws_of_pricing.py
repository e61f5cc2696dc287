"""What discount is left to take back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.pricing import discount_left


def test_the_discount_is_what_list_price_lies_above_arr() -> None:
    assert both(discount_left, 100.0, 82.0) == pytest.approx(18.0)
    assert both(discount_left, 100.0, 100.0) == 0.0
    assert both(discount_left, 100.0, 100.0 - 1e-8) == 0.0, "rounding is no discount"
    assert both(discount_left, 100.0, 110.0) == 0.0


@given(st.floats(0.0, 1e9), st.floats(0.0, 1e9))
def test_it_is_never_negative(listed: float, arr: float) -> None:
    assert 0.0 <= both(discount_left, listed, arr) <= listed
