"""How large text may be to stand within its box, measured as in the widest letters that a reader may have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from simulator.reports.deck.content import Table
from simulator.reports.svg.text import width_of, wrapped

LEADING: Final = 1.22
"""Height of a line in sizes of its type."""
CELL_SIDE: Final = 5.0
CELL_TOP: Final = 3.0
"""Points between the text of a cell and its edge."""
_ROOMY_SIZES: Final = (22.0, 20.0)
_MOST_BETWEEN: Final = 1.6
"""Sizes of type by which a row of a roomy table may be higher than its text."""
_TABLE_SIZES: Final = (18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)


def text_size(
    lines: Sequence[str], width: float, height: float, sizes: Sequence[float], bold: bool = False
) -> tuple[float, list[str]]:
    """Return the largest of some sizes at which paragraphs fit a box (points), and the paragraphs.

    Where not even the last does they are cut short at it.
    """
    for size in sizes:
        if sum(len(wrapped(line, width, size, bold)) for line in lines) * size * LEADING <= height:
            return size, list(lines)
    size, kept = sizes[-1], list[str]()
    room = max(1, int(height / (size * LEADING)))
    for line in lines:
        broken = wrapped(line, width, size, bold)
        if len(broken) > room:
            kept += [" ".join(broken[:room])[:-1].rstrip() + "…"] if room else []
            break
        kept.append(line)
        room -= len(broken)
    return size, kept


def table_fit(table: Table, width: float, height: float) -> tuple[float, list[float], list[float]]:
    """Return the size of type in a table, the widths of its columns and the heights of its rows, in points."""
    size = _TABLE_SIZES[-1]
    for size in (*_ROOMY_SIZES, *_TABLE_SIZES) if table.roomy else _TABLE_SIZES:
        widths = _widths(table, width, size)
        heights = [_row_height(table, at, widths, size) for at in range(-1, len(table.rows))]
        whole = table.wordy or _whole(table, widths, size)
        if sum(heights) <= height and whole:
            return size, widths, _spread(heights, height, size) if table.roomy else heights
    return size, widths, heights


def _spread(heights: Sequence[float], height: float, size: float) -> list[float]:
    """Return heights of rows with what is left over between them, but for the heads; at most so many lines for each."""
    more = min((height - sum(heights)) / max(1, len(heights) - 1), _MOST_BETWEEN * size)
    return [heights[0], *(one + more for one in heights[1:])]


def _widths(table: Table, width: float, size: float) -> list[float]:
    if table.wordy:
        if len(table.heads) == 2:
            return [table.first * width, (1.0 - table.first) * width]
        return [width / len(table.heads)] * len(table.heads)
    columns = list(zip(table.heads, *table.rows, strict=True))
    wide = [max(width_of(cell, size, bold=True) for cell in column) + 2.0 * CELL_SIDE for column in columns]
    spare = (width - sum(wide)) / len(wide)
    return [one + spare for one in wide] if spare >= 0.0 else [one * width / sum(wide) for one in wide]


def _row_height(table: Table, at: int, widths: Sequence[float], size: float) -> float:
    """Return the height of a row, of the heads for -1."""
    row = table.heads if at < 0 else table.rows[at]
    strong = at < 0 or at in table.strong
    lines = [
        len(wrapped(cell, wide - 2.0 * CELL_SIDE, size, strong or (table.wordy and place == 0)))
        for place, (cell, wide) in enumerate(zip(row, widths, strict=True))
    ]
    return max(1, *lines) * size * LEADING + 2.0 * CELL_TOP


def _whole(table: Table, widths: Sequence[float], size: float) -> bool:
    """Tell whether no cell is broken into lines."""
    return all(
        width_of(cell, size, bold=at == 0) <= wide - 2.0 * CELL_SIDE + 0.01
        for at, row in enumerate((table.heads, *table.rows))
        for cell, wide in zip(row, widths, strict=True)
    )
