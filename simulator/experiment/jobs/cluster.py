"""A Dask cluster as the workers of a job: looked at before any work, and refused in a sentence where it cannot help.

A scheduler is asked first by a connection of our own, since Dask's client keeps trying on its way out, and complains,
where it could not be made. Then every worker is asked what it would calculate with.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from importlib import import_module
from typing import Any, Final

from simulator.errors import InputError, Problem, T2D3Error
from simulator.experiment.jobs.versions import calculating, differences

__all__ = [
    "check_cluster",
]

CONNECT_SECONDS: Final = 10.0
"""Seconds to wait for a scheduler, then for a first worker, then for what the workers say of themselves."""
_AHEAD: Final = 2
_EXAMPLE: Final = "such as tcp://10.0.0.5:8786"


class MissingClusterExtra(T2D3Error, ImportError):  # noqa: N818  (it names what is missing)
    """A cluster is asked for without the package that speaks to it."""


class ClusterPool:
    """The workers of a Dask cluster, whose scheduler gives a lost worker's batches to the others."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
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
        self._client = _connected(self._address)

    def close(self, stop: bool) -> None:
        """Let the cluster go, taking back what has not been done."""
        executor, self._executor = self._executor, None
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to take back
            if executor is not None:
                executor.shutdown(wait=not stop)
        _closed(self._client)


def check_cluster(address: str) -> None:
    """Connect to the Dask scheduler at `address` and ask its workers what they calculate with.

    Raises InputError where none answers, has a worker, or has the same versions as this process on every worker, and
    MissingClusterExtra without the package that speaks to it.
    """
    _closed(_connected(address))


def _connected(address: str) -> Any:
    """Return a client of the scheduler at an address that has workers, all fit."""
    distributed = _distributed()
    _asked(distributed, address)
    client = _client(distributed, address)
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            message = f"the Dask scheduler at {address} has no workers"
            raise InputError([Problem(message, allowed=f"one or more, begun with  dask worker {address}")]) from None
        _compared(_said_by_workers(client, address))
    except BaseException:
        _closed(client)
        raise
    return client


def _closed(client: Any) -> None:
    with contextlib.suppress(Exception):
        client.close(timeout=1.0)


def _distributed() -> Any:
    _DASKS_LOG.addFilter(_is_news)
    try:
        return import_module("distributed")
    except ImportError:
        raise MissingClusterExtra(
            'a cluster needs the package distributed: install it with  pip install "t2d3[cluster]"'
        ) from None


_DASKS_LOG: Final = logging.getLogger("distributed.client")


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether a line of Dask's log is for the user: a result that went with its worker is played again."""
    return "rescheduling" not in record.getMessage()


# The scheduler: asked once, by a connection that leaves nothing behind.


def _asked(distributed: Any, address: str) -> None:
    """Raise InputError unless a Dask scheduler answers at an address within the time-out."""
    try:
        kind = asyncio.run(asyncio.wait_for(_identity(distributed, address), CONNECT_SECONDS + 1.0))
    except TimeoutError:
        raise _nobody(address, f"none has answered within {CONNECT_SECONDS:g} seconds") from None
    except Exception as error:  # whatever it is that answers there
        if address.startswith("tls://") and isinstance(error, TypeError):
            raise _nobody(address, "tls:// needs the certificates that Dask's configuration names") from None
        raise _nobody(address, _reason(error)) from None
    if kind != "Scheduler":
        raise _nobody(address, f"a {kind.lower()} does" if kind in ("Worker", "Nanny") else "something else does")


async def _identity(distributed: Any, address: str) -> str:
    """Return what kind of server is at an address, by its own word."""
    core = import_module("distributed.core")
    arguments = distributed.Security().get_connection_args("client")
    comm = await core.connect(address, timeout=CONNECT_SECONDS, deserialize=False, **arguments)
    try:
        said = await core.send_recv(comm, op="identity")
    finally:
        comm.abort()
    return str(said.get("type", "")) if isinstance(said, Mapping) else ""


def _nobody(address: str, why: str) -> InputError:
    return InputError([Problem(f"no Dask scheduler answers at {address}: {why}", allowed=_EXAMPLE)])


def _reason(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error).strip() else type(error).__name__


def _client(distributed: Any, address: str) -> Any:
    """Return a client; one that cannot be made leaves without a word."""

    class Client(distributed.Client):  # type: ignore[misc]
        def __del__(self) -> None:
            """Leave it to whoever made it: Dask would wait for one that never began, and complain."""

    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:  # it was there a moment ago
        raise _nobody(address, _reason(error)) from None


# The workers: each says what it would calculate with.


def _said_by_workers(client: Any, address: str) -> Mapping[str, Any]:
    """Return what every worker says of itself, or the error in its place, by the worker's address."""
    asking = ThreadPoolExecutor(1, thread_name_prefix="asking")
    try:
        said: Mapping[str, Any] = asking.submit(client.run, calculating, on_error="return").result(CONNECT_SECONDS)
    except TimeoutError:
        message = f"workers of the Dask scheduler at {address} have not answered within {CONNECT_SECONDS:g} seconds"
        raise InputError(message) from None
    except Exception as error:
        raise InputError(f"workers of the Dask scheduler at {address} cannot be asked: {_reason(error)}") from None
    finally:
        asking.shutdown(wait=False)
    return said


def _compared(said: Mapping[str, Any]) -> None:
    """Raise InputError, naming both, where a worker would calculate with something else than this process."""
    here = calculating()
    problems = []
    for worker, there in said.items():
        if not isinstance(there, Mapping):
            problems.append(Problem(f"the worker at {worker} cannot play: {_reason(there)}"))
        elif found := differences(there, here):
            problems.append(Problem(f"the worker at {worker} has {found}"))
    if problems:
        raise InputError([*problems, Problem("install the same there and here")])
