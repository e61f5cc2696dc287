"""The sheet of headcount: bands by role, and of one company each person, month by month, from first day to last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import add_months
from simulator.reports.charts.headcount import headcount_title
from simulator.reports.charts.role_looks import ROLE_LOOKS
from simulator.reports.theme import BLUE
from simulator.reports.workbook.book import HEADCOUNT
from simulator.reports.workbook.by_scenario import ByScenario
from simulator.reports.workbook.formula import Cell, Live, Value, added, called, chosen, compared, text_of
from simulator.reports.workbook.quantiles import both
from simulator.reports.workbook.sheet import HEAD
from simulator.reports.workbook.styles import MUTED, YEAR_FILL, Look
from simulator.reports.workbook.timeline import FIRST, LABEL, OPENING, UNIT, Row, Table
from simulator.results.people import people_of

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.cases import Case
    from simulator.reports.workbook.sheet import Sheet
    from simulator.reports.workbook.sheets.bands import BandRows
    from simulator.results.people import Employee

HEADS, FIRST_ROW = 5, 6
MOST: Final = 2_000
"""Persons of one company that are written."""
NEVER: Final = date(9999, 12, 31)
AT_START: Final = date(1900, 1, 1)
"""Stands for the day of joining of whoever was in place before it is known."""
MEDIAN: Final = "Median company"
_NAMES: Final = {role: look.one.removeprefix("in ") for role, look in ROLE_LOOKS.items()}
_JOINED, _LEFT, _ROLE, _OPENED = range(1, 5)
"""Columns out of sight after the last month: the first being left free."""
_EPOCH: Final = date(1899, 12, 30)


def write_headcount(book: Book, choice: Choice, bands: Mapping[str, BandRows]) -> dict[str, Row]:
    """Write the sheet of a `book` and return headcount by role of the company of a `choice`, added up from its persons.

    `bands` are the rows of the sheet of bands. Without single runs there are no persons, and nothing is returned.
    """
    sheet, timeline = book[HEADCOUNT], book.timeline
    timeline.heads(sheet, HEADS)
    table = Table(sheet, timeline, FIRST_ROW)
    _bands(table, bands)
    found: dict[str, Row] = {}
    if book.cases.has_companies:
        found = _Persons(book, choice, table, _staff_of(book)).write()
    else:
        table.note("Summaries hold no single runs, so that no company can be shown person by person.")
    hidden = ByScenario(sheet, choice.scenario_number, len(book.cases.results), table.next + 3)
    sheet.head("Headcount")
    findings: list[Value] = [headcount_title(result) for result in book.cases.results]
    hidden.put(1, 0, hidden.pick(hidden.begin("Finding"), 1, findings), Look(size=11.0, colour=MUTED))
    last = timeline.spans[-1].column
    sheet.sheet.set_column(last + 1, last + 3 + _OPENED, None, None, {"hidden": True})
    sheet.freeze(HEADS + 1, FIRST)
    timeline.paper(sheet, HEADS)
    return found


def _bands(table: Table, bands: Mapping[str, BandRows]) -> None:
    """Write the bands of every role, as links to the sheet of bands."""
    sheet, row = table.sheet, table.next
    sheet.put(row, LABEL, "Bands by role, of the chosen scenario", Look(bold=True, size=11.0))
    row += 1
    for name in (name for name in bands if name.startswith("headcount.")):
        one = bands[name]
        for label, source in (
            (f"{one.title}, median", one.median),
            ("P5", one.p5),
            ("P95", one.p95),
            ("Mean", one.mean),
        ):
            bold = source is one.median
            sheet.put(row, LABEL, label, Look(bold=bold, indent=0 if bold else 1))
            sheet.put(row, UNIT, "people" if bold else "", Look(colour=MUTED))
            look = Look(kind="count", bold=bold, align="right")
            if source.opening is not None:
                sheet.put(row, OPENING, source.opening, look)
            for span in source.timeline.spans:
                sheet.put(row, span.column, source.at(span), look.with_(fill=_FILLS[span.kind]))
            if not bold:
                sheet.sheet.set_row(row, None, None, {"level": 1})
            row += 1
    table.next = row


_FILLS: Final = {"month": "", "quarter": YEAR_FILL, "year": "#E8EEF4"}


@dataclass(frozen=True)
class _Staff:
    """Who works for the company of one case; of the mean, for the median company."""

    told: str
    people: tuple[Employee, ...]
    left_out: int


def _staff_of(book: Book) -> list[_Staff]:
    """Return the staff of every case, in their order."""
    found: list[_Staff] = []
    for scenario, side in enumerate(book.cases.sides):
        cases = [case for case in book.cases.cases if case.scenario == scenario]
        median = next(case for case in cases if case.company == MEDIAN)
        shown = [case if case.run is not None else median for case in cases]
        people = people_of(side.result, [case.run for case in shown if case.run is not None]) or {}
        order = side.result.scenario.roles.names()
        for case, one in zip(cases, shown, strict=True):
            assert one.run is not None
            every = people[one.run]
            kept = sorted(every[:MOST], key=lambda who: (order.index(who.role), who.joined or AT_START))
            found.append(_Staff(_told(case, one, side.name), tuple(kept), len(every) - len(kept)))
    return found


def _told(case: Case, shown: Case, name: str) -> str:
    told = f"{shown.company} of {name} (run {shown.run:,})"
    return f"{told}, in place of a mean, which has no persons" if case.run is None else told


@dataclass
class _Persons:
    book: Book
    choice: Choice
    table: Table
    staff: list[_Staff]

    def write(self) -> dict[str, Row]:
        """Write heads by role, then each person; return the rows by role."""
        sheet, table = self.sheet, self.table
        roles = self._roles()
        title = table.next + 1
        sums = title + 1
        heads = sums + len(roles) + 3
        first, most = heads + 2, max(len(one.people) for one in self.staff)
        self._days(heads + 1)
        block = first + most + 3
        told, start, count = self._blocks(block)
        sheet.put(title, LABEL, text_of(told, ": people by role"), Look(bold=True, size=11.0))
        for number in range(most):
            self._person(first + number, heads + 1, block, start, count, number)
        table.next = sums
        found = {role: self._sum(role, first, most, heads + 1) for role in roles}
        if found:
            opening = added([row.month(0) for row in found.values()])
            table.stock(
                *("All of them", "people", "whole", opening),
                lambda month: added([row.month(month) for row in found.values()]),
                above=True,
                bold=True,
            )
        self._heads(heads)
        sheet.sheet.conditional_format(
            *(first, FIRST, first + max(most, 1) - 1, self.book.timeline.spans[-1].column),
            {"type": "cell", "criteria": "==", "value": 1, "format": self._there},
        )
        table.next = first + most
        for note in self._notes():
            table.note(note)
        sheet.sheet.print_area(0, LABEL, table.next, self._after)
        table.next = block + sum(len(one.people) for one in self.staff) + len(self.staff) + 2
        return found

    @property
    def sheet(self) -> Sheet:
        return self.table.sheet

    @property
    def _there(self) -> Any:
        return self.book.book.add_format({"bg_color": "#CFE3F1", "font_color": BLUE})

    @property
    def _after(self) -> int:
        """The last column of the timeline."""
        return self.book.timeline.spans[-1].column

    def _roles(self) -> list[str]:
        there = {one.role for staff in self.staff for one in staff.people}
        names = dict.fromkeys(name for result in self.book.cases.results for name in result.scenario.roles.names())
        return [name for name in names if name in there]

    def _notes(self) -> list[str]:
        notes = ["1: in place at the end of the month. Who changes roles stands there once for each."]
        longest = max(one.left_out for one in self.staff)
        if longest:
            notes.append(
                f"No more than {MOST:,} persons of a company are written: of one here {longest:,} are left out."
            )
        return notes

    def _days(self, row: int) -> None:
        """Write the last day of every month out of sight, for the persons below."""
        start, sheet = self.book.cases.first.scenario.start_date, self.sheet
        for month, column in ((0, OPENING), *((one.period.last, one.column) for one in self.book.timeline.spans)):
            day = add_months(start, month) - timedelta(days=1)
            sheet.put(row, column, day, Look(kind="date", colour=MUTED))
        sheet.sheet.set_row(row, None, None, {"hidden": True})

    def _day(self, row: int, column: int, month: int) -> Live:
        day = add_months(self.book.cases.first.scenario.start_date, month) - timedelta(days=1)
        return Live.cell(HEADCOUNT, row, column, _serial(day))

    def _heads(self, row: int) -> None:
        self.book.timeline.heads(self.sheet, row)
        for column, head in ((LABEL, "Person"), (UNIT, "Joined"), (OPENING, "Left")):
            self.sheet.put(row, column, head, HEAD.with_(align="left" if column == LABEL else "right"))

    def _blocks(self, row: int) -> tuple[Live, Live, Live]:
        """Write the persons of every case out of sight; return what is told of the chosen, its first and its number."""
        sheet, at = self.sheet, row + len(self.staff)
        first = at
        for number, one in enumerate(self.staff):
            values: tuple[Value, ...] = (one.told, float(at - first), float(len(one.people)))
            for column, value in enumerate(values):
                sheet.put(row + number, column, value, Look(colour=MUTED))
            for who in one.people:
                told: tuple[date | str, ...] = (_label(who), who.joined or AT_START, who.left or NEVER, who.role)
                for column, content in enumerate(told):
                    look = Look(kind="date" if isinstance(content, date) else "plain", colour=MUTED)
                    sheet.put(at, column, content, look)
                at += 1
        for hidden in range(row, at):
            sheet.sheet.set_row(hidden, None, None, {"hidden": True})
        self.persons = (first, max(at - 1, first))
        return (
            self._of_case(row, 0, self.staff[0].told),
            self._of_case(row, 1, 0.0),
            self._of_case(row, 2, float(len(self.staff[0].people))),
        )

    def _of_case(self, row: int, column: int, value: Value) -> Live:
        block = Cell(HEADCOUNT, row, column, row + len(self.staff) - 1, column, fixed=True)
        found = called("INDEX", block, self.choice.case, value=value)
        # in a cell of its own, out of sight, that hundreds of formulas look at
        return self.sheet.put(HEADS, self._after + 1 + column, found, Look(colour=MUTED)).fixed()

    def _person(self, row: int, days: int, block: int, start: Live, count: Live, number: int) -> None:
        sheet, people = self.sheet, self.staff[0].people
        one = people[number] if number < len(people) else None
        there = compared(count, ">", float(number))
        which = start + float(number + 1)

        def of(column: int, value: Value) -> Live:
            cells = Cell(HEADCOUNT, self.persons[0], column, self.persons[1], column, fixed=True)
            return called("INDEX", cells, which, value=value)

        def helper(place: int, content: Live) -> Live:
            return sheet.put(row, self._after + 3 + place, content, Look(colour=MUTED))

        label = of(0, _label(one) if one else "")
        joined = helper(_JOINED, chosen(there, of(1, _serial(one.joined or AT_START) if one else 0.0), _serial(NEVER)))
        left = helper(_LEFT, chosen(there, of(2, _serial(one.left or NEVER) if one else 0.0), _serial(NEVER)))
        helper(_ROLE, chosen(there, of(3, one.role if one else ""), ""))
        sheet.put(row, LABEL, chosen(there, label, ""))
        dated = Look(kind="date", align="right", colour=MUTED)
        shown = chosen(compared(joined, "=", _serial(AT_START)), "at the start", joined)
        sheet.put(row, UNIT, chosen(there, shown, ""), dated)
        sheet.put(row, OPENING, chosen(compared(left, "=", _serial(NEVER)), "", left), dated)

        def in_place(day: Live) -> Live:
            return chosen(both(compared(joined, "<=", day), compared(left, ">", day)), 1.0, "")

        helper(_OPENED, in_place(self._day(days, OPENING, 0)))
        cells: dict[int, Live] = {}
        for span in self.book.timeline.spans:
            day = self._day(days, span.column, span.period.last)
            content = in_place(day) if span.kind == "month" else cells[span.parts[-1].column]
            look = Look(kind="number", align="center", colour=BLUE)
            cells[span.column] = sheet.put(row, span.column, content, look)

    def _sum(self, role: str, first: int, most: int, days: int) -> Row:
        """Write how many persons are in a role, month by month."""
        people = [one for one in self.staff[0].people if one.role == role]
        last, roles = first + most - 1, self._after + 3 + _ROLE
        whose = Cell(HEADCOUNT, first, roles, last, roles, fixed=True)
        start = self.book.cases.first.scenario.start_date

        def heads(column: int, month: int) -> Live:
            day = add_months(start, month) - timedelta(days=1)
            cells = Cell(HEADCOUNT, first, column, last, column)
            return called("SUMIF", whose, role, cells, value=float(sum(one.is_there(day) for one in people)))

        months = self.book.timeline.months
        title = self.book.cases.first.metrics
        name = f"headcount.{role}"
        label = title[name].title if name in title else _NAMES.get(role, role.replace("_", " "))
        opening = heads(self._after + 3 + _OPENED, 0)
        return self.table.stock(label, "people", "whole", opening, lambda month: heads(months[month - 1].column, month))


def _label(one: Employee) -> str:
    role = _NAMES.get(one.role, one.role.replace("_", " "))
    told = f"{role[:1].upper()}{role[1:]} {one.number + 1}"
    return f"{told}, {one.name}" if one.name else told


def _serial(day: date) -> float:
    return float((day - _EPOCH).days)
