"""Any table another system exports, as headings and rows whose every cell knows its place.

Comma, semicolon or tab; UTF-8, UTF-16 with its mark, or else the Western Windows encoding, which is said; or the first
sheet of a workbook (.xlsx). Lines of a title above the header are passed over.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from simulator.errors import Problem
from simulator.scenario.reading.csv_records import Records, Row
from simulator.scenario.reading.csv_text import another_file, bytes_in
from simulator.scenario.reading.nearest import folded
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import Problems, shape_of_message
from simulator.scenario.units import quoted
from simulator.spreadsheets import from_cell

if TYPE_CHECKING:
    from simulator.progress import Stage

Cell = str | float | date
"""A cell as it stands: text in a CSV file; in a workbook numbers and dates too, which leave no doubt."""

_DELIMITERS: Final = (",", ";", "\t")
_LOOKED_AT: Final = 40
"""Rows in which the header is looked for: reports have a title, filters and blank rows above it."""
_AT_ONCE: Final = 20_000


@dataclass(slots=True)
class SheetRow:
    """One row below the header: its cells, the number of its line in the file, and the record of a CSV file."""

    cells: Sequence[Cell]
    number: int
    record: Row | None = None


@dataclass
class Sheet:
    """A table: what it is called, its headings, its rows, how it was read, and what is wrong in it."""

    file: str
    name: str
    headings: tuple[str, ...] = ()
    rows: list[SheetRow] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    semicolons: bool = False
    records: Records | None = None

    def text(self, row: SheetRow, column: int) -> str:
        """Return a cell as text; empty where there is none."""
        cell = row.cells[column] if 0 <= column < len(row.cells) else ""
        return from_cell(cell) if isinstance(cell, str) else shown_cell(cell)

    def place(self, row: SheetRow) -> str:
        """Return where a row stands, as `file:line`."""
        return f"{self.name}:{row.number}"

    def note(self, row: SheetRow, column: int, problem: Problem) -> None:
        """Note a problem of a cell; alike ones of a column are told as one."""
        kind = (self.file, column, shape_of_message(problem.message))
        self.problems.add_alike(kind, lambda: self._located(row, column, problem))

    def _located(self, row: SheetRow, column: int, problem: Problem) -> Problem:
        heading = self.headings[column] if 0 <= column < len(self.headings) else ""
        named = replace(problem, path=heading)
        if self.records is not None and row.record is not None:
            return self.records.located(row.record, column, named)
        return replace(named, file=f"{self.name}!{letters(column)}{row.number}")


def shown_cell(cell: float | date) -> str:
    """Return a number or a date of a workbook as text."""
    return cell.isoformat() if isinstance(cell, date) else f"{cell:.15g}"


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def heading_key(text: str) -> str:
    """Return a heading as headings are compared: without regard to case, blanks, underscores and hyphens."""
    return re.sub(r"[\s_-]+", " ", folded(text)).strip()


def read_sheet(file: str, known: Collection[str], stage: Stage, which: str = "") -> Sheet:
    """Return the table in a file; `known` are the headings, as compared, by which the header is found.

    `which` names the sheet of a workbook; the first where it is empty. What is wrong is in the table's problems.
    """
    found = bytes_in(file)
    sheet = Sheet(file, Records(file, None, Problems()).name, problems=found.problems)
    if found.data is None:
        return sheet
    what = another_file(found.data)
    if found.data.startswith(b"PK\x03\x04"):
        from simulator.importers.workbook import read_workbook

        return read_workbook(sheet, found.data, which, known, stage)
    if what:
        sheet.problems.add(
            Problem(f"this is {what}, not a table", file=file, allowed="a CSV file or an .xlsx workbook")
        )
        return sheet
    if which:
        sheet.problems.add(Problem("a CSV file has no sheets", file=file, path="sheet", allowed="an .xlsx workbook"))
        return sheet
    text = _decoded(sheet, found.data)
    if text is not None:
        _read_csv(sheet, text, known, stage)
    return sheet


def _decoded(sheet: Sheet, data: bytes) -> str | None:
    """Return the text of a CSV file by its mark, as UTF-8, or else as Windows of the West writes it, which is said."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            sheet.notices.append(Notice(f"{sheet.name}: the text is UTF-16 and was read as that"))
            return data.decode("utf-16")
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            sheet.problems.add(Problem(f"the UTF-16 text is broken at byte {error.start:,}", file=sheet.file))
            return None
        text = data.decode("cp1252", errors="replace")
        line = data[: error.start].count(b"\n") + 1
        sheet.notices.append(
            Notice(
                f"{sheet.name}: line {line:,} is no UTF-8, so the text was read as Windows-1252; look at the names",
                doubtful=True,
            )
        )
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        message = f"there is a zero byte in line {line:,}: this is no text, or UTF-16 without its mark"
        sheet.problems.add(Problem(message, file=sheet.file, allowed="the export saved as “CSV UTF-8”, or .xlsx"))
        return None
    return text


def _read_csv(sheet: Sheet, text: str, known: Collection[str], stage: Stage) -> None:
    records = Records(sheet.file, text, sheet.problems)
    first = text.split("\n", 1)[0].strip().strip('"').casefold()
    skipped = 1 if first.startswith("sep=") and len(first) <= 5 else 0  # how a spreadsheet is told the separator
    records.delimiter = max(_DELIMITERS, key=lambda one: _fit(records, one, known, skipped))
    sheet.records, sheet.semicolons = records, records.delimiter == ";"
    at, rows = skipped, list[SheetRow]()
    with stage(f"Reading {sheet.name}", records.size) as advance:
        shown = 0
        while at < len(records.lines):
            found, following = records.record(at)
            if isinstance(found, Problem):
                sheet.problems.add_alike((sheet.file, shape_of_message(found.message)), _maker(records, found))
            elif any(found.cells):
                rows.append(SheetRow(found.cells, found.line + 1, found))
            at = following
            if at - shown >= _AT_ONCE:
                advance(at - shown)
                shown = at
    take_rows(sheet, rows, known)


def _maker(records: Records, problem: Problem) -> Callable[[], Problem]:
    return lambda: records.in_line(problem)


def _fit(records: Records, delimiter: str, known: Collection[str], at: int) -> tuple[int, int]:
    """Return how well a separator splits the first rows: the most headings known in one of them, and its width."""
    records.delimiter = delimiter
    best = (0, 0)
    for _ in range(_LOOKED_AT):
        if at >= len(records.lines):
            break
        found, at = records.record(at)
        if not isinstance(found, Problem):
            best = max(best, (_recognised(found.cells, known), len(found.cells)))
    return best


def _recognised(cells: Sequence[Cell], known: Collection[str]) -> int:
    return sum(isinstance(cell, str) and heading_key(cell) in known for cell in cells)


def take_rows(sheet: Sheet, rows: list[SheetRow], known: Collection[str]) -> None:
    """Find the header among the first rows, and take in what is below it."""
    if not rows:
        sheet.problems.add(Problem("the table is empty", file=sheet.file, allowed="a header, and rows below it"))
        return
    at = _header(rows[:_LOOKED_AT], known)
    header = rows[at]
    width = max((index for index, cell in enumerate(header.cells) if cell != ""), default=0) + 1
    sheet.headings = tuple(sheet.text(header, index) for index in range(width))
    sheet.rows = rows[at + 1 :]
    if at:
        sheet.notices.append(
            Notice(f"{sheet.name}: the header is on line {header.number}; what is above it is a title")
        )
    _check_headings(sheet, header)
    for row in sheet.rows:
        beyond = next((index for index in range(width, len(row.cells)) if row.cells[index] != ""), None)
        if beyond is not None:
            message = f"this row has {len(row.cells)} cells and the header {width}"
            allowed = 'a cell that holds a separator itself stands in double quotes, such as "$35,000"'
            sheet.note(row, beyond, Problem(message, allowed=allowed))


def _header(rows: Sequence[SheetRow], known: Collection[str]) -> int:
    """Return which of the first rows is the header: the one that names the most, or the first as wide as most are."""
    scores = [_recognised(row.cells, known) for row in rows]
    if max(scores) > 0:
        return scores.index(max(scores))
    widths = [sum(cell != "" for cell in row.cells) for row in rows]
    usual = Counter(widths).most_common(1)[0][0]
    return next(at for at, width in enumerate(widths) if width >= usual)


def _check_headings(sheet: Sheet, header: SheetRow) -> None:
    seen: dict[str, int] = {}
    for index, heading in enumerate(sheet.headings):
        key = heading_key(heading)
        if key and key in seen:
            again = f"the column {quoted(heading)} stands here twice; the first was read"
            sheet.notices.append(Notice(f"{sheet.name}: {again} (line {header.number})", doubtful=True))
        seen.setdefault(key, index)
