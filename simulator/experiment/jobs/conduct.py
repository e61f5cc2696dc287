"""Have a job done: claim batches, hand them out, keep what comes back, until every part is there and intact."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING, Final

from simulator.errors import OutputError
from simulator.experiment.executors import WorkerLostError
from simulator.experiment.interruption import interrupts_delayed
from simulator.experiment.jobs.versions import calculating
from simulator.experiment.jobs.work import Order, Stopped, fill
from simulator.experiment.jobs.workers import is_lost

if TYPE_CHECKING:
    from simulator.experiment.jobs.job import StoredJob
    from simulator.experiment.jobs.parts import Tables
    from simulator.experiment.jobs.workers import WorkerPool
    from simulator.progress import Progress

_LOOK: Final = 0.25  # seconds between looks at what other processes have done
_MOST_LOSSES: Final = 5
_MOST_ROUNDS: Final = 5


class Conductor:
    """Keeps the workers of a pool busy until a job is done."""

    def __init__(self, job: StoredJob, pool: WorkerPool, engine: str, progress: Progress | None) -> None:
        self.job, self.pool, self.engine = job, pool, engine
        self._progress = progress
        self._in_hand: dict[Future[Tables], int] = {}
        self._counted: set[int] = set()
        self._losses = 0

    def complete(self) -> None:
        """Do what is left of the job; other processes may take their share meanwhile.

        A KeyboardInterrupt gives up what is in hand and is passed on within a second or two. Raises OutputError where
        parts cannot be kept, WorkerLostError where workers die again and again, and what stands in the way of a run.
        """
        stop = True
        try:
            for _ in range(_MOST_ROUNDS):
                self._play_all()
                if not self._again():
                    stop = False
                    return
            raise OutputError(f"parts in {self.job.folder} change after they were written; is the disk in order?")
        finally:
            self._in_hand.clear()
            self.pool.close(stop)

    def _again(self) -> bool:
        """Look whether every part is what it was; forget what has been told of those that are not."""
        damaged = self.job.damaged()
        self._counted -= set(damaged)
        return bool(damaged)

    def _play_all(self) -> None:
        batches = len(self.job.plan.batches)
        while True:
            self._hand_out()
            if self._in_hand:
                self._take(wait(self._in_hand, _LOOK, FIRST_COMPLETED).done)
            else:
                time.sleep(_LOOK)  # what is left is claimed by others
            finished = self.job.finished()
            self._tell(set(finished))
            if len(finished) == batches:
                return

    def _hand_out(self) -> None:
        while len(self._in_hand) < self.pool.at_once():
            number = self.job.claim()
            if number is None:
                return
            batch = self.job.plan.batches[number]
            row = self.job.plan.rows[batch.row]
            plan = self.job.plan
            order = Order(
                text=row.text,
                seed=plan.seed,
                engine=self.engine,
                first=batch.runs[0],
                last=batch.runs[-1],
                keep=plan.keep,
                wanted=calculating(),
                figures=plan.figures,
            )
            try:
                self._in_hand[self.pool.executor().submit(fill, order)] = number
            except BaseException as error:
                self.job.give_back(number)
                if not is_lost(error):
                    raise
                self._lose()

    def _take(self, done: set[Future[Tables]]) -> None:
        for future in sorted(done, key=_failed):  # what has come back well is kept before anything is given up
            number = self._in_hand.pop(future, None)
            if number is None:  # lost together with another one
                continue
            try:
                tables = future.result()
            except BaseException as error:
                self.job.give_back(number)
                if isinstance(error, Stopped) or not is_lost(error):
                    raise
                self._lose()
                return
            with interrupts_delayed():
                self.job.finish(number, tables)
            self._losses = 0

    def _lose(self) -> None:
        """Start over with new workers after some died; what they had in hand is claimed again."""
        self._losses += 1
        if self._losses > _MOST_LOSSES:
            raise WorkerLostError(
                "workers end in the middle of their work again and again, most likely for want of memory; "
                "try again with fewer of them: what has been finished is safe"
            )
        for number in self._in_hand.values():
            self.job.give_back(number)
        self._in_hand.clear()
        self.pool.lost()

    def _tell(self, finished: set[int]) -> None:
        new = finished - self._counted
        self._counted |= finished
        steps = sum(len(self.job.plan.batches[number].runs) for number in new)
        if self._progress is not None and steps:
            self._progress(steps)


def _failed(future: Future[Tables]) -> bool:
    return future.cancelled() or future.exception() is not None
