"""Worker processes: fresh ones that know the job, keep quiet on Ctrl-C, and never outlive the process they work for."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from simulator.experiment.batches import Batch, Job, play
from simulator.experiment.processes import end_with, without_interrupts

if TYPE_CHECKING:
    import threading
    from multiprocessing.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")

GRACE: Final = 1.0
"""Seconds that a worker has to finish the run in hand once it is told to stop."""
_WINDOWS_MOST: Final = 61  # Windows can wait for no more processes at once


class Workers(ProcessPoolExecutor):
    """A pool of processes that know one job and play its runs with `play_mine`; or none, and are told each time."""

    def __init__(self, job: Job | None, count: int) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
        self._ear, self._mouth = context.Pipe(duplex=False)
        count = min(count, _WINDOWS_MOST) if sys.platform == "win32" else count
        super().__init__(count, context, _begin, (job, self._ear))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a task out; this is also when the pool starts its processes."""
        with without_interrupts():
            return super().submit(fn, *args, **kwargs)

    def stop(self) -> None:
        """Tell the workers to return after the run in hand, and to end once the grace is over at any rate."""
        self._mouth.close()


_job: Job | None = None
_stopped: threading.Event | None = None


def play_mine(runs: Sequence[int]) -> list[Batch]:
    """Play runs of this worker's job, one by one; fewer come back when the work is stopped meanwhile."""
    assert _job is not None
    assert _stopped is not None
    batches = []
    for run in runs:
        if _stopped.is_set():
            break
        batches.append(play(_job, [run]))
    return batches


def told_to_stop() -> bool:
    """Tell whether this process is a worker and its work is to be given up."""
    return _stopped is not None and _stopped.is_set()


def _begin(job: Job | None, ear: Connection) -> None:
    global _job, _stopped  # a worker knows one job, and a pool gives it no other place to keep it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stopped, _job = end_with(ear, GRACE), None if job is None else job.received()
