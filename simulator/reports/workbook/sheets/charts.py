"""The sheet of charts: native ones, each with its finding, that follow whatever is chosen on the summary.

Columns of the other sheets have quarters and years between months, so that what is drawn stands once more to the right
of the charts, as links, month below month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import add_months
from simulator.engine.ledger import BridgeLine
from simulator.reports.charts.arr import arr_title
from simulator.reports.charts.bridge import COLOURS, bridge_title
from simulator.reports.charts.cash import cash_title
from simulator.reports.charts.headcount import headcount_title
from simulator.reports.charts.pnl import pnl_title
from simulator.reports.charts.retention import retention_title
from simulator.reports.charts.role_looks import OWN_ROLES, ROLE_LOOKS
from simulator.reports.page.fans import grr_finding
from simulator.reports.theme import BLUE, GREEN, GREY, MUTED, VERMILLION
from simulator.reports.workbook.book import ACTUALS, CHARTS
from simulator.reports.workbook.by_scenario import ByScenario
from simulator.reports.workbook.formula import Cell, Live, Value, chosen, compared, size, text_of
from simulator.reports.workbook.native_charts import dollars, dress
from simulator.reports.workbook.quantiles import both, is_number
from simulator.reports.workbook.sheet import NOTE
from simulator.reports.workbook.styles import Kind, Look
from simulator.results.metrics import BRIDGE

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.sheets.actuals import Actuals
    from simulator.reports.workbook.sheets.bands import BandRows
    from simulator.reports.workbook.timeline import Row, Span
    from simulator.results.protocols import Summarised

ACROSS, DOWN, FIRST_ROW = 10, 17, 4
"""Columns and rows of the sheet that a chart takes, and the row of the first."""
DATA: Final = 2 * ACROSS + 2
"""The column where what is drawn begins."""
TITLES, MONTHS = 1, 14
FINDINGS: Final = 30
"""Columns from a title to the finding in it."""
SHARE: Final = "0%"


@dataclass(frozen=True)
class _Series:
    """A column of what is drawn: its head and values as ranges for a chart."""

    name: str
    values: list[Any]

    def as_drawn(self, categories: list[Any], **look: Any) -> dict[str, Any]:
        """Return the series as a chart takes it."""
        return {"name": self.name, "categories": categories, "values": self.values, **look}


def write_charts(
    book: Book,
    choice: Choice,
    bands: Mapping[str, BandRows],
    rows: Mapping[str, Row],
    actual: Actuals | None = None,
) -> int:
    """Write the sheet of a `book`, for a `choice` of scenario and company, and return how many charts are on it.

    `bands` are the rows of the sheet of bands. `rows` are those of the sheets of the chosen case, by name: the metrics
    of the ARR bridge (`arr.new` …), `revenue`, `costs` (all of them down to the operating result) and
    `operating_result`, whatever their signs; a chart whose rows are missing is left out. `actual` is what the sheet of
    actuals has.
    """
    writer = _Writer(book, choice, bands)
    writer.head()
    writer.fan("arr", "ARR at month end against the plan", arr_title, BLUE, plan=True)
    writer.fan("nrr", "Net revenue retention (NRR)", retention_title, BLUE)
    writer.fan("grr", "Gross revenue retention (GRR)", grr_finding, VERMILLION)
    writer.heads()
    writer.cash()
    writer.bridge(rows)
    writer.pnl(rows)
    if actual is not None:
        writer.actuals(actual.cells["arr"], actual.finding)
    writer.paper()
    return writer.count


class _Writer:
    def __init__(self, book: Book, choice: Choice, bands: Mapping[str, BandRows]) -> None:
        self.book, self.choice, self.bands = book, choice, bands
        self.sheet, self.results = book[CHARTS], book.cases.results
        self.months = len(book.timeline.months)
        below = max(FIRST_ROW + 5 * DOWN, MONTHS + self.months + 2 * len(book.timeline.spans)) + 10
        self.hidden = ByScenario(self.sheet, choice.scenario_number, len(self.results), below)
        self.column = DATA + 1
        self.count = 0
        self.next = MONTHS + self.months + 4

    def head(self) -> None:
        """Write the head of the sheet, and the months to the right of the charts."""
        sheet, start = self.sheet, self.book.cases.first.scenario.start_date
        sheet.head("Charts")
        told = (
            "They follow the scenario and the company that are chosen on the sheet Summary; findings are those of the"
        )
        sheet.put(1, 0, f"{told} scenario's runs.", Look(size=11.0, colour=MUTED))
        sheet.put(2, 0, "What they draw stands to the right of them, as links to the other sheets.", NOTE)
        sheet.put(0, DATA, "What the charts draw", Look(bold=True))
        sheet.put(MONTHS, DATA, "Month", Look(bold=True))
        for month in range(self.months + 1):
            day = add_months(start, month) - timedelta(days=1)
            sheet.put(MONTHS + 1 + month, DATA, day, Look(kind="month", colour=MUTED))

    # what is drawn ---------------------------------------------------------------------------------------------------

    def dates(self, first: int) -> list[Any]:
        """Return the months from the `first` on as the categories of a chart."""
        return [CHARTS, MONTHS + 1 + first, DATA, MONTHS + 1 + self.months, DATA]

    def monthly(self, name: str, first: int, kind: Kind, of: Callable[[int], Live | float]) -> _Series:
        """Write a column of months from the `first` on."""
        column, self.column = self.column, self.column + 1
        self.sheet.put(MONTHS, column, name, Look(bold=True))
        for month in range(first, self.months + 1):
            self.sheet.put(MONTHS + 1 + month, column, of(month), Look(kind=kind))
        return _Series(name, [CHARTS, MONTHS + 1 + first, column, MONTHS + 1 + self.months, column])

    def by_period(self, spans: Sequence[Span], columns: Sequence[tuple[str, Callable[[Span], Live]]]) -> Any:
        """Write a block of periods below the months; return its categories and its series."""
        top = self.next
        self.next += len(spans) + 3
        for row, span in enumerate(spans, top + 1):
            self.sheet.put(row, DATA, span.period.label, Look(colour=MUTED))
        found = []
        for column, (name, of) in enumerate(columns, DATA + 1):
            self.sheet.put(top, column, name, Look(bold=True))
            for row, span in enumerate(spans, top + 1):
                self.sheet.put(row, column, of(span), Look(kind="money"))
            found.append(_Series(name, [CHARTS, top + 1, column, top + len(spans), column]))
        return [CHARTS, top + 1, DATA, top + len(spans), DATA], found

    # charts ----------------------------------------------------------------------------------------------------------

    def fan(self, name: str, what: str, finding: Callable[[Summarised], str], hue: str, *, plan: bool = False) -> None:
        """Draw a fan of the chosen scenario: layers from P5 to P95 and P25 to P75, the median, and what is planned."""
        first = self._first(name)
        if first is None:
            return
        rows, kind = self.bands[name], self.bands[name].kind

        def apart(high: Row, low: Row) -> Callable[[int], Live]:
            def between(month: int) -> Live:
                one, other = high.month(month), low.month(month)
                return chosen(both(is_number(one), is_number(other)), one - other, 0.0)

            return between

        base = self.monthly(f"{name}: P5", first, kind, rows.p5.month)
        layers = [
            self.monthly("P5–P95", first, kind, apart(rows.p25, rows.p5)),
            self.monthly("P25–P75", first, kind, apart(rows.p75, rows.p25)),
            self.monthly("P75–P95", first, kind, apart(rows.p95, rows.p75)),
        ]
        median = self.monthly("Median", first, kind, rows.median.month)
        dates = self.dates(first)
        chart = self._new("area", "stacked")
        chart.add_series(base.as_drawn(dates, fill={"none": True}, line={"none": True}))
        for layer, clear in zip(layers, (80, 60, 80), strict=True):
            fill = {"color": hue, "transparency": clear}
            chart.add_series(layer.as_drawn(dates, fill=fill, line={"none": True}))
        lines = self._new("line")
        lines.add_series(median.as_drawn(dates, line={"color": hue, "width": 2.25}))
        dashed = {"color": MUTED, "width": 1.25, "dash_type": "dash"}
        if plan:
            planned = self.monthly("Plan", first, kind, self.bands["arr.plan"].median.month)
        else:
            planned = self.monthly("100%", first, kind, lambda _: 1.0)
        lines.add_series(planned.as_drawn(dates, line=dashed))
        chart.combine(lines)
        low, high = self._ends(name, first)
        money = plan
        axis = {} if money else {"min": low, "max": high}
        self._finish(chart, what, self._findings(what, finding), dollars(high) if money else SHARE, axis, hides=[0, 3])

    def heads(self) -> None:
        """Draw the median headcount of each role as columns on top of each other."""
        names = [name for name in self.bands if name.startswith("headcount.") and name != "headcount.cs"]
        if not names:
            return
        names.sort(key=lambda name: list(ROLE_LOOKS).index(role) if (role := name.split(".")[1]) in ROLE_LOOKS else 6)
        chart = self._new("column", "stacked")
        for name in names:
            role = name.removeprefix("headcount.")
            hue = ROLE_LOOKS[role].colour if role in ROLE_LOOKS else OWN_ROLES
            drawn = self.monthly(self.bands[name].title, 0, "count", self.bands[name].median.month)
            chart.add_series(drawn.as_drawn(self.dates(0), fill={"color": hue}, border={"none": True}, gap=0))
        what = "People by role at month end, each role at its median"
        self._finish(chart, what, self._findings(what, headcount_title), "#,##0", {})

    def cash(self) -> None:
        """Draw cash as lines, since it may lie below zero."""
        rows, chart = self.bands["cash"], self._new("line")
        for name, row, line in (
            ("P95", rows.p95, {"color": GREEN, "width": 1.0, "dash_type": "dash"}),
            ("P75", rows.p75, {"color": GREEN, "width": 0.75}),
            ("Median", rows.median, {"color": GREEN, "width": 2.5}),
            ("P25", rows.p25, {"color": GREEN, "width": 0.75}),
            ("P5", rows.p5, {"color": GREEN, "width": 1.0, "dash_type": "dash"}),
        ):
            drawn = self.monthly(f"{name} of cash" if name != "Median" else name, 0, rows.kind, row.month)
            chart.add_series({**drawn.as_drawn(self.dates(0), line=line), "name": name})
        what = "Cash at month end"
        _, high = self._ends("cash", 0)
        self._finish(chart, what, self._findings(what, cash_title), dollars(high), {})

    def bridge(self, rows: Mapping[str, Row]) -> None:
        """Draw what came to ARR and went in each fiscal year, of the chosen case."""
        lines = [line for line in BridgeLine if BRIDGE[line] in rows]
        if not lines:
            return
        years = [span for span in self.book.timeline.spans if span.kind == "year"]

        def of(line: BridgeLine) -> Callable[[Span], Live]:
            def flow(span: Span) -> Live:
                moved = size(rows[BRIDGE[line]].at(span))
                return moved if line.sign > 0 else 0.0 - moved

            return flow

        categories, drawn = self.by_period(years, [(line.value, of(line)) for line in lines])
        chart = self._new("column", "stacked")
        for line, one in zip(lines, drawn, strict=True):
            chart.add_series(one.as_drawn(categories, fill={"color": COLOURS[line]}, border={"none": True}, gap=60))
        what = "ARR bridge by fiscal year"
        highest = max(abs(rows[BRIDGE[line]].at(span).number) for line in lines for span in years)
        title = self._of_case(what, self._findings(what, bridge_title))
        self._finish(chart, what, title, dollars(highest), {}, dated=False)

    def pnl(self, rows: Mapping[str, Row]) -> None:
        """Draw revenue, costs and the operating result of each quarter, of the chosen case."""
        if not {"revenue", "costs", "operating_result"} <= set(rows):
            return
        quarters = [span for span in self.book.timeline.spans if span.kind == "quarter"]
        columns: list[tuple[str, Callable[[Span], Live]]] = [
            ("Revenue", rows["revenue"].at),
            ("Costs", lambda span: size(rows["costs"].at(span))),
            ("Operating result", rows["operating_result"].at),
        ]
        categories, (revenue, costs, result) = self.by_period(quarters, columns)
        chart = self._new("column")
        chart.add_series(revenue.as_drawn(categories, fill={"color": BLUE}, border={"none": True}, gap=60, overlap=0))
        chart.add_series(costs.as_drawn(categories, fill={"color": GREY}, border={"none": True}))
        line = self._new("line")
        line.add_series(result.as_drawn(categories, line={"color": VERMILLION, "width": 2.25}))
        chart.combine(line)
        what = "Profit and loss by quarter"
        highest = max(abs(rows["revenue"].at(span).number) for span in quarters)
        title = self._of_case(what, self._findings(what, pnl_title))
        self._finish(chart, what, title, dollars(highest), {}, dated=False)

    def actuals(self, cells: Sequence[Live], told: Live) -> None:
        """Draw actual ARR as far as it has been pasted, over what the model's runs do."""
        rows, chart = self.bands["arr"], self._new("line")
        for name, row, line in (
            ("P95", rows.p95, {"color": BLUE, "width": 1.0, "dash_type": "dash"}),
            ("Median", rows.median, {"color": BLUE, "width": 2.0}),
            ("P5", rows.p5, {"color": BLUE, "width": 1.0, "dash_type": "dash"}),
        ):
            drawn = self.monthly(f"{name} of ARR", 1, rows.kind, row.month)
            chart.add_series({**drawn.as_drawn(self.dates(1), line=line), "name": name})
        first, last = cells[0].parts[0], cells[-1].parts[0]
        assert isinstance(first, Cell) and isinstance(last, Cell)
        chart.add_series(
            {
                "name": "Actual",
                "categories": self.dates(1),
                "values": [ACTUALS, first.row, first.column, last.row, last.column],
                # a cell that is still empty has no figure in a preview either
                "values_data": [None if cell.value == "" else cell.value for cell in cells],
                "line": {"color": VERMILLION, "width": 1.5},
                "marker": {"type": "circle", "size": 6, "fill": {"color": VERMILLION}, "border": {"color": "white"}},
            }
        )
        chart.show_blanks_as("gap")
        what = "Actual ARR against the model"
        _, high = self._ends("arr", 0)
        self._finish(chart, what, text_of(f"{what}. ", told), dollars(high), {})

    # how they look ---------------------------------------------------------------------------------------------------

    def _new(self, kind: str, sub: str = "") -> Any:
        return self.book.book.add_chart({"type": kind, **({"subtype": sub} if sub else {})})

    def _first(self, name: str) -> int | None:
        """Return the first month in which a metric has figures in every scenario, None where it never has."""
        import numpy as np

        known = [np.flatnonzero(np.isfinite(result.bands(name).p50)) for result in self.results]
        return None if any(len(one) == 0 for one in known) else max(int(one[0]) for one in known)

    def _ends(self, name: str, first: int) -> tuple[float, float]:
        """Return the ends of an axis that holds a metric's bands in every scenario; of shares in steps of 10 points."""
        import numpy as np

        bands = [result.bands(name) for result in self.results]
        low = min(float(np.nanmin(one.p5[first:])) for one in bands)
        high = max(float(np.nanmax(one.p95[first:])) for one in bands)
        if self.bands[name].kind != "share":
            return low, high
        return max(0.0, np.floor(low * 10.0 - 1e-9) / 10.0), max(1.0, np.ceil(high * 10.0 + 1e-9) / 10.0)

    def _findings(self, what: str, finding: Callable[[Summarised], str]) -> Live:
        """Write the finding of the chosen scenario beside the next title; return its cell, as it may be a long text."""
        findings: list[Value] = [finding(result) for result in self.results]
        picked = self.hidden.pick(self.hidden.begin(what), DATA, findings)
        return self.hidden.put(TITLES + self.count, DATA + FINDINGS, picked, Look(colour=MUTED))

    def _of_case(self, what: str, finding: Live) -> Live:
        """Return the finding where means are shown, and otherwise whose figures they are."""
        whose = text_of(f"{what}: ", self.choice.company, " of ", self.choice.scenario)
        return chosen(compared(self.choice.company_number, "=", 1.0), finding, whose)

    def _finish(
        self,
        chart: Any,
        what: str,
        title: Live,
        numbers: str,
        axis: dict[str, Any],
        *,
        dated: bool = True,
        hides: Sequence[int] = (),
    ) -> None:
        """Give a chart its title, axes and place on the sheet, and words to be read aloud in its place."""
        row = TITLES + self.count
        told = self.sheet.put(row, DATA, title, Look(colour=MUTED))
        dress(chart, [CHARTS, row, DATA], numbers, axis, dated=dated, hides=hides)
        down, right = divmod(self.count, 2)
        options = {"description": f"{what}. {told.value}.", "object_position": 2}
        self.sheet.sheet.insert_chart(FIRST_ROW + down * DOWN, right * ACROSS, chart, options)
        self.count += 1

    def paper(self) -> None:
        """Print the charts alone, on one page."""
        inner = self.sheet.sheet
        inner.hide_gridlines(2)
        inner.set_column(DATA, DATA, 14)
        self.sheet.paper(landscape=False)
        inner.fit_to_pages(1, 1)
        inner.print_area(0, 0, FIRST_ROW + (self.count + 1) // 2 * DOWN, 2 * ACROSS - 1)
