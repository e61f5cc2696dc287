"""What it takes until the first run is played: imports, reading, machine code loaded, machine code compiled."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import benchmarks
from benchmarks.figures import NOT_THERE, Ratio, as_seconds
from benchmarks.page import Section, Table
from benchmarks.programs import Took, by_sides, ran
from benchmarks.sitting import Sitting

TURNS: Final = 7
COLD_TURNS: Final = 2
STARTED: Final = ("-P", str(Path(benchmarks.__file__).with_name("started.py")))
_FIRST: Final = "first run"


def measured(sitting: Sitting) -> Section:
    """Measure on every side."""
    warm = by_sides(sitting.sides, STARTED, sitting.turns(TURNS))
    cold: list[list[Took]] = [[] for _ in sitting.sides]
    for _ in range(min(COLD_TURNS, sitting.turns(COLD_TURNS))):
        for at, side in enumerate(sitting.sides):
            with tempfile.TemporaryDirectory() as cache:
                cold[at].append(ran(side, *STARTED, T2D3_CACHE_DIR=cache))
    stages = list(json.loads(warm[0][0].said))
    rows = [_row(stage, [_core(took, stage) for took in warm]) for stage in stages]
    rows.append(_row("the whole process", [[one.core for one in took] for took in warm]))
    rows.append(_row(f"{_FIRST}, nothing compiled yet", [_core(took, _FIRST) for took in cold]))
    loads, compiles = min(_core(warm[0], _FIRST)), min(_core(cold[0], _FIRST))
    head = ["CPU time", "now"]
    if sitting.before is not None:
        head += [sitting.before.name, "ratio", "least … most"]
    return Section(
        "Starting",
        f"The first run ever takes {as_seconds(compiles)} of CPU to compile; the first of a process takes "
        f"{as_seconds(loads)} to load what was compiled.",
        (Table(head, rows),),
        f"Each turn is a process of its own: {sitting.turns(TURNS)} with machine code at hand, {len(cold[0])} with an "
        "empty cache. Seconds are those of the best turn, ratios the median of the pairs.",
    )


def _core(took: Sequence[Took], stage: str) -> list[float]:
    return [float(json.loads(one.said)[stage][1]) for one in took if one.ended_well()]


def _row(name: str, sides: Sequence[Sequence[float]]) -> list[str]:
    now, *before = sides
    row = [name, as_seconds(min(now))]
    for there in before:
        if len(there) != len(now):
            return [*row, *[NOT_THERE] * 3]
        ratio = Ratio.of(now, there)
        row += [as_seconds(min(there)), f"{ratio.median:.2f}", ratio.spread()]
    return row
