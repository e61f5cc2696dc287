"""The table behind a chart: for readers in a box that scrolls, and in full as a CSV file within the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from simulator.reports.page.markup import Markup, joined, tag
from simulator.results.csv_files import write_rows

_PLAIN = " ,;:()$%+-=/'_.!*~"
"""What stands as it is in the address of a file within the page; a `#` or a `&` would not."""


@dataclass(frozen=True)
class CsvFile:
    """A CSV file within the page: its name, heads and rows."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def text(self) -> str:
        """Return what is in the file."""
        file = io.StringIO()
        write_rows(file, self.header, self.rows)
        return file.getvalue()

    def link(self) -> Markup:
        """Return a link that saves it."""
        address = f"data:text/csv;charset=utf-8,{quote(self.text(), safe=_PLAIN.replace('%', '').replace(' ', ''))}"
        return tag("a", f"{self.name} (CSV)", href=address, download=self.name)


@dataclass(frozen=True)
class PageTable:
    """A table for readers: what it shows, heads, rows whose first cell names them, and the file with all its figures.

    `strong` are the places of rows that sum up others.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    file: CsvFile | None = None
    strong: frozenset[int] = frozenset()

    def markup(self, of: str = "") -> Markup:
        """Return the table in a box that scrolls by itself, with a link to its file below; `of` says whose it is."""
        head = tag("thead", tag("tr", *(tag("th", one, scope="col") for one in self.heads)))
        body = tag("tbody", *(self._row(place, row) for place, row in enumerate(self.rows)))
        box = scrolling(tag("table", tag("caption", self.caption), head, body), f"{self.caption}{of and f' · {of}'}")
        return box if self.file is None else joined((box, tag("p", self.file.link(), class_="file")))

    def _row(self, place: int, row: Sequence[str]) -> Markup:
        cells = [tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])]
        return tag("tr", *cells, class_="strong" if place in self.strong else None)


def scrolling(inside: Markup, name: str) -> Markup:
    """Return a box that scrolls sideways by itself where what is inside is wider than the page."""
    return tag("div", inside, class_="scroll", tabindex=0, role="region", aria_label=name)
