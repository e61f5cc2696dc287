"""What needs a run: the one command that plays the scenario with everything that was changed or wanted here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.reports.asked import quoted
from simulator.reports.workbook.book import ASSUMPTIONS, NEEDS_RUN
from simulator.reports.workbook.formula import Cell, Live, as_live, called, chosen, compared, text_of
from simulator.reports.workbook.inputs import can_be_set
from simulator.reports.workbook.sheet import NOTE
from simulator.reports.workbook.sheets.assumption_columns import HEADS as FIRST_HEAD
from simulator.reports.workbook.styles import INK, LINK, MUTED, YEAR_FILL, Look

if TYPE_CHECKING:
    from simulator.reports.asked import Asked
    from simulator.reports.workbook.book import Book, Choice
    from simulator.reports.workbook.sheet import Sheet
    from simulator.reports.workbook.sheets.assumptions import Assumption, Assumptions
    from simulator.results.protocols import Summarised

NAMES: Final = 5
"""The row of the first scenario's name."""
_MOST: Final = 40
"""So many changes are listed."""
_PLACE, _TAIL, _PREFIX, _VALUE, _IS_CHANGED, _COUNT, _COMMAND, _WORDS = range(8, 16)
"""Columns out of sight, in which the command grows row by row beside the rows of the sheet of assumptions."""
_NOTHING: Final = "Nothing is changed: every value is as it was run"
_CODE: Final = Look(size=11.0, wrap=True, fill=YEAR_FILL)


@dataclass(frozen=True)
class NeedsRun:
    """The cells of other sheets' interest: how many values are changed or wanted, and the command."""

    changed: Live
    command: Live


def write_needs_run(book: Book, choice: Choice, assumptions: Assumptions, asked: Sequence[Asked]) -> NeedsRun:
    """Write the sheet and return its cells; `asked` says of each scenario how a run of it is asked for."""
    sheet, rows = book[NEEDS_RUN], assumptions.rows
    base = _names(book, choice, asked)
    count, command = as_live(0.0), base
    for row in rows:
        count, command = _grown(sheet, row, count, command)
    last = NAMES + len(asked)
    sheet.head("What needs a run", _finding(count))
    sheet.put(2, 0, _NOTE, NOTE)
    sheet.put(last + 1, 0, "The command", Look(bold=True, size=11.0))
    told = chosen(compared(count, "=", 0.0), f"{_NOTHING}. No run is needed.", command)
    shown = sheet.put(last + 2, 0, told, _CODE)
    sheet.sheet.set_row(last + 2, 75)
    sheet.sheet.merge_range(last + 2, 0, last + 2, 4, "", sheet.styles[_CODE])
    sheet.put(last + 2, 0, told, _CODE)
    sheet.put(last + 3, 0, _AFTERWARDS, NOTE)
    sheet.put(last + 5, 0, "What is changed or wanted", Look(bold=True, size=11.0))
    _listed(sheet, last + 6, rows, count)
    _finish(sheet)
    return NeedsRun(count, shown.fixed())


_NOTE: Final = "Copy the command into a terminal that knows t2d3: it plays the same runs with the same luck."
_AFTERWARDS: Final = (
    "Its result goes to a folder of its own beside the others, so that a workbook can be made of both; name another "
    "after --out."
)
_LONGEST_FOLDER: Final = 60
_BY_HAND: Final = ", which only the file can say: --set does not reach a name like this"


def _names(book: Book, choice: Choice, asked: Sequence[Asked]) -> Live:
    """Write how each scenario is named; return the beginning of the command for the one that is chosen."""
    sheet, results = book[NEEDS_RUN], book.cases.results
    sheet.put(NAMES - 1, 0, "The scenario, as t2d3 run takes it", Look(bold=True, size=11.0))
    for place, (one, side, result) in enumerate(zip(asked, book.cases.sides, results, strict=True)):
        row = NAMES + place
        sheet.put(row, 0, side.name, Look(indent=1))
        sheet.input(row, 1, quoted(one.scenario), Look(kind="text"))
        sheet.put(row, 2, one.note, NOTE)
        sheet.put(row, _TAIL, _tail_of(result, side.name, one))
    first = asked[0]
    name = Live.cell(NEEDS_RUN, NAMES, 1, quoted(first.scenario)).fixed()
    tail = Live.cell(NEEDS_RUN, NAMES, _TAIL, _tail_of(results[0], book.cases.sides[0].name, first)).fixed()
    if len(asked) > 1:
        blocks = [Cell(NEEDS_RUN, NAMES, column, NAMES + len(asked) - 1, column, fixed=True) for column in (1, _TAIL)]
        name, tail = (
            called("INDEX", block, choice.scenario_number, value=one.value)
            for block, one in zip(blocks, (name, tail), strict=True)
        )
    return sheet.put(FIRST_HEAD, _COMMAND, text_of("t2d3 run ", name, tail)).fixed()


def _tail_of(result: Summarised, name: str, asked: Asked) -> str:
    """Return what follows the scenario in its command: the same luck, what was set before, a folder of its own."""
    folder = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:_LONGEST_FOLDER] or "scenario"
    out = f" --out results/{folder}_changed"
    return f" --seed {result.seed} --runs {len(result.runs)}{out}{asked.options}"


# the command, row by row ----------------------------------------------------------------------------------------------


def _grown(sheet: Sheet, one: Assumption, count: Live, command: Live) -> tuple[Live, Live]:
    """Write one value's part of the command, if it is changed; return how many are so far, and the command so far."""
    if not one.is_live and one.wanted is None:
        return count, command
    row, quoted_path = one.row, quoted(f"{one.path}=1{one.each}")
    begins, ends = quoted_path[: -len(f"1{one.each}") - 1], quoted_path[-1]
    if quoted_path[0] not in "\"'":
        begins, ends = f"{one.path}=", ""
    prefix = sheet.put(row, _PREFIX, f" --set {begins}")
    value = sheet.put(row, _VALUE, _value(one))
    is_changed = sheet.put(row, _IS_CHANGED, chosen(_changed(one), 1.0, 0.0))
    more = sheet.put(row, _COUNT, count + is_changed)
    end = [f"{one.each}{ends}"] if one.each or ends else []
    said = text_of(command, prefix, called("SUBSTITUTE", value, ",", ".", value=value.value), *end)
    is_reached = can_be_set(one.path)
    grown = sheet.put(row, _COMMAND, chosen(compared(is_changed, "=", 1.0), said if is_reached else command, command))
    title = Live.cell(ASSUMPTIONS, row, 0, one.title)
    by_hand = [] if is_reached else [_BY_HAND]
    words = text_of(title, ": ", _in_words(one.as_run, one.unit), " → ", _in_words(value, one.unit), *by_hand)
    sheet.put(row, _WORDS, chosen(compared(is_changed, "=", 1.0), words, ""))
    return more, grown


def _value(one: Assumption) -> Live:
    """Return what is to be set: what is wanted in a run, else what is in use."""
    if one.wanted is None:
        return one.in_use
    return chosen(compared(one.wanted, "=", ""), one.in_use if one.is_live else one.as_run, one.wanted)


def _changed(one: Assumption) -> Live:
    differs = compared(one.in_use, "<>", one.as_run)
    if one.wanted is None:
        return differs
    wanted = compared(one.wanted, "<>", "")
    if not one.is_live:
        return wanted
    return called("OR", wanted, differs, value=max(as_live(wanted).number, differs.number))


def _in_words(value: Live, unit: str) -> Live:
    """Return a value as people write it, whatever sign the spreadsheet has for decimals."""
    if unit.startswith("$"):
        large = text_of("$", _rounded(value / 1e6), "M")
        middle = chosen(compared(value, ">=", 1e3), text_of("$", _rounded(value / 1e3), "K"), text_of("$", value))
        number = chosen(compared(value, ">=", 1e6), large, middle)
    elif unit.startswith("%"):
        number = text_of(_rounded(value * 100.0), unit)
    else:
        number = text_of(_rounded(value), f" {unit}" if unit not in ("number", "times") else "")
    is_number = called("ISNUMBER", value, value=float(not isinstance(value.value, str)))
    return chosen(is_number, number, value)


def _rounded(value: Live) -> Live:
    shown = called("ROUND", value, 6.0, value=round(value.number, 6))
    return called("SUBSTITUTE", shown, ",", ".", value=shown.value)


# what is shown --------------------------------------------------------------------------------------------------------


def _finding(count: Live) -> Live:
    several = text_of(count, " values are changed or wanted. Live money counts already; a run plays all of them.")
    one = "One value is changed or wanted. Live money counts already; a run plays all of it."
    return chosen(compared(count, "=", 0.0), f"{_NOTHING}.", chosen(compared(count, "=", 1.0), one, several))


def _listed(sheet: Sheet, first: int, rows: Sequence[Assumption], count: Live) -> None:
    """List the values that are changed, the first of them first."""
    top, bottom = rows[0].row, rows[-1].row
    blocks = {column: Cell(NEEDS_RUN, top, column, bottom, column, fixed=True) for column in (_COUNT, _WORDS)}
    paths = Cell(ASSUMPTIONS, top, rows[0].path_column, bottom, rows[0].path_column, fixed=True)
    sheet.heads(first, "From as run to new", "", "", "", "In the file")
    for number in range(1, _MOST + 1):
        row = first + number
        place = chosen(
            compared(count, ">=", float(number)), called("MATCH", float(number), blocks[_COUNT], 0.0, value=""), ""
        )
        at = sheet.put(row, _PLACE, place)
        for column, block, colour in ((0, blocks[_WORDS], INK), (4, paths, LINK)):
            found = chosen(compared(at, "=", ""), "", called("INDEX", block, at, value=""))
            sheet.put(row, column, found, Look(colour=colour))
    more = text_of("and ", count - float(_MOST), " more")
    sheet.put(first + _MOST + 1, 0, chosen(compared(count, ">", float(_MOST)), more, ""), Look(colour=MUTED))


def _finish(sheet: Sheet) -> None:
    sheet.widths(44, 30, 26, 14, 52)
    sheet.sheet.set_column(_PLACE, _WORDS, 12, None, {"hidden": True})
    sheet.paper(one_page=True)
    sheet.sheet.print_area(0, 0, 60, 4)
    sheet.sheet.protect("", {"format_columns": True, "format_rows": True})
