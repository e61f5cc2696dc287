"""Several results in one table: a line a scenario, its last month."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.reports.words import even_money, money, percent

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.results.result import Result


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
)


def _median(result: Result, metric: str) -> float:
    return float(result.bands(metric).p50[-1])


def print_side_by_side(found: Sequence[tuple[str, Result]], console: Console, files: Sequence[Path]) -> None:
    """Print medians at the last month, a line a scenario, and where the files are."""
    from rich.table import Table

    runs = len(found[0][1].runs)
    console.print(f"Medians of {runs:,} runs at the last month of each scenario")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Scenario", no_wrap=True)
    table.add_column("ends", justify="right", no_wrap=True)
    for column in _COLUMNS:
        table.add_column(column.head, justify="right", no_wrap=True)
    for name, result in found:
        values = [_median(result, column.metric) for column in _COLUMNS]
        cells = ("n/a" if math.isnan(v) else c.words(v) for c, v in zip(_COLUMNS, values, strict=True))
        table.add_row(name, result.labels[-1], *cells)
    console.print(table)
    console.print()
    for path in files:
        console.print(str(path), soft_wrap=True)


def as_csv(found: Sequence[tuple[str, Result]]) -> str:
    """Return the same as CSV, in plain numbers; an empty cell is n/a."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("scenario", "label", *(column.metric for column in _COLUMNS)))
    for name, result in found:
        values = [_median(result, column.metric) for column in _COLUMNS]
        writer.writerow((name, result.labels[-1], *("" if math.isnan(value) else f"{value:.7g}" for value in values)))
    return text.getvalue()
