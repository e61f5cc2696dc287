"""Who plays the batches: this process, or worker processes, behind the one interface of `concurrent.futures`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from typing import Final, ParamSpec, TypeVar

from simulator.errors import T2D3Error
from simulator.experiment.batches import Batch, Job, play
from simulator.experiment.engines import engine_named
from simulator.experiment.expected import Expected
from simulator.experiment.sizes import most_at_once
from simulator.experiment.workers import GRACE, Workers, play_mine

__all__ = ["WORKER_BYTES", "usable_cores"]

P = ParamSpec("P")
T = TypeVar("T")
Take = Callable[[Batch], None]
Task = Callable[[Sequence[int]], list[Batch]]

STARTUP_SECONDS: Final = 2.0
"""What starting worker processes costs; work that would not gain more than this stays in this process."""
BATCH_SECONDS: Final = 0.4
"""How long a batch should take: short enough for a bar that moves, long enough for its journey to cost little."""
WORKER_BYTES: Final = 250_000_000
"""Memory that a worker process takes before it has a customer."""
_AHEAD: Final = 2  # batches held by each worker, so that none waits for the next
_TAIL: Final = 4  # batches for each worker at least, so that all finish at about the same time
_FEW: Final = 8


class WorkerLostError(T2D3Error):
    """A worker process ended before its work was done."""


class SameProcess(Executor):
    """Does the work in this process, at the moment it is submitted."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function and return its outcome as a future that is already done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # Ctrl-C is no outcome of the work and passes through
            future.set_exception(error)
        return future


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def play_all(job: Job, runs: range, workers: int, take: Take) -> None:
    """Play all runs and give each batch to `take` as it is finished, in no particular order.

    The first two runs are played here: the first loads the machine code, or compiles it once for all processes; the
    second tells how long a run takes and thereby whether workers pay. On KeyboardInterrupt what workers have finished
    is still taken before it is passed on. Raises WorkerLostError when a worker dies.
    """

    def here(batch: Sequence[int]) -> list[Batch]:
        return [play(job, batch)]

    submit_all(SameProcess(), here, iter([runs[:1]]), 1, take)
    began = time.perf_counter()
    submit_all(SameProcess(), here, iter([runs[1:2]]), 1, take)
    pace = time.perf_counter() - began
    rest = runs[2:]
    if engine_named(job.engine).cores == "threads" and workers > 1:
        with ThreadPoolExecutor(workers) as threads:  # this one puts the runs together meanwhile
            submit_all(threads, here, spans(rest, workers, pace), _AHEAD * workers, take)
        return
    processes = worker_count(len(rest), min(workers, _most_workers(job)), pace)
    if processes == 1:
        submit_all(SameProcess(), here, spans(rest, 1, pace), 1, take)
    else:
        _with_workers(job, spans(rest, processes, pace), processes, take)


def _most_workers(job: Job) -> int:
    """Return how many workers there is memory for."""
    expected = Expected.of(job.scenario, job.today)
    return most_at_once(expected.opening + expected.deals, engine_named(job.engine).customer_bytes, WORKER_BYTES)


def worker_count(runs: int, workers: int, pace: float) -> int:
    """Return how many processes to share the runs among, `pace` seconds each; 1 where starting others does not pay."""
    processes = max(1, min(workers, runs, max(_FEW, 2 * usable_cores())))
    gained = runs * pace * (1.0 - 1.0 / min(processes, usable_cores()))
    return processes if processes > 1 and gained > STARTUP_SECONDS else 1


def spans(runs: range, workers: int, pace: float) -> Iterator[range]:
    """Cut the runs into batches of about `BATCH_SECONDS` at `pace` seconds a run, several for each worker."""
    size = max(1, int(BATCH_SECONDS / max(pace, 1e-6)))
    if workers > 1:
        size = max(1, min(size, len(runs) // (workers * _TAIL)))
    return (runs[first : first + size] for first in range(0, len(runs), size))


def _with_workers(job: Job, batches: Iterator[range], workers: int, take: Take) -> None:
    pool = Workers(job, workers)
    try:
        submit_all(pool, play_mine, batches, _AHEAD * workers, take, pool.stop)
    except BrokenExecutor:
        raise WorkerLostError(
            "a worker process ended in the middle of its work, most likely for want of memory; "
            "try again with fewer workers (one needs no process of its own)"
        ) from None
    except BaseException:
        pool.stop()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def submit_all(
    executor: Executor,
    task: Task,
    batches: Iterator[Sequence[int]],
    at_once: int,
    take: Take,
    stop: Callable[[], None] = lambda: None,
) -> None:
    """Keep `at_once` batches submitted to an executor, of any kind, until all are done.

    On KeyboardInterrupt no more are handed out, `stop` asks for what is in hand, and what comes back within the grace
    is taken before it is passed on.
    """
    waiting: set[Future[list[Batch]]] = set()
    try:
        for batch in batches:
            if batch:
                waiting.add(executor.submit(task, batch))
            if len(waiting) >= at_once:
                _take_some(waiting, take)
        while waiting:
            _take_some(waiting, take)
    except KeyboardInterrupt:
        stop()
        in_hand = {future for future in waiting if not future.cancel()}
        deadline = time.monotonic() + GRACE
        while in_hand and time.monotonic() < deadline:
            _take_some(in_hand, take, deadline - time.monotonic())
        raise


def _take_some(waiting: set[Future[list[Batch]]], take: Take, timeout: float | None = None) -> None:
    """Take what is finished, waiting for the first; a batch stays among the waiting until it is safely taken."""
    for future in wait(waiting, timeout, FIRST_COMPLETED).done:
        for batch in future.result():
            take(batch)
        waiting.remove(future)
