"""The sheets of behaviour: `Data` with every case as values, `Behaviour` with the chosen one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from simulator.reports.workbook.book import BEHAVIOUR, DATA
from simulator.reports.workbook.formula import Cell, Live, as_live, called, chosen, compared
from simulator.reports.workbook.money import (
    DEPARTMENTS,
    PAY,
    PLANNED_PAY,
    TITLES,
    Figure,
    Terms,
    raised,
    share_paths,
)
from simulator.reports.workbook.styles import MUTED, Look
from simulator.reports.workbook.timeline import Row, Table

if TYPE_CHECKING:
    from simulator.reports.workbook.behaviour import Series
    from simulator.reports.workbook.book import Book, Choice
    from simulator.results.protocols import Summarised


_HEADS: Final = 3
_FIRST: Final = 2
"""The column of month 0 on the sheet of data."""


@dataclass(frozen=True, eq=False)
class Behaviour:
    """The rows of the chosen case over time, by key, and what follows from inputs for each month."""

    results: tuple[Summarised, ...]
    rows: Mapping[str, Row]
    pay: Mapping[str, Row] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.rows

    def __getitem__(self, key: str) -> Row:
        return self.rows[key]

    def of_month(self, name: str, month: int) -> Figure:
        """Return what `Terms.months` asks for; 0 for a setting that no scenario has."""
        rows = self.pay if name in self.pay else self.rows
        return rows[name].month(month) if name in rows else 0.0


def write_behaviour(
    book: Book, choice: Choice, series: Mapping[str, Series], inputs: Mapping[str, Live]
) -> tuple[Behaviour, Terms, int]:
    """Write both sheets; return the rows of the chosen case, the terms of prices in cells, and the next row of it."""
    blocks = _write_data(book, series)
    sheet, line = book[BEHAVIOUR], book.timeline
    sheet.head(
        "Behaviour",
        "What customers and hires did in the case chosen on the summary: values of a run, which cells cannot work out",
    )
    line.heads(sheet, _HEADS)
    sheet.freeze(_HEADS + 1, 3)
    line.paper(sheet, _HEADS)
    table, rows = Table(sheet, line, _HEADS + 1), {}
    for part, inside in groupby(series.values(), key=lambda one: one.part):
        table.heading(part)
        for one in inside:
            rows[one.key] = _write(table, one, blocks[one.key], choice)
    found = Behaviour(book.cases.results, rows)
    pay = _write_pay(table, found, book, inputs)
    return (whole := Behaviour(book.cases.results, rows, pay)), Terms(inputs, whole.of_month), table.next


def _write(table: Table, one: Series, block: tuple[Cell, ...], choice: Choice) -> Row:
    shown = one.values[0]

    def of(month: int) -> Live:
        value = float(shown[month])
        if all(_empty(float(case[month])) for case in one.values):
            return as_live("")
        picked = called("INDEX", block[month], choice.case, value=0.0 if _empty(value) else value)
        if not any(_empty(float(case[month])) for case in one.values):
            return picked
        return chosen(compared(picked, "=", ""), "", picked) if not _empty(value) else _blank(picked)

    if one.flow:
        return table.flow(one.title, one.unit, one.kind, of)
    return table.stock(one.title, one.unit, one.kind, of(0), of)


def _blank(picked: Live) -> Live:
    """Return what shows a figure where there is one, and nothing for an empty cell as now."""
    from dataclasses import replace

    empty = replace(picked, value="")
    return chosen(compared(empty, "=", ""), "", empty)


def _empty(value: float) -> bool:
    import math

    return not math.isfinite(value)


def _write_data(book: Book, series: Mapping[str, Series]) -> dict[str, tuple[Cell, ...]]:
    """Write every case of every row and return the block of cases of each month, by key."""
    sheet, cases = book[DATA], book.cases
    sheet.head(
        "Data", "Every case that can be chosen, as the run found it, at full precision; nothing here is worked out"
    )
    heads = ["What", "Case", *book.timeline.labels]
    sheet.heads(_HEADS, *heads)
    sheet.widths(44, 34, *([12] * (len(heads) - 2)))
    sheet.freeze(_HEADS + 1, 2)
    sheet.paper()
    names = [f"{cases.sides[case.scenario].name}: {case.company}" for case in cases.cases]
    row, blocks = _HEADS + 1, {}
    for one in series.values():
        for place, values in enumerate(one.values):
            sheet.put(row + place, 0, one.title, Look(colour=MUTED) if place else Look())
            sheet.put(row + place, 1, names[place], Look(colour=MUTED))
            for month, value in enumerate(values):
                sheet.put(row + place, _FIRST + month, float(value), Look(kind=one.kind))
        last = row + len(one.values) - 1
        blocks[one.key] = tuple(
            Cell(DATA, row, _FIRST + month, last, _FIRST + month, fixed=True) for month in range(one.values.shape[1])
        )
        row = last + 1
    return blocks


def _write_pay(table: Table, found: Behaviour, book: Book, inputs: Mapping[str, Live]) -> dict[str, Row]:
    """Write what follows from inputs for each month: levels of pay, and what departments are planned to take."""
    table.heading("Worked out from the assumptions")

    def level(title: str, path: str) -> Row:
        inflation = inputs.get(path, 0.0)
        return table.stock(title, "times", "ratio", 1.0, lambda month: as_live(raised(month, inflation)))

    rows = {
        "pay": level("Pay, as a multiple of the first day's", PAY),
        "planned_pay": level("The same as planned", PLANNED_PAY),
    }
    for whose in DEPARTMENTS:
        paths = [path for path in share_paths(book.cases.results) if f"{path}, {whose}" in found]
        if not paths:
            continue

        def of(month: int, paths: list[str] = paths, whose: str = whose) -> Live:
            terms = [found[f"{path}, {whose}"].month(month) * inputs[path] for path in paths]
            total = terms[0]
            for one in terms[1:]:
                total = total + one
            return total

        rows[f"shares for {whose}"] = table.flow(
            f"Planned for R&D and administration, as {TITLES[whose].lower()} goes by it", "$", "money", of
        )
    return rows
