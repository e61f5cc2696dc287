"""Days, months, years and calendar labels: the only unit conversions of the project.

Simulated time is a float: days since the scenario's start date. A year is 365 days and a month 365/12, always; reports
label months by calendar.
"""

from __future__ import annotations

import calendar
import math
from datetime import date, timedelta
from typing import Final

DAYS_PER_YEAR: Final = 365.0
MONTHS_PER_YEAR: Final = 12
DAYS_PER_MONTH: Final = DAYS_PER_YEAR / MONTHS_PER_YEAR
DAYS_PER_WEEK: Final = 7.0
DAYS_PER_QUARTER: Final = DAYS_PER_YEAR / 4


def month_end(month: int) -> float:
    """Return the simulated day on which `month` months have passed (month 0 is the start)."""
    return month * DAYS_PER_YEAR / MONTHS_PER_YEAR


def months_of(days: float) -> float:
    """Return a length of time in days as months."""
    return days * MONTHS_PER_YEAR / DAYS_PER_YEAR


def add_months(start: date, months: int) -> date:
    """Return the calendar date `months` after `start`, at the end of the month where the day does not exist."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def month_label(start: date, month: int) -> str:
    """Return the calendar month that closes when `month` months have passed: 12 after 1 Jan 2027, `Dec 2027`.

    Month 0 is the opening: it closes the month before the start.
    """
    return f"{add_months(start, month) - timedelta(days=1):%b %Y}"


def day_label(start: date, day: float) -> str:
    """Return the calendar month in which a simulated day lies, such as `Mar 2028`.

    A month end still belongs to the month it closes; the first day belongs to the month that begins.
    """
    months = day * MONTHS_PER_YEAR / DAYS_PER_YEAR  # in this order it is exact at month ends
    return month_label(start, max(1, math.ceil(round(months, 9))))


def simulated_day(start: date, when: date) -> float:
    """Return a calendar date as days of simulated time since `start`, negative before it.

    Whole calendar months count as months of 365/12 days and the rest as a share of its month, so that a date meets the
    month-end it is labelled with even across leap years.
    """
    months = (when.year - start.year) * 12 + when.month - start.month
    anchor = add_months(start, months)
    if anchor > when:
        months -= 1
        anchor = add_months(start, months)
    following = add_months(start, months + 1)
    share = (when - anchor).days / (following - anchor).days
    return (months + share) * DAYS_PER_YEAR / MONTHS_PER_YEAR
