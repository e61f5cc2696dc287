"""One sheet being written: cells by row and column, each formula with its value, no text taken for a formula."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.workbook.formula import Live
from simulator.reports.workbook.styles import HEAD_FILL, INK, INPUT, INPUT_FILL, LINK, MUTED, Look, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


TITLE: Final = Look(size=16.0, bold=True)
FINDING: Final = Look(size=11.0, colour=MUTED)
HEAD: Final = Look(bold=True, fill=HEAD_FILL, wrap=True)
NOTE: Final = Look(colour=MUTED, italic=True)
_LINE, _LETTERS = 13.0, 1.02
"""How high a line of text is, in points, and how many of its letters go into a unit of width."""
_WITHIN: Final = 0.5
"""Inches of margin on paper."""


@dataclass
class Sheet:
    """A sheet of a workbook. Rows and columns count from 0, as everywhere here."""

    name: str
    sheet: Worksheet
    styles: Styles
    freezes: tuple[int, int] = (0, 0)
    _widths: dict[int, float] = field(default_factory=dict)

    def put(self, row: int, column: int, content: Live | float | str | date | None, look: Look | None = None) -> Live:
        """Write a cell and return what stands in it, to be referred to.

        Formulas that are nothing but another sheet's cell are green, all others black; figures that are no number stay
        empty. A text is a text whatever it begins with.
        """
        look = look or Look()
        if isinstance(content, Live) and content.is_literal:
            content = content.value or None if isinstance(content.value, str) else content.value
        if isinstance(content, Live):
            return self._formula(row, column, content, look)
        if content is None or (isinstance(content, float) and not math.isfinite(content)):
            self.sheet.write_blank(row, column, None, self.styles[look])
            return Live.cell(self.name, row, column, "")
        if isinstance(content, str):
            self.sheet.write_string(row, column, content, self.styles[look])
            return Live.cell(self.name, row, column, content)
        number = float(_serial(content)) if isinstance(content, date) else float(content)
        self.sheet.write_number(row, column, number, self.styles[look])
        return Live.cell(self.name, row, column, number)

    def _formula(self, row: int, column: int, content: Live, look: Look) -> Live:
        text = content.written(self.name)
        if look.colour == INK and content.is_link and "!" in text:
            look = look.with_(colour=LINK)
        self.sheet.write_formula(row, column, f"={text}", self.styles[look], content.value)
        return Live.cell(self.name, row, column, content.value)

    def input(self, row: int, column: int, content: float | str | None, look: Look | None = None) -> Live:
        """Write a cell that users may change: blue, not locked."""
        free = (look or Look()).with_(colour=INPUT, fill=INPUT_FILL, locked=False)
        return self.put(row, column, content, free)

    def head(self, title: str, finding: Live | str = "") -> None:
        """Write what the sheet is, and what it tells, into its first two rows."""
        self.put(0, 0, title, TITLE)
        self.sheet.set_row(0, 24)
        if finding:
            self.put(1, 0, finding, FINDING)

    def heads(self, row: int, *names: str, first: int = 0) -> None:
        """Write the heads of columns into a row, from the column `first` on."""
        for place, name in enumerate(names):
            self.put(row, first + place, name, HEAD)

    def widths(self, *widths: float, first: int = 0) -> None:
        """Set the widths of columns in characters."""
        for place, width in enumerate(widths):
            self.sheet.set_column(first + place, first + place, width)

    def fit(self, row: int, *texts: tuple[str, float]) -> None:
        """Make a row as high as texts need that are wrapped in columns of such widths; not every program does so."""
        lines = max(math.ceil(len(text) / (width * _LETTERS)) for text, width in texts)
        if lines > 1:
            self.sheet.set_row(row, _LINE * lines + 2.0)

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns to the left in sight."""
        self.freezes = (row, column)
        self.sheet.freeze_panes(row, column)

    def paper(
        self, *, landscape: bool = True, rows: tuple[int, int] | None = None, wide: int = 1, one_page: bool = False
    ) -> None:
        """Set up paper: A4, and Letter as well, so many pages wide, or all on one page; `rows` stand on each."""
        sheet: Any = self.sheet
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(_WITHIN, _WITHIN, 0.6, 0.6)
        sheet.fit_to_pages(wide, 1 if one_page else 0)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        if rows is not None:
            sheet.repeat_rows(*rows)


_EPOCH: Final = date(1899, 12, 30)


def _serial(day: date) -> int:
    return (day - _EPOCH).days
