"""Neighbouring keys give independent draws: along every coordinate, between the two words, and between seeds.

For each pair of neighbours the correlation of u - 1/2, of its square's deviation, and of the lowest bit kept is
compared with 0; the standard error is 1 / sqrt(n) and 4 of them are allowed.
"""

from __future__ import annotations

import math

import battery_feed
import numpy as np
import pytest

from simulator.numerics import draws
from simulator.numerics.draws import philox
from simulator.numerics.jit import in_machine_code

COUNT = 100_000
START = {"seed": 11, "run": 5, "entity": draws.new_customer(87), "decision": 50, "visit": 3}
NAMES = tuple(START)

uniform_pair = draws.uniform_pair


@in_machine_code
def _fill(start: np.ndarray, coordinate: int, shift: np.ndarray, out: np.ndarray) -> None:
    """Draw at `start + shift`, moving on along one coordinate."""
    key = start + shift
    for i in range(out.shape[1]):
        out[0, i], out[1, i] = uniform_pair(key[0], key[1], key[2], key[3], key[4])
        key[coordinate] += 1


def along(coordinate: str, **shift: int) -> np.ndarray:
    """Return the two words of `COUNT` (fewer where the coordinate is narrower) draws along a coordinate."""
    room = {"decision": (1 << 16) - START["decision"] - 2}.get(coordinate, COUNT)
    out = np.empty((2, min(COUNT, room)))
    start = np.array([START[name] for name in NAMES])
    _fill(start, NAMES.index(coordinate), np.array([shift.get(name, 0) for name in NAMES]), out)
    return out


def correlations(a: np.ndarray, b: np.ndarray) -> list[float]:
    """Return the correlation of the values, of their spread, and of their last bits, in standard errors."""
    n = a.size
    values = 12.0 * np.mean((a - 0.5) * (b - 0.5))
    spread = 180.0 * np.mean(((a - 0.5) ** 2 - 1.0 / 12.0) * ((b - 0.5) ** 2 - 1.0 / 12.0))
    last_bits = np.mean(_last_bit(a) * _last_bit(b))
    return [float(value) * math.sqrt(n) for value in (values, spread, last_bits)]


def _last_bit(u: np.ndarray) -> np.ndarray:
    """Return the lowest of the 52 bits as -1 or 1."""
    return ((u * 2.0**53).astype(np.int64) >> 1 & 1) * 2.0 - 1.0


@pytest.mark.parametrize("moving", NAMES)
@pytest.mark.parametrize("neighbour", NAMES)
def test_neighbours_are_independent(moving: str, neighbour: str) -> None:
    here, there = along(moving), along(moving, **{neighbour: 1})
    for a, b in ((here[0], there[0]), (here[1], there[1]), (here[0], there[1])):
        assert max(abs(value) for value in correlations(a, b)) < 4.0


@pytest.mark.parametrize("moving", NAMES)
def test_the_two_words_are_independent(moving: str) -> None:
    first, second = along(moving)
    assert max(abs(value) for value in correlations(first, second)) < 4.0


@pytest.mark.parametrize("moving", NAMES)
def test_draws_do_not_remember_the_one_before(moving: str) -> None:
    first, _ = along(moving)
    for lag in (1, 2, 12, 1000):
        assert max(abs(value) for value in correlations(first[lag:], first[:-lag])) < 4.0


def test_the_measure_notices_a_faint_dependence() -> None:
    first, second = along("run")
    faint = 0.97 * second + 0.03 * first
    assert abs(correlations(first, faint)[0]) > 4.0


def test_no_two_keys_in_a_block_of_the_space_share_a_number() -> None:
    """With 52 bits, 80,000 draws meet by chance with odds below 1e-6."""
    seen = [
        draws.uniform(seed, run, draws.hire(role, ordinal), decision, visit)
        for seed in range(4)
        for run in range(10)
        for role in range(4)
        for ordinal in range(10)
        for decision in range(5)
        for visit in range(10)
    ]
    assert len(set(seen)) == len(seen)


def test_the_battery_is_fed_the_draws_in_the_order_named() -> None:
    """Runs fastest of all, then customers; the other coordinates stay at their first value."""
    far = np.iinfo(np.int64).max
    out = np.empty(8, dtype=np.uint32)
    sizes, strides = np.array([1, 3, 5, 2, 1]), np.array([far, 1, 3, far, far])
    battery_feed.fill(out, 1, sizes, strides, np.array([draws.ACV, draws.FIT]))
    keys = [(1, 0), (2, 0), (0, 1), (1, 1)]
    blocks = [philox(*draws.pack(0, run, draws.new_customer(k), draws.ACV, 0)) for run, k in keys]
    assert [int(word) for word in out] == [int(word) >> 32 for block in blocks for word in block]
