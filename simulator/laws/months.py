"""Whole months: which month or quarter a day lies in, and when what falls due by the month does, without drifting."""

from __future__ import annotations

from typing import Final

from simulator import clock
from simulator.clock import DAYS_PER_MONTH, MONTHS_PER_QUARTER, MONTHS_PER_YEAR, ROUNDING
from simulator.numerics.jit import compiled

__all__ = ["days_until", "invoice_before", "landing_year_of", "month_end", "month_of", "months_after", "quarter_of"]

_SPECK: Final = ROUNDING * DAYS_PER_MONTH
_ULP: Final = 2.0**-52
QUARTERS_PER_YEAR: Final = MONTHS_PER_YEAR // MONTHS_PER_QUARTER

month_end = compiled(clock.month_end)
"""The day on which a month ends (see simulator/clock.py)."""
month_of = compiled(clock.month_of)
"""The month in which a day lies (see simulator/clock.py)."""


@compiled
def quarter_of(day: float) -> int:
    """Return the quarter in which a simulated `day` lies, three months each from the start: 1 for the first.

    Any day before the start counts as the first quarter. At least 1.
    """
    return 1 + (max(1, month_of(day)) - 1) // MONTHS_PER_QUARTER


@compiled
def landing_year_of(cohort: int) -> int:
    """Return the year in which the customers of a `cohort` landed, from 1 for the first; 0 for the opening book.

    Cohort 0 is the opening book, cohort q the q-th quarter.
    """
    return (cohort + QUARTERS_PER_YEAR - 1) // QUARTERS_PER_YEAR


@compiled
def months_after(anchor: float, months: int) -> float:
    """Return the day so many whole months after the day `anchor`, or before it where `months` is below 0.

    It lies as long before the end of its month as `anchor` does, so it never slips over a month's end, and a month's
    end leads to a month's end exactly, however many months are counted.
    """
    month = month_of(anchor)
    before_end = month_end(month) - anchor
    if abs(before_end) < _SPECK:
        before_end = 0.0
    return month_end(month + months) - before_end


@compiled
def days_until(now: float, day: float) -> float:
    """Return the delay from the day `now` after which the clock stands at `day`, or by rounding just before it.

    Never past it; `day` is not before `now`. At least 0.

    The clock adds the delay to `now`; where no delay hits the day, what ends with a month must still come before the
    month closes.
    """
    delay = day - now
    if now + delay > day:
        delay -= abs(delay) * _ULP
    return delay


@compiled
def invoice_before(month: int, term_months: int, months_ahead: int) -> int:
    """Return the month of the invoice before the one of `month`, both counted from the first day of a term.

    A term of `term_months` (at least 1) is billed at its start and every `months_ahead` months (at least 1) in it; the
    terms before are like this one. Below `month`, and below 0 before the term's first day.
    """
    into_term = month % term_months
    if into_term > 0:
        return month - months_ahead
    return month - term_months + months_ahead * ((term_months - 1) // months_ahead)
