"""Response curves: what happens to a few figures as one or two values vary, on common draws."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.clock import DAYS_PER_MONTH
from simulator.decisions.axis import Axis, read_axis
from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.decisions.paired import Estimate, could_be_best, estimate, stretch_around
from simulator.decisions.pareto import Front, front
from simulator.decisions.yardstick import fair, paths_set
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.experiment.jobs.resumable import resumable_figures
from simulator.progress import Progress
from simulator.results.arithmetic import gap
from simulator.results.bands import mean_of
from simulator.results.digest import digest_of_figures
from simulator.results.measure import FIRST_JOINED, Measure, default_measure, reader
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from simulator.experiment.jobs.resumable import Settings
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = [
    "ARR",
    "CASH_LOW",
    "Sweep",
    "measures_of",
    "planned",
    "resumable_sweep",
    "shifted",
    "sweep",
]

ARR, CASH_LOW = "arr", "cash.low"
SHOWN = (ARR, "nrr", CASH_LOW, "cs_cost")
"""Measures shown beside the one that is judged."""
MOST_POINTS = 1_000
_SAME_MONTH = 1e-9


@dataclass(frozen=True)
class Point:
    """One point of a sweep: the places on each axis, the label, and what it sets."""

    at: tuple[int, ...]
    label: str
    changes: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a sweep found, on runs 0, 1, … of one seed, the same for all points.

    `measures` are the judged one and then those shown, each with its own growth where `own_growth` names paths in which
    the points differ; `values` is (points, measures, runs). `joined` (points, runs)
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
    own_growth: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure that is judged."""
        return self.measures[0]

    @property
    def reference(self) -> str:
        """What the differences are from, in words."""
        return "the best choice"

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

    @cached_property
    def front(self) -> Front:
        """Where the points stand on the front of cash low against ARR at the end."""
        return front(self.values[:, self.place(CASH_LOW)], self.values[:, self.place(ARR)])

    def place(self, text: str) -> int:
        """Return the place of a measure by what was written; one of those shown is always there."""
        return [one.text for one in self.measures].index(text)

    def digest(self) -> str:
        """Return the sha256 over every figure of every run: the same however the work was shared out."""
        figures = self.values if self.joined is None else np.concatenate([self.values, self.joined[:, None]], axis=1)
        return digest_of_figures(figures)

    def levels(self, measure: int = 0) -> list[float]:
        """Return the mean of a measure at each point, that of the bands of `simulate` on the same runs."""
        return [mean_of(row) for row in self.values[:, measure]]

    def errors(self, measure: int = 0) -> list[float]:
        """Return the standard error of each of the levels, NaN with one run."""
        return [estimate(row).se for row in self.values[:, measure]]

    def differences(self, measure: int = 0, reference: int | None = None) -> list[Estimate]:
        """Return each point minus the best (or another) with paired 95 % intervals, each by itself."""
        base = self.values[self.best if reference is None else reference, measure]
        return [estimate(gap(row, base)) for row in self.values[:, measure]]

    def matters(self, measure: int = 0) -> bool:
        """Tell whether any point has another figure of a measure than the best in any run, rounding aside."""
        return bool(np.any(gap(self.values[:, measure], self.values[self.best, measure])))

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
    """Return what so many `months` early (negative) or late come to in a sweep that was `found`.

    It is read off between the sweep's points. A point stands where its first hire joined on average; between two points
    each run's figures go straight from one to the other, so that the intervals stay paired. Shifts beyond the ends of
    the curve are left out.
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
        result.append(Shifted(shift, tuple(estimate(row) for row in gap(there, found.values[found.best]))))
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
    """Play a `scenario` at every value of one axis, or at every pair of two, on common draws.

    `vary` holds one or two axes as `read_axis` takes them, `measure` what is judged, `also` more measures to show.
    `seed`, `engine` and `workers` are those of `simulate`; `progress` hears of points × `runs` runs. Raises InputError
    or ScenarioError for what cannot be varied or played. A KeyboardInterrupt leaves the runs that every point has
    finished.
    """
    asked = Asked.of(scenario, vary, measure, also)
    field = CommonDraws(
        asked.scenarios(),
        [reader(name) for name in asked.figures],
        seed=seed,
        engine=engine,
        workers=workers,
        progress=progress,
    )
    field.check()
    values, interrupted = field.play_in_blocks(runs)
    return asked.answered(values, seed, engine, interrupted)


@contextmanager
def resumable_sweep(
    folder: Path,
    scenario: Scenario,
    vary: Sequence[str],
    *,
    measure: str | None = None,
    also: Sequence[str] = (),
    runs: int = RUNS,
    seed: int = SEED,
    settings: Settings,
) -> Iterator[Sweep]:
    """A context that gives what `sweep` finds, played as a job in `folder`/unfinished that survives being killed.

    `scenario`, `vary`, `measure`, `also`, `runs` and `seed` are those of `sweep`; `settings` say how it is played.
    Whatever ends it, the next one carries on; the job is removed when the context is left well and every run is in, so
    what is to be kept has to be written inside. After a KeyboardInterrupt the sweep has the runs that every point has
    finished; with none Interrupted is raised.
    """
    asked = Asked.of(scenario, vary, measure, also)
    with resumable_figures(folder, asked.scenarios(), asked.figures, range(runs), seed, settings) as values:
        yield asked.answered(values, seed, settings.engine, values.shape[2] < runs)


@dataclass(frozen=True)
class Asked:
    """What a sweep is to find out: the points, and the figures to be read of each run (`figures` are their names)."""

    scenario: Scenario
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    measures: tuple[Measure, ...]
    own_growth: tuple[str, ...]
    figures: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario, vary: Sequence[str], measure: str | None, also: Sequence[str]) -> Asked:
        """Read what was written; raise InputError for what cannot be varied or measured."""
        axes, points = planned(scenario, vary)
        judged = measures_of(measure, also, scenario.horizon_months)
        measures, own_growth = fair(judged, paths_set(point.changes for point in points))
        role = next((axis.role for axis in axes if axis.role is not None), None)
        joined = () if role is None else (f"{FIRST_JOINED}{role}",)
        return cls(scenario, axes, points, measures, own_growth, (*(one.text for one in measures), *joined))

    def scenarios(self) -> list[Scenario]:
        """Return the scenario at each point; raise ScenarioError for a value that does not fit."""
        return [changed(self.scenario, point.changes) for point in self.points]

    def answered(self, values: Floats, seed: int, engine: str, interrupted: bool) -> Sweep:
        """Return the sweep whose figures (points, figures, runs) these are; raise InputError where some are n/a."""
        count = len(self.measures)
        check_defined(values[:, 0], self.measures[0].words, [point.label for point in self.points])
        joined = values[:, count] if len(self.figures) > count else None
        return Sweep(
            scenario=self.scenario,
            axes=self.axes,
            points=self.points,
            measures=self.measures,
            values=values[:, :count],
            joined=joined,
            seed=seed,
            engine=engine,
            interrupted=interrupted,
            own_growth=self.own_growth,
        )


def planned(scenario: Scenario, vary: Sequence[str]) -> tuple[tuple[Axis, ...], tuple[Point, ...]]:
    """Return the axes of a `scenario` that `vary` writes and the points they make.

    Raises InputError for what cannot be.
    """
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
    """Return the `measure` that is judged and those shown `also`, each once, over so many `months`.

    None is the default measure. Raises InputError for one that is none.
    """
    texts = dict.fromkeys([measure or default_measure(months), *SHOWN, *also])
    found = tuple(Measure.read(text) for text in texts)
    for one in found:
        one.check(months)
    return found
