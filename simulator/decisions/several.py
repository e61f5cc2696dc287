"""More than two scenarios under the same luck: what each has over the first, run by run, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.decisions.compare import Comparison, check_calendar
from simulator.decisions.paired import Estimate, estimate
from simulator.decisions.yardstick import yardstick
from simulator.errors import InputError, Interrupted
from simulator.experiment.engines import ENGINE, RUNS, SEED, engine_named
from simulator.experiment.replications import job_for, play_job
from simulator.experiment.sizes import check_request
from simulator.progress import Progress

if TYPE_CHECKING:
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["MOST", "Several", "compare_all"]

MOST: int = 12
"""Scenarios that one comparison takes: more lines than that cannot be told apart."""


@dataclass(frozen=True, eq=False)
class Several:
    """Results over the same runs of one seed and the same months; every difference reads "another minus the first"."""

    results: tuple[Result, ...]

    @property
    def first(self) -> Result:
        """What the others are held against."""
        return self.results[0]

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Each of the others with the first; raises InputError where they share no luck or no calendar."""
        return tuple(Comparison(other, self.first) for other in self.results[1:])

    @property
    def months(self) -> int:
        """The last month, of all."""
        return self.first.months

    @property
    def interrupted(self) -> bool:
        """Whether fewer runs finished than were asked for."""
        return any(result.interrupted for result in self.results)

    @cached_property
    def yardstick(self) -> tuple[str, tuple[str, ...]]:
        """The metric of value by which they are compared, and the paths for which it goes by the growth of each."""
        return yardstick([result.scenario for result in self.results])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the scenarios are called; those of one name are told apart by their place, as `Baseline (2)`."""
        plain = [result.scenario.name for result in self.results]
        return tuple(
            name if plain.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(plain, start=1)
        )

    def at(self, metric: str, month: int) -> list[Estimate]:
        """Return each less the first in a metric at a month, all intervals holding together with 95 %."""
        gaps = [one.difference(metric)[:, month] for one in self.comparisons]
        return [estimate(gap, among=len(gaps)) for gap in gaps]


def compare_all(
    scenarios: Sequence[Scenario | str | Path],
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Several:
    """Simulate `scenarios` (two or more) on the same draws and return what each has over the first.

    `runs`, `seed`, `engine`, `workers` and the errors are those of `simulate`, and InputError is raised for too few or
    too many scenarios and for calendars that differ; `progress` hears of all scenarios' runs. A KeyboardInterrupt
    during the last one leaves the runs that all have finished; before that it raises Interrupted.
    """
    check_request(runs, seed, 0, workers)
    engine_named(engine)
    if not 2 <= len(scenarios) <= MOST:
        raise InputError(f"{len(scenarios)} scenarios; 2 to {MOST} can be compared")
    jobs = [job_for(one, runs, seed, engine, results=len(scenarios)) for one in scenarios]
    for job in jobs[1:]:
        check_calendar(jobs[0].scenario, job.scenario)
    found: list[Result] = []

    def stopped(finished: int) -> None:
        number = len(found) + 1
        if number < len(jobs):
            name = jobs[len(found)].scenario.name
            raise Interrupted(f"Stopped in {name}, number {number} of {len(jobs)} scenarios.") from None

    for job in jobs:
        found.append(play_job(job, range(runs), workers, progress, stopped))
    shared = found[-1].runs.tolist()
    return Several(tuple(one if len(one.runs) == len(shared) else one.subset(shared) for one in found))
