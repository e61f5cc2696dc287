"""The people of today, from the roster CSV: who is in place, who is to come, and whose accounts are whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from simulator.errors import Problem, SizeError
from simulator.scenario.reading import csv_words
from simulator.scenario.reading.complaints import Complaints, folded
from simulator.scenario.reading.csv_sheet import Row, Sheet
from simulator.scenario.reading.csv_words import Dates
from simulator.scenario.schema.organisation import RoleName
from simulator.scenario.schema.todays_book import NOT_AGREED, Person
from simulator.scenario.schema.words import a_person, role_word
from simulator.scenario.units import Misread, quoted

COLUMNS: Final = {"name": True, "role": True, "start": True, "accounts": False, "status": False}
MAX_PEOPLE: Final = 30_000
RESERVED: Final = ("founders", "founder")
"""Names in the owner column that stand for the founders."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An account that the roster gives to somebody (None where that row is wrong), and where it says so."""

    person: int | None
    account: str
    row: Row


@dataclass
class Roster:
    """What the roster says. `by_name` has everybody it names, None for those whose row is wrong.

    `why_not` says why somebody can own no account; those missing from it can.
    """

    sheet: Sheet
    people: list[Person] = field(default_factory=list)
    by_name: dict[str, int | None] = field(default_factory=dict)
    why_not: dict[int, str] = field(default_factory=dict)
    listed: dict[str, Listed] = field(default_factory=dict)

    @property
    def gives_accounts(self) -> bool:
        """Tell whether the roster has a column of accounts."""
        return "accounts" in self.sheet.columns

    def owners(self) -> list[str]:
        """Return the names of those who can own accounts."""
        return [person.name for row, person in enumerate(self.people) if row not in self.why_not]


def read_roster(
    file: str, start: date, dates: Dates, complaints: Complaints, others: Sequence[RoleName] = ()
) -> Roster:
    """Return the people of a roster file; what is wrong in it goes to `complaints`.

    `others` are the roles that the scenario adds to those of the model.
    """
    sheet = Sheet(file, COLUMNS, complaints)
    roster = Roster(sheet)
    if not sheet.usable:
        return roster
    reader = _Reader(roster, start, dates, others)
    count = 0
    for row in sheet.rows():
        count += 1
        reader.take(row)
    if count > MAX_PEOPLE:
        raise SizeError(
            [Problem(f"{count:,} people, {count - MAX_PEOPLE:,} more than the {MAX_PEOPLE:,} allowed", file)]
        )
    if count == 0 and not sheet.broken:
        allowed = "at least one row, or no roster_csv in the scenario"
        complaints.add(Problem("the roster names nobody", file=file, allowed=allowed))
    return roster


class _Reader:
    """Reads the rows of a roster one by one."""

    def __init__(self, roster: Roster, start: date, dates: Dates, others: Sequence[RoleName]) -> None:
        self._roster = roster
        self._sheet = roster.sheet
        self._start = start
        self._dates = dates
        self._others = others
        self._lines: dict[str, str] = {}
        self._head = ""

    def take(self, row: Row) -> None:
        name = " ".join(self._sheet.text(row, "name").split())
        right_name = self._check_name(row, name)
        role = self._role(row)
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
            self._roster.why_not[number] = _why_not(person)
        self._take_accounts(row, number)

    def _check_name(self, row: Row, name: str) -> bool:
        key = folded(name)
        if key in RESERVED:
            self._sheet.complain(
                row, "name", f"{quoted(name)} stands for the founders, who are not on the roster", "another name"
            )
        elif key in self._lines:
            self._sheet.complain(
                row, "name", f"there are two people called {quoted(name)}", f"another name than on {self._lines[key]}"
            )
        else:
            if name:
                self._lines[key] = f"line {row.line + 1}"
            return True
        return False

    def _role(self, row: Row) -> RoleName | None:
        try:
            role = csv_words.role(self._sheet.text(row, "role"), self._others)
        except Misread as problem:
            self._sheet.misread(row, "role", problem)
            return None
        if role == "cs_head":
            if self._head:
                self._sheet.complain(
                    row, "role", "there is one seat for a head of CS", f"one head of CS; the other is on {self._head}"
                )
                return None
            self._head = f"line {row.line + 1}"
        return role

    def _seat(self, row: Row) -> tuple[bool, float] | None:
        """Return whether the seat is open, and the day of joining; an agreed first day makes a seat open by itself."""
        try:
            said_open = csv_words.is_open(self._sheet.text(row, "status"))
        except Misread as problem:
            self._sheet.misread(row, "status", problem)
            return None
        if not self._sheet.text(row, "start"):
            if said_open:
                return True, NOT_AGREED
            self._sheet.complain(
                row, "start", "the first day at work is missing", "a date; only a row with status open may have none"
            )
            return None
        try:
            when, day = self._dates.read(self._sheet.text(row, "start"))
        except Misread as problem:
            self._sheet.misread(row, "start", problem)
            return None
        to_come = when > self._start
        if said_open is False and to_come:
            self._sheet.complain(
                row, "start", f"{when} is after the start date {self._start}, so this person is not in place yet",
                f"{self._start} or before, or status open",
            )  # fmt: skip
            return None
        if said_open and when < self._start:
            self._sheet.complain(
                row, "start", f"{when} is before the start date {self._start}, so this seat is not open any more",
                f"{self._start} or later, nothing, or status in place",
            )  # fmt: skip
            return None
        is_open = to_come if said_open is None else said_open
        return is_open, day if is_open else min(day, 0.0)

    def _is_named(self, row: Row, name: str, is_open: bool) -> bool:
        if name or is_open:
            return True
        self._sheet.complain(row, "name", "the name is missing", "a name; only an open requisition may have none")
        return False

    def _take_accounts(self, row: Row, person: int | None) -> None:
        """Note the accounts that a row lists; there is no `person` where the row itself is wrong."""
        cell = self._sheet.text(row, "accounts")
        names = [" ".join(name.split()) for name in cell.split("|" if "|" in cell else ";")]
        for name in (name for name in names if name):
            known = self._roster.listed.get(folded(name))
            if known is not None:
                where = "this row already" if known.row is row else f"line {known.row.line + 1} too"
                self._sheet.complain(row, "accounts", f"{quoted(name)} is listed in {where}", "one owner", part=name)
                continue
            self._roster.listed[folded(name)] = Listed(person, name, row)
            if person is not None and person in self._roster.why_not:
                self._sheet.complain(row, "accounts", self._roster.why_not[person], "a CSM in place", part=name)
                return


def _why_not(person: Person) -> str:
    who = quoted(person.name) if person.name else f"this {role_word(person.role)}"
    if person.role != "csm":
        return f"{who} is {a_person(person.role)}, and only CSMs keep a book of accounts"
    return f"{who} is not in place yet and so can own no account on the first day"
