"""The people of today, from the roster CSV: who is in place, who is to come, and whose accounts are whose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from simulator.errors import Problem
from simulator.roles import RoleName
from simulator.scenario.reading import seats
from simulator.scenario.reading.csv_cells import Dates
from simulator.scenario.reading.csv_records import Row
from simulator.scenario.reading.csv_table import CsvTable
from simulator.scenario.reading.nearest import folded, told_apart
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.seats import Readings
from simulator.scenario.schema.todays_book import NOT_AGREED, Person
from simulator.scenario.schema.words import a_person, role_word
from simulator.scenario.units import quoted

COLUMNS: Final = {"name": True, "role": True, "start": True, "accounts": False, "status": False, "fte": False}
MAX_PEOPLE: Final = 30_000
RESERVED: Final = ("founders", "founder")
"""Names in the owner column that stand for the founders."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """An account that a row of the roster gives to a person (None where that row is wrong)."""

    person: int | None
    account: str
    row: Row


@dataclass
class Roster:
    """What the roster says. `by_name` has everybody it names, None for those whose row is wrong.

    `cannot_own` says why somebody can own no account; those missing from it can. `assignments` are by account, its
    name folded.
    """

    table: CsvTable
    people: list[Person] = field(default_factory=list)
    by_name: dict[str, int | None] = field(default_factory=dict)
    cannot_own: dict[int, str] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings)

    def notices(self) -> Iterator[Notice]:
        """Yield how the file was read where that is not plain from it."""
        yield from self.table.notices()
        for note in self.readings.notes():
            yield Notice(f"{self.table.name}: {note}")

    @property
    def gives_accounts(self) -> bool:
        """Whether the roster has a column of accounts."""
        return "accounts" in self.table.columns

    def owners(self) -> list[str]:
        """Return the names of those who can own accounts."""
        return [person.name for row, person in enumerate(self.people) if row not in self.cannot_own]


def read_roster(file: str, start: date, dates: Dates, others: Sequence[RoleName] = ()) -> tuple[Roster, Problems]:
    """Return the people of a roster file as far as they could be read, and what is wrong in it.

    `others` are the roles that the scenario adds to those of the model.
    """
    table = CsvTable(file, COLUMNS)
    roster, problems = Roster(table), table.problems
    if not table.usable:
        return roster, problems
    reader = _Reader(roster, start, dates, others)
    count = 0
    for row in table.rows():
        count += 1
        reader.take(row)
    if count > MAX_PEOPLE:
        message = f"{count:,} people, {count - MAX_PEOPLE:,} more than the {MAX_PEOPLE:,} allowed"
        problems.too_large = Problem(message, file)
    if count == 0 and not table.malformed:
        allowed = "at least one row, or no roster_csv in the scenario"
        problems.add(Problem("the roster names nobody", file=file, allowed=allowed))
    return roster, problems


class _Reader:
    """Reads the rows of a roster one by one."""

    def __init__(self, roster: Roster, start: date, dates: Dates, others: Sequence[RoleName]) -> None:
        self._roster = roster
        self._table = roster.table
        self._start = start
        self._dates = dates
        self._others = others
        self._lines: dict[str, tuple[str, str]] = {}
        self._head = ""

    def take(self, row: Row) -> None:
        name = " ".join(self._table.raw(row, "name").split())
        right_name = self._check_name(row, name)
        role = self._role(row) if self._is_whole(row) else None
        seat = self._seat(row)
        right_place = seat is not None and self._is_named(row, name, seat[0])
        if role is None or seat is None or not (right_name and right_place):
            self._roster.by_name.setdefault(folded(name), None)
            self._take_accounts(row, None)
            return
        number = len(self._roster.people)
        person = Person(name, role, *seat)
        self._roster.people.append(person)
        if name:
            self._roster.by_name[folded(name)] = number
        if role != "csm" or person.open:
            self._roster.cannot_own[number] = _why_not(person)
        self._take_accounts(row, number)

    def _check_name(self, row: Row, name: str) -> bool:
        key = folded(name)
        if key in RESERVED:
            message = f"{quoted(name)} stands for the founders, who are not on the roster"
            self._table.note(row, "name", message, "another name")
        elif key in self._lines:
            line, known = self._lines[key]
            message = f"there are two people called {quoted(name)}{told_apart(name, known)}"
            self._table.note(row, "name", message, f"another name than on {line}")
        else:
            if name:
                self._lines[key] = f"line {row.line + 1}", name
            return True
        return False

    def _is_whole(self, row: Row) -> bool:
        """Tell whether a row is of one whole person: the simulator knows no other."""
        for column in ("name", "role", "status"):
            text = self._table.text(row, column)
            if seats.PART_TIME.search(text):
                self._table.note(row, column, f"{quoted(text)} is part of a person", seats.WHOLE_PEOPLE)
                return False
        return self._table.read(row, "fte", seats.whole_person) is not None

    def _role(self, row: Row) -> RoleName | None:
        role = self._table.read(row, "role", lambda text: seats.role(text, self._others))
        if role is not None:
            self._roster.readings.role(self._table.text(row, "role"), role)
        if role == "cs_head":
            if self._head:
                allowed = f"one head of CS; the other is on {self._head}"
                self._table.note(row, "role", "there is one seat for a head of CS", allowed)
                return None
            self._head = f"line {row.line + 1}"
        return role

    def _seat(self, row: Row) -> tuple[bool, float] | None:
        """Return whether the seat is open, and the day of joining; an agreed first day makes a seat open by itself."""
        status = self._table.read(row, "status", seats.status)
        if status is None:
            return None
        self._roster.readings.status(self._table.text(row, "status"), status)
        if not self._table.text(row, "start"):
            if status == "open":
                return True, NOT_AGREED
            allowed = "a date; only a row with status open may have none"
            self._table.note(row, "start", "the first day at work is missing", allowed)
            return None
        found = self._table.read(row, "start", self._dates.read)
        if found is None:
            return None
        when, day = found
        to_come = when > self._start
        if status == "in place" and to_come:
            message = f"{when} is after the start date {self._start}, so this person is not in place yet"
            self._table.note(row, "start", message, f"{self._start} or before, or status open")
            return None
        if status == "open" and when < self._start:
            message = f"{when} is before the start date {self._start}, so this seat is not open any more"
            self._table.note(row, "start", message, f"{self._start} or later, nothing, or status in place")
            return None
        is_open = status == "open" or (status == "unsaid" and to_come)
        return is_open, day if is_open else min(day, 0.0)

    def _is_named(self, row: Row, name: str, is_open: bool) -> bool:
        if name or is_open:
            return True
        self._table.note(row, "name", "the name is missing", "a name; only an open requisition may have none")
        return False

    def _take_accounts(self, row: Row, person: int | None) -> None:
        """Note the accounts that a row gives away; there is no `person` where the row itself is wrong."""
        cell = self._table.raw(row, "accounts")
        names = [" ".join(name.split()) for name in cell.split("|" if "|" in cell else ";")]
        for name in (name for name in names if name):
            known = self._roster.assignments.get(folded(name))
            if known is not None:
                where = "this row already" if known.row is row else f"line {known.row.line + 1} too"
                self._table.note(row, "accounts", f"{quoted(name)} is listed in {where}", "one owner", part=name)
                continue
            self._roster.assignments[folded(name)] = Assignment(person, name, row)
            if person is not None and person in self._roster.cannot_own:
                self._table.note(row, "accounts", self._roster.cannot_own[person], "a CSM in place", part=name)
                return


def _why_not(person: Person) -> str:
    who = quoted(person.name) if person.name else f"this {role_word(person.role)}"
    if person.role != "csm":
        return f"{who} is {a_person(person.role)}, and only CSMs keep a book of accounts"
    return f"{who} is not in place yet and so can own no account on the first day"
