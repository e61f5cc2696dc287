"""The bit generator Philox-2x64-10: a block of two random words from a 128-bit counter and a 64-bit key.

Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", and its published known
answers. Written out for numba, and in plain Python integers for runs without it.
"""

from __future__ import annotations

from typing import Any, Final

from numba import int64, uint64
from numba.extending import overload

from simulator.bits import MASK_64, multiply_wide

_MULTIPLIER: Final = 0xD2B74407B1CE6E93
_WEYL: Final = 0x9E3779B97F4A7C15
_ROUNDS: Final = 10
_STEP: Final = 2.220446049250313e-16  # 2^-52


def philox(low: int, high: int, key: int) -> tuple[int, int]:
    """Return the two unsigned 64-bit words of the block at counter (low, high) under a key."""
    low, high, key = int(low), int(high), int(key)  # numpy's integers would overflow where Python's do not
    for _ in range(_ROUNDS):
        upper, lower = multiply_wide(_MULTIPLIER, low)
        low, high = upper ^ key ^ high, lower
        key = (key + _WEYL) & MASK_64
    return low, high


def unit(word: int) -> float:
    """Return a 64-bit word as an odd multiple of 2^-53 in the open interval (0, 1).

    It keeps 52 bits: with 53 the largest word would round to 1.
    """
    return ((word >> 12) + 0.5) * _STEP


def _compiled_philox(low: Any, high: Any, key: Any) -> Any:
    multiplier: Any = uint64(_MULTIPLIER)
    weyl: Any = uint64(_WEYL)

    def implementation(low: Any, high: Any, key: Any) -> Any:
        low, high, key = uint64(low), uint64(high), uint64(key)
        for _ in range(_ROUNDS):
            upper, lower = multiply_wide(multiplier, low)
            low, high = upper ^ key ^ high, lower
            key += weyl
        return low, high

    return implementation


def _compiled_unit(word: Any) -> Any:
    shift = uint64(12)

    def implementation(word: Any) -> Any:
        return (int64(uint64(word) >> shift) + 0.5) * _STEP  # a signed word converts in one instruction

    return implementation


overload(philox)(_compiled_philox)
overload(unit)(_compiled_unit)
