"""More than two scenarios under the same luck: what each has over the first, run by run, and how surely."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.decisions.compare import Comparison, check_calendar
from simulator.decisions.paired import Estimate, estimate
from simulator.errors import InputError, Interrupted
from simulator.experiment.engines import ENGINE, engine_named
from simulator.experiment.replications import RUNS, SEED, Progress, job_for, play_job
from simulator.experiment.sizes import check_request
from simulator.results.disk.staging import Staging

if TYPE_CHECKING:
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario


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

    `runs`, `seed`, `engine`, `workers` and the errors are those of `simulate`; `progress` hears of all scenarios' runs.
    A KeyboardInterrupt during the last one leaves the runs that all have finished; before that it raises Interrupted.
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


# The differences of a comparison as a CSV file, every metric at every month.

DIFFERENCES: Final = "differences.csv"
_HEADER: Final = (
    *("month", "label", "metric", "unit", "n", "mean_a", "mean_b"),
    *("difference", "se", "low", "high", "probability_a_above_b", "variance_ratio"),
)
_DIGITS: Final = 7


def write_differences(comparison: Comparison, folder: str | Path) -> Path:
    """Write `differences.csv` of a `comparison` into `folder`: A − B of every metric at every month.

    Each with its 95 % interval; an empty cell is n/a. Raises OutputError where it cannot be written; the file appears
    whole or not at all.
    """
    target = Path(folder)
    with Staging(target) as staging, staging.path(DIFFERENCES).open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(_rows(comparison))
    return target / DIFFERENCES


def write_all_differences(found: Several, folder: str | Path) -> Path:
    """Write `differences.csv` of what was `found` into `folder`, with a column for the scenario first.

    Each scenario less the first; an empty cell is n/a. Raises OutputError where it cannot be written; the file appears
    whole or not at all.
    """
    target = Path(folder)
    with Staging(target) as staging, staging.path(DIFFERENCES).open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("scenario", "against", *_HEADER))
        for name, comparison in zip(found.names[1:], found.comparisons, strict=True):
            writer.writerows((name, found.names[0], *row) for row in _rows(comparison))
    return target / DIFFERENCES


def _rows(comparison: Comparison) -> Iterator[tuple[object, ...]]:
    shared = [(name, metric) for name, metric in comparison.a.metrics.items() if name in comparison.b.metrics]
    for name, metric in shared:
        for found in comparison.by_month(name):
            figures = (found.mean_a, found.mean_b, found.mean, found.se, found.low, found.high)
            yield (
                *(found.month, found.label, name, metric.unit.value, found.n),
                *(_figure(value) for value in (*figures, found.probability, found.variance_ratio)),
            )


def _figure(value: float) -> str:
    """Return a figure to seven significant digits, without an exponent; nothing for NaN, `inf` for infinity."""
    if math.isnan(value):
        return ""
    return "inf" if math.isinf(value) else f"{Decimal(f'{value:.{_DIGITS}g}') + 0:f}"
