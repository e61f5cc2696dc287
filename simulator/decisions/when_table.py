"""When to hire as a CSV file: one row a candidate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.decisions.sweep_table import as_it_stands_header, write_csv

if TYPE_CHECKING:
    from simulator.decisions.when import Answer

WHEN: Final = "when.csv"


def write_answer(found: Answer, folder: str | Path) -> Path:
    """Write `when.csv` and return it; an empty cell is n/a. Raises OutputError where it cannot be written.

    The column of a measure holds levels: what the last columns have for the scenario as it stands, over the runs of
    `t2d3 run`, and the difference on fresh runs.
    """
    header = ["opens", "selected", "as_good", "worse", "runs_to_select", "fresh_runs", "first_joined_month"]
    for measure in found.measures:
        name = f"{measure.text} ({measure.unit.value})"
        header += [name, *(f"{name} {part}" for part in ("minus selected", "low", "high"))]
    header += as_it_stands_header(found.measures)
    joined = found.months_joined()
    levels = [found.levels(place) for place in range(len(found.measures))]
    gaps = [found.differences(place) for place in range(len(found.measures))]
    rows: list[list[object]] = []
    for row, point in enumerate(found.points):
        cells: list[object] = [point.label, _yes(row == found.best)]
        cells += [_yes(found.verdict.equal[row]), _yes(found.verdict.worse[row])]
        cells += [found.selection.played[row], len(found.verdict.rows[row]), joined[row]]
        for level, gap in zip(levels, gaps, strict=True):
            cells += [level[row], gap[row].mean, gap[row].low, gap[row].high]
        cells += [found.as_it_stands.runs, *found.as_it_stands.means]
        rows.append(cells)
    return write_csv(Path(folder) / WHEN, header, rows)


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
