"""The one writer of CSV files: a spreadsheet that opens them shows whatever is in their text and works nothing out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from simulator.spreadsheets import as_cell, may_need_care

__all__ = ["write_rows"]


def write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a `header` and `rows` to a `file` opened with `newline=""`; the lines end as on Unix.

    Cells are quoted where they have to be, and all of a row in which one holds a carriage return: the csv module leaves
    that bare, and it would begin a new row.
    """
    plain = csv.writer(file, lineterminator="\n")
    quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow([as_cell(name) for name in header])
    plain.writerows(_with_care(rows, quoting.writerow))


def _with_care(
    rows: Iterable[Sequence[object]], write_quoted: Callable[[Sequence[object]], object]
) -> Iterator[Sequence[object]]:
    """Yield the rows that are written plainly, those with a formula changed; write the others in their turn."""
    for row in rows:
        if not may_need_care(row):
            yield row
            continue
        cells = [as_cell(cell) if isinstance(cell, str) else cell for cell in row]
        if any(isinstance(cell, str) and "\r" in cell for cell in cells):
            write_quoted(cells)
        else:
            yield cells
