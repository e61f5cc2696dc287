"""The logistic of many figures at once has the same bits as that of each alone, in range and out of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.numerics.portable import logistic, logistic_along

EDGES = [0.0, -0.0, 5e-324, -5e-324, 1e-300, 1.0, -1.0, 36.7, -36.7, 699.999999, -699.999999]
OUTSIDE = [700.0, -700.0, 745.2, -745.2, 1e9, -1e9, math.inf, -math.inf, math.nan]


def same_bits(values: np.ndarray) -> bool:
    expected = np.array([logistic(float(value)) for value in values])
    found = values.copy()
    logistic_along(found, len(found))
    return found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("spread", [0.01, 1.0, 5.0, 100.0])
def test_in_range(spread: float) -> None:
    values = np.random.default_rng(7).normal(0.0, spread, 20_000)
    assert same_bits(np.clip(values, -699.0, 699.0))
    assert same_bits(np.array(EDGES))


@pytest.mark.parametrize("outlier", OUTSIDE)
def test_one_out_of_range_changes_none_of_the_others(outlier: float) -> None:
    values = np.append(np.random.default_rng(11).normal(0.0, 3.0, 100), outlier)
    assert same_bits(values)
    assert same_bits(np.array([outlier]))


def test_only_the_first_are_touched() -> None:
    values = np.array([1.0, 2.0, 3.0])
    logistic_along(values, 2)
    assert values.tolist() == [logistic(1.0), logistic(2.0), 3.0]
