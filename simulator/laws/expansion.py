"""Adoption, the CS-qualified leads it brings, and the odds that one is won."""

from __future__ import annotations

from simulator.jit import compiled
from simulator.portable import exp


@compiled
def adoption_after(adoption: float, days: float, time_constant: float) -> float:
    """Return adoption (0 to 1) `days` later: the gap to 1 closes exponentially, at once with a time constant of 0."""
    if time_constant <= 0.0:
        return 1.0
    return 1.0 - (1.0 - adoption) * exp(-days / time_constant)


@compiled
def time_constant(covered: bool, when_covered: float, when_uncovered: float, cs_effect: float) -> float:
    """Return the time constant of adoption in days; `cs_effect` scales the distance from the covered figure."""
    if covered:
        return when_covered
    return max(0.0, when_covered + cs_effect * (when_uncovered - when_covered))


@compiled
def csql_odds(
    adoption: float, covered: bool, head: float, cs_effect: float, when_uncovered: float, without_head: float
) -> float:
    """Return the odds that a candidate moment turns into a CSQL.

    Candidates come at the full rate; this share of them is taken up, so that the n-th candidate of a customer is the
    same moment in every scenario. Range 0 to 1.
    """
    odds = adoption * max(0.0, 1.0 - cs_effect * (1.0 - without_head) * (1.0 - head))
    if not covered:
        odds *= max(0.0, 1.0 - cs_effect * (1.0 - when_uncovered))
    return odds


@compiled
def win_odds(covered: bool, cs_effect: float, by_manager: float, by_nobody: float) -> float:
    """Return the odds that a CSQL turns into a sale, by an account manager or by itself."""
    if covered:
        return by_manager
    return by_manager + cs_effect * (by_nobody - by_manager)
