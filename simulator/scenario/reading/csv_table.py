"""A CSV file that a scenario names: its columns by name, its rows, and what is wrong in either.

Comma, semicolon or tab; UTF-8 with or without byte order mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from simulator.errors import Problem
from simulator.scenario.reading.csv_records import Records, Row
from simulator.scenario.reading.csv_text import text_of
from simulator.scenario.reading.nearest import closest, folded, in_plain_dollars, nearest_name, visible
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import MOST_PROBLEMS, Problems, shape_of_message
from simulator.scenario.units import InvalidValue, quoted
from simulator.spreadsheets import from_cell

__all__ = ["in_short"]

_DELIMITERS: Final = (",", ";", "\t")
_ALIKE: Final = 0.8
"""How like a column that is not needed another must be to be taken for it, misspelt."""
_MOST_NAMED: Final = 8
_FOR_PEOPLE: Final = frozenset({"assumed", "title"})
"""Columns that an import writes for people to read."""

Value = TypeVar("Value")


class CsvTable(Records):
    """One CSV file: its columns by name, its rows, the places of its cells, and the problems met so far.

    `known` maps the names of columns to whether they are required; `instead` names the one column that may stand in
    place of a required one. `usable` is False where the rows cannot be read at all, and `malformed` counts the records
    that could not be split into cells.
    """

    def __init__(self, file: str, known: Mapping[str, bool], instead: Mapping[str, str] | None = None) -> None:
        super().__init__(file, *text_of(file))
        self._instead = dict(instead or {})
        self._known = {**known, **dict.fromkeys(self._instead.values(), False)}
        self._names = {_column_key(name): name for name in self._known}
        self.columns: dict[str, int] = {}
        self._others: dict[int, str] = {}
        self.usable = False
        self.malformed = 0
        self._width = 0
        if self.lines:
            self._next = self._read_header()

    def _read_header(self) -> int:
        """Take in the header and return the line, from 0, on which the records begin."""
        first = next((at for at, line in enumerate(self.lines) if line.strip()), None)
        if first is None:
            self.problems.add(Problem("the file is empty", file=self.file, allowed=self._header_in_words()))
            return 0
        line = self.lines[first]
        self.delimiter = max(_DELIMITERS, key=lambda one: (self._columns_named(line, one), line.count(one)))
        row, following = self.record(first)
        if isinstance(row, Problem):
            self.problems.add(self.in_line(row))
            return following
        if not any(_column_key(cell) in self._names for cell in row.cells):
            message = f"the first line names none of the columns; it has {_quoted_names(row.cells)}"
            self.problems.add(self.in_line(Problem(message, "", first + 1, 1, allowed=self._header_in_words())))
            return following
        self._name_columns(row)
        lacking = [name for name, required in self._known.items() if required and not self._is_there(name)]
        if lacking:
            message = f"the header lacks the column{'' if len(lacking) == 1 else 's'} {', '.join(lacking)}"
            if self._others:
                message += f"; it has {_quoted_names(self._others.values())} besides"
            self.problems.add(self.in_line(Problem(message, "", first + 1, 1, allowed=self._header_in_words())))
        self.usable = not lacking and not self._said_twice(row)
        needed = [self._instead.get(name, name) if name not in self.columns else name for name in self._required()]
        self._needed = 1 + max((self.columns[name] for name in needed if not lacking), default=0)
        return following

    def _required(self) -> list[str]:
        return [name for name, required in self._known.items() if required]

    def _is_there(self, name: str) -> bool:
        return name in self.columns or self._instead.get(name) in self.columns

    def _said_twice(self, row: Row) -> bool:
        """Note where a column stands beside the one that may take its place; tell whether one does."""
        both = [(name, other) for name, other in self._instead.items() if {name, other} <= set(self.columns)]
        for name, other in both:
            message = f"{name} and {other} say the same, each in its own way, and both stand here"
            self.note(row, self.columns[other], message, f"{name} or {other}, not both")
        return bool(both)

    def _name_columns(self, row: Row) -> None:
        self._width = max(index for index, cell in enumerate(row.cells) if cell) + 1
        for index, cell in enumerate(row.cells[: self._width]):
            name = self._names.get(_column_key(cell), "")
            if name in self.columns:
                self.note(row, index, f"there are two columns {quoted(name)}")
            elif name:
                self.columns[name] = index
            else:
                self._others[index] = cell
        self._misspelt(row)

    def _misspelt(self, row: Row) -> None:
        """Note columns that are likely meant for one that is not there; the others are none of this file's."""
        free = [name for name in self._known if name not in self.columns]
        needed = [name for name in self._required() if not self._is_there(name)]
        for index, cell in list(self._others.items()):
            dollars = in_plain_dollars(cell)
            same = dollars if dollars in free and self._instead.get(dollars) not in self.columns else ""
            likely = (same or nearest_name(cell, needed) or closest(cell, free, _ALIKE)) if cell else ""
            if likely:
                del self._others[index]
                message = f"{quoted(cell)} is not a column of this file"
                self.note(row, index, message, self._header_in_words(), likely)

    def notices(self) -> Iterator[Notice]:
        """Yield which columns were not read, if any."""
        others = {index: cell for index, cell in self._others.items() if _column_key(cell) not in _FOR_PEOPLE}
        if others:
            names = [cell or f"number {index + 1}, which has no name" for index, cell in others.items()]
            yield Notice(f"{self.name}: column{'' if len(names) == 1 else 's'} not read: {in_short(names)}")

    def _columns_named(self, line: str, delimiter: str) -> int:
        return sum(_column_key(cell.strip().strip('"')) in self._names for cell in line.split(delimiter))

    def _header_in_words(self) -> str:
        required = [
            f"{name} (or {self._instead[name]})" if name in self._instead else name for name in self._required()
        ]
        others = [name for name, needed in self._known.items() if not needed and name not in self._instead.values()]
        return f"columns named {', '.join(required)}" + (f"; if wanted {', '.join(others)}" if others else "")

    def rows(self) -> Iterator[Row]:
        """Yield the records below the header; blank ones are passed over and malformed ones noted."""
        at = self._next
        while at < len(self.lines):
            row, at = self.record(at)
            if isinstance(row, Problem):
                kind = (self.file, shape_of_message(row.message))
                self.problems.add_alike(kind, partial(self.in_line, row))
                self.malformed += 1
                if self.malformed >= MOST_PROBLEMS:
                    self.problems.cut_short = True
                    return
            elif any(row.cells) and self._fits(row):
                yield row

    def _fits(self, row: Row) -> bool:
        """Tell whether a row has a cell for every required column and none without a column."""
        wrong = next((index for index in range(self._width, len(row.cells)) if row.cells[index]), None)
        allowed = 'a cell that holds a separator itself stands in double quotes, such as "$35,000"'
        if wrong is None and len(row.cells) < self._needed:
            wrong, allowed = len(row.cells), "a cell for every column of the header"
        if wrong is not None:
            self.malformed += 1
            counts = f"{len(row.cells)} cell{'' if len(row.cells) == 1 else 's'} and the header {self._width}"
            self.note(row, wrong, f"this row has {counts}", allowed)
        return wrong is None

    @property
    def semicolons(self) -> bool:
        """Whether semicolons separate the cells, as where the comma is the decimal mark."""
        return self.delimiter == ";"

    def cells(self, name: str) -> Iterator[str]:
        """Yield the cells of a column, of all records that can be split into cells; nothing is noted."""
        at = self._next
        while at < len(self.lines):
            row, at = self.record(at)
            if not isinstance(row, Problem):
                yield self.text(row, name)

    def text(self, row: Row, name: str) -> str:
        """Return a cell without what cannot be seen in it; empty where the column or the cell is missing."""
        cell = self.raw(row, name)
        return cell if cell.isascii() else visible(cell).strip()

    def raw(self, row: Row, name: str) -> str:
        """Return a cell as it stands, such as a name, without the apostrophe that keeps a spreadsheet from working it
        out; empty where the column or the cell is missing.
        """
        index = self.columns.get(name, -1)
        return from_cell(row.cells[index]) if 0 <= index < len(row.cells) else ""

    def place_of(self, row: Row, name: str) -> str:
        """Return where a cell stands, as `file:line:column`."""
        line, column = self.spot(row, self.columns[name])
        return f"{self.name}:{line}:{column}"

    def read(self, row: Row, name: str, reader: Callable[[str], Value]) -> Value | None:
        """Return what `reader` makes of a cell; None, and a problem noted, where it can make nothing of it."""
        try:
            return reader(self.text(row, name))
        except InvalidValue as error:
            self.note(row, name, error.problem.message, error.problem.allowed, error.problem.suggestion)
            return None

    def note(
        self,
        row: Row,
        at: int | str,
        message: str,
        allowed: str = "",
        suggestion: str | Callable[[], str] = "",
        *,
        part: str = "",
        into: Problems | None = None,
    ) -> None:
        """Note a problem of a cell, or of the `part` of its text that is wrong, among this file's or `into` others.

        A `suggestion` that takes a search is only made where the problem is shown.
        """

        index = self.columns[at] if isinstance(at, str) else at
        path = at if isinstance(at, str) else ""
        self.note_at(row, index, message, allowed, suggestion, path=path, part=part, kind=at, into=into)


def in_short(names: Sequence[str]) -> str:
    """Return the first of many `names` and how many more there are."""
    more = [f"{len(names) - _MOST_NAMED:,} more"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])


def _quoted_names(names: Iterable[str]) -> str:
    return in_short([quoted(name) for name in names if name])


def _column_key(cell: str) -> str:
    return re.sub(r"[\s_-]+", "", folded(cell))
