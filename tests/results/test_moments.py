"""Means and standard errors joined from blocks: right, and the same bits in whatever order the blocks come in."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.results.bands import Bands
from simulator.results.moments import Moments, Tree


def table(runs: int, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    values = random.lognormal(18.0, 0.4, (runs, 5))
    values[random.random(values.shape) < 0.3] = np.nan
    values[:, 3] = 6e6 / 7.0  # the same in every run
    values[:, 4] = np.nan  # n/a in every run
    return values


def grown(values: np.ndarray, order: np.ndarray, block: int = 64) -> Tree:
    tree = Tree()
    for place in order.tolist():
        tree.add((0, place), Moments.of(values[place * block : (place + 1) * block]))
    return tree


def bits(moments: Moments) -> list[bytes]:
    return [part.tobytes() for part in (moments.count, moments.mean, moments.squares)]


@pytest.mark.parametrize("runs", [1, 2, 63, 64, 65, 1000, 4096])
def test_means_and_errors_are_those_of_the_bands(runs: int) -> None:
    values = table(runs)
    mean, error = grown(values, np.arange(-(-runs // 64))).whole(5).mean_and_error()
    exact = Bands.of(values)
    np.testing.assert_allclose(mean, exact.mean, rtol=1e-13)
    np.testing.assert_allclose(error[:3], exact.se[:3], rtol=1e-11)
    assert mean[3] == 6e6 / 7.0
    assert error[3] == 0.0 or runs == 1
    assert np.isnan(mean[4])
    assert np.isnan(error[4])


def test_the_order_of_blocks_leaves_no_trace() -> None:
    values = table(64 * 37 + 11)
    in_order = grown(values, np.arange(38))
    wanted = bits(in_order.whole(5))
    for seed in range(10):
        assert bits(grown(values, np.random.default_rng(seed).permutation(38)).whole(5)) == wanted
    assert len(list(in_order.nodes())) == 3  # 32 + 4 + 2 blocks


def test_parts_joined_are_the_whole() -> None:
    values = table(64 * 40)
    wanted = bits(grown(values, np.arange(40)).whole(5))
    parts = [list(grown(values, np.arange(first, min(first + 7, 40))).nodes()) for first in range(0, 40, 7)]
    joined = Tree()
    for part in reversed(parts):
        for name, moments in part:
            joined.add(name, moments)
    assert bits(joined.whole(5)) == wanted


def test_a_block_counts_once() -> None:
    tree = grown(table(64), np.arange(1))
    with pytest.raises(ValueError, match="block 0 has been counted"):
        tree.add((0, 0), Moments.of(table(64)))
