"""What the terminal says about cash: a line a scenario, as many columns as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.cash_words import runway_words, share_words
from simulator.reports.terminal.run import plain_table
from simulator.reports.words import money
from simulator.results.metrics.solvency import SHORT_RUNWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

    from simulator.results.cash_outlook import CashOutlook

_HEADS: Final = ("cash low", "in", "below zero", "runway at the end", *(f"< {months}" for months in SHORT_RUNWAYS))
_DISPENSABLE: Final = (f"< {SHORT_RUNWAYS[-1]}", f"< {SHORT_RUNWAYS[0]}", f"< {SHORT_RUNWAYS[1]}")


def cash_tables(rows: Sequence[tuple[str, CashOutlook]]) -> Iterator[Table]:
    """Yield how cash fares, a line a scenario, and for narrower screens without the odds of a short runway."""
    for gone in range(len(_DISPENSABLE) + 1):
        yield _table(rows, [head for head in _HEADS if head not in _DISPENSABLE[:gone]])


def _table(rows: Sequence[tuple[str, CashOutlook]], heads: Sequence[str]) -> Table:
    table = plain_table("Cash", *heads)
    for name, outlook in rows:
        cells = {
            "cash low": money(outlook.low),
            "in": month_label(outlook.start, outlook.month) if outlook.month > 0 else "the start",
            "below zero": share_words(outlook.out),
            "runway at the end": runway_words(outlook.runway),
            **{f"< {months}": share_words(outlook.short[months]) for months in SHORT_RUNWAYS},
        }
        table.add_row(name, *(cells[head] for head in heads))
    return table


CASH_NOTE: Final = (
    "Cash: medians of the least at a month's end and of when; shares of runs with cash ever below zero, and with a "
    "runway of fewer months at the end."
)
