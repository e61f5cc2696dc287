"""Many scenarios on common draws: each plays the same runs of the same seed, and a few figures of each run are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from simulator.errors import InputError, Interrupted
from simulator.experiment.engines import engine_named
from simulator.experiment.replications import job_for, play_job
from simulator.experiment.sizes import check_request

if TYPE_CHECKING:
    from simulator.experiment.batches import Job, Policy
    from simulator.progress import Progress
    from simulator.results.arithmetic import Floats
    from simulator.results.measure import Read
    from simulator.scenario.schema.scenario import Scenario

CHUNK = 500
"""Runs whose whole results are in memory at a time."""
BLOCK = 50
"""Runs that each scenario plays before the next one's turn, so that an interruption leaves all with as many."""


class CommonDraws:
    """Scenarios that share their luck, and what is read from each run.

    `play(runs, which)` simulates the runs of some scenarios and returns an array (scenarios, figures, runs). A run
    depends on its scenario, the seed and its number alone, so calls may come in any order. `policies` has what each
    company changes to on the way, None where it does not.
    """

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        figures: Sequence[Read],
        *,
        seed: int,
        engine: str,
        workers: int | None = None,
        progress: Progress | None = None,
        policies: Sequence[Policy | None] = (),
    ) -> None:
        check_request(1, seed, 0, workers)
        engine_named(engine)
        self.scenarios = list(scenarios)
        self.figures = list(figures)
        self._policies = list(policies) or [None] * len(self.scenarios)
        self.spent = 0
        self._seed, self._engine, self._workers, self._progress = seed, engine, workers, progress
        self._jobs: dict[int, Job] = {}

    def __len__(self) -> int:
        return len(self.scenarios)

    def check(self) -> None:
        """Lower every scenario, so that one that cannot be simulated is refused before any run."""
        for place in range(len(self)):
            self._job(place)

    def play(self, runs: range, which: Sequence[int] | None = None, progress: Progress | None = None) -> Floats:
        """Return the figures (scenarios, figures, runs); raise Interrupted on Ctrl-C."""
        counted = progress or self._progress
        places = range(len(self)) if which is None else which
        found = np.empty((len(places), len(self.figures), len(runs)))
        for row, place in enumerate(places):
            for first in range(0, len(runs), CHUNK):
                part = slice(first, first + CHUNK)
                result = play_job(self._job(place), runs[part], self._workers, counted, self._stopped)
                self.spent += len(runs[part])
                for column, read in enumerate(self.figures):
                    found[row, column, part] = read(result)
        return found

    def play_in_blocks(self, runs: int) -> tuple[Floats, bool]:
        """Play runs 0, 1, … of all scenarios block by block; return the figures and whether it was interrupted.

        Ctrl-C leaves the blocks that every scenario has finished; before the first it raises Interrupted.
        """
        blocks: list[Floats] = []
        for first in range(0, runs, BLOCK):
            try:
                blocks.append(self.play(range(first, min(first + BLOCK, runs))))
            except (Interrupted, KeyboardInterrupt):  # pressed within a run, or between two
                if not blocks:
                    raise
                return np.concatenate(blocks, axis=2), True
        return np.concatenate(blocks, axis=2), False

    def _stopped(self, finished: int) -> NoReturn:
        raise Interrupted(f"Stopped after {self.spent:,} runs.") from None

    def _job(self, place: int) -> Job:
        if place not in self._jobs:
            self._jobs[place] = job_for(
                self.scenarios[place], CHUNK, self._seed, self._engine, policy=self._policies[place]
            )
        return self._jobs[place]


def check_defined(values: Floats, what: str, labels: Sequence[str]) -> None:
    """Refuse a measure that is n/a in some runs, since choices could not be compared; raise InputError.

    `values` is (scenarios, runs) and `labels` names the scenarios.
    """
    for row, label in zip(values, labels, strict=True):
        missing = int(np.count_nonzero(~np.isfinite(row)))
        if missing:
            raise InputError(
                f"{what} is n/a in {missing:,} of {len(row):,} runs with {label}; choose a measure or a month at which "
                "every run has a figure"
            )
