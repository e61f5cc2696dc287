"""The finalists of an optimisation as a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep_table import as_it_stands_header, write_csv

if TYPE_CHECKING:
    from simulator.decisions.optimum import Optimum

OPTIMUM: Final = "optimum.csv"


def write_optimum(found: Optimum, folder: str | Path) -> Path:
    """Write `optimum.csv`, the selected combination first, and return it; raise OutputError where that fails."""
    header = [axis.path for axis in found.axes]
    header += [f"{one.text} ({one.unit.value})" for one in found.measures]
    header += ["minus selected", "low", "high", *as_it_stands_header(found.measures)]
    rows: list[list[object]] = []
    levels = [found.levels(at) for at in range(len(found.measures))]
    for place, one in enumerate(found.finalists):
        gap = found.differences[place]
        cells: list[object] = [*one.labels, *(level[place] for level in levels), gap.mean, gap.low, gap.high]
        rows.append([*cells, found.as_it_stands.runs, *found.as_it_stands.means])
    return write_csv(Path(folder) / OPTIMUM, header, rows)
