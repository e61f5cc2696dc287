"""Whether a customer renews, and whether the renewal shrinks."""

from __future__ import annotations

from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic, logit


@compiled
def renewal_odds(
    base: float,
    coverage: float,
    failed: bool,
    poorly_fitting: bool,
    head: float,
    cs_effect: float,
    uncovered: float,
    failed_onboarding: float,
    poor_fit: float,
    cs_head: float,
    shocks: float,
) -> float:
    """Return the probability that a customer renews.

    `base` is the probability for a well-fitting, onboarded, covered customer without a head of CS; `coverage` (0 to 1)
    is the share of the term covered times the dilution of the book; `head` is the effect of the head of CS, 0 to 1. The
    log-odds add up, those of `shocks` since the last renewal among them; `cs_effect` scales the distance from the fully
    served state, for every channel of CS at once.
    """
    log_odds = renewal_log_odds(
        logit(base),
        coverage,
        failed,
        poorly_fitting,
        head,
        cs_effect,
        uncovered,
        failed_onboarding,
        poor_fit,
        cs_head,
        shocks,
    )
    return logistic(log_odds)


@compiled
def renewal_log_odds(
    log_odds: float,
    coverage: float,
    failed: bool,
    poorly_fitting: bool,
    head: float,
    cs_effect: float,
    uncovered: float,
    failed_onboarding: float,
    poor_fit: float,
    cs_head: float,
    shocks: float,
) -> float:
    """Return the log-odds of renewal from those of `base`, which do not change from customer to customer."""
    log_odds += cs_head * (1.0 - cs_effect * (1.0 - head))
    log_odds += uncovered * cs_effect * (1.0 - coverage)
    if failed:
        log_odds += failed_onboarding * cs_effect
    if poorly_fitting:
        log_odds += poor_fit
    return log_odds + shocks


@compiled
def contraction_odds(coverage: float, cs_effect: float, covered_odds: float, uncovered_more: float) -> float:
    """Return the probability that a renewal shrinks; it rises as `coverage` (0 to 1) is missing."""
    return covered_odds * (1.0 + uncovered_more * cs_effect * (1.0 - coverage))
