"""Shocks: how often competitors call, and what keeps a call or a sponsor's departure from doing harm."""

from __future__ import annotations

from simulator.numerics.jit import compiled


@compiled
def intensity(arr: float, from_arr: float, until_arr: float, floor: float) -> float:
    """Return the share of their full rate at which competitors call a company with this ARR in dollars. Range 0 to 1.

    `floor` up to `from_arr`, all of it from `until_arr` on, and evenly more between them.
    """
    if arr >= until_arr:
        return 1.0
    if arr <= from_arr:
        return floor
    return floor + (1.0 - floor) * ((arr - from_arr) / (until_arr - from_arr))


@compiled
def insured_odds(days_since_csql: float, insured_for: float, odds: float, cs_effect: float) -> float:
    """Return the odds that a customer shrugs a call off: `odds` while its last CSQL is no older than `insured_for`."""
    if days_since_csql > insured_for:
        return 0.0
    return odds * cs_effect


@compiled
def answered_odds(coverage: float, head: float, cs_effect: float, odds: float) -> float:
    """Return the odds that a departing sponsor is replaced in time, by whoever looks after the account.

    `coverage` is its level now, `head` the effect of the head of CS, whose playbook it is; both 0 to 1.
    """
    return odds * coverage * head * cs_effect
