"""Other processes of this machine: started without a Ctrl-C of their own, and never outliving the one they work for."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

_LOOK: Final = 0.5


@contextmanager
def quiet_start() -> Iterator[None]:
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


def end_with_parent(stopped: Event, grace: float) -> None:
    """End this process `grace` seconds after it was told to stop, or when the process it works for is gone."""
    threading.Thread(target=_watch, args=(stopped, grace), daemon=True).start()


def _watch(stopped: Event, grace: float) -> None:
    parent = multiprocessing.parent_process()
    while not stopped.wait(_LOOK):
        if parent is None or not parent.is_alive():
            os._exit(1)
    time.sleep(grace)
    os._exit(1)
