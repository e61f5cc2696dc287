"""Exponential, logarithm and power of whole arrays in plain Python, bit for bit those of `elementary`.

The plan is tabulated day by day: thousands of figures, for which a loop in plain Python is too slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.numerics import elementary
from simulator.numerics.bits import bits_of, float_of

__all__ = ["exp_along", "log_along", "power_along"]

Floats = npt.NDArray[np.float64]


def exp_along(x: Floats) -> Floats:
    """Return `exp` of each of `x`, in its shape, which is (n,)."""
    if np.all(np.abs(x) < 700.0):
        values: Any = x
        return _scaled(*elementary.exp_in_parts(values))
    return np.array([elementary.exp(one) for one in x.tolist()])


def log_along(x: Floats) -> Floats:
    """Return `log` of each of `x`, in its shape, which is (n,)."""
    if not np.all((x > 1e-300) & (x < 1e300)):
        return np.array([elementary.log(one) for one in x.tolist()])
    values: Any = x
    bits: Any = bits_of(values) + elementary.EXPONENT_SHIFT
    reduced: Any = float_of((bits & elementary.MANTISSA) + elementary.SQRT_HALF_BITS) - 1.0
    k: Any = ((bits >> 52) - 1023).astype(np.float64)
    found: Any = elementary.log_of_reduced(reduced, k, 0.0)
    return np.asarray(found)


def power_along(x: Floats, y: Floats) -> Floats:
    """Return `power` of each pair of `x` and `y`, both of shape (n,)."""
    if np.all((x > 1e-300) & (x < 1e300) & (np.abs(y) < 1e300)):
        factor: Any = y
        high, low = elementary.product_in_two(factor, *_log2_in_two(x))
        if np.all(np.abs(high + low) < 1000.0):
            return np.where((y == 0.0) | (x == 1.0), 1.0, _scaled(*elementary.exp2_in_parts(high, low)))
    return np.array([elementary.power(*pair) for pair in zip(x.tolist(), y.tolist(), strict=True)])


def _log2_in_two(x: Floats) -> tuple[Any, Any]:
    values: Any = x
    bits: Any = bits_of(values)
    mantissa: Any = float_of((bits & elementary.MANTISSA) | elementary.ONE_BITS)
    near_two = mantissa >= elementary.NEARER_TWO
    near_1_5 = ~near_two & (mantissa > elementary.NEARER_1_5)
    n = ((bits >> 52) - 1023 + near_two).astype(np.float64)
    about: Iterator[Any] = (
        np.where(near_1_5, there, here) for here, there in zip(elementary.ABOUT_1, elementary.ABOUT_1_5, strict=True)
    )
    return elementary.log2_about(np.where(near_two, mantissa * 0.5, mantissa), n, *about)


def _scaled(y: Any, k: Any) -> Floats:
    """Return y times 2 to the k, each k within -1021...1022."""
    scaled: Floats = y * float_of((k.astype(np.int64) + 1023) << 52)
    return scaled
