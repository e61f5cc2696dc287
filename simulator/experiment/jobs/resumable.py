"""Simulations that are worth keeping on the way: played as a job in a folder, so that nothing is lost when they end
early.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import InputError, Interrupted, OutputError
from simulator.experiment.engines import ENGINE, engine_named
from simulator.experiment.jobs.conduct import Conductor
from simulator.experiment.jobs.job import StoredJob
from simulator.experiment.jobs.merged import figures as figures_in
from simulator.experiment.jobs.merged import merged
from simulator.experiment.jobs.plan import Plan, Row
from simulator.experiment.jobs.provenance import refuse_begun_elsewhere
from simulator.experiment.jobs.workers import pool_for
from simulator.experiment.sizes import check_figures, check_memory, check_plan, check_request
from simulator.results.disk.staging import UNFINISHED
from simulator.results.summaries import Summaries

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from simulator.experiment.jobs.plan import Kept
    from simulator.experiment.replications import Keep
    from simulator.progress import Progress
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Settings", "is_large", "resumable_figures", "resumable_result", "resumable_results"]

LARGE_SECONDS: Final = 120.0
"""Seconds of one core from which a simulation is worth keeping on the way."""


@dataclass(frozen=True)
class Settings:
    """How a job is to be played; none of it changes a figure."""

    engine: str = ENGINE
    workers: int | None = None
    cluster: str | None = None
    progress: Progress | None = None


def is_large(scenario: Scenario, runs: int, engine: str) -> bool:
    """Tell whether so many `runs` of `scenario` take `engine` so long (two minutes) that they are kept on the way."""
    from simulator.experiment.expected import Expected
    from simulator.scenario.reading.today import read_today

    expected = Expected.of(scenario, read_today(scenario))
    return runs * (expected.opening + expected.deals) * engine_named(engine).customer_seconds > LARGE_SECONDS


def plan_for(
    scenarios: Sequence[Scenario],
    runs: range,
    seed: int,
    keep: Kept,
    engine: str = ENGINE,
    figures: Sequence[str] = (),
) -> Plan:
    """Check scenarios and return the plan of simulating the runs of each; raises InputError, SizeError."""
    from simulator.scenario.reading.today import read_today

    check_request(len(runs), seed, runs.start)
    rows = []
    for scenario in scenarios:
        today = read_today(scenario)
        check_plan(scenario, today, engine_named(engine).customer_bytes)
        check_memory(scenario, len(runs), 1 if keep == "runs" else 0)
        rows.append(Row.of(scenario, today, runs, len(scenarios)))
    return Plan(tuple(rows), seed, keep, tuple(figures))


def complete(job: StoredJob, settings: Settings) -> None:
    """Do what is left of a job; KeyboardInterrupt passes through and leaves what is finished in the folder."""
    from simulator.experiment.executors import usable_cores

    pool = pool_for(settings.engine, settings.workers or usable_cores(), settings.cluster)
    Conductor(job, pool, settings.engine, settings.progress).complete()


@contextmanager
def resumable_result(
    folder: Path, scenario: Scenario, runs: range, seed: int, keep: Keep, settings: Settings
) -> Iterator[Result | Summaries]:
    """A context that gives the result of a simulation, played as a job in `folder`/unfinished.

    `scenario`, the numbers of the `runs`, `seed` and what to `keep` say what is simulated, `settings` how it is played.
    The job is taken up where it was left, by this or by another process. It is removed when the context is left well
    and the result is whole; so what is written inside is safe before the job goes. After a KeyboardInterrupt the result
    is that of the batches finished by then; with none finished Interrupted is raised. Raises OutputError where the same
    work is kept there, begun with other versions.
    """
    plan = plan_for([scenario], runs, seed, keep, settings.engine)
    with _kept(folder, plan, settings) as result:
        yield result


@contextmanager
def _kept(folder: Path, plan: Plan, settings: Settings) -> Iterator[Result | Summaries]:
    """A context that gives the result of a plan of one scenario; see `resumable_result`."""
    with _stored(folder, plan) as job:
        try:
            complete(job, settings)
        except KeyboardInterrupt:
            result = merged(job, 0, settings.engine)
            if result is None:
                raise Interrupted(f"Stopped before the first batch of {plan.total:,} runs had finished.") from None
        else:
            result = merged(job, 0, settings.engine)
        assert result is not None
        yield result
        if not result.interrupted:
            job.remove()
    _remove_if_empty(folder / UNFINISHED)


@contextmanager
def resumable_results(
    folders: Sequence[Path], scenarios: Sequence[Scenario], runs: range, seed: int, settings: Settings
) -> Iterator[list[Result]]:
    """A context that gives the results of several simulations, each a job in a folder of its own, one after the other.

    `folders` are those of the `scenarios`, in the same order; all play the same `runs` of `seed`, as `settings` say. No
    job is removed before the results of all are there and the context is left well, so whatever ends it, the next one
    carries on. After a KeyboardInterrupt Interrupted is raised: runs that not all have finished are worth keeping, not
    showing.
    """
    plans = [plan_for([scenario], runs, seed, "runs", settings.engine) for scenario in scenarios]
    for folder, plan in zip(folders, plans, strict=True):  # all of them before any run
        refuse_begun_elsewhere(folder / UNFINISHED, plan)
    with ExitStack() as stack:
        found: list[Result] = []
        for folder, scenario, plan in zip(folders, scenarios, plans, strict=True):
            result = stack.enter_context(_kept(folder, plan, settings))
            if result.interrupted:
                done = f"{len(result.runs):,} of {len(runs):,} runs of {scenario.name}"
                before = f", number {len(found) + 1} of {len(folders)} scenarios," if len(folders) > 1 else ""
                raise Interrupted(f"Stopped: {done}{before} are kept; the same command carries on from there.")
            assert not isinstance(result, Summaries)
            found.append(result)
        yield found


@contextmanager
def resumable_figures(
    folder: Path, scenarios: Sequence[Scenario], figures: Sequence[str], runs: range, seed: int, settings: Settings
) -> Iterator[npt.NDArray[np.float64]]:
    """A context that gives figures of the runs of several scenarios (scenarios, figures, runs), played as a job.

    `figures` are names that the reader of figures knows, such as `arr@60`. All `scenarios` play the same `runs` of
    `seed`, as `settings` say. The job lies in `folder`/unfinished, is taken up where it was left, and removed when the
    context is left well with every run in it. Scenarios that cannot be simulated are refused before any run. After a
    KeyboardInterrupt there are the runs that every scenario has finished; with none Interrupted is raised.
    """
    from simulator.experiment.jobs.work import job_of

    check_figures(len(scenarios), len(figures), len(runs))
    plan = plan_for(scenarios, runs, seed, "figures", settings.engine, figures)
    for row in plan.rows:
        job_of(row.text, seed, settings.engine)
    try:
        with _stored(folder, plan) as job:
            values = _completed_figures(job, settings)
            try:
                yield values
            except InputError:  # the figures answer nothing, and would not if they were read again
                job.remove()
                raise
            if values.shape[2] == len(runs):
                job.remove()
    finally:
        _remove_if_empty(folder / UNFINISHED)


def _stored(folder: Path, plan: Plan) -> StoredJob:
    """Return a job in `folder`/unfinished; raise OutputError where the same is kept, begun with other versions."""
    refuse_begun_elsewhere(folder / UNFINISHED, plan)
    return StoredJob(folder / UNFINISHED / plan.key[:16], plan)


def _completed_figures(job: StoredJob, settings: Settings) -> npt.NDArray[np.float64]:
    """Return the figures once they are all there, or after Ctrl-C those of the runs that every row has finished."""
    try:
        complete(job, settings)
    except KeyboardInterrupt:
        numbers, values = figures_in(job)
        if not len(numbers):
            raise Interrupted(
                f"Stopped: {len(job.finished()):,} of {len(job.plan.batches):,} parts of the work are kept; the same "
                "command carries on from there."
            ) from None
        return values
    numbers, values = figures_in(job)
    if len(numbers) < len(job.plan.rows[0].runs):  # nobody has stopped it, so what is missing is a fault
        raise OutputError(f"the parts in {job.parts} do not hold every run they were written for")
    return values


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # another job is in it
        return
