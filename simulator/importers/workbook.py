"""A sheet of an .xlsx workbook as rows; needs the extra `t2d3[office]`."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Collection
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile, ZipFile

from simulator.errors import InputError, Problem
from simulator.importers.sheet import Cell, Sheet, SheetRow, take_rows
from simulator.progress import no_progress
from simulator.scenario.reading.notices import Notice

if TYPE_CHECKING:
    from simulator.progress import Stage

_AT_ONCE: Final = 5_000
_MOST_BLANK: Final = 1_000
"""Blank rows after which a sheet is over: a format given to whole columns reaches to its last row, the millionth."""


def read_workbook(sheet: Sheet, data: bytes, which: str, known: Collection[str], stage: Stage) -> Sheet:
    """Take the rows of one sheet of a workbook into a table; InputError where the extra is not installed."""
    openpyxl = _openpyxl()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that say nothing of the cells
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        message = f"the workbook cannot be read: {error or type(error).__name__}"
        sheet.problems.add(Problem(message, file=sheet.file, allowed="an .xlsx workbook without a password"))
        return sheet
    names = [one.title for one in book.worksheets]
    chosen = which or (names[0] if names else "")
    if chosen not in names:
        message = f'there is no sheet "{chosen}"' if chosen else "the workbook has no sheet"
        sheet.problems.add(Problem(message, file=sheet.file, path="sheet", allowed=", ".join(names)))
        return sheet
    if len(names) > 1 and not which:
        others = ", ".join(names[1:])
        sheet.notices.append(Notice(f"{sheet.name}: the first sheet, {chosen}, was read; besides there is {others}"))
    _tell_uncalculated(sheet, data, alone=len(names) == 1)
    sheet.name = f"{sheet.name} {chosen}" if len(names) > 1 else sheet.name
    take_rows(sheet, _rows(book[chosen], sheet.name, stage), known)
    return sheet


_UNCALCULATED: Final = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
"""A cell that holds a formula and not what it comes to, as programs write that work nothing out."""
_MOST_SEARCHED: Final = 2**28
"""Bytes of a sheet's text that are searched for them."""


def _tell_uncalculated(sheet: Sheet, data: bytes, alone: bool) -> None:
    """Say that formulas were never worked out, whose cells would be read as empty; refuse it of the only sheet."""
    with ZipFile(io.BytesIO(data)) as archive:
        parts = [one for one in archive.infolist() if one.filename.startswith("xl/worksheets/")]
        texts = (archive.read(one) for one in parts if one.file_size <= _MOST_SEARCHED)
        cells = [found for text in texts for found in _UNCALCULATED.findall(text)]
    if not cells:
        return
    count = f"{len(cells):,} cell{' holds a formula' if len(cells) == 1 else 's hold formulas'}"
    message = f"{count} whose result is not stored, the first {cells[0].decode()}"
    allowed = "the workbook opened in a spreadsheet program and saved, which works them out"
    if alone:
        sheet.problems.add(Problem(message, file=sheet.file, allowed=allowed))
    else:
        sheet.notices.append(Notice(f"{sheet.name}: {message}, and read as empty; {allowed}", doubtful=True))


def _openpyxl() -> Any:
    try:
        return import_module("openpyxl")
    except ImportError:
        allowed = "pip install 't2d3[office]', or the sheet saved as CSV"
        raise InputError([Problem("an .xlsx workbook needs the package openpyxl", allowed=allowed)]) from None


def _rows(sheet: Any, name: str, stage: Stage) -> list[SheetRow]:
    total = sheet.max_row or 0  # some exporters do not say
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what some exporters write there is wrong, and rows beyond it would be lost
    rows: list[SheetRow] = []
    blank = 0
    with (stage if total else no_progress)(f"Reading {name}", total) as advance:
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_cell(value) for value in values]
            blank = 0 if any(cell != "" for cell in cells) else blank + 1
            if not blank:
                rows.append(SheetRow(cells, number))
            if blank > _MOST_BLANK:
                break
            if number % _AT_ONCE == 0:
                advance(_AT_ONCE)
    return rows


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return " ".join(str(value).split())
