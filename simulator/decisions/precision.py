"""As many runs as an interval of a stated width needs, found without peeking: Stein's two stages (1945).

The first runs tell the spread and thereby, once and for all, how many runs are needed. The interval is then formed with
the spread of the first runs, not with that of all, which is what makes its coverage exact for normal figures whatever
the number of runs comes out as. Watching the interval and stopping when it looks narrow would stop on lucky spreads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.decisions.common_draws import check_defined
from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.defaults import MOST_PRECISE
from simulator.decisions.paired import student_t
from simulator.errors import SizeError
from simulator.experiment.engines import ENGINE, RUNS, SEED, engine_named
from simulator.experiment.replications import job_for, play_job
from simulator.experiment.sizes import check_memory, check_request
from simulator.progress import Stage, no_progress
from simulator.results.bands import mean_of
from simulator.results.measure import Measure
from simulator.results.result import Result

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Precise", "simulate_to"]

FEWEST = 30


@dataclass(frozen=True)
class Precise:
    """A mean as precise as was asked for: `mean` ± `half`, from `runs` runs of which `first` told how many.

    `wanted` is the half-width asked for; `half` is never above it.
    """

    measure: Measure
    mean: float
    half: float
    wanted: float
    runs: int
    first: int

    @property
    def words(self) -> str:
        """What was reached, in a sentence."""
        shown, size = self.measure.shown(self.mean), self.measure.size(self.half)
        return (
            f"{self.measure.words} is {shown} ± {size} on average (95%): the first {self.first:,} runs told that "
            f"{self.runs:,} would do for ± {self.measure.size(self.wanted)}."
        )


def runs_needed(first: Floats, half: float) -> int:
    """Return how many runs make the 95 % interval of a mean ± `half` or narrower, from the figures of the first."""
    n = len(first)
    spread = float(np.std(first, ddof=1))
    return max(n, math.ceil((_t(n) * spread / half) ** 2))


def precise(measure: Measure, values: Floats, first: int, wanted: float) -> Precise:
    """Return the interval of the mean of all values, with the spread of the first of them."""
    spread = float(np.std(values[:first], ddof=1))
    half = _t(first) * spread / math.sqrt(len(values))
    return Precise(measure, mean_of(values), half, wanted, len(values), first)


def _t(first: int) -> float:
    return student_t((1.0 + CONFIDENCE) / 2.0, first - 1)


def simulate_to(
    scenario: Scenario,
    measure: Measure,
    half: float,
    *,
    first: int = RUNS,
    most: int = MOST_PRECISE,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    stage: Stage = no_progress,
) -> tuple[Result, Precise | None]:
    """Simulate a `scenario` until the mean of a `measure` is known to ± `half`; return the result and the interval.

    `half` is in the measure's unit. `first` runs (30 or more) tell how many are needed. `seed`, `engine` and `workers`
    are those of `simulate`; `stage` shows the progress of each stage. Raises SizeError, saying what would be possible,
    where that is more than `most` or than fits in memory. A KeyboardInterrupt leaves the runs that had finished and no
    interval. Source: Stein's two-stage procedure.
    """
    measure.check(scenario.horizon_months)
    first = max(first, FEWEST)
    check_request(first, seed, 0, workers)
    engine_named(engine)
    presses: list[int] = []
    with stage("Playing the first runs", first) as progress:
        result = play_job(job_for(scenario, first, seed, engine), range(first), workers, progress, presses.append)
    if presses:
        return result, None
    values = measure.of(result)
    check_defined(values[None], measure.words, ["this scenario"])
    needed = runs_needed(values, half)
    _check_possible(measure, values, half, needed, most)
    check_memory(scenario, needed, results=2)
    if needed > first:
        with stage("Playing the runs that are needed", needed - first) as progress:
            rest = play_job(job_for(scenario, needed - first, seed, engine), range(first, needed), workers, progress)
        result = Result.concatenate([result, rest])
        if rest.interrupted:
            return result, None
        values = np.concatenate([values, measure.of(rest)])
        check_defined(values[None], measure.words, ["this scenario"])
    return result, precise(measure, values, first, half)


def _check_possible(measure: Measure, first: Floats, half: float, needed: int, most: int) -> None:
    if needed <= most:
        return
    reachable = _t(len(first)) * float(np.std(first, ddof=1)) / math.sqrt(most)
    raise SizeError(
        f"± {measure.size(half)} for {measure.within} would need {needed:,} runs, since it varies by "
        f"{measure.size(float(np.std(first, ddof=1)))} from run to run; the {most:,} runs allowed give "
        f"± {measure.size(reachable)}. Ask for less precision, or allow more with --most"
    )
