"""What the terminal says about several scenarios held against the first: the answer, the last month, cash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR, month_label
from simulator.decisions.paired import estimate
from simulator.reports.charts.several import several_title, signed
from simulator.reports.terminal.cash import CASH_NOTE, cash_tables
from simulator.reports.terminal.comparison import shares_ahead, tie_note
from simulator.reports.terminal.room import print_fitting
from simulator.reports.terminal.run import plain_table, print_files
from simulator.reports.words import NOT_DEFINED, growth_words, money, percent, plural, short_name
from simulator.results.cash_outlook import CashOutlook
from simulator.results.metrics import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from simulator.decisions.compare import PairedDifference
    from simulator.decisions.paired import Estimate
    from simulator.decisions.several import Several

__all__ = ["print_several", "several_note", "several_table"]

_NAME: Final = 30


def print_several(found: Several, console: Console, files: Sequence[Path] = ()) -> None:
    """Print the comparison that was `found` on `console` for a reader with ten seconds, and where the `files` are.

    Plain text where the console is no terminal.
    """
    from rich.text import Text

    console.print(Text(f"{several_title(found)}.", style="bold"), highlight=False)
    console.print()
    print_fitting((several_table(found, count) for count in range(len(_columns(found)), 0, -1)), console, files)
    console.print(Text(several_note(found), style="dim"), highlight=False)
    console.print()
    rows = [
        (short_name(name, _NAME), CashOutlook.of(one)) for name, one in zip(found.names, found.results, strict=True)
    ]
    print_fitting(cash_tables(rows), console)
    console.print(Text(CASH_NOTE, style="dim"), highlight=False)
    console.print()
    print_files(files, console)
    about = f"{plural(len(found.first.runs), 'common run')} · seed {found.first.seed} · {found.first.engine} engine"
    console.print(Text(about, style="dim"), highlight=False)


def _points(value: float) -> str:
    return f"{100.0 * value:.1f} pts".replace("-", "−")


def _tenth(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


_Column = tuple[str, str, "Callable[[float], str]", "Callable[[float], str]"]
_COLUMNS: Final[tuple[_Column, ...]] = (
    ("ARR", "arr", money, money),
    ("NRR", "nrr", _points, percent),
    ("CSMs", "headcount.csm", _tenth, _tenth),
    ("CS cost/ARR", "cs_cost.share", _points, lambda value: percent(value, 1)),
    ("GRR", "grr", _points, percent),
)
"""Heading, metric, and how a difference and a level are written; the last ones go first where room is short."""


def _columns(found: Several) -> tuple[_Column, ...]:
    """Return the columns, the yardstick of value among them where it is known within the horizon."""
    if found.months < MONTHS_PER_YEAR:
        return _COLUMNS
    name, _ = found.yardstick
    return (*_COLUMNS[:2], (METRICS[name].head, name, money, money), *_COLUMNS[2:])


def several_note(found: Several) -> str:
    """Return what the figures of the table of those `found` are."""
    return (
        f"By {month_label(found.first.scenario.start_date, found.months)}, each minus {short_name(found.names[0])}: "
        "means over the runs ± their 95% interval, all of a column holding together; ahead: share of runs with more "
        f"ARR{tie_note(_arr(found))}. The first line has the means themselves."
        f"{growth_words(found.yardstick[1], 'The scenarios')}"
    )


def several_table(found: Several, count: int | None = None) -> Table:
    """Return the table of the scenarios that were `found`, with the first `count` of the metrics or all."""
    columns = _columns(found)[:count]
    heads = [head for head, *_ in columns]
    shares = shares_ahead("ahead", _arr(found))
    table = plain_table("", heads[0], *shares, *heads[1:])
    month = found.months
    levels = [estimate(found.first[metric][:, month]).mean for _, metric, *_ in columns]
    first = [_cell(level, words) for level, (_, _, _, words) in zip(levels, columns, strict=True)]
    table.add_row(short_name(found.names[0]), first[0], *("" for _ in shares), *first[1:])
    gaps = [found.at(metric, month) for _, metric, *_ in columns]
    for row, told in enumerate(zip(*shares.values(), strict=True)):
        cells = [_gap(gap[row], words) for gap, (_, _, words, _) in zip(gaps, columns, strict=True)]
        table.add_row(short_name(found.names[1 + row]), cells[0], *told, *cells[1:])
    return table


def _arr(found: Several) -> list[PairedDifference]:
    return [one.at("arr", found.months) for one in found.comparisons]


def _cell(value: float, words: Callable[[float], str]) -> str:
    return words(value) if np.isfinite(value) else NOT_DEFINED


def _gap(gap: Estimate, words: Callable[[float], str]) -> str:
    if not np.isfinite(gap.mean):
        return NOT_DEFINED
    text = signed(gap.mean, words)
    return f"{text} ± {words(gap.half)}" if np.isfinite(gap.half) else text
