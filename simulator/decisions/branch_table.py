"""The futures of one past as a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep_table import as_it_stands_header, write_csv

if TYPE_CHECKING:
    from simulator.decisions.branch import Branches

BRANCH: Final = "branch.csv"


def write_branches(found: Branches, folder: str | Path) -> Path:
    """Write `branch.csv`: each future less staying the course, and what that has; raise OutputError where it fails."""
    header = ["decision", "month", "runs"]
    for one in found.measures:
        header += [f"{one.text} ({one.unit.value})", f"{one.text} low", f"{one.text} high"]
    header += as_it_stands_header(found.measures)
    gaps = [found.differences(place) for place in range(len(found.measures))]
    rows: list[list[object]] = [
        [
            future.label,
            found.month,
            found.runs,
            *(cell for gap in gaps for cell in (gap[row].mean, gap[row].low, gap[row].high)),
            found.as_it_stands.runs,
            *found.as_it_stands.means,
        ]
        for row, future in enumerate(found.futures)
    ]
    return write_csv(Path(folder) / BRANCH, header, rows)
