"""Hiring: how many are needed, how many can be absorbed, who turns out wrong, what a ramping hire carries."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR
from simulator.numerics.jit import compiled
from simulator.numerics.portable import power

MOST_NEEDED: Final = 1e9
"""No forecast asks for more people than this; a larger figure would not fit a whole number everywhere."""

ROUNDING: Final = 1e-12
"""Relative error of a sum that is no difference."""


LEAD_MONTHS: Final = 3
"""The CSQLs to come are forecast from so many full months."""


@compiled
def reached(value: float, threshold: float) -> bool:
    """Tell whether a figure has come up to a threshold; a book that adds up to $2M but for rounding has reached $2M."""
    return value >= threshold * (1.0 - ROUNDING)


@compiled
def mishire_odds(arr: float, odds: float, unproven_odds: float, unproven_from: float, unproven_until: float) -> float:
    """Return the probability that a hire decided on at this ARR turns out wrong.

    On top of `odds` come `unproven_odds`, in full up to `unproven_from` dollars of ARR, fading evenly to nothing.
    """
    if arr >= unproven_until:
        return odds
    if arr <= unproven_from:
        return odds + unproven_odds
    return odds + unproven_odds * ((unproven_until - arr) / (unproven_until - unproven_from))


@compiled
def ramp_capacity(stretch: int, capacities: npt.NDArray[np.float64], stretches: int) -> float:
    """Return the share of the full load carried in a stretch of the ramp; 1 once all `stretches` are behind."""
    if stretch >= stretches:
        return 1.0
    return float(capacities[stretch])


@compiled
def covers_attrition(attrition: float, lookahead_days: float) -> float:
    """Return by what factor a need grows to make up for those who will leave within the lookahead."""
    return 1.0 + attrition * (lookahead_days / DAYS_PER_YEAR)


@compiled
def csms_needed(
    load: float, growth: float, founders_room: float, attrition_factor: float, book: float, utilisation: float
) -> int:
    """Return how many CSMs carry the forecast load at the target utilisation.

    `load` is today's in dollars, `growth` what the plan multiplies it by over the lookahead, `founders_room` what the
    founders will still look after then, `book` the mean full book in dollars.
    """
    to_carry = (load * growth - founders_room) * attrition_factor
    if to_carry <= 0.0 or book <= 0.0:  # nothing to carry, or nobody could
        return 0
    return math.ceil(min(MOST_NEEDED, to_carry / (book * utilisation)))


@compiled
def specialists_needed(
    deals_a_day: float,
    backlog: int,
    clear_days: float,
    mean_work_days: float,
    attrition_factor: float,
    slots: float,
    utilisation: float,
) -> int:
    """Return how many onboarding specialists carry the forecast flow and work off the backlog in `clear_days`.

    By Little's law the onboardings under way are the flow a day times the days each takes.
    """
    under_way = (deals_a_day + backlog / clear_days) * mean_work_days * attrition_factor
    return math.ceil(min(MOST_NEEDED, under_way / (slots * utilisation)))


@compiled
def ratio_needed(others: int, beyond: float, each: float) -> int:
    """Return how many go with `others` people of another role: one for each `each` of those beyond `beyond`."""
    if others <= beyond:
        return 0
    return math.ceil(min(MOST_NEEDED, (others - beyond) / each))


@compiled
def pay_level(inflation: float, years: int) -> float:
    """Return what pay has become after so many yearly rises, as a multiple of pay on the first day."""
    return power(1.0 + inflation, float(years))


@compiled
def absorbable(in_place: int, opened_this_quarter: int, at_least: int, share: float) -> int:
    """Return how many more requisitions the team can absorb now, at least 0."""
    limit = max(at_least, math.ceil(share * in_place))
    return max(0, limit - opened_this_quarter)
