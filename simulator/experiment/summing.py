"""The summary of a simulation while it fills up: runs are counted a block at a time, and let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.experiment.interruption import interrupts_delayed
from simulator.results.moments import BLOCK
from simulator.results.result import Result
from simulator.results.summaries import Summaries
from simulator.results.tally import Layout, Tally

if TYPE_CHECKING:
    from simulator.engine.contract import Floats, RunRecord
    from simulator.experiment.batches import Batch, Job


class Summed:
    """A tally that takes batches in any order and of any size; the runs of blocks not yet whole wait for the rest."""

    def __init__(self, job: Job, runs: range) -> None:
        self.job = job
        self.runs = runs
        self._tally = Tally(Layout(job.scenario))
        self._waiting: dict[int, dict[int, tuple[RunRecord, Floats]]] = {}
        self._finished = 0

    @property
    def finished(self) -> int:
        """How many runs are in."""
        return self._finished

    def add(self, batch: Batch) -> None:
        """Count the runs of a batch."""
        with interrupts_delayed():  # a run half counted could not be taken back
            for run, record, plan_arr in zip(batch.runs, batch.records, batch.plan_arr, strict=True):
                self._waiting.setdefault(run // BLOCK, {})[run] = (record, plan_arr)
            self._finished += len(batch.records)
            for block in [block for block, there in self._waiting.items() if len(there) == self._size(block)]:
                self._count(block)

    def result(self, interrupted: bool = False) -> Summaries:
        """Return the summary of the runs that are in; it is interrupted only where some are missing."""
        job = self.job
        for block in sorted(self._waiting):
            self._count(block)
        short = interrupted and self.finished < len(self.runs)
        return Summaries(job.scenario, job.seed, job.engine, job.today, self._tally, short)

    def _size(self, block: int) -> int:
        """Return how many of a block's runs were asked for."""
        return min(self.runs.stop, (block + 1) * BLOCK) - max(self.runs.start, block * BLOCK)

    def _count(self, block: int) -> None:
        """Count a block and forget its runs."""
        found = sorted(self._waiting.pop(block).items())
        job = self.job
        runs = [run for run, _ in found]
        records = [record for _, (record, _) in found]
        plans = np.array([plan for _, (_, plan) in found])
        self._tally.add(Result.of(job.scenario, job.seed, runs, records, plans, job.engine, job.today))
