"""How much of what CS does is its own doing: odds mixed, a chain of two decisions as one product."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.effect import effect_on_what_follows, in_effect

SHARES = st.floats(0.0, 1.0)
LIKELY = st.floats(0.001, 1.0)


@given(SHARES, SHARES)
def test_all_of_it_is_what_there_is_and_none_of_it_what_there_would_be(actual: float, served: float) -> None:
    assert both(in_effect, actual, served, 1.0) == actual
    assert both(in_effect, actual, served, 0.0) == served
    assert both(in_effect, actual, served, 0.4) == pytest.approx(0.4 * actual + 0.6 * served, abs=1e-12)


@given(SHARES, SHARES, SHARES, SHARES)
def test_the_share_kept_of_a_difference_is_the_effect(better: float, worse: float, served: float, e: float) -> None:
    """Whatever the customer would be, fully served, as long as it is the same in both companies."""
    kept = both(in_effect, better, served, e) - both(in_effect, worse, served, e)
    assert kept == pytest.approx(e * (better - worse), abs=1e-12)


def test_odds_above_one_are_as_good_as_certain() -> None:
    assert both(in_effect, 1.6, 1.4, 0.5) == 1.0
    assert both(in_effect, 1.6, 0.2, 0.5) == pytest.approx(0.6)
    assert both(in_effect, 1.6, 0.2, 1.0) == 1.6


@given(SHARES, LIKELY, SHARES, SHARES, SHARES)
def test_two_decisions_make_one_product(
    actual: float, served: float, then_actual: float, then_served: float, e: float
) -> None:
    """A CSQL and its sale: (1 - e) q_s w_s + e q_a w_a."""
    first = both(in_effect, actual, served, e)
    if first <= 0.0:
        return
    counts = both(effect_on_what_follows, actual, served, e)
    assert 0.0 <= counts <= 1.0 + 1e-12
    both_come = first * both(in_effect, then_actual, then_served, counts)
    expected = (1.0 - e) * served * then_served + e * actual * then_actual
    assert both_come == pytest.approx(expected, abs=1e-12)
