"""The functions of whole arrays are those of single numbers, to the last bit."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from simulator.numerics import elementary
from simulator.numerics.along import exp_along, log_along, power_along

COUNT = 4000
ANY = random.Random(1)
EXPONENTS = {
    "usual": [ANY.uniform(-40.0, 40.0) for _ in range(COUNT)],
    "tiny": [ANY.uniform(-1.0, 1.0) * 10.0 ** -ANY.uniform(0.0, 20.0) for _ in range(COUNT)],
    "wide": [ANY.uniform(-699.9, 699.9) for _ in range(COUNT)],
    "edges": [0.0, -0.0, 1.0, 709.8, -745.2, -800.0, math.inf, -math.inf, math.nan],
}
BASES = {
    "usual": [ANY.uniform(0.2, 12.0) for _ in range(COUNT)],
    "about the centres": [
        centre + ANY.uniform(-1.0, 1.0) * 10.0 ** -ANY.uniform(0.0, 17.0)
        for centre in (1.0, 1.5, 1.2247443199157715, 1.7320504188537598)
        for _ in range(COUNT // 4)
    ],
    "wide": [math.ldexp(0.5 + ANY.random(), ANY.randint(-990, 990)) for _ in range(COUNT)],
    "edges": [0.0, 1.0, 5e-324, 1e-310, math.inf, -1.0, math.nan],
}


def same(found: np.ndarray, expected: list[float]) -> bool:
    return found.tobytes() == np.array(expected).tobytes()


@pytest.mark.parametrize("kind", EXPONENTS)
def test_exp(kind: str) -> None:
    assert same(exp_along(np.array(EXPONENTS[kind])), [elementary.exp(x) for x in EXPONENTS[kind]])


@pytest.mark.parametrize("kind", BASES)
def test_log(kind: str) -> None:
    assert same(log_along(np.array(BASES[kind])), [elementary.log(x) for x in BASES[kind]])


@pytest.mark.parametrize("kind", BASES)
@pytest.mark.parametrize("size", [0.3, 1.0, 900.0])
def test_power(kind: str, size: float) -> None:
    bases = BASES[kind] + [3.0, 1.0]
    exponents = [ANY.uniform(-size, size) for _ in BASES[kind]] + [0.0, size]
    expected = [elementary.power(*pair) for pair in zip(bases, exponents, strict=True)]
    assert same(power_along(np.array(bases), np.array(exponents)), expected)


def test_nothing_is_nothing() -> None:
    assert exp_along(np.zeros(0)).shape == log_along(np.zeros(0)).shape == (0,)
    assert power_along(np.zeros(0), np.zeros(0)).shape == (0,)
