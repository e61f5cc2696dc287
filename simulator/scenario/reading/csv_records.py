"""The records of a CSV file: their cells, and where each stands, so that what is wrong in one can be pointed at.

Both readers stand on it, that of the files a scenario names and that of other systems' exports. The `csv` module reads
the same cells but does not tell where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from simulator.errors import Problem
from simulator.scenario.reading.problems import Problems, shape_of_message
from simulator.scenario.reading.quoting import may_be_quoted, unquoted

__all__ = ["Records", "Row"]

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


class Records:
    """The lines of one file, how their cells are separated, and the problems met so far, each in its place."""

    def __init__(self, file: str, text: str | None, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.lines = [] if text is None else text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.delimiter = ","

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name

    @property
    def size(self) -> int:
        """Lines of the file, below the header and above: as many as it has rows, or a few more."""
        return len(self.lines)

    def record(self, at: int) -> tuple[Row | Problem, int]:
        """Return the record that begins on a line (an index), or what is wrong with it, and where the next begins."""
        return record(self.lines, at, self.delimiter)

    def spot(self, row: Row, index: int) -> tuple[int, int]:
        """Return line and column, from 1, of where a cell begins; the end of the line where it is missing."""
        if row.spots is not None:
            return row.spots[index] if index < len(row.spots) else (row.spots[-1][0], self._end_of(row.spots[-1][0]))
        line = self.lines[row.line]
        raw = line.split(self.delimiter)
        if index >= len(raw):
            return row.line + 1, self._end_of(row.line + 1)
        before = sum(len(cell) + 1 for cell in raw[:index])
        cell = raw[index]
        blanks = len(cell) - len(cell.lstrip()) if cell.strip() else 0
        return row.line + 1, before + blanks + 1

    def _end_of(self, line: int) -> int:
        return len(self.lines[line - 1]) + 1

    def note_at(
        self,
        row: Row,
        index: int,
        message: str,
        allowed: str = "",
        suggestion: str | Callable[[], str] = "",
        *,
        path: str = "",
        part: str = "",
        kind: Hashable = None,
        into: Problems | None = None,
    ) -> None:
        """Note a problem of a cell, or of the `part` of its text that is wrong, among this file's or `into` others.

        A `suggestion` that takes a search is only made where the problem is shown. `kind` tells columns apart.
        """

        def made() -> Problem:
            likely = suggestion if isinstance(suggestion, str) else suggestion()
            return self.located(row, index, Problem(message, path=path, allowed=allowed, suggestion=likely), part)

        problems = self.problems if into is None else into
        problems.add_alike((self.file, index if kind is None else kind, shape_of_message(message)), made)

    def located(self, row: Row, index: int, problem: Problem, part: str = "") -> Problem:
        """Return a problem at a cell, or at the `part` of its text that is wrong."""
        line, column = self.spot(row, index)
        found = self.lines[line - 1].find(part, column - 1) if part else -1
        return self.in_line(replace(problem, line=line, column=found + 1 if found >= 0 else column))

    def in_line(self, problem: Problem) -> Problem:
        """Return a problem that knows line and column with the file and the text of the line."""
        located = replace(problem, file=self.file, source_line=self.lines[problem.line - 1])
        return located if may_be_quoted(self.file) else unquoted(located)
