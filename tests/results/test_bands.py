from __future__ import annotations

import random
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from simulator.results.bands import NINE_IN_TEN, PERCENTILES, Bands, bands_of, holds_nine_in_ten, percentile_of

figures = st.floats(-1e9, 1e9, allow_subnormal=False) | st.just(np.nan)
tables = hnp.arrays(np.float64, st.tuples(st.integers(1, 25), st.integers(1, 6)), elements=figures)
NAMES = ("p5", "p25", "p50", "p75", "p95", "mean", "se", "count")


@given(tables)
@settings(deadline=None, max_examples=200)
def test_bands_are_numpys_own_by_weibull_over_the_runs_that_have_a_figure(table: np.ndarray) -> None:
    bands = Bands.of(table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        percentiles = np.nanpercentile(table, PERCENTILES, axis=0, method="weibull")
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


@pytest.mark.parametrize("runs", [1, 2, 10, 18, 19, 20, 59, 200])
def test_p5_to_p95_is_the_range_of_few_runs_and_within_it_of_more(runs: int) -> None:
    bands = Bands.of(np.arange(runs, dtype=np.float64)[:, None])
    widest = (bands.p5[0], bands.p95[0]) == (0.0, runs - 1.0)
    assert widest == (runs <= NINE_IN_TEN)
    assert holds_nine_in_ten(runs) == (runs >= NINE_IN_TEN)


@pytest.mark.parametrize("runs", [19, 20, 27, 40, 200])
def test_nine_further_runs_in_ten_lie_within(runs: int) -> None:
    """20,000 bands of uniform figures: the mean share between P5 and P95, whose standard error is below 0.0005.

    What numpy does unless told otherwise, place (n - 1)p, holds 0.81 at 19 runs and 0.86 at 40.
    """
    bands = Bands.of(np.random.default_rng(runs).uniform(size=(runs, 20_000)))
    held = bands.p95 - bands.p5
    assert held.std() / np.sqrt(len(held)) < 0.0005
    assert abs(held.mean() - 0.9) < 4 * 0.0005


@given(st.lists(st.integers(0, 50) | st.just(np.inf) | st.just(np.nan), min_size=1, max_size=60))
@settings(deadline=None, max_examples=200)
def test_one_figure_a_run_has_the_percentiles_of_the_bands(figures: list[float]) -> None:
    column = np.array(figures, dtype=np.float64)
    bands = Bands.of(column[:, None])
    for percent in PERCENTILES:
        np.testing.assert_array_equal(percentile_of(column, percent), getattr(bands, f"p{percent}")[0])


@pytest.mark.parametrize("percent", [5, 25, 50, 75, 95])
@pytest.mark.parametrize("runs", [19, 59, 99, 119, 199])
def test_a_place_on_a_value_takes_nothing_from_the_next(runs: int, percent: int) -> None:
    """Shares such as 0.95 are no binary numbers: a speck beyond a value would reach for the next, which has no end."""
    place = (runs + 1) * percent // 100
    figures = np.where(np.arange(runs) < place, np.arange(runs, dtype=np.float64), np.inf)
    assert percentile_of(figures, percent) == place - 1.0


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
