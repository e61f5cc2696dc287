"""A CSV file as rows whose every cell knows its place, so that what is wrong in it can be pointed at.

Comma, semicolon or tab; UTF-8 with or without byte order mark. The `csv` module reads the same rows but does not tell
where a cell stands.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.errors import Problem, SizeError
from simulator.scenario.reading.complaints import MAX_PROBLEMS, Complaints
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


# One record of a CSV file: its cells, and where each stands.

LONGEST_CELL: Final = 131_072  # characters, as in the csv module; a longer cell is a quote that was never closed


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the cells as text without surrounding space, and where they stand.

    `line` is the index of the first physical line. `spots` has (line, column) from 1 of every cell, or is None where a
    record without quotes needs them worked out.
    """

    line: int
    cells: list[str]
    spots: list[tuple[int, int]] | None


class Broken(Exception):  # noqa: N818  (it names the state of the record)
    """A record that cannot be read; `line` and `column`, from 1, say where."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


def record(lines: list[str], at: int, delimiter: str) -> tuple[Row, int]:
    """Return the record that begins on a line (an index), and the line after it; raise Broken where it cannot be read.

    Cells in double quotes may hold separators, doubled quotes and line breaks, as RFC 4180 has it.
    """
    if '"' in lines[at]:
        return _quoted_record(lines, at, delimiter)
    return Row(at, [cell.strip() for cell in lines[at].split(delimiter)], None), at + 1


def _quoted_record(lines: list[str], first: int, delimiter: str) -> tuple[Row, int]:
    """Read a record in which some cell is quoted; it may go on over several lines."""
    cells: list[str] = []
    spots: list[tuple[int, int]] = []
    at, column = first, 0
    while True:
        line = lines[at]
        if line[column : column + 1].isspace():
            column = _past_blanks(line, column, delimiter)
        spots.append((at + 1, column + 1))
        if line[column : column + 1] == '"':
            value, at, column = _quoted_cell(lines, at, column, delimiter)
            line = lines[at]
        else:
            end = line.find(delimiter, column)
            end = len(line) if end < 0 else end
            value, column = line[column:end], end
        cells.append(value.strip())
        if column >= len(line):
            return Row(first, cells, spots), at + 1
        column += 1


def _past_blanks(line: str, column: int, delimiter: str) -> int:
    while column < len(line) and line[column] != delimiter and line[column].isspace():
        column += 1
    return column


def _quoted_cell(lines: list[str], first: int, opening: int, delimiter: str) -> tuple[str, int, int]:
    """Return the text of a quoted cell, and the line and column of the separator (or line end) after it."""
    end = lines[first].find('"', opening + 1)
    if end > 0 and lines[first][end + 1 : end + 2] in (delimiter, ""):
        return lines[first][opening + 1 : end], first, end + 1
    text, at, column = _quoted_text(lines, first, opening)
    line = lines[at]
    column = _past_blanks(line, column, delimiter)
    if column < len(line) and line[column] != delimiter:
        if at > first:  # the quote that seems to close it more likely opens another cell
            raise _unclosed(first, opening)
        raise Broken(
            "there is text after the closing quote; a quote inside a quoted cell is written twice", at + 1, column + 1
        )
    return text, at, column


def _quoted_text(lines: list[str], first: int, opening: int) -> tuple[str, int, int]:
    """Return what stands between the quotes, and the line and column after the closing one."""
    parts: list[str] = []
    at, column, length = first, opening + 1, 0
    while True:
        line = lines[at]
        end = line.find('"', column)
        piece = line[column:] + "\n" if end < 0 else line[column:end]
        parts.append(piece)
        length += len(piece)
        if end < 0:
            at, column = at + 1, 0
            if at >= len(lines) or length > LONGEST_CELL:
                raise _unclosed(first, opening)
        elif line[end + 1 : end + 2] == '"':
            parts.append('"')
            column = end + 2
        else:
            return "".join(parts), at, end + 1


def _unclosed(line: int, column: int) -> Broken:
    return Broken("this quote is never closed", line + 1, column + 1)


# The text of a CSV file: its size, its encoding, and where in it either goes wrong.

MEGABYTE: Final = 2**20
MAX_BYTES: Final = 50 * MEGABYTE


def text_of(file: str, complaints: Complaints) -> str | None:
    """Return the text of a file; complain where there is none, and raise SizeError where there is too much."""
    try:
        kind = Path(file).stat()
        if not stat.S_ISREG(kind.st_mode):
            complaints.add(Problem("this is not a file that can be read", file=file, allowed="a CSV file"))
            return None
        check_size(file, kind.st_size)
        with Path(file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        complaints.add(Problem("there is no such file", file=file))
        return None
    except (OSError, ValueError) as problem:
        complaints.add(Problem(f"the file cannot be read: {getattr(problem, 'strerror', '') or problem}", file=file))
        return None
    check_size(file, len(data))
    return _decoded(file, data, complaints)


def check_size(file: str, size: int) -> None:
    """Raise SizeError for a file of more bytes than a CSV may have."""
    if size > MAX_BYTES:
        raise SizeError(
            [
                Problem(
                    f"{size:,} bytes ÷ {MEGABYTE:,} = {size / MEGABYTE:,.1f} MB, which is "
                    f"{(size - MAX_BYTES) / MEGABYTE:,.1f} MB too much",
                    file=file,
                    allowed=f"at most {MAX_BYTES // MEGABYTE} MB ({MAX_BYTES:,} bytes)",
                )
            ]
        )


def _decoded(file: str, data: bytes, complaints: Complaints) -> str | None:
    advice = "UTF-8 text; spreadsheets save it as “CSV UTF-8”"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        complaints.add(Problem("the file is UTF-16 text", file=file, allowed=advice))
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8")
        rest = data[problem.start : problem.start + 200].decode("utf-8", errors="replace")
        _complain_in_text(file, before, rest, f"byte 0x{data[problem.start]:02x} is not UTF-8", advice, complaints)
        return None
    if "\0" in text:
        before, _, rest = text.partition("\0")
        _complain_in_text(file, before, "\0" + rest[:200], "there is a zero byte in the text", advice, complaints)
        return None
    return text


def _complain_in_text(file: str, before: str, rest: str, message: str, allowed: str, complaints: Complaints) -> None:
    lines = re.split(r"\r\n|\r|\n", before)
    source = lines[-1] + re.split(r"\r|\n", rest)[0]
    complaints.add(Problem(message, file, len(lines), len(lines[-1]) + 1, allowed=allowed, source_line=source))
