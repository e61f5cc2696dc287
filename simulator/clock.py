"""Days, months, years and calendar labels: the only unit conversions of the project, and which month a day lies in.

Simulated time is a float: days since the scenario's start date, the first of a month. A year is 365 days and a month
365/12, always; reports label months by calendar. Books close at month ends, and a month's end belongs to the month it
closes. A calendar date stands for its first second: whatever is dated comes after the books of the month before have
closed, never at that instant.
"""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta
from typing import Final

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_QUARTER",
    "DAYS_PER_WEEK",
    "DAYS_PER_YEAR",
    "FIRST_SECOND",
    "MONTHS_PER_QUARTER",
    "MONTHS_PER_YEAR",
    "ROUNDING",
    "add_months",
    "day_label",
    "first_day_of",
    "holds_from",
    "month_end",
    "month_label",
    "month_of",
    "months_of",
    "simulated_day",
]

DAYS_PER_YEAR: Final = 365.0
MONTHS_PER_YEAR: Final = 12
DAYS_PER_MONTH: Final = DAYS_PER_YEAR / MONTHS_PER_YEAR
DAYS_PER_WEEK: Final = 7.0
DAYS_PER_QUARTER: Final = DAYS_PER_YEAR / 4
MONTHS_PER_QUARTER: Final = 3
FIRST_SECOND: Final = 1.0 / 86_400.0
"""Days from midnight to the first second of a date."""
ROUNDING: Final = 1e-9
"""Months by which a sum of days may miss the month's end that it means: three thousandths of a second."""


def month_end(month: int) -> float:
    """Return the simulated day on which `month` months have passed.

    `month` is whole, 0 at the start and negative before it; the day counts from the start, a month being 365/12 days.
    """
    return month * DAYS_PER_YEAR / MONTHS_PER_YEAR


def month_of(day: float) -> int:
    """Return the month in which a simulated `day` lies: 1 for the first, 0 for the one before the start, and so on.

    `day` is any finite number of days since the start. A month's end belongs to the month it closes. Multiplied before
    it is divided, which is exact at month ends.
    """
    return math.ceil(day * MONTHS_PER_YEAR / DAYS_PER_YEAR - ROUNDING)


def month_holding(day: float) -> int:
    """Return the month that a reader is told for a simulated `day`: as `month_of`, but the first for the start."""
    return 1 if day == 0.0 else month_of(day)


def months_of(days: float) -> float:
    """Return a length of time of so many `days` (any finite number) as months of 365/12 days."""
    return days * MONTHS_PER_YEAR / DAYS_PER_YEAR


def add_months(start: date, months: int) -> date:
    """Return the calendar date `months` (whole, any sign) after `start`, at the end of a month that has no such day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def month_label(start: date, month: int) -> str:
    """Return the calendar month that closes when `month` months have passed since `start`.

    12 after 1 Jan 2027 is `Dec 2027`. Month 0 is the opening: it closes the month before the start.
    """
    return f"{add_months(start, month) - timedelta(days=1):%b %Y}"


def day_label(start: date, day: float) -> str:
    """Return the calendar month, such as `Mar 2028`, in which a simulated `day` lies; day 0 is the `start`."""
    return month_label(start, month_holding(day))


def first_day_of(month: float) -> float:
    """Return the simulated day on which whatever is dated in months happens once `month` of them have passed.

    It is the first second of the month that follows: month 1 after 1 Jan 2027 is 1 Feb 2027. Parts of months count on.
    `month` is 0 or more, in months since the start.
    """
    return month * DAYS_PER_YEAR / MONTHS_PER_YEAR + FIRST_SECOND


def holds_from(day: float) -> float:
    """Return the day from which on a condition dated `day` holds: what has come by the first day holds from its start.

    So that a role that opens on the start date is looked for at the first review, which is at day 0. `day` counts days
    since the start and may be negative or infinite (never).
    """
    return 0.0 if day <= FIRST_SECOND else day


def simulated_day(start: date, when: date) -> float:
    """Return the first second of the calendar date `when` as days of simulated time since `start`, negative before it.

    Whole calendar months count as months of 365/12 days and the rest as a share of its month, so that a date lies in
    the month it is labelled with even across leap years.
    """
    months = (when.year - start.year) * 12 + when.month - start.month
    anchor = add_months(start, months)
    if anchor > when:
        months -= 1
        anchor = add_months(start, months)
    following = add_months(start, months + 1)
    share = (when - anchor).days / (following - anchor).days
    return first_day_of(months + share)
