"""An export of an HR system, as a roster: who is in place on the first day, who is to come, in the model's roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from simulator.importers.furniture import no_data
from simulator.importers.records import Employee, Fate, Moment
from simulator.importers.sheet import SheetRow
from simulator.importers.statuses import statuses_of
from simulator.importers.values import Values
from simulator.scenario.reading import seats
from simulator.scenario.reading.nearest import folded
from simulator.scenario.schema.words import role_word
from simulator.scenario.units import InvalidValue, quoted

LEFT_OUT: Final = "none"
"""What a title is mapped to whose people are not simulated."""


@dataclass
class PeopleRead:
    """The people of a file who have a role of the model, those who have left too, and what became of the rows."""

    people: list[Employee] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)


def read_people(values: Values, titles: Mapping[str, str]) -> PeopleRead:
    """Return the people of a sheet; `titles` are roles by titles in small letters, as the user says."""
    reader = _Reader(values, titles)
    for row in values.sheet.rows:
        reader.take(row)
    reader.say_titles()
    return reader.read


class _Reader:
    """Reads the rows of a sheet of people one by one."""

    def __init__(self, values: Values, titles: Mapping[str, str]) -> None:
        self._values = values
        self._titles = titles
        self._statuses = statuses_of("people", values.mapping.statuses)
        self._readings: Counter[tuple[str, str]] = Counter()
        self._others: Counter[str] = Counter()
        self._seen: dict[str, int] = {}
        self.read = PeopleRead()

    def take(self, row: SheetRow) -> None:
        """Take in one row, or say why not."""
        values = self._values
        why = no_data(values.sheet, row)
        name = self._name(row)
        if why or not name:
            self._drop(row, name, why or "nobody is named")
            return
        title = values.text(row, "title")
        role = self._role(title)
        if not role:
            self._others[title or "no title"] += 1
            self._drop(row, name, f"no role of the model: {title or 'no title'}")
            return
        part = self._part(row)
        if part:
            self._drop(row, name, f"{part}, and the model knows whole people alone: one row for every two halves")
            values.say(f"{name}, {title}, is left out: {part}; the model knows whole people alone", doubtful=True)
            return
        start = values.day(row, "start")
        end = values.day(row, "end") if values.has("end") else None
        word = values.text(row, "status")
        status = self._statuses.get(word.casefold()) if word else "in place"
        if status is None:
            allowed = f'--status "{word}=in place", or open, or gone'
            values.note(row, "status", f"{quoted(word)} is a status that is not known", allowed)
            return
        if status != "open" and start is None:
            if not values.text(row, "start"):
                values.note(row, "start", "the first day at work is missing", "a date such as 2026-01-31")
            return
        if status == "gone" and end is None:
            self._drop(row, name, f"{word}, on a day that is not said")
            return
        earlier = self._seen.setdefault(folded(name), row.number)
        if earlier != row.number:
            name = f"{name} (line {row.number})"
            values.say(
                f"line {row.number:,}: a second {quoted(name.rpartition(' (')[0])}; its line stands behind the name"
            )
        place = values.sheet.place(row)
        self.read.people.append(Employee(place, name, title, role, start, end, status == "open"))

    def _name(self, row: SheetRow) -> str:
        values = self._values
        first, last = values.text(row, "first_name"), values.text(row, "last_name")
        turned = values.text(row, "last_first").partition(",")
        return (
            values.text(row, "name") or f"{first} {last}".strip() or f"{turned[2].strip()} {turned[0].strip()}".strip()
        )

    def _role(self, title: str) -> str:
        said = self._titles.get(title.casefold(), "")
        if said:
            return "" if said == LEFT_OUT else said
        try:
            found = seats.role(title)
        except InvalidValue:
            return ""
        if found not in (title.casefold(), ""):
            self._readings[title, found] += 1
        return found

    def _part(self, row: SheetRow) -> str:
        values = self._values
        share = values.text(row, "fte")
        try:
            seats.whole_person(share)
        except InvalidValue:
            return share
        employment = values.text(row, "employment")
        return employment if seats.PART_TIME.search(employment.replace("-", " ")) else ""

    def say_titles(self) -> None:
        """Say how titles were read, and which have no role."""
        for (title, role), count in self._readings.items():
            self._values.say(f"{quoted(title)} is read as {role_word(role)} ({count:,})")
        if self._others:
            shown = ", ".join(f"{title} ({count:,})" for title, count in self._others.most_common(6))
            more = f", {len(self._others) - 6:,} more" if len(self._others) > 6 else ""
            self._values.say(
                f"people left out, since the model has no such role: {shown}{more}; --title TITLE=ROLE takes them in"
            )

    def _drop(self, row: SheetRow, name: str, why: str) -> None:
        self.read.fates.append(Fate(self._values.sheet.place(row), name, "dropped", why))


def roster(read: PeopleRead, moment: Moment) -> tuple[list[Employee], list[Fate]]:
    """Return who is in place or to come on the first day, and what became of everybody.

    Whoever begins by the first day is in place; of those in place already nobody is left out who leaves later.
    """
    first = moment.first_day
    people: list[Employee] = []
    fates: list[Fate] = []
    for one in read.people:
        if one.end is not None and one.end < first:
            fates.append(Fate(one.place, one.name, "dropped", f"left on {one.end}"))
            continue
        open_seat = one.start is None or one.start > first
        leaves = f"; leaves on {one.end}, the export says" if one.end is not None else ""
        fates.append(Fate(one.place, one.name, "used", f"{'to come' if open_seat else 'in place'}{leaves}"))
        people.append(replace(one, open=open_seat))
    return people, fates
