"""What a scenario does along a lever: its bands at every stop, one lever at a time, on the same luck."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

import numpy as np

from simulator.decisions.axis import read_axis
from simulator.errors import Interrupted, OutputError
from simulator.experiment.batches import Job
from simulator.experiment.replications import play_job
from simulator.experiment.sizes import check_memory, check_plan
from simulator.results.plan_met import plan_met
from simulator.results.protocols import SingleRuns
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from simulator.decisions.axis import Axis
    from simulator.progress import Progress
    from simulator.results.bands import Bands
    from simulator.results.plan_met import PlanMet
    from simulator.results.protocols import Summarised
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Lever", "PlannedLever", "Stop", "levers_of", "pace", "play_levers", "runs_of"]


SHOWN: Final = ("arr", "nrr", "grr", "cash")
"""Metrics whose bands are kept at every stop."""
MOST_RUNS: Final = 200
"""Runs that a stop plays at most: enough for its bands."""
_TRIED: Final = 10
AS_IT_STANDS: Final = "as it stands"


@dataclass(frozen=True)
class Stop:
    """One stop of a lever: how it is written, the bands of each metric by month, the odds of the plan at the end."""

    label: str
    bands: Mapping[str, Bands]
    met: PlanMet | None


@dataclass(frozen=True)
class Lever:
    """What was played along one axis, over so many `runs`; at the stop in place `own` the scenario stands as it is."""

    axis: Axis
    stops: tuple[Stop, ...]
    own: int
    runs: int


@dataclass(frozen=True)
class PlannedLever:
    """A lever that is to be played: the scenario at every stop in order, and which of them it is as it stands."""

    axis: Axis
    labels: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    own: int


def levers_of(scenario: Scenario, texts: Sequence[str]) -> tuple[PlannedLever, ...]:
    """Return the levers of a `scenario` that `texts` write, as `path=from:to:n` or `path=a,b,c`.

    The scenario as it stands is always one of the stops: where none of those written is it, it comes first, or among
    numbers where it belongs. Raises InputError or ScenarioError for what is no lever.
    """
    return tuple(_planned(scenario, read_axis(scenario, text)) for text in texts)


def _planned(scenario: Scenario, axis: Axis) -> PlannedLever:
    stops = [(choice.label, changed(scenario, choice.changes)) for choice in axis.choices]
    own = next((place for place, (_, one) in enumerate(stops) if one == scenario), None)
    if own is None:
        own = sum(choice.place < axis.now for choice in axis.choices) if axis.numeric else 0
        stops.insert(own, (AS_IT_STANDS, scenario))
    return PlannedLever(axis, tuple(label for label, _ in stops), tuple(one for _, one in stops), own)


def runs_of(result: Summarised) -> range:
    """Return the runs that stops play: the first of those of a `result`."""
    first = int(result.runs[0])
    return range(first, first + min(len(result.runs), MOST_RUNS))


def pace(result: Summarised, workers: int | None) -> float:
    """Return how many seconds a run of the scenario of a `result` takes, by playing a few.

    `workers` are those of `simulate`.
    """
    numbers = runs_of(result)[:_TRIED]
    began = time.perf_counter()
    play_job(_job(result, result.scenario), numbers, workers, None, _stopped)
    return (time.perf_counter() - began) / len(numbers)


def play_levers(
    result: Summarised, planned: Sequence[PlannedLever], workers: int | None = None, progress: Progress | None = None
) -> tuple[Lever, ...]:
    """Play every stop of the levers `planned` from the scenario of a `result`, on its luck, and return their bands.

    `workers` and `progress` are those of `simulate`. Raises OutputError where the scenario as it stands gives other
    figures than the result (another version wrote it), Interrupted on Ctrl-C.
    """
    numbers = runs_of(result)
    found = []
    for lever in planned:
        stops = []
        for place, scenario in enumerate(lever.scenarios):
            played = play_job(_job(result, scenario), numbers, workers, progress, _stopped)
            if place == lever.own:
                _check_same(result, played)
            bands = {name: played.bands(name) for name in SHOWN}
            stops.append(Stop(lever.labels[place], bands, next(iter(plan_met(played)[-1:]), None)))
        found.append(Lever(lever.axis, tuple(stops), lever.own, len(numbers)))
    return tuple(found)


def _job(result: Summarised, scenario: Scenario) -> Job:
    check_plan(scenario, result.today)
    check_memory(scenario, len(runs_of(result)))
    return Job.of(scenario, result.today, result.seed, result.engine)


def _check_same(result: Summarised, played: Result) -> None:
    if isinstance(result, SingleRuns) and not np.array_equal(result["arr"][: len(played.runs)], played["arr"]):
        raise OutputError(
            "the scenario gives other figures today than the result holds, which another t2d3 wrote; levers would not "
            "belong to it: run the scenario again"
        )


def _stopped(finished: int) -> NoReturn:
    raise Interrupted("Stopped while levers were played; no report was written.") from None
