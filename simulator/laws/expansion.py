"""Adoption, the CS-qualified leads (CSQLs) it brings, and the odds that one is won."""

from __future__ import annotations

from typing import NamedTuple

from simulator.numerics.elementary import exp
from simulator.numerics.jit import compiled

__all__ = [
    "CsqlRules",
    "CsqlState",
    "adoption_after",
    "adoption_if_served",
    "csql_odds",
    "rep_win_odds",
    "time_constant",
    "win_odds",
]


class CsqlRules(NamedTuple):
    """What shapes the odds that a candidate moment turns into a CSQL."""

    when_uncovered: float
    """Share of CSQLs that an account brings which nobody covers, 0 to 1."""
    without_head: float
    """Share of CSQLs there are without a head of CS to run the funnel, 0 to 1."""


class CsqlState(NamedTuple):
    """How a customer stands at such a moment, each 0 to 1 (coverage a little above it at most)."""

    adoption: float
    """What it has adopted; nothing before it is onboarded well."""
    coverage: float
    """Level of service now, at its quality."""
    head: float
    """Effect of the head of CS in place."""


@compiled
def adoption_after(adoption: float, days: float, time_constant: float) -> float:
    """Return adoption `days` later: the gap to 1 closes exponentially, at once with a time constant of 0.

    `adoption` lies in [0, 1], `days` and `time_constant` (days) are at least 0. After no time at all nothing has
    changed, whatever the time constant: service may change twice at one instant. Range 0 to 1.
    """
    if time_constant <= 0.0:
        return 1.0 if days > 0.0 else adoption
    return 1.0 - (1.0 - adoption) * exp(-days / time_constant)


@compiled
def adoption_if_served(days: float, time_constant: float) -> float:
    """Return the adoption, 0 to 1, of a customer fully served, `days` after its onboarding has come right.

    `days` may be below 0: it is not onboarded well yet, and there is none. `time_constant` is that of covered
    customers, in days, at least 0.
    """
    if days < 0.0:
        return 0.0
    return adoption_after(0.0, days, time_constant)


@compiled
def time_constant(coverage: float, when_covered: float, when_uncovered: float) -> float:
    """Return the time constant of adoption, in days, at a level of `coverage` from 0 to a little above 1.

    `when_covered` and `when_uncovered` are the figures at 1 and 0, in days, at least 0. At least 0.
    """
    return max(0.0, when_covered + (when_uncovered - when_covered) * (1.0 - coverage))


@compiled
def csql_odds(rules: CsqlRules, state: CsqlState) -> float:
    """Return the probability that a candidate moment turns into a CSQL, by the `rules` and the `state` of its customer.

    Candidates come at the full rate, as a Poisson process; this share of them is taken up, so that the n-th candidate
    of a customer is the same moment in every scenario. Range 0 to 1.
    """
    without_head, when_uncovered = 1.0 - rules.without_head, 1.0 - rules.when_uncovered
    odds = state.adoption * (1.0 - without_head * (1.0 - state.head))
    return min(1.0, odds * (1.0 - when_uncovered * (1.0 - state.coverage)))


@compiled
def win_odds(coverage: float, by_manager: float, by_nobody: float) -> float:
    """Return the probability that a CSQL turns into a sale without a customer-sales rep.

    `by_manager` holds at a `coverage` of 1, `by_nobody` at 0, each 0 to 1. Range 0 to 1.
    """
    return min(1.0, max(0.0, by_manager + (by_nobody - by_manager) * (1.0 - coverage)))


@compiled
def rep_win_odds(without: float, wins: float, strength: float) -> float:
    """Return the probability that a customer-sales rep wins a lead.

    `without` a rep it is won with that probability, by a good, ramped one with the probability `wins`, each 0 to 1;
    `strength` is the share of a good one's effect that this one has, 0 to 1. Range 0 to 1.
    """
    return without + (wins - without) * strength
