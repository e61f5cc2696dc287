"""What every answer has: a sentence, a table, charts, a face for notebooks, and files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import InputError, Problem, not_allowed

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._table import Table

_ROWS: Final = 20
"""Rows of the table that a notebook shows."""


class Answer(ABC):
    """What a question came to.

    `str(answer)` is the finding in a sentence or two, the first thing that the command of the same name prints.
    `to_pandas()` is the table that the command writes as CSV, unrounded, `chart()` the figure that it draws; where
    there are several, `tables` and `charts` have their names, the first of which is taken. A notebook shows the
    sentence and a small table.
    """

    @abstractmethod
    def __str__(self) -> str: ...

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables, the one that `to_pandas()` gives first."""
        return tuple(table.name for table in self._tables())

    @property
    def charts(self) -> tuple[str, ...]:
        """The names of the charts, the one that `chart()` draws first."""
        return tuple(self._charts())

    def to_pandas(self, table: str | None = None) -> pandas.DataFrame:
        """Return a table, the first unless another is named: columns and rows of the CSV file, with all digits.

        Units are named in the heads of columns; NaN is n/a. Raises InputError for an unknown name, and MissingExtra (an
        ImportError that says what to install) without the extra `t2d3[frames]`.
        """
        from simulator.results.frames import load_extra

        load_extra("pandas")  # before any work on the table
        found = {one.name: one for one in self._tables()}
        return found[chosen(table, tuple(found), "table")].to_pandas()

    def chart(self, name: str | None = None) -> Figure:
        """Draw a chart, the first unless another is named, and return the figure, of 1600 by 900 pixels.

        Raises InputError for an unknown name.
        """
        return drawn(self._charts(), name)

    def write(self, folder: str | Path, *, svg: bool = False) -> list[Path]:
        """Write the files that the command writes, tables and charts, into a folder (made if missing); return them.

        Charts are PNG pages, and SVG ones beside them with `svg`. Raises OutputError where one cannot be written.
        """
        from simulator.reports.charts.catalogue import formats_with, write_figure

        if not isinstance(folder, str | Path):
            raise not_allowed("folder", folder, "the path of a folder")
        files = self.write_tables(folder)
        for name, draw in self._charts().items():
            files += write_figure(draw(), Path(folder) / name, formats_with(svg))
        return files

    def write_tables(self, folder: str | Path) -> list[Path]:
        """Write the tables alone and return their files; raise OutputError where one cannot be written."""
        return [table.write(folder) for table in self._tables()]

    @abstractmethod
    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does, with where its files are."""

    def _repr_html_(self) -> str:
        """Return the face in a notebook: the sentence, a small table, and what its figures are."""
        from html import escape

        shown, note = self._shown(), self._note()
        parts = [f"<p><strong>{escape(str(self))}</strong></p>"]
        parts += [html_table(shown)] if shown is not None else []
        parts += [f"<p><small>{escape(note)}</small></p>"] if note else []
        return "\n".join(parts)

    @abstractmethod
    def _tables(self) -> tuple[Table, ...]:
        """Return the tables, the chief one first."""

    @abstractmethod
    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        """Return what draws each chart, by the name of its file; the chief one first."""

    def _shown(self) -> Shown | None:
        """Return the table of the terminal, for a notebook; None where the sentence says it all."""
        return None

    def _note(self) -> str:
        """Return what is said below the table in a notebook."""
        return ""


def drawn(charts: Mapping[str, Callable[[], Figure]], name: str | None) -> Figure:
    """Draw a chart, the first unless another is named; raise InputError for one that is not there."""
    from simulator.reports.theme import as_png

    figure = charts[chosen(name, tuple(charts), "chart")]()
    figure._repr_png_ = partial(as_png, figure)  # type: ignore[attr-defined]  # for notebooks without pyplot
    return figure


def html_table(table: Shown, rows: int = _ROWS) -> str:
    """Return a table of the terminal as HTML, everything in it escaped; what is beyond `rows` is counted."""
    heads = "".join(f"<th>{_cell(column.header)}</th>" for column in table.columns)
    lines = list(zip(*(list(column.cells) for column in table.columns), strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{_side(table, at)}>{_cell(cell)}</td>" for at, cell in enumerate(line)) + "</tr>"
        for line in lines[:rows]
    )
    more = f"<p>and {len(lines) - rows:,} more rows</p>" if len(lines) > rows else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: object) -> str:
    from html import escape

    return escape(str(value)).replace("\n", "<br>")


def _side(table: Shown, at: int) -> str:
    return f' style="text-align: {table.columns[at].justify}"'


def chosen(name: str | None, names: Sequence[str], kind: str) -> str:
    """Return the name that was asked for, or the first there is; raise InputError for one that is not there."""
    if not names:
        raise InputError(f"there is no {kind} here")
    if name is not None and name not in names:
        raise InputError([Problem(f'there is no {kind} "{name}"', allowed=", ".join(names))])
    return names[0] if name is None else name
