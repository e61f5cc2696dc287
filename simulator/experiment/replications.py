"""Simulate a scenario: numbered runs, each the same run alone, in any batch and on any number of workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, overload

from simulator.errors import InputError, Interrupted, Problem
from simulator.experiment.engines import ENGINE, RUNS, SEED, engine_named
from simulator.experiment.sizes import check_memory, check_plan, check_request

if TYPE_CHECKING:
    from simulator.experiment.batches import Batch, Job, Policy
    from simulator.progress import Progress
    from simulator.results.result import Result
    from simulator.results.summaries import Summaries
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Keep", "job_for", "play_job", "simulate"]

Stopped = Callable[[int], object]
"""Told on Ctrl-C how many runs had finished, which may be all; raises what is to be raised where more was to come."""
Keep = Literal["runs", "summaries"]
"""What is kept: every run, or summaries of all of them."""
Found = TypeVar("Found", covariant=True)


class Collector(Protocol[Found]):
    """Takes batches in any order and makes a result of them."""

    @property
    def finished(self) -> int:
        """How many runs are in."""

    def add(self, batch: Batch) -> None:
        """Take a batch."""

    def result(self, interrupted: bool = False) -> Found:
        """Return the result of the runs that are in."""


@overload
def simulate(
    scenario: Scenario | str | Path,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
    keep: Literal["runs"] = "runs",
) -> Result: ...


@overload
def simulate(
    scenario: Scenario | str | Path,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
    keep: Literal["summaries"],
) -> Summaries: ...


def simulate(
    scenario: Scenario | str | Path,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
    keep: Keep = "runs",
) -> Result | Summaries:
    """Simulate `runs` runs, from number `first_run` on, and return what they found.

    `scenario` is a scenario, a path or a shipped name. `seed` is 0 to 2^64 - 1; a run depends on it, on its number and
    on the scenario alone, so `workers` (processes or threads, at most so many; by default one a core) changes nothing
    but the time, and `engine` (`compiled` or `reference`) nothing either. `progress` is told how many runs have just
    finished.

    `keep` is `runs`, or `summaries`: then runs are counted and let go, so that memory does not grow with their number,
    and what comes back has the same bands and odds, quantiles to within 0.1 %, and no single runs.

    A KeyboardInterrupt ends the work early: the result then holds the runs that had finished and says `interrupted`;
    with none finished it is Interrupted that is raised. Raises InputError for numbers out of range, SizeError for what
    is too large, ScenarioError for a scenario that cannot be simulated.
    """
    check_request(runs, seed, first_run, workers)
    engine_named(engine)
    if keep not in ("runs", "summaries"):
        raise InputError([Problem(f"keep is {keep!r}", allowed='"runs" or "summaries"')])
    job = job_for(scenario, runs, seed, engine, results=1 if keep == "runs" else 0)
    numbers = range(first_run, first_run + runs)
    if keep == "runs":
        return play_job(job, numbers, workers, progress)
    from simulator.experiment.summing import Summed

    return collect(job, numbers, workers, progress, Summed(job, numbers))


def job_for(
    scenario: Scenario | str | Path, runs: int, seed: int, engine: str, results: int = 1, policy: Policy | None = None
) -> Job:
    """Load, check and lower a scenario, and return what its runs share.

    `scenario`, `runs`, `seed`, `engine` and the errors are those of `simulate`; `results` is how many results of that
    size are to be held, run by run, and `policy` what the company changes to on the way, None where it stays its
    course.
    """
    from simulator.scenario.reading.files import load
    from simulator.scenario.reading.today import read_today

    found = load(scenario) if isinstance(scenario, str | Path) else scenario
    today = read_today(found)
    check_plan(found, today, engine_named(engine).customer_bytes)
    check_memory(found, runs, results)
    from simulator.experiment.batches import Job  # brings the engine along, which the checks need not wait for

    return Job.of(found, today, seed, engine, policy)


def play_job(
    job: Job, runs: range, workers: int | None, progress: Progress | None, stopped: Stopped | None = None
) -> Result:
    """Play the `runs` of a `job` and return their result, partial after a KeyboardInterrupt, which `stopped` hears of.

    `workers`, `progress` and the errors are those of `simulate`. `stopped` is told how many runs had finished: a result
    alone does not tell of a Ctrl-C that struck as the last runs finished, since it is whole.
    """
    from simulator.experiment.batches import Gathered

    return collect(job, runs, workers, progress, Gathered(job, runs), stopped)


def collect(
    job: Job,
    runs: range,
    workers: int | None,
    progress: Progress | None,
    collector: Collector[Found],
    stopped: Stopped | None = None,
) -> Found:
    """Play the runs of a job, give them to a collector, and return what it makes of them; `play_job` has `stopped`."""
    from simulator.experiment.executors import play_all, usable_cores

    def take(batch: Batch) -> None:
        collector.add(batch)
        if progress is not None:
            progress(len(batch.runs))

    try:
        play_all(job, runs, workers or usable_cores(), take)
    except KeyboardInterrupt:
        if stopped is not None:
            stopped(collector.finished)
        if not collector.finished:
            raise Interrupted(f"Stopped before the first of {len(runs):,} runs had finished.") from None
        return collector.result(interrupted=True)
    return collector.result()
