"""Response curves: what happens to a few figures as one or two values vary, on common draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.clock import DAYS_PER_MONTH
from simulator.decisions.axis import Axis, read_axis
from simulator.decisions.changing import changed
from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.hiring_point import role_number
from simulator.decisions.measure import Measure, default_measure
from simulator.decisions.paired import Estimate, could_be_best, estimate, stretch_around
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE
from simulator.experiment.replications import RUNS, SEED, Progress

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result
    from simulator.scenario.schema import Scenario

SHOWN = ("arr", "nrr", "cs_cost")
"""Measures shown beside the one that is judged."""
MOST_POINTS = 1_000
_SAME_MONTH = 1e-9
JOINED = 0
"""Row of `extra` that holds the day on which the first of the role joined."""


@dataclass(frozen=True)
class Point:
    """One point of a sweep: the places on each axis, the label, and what it sets."""

    at: tuple[int, ...]
    label: str
    changes: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a sweep found, on runs 0, 1, … of one seed, the same for all points.

    `measures` are the judged one and then those shown; `values` is (points, measures, runs). `joined` (points, runs)
    is the day on which the first person joined the role whose hiring point varies, NaN for never; None where no
    hiring point varies. `measures[0]` has a figure in every run.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    measures: tuple[Measure, ...]
    values: Floats
    joined: Floats | None
    seed: int
    engine: str
    interrupted: bool

    @property
    def measure(self) -> Measure:
        """The measure that is judged."""
        return self.measures[0]

    @property
    def runs(self) -> int:
        """How many runs each point played."""
        return int(self.values.shape[2])

    @cached_property
    def best(self) -> int:
        """The point with the highest mean of the measure, the first of several."""
        return int(np.argmax(self.values[:, 0].mean(axis=1)))

    @cached_property
    def candidates(self) -> npt.NDArray[np.bool_]:
        """Which points could be the best: the truly best one is among them with 95 % confidence (points,)."""
        return could_be_best(self.values[:, 0])

    @property
    def plateau(self) -> tuple[int, int]:
        """First and last point of the unbroken stretch of candidates around the best (one axis only)."""
        return stretch_around(self.candidates, self.best)

    def estimates(self, measure: int = 0) -> list[Estimate]:
        """Return the mean of a measure at each point with the 95 % interval of its own."""
        return [estimate(row) for row in self.values[:, measure]]

    def differences(self, measure: int = 0, reference: int | None = None) -> list[Estimate]:
        """Return each point minus the best (or another) with paired 95 % intervals, each by itself."""
        base = self.values[self.best if reference is None else reference, measure]
        return [estimate(row - base) for row in self.values[:, measure]]

    def months_joined(self) -> list[float]:
        """Return in which month, on average, the first of the role joined; NaN where it never did in some run."""
        if self.joined is None:
            return [math.nan] * len(self.points)
        return [float(row.mean()) / DAYS_PER_MONTH for row in self.joined]


@dataclass(frozen=True)
class Shifted:
    """What it costs to hire so many months earlier (negative) or later than the best: each measure's difference."""

    months: float
    differences: tuple[Estimate, ...]


def shifted(found: Sweep, months: Sequence[float] = (-12, -6, -3, 3, 6, 12, 18, 24)) -> list[Shifted]:
    """Return what months early or late come to, read off the curve between its points.

    A point stands where its first hire joined on average; between two points each run's figures go straight from one
    to the other, so that the intervals stay paired. Shifts beyond the ends of the curve are left out.
    """
    joined = np.array(found.months_joined())
    if found.joined is None or not math.isfinite(joined[found.best]):
        return []
    known = np.flatnonzero(np.isfinite(joined))
    order = known[np.argsort(joined[known], kind="stable")]
    places = joined[order]
    result = []
    for shift in months:
        at = joined[found.best] + shift
        end = places[np.argmin(np.abs(places - at))]
        at = end if math.isclose(at, end, rel_tol=0.0, abs_tol=_SAME_MONTH) else at  # rounding must not miss a point
        if not places[0] <= at <= places[-1] or at == joined[found.best]:
            continue
        right = min(max(int(np.searchsorted(places, at)), 1), len(places) - 1)
        width = places[right] - places[right - 1]
        share = (at - places[right - 1]) / width if width > 0.0 else 0.0
        before, after = found.values[order[right - 1]], found.values[order[right]]
        there = before + share * (after - before)
        result.append(Shifted(shift, tuple(estimate(row) for row in there - found.values[found.best])))
    return result


def sweep(
    scenario: Scenario,
    vary: Sequence[str],
    *,
    measure: str | None = None,
    also: Sequence[str] = (),
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Play a scenario at every value of one axis, or at every pair of two, on common draws.

    `vary` holds one or two axes as `read_axis` takes them, `measure` what is judged, `also` more measures to show.
    `progress` hears of points × `runs` runs. Raises InputError or ScenarioError for what cannot be varied or played. A
    KeyboardInterrupt leaves the runs that every point has finished.
    """
    axes, points = planned(scenario, vary)
    measures = measures_of(measure, also, scenario.horizon_months)
    reads = [one.of for one in measures]
    role = next((axis.role for axis in axes if axis.role is not None), None)
    number = role_number(scenario, role) if role is not None else None
    field = CommonDraws(
        [changed(scenario, point.changes) for point in points],
        [*reads, *([] if number is None else [lambda result: first_joined(result, number)])],
        seed=seed,
        engine=engine,
        workers=workers,
        progress=progress,
    )
    field.check()
    values, interrupted = field.play_in_blocks(runs)
    check_defined(values[:, 0], measures[0].words, [point.label for point in points])
    joined = None if number is None else values[:, len(measures)]
    return Sweep(scenario, axes, points, measures, values[:, : len(measures)], joined, seed, engine, interrupted)


def planned(scenario: Scenario, vary: Sequence[str]) -> tuple[tuple[Axis, ...], tuple[Point, ...]]:
    """Return the axes that were written and the points they make; raise InputError for what cannot be."""
    if not 1 <= len(vary) <= 2:
        raise InputError("vary one value or two; for more at once there is optimize")
    axes = tuple(read_axis(scenario, text) for text in vary)
    if len(axes) == 2 and axes[0].path == axes[1].path:
        raise InputError(f"both axes vary {axes[0].path}")
    count = math.prod(len(axis.choices) for axis in axes)
    if count > MOST_POINTS:
        raise InputError(f"{count:,} points; at most {MOST_POINTS:,} can be played")
    points = []
    for at in product(*(range(len(axis.choices)) for axis in axes)):
        chosen = [axis.choices[place] for axis, place in zip(axes, at, strict=True)]
        changes = {path: value for choice in chosen for path, value in choice.changes.items()}
        points.append(Point(at, ", ".join(choice.label for choice in chosen), changes))
    return axes, tuple(points)


def measures_of(measure: str | None, also: Sequence[str], months: int) -> tuple[Measure, ...]:
    """Return the measure that is judged and those shown beside it, each once; raise InputError for one that is none."""
    texts = dict.fromkeys([measure or default_measure(months), *SHOWN, *also])
    found = tuple(Measure.read(text) for text in texts)
    for one in found:
        one.check(months)
    return found


def first_joined(result: Result, role: int) -> Floats:
    """Return the day on which the first hire of a role joined, run by run, NaN for never; those in place count as 0."""
    hires = result.hires[(result.hires["role"] == role) & ~np.isnan(result.hires["joined"])]
    days = np.full(len(result.runs), np.inf)
    np.minimum.at(days, np.searchsorted(result.runs, hires["run"]), np.maximum(hires["joined"], 0.0))
    return np.where(np.isfinite(days), days, np.nan)


CONFIDENCE_WORDS = f"{CONFIDENCE:.0%}"
