"""How long an onboarding takes and whether it works."""

from __future__ import annotations

from typing import Final

from simulator.clock import DAYS_PER_MONTH
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import exponential_of, gamma_of, lognormal_mean_cv_of

LOGNORMAL: Final = 0
GAMMA: Final = 1
EXPONENTIAL: Final = 2
FIXED: Final = 3


@compiled
def work_days(u: float, shape: int, mean: float, cv: float) -> float:
    """Return the days of work of one onboarding at full pace. `mean` in days, at least 0; `cv` is sd over mean."""
    if mean <= 0.0 or shape == FIXED:
        return mean
    if shape == EXPONENTIAL:
        return mean * exponential_of(u)
    if shape == GAMMA:
        return gamma_of(u, mean, cv)
    return lognormal_mean_cv_of(u, mean, cv)


@compiled
def team_pace(days: float, starts_at: float, full_after: float) -> float:
    """Return the pace of an onboarding team so many days after the carve-out, relative to a mature one.

    It begins with `starts_at` (above 0, at most 1) and grows evenly to 1 over `full_after` days.
    """
    if days >= full_after:
        return 1.0
    return starts_at + (1.0 - starts_at) * (days / full_after)


@compiled
def failure_odds(
    time_to_value: float,
    if_served: float,
    poorly_fitting: bool,
    head: float,
    cs_effect: float,
    base: float,
    per_month: float,
    poor_fit: float,
    cs_head: float,
    success_plan: float,
) -> float:
    """Return the probability that an onboarding signed off after `time_to_value` days has failed.

    `if_served` is how many days it would have been had a specialist taken it on at once; `head` is the effect of the
    head of CS in place, 0 (none) to 1. The logit adds up: a base, so much a month of waiting and working, poor fit, the
    head, and a mutual success plan where there is one (else 0). `cs_effect` scales what the plan does, and the distance
    from the fully served state: served at once, with a head in place.
    """
    days = cs_effect * time_to_value + (1.0 - cs_effect) * if_served
    logit = base + per_month * (days / DAYS_PER_MONTH)
    if poorly_fitting:
        logit += poor_fit
    logit += cs_head * (1.0 - cs_effect * (1.0 - head))
    logit += success_plan * cs_effect
    return logistic(logit)
