"""Fiscal years and quarters: which months of a simulation each of them holds, and what it is called.

Months count from 1, the first that is simulated, to the horizon. A fiscal year is named for the calendar year in which
it ends; one that the simulation begins or ends in the middle of says how many of its months there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal, get_args

from simulator.clock import MONTHS_PER_YEAR, add_months

__all__ = ["MONTHS", "MONTH_NAMES", "By", "FirstMonth", "Period", "fiscal_quarters", "fiscal_years", "periods"]

By = Literal["quarters", "years"]
FirstMonth = Literal["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
"""The month with which fiscal years begin."""
MONTHS: Final[tuple[FirstMonth, ...]] = get_args(FirstMonth)
MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUARTER: Final = MONTHS_PER_YEAR // 4


@dataclass(frozen=True)
class Period:
    """A stretch of months, `first` to `last` (both in it), with its name: `FY2028`, `FY2027 Q1 (2 months)`."""

    label: str
    first: int
    last: int

    @property
    def months(self) -> int:
        """How many months of it are simulated."""
        return self.last - self.first + 1

    def days(self, start: date) -> tuple[date, date]:
        """Return its first and its last day, for a simulation that begins on `start`."""
        return add_months(start, self.first - 1), add_months(start, self.last) - timedelta(days=1)


def fiscal_years(start: date, months: int, begins: FirstMonth = "Jan") -> tuple[Period, ...]:
    """Return the fiscal years of a simulation of so many `months` from `start` on; each `begins` with that month.

    The first and the last may be parts of years; together they hold every month from 1 to `months` once, in order.
    """
    return _periods(start, months, begins, MONTHS_PER_YEAR)


def fiscal_quarters(start: date, months: int, begins: FirstMonth = "Jan") -> tuple[Period, ...]:
    """Return the quarters of the fiscal years of a simulation of so many `months` from `start` on, in order.

    Each fiscal year `begins` with that month; the first and the last quarter may be parts of quarters.
    """
    return _periods(start, months, begins, _QUARTER)


def periods(by: By, start: date, months: int, begins: FirstMonth = "Jan") -> tuple[Period, ...]:
    """Return the quarters or the years (`by`) of a simulation of so many `months` from `start` on, in order.

    `begins` is the month with which fiscal years begin; quarters are counted from there.
    """
    return (fiscal_years if by == "years" else fiscal_quarters)(start, months, begins)


def _periods(start: date, months: int, begins: FirstMonth, size: int) -> tuple[Period, ...]:
    # Months are counted from the beginning of a fiscal year, so that whole divisions tell one period from the next.
    before = start.year * MONTHS_PER_YEAR + start.month - 1 - MONTHS.index(begins)
    found = []
    for number, those in groupby(range(1, months + 1), key=lambda month: (before + month - 1) // size):
        held = list(those)
        found.append(Period(_label(number * size, begins, size, len(held)), held[0], held[-1]))
    return tuple(found)


def _label(at: int, begins: FirstMonth, size: int, held: int) -> str:
    """Return what a period of `size` months is called, of which so many are there; `at` is where it begins."""
    year, within = divmod(at, MONTHS_PER_YEAR)
    name = f"FY{year + (begins != 'Jan')}"
    if size < MONTHS_PER_YEAR:
        name += f" Q{within // size + 1}"
    return name if held == size else f"{name} ({held} month{'' if held == 1 else 's'})"
