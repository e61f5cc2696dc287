"""Draws from distributions, as functions of one uniform: inverse CDFs, each rising in u.

One uniform gives one draw, always. A method that rejects takes a varying number of uniforms and moves everything drawn
after it; and since each function rises in u, scenarios that share their luck stay alike when a parameter moves.

`u` is a uniform from `draws`, in the open interval (0, 1).
"""

from __future__ import annotations

import math
from typing import Final

from simulator.clock import DAYS_PER_YEAR
from simulator.numerics.elementary import exp, log, log1p
from simulator.numerics.jit import compiled
from simulator.numerics.special import gamma_quantile, normal_quantile

__all__ = [
    "exponential_of",
    "gamma_of",
    "gap_of",
    "happens",
    "lognormal_mean_cv_of",
    "lognormal_of",
    "triangular_of",
    "uniform_of",
]

LEAST_VARIANCE: Final = 1e-300
"""A relative variance below this is none: its inverse, the shape, would not fit a float."""


@compiled
def exponential_of(u: float) -> float:
    """Return an exponential draw of mean 1 (0 or more) for the uniform `u` in (0, 1).

    It is -log(1 - u), which rises in u like every other quantile here; 1 - u is exact for the uniforms of `draws`.
    """
    return -log(1.0 - u)


@compiled(inline=True)
def normal_of(u: float) -> float:
    """Return a standard normal draw."""
    return normal_quantile(u)


@compiled
def lognormal_of(u: float, median: float, sigma: float) -> float:
    """Return a lognormal draw for the uniform `u` in (0, 1), in the unit of its `median` (above 0).

    `sigma` (0 or more) is the standard deviation of its logarithm.
    """
    return median * exp(sigma * normal_quantile(u))


@compiled
def lognormal_mean_cv_of(u: float, mean: float, cv: float) -> float:
    """Return a lognormal draw for the uniform `u` in (0, 1), in the unit of its `mean` (above 0).

    `cv` is its coefficient of variation, 0 or more; at 0 the draw is the mean exactly.
    """
    if cv == 0.0:
        return mean
    variance = log1p(cv * cv)
    return mean * exp(math.sqrt(variance) * normal_quantile(u) - 0.5 * variance)


@compiled
def gap_of(u: float, a_year: float) -> float:
    """Return the days until the next of events that come at random, `a_year` of them (0 or more) on average.

    `u` is a uniform in (0, 1); the gap is infinite where there are none.
    """
    return exponential_of(u) * (DAYS_PER_YEAR / a_year)


@compiled
def uniform_of(u: float, low: float, high: float) -> float:
    """Return a draw between `low` and `high`, in their unit, for the uniform `u` in (0, 1)."""
    return low + u * (high - low)


@compiled
def triangular_of(u: float, low: float, mode: float, high: float) -> float:
    """Return a triangular draw from `low` to `high`, in their unit, for the uniform `u` in (0, 1).

    `mode` is the likeliest value; where it lies outside the two it is taken for the nearer one. Where `high` is not
    above `low` the draw is `low`.
    """
    width = high - low
    if not width > 0.0:
        return low
    rise = min(max(mode, low), high) - low
    if u * width < rise:
        return low + math.sqrt(u * width * rise)
    return high - math.sqrt((1.0 - u) * width * (width - rise))


@compiled
def gamma_of(u: float, mean: float, cv: float) -> float:
    """Return a gamma draw for the uniform `u` in (0, 1), in the unit of its `mean` (above 0).

    `cv` is its coefficient of variation, 0 or more; at 0 the draw is the mean exactly.
    """
    if cv * cv < LEAST_VARIANCE:
        return mean
    return mean * cv * cv * gamma_quantile(u, 1.0 / (cv * cv))


@compiled
def happens(u: float, p: float) -> bool:
    """Tell whether an event of probability `p` happens for the uniform `u` in (0, 1).

    Always for p of 1 or more, never for 0 or less, and rising in p: more likely never turns a yes into a no.
    """
    return u < p
