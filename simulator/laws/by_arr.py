"""Figures known at a few sizes of a company, read between them: straight in the logarithm of ARR."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.numerics.along import log_along
from simulator.numerics.elementary import log
from simulator.numerics.jit import compiled

Table = npt.NDArray[np.float64]


@compiled
def straight_in_log(arr: float, at: Table, values: Table) -> float:
    """Return the figure of a company with `arr` dollars of ARR (above 0): straight in log ARR between two points.

    `at` has dollars of ARR, above 0 and rising, and `values` the figures there, both of shape (points,), at least one.
    Outside of the points the line through the nearest two goes on; of one alone the figure holds everywhere. The unit
    is that of `values`.
    """
    last = at.shape[0] - 1
    if last == 0:
        return float(values[0])
    point = 1
    while point < last and arr > at[point]:
        point += 1
    start, from_start = float(at[point - 1]), float(values[point - 1])
    way = log(arr / start) / log(float(at[point]) / start)
    return from_start + way * (float(values[point]) - from_start)


def straight_in_log_along(arr: Table, at: Table, values: Table) -> Table:
    """Return the figure for each of `arr`, in its shape, which is (n,).

    `at`, `values`, units and what holds outside of the points are those of `straight_in_log`.
    """
    last = at.shape[0] - 1
    if last == 0:
        return np.full_like(arr, values[0])
    point = np.clip(np.searchsorted(at, arr, side="left"), 1, last)
    start, from_start = at[point - 1], values[point - 1]
    way = log_along(arr / start) / log_along(at[point] / start)
    return np.asarray(from_start + way * (values[point] - from_start))
