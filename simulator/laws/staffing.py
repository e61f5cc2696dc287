"""Hiring: how many are needed, how many can be absorbed, who turns out wrong, what a ramping hire carries."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR
from simulator.numerics.elementary import power
from simulator.numerics.jit import compiled

__all__ = [
    "LEAD_MONTHS",
    "Team",
    "absorbable",
    "covers_attrition",
    "csms_needed",
    "mishire_odds",
    "pay_level",
    "ramp_capacity",
    "ratio_needed",
    "reached",
    "specialists_needed",
]

MOST_NEEDED: Final = 1e9
"""No forecast asks for more people than this; a larger figure would not fit a whole number everywhere."""

ROUNDING: Final = 1e-12
"""Relative error of a sum that is no difference."""

LEAD_MONTHS: Final = 3
"""The CSQLs to come are forecast from so many full months."""


class Team(NamedTuple):
    """What hiring ahead reckons with for one role."""

    attrition_factor: float
    """By what a need grows to make up for leavers (see `covers_attrition`), at least 1."""
    carries: float
    """What one ramped person carries: dollars of load for a CSM, slots for a specialist or a customer-sales rep."""
    utilisation: float
    """How full they are meant to be, above 0, at most 1."""


@compiled
def reached(value: float, threshold: float) -> bool:
    """Tell whether a figure has come up to a threshold, but for rounding: a book that adds up to $2M has reached $2M.

    `value` and `threshold` are in the same unit, at least 0.
    """
    return value >= threshold * (1.0 - ROUNDING)


@compiled
def mishire_odds(arr: float, odds: float, unproven_odds: float, unproven_from: float, unproven_until: float) -> float:
    """Return the probability that a hire decided on at this ARR turns out wrong.

    On top of `odds` come `unproven_odds` (each 0 to 1), in full up to an ARR of `unproven_from` and fading evenly to
    nothing at `unproven_until`; `arr` and both ends in dollars, at least 0. Range `odds` to their sum. Source: Scaling
    customer success from $1M to $300M ARR, which expects mis-hires from $2M to $6M.
    """
    if arr >= unproven_until:
        return odds
    if arr <= unproven_from:
        return odds + unproven_odds
    return odds + unproven_odds * ((unproven_until - arr) / (unproven_until - unproven_from))


@compiled
def ramp_capacity(step: int, capacities: npt.NDArray[np.float64], steps: int) -> float:
    """Return the share of the full load carried in a step of the ramp; 1 once all `steps` are behind.

    `step` counts from 0; `capacities` has shape (at least `steps`,), each 0 to 1. Range 0 to 1.
    """
    if step >= steps:
        return 1.0
    return float(capacities[step])


@compiled
def covers_attrition(attrition: float, lookahead_days: float) -> float:
    """Return by what factor a need grows to make up for those who will leave within the lookahead.

    `attrition` is the share that leaves in a year, `lookahead_days` the days; both at least 0. At least 1.
    """
    return 1.0 + attrition * (lookahead_days / DAYS_PER_YEAR)


@compiled
def csms_needed(load: float, growth: float, founders_room: float, team: Team) -> int:
    """Return how many CSMs carry the forecast load at the target utilisation.

    `load` is today's in dollars, `growth` what the plan multiplies it by over the lookahead, `founders_room` the
    dollars of it that the founders will still look after then, all at least 0; `team` has what one CSM carries. Range 0
    to MOST_NEEDED.
    """
    to_carry = (load * growth - founders_room) * team.attrition_factor
    if to_carry <= 0.0 or team.carries <= 0.0:  # nothing to carry, or nobody could
        return 0
    return math.ceil(min(MOST_NEEDED, to_carry / (team.carries * team.utilisation)))


@compiled
def specialists_needed(deals_a_day: float, backlog: int, clear_days: float, mean_work_days: float, team: Team) -> int:
    """Return how many people working in slots carry the forecast flow and work off the backlog in `clear_days`.

    `deals_a_day` come to be worked on, `backlog` wait already, each takes `mean_work_days`; all at least 0 and
    `clear_days` above it; `team` has the slots of one person. Range 0 to MOST_NEEDED. Source: Little, A proof for the
    queuing formula L = λW (1961): those under way are the flow a day times the days each takes.
    """
    under_way = (deals_a_day + backlog / clear_days) * mean_work_days * team.attrition_factor
    return math.ceil(min(MOST_NEEDED, under_way / (team.carries * team.utilisation)))


@compiled
def ratio_needed(others: int, beyond: float, each: float) -> int:
    """Return how many go with `others` people of another role: one for each `each` of those beyond `beyond`.

    `others` and `beyond` are counts, at least 0, `each` is above 0. Range 0 to MOST_NEEDED.
    """
    if others <= beyond:
        return 0
    return math.ceil(min(MOST_NEEDED, (others - beyond) / each))


@compiled
def pay_level(inflation: float, years: int) -> float:
    """Return what pay has become after so many yearly rises, as a multiple of pay on the first day.

    `inflation` is a share a year, above -1; `years` is at least 0. Above 0.
    """
    return power(1.0 + inflation, float(years))


@compiled
def absorbable(in_place: int, opened_this_quarter: int, at_least: int, share: float) -> int:
    """Return how many more requisitions the team can absorb now.

    A quarter takes `share` (at least 0) of those `in_place`, rounded up, and `at_least` so many; `opened_this_quarter`
    have been opened in the last one. All are counts but `share`, at least 0; so is the result.
    """
    limit = max(at_least, math.ceil(share * in_place))
    return max(0, limit - opened_this_quarter)
