"""What a new customer buys: its segment and the size of the deal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.numerics.jit import compiled
from simulator.numerics.portable import power
from simulator.numerics.quantiles import lognormal_mean_cv_of


@compiled
def segment_of(u: float, cumulative_shares: npt.NDArray[np.float64]) -> int:
    """Return the number of the segment into which the uniform draw falls; the shares add up to 1."""
    last = cumulative_shares.shape[0] - 1
    segment = 0
    while segment < last and u >= cumulative_shares[segment]:
        segment += 1
    return segment


@compiled
def mean_acv(acv_at_start: float, exponent: float, plan_arr: float, start_arr: float) -> float:
    """Return the mean ACV in dollars once planned ARR has grown from the start of the path to `plan_arr`."""
    if exponent == 0.0:
        return acv_at_start
    return acv_at_start * power(plan_arr / start_arr, exponent)


@compiled
def mean_acv_along(
    acv_at_start: float, exponent: float, plan_arr: npt.NDArray[np.float64], start_arr: float
) -> npt.NDArray[np.float64]:
    """Return the mean ACV in dollars for each figure of planned ARR."""
    acv = np.empty_like(plan_arr)
    for day in range(plan_arr.shape[0]):
        acv[day] = mean_acv(acv_at_start, exponent, plan_arr[day], start_arr)
    return acv


@compiled
def landed_arr(u: float, mean: float, cv: float) -> float:
    """Return the ARR in dollars that a new customer lands with: lognormal with this mean and spread."""
    return lognormal_mean_cv_of(u, mean, cv)
