"""The one writer of CSV files: a spreadsheet that opens them shows whatever is in their text and works nothing out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from simulator.spreadsheets import as_cell

__all__ = ["write_rows"]


def write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a `header` and `rows` to a `file` opened with `newline=""`; the lines end as on Unix.

    Cells are quoted where they have to be, and all of a row in which one holds a carriage return: the csv module leaves
    that bare, and it would begin a new row.
    """
    plain = csv.writer(file, lineterminator="\n")
    quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow([as_cell(name) for name in header])
    for row in rows:
        cells = [as_cell(cell) if isinstance(cell, str) else cell for cell in row]
        (quoting if any(isinstance(cell, str) and "\r" in cell for cell in cells) else plain).writerow(cells)
