"""The one statistic that a ledger keeps of a month's customers: quantiles of a small sample."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.numerics.jit import compiled


@compiled
def quantile_of(ordered: npt.NDArray[np.float64], share: float) -> float:
    """Return a quantile of values in ascending order, straight between neighbours; NaN when there are none."""
    count = ordered.shape[0]
    if count == 0:
        return np.nan
    place = share * (count - 1)
    below = int(place)
    if below >= count - 1:
        return float(ordered[count - 1])
    return float(ordered[below] + (ordered[below + 1] - ordered[below]) * (place - below))
