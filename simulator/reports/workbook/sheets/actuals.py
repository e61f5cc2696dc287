"""The sheet of actuals: what really happened, pasted month by month, beside what the runs of the model did.

Each actual figure has its place among the runs of the chosen scenario. So that this needs no run, the sheet holds 21
quantiles of the single runs, from the lowest to the highest, straight between; of summaries it holds five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.theme import DARK, ORANGE
from simulator.reports.workbook.book import ACTUALS
from simulator.reports.workbook.formula import (
    Cell,
    Live,
    as_live,
    called,
    chosen,
    compared,
    ratio,
    size,
    text_of,
)
from simulator.reports.workbook.quantiles import Quantiles, both, is_number
from simulator.reports.workbook.sheet import HEAD, NOTE
from simulator.reports.workbook.sheets.bands import UNITS, told
from simulator.reports.workbook.styles import MUTED, Kind, Look
from simulator.results.bands import quantiles_of
from simulator.results.protocols import SingleRuns

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.sheets.bands import BandRows
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised

METRICS: Final = (
    *("arr", "customers", "nrr", "grr", "arr.new", "arr.churn", "revenue", "cash", "burn"),
    *("headcount.csm", "headcount.onboarding", "cs_cost"),
)
"""What actuals may be pasted of, as the columns stand."""
OF_RUNS: Final = tuple(range(0, 101, 5))
OF_SUMMARIES: Final = (5, 25, 50, 75, 95)
GROUP, HEADS, FIRST_ROW = 4, 5, 6
FIRST: Final = 1
_GROUP: Final = ("Median", "Mean", "Variance", "Variance, %", "Percentile")
OUTSIDE: Final = "#FCE4D6"


@dataclass(frozen=True)
class Actuals:
    """The cells for actuals by metric, month by month from 1, and the cell that tells what they come to."""

    cells: dict[str, tuple[Live, ...]]
    finding: Live


@dataclass(frozen=True)
class _Place:
    """Where the parts of the sheet stand."""

    months: int
    metrics: int

    @property
    def last(self) -> int:
        """The row of the last month."""
        return FIRST_ROW + self.months - 1

    @property
    def groups(self) -> int:
        """The column where comparison begins."""
        return FIRST + self.metrics + 1

    @cached_property
    def helpers(self) -> int:
        """The first column out of sight: which row of quantiles, then a block for each thing that is worked out."""
        return self.groups + self.metrics * len(_GROUP) + 1

    def helper(self, block: int, metric: int) -> int:
        """Return the column of a metric in a block of helpers."""
        return self.helpers + 2 + block * self.metrics + metric

    @property
    def quantiles(self) -> int:
        """The row of percents, below which quantiles stand."""
        return self.last + 4


_AT, _OUTSIDE, _OFF = range(3)
"""Blocks of helpers: the place among the quantiles, whether it is outside P5 to P95, and how far off."""


def write_actuals(
    book: Book, choice: Choice, bands: Mapping[str, BandRows], given: Mapping[str, Mapping[int, float]] | None = None
) -> Actuals:
    """Write the sheet of a `book`, for the scenario of a `choice`, and return its cells.

    `bands` are the rows of the sheet of bands; `given` has actual figures that are known, by metric and month.
    """
    writer = _Writer(book, choice, bands, given or {})
    writer.heads()
    writer.quantiles()
    writer.inputs()
    for place in range(len(writer.names)):
        writer.compare(place)
    finding = writer.finding()
    writer.looks()
    return Actuals(writer.actual, finding)


class _Writer:
    def __init__(
        self, book: Book, choice: Choice, bands: Mapping[str, BandRows], given: Mapping[str, Mapping[int, float]]
    ) -> None:
        self.book, self.choice, self.bands, self.given = book, choice, bands, given
        self.sheet = book[ACTUALS]
        self.results = book.cases.results
        self.names = tuple(name for name in METRICS if name in bands)
        self.at = _Place(len(book.timeline.months), len(self.names))
        self.single = all(isinstance(result, SingleRuns) for result in self.results)
        self.percents = OF_RUNS if self.single else OF_SUMMARIES
        self.known = {name: [self._known(result, name) for result in self.results] for name in self.names}
        self.actual: dict[str, tuple[Live, ...]] = {}
        self.blocks: dict[str, Cell] = {}
        self.helpers: dict[tuple[int, int], list[Live]] = {}

    def _known(self, result: Summarised, name: str) -> Floats:
        """Return quantiles of a metric (percents, months + 1); nothing where a scenario has no such metric."""
        if name not in result.metrics:
            return np.zeros((len(self.percents), result.months + 1))
        if self.single:
            assert isinstance(result, SingleRuns)
            return quantiles_of(result[name], self.percents)
        bands = result.bands(name)
        return np.array([bands.p5, bands.p25, bands.p50, bands.p75, bands.p95])

    def heads(self) -> None:
        """Write the heads of all columns, and what months there are."""
        sheet, at = self.sheet, self.at
        sheet.put(HEADS, 0, "Month", HEAD)
        for place, name in enumerate(self.names):
            title = self.bands[name].title
            sheet.put(HEADS, FIRST + place, self._title(name), HEAD.with_(align="right"))
            column = at.groups + place * len(_GROUP)
            for offset, head in enumerate(_GROUP):
                fill = {"fill": "#DCE5EE"} if offset == 0 else {}
                sheet.put(GROUP, column + offset, title if offset == 0 else "", HEAD.with_(wrap=False, **fill))
                sheet.put(HEADS, column + offset, head, HEAD.with_(align="right"))
        for place in range(len(self.names) + 1):
            what = "Paste actuals here: months down, figures across" if place == FIRST else ""
            sheet.put(GROUP, place, what, HEAD.with_(wrap=False))
        for month, label in enumerate(self.book.timeline.labels[1:], 1):
            sheet.put(FIRST_ROW + month - 1, 0, label, Look(bold=True))

    def quantiles(self) -> None:
        """Write the quantiles of every scenario out of sight, a row a month, and which row is that of a month."""
        sheet, at, months = self.sheet, self.at, self.at.months
        sheet.put(at.quantiles, 0, "Percentile", Look(colour=MUTED))
        for column, percent in enumerate(self.percents, FIRST):
            sheet.put(at.quantiles, column, percent / 100.0, Look(kind="share", colour=MUTED))
        self._hide(at.quantiles)
        row = at.quantiles + 1
        for name in self.names:
            first = row
            for side, known in zip(self.book.cases.sides, self.known[name], strict=True):
                for month in range(1, months + 1):
                    sheet.put(row, 0, f"{name}, {side.name}, {self.book.timeline.labels[month]}", Look(colour=MUTED))
                    for column, value in enumerate(known[:, month].tolist(), FIRST):
                        sheet.put(row, column, told(value), Look(colour=MUTED))
                    self._hide(row)
                    row += 1
            self.blocks[name] = Cell(ACTUALS, first, FIRST, row - 1, len(self.percents), fixed=True)
        before = (self.choice.scenario_number - 1.0) * float(months)
        for month in range(1, months + 1):
            sheet.put(FIRST_ROW + month - 1, at.helpers, before + float(month), Look(kind="whole", colour=MUTED))
            # the label once more as text: what is shown may be pasted over
            sheet.put(FIRST_ROW + month - 1, at.helpers + 1, self.book.timeline.labels[month], Look(colour=MUTED))

    def _hide(self, row: int) -> None:
        self.sheet.sheet.set_row(row, None, None, {"hidden": True})

    def inputs(self) -> None:
        """Write the cells into which actuals are pasted."""
        for place, name in enumerate(self.names):
            known, kind = self.given.get(name, {}), self._kind(name)
            self.actual[name] = tuple(
                self.sheet.input(FIRST_ROW + month - 1, FIRST + place, known.get(month), Look(kind=kind))
                for month in range(1, self.at.months + 1)
            )

    def _kind(self, name: str) -> Kind:
        return self.bands[name].kind

    def compare(self, place: int) -> None:
        """Write what a metric's actuals come to beside the model."""
        name, sheet, at = self.names[place], self.sheet, self.at
        rows, kind, column = self.bands[name], self._kind(name), at.groups + place * len(_GROUP)
        outside, off = [], []
        for month in range(1, at.months + 1):
            row, actual = FIRST_ROW + month - 1, self.actual[name][month - 1]
            median = sheet.put(row, column, rows.median.month(month), Look(kind=kind, align="right"))
            sheet.put(row, column + 1, rows.mean.month(month), Look(kind=kind, align="right"))
            known = both(is_number(actual), is_number(median))
            variance = sheet.put(row, column + 2, chosen(known, actual - median, ""), Look(kind=kind))
            share = chosen(is_number(variance), ratio(variance, size(median)), "")
            sheet.put(row, column + 3, share, Look(kind="share"))
            self._place_of(place, row, column + 4, month)
            low, high = rows.p5.month(month), rows.p95.month(month)
            beyond = called("OR", compared(actual, "<", low), compared(actual, ">", high), value=0.0)
            beyond = replace(beyond, value=float(not low.number <= actual.number <= high.number))
            flag = chosen(known, chosen(beyond, 1.0, 0.0), "")
            outside.append(sheet.put(row, at.helper(_OUTSIDE, place), flag, Look(colour=MUTED)))
            widths = chosen(known, ratio(size(variance), high - low), "")
            off.append(sheet.put(row, at.helper(_OFF, place), widths, Look(colour=MUTED)))
        self.helpers[_OUTSIDE, place], self.helpers[_OFF, place] = outside, off

    def _place_of(self, place: int, row: int, column: int, month: int) -> None:
        """Write the percentile of an actual among the runs, and out of sight where it stands among the quantiles."""
        name = self.names[place]
        actual = self.actual[name][month - 1]
        one = Quantiles(
            self.blocks[name],
            Cell(ACTUALS, self.at.quantiles, FIRST, self.at.quantiles, len(self.percents), fixed=True),
            Live.cell(ACTUALS, row, self.at.helpers, float(month)),
            [told(value) for value in self.known[name][0][:, month].tolist()],
            [percent / 100.0 for percent in self.percents],
        )
        first, last = one.at(as_live(1.0)), one.at(as_live(float(len(self.percents))))
        there = both(is_number(actual), is_number(first))
        within = both(compared(actual, ">=", first), compared(actual, "<=", last))
        found = chosen(there, chosen(within, one.reached(actual), 0.0), "")
        at = self.sheet.put(row, self.at.helper(_AT, place), found, Look(colour=MUTED))
        low, high = ("all runs", "all runs") if self.single else ("P5", "P95")
        outside = chosen(compared(actual, "<", first), f"below {low}", f"above {high}")
        inside = one.between(actual, at)
        percentile = chosen(compared(at, "=", ""), "", chosen(compared(at, "=", 0.0), outside, inside))
        self.sheet.put(row, column, percentile, Look(kind="share", align="right"))

    def finding(self) -> Live:
        """Write how many actuals are in, how many lie outside P5 to P95, and which lies furthest off."""
        sheet, at = self.sheet, self.at
        off = [self._column(_OFF, place) for place in range(at.metrics)]
        most = [
            sheet.put(HEADS, at.helper(_OFF, place), called("MAX", cell, value=max([0.0, *values])), Look(colour=MUTED))
            for place, (cell, values) in enumerate(off)
        ]
        heads = Cell(ACTUALS, HEADS, at.helper(_OFF, 0), HEADS, at.helper(_OFF, at.metrics - 1), fixed=True)
        largest = max(one.number for one in most)
        furthest = called("MAX", heads, value=largest)
        which = [one.number for one in most].index(largest)
        metric = called("MATCH", furthest, heads, 0.0, value=float(which + 1))
        block = Cell(ACTUALS, FIRST_ROW, at.helper(_OFF, 0), at.last, at.helper(_OFF, at.metrics - 1), fixed=True)
        values = off[which][1]
        month = values.index(largest) if largest in values else 0
        column = called("INDEX", block, 0.0, metric, value=0.0)
        row = called("MATCH", furthest, column, 0.0, value=float(month + 1))
        titles = Cell(ACTUALS, HEADS, FIRST, HEADS, FIRST + at.metrics - 1, fixed=True)
        labels = Cell(ACTUALS, FIRST_ROW, at.helpers + 1, at.last, at.helpers + 1, fixed=True)
        title = called("INDEX", titles, metric, value=self._title(self.names[which]))
        label = called("INDEX", labels, row, value=self.book.timeline.labels[month + 1])
        given = [one.value for cells in self.actual.values() for one in cells if one.value != ""]
        paste = Cell(ACTUALS, FIRST_ROW, FIRST, at.last, FIRST + at.metrics - 1, fixed=True)
        count = called("COUNT", paste, value=float(len(given)))
        beyond = [self._column(_OUTSIDE, place)[1] for place in range(at.metrics)]
        flags = Cell(
            ACTUALS, FIRST_ROW, at.helper(_OUTSIDE, 0), at.last, at.helper(_OUTSIDE, at.metrics - 1), fixed=True
        )
        outside = called("SUM", flags, value=float(sum(sum(one) for one in beyond)))
        times = called("ROUND", furthest, 1.0, value=round(largest, 1))
        told_ = text_of(
            *(count, " actual figures are in, ", outside, " outside P5 to P95. Furthest off: ", title, " in ", label),
            *(", ", times, " times the width of P5 to P95 away from the median"),
        )
        none = (
            "No actual figures are in yet: paste them into the blue cells, and their place among the runs shows beside"
        )
        alone = text_of(count, " actual figures are in, ", outside, " outside P5 to P95")
        told_ = chosen(compared(furthest, ">", 0.0), told_, alone)
        finding = chosen(compared(count, "=", 0.0), none, told_)
        sheet.head("Actuals", finding)
        how = "quantiles of the single runs (P0, P5 … P100)" if self.single else "P5, P25, median, P75 and P95 alone"
        sheet.put(
            2,
            0,
            f"Percentile: where the actual lies among the runs of the chosen scenario, straight between {how}; of many "
            "runs alike, the middle of them. Variance: actual less median.",
            NOTE,
        )
        sheet.put(
            3,
            0,
            "Paste a rectangle of months by figures into the blue cells. Shares as 104% or 1.04, flows of the month, "
            "churn and burn above zero. Coloured: outside P5 to P95.",
            NOTE,
        )
        return Live.cell(ACTUALS, 1, 0, finding.value)

    def _column(self, block: int, place: int) -> tuple[Cell, list[float]]:
        """Return a column of helpers, and the figures in it."""
        column = self.at.helper(block, place)
        cell = Cell(ACTUALS, FIRST_ROW, column, self.at.last, column)
        return cell, [one.number for one in self.helpers[block, place]]

    def _title(self, name: str) -> str:
        return f"{self.bands[name].title} ({UNITS[self.book.cases.first.metrics[name].unit.added]})"

    def looks(self) -> None:
        """Colour what lies outside, set widths and paper, hide the helpers."""
        sheet, at, inner = self.sheet, self.at, self.sheet.sheet
        coloured = self.book.book.add_format({"bg_color": OUTSIDE, "font_color": DARK[ORANGE]})
        for place in range(at.metrics):
            flag = Live.cell(ACTUALS, FIRST_ROW, at.helper(_OUTSIDE, place), 0.0)
            (cell,) = flag.parts
            assert isinstance(cell, Cell)
            condition = {"type": "formula", "criteria": f"={cell.written(ACTUALS)}=1", "format": coloured}
            for first, last in (
                (FIRST + place, FIRST + place),
                (at.groups + place * len(_GROUP) + 2, at.groups + place * len(_GROUP) + 4),
            ):
                # the flag's column must not move along with those that are coloured
                fixed = condition | {"criteria": f"={_fixed_column(cell)}=1"}
                inner.conditional_format(FIRST_ROW, first, at.last, last, fixed)
        inner.set_column(0, 0, 11)
        inner.set_column(FIRST, at.metrics, 13)
        inner.set_column(at.groups - 1, at.groups - 1, 2)
        inner.set_column(at.groups, at.helpers - 2, 12)
        inner.set_column(at.helpers - 1, at.helper(_OFF, at.metrics), None, None, {"hidden": True})
        inner.set_row(HEADS, 42)
        sheet.freeze(FIRST_ROW, FIRST)
        sheet.paper(rows=(GROUP, HEADS))
        inner.repeat_columns(0, 0)
        inner.print_area(0, 0, at.last, at.helpers - 2)
        inner.fit_to_pages(0, 1)
        inner.set_v_pagebreaks([at.groups + group for group in range(0, at.metrics * len(_GROUP), 3 * len(_GROUP))])


def _fixed_column(cell: Cell) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(cell.row, cell.column, col_abs=True))
