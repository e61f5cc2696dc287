"""Ctrl-C at the right moment: never in the middle of what has to be whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["interrupts_delayed"]


@contextmanager
def interrupts_delayed() -> Iterator[None]:
    """A context of less than a second that a Ctrl-C waits for: KeyboardInterrupt is raised when it is left.

    The handler is exchanged, since a blocked signal would reach another thread of this process and through it the main
    one all the same.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    pressed = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: pressed.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed.is_set():
            signal.raise_signal(signal.SIGINT)
