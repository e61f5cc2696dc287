"""What a second thread is worth: the same batch on two threads and on one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from benchmarks.cases import Case
from benchmarks.figures import NOT_THERE, as_milliseconds
from benchmarks.machine import cores
from benchmarks.page import Section, Table
from benchmarks.players import SECONDS, Cost
from benchmarks.sitting import Sitting

TURNS: Final = 9
SCENARIOS: Final = ("baseline", "selling_by_capacity", "small_contracts")
_LONGER: Final = 3


def measured(sitting: Sitting) -> Section:
    """Measure both numbers of threads on every side."""
    rows, gains = [], []
    for name in SCENARIOS:
        one = replace(sitting.batch(Case(name, name), _LONGER * SECONDS), engine="batch")
        asked = [(side, replace(one, threads=threads)) for side in sitting.sides for threads in (1, 2)]
        played = sitting.by_turns(asked, sitting.turns(TURNS))
        for side, alone, both in zip(sitting.sides, played[::2], played[1::2], strict=True):
            if alone is None or both is None:
                rows.append([name, side.name, *[NOT_THERE] * 4])
            else:
                rows.append([name, side.name, *_cells(alone, both)])
                gains.append(_gain(alone, both))
    return Section(
        "Second thread",
        f"Two threads play the {SCENARIOS[0]} {gains[0]:.2f} times as fast as one, on {cores()} cores.",
        (Table(("scenario", "sources", "one thread, a run", "two threads, a run", "times as fast", "CPU time"), rows),),
        f"By the clock, which CPU time cannot replace here, so the best of {sitting.turns(TURNS)} turns each: a second "
        "core that other programs use is no second core. CPU time is that of two threads over that of one.",
    )


def _cells(alone: list[Cost], both: list[Cost]) -> list[str]:
    more = min(cost.core for cost in both) / min(cost.core for cost in alone)
    gain = _gain(alone, both)
    return [as_milliseconds(_clock(alone)), as_milliseconds(_clock(both)), f"{gain:.2f}", f"{more:.2f}"]


def _gain(alone: list[Cost], both: list[Cost]) -> float:
    return _clock(alone) / _clock(both)


def _clock(costs: list[Cost]) -> float:
    return min(cost.clock for cost in costs)
