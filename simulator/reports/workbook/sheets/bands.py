"""The sheet of bands: what nine runs in ten do, in the figures that boards ask for, by month, quarter and year.

Figures over quarters and years are those of the runs themselves, added up or rebuilt run by run; bands of months do not
add up to them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import numpy as np

from simulator.reports.charts.arr import arr_title
from simulator.reports.workbook.book import BANDS
from simulator.reports.workbook.by_scenario import ByScenario
from simulator.reports.workbook.sheet import NOTE
from simulator.reports.workbook.styles import INK, MUTED, YEAR_FILL, Kind, Look, number_format
from simulator.reports.workbook.timeline import FIRST, LABEL, OPENING, UNIT, Row
from simulator.results.bands import Bands, holds_nine_in_ten
from simulator.results.metrics import Unit
from simulator.results.periods import periods_of
from simulator.results.ratio_of_means import ratio_of_means

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.formula import Live, Value
    from simulator.reports.workbook.timeline import Span, Timeline
    from simulator.results.arithmetic import Floats
    from simulator.results.metrics import Metric
    from simulator.results.protocols import Summarised, SummarisedByPeriod

SECTIONS: Final = (
    ("Growth", ("arr", "arr.plan", "arr.net_new", "arr.new", "arr.churn", "quick_ratio", "customers")),
    ("Retention", ("nrr", "grr", "logo_retention")),
    (
        "Profit and loss",
        ("revenue", "gross_margin", "cs_cost", "cs_cost.share", "operating_result", "burn_multiple", "rule_of_40"),
    ),
    ("Cash", ("cash", "burn", "runway")),
    ("Onboarding", ("ttv.p50", "onboarding.backlog")),
    ("Value", ("enterprise_value",)),
)
"""What stands on the sheet, besides people."""
PEOPLE: Final = ("employees", "headcount.cs")
UNITS: Final = {
    Unit.USD: "$",
    Unit.SHARE: "%",
    Unit.RATIO: "times",
    Unit.DAYS: "days",
    Unit.MONTHS: "months",
    Unit.PEOPLE: "people",
    Unit.CUSTOMERS: "customers",
}
HEADS, FIRST_ROW = 5, 6
NO_FIGURE: Final = "n/a"
NO_BURN: Final = "no burn"
PLAN: Final = "arr.plan"
"""What is the same in all runs and takes one row."""


@dataclass(frozen=True)
class BandRows:
    """The rows of one metric on the sheet; `of_means` is the ratio of means, None where its parts are not at hand."""

    title: str
    kind: Kind
    median: Row
    p5: Row
    p25: Row
    p75: Row
    p95: Row
    mean: Row
    of_means: Row | None


@dataclass(frozen=True, eq=False)
class _Figures:
    """One row of one scenario: by month (months + 1), quarter and year."""

    months: Floats
    quarters: Floats
    years: Floats

    def at(self, kind: str, place: int) -> float:
        """Return the figure of a month, quarter or year (`kind`)."""
        return float({"month": self.months, "quarter": self.quarters, "year": self.years}[kind][place])


def write_bands(book: Book, choice: Choice) -> dict[str, BandRows]:
    """Write the sheet of a `book`, for the scenario of a `choice`, and return its rows by the names of the metrics."""
    sheet = book[BANDS]
    sections = (*SECTIONS[:4], ("People", _people(book)), *SECTIONS[4:])
    rows = sum(2 + len(names) * 7 for _, names in sections)
    writer = _Writer(
        book, ByScenario(sheet, choice.scenario_number, len(book.cases.results), FIRST_ROW + rows + 4), FIRST_ROW
    )
    _head(book, writer.hidden)
    book.timeline.heads(sheet, HEADS)
    found: dict[str, BandRows] = {}
    for title, names in sections:
        sheet.put(writer.next, LABEL, title, Look(bold=True, size=11.0))
        writer.next += 1
        for name in names:
            found[name] = writer.metric(name)
        writer.next += 1
    for note in NOTES:
        sheet.put(writer.next, LABEL, note, NOTE)
        writer.next += 1
    sheet.freeze(HEADS + 1, FIRST)
    book.timeline.paper(sheet, HEADS)
    sheet.sheet.print_area(0, LABEL, writer.next, book.timeline.spans[-1].column)
    return found


def _people(book: Book) -> tuple[str, ...]:
    """Return headcount in all, and of each role that ever has anybody in any scenario."""
    roles: dict[str, None] = {}
    for result in book.cases.results:
        for role in result.scenario.roles.names():
            if (result.bands(f"headcount.{role}").p95 > 0.0).any():
                roles[f"headcount.{role}"] = None
    return (*PEOPLE, *roles)


def _head(book: Book, hidden: ByScenario) -> None:
    sheet, results = book[BANDS], book.cases.results
    sheet.head("Bands")
    findings = [arr_title(result) for result in results]
    hidden.put(1, 0, hidden.pick(hidden.begin("Finding"), 1, findings), Look(size=11.0, colour=MUTED))
    runs = [_runs_told(result) for result in results]
    hidden.put(2, 0, hidden.pick(hidden.begin("Runs"), 1, runs), NOTE)
    sheet.put(3, 0, "The scenario is chosen on the sheet Summary. Open months with the 1 2 3 above the columns.", NOTE)


def _runs_told(result: Summarised) -> str:
    runs = len(result.runs)
    if holds_nine_in_ten(runs):
        return f"Of {runs:,} runs nine in ten lie between P5 and P95, and half between P25 and P75."
    return f"Of {runs:,} runs, too few for P5 and P95, the lowest and the highest stand in their rows."


NOTES: Final = (
    (
        "Quarters and years are figures of each run over the period: added up, read at its end, or rebuilt from its "
        "sums. Bands of months would not add up to them. All are stored to full precision."
    ),
    (
        "Mean of ratios: each run's ratio, then the mean. Ratio of means: what the means of its parts come to, as the "
        "live sheets have it. Neither is the median."
    ),
    (
        f"{NO_BURN}: cash lasts for ever in such a run; runway has no mean once a run burns nothing. {NO_FIGURE}: no "
        "figure, such as retention before there is a year to look back on."
    ),
)


_FILLS: Final = {"month": "", "quarter": YEAR_FILL, "year": "#E8EEF4"}
_Every: TypeAlias = tuple[Bands, Bands, Bands]


@dataclass
class _Writer:
    book: Book
    hidden: ByScenario
    next: int

    def metric(self, name: str) -> BandRows:
        """Write the rows of a metric: the median, which stands out, and below it the others."""
        metrics = [result.metrics[name] for result in self.book.cases.results if name in result.metrics]
        one = metrics[0]
        low, high = ("P5", "P95") if self._nine_in_ten else ("Lowest", "Highest")
        every = [_bands_of(result, name) for result in self.book.cases.results]
        row = partial(self._row, one, every)
        median = row(one.title, "p50", bold=True)
        if name == PLAN:
            return BandRows(one.title, number_format(one.unit), median, median, median, median, median, median, None)
        return BandRows(
            one.title,
            number_format(one.unit_of_periods),
            median,
            row(low, "p5"),
            row("P25", "p25"),
            row("P75", "p75"),
            row(high, "p95"),
            row("Mean of ratios" if one.kind == "ratio" else "Mean", "mean"),
            self._of_means(one),
        )

    @property
    def _nine_in_ten(self) -> bool:
        return all(holds_nine_in_ten(len(result.runs)) for result in self.book.cases.results)

    def _row(self, one: Metric, every: Sequence[_Every], label: str, stat: str, *, bold: bool = False) -> Row:
        figures = [_Figures(*(getattr(bands, stat) for bands in by_kind)) for by_kind in every]
        return self._write(one, figures, label, bold=bold, mean=stat == "mean")

    def _of_means(self, one: Metric) -> Row | None:
        if one.kind != "ratio":
            return None
        every = [ratio_of_means(result, one.name) for result in self.book.cases.results]
        known = [_Figures(*figures) for figures in every if figures is not None]
        if len(known) < len(every):
            return None
        return self._write(one, known, "Ratio of means", bold=False, mean=True)

    def _write(self, one: Metric, figures: Sequence[_Figures], label: str, *, bold: bool, mean: bool) -> Row:
        sheet, row, kind = self.hidden.sheet, self.next, number_format(one.unit_of_periods)
        self.next += 1
        first = self.hidden.begin(f"{one.title}: {label}")
        if not bold:
            sheet.sheet.set_row(row, None, None, {"level": 1})
        colour = INK if bold else MUTED
        shown = f"{label}, median" if bold and one.name != PLAN else label
        sheet.put(row, LABEL, shown, Look(bold=bold, indent=0 if bold else 1, colour=colour))
        sheet.put(row, UNIT, UNITS[one.unit_of_periods] if bold else "", Look(colour=MUTED))

        def put(column: int, values: Sequence[float], look: Look) -> Live:
            picked = self.hidden.pick(first, column, [told(value, mean=mean) for value in values], kind)
            return self.hidden.put(row, column, picked, look.with_(kind=kind, bold=bold, align="right", colour=colour))

        flows = one.kind == "flow"
        opening = None if flows else put(OPENING, [float(figure.months[0]) for figure in figures], Look())
        cells = {}
        for span, place in _places(self.book.timeline):
            values = [figure.at(span.kind, place) for figure in figures]
            cells[span.column] = put(span.column, values, Look(fill=_FILLS[span.kind]))
        return Row(opening, cells, self.book.timeline)


def _places(timeline: Timeline) -> Iterator[tuple[Span, int]]:
    """Yield every column with its place among the months (from 1), the quarters or the years (from 0)."""
    seen = {"month": 1, "quarter": 0, "year": 0}
    for span in timeline.spans:
        yield span, seen[span.kind]
        seen[span.kind] += 1


def told(value: float, *, mean: bool = False) -> Value:
    """Return a figure for a cell: words where there is none, or where cash lasts for ever."""
    if math.isnan(value) or (mean and math.isinf(value)):
        return NO_FIGURE
    return NO_BURN if math.isinf(value) else value + 0.0


def _bands_of(result: Summarised, name: str) -> _Every:
    """Return the bands of a metric by month, quarter and year; of nothing where a scenario has no such metric."""
    if name not in result.metrics:
        nothing = [np.zeros((len(result.runs), columns)) for columns in _sizes(result)]
        return Bands.of(nothing[0]), Bands.of(nothing[1]), Bands.of(nothing[2])
    by_period = cast("SummarisedByPeriod", result)
    return result.bands(name), by_period.period_bands(name, "quarters"), by_period.period_bands(name, "years")


def _sizes(result: Summarised) -> tuple[int, int, int]:
    scenario = result.scenario
    return result.months + 1, len(periods_of(scenario, "quarters")), len(periods_of(scenario, "years"))
