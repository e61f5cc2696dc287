"""The kernel beside the reference on the baseline, and beside what it would be in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from benchmarks.cases import BASELINE, HORIZONS
from benchmarks.events import events, steps
from benchmarks.figures import Ratio, as_milliseconds, as_nanoseconds, as_times
from benchmarks.page import Section, Table
from benchmarks.players import Cost, Player, Work, in_turns
from benchmarks.sitting import Sitting

RUNS: Final = (0, 1)
"""Those that both engines play: the kernel again and again, until it has taken a moment."""
_AGAIN: Final = 20
_WAITS: Final = 100_000
SHORT: Final = HORIZONS[0]


def measured(sitting: Sitting) -> Section:
    """Measure."""
    player, turns = sitting.player(sitting.now), sitting.turns(6)
    reference = Work("baseline", runs=RUNS, engine="reference")
    kernel = Work("baseline", runs=RUNS * _AGAIN)
    calls: list[Callable[[], Cost]] = [partial(player.play, reference), partial(player.play, kernel), waiting]
    by_simpy, by_kernel, waits = in_turns(calls, turns)
    plain, compiled = _without_compiler(sitting, turns)
    happened, taken = events(BASELINE, RUNS), sum(steps(BASELINE, run) for run in RUNS) / len(RUNS)
    a_year = events(SHORT, RUNS)
    rows = [
        _row("kernel", by_kernel, happened),
        _row("reference (SimPy)", by_simpy, happened, by_kernel),
        _row(f"SimPy, a process that waits {_WAITS:,} times", waits, _WAITS),
        _row("kernel, 12 months", compiled, a_year),
        _row("kernel as plain Python, 12 months", plain, a_year, compiled),
    ]
    return Section(
        "Kernel beside reference",
        f"The kernel plays the baseline {as_times(_ratio(by_simpy, by_kernel).median)} times as fast as the reference, "
        f"at {as_nanoseconds(_least(by_kernel) / happened)} an event.",
        (Table(("baseline", "a run", "an event", "times the kernel's", "least … most"), rows),),
        f"Both engines play the same {len(RUNS)} runs, of {happened:,.0f} calendar events, for which SimPy takes "
        f"{taken:,.0f} steps; {turns} turns. Times are those of the best turn, ratios the median of the pairs.",
    )


def _without_compiler(sitting: Sitting, turns: int) -> list[list[Cost]]:
    """Play the kernel as the plain Python that it is written in, and compiled, over a year: it takes that long."""
    work = Work(SHORT.scenario, SHORT.changes, RUNS)
    plain = Player(sitting.now, NUMBA_DISABLE_JIT="1")
    try:
        compiled = partial(sitting.player(sitting.now).play, replace(work, runs=RUNS * (10 * _AGAIN)))
        return in_turns([partial(plain.play, work), compiled], turns)
    finally:
        plain.close()


def waiting() -> Cost:
    """Let one SimPy process wait so often: the least that an event of the reference can cost."""
    import time

    import simpy

    environment = simpy.Environment()

    def life() -> Any:
        for _ in range(_WAITS):
            yield environment.timeout(1.0)

    environment.process(life())
    clock, core = time.perf_counter(), time.process_time()
    environment.run()
    return Cost(time.perf_counter() - clock, time.process_time() - core)


def _ratio(these: list[Cost], those: list[Cost]) -> Ratio:
    return Ratio.of([cost.core for cost in these], [cost.core for cost in those])


def _least(costs: list[Cost]) -> float:
    return min(cost.core for cost in costs)


def _row(name: str, costs: list[Cost], happened: float, kernel: list[Cost] | None = None) -> list[str]:
    row = [name, as_milliseconds(_least(costs)), as_nanoseconds(_least(costs) / happened)]
    if kernel is None:
        return [*row, "", ""]
    ratio = _ratio(costs, kernel)
    return [*row, as_times(ratio.median), f"{as_times(ratio.least)} … {as_times(ratio.most)}"]
