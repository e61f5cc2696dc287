"""Whether a customer renews, and whether the renewal shrinks: effects are log-odds, and log-odds add up."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulator.numerics.elementary import log
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic, logit

__all__ = ["RenewalRules", "RenewalState", "contraction_odds", "renewal_log_odds", "renewal_odds", "times_odds"]


TENTHS: Final = 10.0


class RenewalRules(NamedTuple):
    """What shapes the odds of a renewal: shifts in log-odds a year, any sign."""

    uncovered: float
    """For a term without any coverage; in proportion for a part of it."""
    failed_onboarding: float
    poor_fit: float
    cs_head: float
    """For a head of CS in place at full effect."""
    competitor: float
    """For a competitor's call that was not shrugged off, one or many."""
    sponsor: float
    """For a sponsor lost and not replaced, one or many."""
    relation: float
    """For a lost relation to an account manager, in full."""
    rise: float
    """For each tenth by which its price would rise a year, or has risen in mid-term."""


class RenewalState(NamedTuple):
    """How a customer stands whose renewal is due, or would be today."""

    coverage: float
    """Share of the term covered, at the quality of its service: at least 0, a little above 1 at most."""
    failed: bool
    """Its onboarding has failed, or is not done by the end of its term though there was time for it."""
    poorly_fitting: bool
    head: float
    """Effect of the head of CS in place, 0 (none) to 1."""
    competitor: bool
    sponsor: bool
    relation: float
    """What is left of a lost relation, 0 to 1; see `relations.strain`."""
    rise: float
    """By what share of itself its price would rise a year from this renewal on, at least 0."""
    risen: float
    """By what share of itself its price has risen in mid-term, as far as that still counts; at least 0."""
    marks_weigh: float
    """What of the log-odds of marks (competitor, sponsor, relation, a rise in mid-term) counts, 0 to 1; see
    `terms.marks_weigh`."""


@compiled
def renewal_odds(base: float, rules: RenewalRules, state: RenewalState) -> float:
    """Return the probability that a customer renews for a year.

    `base` is that probability for a well-fitting, onboarded, covered customer without a head of CS, 0 to 1; at 0 and 1
    nothing moves it. `rules` and `state` are those of `renewal_log_odds`. Range 0 to 1.
    """
    return logistic(renewal_log_odds(logit(base), rules, state))


@compiled
def renewal_log_odds(base: float, rules: RenewalRules, state: RenewalState) -> float:
    """Return the log-odds of a renewal for a year; this is the one place where they are summed.

    `base` is the log-odds of the base probability (see `renewal_odds`), which do not change from customer to customer;
    `rules` are the shifts and `state` is how the customer stands. Range: any number, infinite where `base` is.
    """
    log_odds = base + rules.cs_head * (1.0 - (1.0 - state.head))  # a head in place, less what is missing of one
    log_odds += rules.uncovered * (1.0 - state.coverage)
    if state.failed:
        log_odds += rules.failed_onboarding
    if state.poorly_fitting:
        log_odds += rules.poor_fit
    marks = (rules.competitor if state.competitor else 0.0) + (rules.sponsor if state.sponsor else 0.0)
    marks += rules.relation * state.relation
    marks += rules.rise * (TENTHS * state.risen)
    return log_odds + marks * state.marks_weigh + rules.rise * (TENTHS * state.rise)


@compiled
def contraction_odds(coverage: float, covered_odds: float, uncovered_more: float) -> float:
    """Return the probability that a year's renewal shrinks; it rises as coverage is missing.

    `coverage` is the share of the term covered, at the quality of its service (at least 0, and a little above 1 at
    most); `covered_odds` the probability when it is 1; `uncovered_more` by what multiple of that it rises as coverage
    falls to 0, at least 0. At least 0; it may pass 1, which is as good as certain.
    """
    return covered_odds * max(0.0, 1.0 + uncovered_more * (1.0 - coverage))


@compiled
def times_odds(probability: float, factor: float) -> float:
    """Return the probability whose odds p ÷ (1 − p) are `factor` times those of `probability`.

    Both lie in [0, 1] but for `factor`, which is above 0; a factor of 1 changes nothing, not even the last bit.
    """
    if factor == 1.0:
        return probability
    return logistic(logit(probability) + log(factor))
