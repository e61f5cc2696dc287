"""How a table keeps to the width of the screen: heads in more lines, then fewer columns, and a word on those that go.

Nothing is cut and nothing goes in silence: below the table a line says which columns are left out and what shows them.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from simulator.reports.words import BAND_NAMES, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Column as TableColumn
    from rich.table import Table

_ANY_WIDTH: Final = 10_000
_HEAD_WIDTHS: Final = (16, 12, 8, 0)
_TEXT_WIDTHS: Final = (36, 28)
_LEAST_TEXT_WIDTHS: Final = (20, 16)
"""Characters that the lines of a head and those of a text have room for, fewer until the table fits.

The least are for a table that has no column left to do without. They do not depend on the screen, so that a table fits
the width that is said to show it.
"""
_WIDEST_FIGURE: Final = 28
"""What is wider than this is a text, on whichever side it stands."""
_PIECES: Final = re.compile(r"[^\s.=_]*[\s.=_]*")
"""Where a text may be broken: after its spaces; in a path after its dots and underscores, and before its value."""


def print_fitting(tables: Iterable[Table], console: Console, files: Sequence[Path] = ()) -> Table:
    """Print on `console` the first of some `tables`, fuller ones first, that it has room for, and return it.

    Where even the last is too wide its rows are written one below the other, figure by figure. Columns
    of the first that are not printed are named, with what shows them: a wider window, or the one CSV among the `files`.
    """
    from rich.text import Text

    found = list(_until_one_fits(tables, console))
    fullest, shown = found[0], found[-1]
    gone = left_out(fullest, shown)
    if fits(shown, console):
        console.print(shown)
    else:
        _print_too_wide(shown, console)
    if gone:
        for line in _elsewhere(gone, width_of(fullest, console), console, files):
            console.print(Text(line, style="dim"), highlight=False)
    return shown


def fits(table: Table, console: Console) -> bool:
    """Tell whether a table can be printed without cutting a cell."""
    return width_of(table, console) <= console.width


def width_of(table: Table, console: Console) -> int:
    """Return how many characters wide a table is where nothing of it is cut."""
    from rich.measure import Measurement

    return Measurement.get(console, console.options.update(width=_ANY_WIDTH), table).maximum


class Dispensable(Protocol):
    """A column that may go on a narrow screen, the most dispensable first; those of 0 stay."""

    @property
    def dispensable(self) -> int:
        """How soon it goes."""


Column = TypeVar("Column", bound=Dispensable)


def narrower(columns: Sequence[Column], table_of: Callable[[Sequence[Column]], Table]) -> Iterator[Table]:
    """Yield the table of all columns, and then without the most dispensable ones, one after the other."""
    shown = list(columns)
    while True:
        yield table_of(shown)
        most = max(column.dispensable for column in shown)
        if most == 0:
            return
        shown = [column for column in shown if column.dispensable < most]


def left_out(full: Table, shown: Table) -> list[str]:
    """Return what the columns are called that the full table has and the one that is shown has not."""
    there = Counter(_names(shown))
    gone = []
    for name in _names(full):
        if there[name] > 0:
            there[name] -= 1
        elif name:
            gone.append(name)
    return gone


def _names(table: Table) -> list[str]:
    """Return what each column is called; one that says how another varies, as that of the other."""
    names: list[str] = []
    beside = ""
    for column in table.columns:
        head = " ".join(str(column.header).split())
        if head in BAND_NAMES:
            names.append(f"{head} of {beside}" if beside else head)
        else:
            names.append(head)
            beside = head
    return names


def _until_one_fits(tables: Iterable[Table], console: Console) -> Iterator[Table]:
    """Yield the tables up to the first for which there is room, with heads and texts in more lines where that helps."""
    made = list(tables)
    for table in made:
        steps = [partial(_break_heads, width=width) for width in _HEAD_WIDTHS]
        steps += [partial(_break_text, width=width) for width in _TEXT_WIDTHS]
        if table is made[-1]:
            steps += [partial(_break_text, width=width) for width in _LEAST_TEXT_WIDTHS]
        for step in steps:
            if not fits(table, console):
                step(table)
        yield table
        if fits(table, console):
            return


def _break_heads(table: Table, width: int) -> None:
    """Break lines of each head that are wider than asked for, the figures below it and its longest word."""
    for column in table.columns:
        lines = str(column.header).split("\n")
        widest = max([width, *map(len, " ".join(lines).split()), *map(_width, _cells(column))])
        column.header = "\n".join(
            part for line in lines for part in _filled([f"{word} " for word in line.split()], widest)
        )


def _break_text(table: Table, width: int) -> None:
    """Break the texts of the widest column of text into lines, after spaces or between the steps of a path."""
    columns = [
        column
        for column in table.columns
        if column.justify == "left" or max(map(_width, _cells(column)), default=0) > _WIDEST_FIGURE
    ]
    widest = max(columns, key=lambda column: max(map(_width, _cells(column)), default=0))
    widest._cells[:] = ["\n".join(_filled(_PIECES.findall(_in_one(text)), width)) for text in _cells(widest)]


def _filled(pieces: Sequence[str], width: int) -> list[str]:
    """Fill lines with pieces of a text; one that is longer than a line is cut into several."""
    lines = [""]
    for piece in pieces:
        for start in range(0, len(piece), width):
            part = piece[start : start + width]
            if lines[-1] and len(lines[-1]) + len(part.rstrip()) > width:
                lines.append("")
            lines[-1] += part
    return [line.rstrip() for line in lines]


def _in_one(text: str) -> str:
    """Return a text that was broken in one line again."""
    return re.sub(r"(?<=[.=_])\n", "", text).replace("\n", " ")


def _cells(column: TableColumn) -> list[str]:
    return [str(cell) for cell in column.cells]


def _width(text: str) -> int:
    return max(map(len, text.split("\n")))


def _print_too_wide(table: Table, console: Console) -> None:
    """Print each row of a table as a block of lines."""
    names = _names(table)
    for row in zip(*map(_cells, table.columns), strict=True):
        for place, (name, cell) in enumerate(zip(names, row, strict=True)):
            text = " ".join(_in_one(cell).split())
            if text:
                line = f"{name}: {text}" if name else text
                console.print(line if place == 0 else f"  {line}", highlight=False, markup=False)


def _elsewhere(gone: Sequence[str], width: int, console: Console, files: Sequence[Path]) -> Iterator[str]:
    """Yield which columns there is no room for and what width shows them, and which file has them."""
    wider = f"a window {width} characters wide" if console.is_terminal else f"COLUMNS={width}"
    them = "it" if len(gone) == 1 else "them"
    yield f"No room here for {listed(gone)}: {wider} shows {them}."
    tables = [file.name for file in files if file.suffix == ".csv"]
    if len(tables) == 1:
        yield f"{tables[0]} has {them}."
