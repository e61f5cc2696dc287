"""A progress bar with the time left, for work that takes longer than two seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

__all__ = ["progress"]

PATIENCE: Final = 2.0  # seconds: shorter work needs no bar
_LINES: Final = 10  # how many plain lines a whole task writes where there is no terminal

Advance = Callable[[int], None]


@contextmanager
def progress(what: str, total: int, console: Console | None = None, patience: float = PATIENCE) -> Iterator[Advance]:
    """Show how far a task of `total` steps is; call the function it gives with the number of steps just done.

    `what` is its name. Nothing appears within the first `patience` seconds. A terminal gets a bar with the time left,
    which vanishes at the end; anything else gets a plain line for every tenth of the work. Written to standard error
    unless a `console` is given. The function may be called from several threads.
    """
    from simulator.reports.terminal.consoles import VisibleConsole

    console = VisibleConsole(stderr=True) if console is None else console
    with (
        _bar(what, total, console, patience) if console.is_terminal else _lines(what, total, console, patience) as step
    ):
        yield step


@contextmanager
def _bar(what: str, total: int, console: Console, patience: float) -> Iterator[Advance]:
    """A bar that a timer starts, so that it appears even while the first step takes long."""
    bar = _made(console)
    task = bar.add_task(what, total=total)
    lock = threading.Lock()
    over = False

    def appear() -> None:
        with lock:
            if not over:
                bar.start()

    timer = threading.Timer(patience, appear)
    timer.daemon = True
    timer.start()
    try:
        yield lambda steps: bar.advance(task, steps)
    finally:
        timer.cancel()
        with lock:
            over = True
        bar.stop()


def _made(console: Console) -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


@contextmanager
def _lines(what: str, total: int, console: Console, patience: float) -> Iterator[Advance]:
    began = time.monotonic()
    lock = threading.Lock()
    done, told = 0, 0

    def advance(steps: int) -> None:
        nonlocal done, told
        with lock:
            done += steps
            elapsed = time.monotonic() - began
            tenth = _LINES * done // total if total > 0 else _LINES
            if elapsed < patience or tenth <= told or done <= 0:
                return
            told = tenth
            left = elapsed * (total - done) / done
            rest = f", about {_duration(left)} left" if done < total else f", took {_duration(elapsed)}"
            console.print(f"{what}: {done:,} of {total:,}{rest}", highlight=False, markup=False, soft_wrap=True)

    yield advance


def _duration(seconds: float) -> str:
    """Return a stretch of time for a reader: `8 s`, `3 min`, `1 h 20 min`."""
    if seconds < 90.0:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60.0), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
