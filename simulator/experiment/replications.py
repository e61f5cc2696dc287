"""Simulate a scenario: numbered runs, each the same run alone, in any batch and on any number of workers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import Interrupted
from simulator.experiment.engines import ENGINE, engine_named
from simulator.experiment.sizes import check_memory, check_plan, check_request

if TYPE_CHECKING:
    from simulator.experiment.batches import Batch, Job
    from simulator.results.result import Result
    from simulator.scenario.schema import Scenario

RUNS: Final = 200
SEED: Final = 1
Progress = Callable[[int], object]
"""Told how many runs have just been finished."""


def simulate(
    scenario: Scenario | str | Path,
    *,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
    first_run: int = 0,
) -> Result:
    """Simulate `runs` runs, from number `first_run` on, and return what they found.

    `scenario` is a scenario, a path or a shipped name. `seed` is 0 to 2^64 - 1; a run depends on it, on its number and
    on the scenario alone, so `workers` (processes or threads, at most so many; by default one a core) changes nothing
    but the time. `progress` is told how many runs have just finished.

    A KeyboardInterrupt ends the work early: the result then holds the runs that had finished and says `interrupted`;
    with none finished it is Interrupted that is raised. Raises InputError for numbers out of range, SizeError for what
    is too large, ScenarioError for a scenario that cannot be simulated.
    """
    check_request(runs, seed, first_run, workers)
    engine_named(engine)
    job = job_for(scenario, runs, seed, engine)
    return play_job(job, range(first_run, first_run + runs), workers, progress)


def job_for(scenario: Scenario | str | Path, runs: int, seed: int, engine: str, results: int = 1) -> Job:
    """Load, check and lower a scenario; `results` is how many results of its size are to be held."""
    from simulator.scenario.files import load
    from simulator.scenario.today import read_today

    found = load(scenario) if isinstance(scenario, str | Path) else scenario
    today = read_today(found)
    check_plan(found, today, engine_named(engine).customer_bytes)
    check_memory(found.horizon_months, runs, results)
    from simulator.experiment.batches import Job  # brings the engine along, which the checks need not wait for

    return Job.of(found, today, seed, engine)


def play_job(job: Job, runs: range, workers: int | None, progress: Progress | None) -> Result:
    """Play the runs of a job and return their result, partial after a KeyboardInterrupt."""
    from simulator.experiment.batches import Gathered
    from simulator.experiment.executors import play_all, usable_cores

    gathered = Gathered(job, runs)

    def take(batch: Batch) -> None:
        gathered.add(batch)
        if progress is not None:
            progress(len(batch.runs))

    try:
        play_all(job, runs, workers or usable_cores(), take)
    except KeyboardInterrupt:
        if not gathered.finished:
            raise Interrupted(f"Stopped before the first of {len(runs):,} runs had finished.") from None
        return gathered.result(interrupted=gathered.finished < len(runs))
    return gathered.result()
