from __future__ import annotations

import random
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from simulator.results.bands import PERCENTILES, Bands, bands_of

figures = st.floats(-1e9, 1e9, allow_subnormal=False) | st.just(np.nan)
tables = hnp.arrays(np.float64, st.tuples(st.integers(1, 25), st.integers(1, 6)), elements=figures)
NAMES = ("p5", "p25", "p50", "p75", "p95", "mean", "se", "count")


@given(tables)
@settings(deadline=None, max_examples=200)
def test_bands_are_numpys_own_over_the_runs_that_have_a_figure(table: np.ndarray) -> None:
    bands = Bands.of(table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        percentiles = np.nanpercentile(table, PERCENTILES, axis=0)
        mean = np.nanmean(table, axis=0)
        count = np.sum(~np.isnan(table), axis=0)
        error = np.nanstd(table, axis=0, ddof=1) / np.sqrt(count)
    scale = np.nanmax(np.abs(table)) if count.any() else 1.0
    close: dict[str, Any] = {"rtol": 1e-12, "atol": 1e-12 * scale}
    found = [bands.p5, bands.p25, bands.p50, bands.p75, bands.p95]
    np.testing.assert_allclose(found, percentiles, **close)
    np.testing.assert_allclose(bands.mean, mean, **close)
    np.testing.assert_allclose(bands.se, np.where(count > 1, error, np.nan), **close)
    np.testing.assert_array_equal(bands.count, count)


@given(tables, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=100)
def test_bands_are_the_same_bits_for_runs_in_any_order(table: np.ndarray, luck: random.Random) -> None:
    order = np.arange(len(table))
    luck.shuffle(order)  # type: ignore[arg-type]
    one, other = Bands.of(table), Bands.of(np.asfortranarray(table[order]))
    for name in NAMES:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


@given(tables)
@settings(deadline=None, max_examples=100)
def test_bands_are_in_order(table: np.ndarray) -> None:
    bands = Bands.of(table)
    there = bands.count > 0
    stack = np.array([bands.p5, bands.p25, bands.p50, bands.p75, bands.p95])[:, there]
    assert (np.diff(stack, axis=0) >= -1e-6).all()


@pytest.mark.parametrize("runs", [0, 3])
def test_a_month_without_any_figure_is_na(runs: int) -> None:
    bands = Bands.of(np.full((runs, 4), np.nan))
    assert bands.count.tolist() == [0] * 4
    for name in NAMES[:-1]:
        found = getattr(bands, name)
        assert found.shape == (4,)
        assert np.isnan(found).all()


def test_one_run_has_a_mean_but_no_error() -> None:
    bands = Bands.of(np.array([[5.0]]))
    assert (bands.p5[0], bands.p50[0], bands.p95[0], bands.mean[0], bands.count[0]) == (5.0, 5.0, 5.0, 5.0, 1)
    assert np.isnan(bands.se[0])


def test_the_values_given_are_left_alone() -> None:
    table = np.array([[3.0], [1.0], [2.0]])
    Bands.of(table)
    assert table.ravel().tolist() == [3.0, 1.0, 2.0]


@given(st.lists(tables, min_size=1, max_size=40))
@settings(deadline=None, max_examples=50)
def test_many_metrics_side_by_side_have_the_bands_of_each_alone(given: list[np.ndarray]) -> None:
    runs = min(len(table) for table in given)
    named = {f"metric {place}": table[:runs] for place, table in enumerate(given)}
    together = bands_of(named)
    assert list(together) == list(named)
    for name, table in named.items():
        alone = Bands.of(table)
        for field in NAMES:
            found, wanted = getattr(together[name], field), getattr(alone, field)
            assert found.tobytes() == wanted.tobytes(), (name, field)
            assert not found.flags.writeable
