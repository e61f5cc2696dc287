"""What roles are called in sentences, and where a hiring point stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import DAYS_PER_MONTH
from simulator.reports.words import month_of_day, plural

if TYPE_CHECKING:
    from datetime import date

_FIRST: Final = {
    "cs_head": "the head of CS",
    "csm": "the first CSM",
    "onboarding": "the first onboarding specialist",
    "vp_sales": "the VP of sales",
}


def first_of(role: str) -> str:
    """Return what the first hire of a role is called: `the head of CS`, `the first CSM`."""
    return _FIRST.get(role, f"the first {role.replace('_', ' ')}")


def joined_label(start: date, month: float) -> str:
    """Return the calendar month in which somebody joined, `never` where that does not happen in every run."""
    return month_of_day(start, month * DAYS_PER_MONTH) if month == month else "never"


def months_words(months: float) -> str:
    """Return a shift in words: `3 months later`, `6 months earlier`."""
    return f"{plural(round(abs(months)), 'month')} {'later' if months > 0.0 else 'earlier'}"
