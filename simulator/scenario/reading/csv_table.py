"""A CSV file as rows whose every cell knows its place, so that what is wrong in it can be pointed at.

Comma, semicolon or tab; UTF-8 with or without byte order mark. The `csv` module reads the same rows but does not tell
where a cell stands.
"""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from simulator.errors import Problem
from simulator.scenario.reading.file_bytes import bytes_of
from simulator.scenario.reading.nearest import closest, folded, in_plain_dollars, nearest_name, visible
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import MOST_PROBLEMS, Problems, shape_of_message
from simulator.scenario.reading.quoting import may_be_quoted, unquoted
from simulator.scenario.units import InvalidValue, quoted
from simulator.spreadsheets import from_cell

_DELIMITERS: Final = (",", ";", "\t")
_ALIKE: Final = 0.8
"""How like a column that is not needed another must be to be taken for it, misspelt."""
_MOST_NAMED: Final = 8

Value = TypeVar("Value")


class CsvTable:
    """One CSV file: its columns by name, its rows, the places of its cells, and the problems met so far.

    `known` maps the names of columns to whether they are required; `instead` names the one column that may stand in
    place of a required one. `usable` is False where the rows cannot be read at all, and `malformed` counts the records
    that could not be split into cells.
    """

    def __init__(self, file: str, known: Mapping[str, bool], instead: Mapping[str, str] | None = None) -> None:
        self.file = file
        self._instead = dict(instead or {})
        self._known = {**known, **dict.fromkeys(self._instead.values(), False)}
        self._names = {_column_key(name): name for name in self._known}
        self.columns: dict[str, int] = {}
        self._others: dict[int, str] = {}
        self.usable = False
        self.malformed = 0
        self._width = 0
        self._delimiter = ","
        text, self.problems = text_of(file)
        if text is not None:
            self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._next = self._read_header()

    def _read_header(self) -> int:
        """Take in the header and return the line, from 0, on which the records begin."""
        first = next((at for at, line in enumerate(self._lines) if line.strip()), None)
        if first is None:
            self.problems.add(Problem("the file is empty", file=self.file, allowed=self._header_in_words()))
            return 0
        line = self._lines[first]
        self._delimiter = max(_DELIMITERS, key=lambda one: (self._columns_named(line, one), line.count(one)))
        row, following = record(self._lines, first, self._delimiter)
        if isinstance(row, Problem):
            self.problems.add(self._in_line(row))
            return following
        if not any(_column_key(cell) in self._names for cell in row.cells):
            message = f"the first line names none of the columns; it has {_quoted_names(row.cells)}"
            self.problems.add(self._in_line(Problem(message, "", first + 1, 1, allowed=self._header_in_words())))
            return following
        self._name_columns(row)
        lacking = [name for name, required in self._known.items() if required and not self._is_there(name)]
        if lacking:
            message = f"the header lacks the column{'' if len(lacking) == 1 else 's'} {', '.join(lacking)}"
            if self._others:
                message += f"; it has {_quoted_names(self._others.values())} besides"
            self.problems.add(self._in_line(Problem(message, "", first + 1, 1, allowed=self._header_in_words())))
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

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name

    def notices(self) -> Iterator[Notice]:
        """Yield which columns were not read, if any."""
        if self._others:
            names = [cell or f"number {index + 1}, which has no name" for index, cell in self._others.items()]
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
        while at < len(self._lines):
            row, at = record(self._lines, at, self._delimiter)
            if isinstance(row, Problem):
                kind = (self.file, shape_of_message(row.message))
                self.problems.add_alike(kind, partial(self._in_line, row))
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
    def size(self) -> int:
        """Lines of the file, below the header and above: as many as it has rows, or a few more."""
        return len(self._lines)

    @property
    def semicolons(self) -> bool:
        """Whether semicolons separate the cells, as where the comma is the decimal mark."""
        return self._delimiter == ";"

    def cells(self, name: str) -> Iterator[str]:
        """Yield the cells of a column, of all records that can be split into cells; nothing is noted."""
        at = self._next
        while at < len(self._lines):
            row, at = record(self._lines, at, self._delimiter)
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

        def made() -> Problem:
            likely = suggestion if isinstance(suggestion, str) else suggestion()
            return self.problem_at(row, at, Problem(message, allowed=allowed, suggestion=likely), part)

        problems = self.problems if into is None else into
        problems.add_alike((self.file, at, shape_of_message(message)), made)

    def problem_at(self, row: Row, at: int | str, problem: Problem, part: str = "") -> Problem:
        """Return a problem at a cell (a column's name or number), or at the `part` of its text that is wrong."""
        line, column = self.spot(row, self.columns[at] if isinstance(at, str) else at)
        found = self._lines[line - 1].find(part, column - 1) if part else -1
        path = at if isinstance(at, str) else ""
        return self._in_line(replace(problem, line=line, column=found + 1 if found >= 0 else column, path=path))

    def _in_line(self, problem: Problem) -> Problem:
        """Return a problem that knows line and column with the file and the text of the line."""
        located = replace(problem, file=self.file, source_line=self._lines[problem.line - 1])
        return located if may_be_quoted(self.file) else unquoted(located)


def in_short(names: Sequence[str]) -> str:
    """Return the first of many names and how many more there are."""
    more = [f"{len(names) - _MOST_NAMED:,} more"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])


def _quoted_names(names: Iterable[str]) -> str:
    return in_short([quoted(name) for name in names if name])


def _column_key(cell: str) -> str:
    return re.sub(r"[\s_-]+", "", folded(cell))


# One record of a CSV file: its cells, and where each stands.

LONGEST_CELL: Final = 131_072  # characters, as in the csv module; a longer cell is a quote that was never closed


@dataclass(slots=True)  # not frozen, which takes three times as long: there may be a million of them
class Row:
    """One record: the cells as text without surrounding space, and where they stand.

    `line` is the index of the first physical line. `spots` has (line, column) from 1 of every cell, or is None where a
    record without quotes needs them worked out.
    """

    line: int
    cells: list[str]
    spots: list[tuple[int, int]] | None


def record(lines: Sequence[str], at: int, delimiter: str) -> tuple[Row | Problem, int]:
    """Return the record that begins on a line (an index), or what is wrong with it, and the line to read on from.

    The problem has its line and column, from 1. Cells in double quotes may hold separators, doubled quotes and line
    breaks, as RFC 4180 has it. After a malformed record reading goes on with the next line.
    """
    if '"' in lines[at]:
        return _quoted_record(lines, at, delimiter)
    return Row(at, [cell.strip() for cell in lines[at].split(delimiter)], None), at + 1


def _quoted_record(lines: Sequence[str], first: int, delimiter: str) -> tuple[Row | Problem, int]:
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
            cell = _quoted_cell(lines, at, column, delimiter)
            if isinstance(cell, Problem):
                return cell, first + 1
            value, at, column = cell
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


_Cell = tuple[str, int, int]


def _quoted_cell(lines: Sequence[str], first: int, opening: int, delimiter: str) -> _Cell | Problem:
    """Return the text of a quoted cell, and the line and column of the separator (or line end) after it."""
    end = lines[first].find('"', opening + 1)
    if end > 0 and lines[first][end + 1 : end + 2] in (delimiter, ""):
        return lines[first][opening + 1 : end], first, end + 1
    unclosed = Problem("this quote is never closed", line=first + 1, column=opening + 1)
    found = _quoted_text(lines, first, opening)
    if found is None:
        return unclosed
    text, at, column = found
    line = lines[at]
    column = _past_blanks(line, column, delimiter)
    if column < len(line) and line[column] != delimiter:
        if at > first:  # the quote that seems to close it more likely opens another cell
            return unclosed
        message = "there is text after the closing quote; a quote inside a quoted cell is written twice"
        return Problem(message, line=at + 1, column=column + 1)
    return text, at, column


def _quoted_text(lines: Sequence[str], first: int, opening: int) -> _Cell | None:
    """Return what stands between the quotes, and where it ends; None where no quote closes it."""
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
                return None
        elif line[end + 1 : end + 2] == '"':
            parts.append('"')
            column = end + 2
        else:
            return "".join(parts), at, end + 1


# The text of a CSV file: its size, its encoding, and where in it either goes wrong.

MEGABYTE: Final = 2**20
MAX_BYTES: Final = 256 * MEGABYTE
_OTHER_FILES: Final = {
    b"PK\x03\x04": "an Excel workbook (.xlsx), or another zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text of a word processor",
    b"\x1f\x8b": "a compressed file",
}
"""What other files begin with."""


def text_of(file: str) -> tuple[str | None, Problems]:
    """Return the text of a file, None where it has none that can be read, and why."""
    try:
        if not stat.S_ISREG(Path(file).stat().st_mode):
            return None, Problems([Problem("this is not a file that can be read", file=file, allowed="a CSV file")])
        data, size = bytes_of(Path(file), MAX_BYTES)
    except FileNotFoundError:
        return None, Problems([Problem("there is no such file", file=file)])
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or error
        return None, Problems([Problem(f"the file cannot be read: {why}", file=file)])
    if size > MAX_BYTES:
        problems = Problems()
        problems.too_large = _beyond_bytes(file, size)
        return None, problems
    text = _decoded(file, data)
    return (None, Problems([text])) if isinstance(text, Problem) else (text, Problems())


def _beyond_bytes(file: str, size: int) -> Problem:
    megabytes, beyond = size / MEGABYTE, (size - MAX_BYTES) / MEGABYTE
    return Problem(
        f"{size:,} bytes ÷ {MEGABYTE:,} = {megabytes:,.1f} MB, which is {beyond:,.1f} MB too much",
        file=file,
        allowed=f"at most {MAX_BYTES // MEGABYTE} MB ({MAX_BYTES:,} bytes)",
    )


def _decoded(file: str, data: bytes) -> str | Problem:
    advice = "UTF-8 text; spreadsheets save it as “CSV UTF-8”"
    for mark, what in _OTHER_FILES.items():
        if data.startswith(mark):
            return Problem(f"this is {what}, not a CSV file", file=file, allowed=f"the sheet saved as {advice}")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem("the file is UTF-16 text", file=file, allowed=advice)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        rest = data[error.start : error.start + 200].decode("utf-8", errors="replace")
        return _in_text(file, before, rest, f"byte 0x{data[error.start]:02x} is not UTF-8", advice)
    if "\0" in text:
        before, _, rest = text.partition("\0")
        return _in_text(file, before, "\0" + rest[:200], "there is a zero byte in the text", advice)
    return text


def _in_text(file: str, before: str, rest: str, message: str, allowed: str) -> Problem:
    lines = re.split(r"\r\n|\r|\n", before)
    source = lines[-1] + re.split(r"\r|\n", rest)[0]
    problem = Problem(message, file, len(lines), len(lines[-1]) + 1, allowed=allowed, source_line=source)
    return problem if may_be_quoted(file) else unquoted(problem)
