"""Workbooks of a sheet or two, of a made-up company or of few runs, and what is read back of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from simulator import load, simulate
from simulator.reports.page.report import sides_of
from simulator.reports.workbook.book import Book, Choice
from simulator.reports.workbook.cases import cases_of
from simulator.reports.workbook.choice import write_choice
from simulator.reports.workbook.formula import Live
from simulator.reports.workbook.styles import Styles
from simulator.reports.workbook.timeline import Timeline
from simulator.results.protocols import Summarised
from simulator.results.result import Result

Written = tuple[Worksheet, Worksheet]
"""A sheet read back with the values that its cells show, and with their formulas."""


@cache
def few_runs(cash: str = "12M", runs: int = 21, months: int = 30) -> Result:
    """Return runs of the baseline, cut short."""
    sets: dict[str, Any] = {"horizon_months": months, "money.opening_cash": cash}
    return simulate(load("baseline", sets), runs=runs, seed=3, workers=1)


def written(path: Path, results: Sequence[Summarised], write: Callable[[Book, Choice], object], sheet: str) -> Written:
    """Write a workbook of some results to `path` and return one of its sheets."""
    book = xlsxwriter.Workbook(str(path))
    first = results[0]
    timeline = Timeline.of(first.scenario, first.labels)
    made = Book.of(book, Styles(book), cases_of(sides_of(results)), timeline)
    write(made, write_choice(made))
    book.close()
    return load_workbook(path, data_only=True)[sheet], load_workbook(path)[sheet]


def at(sheet: Worksheet, live: Live) -> Any:
    """Return what stands in the cell that a formula of one cell refers to."""
    (cell,) = live.parts
    assert not isinstance(cell, str)
    return sheet.cell(cell.row + 1, cell.column + 1).value


def pairs(row: Any, values: Sequence[float]) -> list[tuple[Live, float]]:
    """Return the cells of the months of a row beside values by month (months + 1)."""
    return [(row.month(month), float(values[month])) for month in range(1, len(values))]
