"""What has been earned, what is billed ahead and when it is paid, how long cash lasts, what the company is worth.

Subscriptions are billed ahead, a year at a time or the whole of a shorter term; a contract longer than a year is billed
each year. Revenue is earned day by day; what is billed and not earned yet is deferred.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.laws.months import month_end
from simulator.numerics.jit import compiled

__all__ = [
    "MONTHS_BILLED_AHEAD",
    "ValueRules",
    "billed_before",
    "earned",
    "invoiced",
    "months_to_bill",
    "multiple",
    "paid_in",
    "runway",
]

MONTHS_BILLED_AHEAD: Final = MONTHS_PER_YEAR

ROUNDING: Final = 1e-9
"""Years by which a sum of days may miss the day that it means."""


class ValueRules(NamedTuple):
    """The curve of enterprise value: how many times its ARR a company is worth."""

    multiple: float
    """At no growth and an NRR of 1."""
    growth_point: float
    """For each point (0.01) of growth over twelve months."""
    nrr_point: float
    """For each point of NRR above 1, taken off below it."""
    lowest: float
    highest: float


@compiled
def earned(arr: float, days: float) -> float:
    """Return the dollars that ARR of so many dollars brings in so many `days`; days below 0 bring nothing.

    `arr` may be below 0, as a credit. Source: ARR accrues at ARR ÷ 365 a day.
    """
    return arr * (max(0.0, days) / DAYS_PER_YEAR)


@compiled
def months_to_bill(billed: int, term_end: int) -> int:
    """Return for how many months the next invoice is: a year, or what is left of the term.

    `billed` and `term_end` are months from the first day of the contract, `billed` the lesser.
    Range 0 to MONTHS_BILLED_AHEAD.
    """
    return min(MONTHS_BILLED_AHEAD, term_end - billed)


@compiled
def invoiced(arr: float, months: int) -> float:
    """Return the dollars of an invoice for so many `months` (at least 0) of `arr`, in dollars a year, of any sign."""
    return arr * months / MONTHS_PER_YEAR


@compiled
def billed_before(anchor: float) -> int:
    """Return the months from `anchor` (a day) to the last yearly invoice up to day 0; below 0 where it lies ahead.

    An invoice due on day 0 itself is the one that runs.
    """
    return MONTHS_PER_YEAR * math.floor(-anchor / DAYS_PER_YEAR + ROUNDING)


@compiled
def paid_in(month: int, days: float) -> float:
    """Return the share of a sum, owed on day 0 and paid evenly over `days`, that is paid in a `month` (from 1).

    `days` is at least 0; at 0 all is paid in month 1. Range 0 to 1; over all months the shares add up to 1.
    """
    if days <= 0.0:
        return 1.0 if month == 1 else 0.0
    return (min(days, month_end(month)) - min(days, month_end(month - 1))) / days


@compiled
def runway(cash: float, burned: float, months: int) -> float:
    """Return for how many months `cash` lasts if it goes on as in the last `months`, in which `burned` dollars went.

    `cash` and `burned` in dollars, any sign, `months` at least 0. Infinite where cash grew or nothing is known yet
    (0 months); 0 where none is left. At least 0.
    """
    if months == 0 or burned <= 0.0:
        return np.inf
    return max(0.0, cash) / (burned / months)


@compiled
def multiple(growth: float, nrr: float, rules: ValueRules) -> float:
    """Return enterprise value over ARR, by a declared curve that is straight in points between its ends.

    `growth` of ARR over twelve months is a share (1 doubles it), at least -1; `nrr` a ratio, at least 0; neither may be
    NaN. `rules` is the curve. Range `rules.lowest` to `rules.highest`.
    """
    points = 100.0 * (growth * rules.growth_point + (nrr - 1.0) * rules.nrr_point)
    return min(rules.highest, max(rules.lowest, rules.multiple + points))
