"""Who does the work of a job: threads, processes or a cluster, each an `Executor` of `concurrent.futures`."""

from __future__ import annotations

import contextlib
import logging
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ThreadPoolExecutor
from importlib import import_module
from typing import Any, Final, Protocol

from simulator.errors import InputError, Problem, T2D3Error
from simulator.experiment.engines import engine_named
from simulator.experiment.jobs.work import STOP
from simulator.experiment.workers import Workers

_CONNECT_SECONDS: Final = 10.0  # seconds to wait for a scheduler
_AHEAD: Final = 2
_LOST: Final = (
    "KilledWorker",
    "CommClosedError",
    "FutureCancelledError",
    "ClosedClientError",
    "WorkerStartTimeoutError",
)


class MissingClusterExtra(T2D3Error, ImportError):  # noqa: N818  (it names what is missing)
    """A cluster is asked for without the package that speaks to it."""


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


class ClusterPool:
    """The workers of a Dask cluster, whose scheduler gives a lost worker's batches to the others."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _client(address)
        self._executor: Executor | None = None

    def executor(self) -> Executor:
        """Return the executor that Dask gives over the cluster."""
        if self._executor is None:
            self._executor = self._client.get_executor(pure=False, retries=5)
        return self._executor

    def at_once(self) -> int:
        """Return two batches for every thread that the cluster has at this moment."""
        return max(1, _AHEAD * int(sum(self._client.nthreads().values())))

    def lost(self) -> None:
        """Connect anew; raise InputError where no scheduler answers any more."""
        self.close(stop=True)
        self._client = _client(self._address)

    def close(self, stop: bool) -> None:
        """Let the cluster go, taking back what has not been done."""
        executor, self._executor = self._executor, None
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to take back
            if executor is not None:
                executor.shutdown(wait=not stop)
            self._client.close(timeout=1.0)


_DASKS_LOG: Final = logging.getLogger("distributed.client")


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether a line of Dask's log is for the user: a result that went with its worker is played again."""
    return "rescheduling" not in record.getMessage()


def _client(address: str) -> Any:
    _DASKS_LOG.addFilter(_is_news)
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise MissingClusterExtra(
            'a cluster needs the package distributed: install it with  pip install "t2d3[cluster]"'
        ) from None
    try:
        return distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        problem = Problem(f"no Dask scheduler answers at {address}: {said}", allowed="such as tcp://10.0.0.5:8786")
        raise InputError([problem]) from None
