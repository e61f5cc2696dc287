"""CS managers, CS Ops and customer-sales reps: what they do for a CSM's book and for a lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.coverage import managed_factor, ops_factor
from simulator.laws.expansion import rep_win_odds


@pytest.mark.parametrize(
    ("csms", "led", "factor"), [(0, 0.0, 1.0), (9, 9.0, 1.0), (10, 9.0, 0.98), (18, 9.0, 0.9), (5, 0.0, 0.8)]
)
def test_csms_beyond_the_span_look_after_less(csms: int, led: float, factor: float) -> None:
    assert both(managed_factor, csms, led, 0.8) == pytest.approx(factor)


@given(st.integers(1, 500), st.floats(0.0, 500.0), st.floats(0.0, 1.0))
def test_all_csms_together_look_after_what_the_led_and_the_others_do(csms: int, led: float, unmanaged: float) -> None:
    of_led = min(float(csms), led)
    assert csms * both(managed_factor, csms, led, unmanaged) == pytest.approx(of_led + unmanaged * (csms - of_led))


@pytest.mark.parametrize(
    ("csms", "people", "factor"), [(15, 1.0, 1.2), (30, 1.0, 1.1), (6, 1.0, 1.2), (30, 0.5, 1.05), (0, 0.0, 1.0)]
)
def test_cs_ops_make_books_larger_as_far_as_they_serve(csms: int, people: float, factor: float) -> None:
    assert both(ops_factor, csms, people, 15.0, 1.2) == pytest.approx(factor)


@pytest.mark.parametrize(("strength", "odds"), [(0.0, 0.4), (0.5, 0.5), (1.0, 0.6)])
def test_a_rep_adds_to_what_would_have_been_won(strength: float, odds: float) -> None:
    assert both(rep_win_odds, 0.4, 0.6, strength) == pytest.approx(odds)
