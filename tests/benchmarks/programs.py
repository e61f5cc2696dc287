"""Whole processes, as a shell sees them: seconds on the clock and on a core, and the most memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks.players import RefusedError, in_turns
from benchmarks.sides import Side

_T2D3: Final = "from simulator.cli import main; main()"


@dataclass(frozen=True)
class Took:
    """What a process, with those it waited for, took and wrote."""

    clock: float
    core: float
    peak: int
    """Bytes of the largest of them; 0 where nobody tells."""
    status: int
    said: str

    def ended_well(self) -> bool:
        """Tell whether it did what was asked."""
        return self.status == 0


def ran(side: Side, *arguments: str, **settings: str) -> Took:
    """Run Python from a side's sources in a folder of its own, and return what it took."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        environment = side.environment(**settings)
        clock = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=folder, env=environment, stdout=said, stderr=subprocess.DEVNULL
        )
        core, peak = _ended(child)
        clock = time.perf_counter() - clock
        said.seek(0)
        return Took(clock, core, peak, child.returncode, said.read())


def t2d3(*arguments: str) -> tuple[str, ...]:
    """Return what Python is given to run the command line."""
    return "-c", _T2D3, *arguments


def _ended(child: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Wait for a process and return the seconds on a core and the most memory that it and its own children took."""
    if not hasattr(os, "wait4"):
        before = _children()
        child.wait()
        return _children() - before, 0
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def by_sides(sides: Sequence[Side], arguments: Sequence[str], turns: int, warming: int = 1) -> list[list[Took]]:
    """Run Python from each side's sources so often, in turns; `turns` and `warming` are those of `in_turns`.

    Raises RefusedError where the first side fails, which is this checkout; what a commit does not do is no mistake.
    """
    found = in_turns([partial(ran, side, *arguments) for side in sides], turns, warming)
    for took in found[0]:
        if not took.ended_well():
            raise RefusedError(f"{' '.join(arguments)} ended with {took.status}")
    return found
