"""Months side by side, grouped into fiscal quarters and years: the columns that all sheets over time share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from simulator.fiscal import Period, fiscal_quarters, fiscal_years
from simulator.reports.workbook.formula import Live, added, summed
from simulator.reports.workbook.sheet import HEAD, Sheet
from simulator.reports.workbook.styles import MUTED, YEAR_FILL, Kind, Look

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario


LABEL, UNIT, OPENING, FIRST = range(4)
"""Columns before those of periods: what a row tells, in what unit, and how it stood on the first day."""
_FILLS: Final = {"quarter": YEAR_FILL, "year": "#E8EEF4"}
_PRINTED: Final = 70
"""Per cent of full size on paper."""
_HEADS: Final = {"quarter": "#DCE5EE", "year": "#C9D6E3"}


@dataclass(frozen=True)
class Span:
    """One column of a timeline: a month, or the quarter or year of the months before it."""

    kind: Literal["month", "quarter", "year"]
    period: Period
    column: int
    parts: tuple[Span, ...] = ()
    """The months of a quarter, the quarters of a year."""


@dataclass(frozen=True)
class Timeline:
    """The columns of months 1 … the horizon; after those of a quarter comes the quarter, after four the fiscal year."""

    spans: tuple[Span, ...]
    labels: tuple[str, ...]
    """Of the month ends, from month 0 on."""

    @classmethod
    def of(cls, scenario: Scenario, labels: list[str]) -> Timeline:
        """Return the timeline of a scenario whose month ends have such `labels`."""
        start, months, begins = scenario.start_date, scenario.horizon_months, scenario.fiscal_year_starts
        quarters = fiscal_quarters(start, months, begins)
        spans: list[Span] = []
        for year in fiscal_years(start, months, begins):
            those = []
            for quarter in (one for one in quarters if year.first <= one.first <= year.last):
                inner = []
                for month in range(quarter.first, quarter.last + 1):
                    inner.append(Span("month", Period(labels[month], month, month), FIRST + len(spans)))
                    spans.append(inner[-1])
                those.append(Span("quarter", quarter, FIRST + len(spans), tuple(inner)))
                spans.append(those[-1])
            spans.append(Span("year", year, FIRST + len(spans), tuple(those)))
        return cls(tuple(spans), tuple(labels))

    @cached_property
    def months(self) -> tuple[Span, ...]:
        """The columns of months, in order."""
        return tuple(span for span in self.spans if span.kind == "month")

    @property
    def last(self) -> Span:
        """The last month."""
        return self.months[-1]

    def heads(self, sheet: Sheet, row: int) -> None:
        """Write the heads of all columns into a row, and group months under quarters, quarters under years."""
        sheet.put(row, LABEL, "", HEAD)
        sheet.put(row, UNIT, "", HEAD)
        sheet.put(row, OPENING, f"At the start, {self.labels[0]}", HEAD.with_(align="right"))
        for span in self.spans:
            look = HEAD.with_(align="right", bold=span.kind != "month")
            sheet.put(row, span.column, span.period.label, look.with_(fill=_HEADS.get(span.kind, HEAD.fill)))
        sheet.sheet.set_row(row, 30)
        self._group(sheet.sheet)

    def _group(self, sheet: Any) -> None:
        sheet.set_column(LABEL, LABEL, 44)
        sheet.set_column(UNIT, UNIT, 9)
        sheet.set_column(OPENING, OPENING, 13)
        level = {"month": 2, "quarter": 1, "year": 0}
        for span in self.spans:
            options = {"level": level[span.kind], "hidden": span.kind == "month"}
            if span.kind == "quarter":
                options["collapsed"] = True
            sheet.set_column(span.column, span.column, 13, None, options)

    def paper(self, sheet: Sheet, heads: int) -> None:
        """Set up paper by quarters, months folded away: two fiscal years a page, with labels and heads on each.

        The scale fits the narrower of Letter and the lower of A4.
        """
        inner: Any = sheet.sheet
        inner.set_landscape()
        inner.set_paper(9)
        inner.set_margins(0.4, 0.4, 0.5, 0.6)
        inner.set_footer("&L&8&A&R&8&P / &N")
        inner.repeat_columns(LABEL, OPENING)
        inner.repeat_rows(0, heads)
        inner.set_print_scale(_PRINTED)
        years = [span.column + 1 for span in self.spans if span.kind == "year"]
        inner.set_v_pagebreaks(years[1:-1:2])


@dataclass(frozen=True)
class Row:
    """One row over time: what stands at the start, and in the column of each span."""

    opening: Live | None
    cells: dict[int, Live]
    """By column."""
    timeline: Timeline

    def at(self, span: Span) -> Live:
        """Return the cell of a span."""
        return self.cells[span.column]

    def month(self, month: int) -> Live:
        """Return the cell of a month, from 1; 0 is the start."""
        if month == 0:
            if self.opening is None:
                raise KeyError("a flow has no figure at the start")
            return self.opening
        return self.cells[self.timeline.months[month - 1].column]

    def before(self, span: Span) -> Live:
        """Return the cell of the end of the month before a span begins."""
        return self.month(span.period.first - 1)


@dataclass
class Table:
    """Rows over time on a sheet, one below the other."""

    sheet: Sheet
    timeline: Timeline
    next: int
    """The row to be written next."""
    _writing: dict[int, Live] = field(default_factory=dict)

    def flow(self, label: str, unit: str, kind: Kind, of: Callable[[int], Live], **look: Any) -> Row:
        """Write what adds up over time: `of(month)` in months, sums in quarters and years."""
        return self._row(label, unit, kind, None, of, _total, look)

    def stock(
        self, label: str, unit: str, kind: Kind, opening: Live | float, of: Callable[[int], Live], **look: Any
    ) -> Row:
        """Write what is read at a period's end: `of(month)` in months, the last of them in quarters and years.

        `of` may ask `so_far(month)` for the months before.
        """
        return self._row(label, unit, kind, opening, of, lambda span, cells: cells[span.parts[-1].column], look)

    def derived(self, label: str, unit: str, kind: Kind, of: Callable[[Span], Live], **look: Any) -> Row:
        """Write what follows in every column alike from the rows above it: `of(span)`."""
        row, cells = self._begin(label, unit, look), dict[int, Live]()
        for span in self.timeline.spans:
            cells[span.column] = self._put(row, span, of(span), self._look(kind, span, look))
        return Row(None, cells, self.timeline)

    def heading(self, text: str) -> None:
        """Write the heading of the rows that follow, after an empty row."""
        self.next += 1
        self.sheet.put(self.next, LABEL, text, Look(bold=True, size=11.0))
        self.next += 1

    def fold(self, rows: int) -> None:
        """Fold away so many rows above the one to be written next: details of it, shown by a click on its plus."""
        inner: Any = self.sheet.sheet
        for row in range(self.next - rows, self.next):
            inner.set_row(row, None, None, {"level": 1, "hidden": True})
        inner.set_row(self.next, None, None, {"collapsed": True})

    def note(self, text: str) -> None:
        """Write a note below the rows above."""
        self.sheet.put(self.next, LABEL, text, Look(colour=MUTED, italic=True))
        self.next += 1

    def so_far(self, month: int) -> Live:
        """Return the cell of the row being written in a month before; month 0 is the start."""
        return self._writing[OPENING if month == 0 else self.timeline.months[month - 1].column]

    def _row(
        self,
        label: str,
        unit: str,
        kind: Kind,
        opening: Live | float | None,
        of: Callable[[int], Live],
        over: Callable[[Span, dict[int, Live]], Live],
        look: dict[str, Any],
    ) -> Row:
        row = self._begin(label, unit, look)
        self._writing = cells = dict[int, Live]()
        first = None
        if opening is not None:
            first = self.sheet.put(row, OPENING, opening, Look(kind=kind, **look))
            cells[OPENING] = first
        for span in self.timeline.spans:
            content = of(span.period.first) if span.kind == "month" else over(span, cells)
            cells[span.column] = self._put(row, span, content, self._look(kind, span, look))
        return Row(first, {column: cell for column, cell in cells.items() if column != OPENING}, self.timeline)

    def _put(self, row: int, span: Span, content: Live, look: Look) -> Live:
        """Write a cell and return what refers to it: what is empty for good is empty there, not a zero."""
        put = self.sheet.put(row, span.column, content, look)
        return content if content.value == "" and content.is_literal else put

    def _begin(self, label: str, unit: str, look: dict[str, Any]) -> int:
        row = self.next
        indent = look.pop("indent", 0)
        self.sheet.put(row, LABEL, label, Look(indent=indent, **look))
        self.sheet.put(row, UNIT, unit, Look(colour=MUTED, **look))
        self.next += 1
        return row

    def _look(self, kind: Kind, span: Span, look: dict[str, Any]) -> Look:
        own = Look(kind=kind)
        return (own if span.kind == "month" else own.with_(fill=_FILLS[span.kind])).with_(**look)


def _total(span: Span, cells: dict[int, Live]) -> Live:
    inner = [cells[one.column] for one in span.parts]
    return summed(inner) if span.kind == "quarter" else added(inner)
