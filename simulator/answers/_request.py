"""What a question is asked of and how: read and checked before anything is played, or a folder made for the answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.experiment.sizes import check_request
from simulator.progress import Stage, no_progress
from simulator.scenario.reading.files import load

if TYPE_CHECKING:
    from simulator.progress import Progress
    from simulator.results.measure import Measure
    from simulator.scenario.schema.scenario import Scenario

    ScenarioLike = Scenario | str | Path
    Settings = Mapping[str, Any] | None
    """Dotted paths and what to set there, as `--set` takes them."""

Found = TypeVar("Found", covariant=True)


@dataclass(frozen=True)
class Sampling:
    """How runs are played: how many, with which seed, on how many processes at most, by which engine."""

    runs: int = RUNS
    seed: int = SEED
    workers: int | None = None
    engine: str = ENGINE

    def check(self, runs: int | None = None, first_run: int = 0) -> None:
        """Refuse numbers that make no sense (InputError) and too many runs (SizeError)."""
        check_request(self.runs if runs is None else runs, self.seed, first_run, self.workers)

    @property
    def how(self) -> dict[str, Any]:
        """The arguments that every decision takes, the number of runs aside."""
        return {"seed": self.seed, "engine": self.engine, "workers": self.workers}


class Request(ABC, Generic[Found]):
    """A question that has been read and checked. Made before any run; `answer` plays what it takes."""

    @abstractmethod
    def answer(self, stage: Stage = no_progress) -> Found:
        """Play and return the answer; `stage` shows the progress of each part of the work."""

    def answer_with(self, progress: Progress | None) -> Found:
        """Return the answer; `progress` hears of runs as they are finished, whichever part they belong to."""
        return self.answer(no_progress if progress is None else _one_for_all(progress))


def _one_for_all(progress: Progress) -> Stage:
    @contextmanager
    def stage(what: str, total: int) -> Iterator[Progress]:
        yield progress

    return stage


def scenario_of(scenario: ScenarioLike, settings: Settings) -> Scenario:
    """Return a scenario, or that of a path or a shipped name, with values laid over it; raise ScenarioError."""
    if isinstance(scenario, str | Path):
        return load(scenario, dict(settings or {}))
    from simulator.scenario.reading.files import changed

    return changed(scenario, settings) if settings else scenario


def texts_of(given: str | Sequence[str] | None, separator: str = "") -> tuple[str, ...]:
    """Return texts given as one or as several; one of them is taken apart at a separator, brackets left whole."""
    if given is None:
        return ()
    if not isinstance(given, str):
        return tuple(given)
    if not separator:
        return (given,)
    from simulator.decisions.axis import split_values

    return tuple(split_values(given, separator))


def judged_by(measure: str | None, months: int) -> Measure:
    """Return the measure that is to be large, the default one unless it is named; raise InputError."""
    from simulator.results.measure import Measure, default_measure

    found = Measure.read(measure or default_measure(months))
    found.check(months)
    return found


def what_matters(indifference: str | float | None, measure: Measure) -> float | None:
    """Return the smallest difference that matters, in the measure's unit; None for the default. Raises InputError."""
    if not isinstance(indifference, str):
        return indifference
    from simulator.answers._amounts import read_amount

    return read_amount(indifference, measure.unit)
