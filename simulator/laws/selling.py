"""What a new customer buys: its segment and the size of the deal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.numerics.along import power_along
from simulator.numerics.elementary import power
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import lognormal_mean_cv_of

__all__ = ["landed_arr", "mean_acv", "mean_acv_along", "segment_of"]


@compiled
def segment_of(u: float, cumulative_shares: npt.NDArray[np.float64]) -> int:
    """Return the number of the segment into which a uniform draw falls.

    `u` lies in (0, 1); `cumulative_shares` has shape (segments,), ascending, in [0, 1], the last of them 1. Range 0 to
    segments - 1.
    """
    last = cumulative_shares.shape[0] - 1
    segment = 0
    while segment < last and u >= cumulative_shares[segment]:
        segment += 1
    return segment


@compiled
def mean_acv(acv_at_start: float, exponent: float, plan_arr: float, start_arr: float) -> float:
    """Return the mean ACV in dollars once planned ARR has grown from the start of the path to `plan_arr`.

    `acv_at_start` in dollars; it grows with the power `exponent` (any number; 0 for not at all) of the growth of ARR
    since the path's start at `start_arr`, both in dollars above 0. Above 0.
    """
    if exponent == 0.0:
        return acv_at_start
    return acv_at_start * power(plan_arr / start_arr, exponent)


def mean_acv_along(
    acv_at_start: float, exponent: float, plan_arr: npt.NDArray[np.float64], start_arr: float
) -> npt.NDArray[np.float64]:
    """Return the mean ACV in dollars for each figure of planned ARR, in the shape of `plan_arr`, which is (n,).

    `acv_at_start`, `exponent`, `start_arr` and the range are those of `mean_acv`.
    """
    if exponent == 0.0:
        return np.full_like(plan_arr, acv_at_start)
    return acv_at_start * power_along(plan_arr / start_arr, np.full_like(plan_arr, exponent))


@compiled
def landed_arr(u: float, mean: float, cv: float) -> float:
    """Return the ARR in dollars that a new customer lands with: lognormal, by inverse CDF.

    `u` is a uniform draw in (0, 1), `mean` in dollars above 0, `cv` the standard deviation over the mean, at least 0.
    """
    return lognormal_mean_cv_of(u, mean, cv)
