"""Billing periods: how often a price is paid a year, and how many months a term has by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from simulator.clock import MONTHS_PER_YEAR, add_months

_WEEKS: Final = 52
_DAYS: Final = 365
_WORDS: Final = {
    **dict.fromkeys(("month", "monthly", "mo", "m", "months", "every month"), (1, "month")),
    **dict.fromkeys(("quarter", "quarterly", "quarters", "every quarter"), (3, "month")),
    **dict.fromkeys(
        ("half year", "half-yearly", "semi-annual", "semiannual", "semi-annually", "biannual"), (6, "month")
    ),
    **dict.fromkeys(("year", "yearly", "annual", "annually", "years", "yr", "every year", "y"), (12, "month")),
    **dict.fromkeys(("week", "weekly", "weeks"), (1, "week")),
    **dict.fromkeys(("day", "daily", "days"), (1, "day")),
}
_COUNTED: Final = re.compile(r"(?:every )?(?P<count>\d{1,3})[ -]?(?P<word>[a-z]+)")
LONGEST: Final = 60
"""Months of the longest term that a scenario may have."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One billing period: how many of them a year has, and the whole months of a term, at least one."""

    a_year: float
    months: int


def interval(text: str, count: int = 1) -> Interval | None:
    """Return the billing period that is said in words, `count` of which one bill is for; None for other words."""
    word = " ".join(text.casefold().split())
    counted = _COUNTED.fullmatch(word)
    if counted is not None:
        word, count = counted["word"], count * int(counted["count"])
    if word not in _WORDS or count < 1:
        return None
    times, unit = _WORDS[word]
    count *= times
    if unit == "month":
        if count > LONGEST:
            return None
        return Interval(MONTHS_PER_YEAR / count, count)
    per_year = (_WEEKS if unit == "week" else _DAYS) / count
    return Interval(per_year, max(1, round(MONTHS_PER_YEAR / per_year)))


def months_in_words(months: int) -> str:
    """Return a term in words: month, year, or so many months."""
    return {1: "month", MONTHS_PER_YEAR: "year"}.get(months, f"{months} months")


def between(first: date, following: date) -> Interval | None:
    """Return the billing period between two days, where whole months lie between them, give or take three days."""
    months = (following.year - first.year) * MONTHS_PER_YEAR + following.month - first.month
    for count in (months, months + 1, months - 1):
        if 1 <= count <= LONGEST and abs((add_months(first, count) - following).days) <= 3:
            return Interval(MONTHS_PER_YEAR / count, count)
    return None


def next_on_or_after(day: date, months: int, earliest: date) -> tuple[date, int]:
    """Return the first of the days that lie whole terms of `months` after `day` and not before `earliest`.

    The second figure is after how many terms.
    """
    apart = (earliest.year - day.year) * MONTHS_PER_YEAR + earliest.month - day.month
    terms = max(0, apart // months - 1)
    while add_months(day, terms * months) < earliest:
        terms += 1
    return add_months(day, terms * months), terms
