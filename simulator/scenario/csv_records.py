"""One record of a CSV file: its cells, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
