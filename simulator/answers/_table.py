"""A table of an answer: the same rows for the CSV file that a command writes and for pandas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas

    from simulator.decisions.as_it_stands import AsItStands
    from simulator.results.measure import Measure

_DIGITS: Final = 7


@dataclass(frozen=True)
class Table:
    """Rows under a header; `name` is the stem of the file. Cells are text, whole numbers or floats, NaN for n/a."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @classmethod
    def of(cls, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
        """Return a table of any rows; each has a cell for every column."""
        return cls(name, tuple(header), tuple(tuple(row) for row in rows))

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"

    def text_rows(self) -> list[list[object]]:
        """Return the rows as the file has them: floats to seven significant digits, an empty cell for n/a."""
        return [[figure(cell) if isinstance(cell, float) else cell for cell in row] for row in self.rows]

    def write(self, folder: str | Path) -> Path:
        """Write the CSV file, whole or not at all, and return it; raise OutputError where it cannot be written."""
        from simulator.results.csv_files import write_rows
        from simulator.results.disk.staging import Staging

        path = Path(folder) / self.file
        with Staging(path.parent) as staging, staging.path(path.name).open("x", encoding="utf-8", newline="") as file:
            write_rows(file, self.header, self.text_rows())
        return path

    def to_pandas(self) -> pandas.DataFrame:
        """Return the same rows and columns with all their digits. Needs the extra `t2d3[frames]`."""
        from simulator.results.frames import load_extra

        frame: pandas.DataFrame = load_extra("pandas").DataFrame(list(self.rows), columns=list(self.header))
        return frame


def figure(value: float) -> str:
    """Return a figure to seven significant digits, without an exponent; nothing for NaN, `inf` for infinity."""
    if math.isnan(value):
        return ""
    return str(value) if math.isinf(value) else f"{Decimal(f'{value:.{_DIGITS}g}') + 0:f}"


def column_of(measure: Measure) -> str:
    """Return what heads the column of a measure: its name and, in brackets, its unit."""
    return f"{measure.text} ({measure.unit.value})"


def cells_in(measure: Measure, *values: float) -> list[float]:
    """Return figures of a measure, NaN for n/a, as cells: dollars in whole cents, all others as they are."""
    from simulator.results.metrics import Unit

    return [round(value, 2) + 0.0 for value in values] if measure.unit is Unit.USD else list(values)


def standing_header(measures: Sequence[Measure]) -> list[str]:
    """Return what heads the columns of the scenario as it stands: how many runs of `t2d3 run`, and their means."""
    return ["level_runs", *(f"{column_of(one)} as it stands" for one in measures)]


def standing_cells(measures: Sequence[Measure], stands: AsItStands) -> list[object]:
    """Return the cells of these columns."""
    means = (cells_in(one, mean) for one, mean in zip(measures, stands.means, strict=True))
    return [stands.runs, *(cell for cells in means for cell in cells)]
