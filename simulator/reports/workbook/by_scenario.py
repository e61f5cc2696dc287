"""Values of every scenario, or case, one below the other out of sight, of which the chosen one's is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.reports.workbook.formula import Cell, Live, Value, as_live, called
from simulator.reports.workbook.styles import MUTED, Kind, Look

if TYPE_CHECKING:
    from simulator.reports.workbook.sheet import Sheet


@dataclass
class ByScenario:
    """Hidden rows of a sheet, from the row `next` on: one for each of `count` scenarios, again and again.

    `number` says which is chosen, from 1. Of a single one there is nothing to hide: what is shown is the value itself.
    """

    sheet: Sheet
    number: Live
    count: int
    next: int

    def begin(self, label: str) -> int:
        """Take the next rows for one row that is shown, which is called `label`; return the first of them."""
        first = self.next
        if self.count > 1:
            for row in range(first, first + self.count):
                self.sheet.sheet.set_row(row, None, None, {"hidden": True})
            self.sheet.put(first, 0, label, Look(colour=MUTED))
            self.next += self.count
        return first

    def pick(self, first: int, column: int, values: Sequence[Value], kind: Kind = "plain") -> Live:
        """Write a value a scenario into a column, from the row `first` on; return that of the chosen one."""
        if self.count == 1:
            return as_live(values[0])
        for place, value in enumerate(values):
            self.sheet.put(first + place, column, value, Look(kind=kind, colour=MUTED))
        block = Cell(self.sheet.name, first, column, first + self.count - 1, column)
        return called("INDEX", block, self.number, value=values[0])

    def put(self, row: int, column: int, picked: Live, look: Look) -> Live:
        """Write what was picked into a cell that is shown, as a value where there is but one scenario."""
        return self.sheet.put(row, column, picked.value if self.count == 1 else picked, look)
