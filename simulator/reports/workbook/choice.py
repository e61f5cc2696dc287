"""The two cells in which a scenario and a company are chosen; all sheets over time follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.workbook.book import SUMMARY, Choice
from simulator.reports.workbook.formula import Cell, Live, called
from simulator.reports.workbook.styles import MUTED, Look

if TYPE_CHECKING:
    from simulator.reports.workbook.book import Book

ROW, COLUMN, LISTS = 3, 1, 40
"""Where the choice stands on the summary, and the first of the columns out of sight: lists, and what is chosen."""
_NUMBER, _COUNTED = 2, 3
"""After the columns of lists those of what is chosen, by number, and of the numbers from 1 on."""


def write_choice(book: Book) -> Choice:
    """Write what can be chosen, and the cells in which it is, with names of their own; return them."""
    sheet, cases = book[SUMMARY], book.cases
    names = tuple(side.name for side in cases.sides)
    lists = [_listed(book, place, options) for place, options in enumerate((names, cases.companies))]
    chosen = []
    titles, defined = ("Scenario", "Company"), ("chosen_scenario", "chosen_company")
    for place, (options, block) in enumerate(zip((names, cases.companies), lists, strict=True)):
        sheet.put(ROW + place, 0, titles[place], Look(bold=True))
        cell = sheet.input(ROW + place, COLUMN, options[0], Look(bold=True))
        sheet.sheet.data_validation(
            *(ROW + place, COLUMN, ROW + place, COLUMN),
            {
                "validate": "list",
                "source": f"={block.written(SUMMARY)}",
                "error_title": titles[place],
                "error_message": "Choose one of the list.",
            },
        )
        book.book.define_name(defined[place], f"={cell.fixed().written('')}")
        chosen.append(Live.named(defined[place], options[0]))
    numbers = [
        _numbered(book, place, f"{what}_number", _place_of(book, cell, block))
        for place, (what, cell, block) in enumerate(zip(("scenario", "company"), chosen, lists, strict=True))
    ]
    case = (numbers[0] - 1.0) * float(len(cases.companies)) + numbers[1]
    sheet.sheet.set_column(LISTS, LISTS + _COUNTED, None, None, {"hidden": True})
    return Choice(chosen[0], chosen[1], numbers[0], numbers[1], _numbered(book, len(numbers), "chosen_case", case))


def _numbered(book: Book, row: int, name: str, number: Live) -> Live:
    """Write a number out of sight and return it by a name of its own."""
    cell = book[SUMMARY].put(row, LISTS + _NUMBER, number, Look(kind="whole", colour=MUTED)).fixed()
    book.book.define_name(name, f"={cell.written('')}")
    return Live.named(name, number.value)


def _place_of(book: Book, cell: Live, block: Cell) -> Live:
    """Return the place of what is chosen in its list, from 1; MATCH would take a star in a name for any text."""
    for row in range(block.last_row + 1):
        book[SUMMARY].put(row, LISTS + _COUNTED, float(row + 1), Look(kind="whole", colour=MUTED))
    numbers = Cell(SUMMARY, 0, LISTS + _COUNTED, block.last_row, LISTS + _COUNTED, fixed=True)
    return called("SUMPRODUCT", Live(("(", block, "=", *cell.parts, ")*", numbers), 0.0), value=1.0)


def _listed(book: Book, place: int, options: tuple[str, ...]) -> Cell:
    """Write what can be chosen into a column out of sight and return the block."""
    sheet = book[SUMMARY]
    for row, option in enumerate(options):
        sheet.put(row, LISTS + place, option, Look(colour=MUTED))
    return Cell(SUMMARY, 0, LISTS + place, len(options) - 1, LISTS + place, fixed=True)
