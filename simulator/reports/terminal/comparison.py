"""What the terminal says about two scenarios under the same luck: the answer, what differs, the differences by year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.decisions.differing import differs
from simulator.reports.charts.difference import difference_title, names
from simulator.reports.terminal.cash import CASH_NOTE, cash_table
from simulator.reports.terminal.run import fits, plain_table, print_files
from simulator.reports.words import NOT_DEFINED, percent, plural
from simulator.results.cash_outlook import CashOutlook
from simulator.results.summary import year_end_label, years_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.compare import Comparison, PairedDifference

_YEARS_SHOWN: Final = 12
_FIELDS_SHOWN: Final = 8


@dataclass(frozen=True)
class _Column:
    """A metric of the table: its name on top, the unit of its cells, and by what a figure is multiplied first.

    `per` follows the unit.
    """

    metric: str
    name: str
    unit: str
    times: float = 1.0
    per: str = ""


_COLUMNS: Final = (
    _Column("arr", "ARR", "$"),
    _Column("nrr", "NRR", "pts", 100.0),
    _Column("grr", "GRR", "pts", 100.0),
    _Column("headcount.csm", "CSMs", ""),
    _Column("cs_cost", "CS cost", "$", MONTHS_PER_YEAR, "/yr"),
)


def print_comparison(comparison: Comparison, console: Console, files: Sequence[Path] = ()) -> None:
    """Print what A has over B: the answer in a sentence, the fields that differ, the differences by year, the files.

    A cell holds the mean difference, its 95 % interval and the share of runs in which A is above B. Fits 80 columns in
    two tables, 100 in one. Where the console is no terminal it is plain text.
    """
    from rich.text import Text

    a, b = names(comparison)
    console.print(Text(f"{difference_title(comparison)}.", style="bold"), highlight=False)
    if comparison.interrupted:
        console.print(
            "The work was stopped early; the figures are those of the runs that had finished.", highlight=False
        )
    console.print()
    _print_fields(comparison, console)
    for table in _tables(comparison, console):
        console.print(table)
        console.print()
    legend = "Mean of A − B ± its 95% interval; A>B is the share of runs in which A has more, ties half."
    console.print(Text(f"A is {a}, B is {b}. {legend}", style="dim"), highlight=False)
    console.print()
    rows = [(name, CashOutlook.of(one)) for name, one in (("A", comparison.a), ("B", comparison.b))]
    console.print(cash_table(rows, console))
    console.print(Text(CASH_NOTE, style="dim"), highlight=False)
    print_files(files, console)
    runs = f"{plural(len(comparison.a.runs), 'common run')} · seed {comparison.a.seed} · {comparison.a.engine} engine"
    console.print(Text(runs, style="dim"), highlight=False)


def _print_fields(comparison: Comparison, console: Console) -> None:
    """Say in which fields the scenarios differ, so that nobody takes one difference for another."""
    fields = differs(comparison.a.scenario, comparison.b.scenario)
    if not fields:
        return
    for field in fields[:_FIELDS_SHOWN]:
        console.print(f"{field.path}: A {field.a}, B {field.b}", highlight=False, markup=False, soft_wrap=True)
    if len(fields) > _FIELDS_SHOWN:
        console.print(f"and {plural(len(fields) - _FIELDS_SHOWN, 'more field')}", highlight=False)
    console.print()


def _tables(comparison: Comparison, console: Console) -> list[Table]:
    """Return the differences in one table, or in as many as the width of the screen asks for."""
    for count in range(1, len(_COLUMNS) + 1):
        most = -(-len(_COLUMNS) // count)
        tables = [_table(comparison, _COLUMNS[at : at + most]) for at in range(0, len(_COLUMNS), most)]
        if all(fits(table, console) for table in tables):
            break
    return tables


def _table(comparison: Comparison, columns: Sequence[_Column]) -> Table:
    heads, cells = [], []
    for column in columns:
        rows = comparison.at_year_ends(column.metric)[-_YEARS_SHOWN:]
        head, texts = _written(column, rows)
        heads.append(head)
        cells.append(texts)
    scenario = comparison.a.scenario
    labels = [year_end_label(scenario, year) for year in years_of(scenario)[-_YEARS_SHOWN:]]
    table = plain_table("", *heads)
    for label, *texts in zip(labels, *cells, strict=True):
        table.add_row(label, *texts)
    return table


def _written(column: _Column, rows: Sequence[PairedDifference]) -> tuple[str, list[str]]:
    """Return a column's head and cells, all in one unit, with the shares of runs below each other."""
    means = [row.mean * column.times for row in rows]
    largest = max((abs(mean) for mean in means if math.isfinite(mean)), default=0.0)
    divisor, unit, digits = _unit(column.unit, largest)
    differences = [
        _difference(mean / divisor, (row.high - row.mean) * column.times / divisor, digits)
        for mean, row in zip(means, rows, strict=True)
    ]
    odds = [percent(row.probability) if row.n else "" for row in rows]
    head = f"{column.name}, {unit}{column.per}" if unit else column.name
    return f"{head}  A>B", [f"{text} {share:>4}" for text, share in zip(differences, odds, strict=True)]


def _unit(unit: str, largest: float) -> tuple[float, str, int]:
    """Return by what to divide, how the unit is written, and how many decimals its figures have."""
    if unit != "$":
        return 1.0, unit, 1
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if largest >= size:
            return size, f"${letter}", 2 if largest < 10.0 * size else 1 if largest < 100.0 * size else 0
    return 1.0, "$", 0


def _difference(mean: float, half: float, digits: int) -> str:
    if not math.isfinite(mean):
        return NOT_DEFINED
    text = f"{mean:+,.{digits}f}"
    if not any(digit in text for digit in "123456789"):
        text = f"{0.0:.{digits}f}"
    interval = f" ±{half:,.{digits}f}" if math.isfinite(half) else ""
    return text.replace("-", "−") + interval
