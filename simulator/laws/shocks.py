"""Shocks: how often competitors call, and what keeps a call or a sponsor's departure from doing harm."""

from __future__ import annotations

from simulator.numerics.jit import compiled

__all__ = ["answered_odds", "insured_odds", "intensity"]


@compiled
def intensity(arr: float, from_arr: float, until_arr: float, floor: float) -> float:
    """Return the share of their full rate at which competitors call a company with this ARR.

    `floor` (0 to 1) up to an ARR of `from_arr`, all of it from `until_arr` on, and evenly more between them; `arr` and
    both ends in dollars, at least 0. Where the two are equal it is a step. Range `floor` to 1. Source: Scaling customer
    success from $1M to $300M ARR, where competitors begin to sell against you at $18M; the slope is derived here.
    """
    if arr >= until_arr:
        return 1.0
    if arr <= from_arr:
        return floor
    return floor + (1.0 - floor) * ((arr - from_arr) / (until_arr - from_arr))


@compiled
def insured_odds(days_since_csql: float, insured_for: float, odds: float) -> float:
    """Return the probability that a customer shrugs a competitor's call off.

    It is `odds` (0 to 1) while its last CSQL, `days_since_csql` ago (infinite where there was none), is no older than
    `insured_for` days; else 0. Range 0 to `odds`.
    """
    if days_since_csql > insured_for:
        return 0.0
    return odds


@compiled
def answered_odds(coverage: float, head: float, odds: float) -> float:
    """Return the probability that a departing sponsor is replaced in time, by whoever looks after the account.

    `coverage` is its level now, `head` the effect of the head of CS, whose playbook it is, `odds` the probability where
    both are 1, each 0 to 1. Range 0 to `odds`. Source: Ten principles of CS (2021), for the playbook.
    """
    return odds * coverage * head
