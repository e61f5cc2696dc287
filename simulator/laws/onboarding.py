"""How long an onboarding takes and whether it works."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_MONTH
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import exponential_of, gamma_of, lognormal_mean_cv_of

__all__ = [
    "EXPONENTIAL",
    "FIXED",
    "GAMMA",
    "LOGNORMAL",
    "FailureRules",
    "SignOff",
    "failed_if_served",
    "failure_odds",
    "quantile_of",
    "team_pace",
    "well_day",
    "work_days",
]

LOGNORMAL: Final = 0
GAMMA: Final = 1
EXPONENTIAL: Final = 2
FIXED: Final = 3


class FailureRules(NamedTuple):
    """What shapes the odds that an onboarding fails: log-odds, any sign."""

    base: float
    """For an onboarding signed off on the day of closing, good fit, no head of CS."""
    per_month: float
    """For each month of time-to-value."""
    poor_fit: float
    cs_head: float
    """For a head of CS in place at full effect."""
    success_plan: float
    """For a mutual success plan; 0 while there is none."""


class SignOff(NamedTuple):
    """How an onboarding stands on the day it is signed off."""

    time_to_value: float
    """Days since the customer closed, at least 0."""
    poorly_fitting: bool
    head: float
    """Effect of the head of CS in place, 0 (none) to 1."""


@compiled
def work_days(u: float, shape: int, mean: float, cv: float) -> float:
    """Return the days of work of one onboarding at full pace, by inverse CDF.

    `u` is a uniform draw in (0, 1); `shape` one of LOGNORMAL, GAMMA, EXPONENTIAL and FIXED; `mean` in days, at least 0;
    `cv` the standard deviation over the mean, at least 0, which EXPONENTIAL and FIXED have no use for. At least 0.
    """
    if mean <= 0.0 or shape == FIXED:
        return mean
    if shape == EXPONENTIAL:
        return mean * exponential_of(u)
    if shape == GAMMA:
        return gamma_of(u, mean, cv)
    return lognormal_mean_cv_of(u, mean, cv)


@compiled
def team_pace(days: float, starts_at: float, full_after: float) -> float:
    """Return the pace of an onboarding team `days` after the carve-out, relative to a mature one.

    It begins with `starts_at` (above 0, at most 1) and grows evenly to 1 over `full_after` days (at least 0). Range
    `starts_at` to 1.
    """
    if days >= full_after:
        return 1.0
    return starts_at + (1.0 - starts_at) * (days / full_after)


@compiled
def failure_odds(rules: FailureRules, state: SignOff) -> float:
    """Return the probability that an onboarding signed off today has failed; log-odds add up. Range 0 to 1.

    `rules` are the log-odds of the effects and `state` is how the onboarding stands.
    """
    log_odds = rules.base + rules.per_month * (state.time_to_value / DAYS_PER_MONTH)
    if state.poorly_fitting:
        log_odds += rules.poor_fit
    log_odds += rules.cs_head * (1.0 - (1.0 - state.head))  # a head in place, less what is missing of one
    return logistic(log_odds + rules.success_plan)


@compiled
def well_day(value_day: float, fails: bool, mends: bool, mends_after: float) -> float:
    """Return the day from which a fully served customer is onboarded well, infinity where a renewal has to mend it.

    It would be signed off on `value_day`; `fails` and `mends` tell whether that would fail, and whether the second
    try, `mends_after` days later (at least 0), would put it right.
    """
    if not fails:
        return value_day
    return value_day + mends_after if mends else math.inf


@compiled
def failed_if_served(value_day: float, well_day: float, now: float) -> bool:
    """Tell whether a customer, fully served, would be one now whose onboarding has failed and is not mended.

    It would have been signed off on `value_day` and be onboarded well from `well_day` on; these and `now` are days.
    """
    return value_day <= now < well_day


@compiled
def quantile_of(ordered: npt.NDArray[np.float64], share: float) -> float:
    """Return a quantile of times-to-value, straight between neighbours; NaN when there are none.

    `ordered` has shape (n,), ascending, in any unit, which is the result's; `share` lies in [0, 1]. Source: definition
    7 of Hyndman and Fan, Sample quantiles in statistical packages (1996), numpy's own default.
    """
    count = ordered.shape[0]
    if count == 0:
        return np.nan
    place = share * (count - 1)
    below = int(place)
    if below >= count - 1:
        return float(ordered[count - 1])
    return float(ordered[below] + (ordered[below + 1] - ordered[below]) * (place - below))
