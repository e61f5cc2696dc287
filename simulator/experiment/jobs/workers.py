"""Who does the work of a job: threads, processes or a cluster, each an `Executor` of `concurrent.futures`."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, CancelledError, Executor, ThreadPoolExecutor
from typing import Final, Protocol

from simulator.experiment.engines import engine_named
from simulator.experiment.jobs.work import STOP
from simulator.experiment.workers import Workers

_LOST: Final = (
    "KilledWorker",
    "CommClosedError",
    "FutureCancelledError",
    "ClosedClientError",
    "WorkerStartTimeoutError",
)


class WorkerPool(Protocol):
    """Gives an executor to work with, anew after `lost`; `at_once` is how many batches to keep in hand."""

    def executor(self) -> Executor:
        """Return the executor."""

    def at_once(self) -> int:
        """Return how many batches it can have in hand."""

    def lost(self) -> None:
        """Hear that the executor is broken."""

    def close(self, stop: bool) -> None:
        """Let the executor go, giving up what is in hand if told to `stop`."""


def is_lost(error: BaseException) -> bool:
    """Tell whether an error says that a worker is gone, and not that its work is impossible."""
    return isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ in _LOST


def pool_for(engine: str, workers: int, cluster: str | None) -> WorkerPool:
    """Return threads or processes of this machine, whichever the engine uses, or those of a Dask cluster."""
    if cluster is not None:
        from simulator.experiment.jobs.cluster import ClusterPool

        return ClusterPool(cluster)
    return LocalPool(workers, threads=engine_named(engine).cores == "threads")


class LocalPool:
    """Threads or processes of this machine."""

    def __init__(self, workers: int, *, threads: bool) -> None:
        self._workers, self._threads = workers, threads
        self._executor: Executor | None = None

    def executor(self) -> Executor:
        """Return the executor, made at the first call."""
        if self._executor is None:
            STOP.clear()
            self._executor = ThreadPoolExecutor(self._workers) if self._threads else Workers(None, self._workers)
        return self._executor

    def at_once(self) -> int:
        """Return one batch more than there are workers, so that none waits while a part is written."""
        return self._workers + 1

    def lost(self) -> None:
        """Let the broken executor go; the next one has new processes."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None

    def close(self, stop: bool) -> None:
        """Let the executor go; threads and processes that are to stop do so within a second."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        if stop:
            STOP.set()
            if isinstance(executor, Workers):
                executor.stop()
        executor.shutdown(wait=not stop, cancel_futures=stop)
