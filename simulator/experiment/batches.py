"""A job, the batches of runs it is played in, and the tables their records are gathered in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import month_end
from simulator.engine.contract import HIRE, RunRecord, cohorts_in
from simulator.experiment.engines import engine_named
from simulator.experiment.sizes import check_lowered
from simulator.results.columns import ledger_columns
from simulator.results.result import RUN_HIRE, Result, room_for_ledgers
from simulator.scenario.schema.uncertainty import Uncertain, uncertain_paths

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.engine.contract import Floats
    from simulator.engine.record import Lowered
    from simulator.engine.shared import Shared
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["Job", "Policy"]


@dataclass(frozen=True)
class Policy:
    """What a company goes by once a month has closed: a scenario of the same company in the same world."""

    scenario: Scenario
    month: int


@dataclass(frozen=True)
class Job:
    """Everything that the runs of one simulation share; it can be sent to another process.

    `lowered` is the record that all runs read, None where something is uncertain and each run has a record of its own.
    `policy` is what the company changes to on the way, None where it does not.
    """

    scenario: Scenario
    today: TodaysBook | None
    seed: int
    engine: str
    lowered: Lowered | None
    policy: Policy | None = None

    @classmethod
    def of(
        cls, scenario: Scenario, today: TodaysBook | None, seed: int, engine: str, policy: Policy | None = None
    ) -> Job:
        """Lower the scenario if nothing in it is uncertain; raise ScenarioError or SizeError where that fails."""
        job = cls(scenario, today, seed, engine, None, policy)
        if uncertain_paths(scenario) or (policy is not None and uncertain_paths(policy.scenario)):
            return job
        return replace(job, lowered=_Lowering.of(job).lowered(None))

    def received(self) -> Job:
        """Return the job as it was before it was sent: arrays lose their read-only mark on the way.

        Compiled code is kept by the exact type of its arguments, so without the mark it would be compiled anew.
        """
        if self.lowered is None:
            return self
        later = self.lowered.later
        return replace(self, lowered=replace(self.lowered, later=None if later is None else replace(later)))


@dataclass(frozen=True)
class Batch:
    """Some runs and what they left behind; `plan_arr` is planned ARR at month ends in dollars (runs, months + 1)."""

    runs: Sequence[int]
    records: Sequence[RunRecord]
    plan_arr: Floats


def play(job: Job, runs: Sequence[int], threads: int = 1) -> Batch:
    """Play some runs of a job; raise SizeError where the parameters drawn for a run make it too large."""
    months = job.scenario.horizon_months
    if job.lowered is not None:
        lowered = [job.lowered] * len(runs)
        plan_arr = np.tile(_plan_at_month_ends(job.lowered, months), (len(runs), 1))
    else:
        uncertain = _Lowering.of(job)
        lowered = [uncertain.lowered(run) for run in runs]
        plan_arr = np.array([_plan_at_month_ends(one, months) for one in lowered])
    return Batch(runs, engine_named(job.engine).play(lowered, job.seed, runs, threads), plan_arr)


@dataclass(frozen=True)
class _Lowering:
    """Turns the scenario of a job into records, and what the company changes to with it.

    What does not depend on anything uncertain is worked out for the first run alone.
    """

    job: Job
    scenario: Uncertain[Scenario]
    policy: Uncertain[Scenario] | None
    shared: tuple[Shared, Shared]

    @classmethod
    def of(cls, job: Job) -> _Lowering:
        """Look up what is uncertain."""
        from simulator.engine.shared import Shared

        policy = None if job.policy is None else Uncertain.of(job.policy.scenario)
        return cls(job, Uncertain.of(job.scenario), policy, (Shared(), Shared()))

    def lowered(self, run: int | None) -> Lowered:
        """Return the record of a run, with what is uncertain drawn for it; of all runs where nothing is (None)."""
        lowered = self._alone(self.scenario, run, self.shared[0])
        if self.policy is None or self.job.policy is None:
            return lowered
        from simulator.engine.branching import branched

        return branched(lowered, self._alone(self.policy, run, self.shared[1]), self.job.policy.month)

    def _alone(self, scenario: Uncertain[Scenario], run: int | None, shared: Shared) -> Lowered:
        from simulator.engine.lowering import lower

        drawn = scenario.scenario if run is None else scenario.with_values(scenario.row(self.job.seed, run))
        lowered = lower(drawn, self.job.today, shared)
        check_lowered(lowered, run)
        return lowered


def _plan_at_month_ends(lowered: Lowered, months: int) -> list[float]:
    from simulator.laws.growth import at_day

    return [at_day(lowered.plan_arr, month_end(month)) for month in range(months + 1)]


class Gathered:
    """The tables of a result while it fills up; each run's figures go to its own row, whatever order they come in."""

    def __init__(self, job: Job, runs: range) -> None:
        months, milestones = job.scenario.horizon_months, len(job.scenario.milestones)
        shape = (len(runs), cohorts_in(months), months + 1)
        self.job = job
        self.runs = runs
        self._there = np.zeros(len(runs), dtype=bool)
        self._ledger = room_for_ledgers(len(runs), months, ledger_columns(job.scenario))
        self._plan_arr = np.empty((len(runs), months + 1))
        self._cohort_arr, self._cohort_customers = np.empty(shape), np.empty(shape)
        self._reached = np.empty((len(runs), milestones))
        self._hires: list[npt.NDArray[np.void]] = [_NO_HIRES] * len(runs)

    @property
    def finished(self) -> int:
        """How many runs are in."""
        return int(np.count_nonzero(self._there))

    def add(self, batch: Batch) -> None:
        """Put the figures of a batch into their rows."""
        for run, record, plan_arr in zip(batch.runs, batch.records, batch.plan_arr, strict=True):
            row = run - self.runs.start
            self._ledger[row] = record.ledger
            self._plan_arr[row] = plan_arr
            self._cohort_arr[row] = record.cohort_arr
            self._cohort_customers[row] = record.cohort_customers
            self._reached[row] = record.reached
            self._hires[row] = record.hires
            self._there[row] = True  # last: an interruption in between leaves the run out as a whole

    def put(self, part: Result) -> None:
        """Put the figures of another result of the same job into their rows."""
        rows = part.runs - self.runs.start
        self._ledger[rows], self._plan_arr[rows], self._reached[rows] = part.ledger, part.plan_arr, part.reached
        self._cohort_arr[rows], self._cohort_customers[rows] = part.cohort_arr, part.cohort_customers
        firsts = np.searchsorted(part.hires["run"], part.runs, side="left")
        lasts = np.searchsorted(part.hires["run"], part.runs, side="right")
        for row, first, last in zip(rows.tolist(), firsts, lasts, strict=True):
            self._hires[row] = part.hires[first:last]
        self._there[rows] = True

    def result(self, interrupted: bool = False) -> Result:
        """Return the result of the runs that are in; it is interrupted only where some are missing."""
        rows: slice | npt.NDArray[np.int64] = slice(None) if self._there.all() else np.flatnonzero(self._there)
        runs = np.arange(self.runs.start, self.runs.stop, dtype=np.int64)[rows]
        return Result(
            scenario=self.job.scenario,
            seed=self.job.seed,
            engine=self.job.engine,
            today=self.job.today,
            runs=runs,
            ledger=self._ledger[rows],
            plan_arr=self._plan_arr[rows],
            cohort_arr=self._cohort_arr[rows],
            cohort_customers=self._cohort_customers[rows],
            reached=self._reached[rows],
            hires=_joined(runs, [self._hires[run - self.runs.start] for run in runs]),
            interrupted=interrupted and not self._there.all(),
        )


_NO_HIRES: Final = np.empty(0, dtype=HIRE)


def _joined(runs: npt.NDArray[np.int64], hires: Sequence[npt.NDArray[np.void]]) -> npt.NDArray[np.void]:
    """Join the logs of hires, with the run beside each row."""
    lengths = [len(log) for log in hires]
    joined = np.empty(sum(lengths), dtype=RUN_HIRE)
    joined["run"] = np.repeat(runs, lengths)
    for name in HIRE.names or ():
        joined[name] = np.concatenate([_NO_HIRES[name], *(log[name] for log in hires)])
    return joined
