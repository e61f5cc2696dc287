"""Several results in one table: a line a scenario, its last month."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.reports.cash_words import share_words
from simulator.reports.terminal.room import print_fitting
from simulator.reports.words import even_money, listed, money, percent
from simulator.results.cash_outlook import often, share_of
from simulator.results.csv_files import write_rows
from simulator.results.metrics.solvency import BELOW_ZERO, LOW

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from simulator.results.result import Result

__all__ = ["as_csv", "print_side_by_side"]


class _Column(NamedTuple):
    head: str
    metric: str
    words: Callable[[float], str]


_COLUMNS: Final = (
    _Column("ARR", "arr", even_money),
    _Column("plan", "arr.plan", money),
    _Column("NRR", "nrr", percent),
    _Column("GRR", "grr", percent),
    _Column("CSMs", "headcount.csm", lambda value: f"{value:,.0f}"),
    _Column("Onboarding", "headcount.onboarding", lambda value: f"{value:,.0f}"),
    _Column("CS cost", "cs_cost.share", lambda value: percent(value, 1)),
    _Column("cash low", LOW, money),
    _Column("no cash", BELOW_ZERO, share_words),
)
_DISPENSABLE: Final = ("Onboarding", "GRR", "CS cost", "plan", "CSMs")
"""Columns that go on a narrow screen, the first of these first."""


def _figure(result: Result, metric: str) -> float:
    """Return the median at the last month; of what happens or does not, its odds."""
    bands = result.bands(metric)
    return share_of(float(bands.mean[-1])) if metric == BELOW_ZERO else float(bands.p50[-1])


def print_side_by_side(found: Sequence[tuple[str, Result]], console: Console, files: Sequence[Path]) -> None:
    """Print medians at the last month, a line a scenario, whose cash runs out before them, and where the files are.

    `found` has each scenario's name and result, at least one; all results have as many runs. `console` is where to, and
    `files` are named at the end.
    """
    runs = len(found[0][1].runs)
    bankrupt = [name for name, result in found if often(_figure(result, BELOW_ZERO))]
    if bankrupt:
        console.print(f"Cash runs out in a fifth of the runs or more of {listed(bankrupt)}.", style="bold")
        console.print()
    console.print(
        f"Medians of {runs:,} runs at the last month of each scenario; no cash: runs with cash ever below zero"
    )
    print_fitting(_tables(found), console, files)
    console.print()
    for path in files:
        console.print(str(path), soft_wrap=True)


def _tables(found: Sequence[tuple[str, Result]]) -> Iterator[Table]:
    for gone in range(len(_DISPENSABLE) + 1):
        yield _table(found, [column for column in _COLUMNS if column.head not in _DISPENSABLE[:gone]])


def _table(found: Sequence[tuple[str, Result]], columns: Sequence[_Column]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Scenario", no_wrap=True)
    table.add_column("ends", justify="right", no_wrap=True)
    for column in columns:
        table.add_column(column.head, justify="right", no_wrap=True)
    for name, result in found:
        values = [_figure(result, column.metric) for column in columns]
        cells = ("n/a" if math.isnan(v) else c.words(v) for c, v in zip(columns, values, strict=True))
        table.add_row(name, result.labels[-1], *cells)
    return table


def as_csv(found: Sequence[tuple[str, Result]]) -> str:
    """Return what `print_side_by_side` prints of those `found` as CSV, in plain numbers with a line of heads.

    An empty cell is n/a, `cash.below_zero` the share of the runs, 0 to 1.
    """
    text = StringIO()
    rows = []
    for name, result in found:
        values = [_figure(result, column.metric) for column in _COLUMNS]
        rows.append((name, result.labels[-1], *("" if math.isnan(value) else f"{value:.7g}" for value in values)))
    write_rows(text, ("scenario", "label", *(column.metric for column in _COLUMNS)), rows)
    return text.getvalue()
