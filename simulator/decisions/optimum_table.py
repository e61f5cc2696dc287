"""The finalists of an optimisation as a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep_table import write_csv

if TYPE_CHECKING:
    from simulator.decisions.optimum import Optimum

OPTIMUM: Final = "optimum.csv"


def write_optimum(found: Optimum, folder: str | Path) -> Path:
    """Write `optimum.csv`, the selected combination first, and return it; raise OutputError where that fails."""
    header = [axis.path for axis in found.axes]
    header += [f"{one.text} ({one.unit.value})" for one in found.measures]
    header += ["minus selected", "low", "high"]
    rows: list[list[object]] = []
    for place, one in enumerate(found.finalists):
        gap = found.differences[place]
        levels = [found.level(place, at) for at in range(len(found.measures))]
        rows.append([*one.labels, *levels, gap.mean, gap.low, gap.high])
    return write_csv(Path(folder) / OPTIMUM, header, rows)
