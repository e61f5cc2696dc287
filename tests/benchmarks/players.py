"""Processes that play runs for both sides, and how they are asked: in turns, so that a busy moment hits all alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from benchmarks.sides import Side

Took = TypeVar("Took")

SECONDS: Final = 0.15
"""How long a batch of the kernel takes, about."""
_MOST_RUNS: Final = 400
_CHILD: Final = Path(__file__).with_name("player.py")


@dataclass(frozen=True)
class Work:
    """A batch of runs: of which scenario with what changed, by which engine, and on how many threads."""

    scenario: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    runs: Sequence[int] = (0, 1)
    engine: str = "kernel"
    threads: int = 1


@dataclass(frozen=True)
class Cost:
    """Seconds a run, on the clock and on a core."""

    clock: float
    core: float


class RefusedError(Exception):
    """Something that a tree does not play, such as a scenario or a field that it has not got; says why."""


class Player:
    """A process that plays runs from the sources of one side."""

    def __init__(self, side: Side, **settings: str) -> None:
        self.side = side
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None

    def play(self, work: Work) -> Cost:
        """Play a batch and return what a run of it cost; raises RefusedError."""
        child = self._child()
        asked, told = child.stdin, child.stdout
        assert asked is not None
        assert told is not None
        line = [work.scenario, dict(work.changes), work.engine, list(work.runs), work.threads]
        asked.write(json.dumps(line) + "\n")
        asked.flush()
        said = told.readline()
        if not said:
            raise RefusedError(f"the process of {self.side.name} ended while it played {work.scenario}")
        found = json.loads(said)
        if isinstance(found, str):
            raise RefusedError(found)
        clock, core = found
        return Cost(clock / len(work.runs), core / len(work.runs))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _child(self) -> subprocess.Popen[str]:
        if self._process is None:
            # -P: the child's own folder is not on its path, where files of this package would be found by their names
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=self.side.tree,
                env=self.side.environment(**self._settings),
            )
        return self._process


def filling(player: Player, work: Work, seconds: float = SECONDS) -> Work:
    """Return the work with as many runs, from 0 on, as fill so many seconds: both sides then play the same ones."""
    player.play(work)  # compiles, and touches the memory it plays in
    runs = round(seconds / player.play(work).core)
    return replace(work, runs=tuple(range(min(max(runs, 2), _MOST_RUNS))))


def in_turns(calls: Sequence[Callable[[], Took]], turns: int, warming: int = 1) -> list[list[Took]]:
    """Call each so often, one after the other in turns, once some turns have warmed up that are not counted."""
    found: list[list[Took]] = [[] for _ in calls]
    for turn in range(warming + turns):
        for at, call in enumerate(calls):
            took = call()
            if turn >= warming:
                found[at].append(took)
    return found
