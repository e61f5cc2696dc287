"""Adoption, the CS-qualified leads it brings, and the odds that one is won."""

from __future__ import annotations

from simulator.numerics.jit import compiled
from simulator.numerics.portable import exp


@compiled
def adoption_after(adoption: float, days: float, time_constant: float) -> float:
    """Return adoption (0 to 1) `days` later: the gap to 1 closes exponentially, at once with a time constant of 0.

    After no time at all nothing has changed, whatever the time constant: service may change twice at one instant.
    """
    if time_constant <= 0.0:
        return 1.0 if days > 0.0 else adoption
    return 1.0 - (1.0 - adoption) * exp(-days / time_constant)


@compiled
def adoption_if_served(days: float, time_constant: float) -> float:
    """Return the adoption of a customer that CS has done everything for, so many days after it went live; 0 before."""
    if days < 0.0:
        return 0.0
    return adoption_after(0.0, days, time_constant)


@compiled
def adoption_in_effect(adoption: float, days: float, if_served: float, cs_effect: float) -> float:
    """Return the adoption that counts: `cs_effect` of the way from what it would be fully served to what it is.

    Fully served it would have gone live `days` ago and grown at the time constant `if_served`.
    """
    if cs_effect == 1.0:
        return adoption
    return max(0.0, cs_effect * adoption + (1.0 - cs_effect) * adoption_if_served(days, if_served))


@compiled
def time_constant(coverage: float, when_covered: float, when_uncovered: float, cs_effect: float) -> float:
    """Return the time constant of adoption in days at a level of coverage from 0 to 1.

    `cs_effect` scales the distance from the covered figure.
    """
    return max(0.0, when_covered + cs_effect * (when_uncovered - when_covered) * (1.0 - coverage))


@compiled
def csql_odds(
    adoption: float, coverage: float, head: float, cs_effect: float, when_uncovered: float, without_head: float
) -> float:
    """Return the odds that a candidate moment turns into a CSQL, at a level of coverage from 0 to 1.

    Candidates come at the full rate; this share of them is taken up, so that the n-th candidate of a customer is the
    same moment in every scenario. Range 0 to 1.
    """
    odds = adoption * max(0.0, 1.0 - cs_effect * (1.0 - without_head) * (1.0 - head))
    return odds * max(0.0, 1.0 - cs_effect * (1.0 - when_uncovered) * (1.0 - coverage))


@compiled
def win_odds(coverage: float, cs_effect: float, by_manager: float, by_nobody: float) -> float:
    """Return the odds that a CSQL turns into a sale, by an account manager or by itself. Range 0 to 1."""
    return min(1.0, max(0.0, by_manager + cs_effect * (by_nobody - by_manager) * (1.0 - coverage)))


@compiled
def rep_win_odds(without: float, wins: float, strength: float) -> float:
    """Return the odds that a customer-sales rep wins a lead: a good one `wins`, none what is won `without` one."""
    return without + (wins - without) * strength
