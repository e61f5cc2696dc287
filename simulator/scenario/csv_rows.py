"""A CSV file as rows whose every cell knows its place, so that what is wrong in it can be pointed at.

Comma, semicolon or tab; UTF-8 with or without byte order mark. The `csv` module reads the same rows but does not tell
where a cell stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from simulator.errors import Problem
from simulator.scenario.complaints import MAX_PROBLEMS, Complaints
from simulator.scenario.csv_records import Broken, Row, record
from simulator.scenario.csv_text import text_of
from simulator.scenario.units import Misread, quoted

_DELIMITERS: Final = (",", ";", "\t")


class Sheet:
    """One CSV file: its columns by name, its rows, and the places of its cells.

    `known` maps the names of columns to whether they are required; `instead` names the one column that may stand in
    place of a required one. Raises SizeError for a file that is too large. Everything else that is wrong goes to
    `complaints`; `usable` is False where the rows cannot be read at all, and `broken` counts the records that could not
    be told into cells.
    """

    def __init__(
        self, file: str, known: Mapping[str, bool], complaints: Complaints, instead: Mapping[str, str] | None = None
    ) -> None:
        self.file = file
        self._instead = dict(instead or {})
        self._known = {**known, **dict.fromkeys(self._instead.values(), False)}
        self._names = {_column_key(name): name for name in self._known}
        self.complaints = complaints
        self.columns: dict[str, int] = {}
        self.usable = False
        self.broken = 0
        self._width = 0
        self._delimiter = ","
        text = text_of(file, complaints)
        if text is not None:
            self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._next = self._read_header()

    def _read_header(self) -> int:
        first = next((at for at, line in enumerate(self._lines) if line.strip()), None)
        if first is None:
            self.complaints.add(Problem("the file is empty", file=self.file, allowed=self._header_in_words()))
            return 0
        self._delimiter = max(_DELIMITERS, key=lambda one: self._columns_named(self._lines[first], one))
        try:
            row, following = record(self._lines, first, self._delimiter)
        except Broken as broken:
            self._complain_at(broken.line, broken.column, broken.message)
            return first + 1
        if not any(_column_key(cell) in self._names for cell in row.cells):
            self._complain_at(first + 1, 1, "the first line names none of the columns", self._header_in_words())
            return following
        self._name_columns(row)
        lacking = [name for name, required in self._known.items() if required and not self._is_there(name)]
        if lacking:
            many = f"column{'' if len(lacking) == 1 else 's'} {', '.join(lacking)}"
            self._complain_at(first + 1, 1, f"the header lacks the {many}", self._header_in_words())
        self.usable = not lacking and not self._twice_said(row)
        needed = [self._instead.get(name, name) if name not in self.columns else name for name in self._required()]
        self._needed = 1 + max((self.columns[name] for name in needed if not lacking), default=0)
        return following

    def _required(self) -> list[str]:
        return [name for name, required in self._known.items() if required]

    def _is_there(self, name: str) -> bool:
        return name in self.columns or self._instead.get(name) in self.columns

    def _twice_said(self, row: Row) -> bool:
        """Complain where a column stands beside the one that may take its place; tell whether one does."""
        both = [(name, other) for name, other in self._instead.items() if {name, other} <= set(self.columns)]
        for name, other in both:
            self.complain(row, self.columns[other], f"{name} and {other} say the same", f"{name} or {other}, not both")
        return bool(both)

    def _name_columns(self, row: Row) -> None:
        self._width = max(index for index, cell in enumerate(row.cells) if cell) + 1
        for index, cell in enumerate(row.cells[: self._width]):
            key = _column_key(cell)
            name = self._names.get(key, key)
            if not name:
                self.complain(row, index, "this column has no name", self._header_in_words())
            elif name in self.columns:
                self.complain(row, index, f"there are two columns {quoted(name)}")
            elif name in self._known:
                self.columns[name] = index
            else:
                self.complain(
                    row,
                    index,
                    f"{quoted(cell)} is not a column of this file",
                    self._header_in_words(),
                    self.complaints.nearest(name, [free for free in self._known if free not in self.columns]),
                )

    def _columns_named(self, line: str, delimiter: str) -> int:
        return sum(_column_key(cell.strip().strip('"')) in self._names for cell in line.split(delimiter))

    def _header_in_words(self) -> str:
        required = [
            f"{name} (or {self._instead[name]})" if name in self._instead else name for name in self._required()
        ]
        others = [name for name, needed in self._known.items() if not needed and name not in self._instead.values()]
        return f"the columns {', '.join(required)}" + (f"; if wanted {', '.join(others)}" if others else "")

    def rows(self) -> Iterator[Row]:
        """Yield the records below the header; blank ones are passed over and broken ones complained about."""
        at = self._next
        while at < len(self._lines):
            try:
                row, following = record(self._lines, at, self._delimiter)
            except Broken as broken:
                self._complain_at(broken.line, broken.column, broken.message)
                at, self.broken = at + 1, self.broken + 1
                if self.broken >= MAX_PROBLEMS:
                    self.complaints.cut_short = True
                    return
                continue
            at = following
            if any(row.cells) and self._fits(row):
                yield row

    def _fits(self, row: Row) -> bool:
        """Tell whether a row has a cell for every required column and none without a column."""
        wrong = next((index for index in range(self._width, len(row.cells)) if row.cells[index]), None)
        allowed = 'a cell that holds a separator itself stands in double quotes, such as "$35,000"'
        if wrong is None and len(row.cells) < self._needed:
            wrong, allowed = len(row.cells), "a cell for every column of the header"
        if wrong is not None:
            self.broken += 1
            counts = f"{len(row.cells)} cell{'' if len(row.cells) == 1 else 's'} and the header {self._width}"
            self.complain(row, wrong, f"this row has {counts}", allowed)
        return wrong is None

    def text(self, row: Row, name: str) -> str:
        """Return a cell; empty where the column or the cell is missing."""
        index = self.columns.get(name, -1)
        return row.cells[index] if 0 <= index < len(row.cells) else ""

    def spot(self, row: Row, index: int) -> tuple[int, int]:
        """Return line and column, from 1, of where a cell begins; the end of the line where it is missing."""
        if row.spots is not None:
            return row.spots[index] if index < len(row.spots) else (row.spots[-1][0], self._end_of(row.spots[-1][0]))
        line = self._lines[row.line]
        raw = line.split(self._delimiter)
        if index >= len(raw):
            return row.line + 1, self._end_of(row.line + 1)
        before = sum(len(cell) + 1 for cell in raw[:index])
        cell = raw[index]
        blanks = len(cell) - len(cell.lstrip()) if cell.strip() else 0
        return row.line + 1, before + blanks + 1

    def _end_of(self, line: int) -> int:
        return len(self._lines[line - 1]) + 1

    def place_of(self, row: Row, name: str) -> str:
        """Return where a cell stands, as `file:line:column`."""
        line, column = self.spot(row, self.columns[name])
        return f"{Path(self.file).name}:{line}:{column}"

    def complain(
        self, row: Row, at: int | str, message: str, allowed: str = "", suggestion: str = "", part: str = ""
    ) -> None:
        """Complain about a cell, or about the `part` of its text that is wrong."""
        if self.complaints.full:
            self.complaints.count_one()
            return
        line, column = self.spot(row, self.columns[at] if isinstance(at, str) else at)
        found = self._lines[line - 1].find(part, column - 1) if part else -1
        path = at if isinstance(at, str) else ""
        self._complain_at(line, found + 1 if found >= 0 else column, message, allowed, suggestion, path)

    def misread(self, row: Row, name: str, problem: Misread) -> None:
        """Complain about a cell that could not be read."""
        self.complain(row, name, problem.message, problem.allowed, problem.suggestion)

    def _complain_at(
        self, line: int, column: int, message: str, allowed: str = "", suggestion: str = "", path: str = ""
    ) -> None:
        source = self._lines[line - 1]
        self.complaints.add(Problem(message, self.file, line, column, path, allowed, suggestion, source))


def _column_key(cell: str) -> str:
    return re.sub(r"[\s_-]+", "", cell).casefold()
