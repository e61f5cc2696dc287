"""The spread of values kept in bins: within the stated error of the exact quantiles, whatever the order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.results.bands import percentile_of
from simulator.results.sketch import ACCURACY, LARGEST, SMALLEST, Sketch, bins_of, middle_of

VALUES = st.one_of(
    st.floats(-1e15, 1e15, allow_subnormal=False).filter(lambda value: value == 0.0 or abs(value) > 1e-9),
    st.integers(-5000, 5000).map(float),
    st.sampled_from([0.0, -0.0, 1.0, 1023.0, 1024.0, 1025.0, 139e6, np.nan]),
)
TABLES = arrays(np.float64, st.tuples(st.integers(1, 40), st.integers(1, 4)), elements=VALUES)


def counted(*tables: np.ndarray) -> Sketch:
    sketch = Sketch(tables[0].shape[1])
    for table in tables:
        sketch.add(table)
    return sketch


def held(sketch: Sketch) -> list[list[float]]:
    extremes = [np.nan_to_num(sketch.low, nan=-7.0), np.nan_to_num(sketch.high, nan=-7.0)]
    return [np.asarray(part).tolist() for part in (*sketch.filled(), sketch.count, *extremes, sketch.whole)]


@given(st.floats(SMALLEST, LARGEST / 2))
def test_a_bin_stands_for_its_values_to_within_the_stated_error(value: float) -> None:
    for signed in (value, -value):
        middle = middle_of(bins_of(np.array([signed])), np.array([False]))[0]
        assert abs(middle - signed) <= ACCURACY * value


@given(st.integers(-(2**52), 2**52))
def test_whole_numbers_stay_whole_and_small_ones_exact(value: int) -> None:
    middle = middle_of(bins_of(np.array([float(value)])), np.array([True]))[0]
    assert middle == np.floor(middle)
    assert abs(middle - value) <= ACCURACY * abs(value)
    assert abs(value) >= 1024 or middle == value


@given(st.lists(st.floats(-1e12, 1e12), min_size=2))
def test_bins_are_in_the_order_of_the_values(values: list[float]) -> None:
    assert (np.diff(bins_of(np.sort(values))) >= 0).all()


@given(TABLES)
@settings(max_examples=100)
def test_every_order_statistic_is_within_the_stated_error(table: np.ndarray) -> None:
    sketch = counted(table)
    for cell in range(table.shape[1]):
        exact = np.sort(table[~np.isnan(table[:, cell]), cell])
        assert sketch.count[cell] == len(exact)
        for rank, value in enumerate(exact):
            found = sketch.at(np.full(table.shape[1], rank))[cell]
            assert abs(found - value) <= ACCURACY * abs(value)
            if rank in (0, len(exact) - 1) or (sketch.whole[cell] and abs(value) < 1024):
                assert found == value
        if not len(exact):
            assert np.isnan(sketch.at(np.zeros(table.shape[1], dtype=np.int64))[cell])
            assert np.isnan(sketch.percentile(50)[cell])


@given(TABLES, st.randoms(use_true_random=False), st.integers(0, 40))
@settings(max_examples=80)
def test_order_and_sharing_out_leave_no_trace(table: np.ndarray, random: object, cut: int) -> None:
    whole = held(counted(table))
    shuffled = table[np.random.default_rng(cut).permutation(len(table))]
    one, two = counted(shuffled[:cut]) if cut else Sketch(table.shape[1]), counted(shuffled[cut:])
    assert held(counted(*np.array_split(shuffled, 3))) == whole
    one.merge(two)
    assert held(one) == whole
    again = Sketch.of((one.low, one.high), one.whole, one.filled())
    assert held(again) == whole


@pytest.mark.parametrize("percent", [1, 5, 25, 50, 75, 95, 99])
def test_percentiles_are_those_of_numpy_by_weibull(percent: int) -> None:
    random = np.random.default_rng(5)
    table = np.column_stack(
        [random.lognormal(18.0, 0.3, 3001), random.normal(1.04, 0.03, 3001), random.poisson(30.0, 3001)]
    )
    exact = np.percentile(table, percent, axis=0, method="weibull")
    found = counted(table).percentile(percent)
    assert (np.abs(found - exact) <= ACCURACY * (1 + 1e-9) * np.abs(exact)).all()
    assert found[2] == exact[2]  # headcounts


@given(st.integers(1, 60), st.integers(0, 60), st.sampled_from([5, 25, 50, 75, 95]))
def test_cases_without_a_value_lie_beyond_all(with_one: int, without: int, percent: int) -> None:
    """Whole numbers are exact, so it is the percentile of all cases, infinity for those without."""
    days = np.arange(1.0, with_one + 1.0)
    sketch = counted(np.stack([np.full(with_one, 7.0), days], axis=1))
    wanted = percentile_of(np.concatenate([days, np.full(without, np.inf)]), percent)
    assert sketch.percentile_among(percent, with_one + without, 1) == wanted


def test_without_cases_there_is_no_percentile_and_without_values_it_is_beyond_all() -> None:
    empty = Sketch(1)
    assert np.isnan(empty.percentile_among(50, 0, 0))
    assert empty.percentile_among(5, 3, 0) == np.inf


def test_what_is_out_of_range_is_taken_to_its_edge() -> None:
    sketch = counted(np.array([[1e-13], [1e300], [-1e300], [1.0]]))
    assert sketch.at(np.array([1]))[0] == 0.0
    assert (sketch.low[0], sketch.high[0]) == (-1e300, 1e300)
