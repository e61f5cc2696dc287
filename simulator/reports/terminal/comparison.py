"""What the terminal says about a comparison: the answer, what the scenarios differ in, the differences by year."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.decisions.differing import differs
from simulator.reports.cash_words import share_words
from simulator.reports.charts.difference import difference_title, names
from simulator.reports.terminal.cash import CASH_NOTE, cash_tables
from simulator.reports.terminal.room import narrower, print_fitting
from simulator.reports.terminal.run import plain_table, print_files
from simulator.reports.words import NOT_DEFINED, growth_words, money, plural, unopposed_words
from simulator.results.cash_outlook import CashOutlook
from simulator.results.metrics import METRICS
from simulator.results.summary import year_end_label, years_of

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.compare import Comparison, PairedDifference

__all__ = ["comparison_note", "comparison_table", "print_comparison"]

_FIELDS_SHOWN: Final = 15
_LEVEL: Final = "level"
"""What heads the share of runs in which two scenarios have the same."""
_NAME: Final = 30
"""Letters of a name at the head of a line; where one is longer both are called A and B, as explained above."""


@dataclass(frozen=True)
class _Column:
    """A column; on a narrow screen columns go, the most `dispensable` first, and those of 0 stay."""

    head: str
    metric: str
    words: Callable[[float], str]
    dispensable: int = 0


def _points(value: float) -> str:
    return _tenth(100.0 * value)


def _tenth(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


_COLUMNS: Final = (
    _Column("ARR", "arr", money),
    _Column("NRR, pts", "nrr", _points),
    _Column("GRR, pts", "grr", _points, dispensable=4),
    _Column("CSMs", "headcount.csm", _tenth, dispensable=3),
    _Column("CS cost/ARR, pts", "cs_cost.share", _points, dispensable=2),
)


def _columns(found: Comparison) -> tuple[_Column, ...]:
    """Return the columns, the yardstick of value among them where it is known within the horizon."""
    if found.months < MONTHS_PER_YEAR:
        return _COLUMNS
    name, _ = found.yardstick
    value = _Column(METRICS[name].head, name, money, dispensable=1)
    return (*_COLUMNS[:2], value, *_COLUMNS[2:])


def print_comparison(found: Comparison, console: Console, files: Sequence[Path] = ()) -> None:
    """Print a comparison that was `found` for a reader with ten seconds; plain text where the console is no terminal.

    `console` is where to; `files` are named at the end.
    """
    from rich.text import Text

    a, b = names(found)
    console.print(Text(difference_title(found), style="bold"))
    console.print()
    _print_fields(found, console, a, b)
    print_fitting(narrower(_columns(found), partial(comparison_table, found)), console, files)
    console.print(Text(comparison_note(found), style="dim"))
    console.print()
    short = (a, b) if max(len(a), len(b)) <= _NAME else ("A", "B")
    rows = [(name, CashOutlook.of(one)) for name, one in zip(short, (found.a, found.b), strict=True)]
    print_fitting(cash_tables(rows), console)
    console.print(Text(CASH_NOTE, style="dim"))
    console.print()
    print_files(files, console)
    about = f"{plural(len(found.a.runs), 'common run')} · seed {found.a.seed} · {found.a.engine} engine"
    console.print(Text(about, style="dim"))


def comparison_note(found: Comparison) -> str:
    """Return what the figures of the table of the comparison that was `found` are."""
    a, b = names(found)
    ahead = f"A ahead: share of runs in which A has more ARR{tie_note(_arr(found))}"
    own = growth_words(found.yardstick[1], "The two")
    free = unopposed_words(one.path for one in differs(found.a.scenario, found.b.scenario))
    return f"{a} minus {b}, means over the runs ± their 95% interval; {ahead}.{own}{free}"


def _print_fields(found: Comparison, console: Console, a: str, b: str) -> None:
    from rich.text import Text

    fields = differs(found.a.scenario, found.b.scenario)
    if not fields:
        console.print("The two scenarios differ in nothing.")
    for one in fields[:_FIELDS_SHOWN]:
        console.print(Text.assemble((one.path, "bold"), f": {one.a} in A, {one.b} in B"), soft_wrap=True)
    if len(fields) > _FIELDS_SHOWN:
        console.print(f"and {len(fields) - _FIELDS_SHOWN} more fields")
    console.print(Text(f"A is {a}, B is {b}.", style="dim"))
    console.print()


def comparison_table(found: Comparison, columns: Sequence[_Column] = ()) -> Table:
    """Return the differences at year ends of the comparison that was `found`, with the `columns` given or all."""
    columns = columns or _columns(found)
    shares = shares_ahead("A ahead", _arr(found))
    table = plain_table("", columns[0].head, *shares, *(column.head for column in columns[1:]))
    rows = zip(*(found.at_year_ends(column.metric) for column in columns), *shares.values(), strict=True)
    for year, row in zip(years_of(found.a.scenario), rows, strict=True):
        cells = [_cell(column, one) for column, one in zip(columns, row[: len(columns)], strict=True)]
        when = year_end_label(found.a.scenario, year)
        table.add_row(when, cells[0], *row[len(columns) :], *cells[1:])
    return table


def _arr(found: Comparison) -> tuple[PairedDifference, ...]:
    return found.at_year_ends(_COLUMNS[0].metric)


def shares_ahead(head: str, found: Sequence[PairedDifference]) -> dict[str, list[str]]:
    """Return by the head of its column in how many runs the first has more, row by row, and in how many both are level.

    The second column is there only where some are: a tie that counted half would show a lead that no run has.
    """
    shares = {head: [share_words(one.probability) for one in found]}
    return shares | {_LEVEL: [share_words(one.tied) for one in found]} if _any_tied(found) else shares


def tie_note(found: Sequence[PairedDifference]) -> str:
    """Return what a tie counts, after what being ahead is; nothing where there is none."""
    return f", {_LEVEL}: in which both have the same" if _any_tied(found) else ""


def _any_tied(found: Sequence[PairedDifference]) -> bool:
    return any(one.tied > 0.0 for one in found)


def _cell(column: _Column, found: PairedDifference) -> str:
    if math.isnan(found.mean):
        return NOT_DEFINED
    text = column.words(found.mean)
    sign = "+" if found.mean > 0.0 and any(c in "123456789" for c in text) else ""
    half = found.high - found.mean
    return f"{sign}{text} ± {column.words(half)}" if math.isfinite(half) else f"{sign}{text}"
