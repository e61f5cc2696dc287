"""The generator against its published known answers, and words turned into uniforms."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.numerics.draws import philox, unit
from simulator.numerics.jit import in_machine_code

ONES = (1 << 64) - 1

# counter (first word, second word), key, block: Random123's kat_vectors, philox2x64 with 10 rounds.
KNOWN_ANSWERS = [
    ((0, 0), 0, (0xCA00A0459843D731, 0x66C24222C9A845B5)),
    ((ONES, ONES), ONES, (0x65B021D60CD8310F, 0x4D02F3222F86DF20)),
    ((0x243F6A8885A308D3, 0x13198A2E03707344), 0xA4093822299F31D0, (0x0A5E742C2997341C, 0xB0F883D38000DE5D)),
]


@in_machine_code
def compiled_philox(low: int, high: int, key: int) -> tuple[int, int]:
    return philox(low, high, key)


@in_machine_code
def compiled_unit(word: int) -> float:
    return unit(word)


@pytest.mark.parametrize(("counter", "key", "block"), KNOWN_ANSWERS)
def test_known_answers_in_plain_python(counter: tuple[int, int], key: int, block: tuple[int, int]) -> None:
    assert philox(*counter, key) == block


@pytest.mark.parametrize(("counter", "key", "block"), KNOWN_ANSWERS)
def test_known_answers_compiled(counter: tuple[int, int], key: int, block: tuple[int, int]) -> None:
    words = [np.uint64(part) for part in (*counter, key)]
    assert tuple(int(word) for word in compiled_philox(*words)) == block


@pytest.mark.parametrize("word", [0, 1, (1 << 12) - 1, 1 << 12, 1 << 63, ONES - (1 << 12), ONES])
def test_a_uniform_lies_inside_the_open_interval_and_is_exact(word: int) -> None:
    u = unit(word)
    assert 0.0 < u < 1.0
    assert u == compiled_unit(np.uint64(word))
    assert (u * 2.0**53) % 2.0 == 1.0  # an odd multiple of 2^-53
    assert 1.0 - (1.0 - u) == u  # so 1 - u is exact, which exponential draws rely on


def test_the_extreme_uniforms_are_symmetric() -> None:
    assert unit(0) == 2.0**-53
    assert unit(ONES) == 1.0 - 2.0**-53
