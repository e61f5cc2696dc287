"""What has been earned, what is billed ahead and when it is paid, how long cash lasts, what the company is worth.

Subscriptions are billed ahead, a year at a time or the whole of a shorter term; a contract longer than a year is billed
each year. Revenue is earned day by day; what is billed and not earned yet is deferred.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.laws.months import month_end
from simulator.numerics.jit import compiled

MONTHS_BILLED_AHEAD: Final = MONTHS_PER_YEAR

ROUNDING: Final = 1e-9
"""Years by which a sum of days may miss the day that it means."""


@compiled
def earned(arr: float, days: float) -> float:
    """Return the dollars that ARR of so many dollars brings in so many days; nothing before now."""
    return arr * (max(0.0, days) / DAYS_PER_YEAR)


@compiled
def months_to_bill(billed: int, term_end: int) -> int:
    """Return for how many months the next invoice is, both counted in months from the first day of the contract."""
    return min(MONTHS_BILLED_AHEAD, term_end - billed)


@compiled
def invoiced(arr: float, months: int) -> float:
    """Return the dollars of an invoice for so many months."""
    return arr * months / MONTHS_PER_YEAR


@compiled
def billed_before(anchor: float) -> int:
    """Return the months from `anchor` (a day) to the last yearly invoice up to day 0; below 0 where it lies ahead.

    An invoice due on day 0 itself is the one that runs.
    """
    return MONTHS_PER_YEAR * math.floor(-anchor / DAYS_PER_YEAR + ROUNDING)


@compiled
def paid_in(month: int, days: float) -> float:
    """Return the share of a sum, owed on day 0 and paid evenly over so many days, that is paid in a month (from 1)."""
    if days <= 0.0:
        return 1.0 if month == 1 else 0.0
    return (min(days, month_end(month)) - min(days, month_end(month - 1))) / days


@compiled
def runway(cash: float, burned: float, months: int) -> float:
    """Return for how many months cash lasts if it goes on as in the last `months`, in which `burned` dollars went.

    Infinite where cash grew or nothing is known yet (0 months); 0 where none is left.
    """
    if months == 0 or burned <= 0.0:
        return np.inf
    return max(0.0, cash) / (burned / months)


@compiled
def multiple(
    growth: float, nrr: float, base: float, growth_point: float, nrr_point: float, lowest: float, highest: float
) -> float:
    """Return enterprise value over ARR at this growth over twelve months and this NRR, both shares of one.

    `base` holds at no growth and NRR of 1; each point adds or takes away, between `lowest` and `highest`.
    """
    points = 100.0 * (growth * growth_point + (nrr - 1.0) * nrr_point)
    return min(highest, max(lowest, base + points))
