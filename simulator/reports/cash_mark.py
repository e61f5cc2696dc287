"""The one point of cash that charts mark: where it ends, or how low it gets, at the height that its words name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.clock import month_label
from simulator.reports.cash_words import low_when
from simulator.reports.words import money

if TYPE_CHECKING:
    from simulator.results.cash_outlook import CashOutlook


@dataclass(frozen=True)
class CashMark:
    """A point of cash: its month (0 for the opening), its dollars, what is written there, and whether cash ends."""

    month: int
    level: float
    words: str
    ends: bool


def cash_mark(outlook: CashOutlook) -> CashMark:
    """Return the point at which cash ends, or, where it never does, that at which it is lowest.

    Cash that ends does so at zero. The low of several runs is the median of each run's own low, which lies below the
    median of cash at any month, as runs are lowest in different months.
    """
    end = outlook.half_out if outlook.half_out is not None else outlook.first_out
    if end is not None:
        runs = " in half of the runs" if end == outlook.half_out else " in the earliest run"
        told = f"Cash ends in {month_label(outlook.start, end)}{'' if outlook.runs == 1 else runs}"
        return CashMark(end, 0.0, told, True)
    if outlook.runs == 1:
        told = f"Low {low_when(outlook)}: {money(outlook.low)}"
    else:
        told = f"Median of the runs' own lows: {money(outlook.low)} {low_when(outlook)}"
    return CashMark(outlook.month, outlook.low, told, False)
