"""How much happens in a run, counted and not timed, by the sources of this checkout.

An event is an entry of the calendar that happened. SimPy starts every process with an entry of its own, so the
reference takes more steps for the same run. The log has a line for what a reader wants told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from benchmarks.cases import Case

SEED = 1


@cache
def _record(scenario: str, changes: tuple[tuple[str, Any], ...]) -> Any:
    from simulator.engine.lowering import lower
    from simulator.scenario.reading.files import load
    from simulator.scenario.reading.today import read_today
    from simulator.scenario.schema.uncertainty import central

    found = load(scenario, dict(changes))
    return lower(central(found), read_today(found))


def record(case: Case) -> Any:
    """Return the numeric record of a case, as both engines read it."""
    return _record(case.scenario, tuple(case.changes.items()))


def events(case: Case, runs: Sequence[int]) -> float:
    """Return how many calendar entries happen in a run, the mean over some of them."""
    from simulator.engine.compiled.batch import player
    from simulator.engine.compiled.run import RunMemory, capacity_for

    what, play_one, total = record(case), player(), 0
    capacity = capacity_for(what, log=False)
    memory = RunMemory(what, capacity)
    for run in runs:
        while overflow := play_one(memory, SEED, run, 0):
            capacity = capacity.larger(overflow)
            memory = RunMemory(what, capacity)
        total += int(memory.state["happened"][0])
    return total / len(runs)


def steps(case: Case, run: int = 0) -> int:
    """Return how many steps SimPy takes for a run."""
    from simulator.engine.reference.company import Company

    company, taken = Company(record(case), SEED, run, log=False), 0
    step = company.run.env.step

    def counted() -> None:
        nonlocal taken
        taken += 1
        step()

    company.run.env.step = counted  # type: ignore[method-assign]
    company.play()
    return taken


def deals(case: Case) -> float:
    """Return how many new customers are expected by the end."""
    return float(record(case).expected_deals[-1])


def logged(case: Case, runs: Sequence[int]) -> dict[str, float]:
    """Return how many lines of each kind the log of a run has, the mean over some of them; the most frequent first."""
    from simulator.engine.compiled import run_many
    from simulator.engine.events import EventKind

    names = {int(kind): kind.name for kind in EventKind}
    found: Counter[str] = Counter()
    for played in run_many(record(case), SEED, runs, log=True):
        found.update(names[kind] for kind in played.events["kind"].tolist())
    return {name: count / len(runs) for name, count in found.most_common()}
