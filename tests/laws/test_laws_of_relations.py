"""What a change of account manager costs, and how it comes back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.relations import loss_under, strain

SHARES = st.floats(0.0, 1.0)
DAYS = st.floats(0.0, 1_000.0)


@given(SHARES, DAYS, DAYS)
def test_all_of_it_is_lost_while_nobody_holds_the_account(loss: float, now: float, fades: float) -> None:
    assert both(strain, loss, math.inf, now, fades) == loss


@given(DAYS, DAYS, DAYS, DAYS)
def test_it_only_comes_back(since: float, one: float, two: float, fades: float) -> None:
    early, late = sorted((one, two))
    left = [both(strain, 0.5, since, since + days, fades) for days in (early, late)]
    assert 0.5 >= left[0] >= left[1] >= 0.0


def test_it_fades_evenly_to_nothing() -> None:
    assert [both(strain, 1.0, 40.0, 40.0 + days, 120.0) for days in (0, 30, 60, 120, 500)] == [1.0, 0.75, 0.5, 0, 0]
    assert both(strain, 1.0, 40.0, 40.0, 0.0) == 0.0
    assert both(strain, 0.0, 40.0, 41.0, 120.0) == 0.0


def test_who_was_there_leaves_a_part_of_it() -> None:
    assert [both(loss_under, joined, 100.0, 0.5) for joined in (-math.inf, 99.0, 100.0, 101.0)] == [0.5, 0.5, 0.5, 1.0]
    assert both(loss_under, 101.0, 100.0, 0.5) == pytest.approx(1.0)
