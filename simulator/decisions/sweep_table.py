"""A sweep as a CSV file: one row a point, every measure with its standard error and its difference from the best."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.results.disk.staging import Staging
from simulator.results.metrics import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulator.decisions.sweep import Sweep
    from simulator.results.measure import Measure

SWEEP: Final = "sweep.csv"
ABOUT: Final = "sweep.json"
_DIGITS: Final = 7


def write_sweep(found: Sweep, folder: str | Path) -> Path:
    """Write `sweep.csv` of what was `found` into `folder` and return its path; an empty cell is n/a.

    Raises OutputError where it cannot be written.
    """
    return write_csv(Path(folder) / SWEEP, _header(found), _rows(found))


def write_about(found: Sweep, folder: str | Path) -> Path:
    """Write `sweep.json` into `folder`: all it takes to find what was `found` again, and the digest of all its figures.

    Returns its path; raises OutputError where it cannot be written. Nothing in it depends on when, where or on how many
    workers.
    """
    from simulator.results.store import versions
    from simulator.scenario.reading.files import resolved

    about = {
        "format": "t2d3 sweep",
        "version": 1,
        "axes": [{"path": axis.path, "values": [choice.label for choice in axis.choices]} for axis in found.axes],
        "measures": [measure.text for measure in found.measures],
        "seed": found.seed,
        "runs": found.runs,
        "interrupted": found.interrupted,
        "digest": found.digest(),
        "versions": versions(),
        "scenario": resolved(found.scenario),
    }
    path = Path(folder) / ABOUT
    with Staging(path.parent) as staging:
        text = json.dumps(about, indent=2, ensure_ascii=False, allow_nan=False)
        staging.path(path.name).write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV file, whole or not at all, numbers to seven digits; raise OutputError where it cannot be written."""
    with Staging(path.parent) as staging, staging.path(path.name).open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([figure(cell) if isinstance(cell, float) else cell for cell in row] for row in rows)
    return path


def as_it_stands_header(measures: Sequence[Measure]) -> list[str]:
    """Return what heads the columns of the scenario as it stands: how many runs of `t2d3 run`, and their means."""
    return ["level_runs", *(f"{one.text} ({unit_word(one.unit)}) as it stands" for one in measures)]


def figure(value: float) -> str:
    """Return a figure to seven significant digits, without an exponent; nothing for NaN, `inf` for infinity."""
    if math.isnan(value):
        return ""
    return str(value) if math.isinf(value) else f"{Decimal(f'{value:.{_DIGITS}g}') + 0:f}"


def _header(found: Sweep) -> list[str]:
    header = [axis.path for axis in found.axes]
    header += ["runs", "could_be_best", "pareto_front"]
    if found.joined is not None:
        header.append("first_joined_month")
    for measure in found.measures:
        name = f"{measure.text} ({unit_word(measure.unit)})"
        header += [name, f"{name} se", *(f"{name} {part}" for part in ("minus best", "low", "high"))]
    return header


def _on_front(found: Sweep, row: int) -> str:
    """Return whether a point is on the front of cash low against ARR: no where another surely beats it."""
    return "yes" if found.front.on[row] else "no" if found.front.beaten[row] else "maybe"


def unit_word(unit: Unit) -> str:
    """Return the unit as files write it."""
    return unit.value


def _rows(found: Sweep) -> Iterator[list[object]]:
    joined = found.months_joined()
    levels = [found.levels(place) for place in range(len(found.measures))]
    errors = [found.errors(place) for place in range(len(found.measures))]
    differences = [found.differences(place) for place in range(len(found.measures))]
    for row, point in enumerate(found.points):
        cells: list[object] = [axis.choices[at].label for axis, at in zip(found.axes, point.at, strict=True)]
        cells += [found.runs, "yes" if found.candidates[row] else "no", _on_front(found, row)]
        if found.joined is not None:
            cells.append(joined[row])
        for level, error, difference in zip(levels, errors, differences, strict=True):
            gap = difference[row]
            cells += [level[row], error[row], gap.mean, gap.low, gap.high]
        yield cells
