"""The sheet of retention: what customers of each landing year pay in each year after, as triangles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.reports.charts.retention import retention_title
from simulator.reports.workbook.book import RETENTION
from simulator.reports.workbook.by_scenario import ByScenario
from simulator.reports.workbook.formula import Live, as_live, chosen, compared, text_of
from simulator.reports.workbook.quantiles import is_number
from simulator.reports.workbook.sheet import HEAD, NOTE
from simulator.reports.workbook.sheets.bands import told
from simulator.reports.workbook.styles import MUTED, Look
from simulator.results.bands import holds_nine_in_ten

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.reports.workbook.book import Book, Choice
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised

KINDS: Final = (
    ("nrr", "Net revenue retention (NRR)", "what they pay now over what they paid twelve months before"),
    ("grr", "Gross revenue retention (GRR)", "the same, each counted at no more than twelve months before"),
    ("logo_retention", "Logo retention", "how many of them are still customers"),
)
FIRST_BLOCK: Final = 5
LOW, MIDDLE, HIGH = "#F4B183", "#FFFFFF", "#9DC3E6"
_WIDTH: Final = 12.0


def write_retention(book: Book, choice: Choice) -> dict[str, tuple[tuple[Live, ...], ...]]:
    """Write the sheet of a `book` and return the triangles of the case of a `choice`, by kind: `nrr`, `grr`, …

    A row a landing year, the opening book first, a cell a year after. Nothing where the horizon is shorter than a year.
    """
    sheet, first = book[RETENTION], book.cases.first
    years = first.months // MONTHS_PER_YEAR
    rows = FIRST_BLOCK + 4 * (years + 5) + 4
    scenario = ByScenario(sheet, choice.scenario_number, len(book.cases.results), rows)
    sheet.head("Retention by landing year")
    findings = [retention_title(result) for result in book.cases.results]
    scenario.put(1, 0, scenario.pick(scenario.begin("Finding"), 1, findings), Look(size=11.0, colour=MUTED))
    sheet.put(
        *(
            2,
            0,
            "How to read: down, when customers landed; across, the years after all of them had. 103% in year 2: they",
        ),
        NOTE,
    )
    sheet.put(
        3, 0, "pay 3% more than twelve months before. The opening book's first year is that of the simulation.", NOTE
    )
    if years == 0:
        sheet.put(FIRST_BLOCK, 0, "The horizon is shorter than a year: there is no retention to tell of.", NOTE)
        return {}
    writer = _Writer(book, choice, years, scenario)
    found = {}
    row = FIRST_BLOCK
    for kind, title, meaning in KINDS:
        found[kind] = writer.block(row, kind, title, meaning)
        row += years + 4
        if kind == "nrr":
            writer.chained(row, found[kind])
            row += years + 4
    writer.looks(row)
    return found


@dataclass
class _Writer:
    book: Book
    choice: Choice
    years: int
    scenario: ByScenario

    def __post_init__(self) -> None:
        self.sheet = self.book[RETENTION]
        cases = len(self.book.cases.cases)
        below = self.scenario.next + 3 * 2 * (self.years + 1) * self.scenario.count
        self.case = ByScenario(self.sheet, self.choice.case, cases, below)

    def block(self, row: int, kind: str, title: str, meaning: str) -> tuple[tuple[Live, ...], ...]:
        """Write the triangles of one kind side by side: the chosen case, and P5 and P95 of its scenario."""
        nine = all(holds_nine_in_ten(len(result.runs)) for result in self.book.cases.results)
        low, high = ("P5 of the runs", "P95 of the runs") if nine else ("Lowest of the runs", "Highest of the runs")
        self.sheet.put(row, 0, f"{title}: {meaning}", Look(bold=True, size=11.0))
        whose = chosen(
            compared(self.choice.company_number, "=", 1.0),
            "Mean of the runs' ratios",
            text_of(self.choice.company, ", its own ratios"),
        )
        self._heads(row + 1, 0, whose)
        cells = self._triangle(row + 2, 0, kind, self.case, self._of_cases)
        for place, (stat, head) in enumerate((("p5", low), ("p95", high)), 1):
            column = place * (self.years + 1)
            self._heads(row + 1, column, as_live(head))
            self._triangle(row + 2, column, kind, self.scenario, partial(self._of_bands, stat))
        self._colours(row + 2, kind)
        return cells

    def chained(self, row: int, nrr: tuple[tuple[Live, ...], ...]) -> None:
        """Write what a dollar landed has become: NRR of every year so far, multiplied."""
        told_ = "What $1 of ARR has become: NRR of the years so far, multiplied (means of ratios give about that)"
        self.sheet.put(row, 0, told_, Look(bold=True, size=11.0))
        self._heads(row + 1, 0, as_live("Landed"))
        for number, years in enumerate(nrr):
            self.sheet.put(row + 2 + number, 0, self._landed(number), Look())
            worth = as_live(1.0)
            for year, cell in enumerate(years, 1):
                content = chosen(is_number(cell), worth * cell, "")
                worth = self.sheet.put(row + 2 + number, year, content, Look(kind="cents", align="right"))

    def _heads(self, row: int, column: int, head: Live) -> None:
        self.sheet.put(row, column, head if column == 0 else head.value, HEAD.with_(indent=2 if column else 0))
        for year in range(1, self.years + 1):
            self.sheet.put(row, column + year, f"Year {year}", HEAD.with_(align="right"))

    def _landed(self, number: int) -> str:
        labels = self.book.timeline.labels
        if number == 0:
            return "Opening book"
        first = (number - 1) * MONTHS_PER_YEAR + 1
        return f"{labels[first]} – {labels[first + MONTHS_PER_YEAR - 1]}"

    def _triangle(
        self, row: int, column: int, kind: str, hidden: ByScenario, of: Callable[[str], list[Floats]]
    ) -> tuple[tuple[Live, ...], ...]:
        found = []
        for number in range(self.years):
            name = f"{kind}.landed.{number or 'opening'}"
            values, first = of(name), hidden.begin(name)
            if column == 0:
                self.sheet.put(row + number, 0, self._landed(number), Look())
            cells = []
            for year in range(1, self.years - number + 1):
                month = (number + year) * MONTHS_PER_YEAR
                picked = hidden.pick(first, column + year, [told(float(one[month])) for one in values], "share")
                look = Look(kind="share", align="right")
                cells.append(hidden.put(row + number, column + year, picked, look))
            found.append(tuple(cells))
        return tuple(found)

    def _of_cases(self, name: str) -> list[Floats]:
        return list(self.book.cases.values(name))

    def _of_bands(self, stat: str, name: str) -> list[Floats]:
        return [self._band(result, name, stat) for result in self.book.cases.results]

    def _band(self, result: Summarised, name: str, stat: str) -> Floats:
        if name not in result.metrics:
            return np.full(result.months + 1, np.nan)
        found: Floats = getattr(result.bands(name), stat)
        return found

    def _colours(self, row: int, kind: str) -> None:
        scale = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
        scale |= {"min_color": LOW, "mid_color": MIDDLE, "max_color": HIGH}
        ends = (0.7, 1.0, 1.3) if kind == "nrr" else (0.6, 0.85, 1.0)
        values = dict(zip(("min_value", "mid_value", "max_value"), ends, strict=True))
        last = row + self.years - 1
        for place in range(3):
            column = place * (self.years + 1) + 1
            self.sheet.sheet.conditional_format(row, column, last, column + self.years - 1, scale | values)

    def looks(self, end: int) -> None:
        """Set widths, and paper up to the row `end`."""
        inner = self.sheet.sheet
        inner.set_column(0, 3 * (self.years + 1), 9)
        inner.set_column(0, 0, 26)
        for place in (1, 2):
            inner.set_column(place * (self.years + 1), place * (self.years + 1), _WIDTH + 8)
        self.sheet.freeze(FIRST_BLOCK, 1)
        self.sheet.paper()
        inner.print_area(0, 0, end, 3 * (self.years + 1) - 1)
