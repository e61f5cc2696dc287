"""A Ctrl-C that Python throws away: one that strikes where nothing can be raised."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

REDELIVERY_SECONDS: Final = 0.05
"""How long the finaliser or callback that was struck has to come to its end."""


@contextmanager
def redelivered() -> Iterator[None]:
    """A context in which a Ctrl-C that strikes in a finaliser or in a callback of C code strikes again a moment later.

    Of what is raised there Python only prints that it was ignored, and goes on as if nobody had pressed. Loading
    machine code runs so many of them that one in some two hundred was lost, and more on a busy machine. What llvmlite
    says of objects that a Ctrl-C has left half closed is kept to ourselves, also as Python goes out afterwards.
    """
    before = sys.unraisablehook
    quiet = _but_for_llvmlite(before)
    waiting: list[threading.Timer] = []

    def note_lost(lost: UnraisableHookArgs) -> None:
        if issubclass(lost.exc_type, KeyboardInterrupt):
            if not any(timer.is_alive() for timer in waiting):  # however often it was lost, it strikes once
                waiting[:] = [_soon()]
        else:
            quiet(lost)

    sys.unraisablehook = note_lost
    try:
        yield
    except BaseException:
        before = quiet
        raise
    finally:
        sys.unraisablehook = before
        for timer in waiting:
            timer.cancel()


def _but_for_llvmlite(hook: Callable[[UnraisableHookArgs], object]) -> Callable[[UnraisableHookArgs], object]:
    def quiet(lost: UnraisableHookArgs) -> None:
        if not str(getattr(lost.object, "__module__", "")).startswith("llvmlite."):
            hook(lost)

    return quiet


def _soon() -> threading.Timer:
    timer = threading.Timer(REDELIVERY_SECONDS, _interrupt)
    timer.daemon = True
    timer.start()
    return timer


def _interrupt() -> None:
    """Press Ctrl-C: a signal of its own to the main thread, since one that waits for a lock would not look up else."""
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
