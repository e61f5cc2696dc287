"""Other processes of this machine: started without a Ctrl-C of their own, and never outliving the one they work for."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["end_with", "without_interrupts"]


@contextmanager
def without_interrupts() -> Iterator[None]:
    """A context in which processes may be started.

    A new process inherits the signals blocked here, so that a Ctrl-C at the terminal, which goes to all processes,
    reaches this one alone, even while the others are still importing. And the new process does not run the user's
    script a second time, since nothing in it is needed there.
    """
    main = sys.modules["__main__"]
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def end_with(ear: Connection, grace: float = 0.0) -> threading.Event:
    """End this process `grace` seconds after the other end of the pipe `ear` is closed.

    Returns an event that is set just then. The pipe is closed by the process at the other end to say so, or because
    that process is gone, whatever ended it. An event shared by processes would have whoever sets it wait for ever for
    one that was killed while it listened.
    """
    closed = threading.Event()
    threading.Thread(target=_listen, args=(ear, closed, grace), daemon=True).start()
    return closed


def _listen(ear: Connection, closed: threading.Event, grace: float) -> None:
    with suppress(EOFError, OSError):
        ear.recv()  # nothing is ever sent
    closed.set()
    time.sleep(grace)
    os._exit(1)
