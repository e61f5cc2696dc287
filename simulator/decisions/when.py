"""When to hire: the best hiring point among candidates, selected with a guarantee and estimated afresh.

Three stages, each on runs of its own. The candidates play runs 0, 1, … until the procedure KN has selected one; then
all candidates, and the scenario as it stands, play fresh runs, on which nothing was selected, so that the winner's
figure is not the best of many lucky ones. On them every candidate is set against the winner, all intervals together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_MONTH
from simulator.decisions.axis import Axis, hiring_axis
from simulator.decisions.changing import changed
from simulator.decisions.common_draws import CommonDraws, Stage, check_defined, unseen
from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.hiring_point import (
    HiringPoint,
    check_role,
    default_points,
    lowest_multiple,
    read_points,
    role_number,
    yearly_pay,
)
from simulator.decisions.paired import Estimate, against, estimate, stretch_around, student_t
from simulator.decisions.selection import FIRST_RUNS, MOST_RUNS, Selection, select_best
from simulator.decisions.sweep import SHOWN
from simulator.errors import InputError, Problem
from simulator.experiment.engines import ENGINE
from simulator.experiment.replications import SEED
from simulator.results.figures import FIRST_JOINED, reader
from simulator.results.measure import Measure, default_measure
from simulator.results.metric import Unit

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema import Scenario

FEWEST_FRESH = 200
_POINTS = 0.005


@dataclass(frozen=True, eq=False)
class Answer:
    """When to hire, and how sure that is.

    `points` are the candidates in order, `measures` the judged one and those shown beside it. `fresh` is (candidates,
    measures, runs) on fresh runs from `begin` on, `present` the same for the scenario as it stands (measures, runs),
    and `joined` the day on which the first of the role joined (candidates, runs), None for a role without a log.
    """

    scenario: Scenario
    role: str
    points: tuple[HiringPoint, ...]
    measures: tuple[Measure, ...]
    selection: Selection
    fresh: Floats
    present: Floats
    joined: Floats | None
    begin: int
    seed: int
    engine: str
    spent: int

    @property
    def measure(self) -> Measure:
        """The measure that is judged."""
        return self.measures[0]

    @property
    def best(self) -> int:
        """The place of the selected candidate."""
        return self.selection.best

    def differences(self, measure: int = 0) -> list[Estimate]:
        """Return each candidate minus the selected one on fresh runs, all intervals holding together with 95 %."""
        others = [place for place in range(len(self.points)) if place != self.best]
        rows = self.fresh[:, measure]
        found = dict(zip(others, against(rows[others], rows[self.best]), strict=True)) if others else {}
        own = estimate(rows[self.best] - rows[self.best])
        return [found.get(place, own) for place in range(len(self.points))]

    @cached_property
    def equal(self) -> tuple[bool, ...]:
        """Which candidates are shown to be as good: not behind the selected one by as much as the indifference."""
        return tuple(
            place == self.best or one.low >= -self.selection.indifference
            for place, one in enumerate(self.differences())
        )

    @cached_property
    def worse(self) -> tuple[bool, ...]:
        """Which candidates are shown to be behind the selected one by more than the indifference."""
        return tuple(one.high < -self.selection.indifference for one in self.differences())

    @property
    def plateau(self) -> tuple[int, int]:
        """First and last of the unbroken row of equally good candidates around the selected one."""
        return stretch_around(self.equal, self.best)

    @cached_property
    def most_ahead(self) -> float:
        """By how much any other candidate could still be ahead of the selected one, at most, with 95 % confidence."""
        others = [one.high for place, one in enumerate(self.differences()) if place != self.best]
        return max([0.0, *(high for high in others if math.isfinite(high))])

    @property
    def level(self) -> Estimate:
        """The judged measure of the selected candidate on fresh runs."""
        return estimate(self.fresh[self.best, 0])

    @property
    def at_the_end(self) -> bool:
        """Whether the selected candidate is the first or the last, so that a better one may lie beyond."""
        return self.best in (0, len(self.points) - 1) and self.points[self.best].kind != "never"

    @property
    def runs(self) -> int:
        """How many fresh runs each candidate played."""
        return int(self.fresh.shape[2])

    @cached_property
    def axes(self) -> tuple[Axis]:
        """The candidates as an axis."""
        return (hiring_axis(self.scenario, self.role, list(self.points)),)

    def estimates(self, measure: int = 0) -> list[Estimate]:
        """Return the mean of a measure for each candidate on fresh runs, with the 95 % interval of its own."""
        return [estimate(row) for row in self.fresh[:, measure]]

    def gain(self, measure: int = 0) -> Estimate:
        """Return what the selected candidate has over the scenario as it stands."""
        return estimate(self.fresh[self.best, measure] - self.present[measure])

    @cached_property
    def same(self) -> bool:
        """Whether all candidates gave the same measure in every run."""
        return not bool(np.ptp(self.fresh[:, 0], axis=0).any())

    def months_joined(self) -> list[float]:
        """Return in which month, on average, the first of the role joined; NaN where it never did in some run."""
        if self.joined is None:
            return [math.nan] * len(self.points)
        return [float(row.mean()) / DAYS_PER_MONTH for row in self.joined]


def when(
    scenario: Scenario,
    role: str,
    *,
    candidates: Sequence[str] = (),
    measure: str | None = None,
    indifference: float | None = None,
    most: int = MOST_RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    stage: Stage = unseen,
) -> Answer:
    """Find the best point at which to open hiring for a role.

    `candidates` are hiring points as people write them (by default a grid of ARR triggers), `measure` what is to be
    large, `indifference` the smallest difference that matters in the measure's unit (by default `default_indifference`)
    and `most` the runs that each candidate may play in each of the two stages. `stage` shows their progress. Raises
    InputError or ScenarioError for what cannot be judged or played and Interrupted on Ctrl-C.
    """
    points = candidate_points(scenario, role, candidates)
    measures = _measures(measure, scenario)
    delta = default_indifference(scenario, role, measures[0]) if indifference is None else indifference
    if not delta > 0.0:
        raise InputError("the smallest difference that matters must be above zero")
    number = role_number(scenario, role)
    field = CommonDraws(
        [*(changed(scenario, point.changes()) for point in points), scenario],
        [*(one.of for one in measures), *([] if number is None else [reader(f"{FIRST_JOINED}{number}")])],
        seed=seed,
        engine=engine,
        workers=workers,
    )
    field.check()
    labels = [point.label for point in points]

    def sample(runs: range, which: Sequence[int]) -> Floats:
        what = f"Selecting among {len(which)}: runs {runs.start + 1:,} to {runs.stop:,}"
        with stage(what, len(runs) * len(which)) as progress:
            values = field.play(runs, which, progress)[:, 0]
        check_defined(values, measures[0].words, [labels[place] for place in which])
        return values

    selection = select_best(sample, len(points), delta, most=most)
    fresh_runs = _fresh(selection, len(points), most)
    with stage("Playing fresh runs", fresh_runs * len(field)) as progress:
        fresh = field.play(range(selection.runs, selection.runs + fresh_runs), progress=progress)
    check_defined(fresh[:, 0], measures[0].words, [*labels, "the scenario as it stands"])
    count = len(measures)
    return Answer(
        scenario=scenario,
        role=role,
        points=tuple(points),
        measures=measures,
        selection=selection,
        fresh=fresh[:-1, :count],
        present=fresh[-1, :count],
        joined=None if number is None else fresh[:-1, count],
        begin=selection.runs,
        seed=seed,
        engine=engine,
        spent=field.spent,
    )


def candidate_points(scenario: Scenario, role: str, texts: Sequence[str]) -> list[HiringPoint]:
    """Return the candidates that were written, or the default grid; raise InputError for fewer than two."""
    check_role(scenario, role)
    points = read_points(scenario, role, texts) if texts else default_points(scenario, role)
    if len(points) < 2:
        raise InputError("there is one candidate only; give two or more")
    return points


def default_indifference(scenario: Scenario, role: str, measure: Measure) -> float:
    """Return the smallest difference that matters: a year's pay of the role, or half a point of a share.

    Where enterprise value is judged, it is what a year's pay of ARR is worth to a company that does not grow.

    It comes from the scenario alone, never from the runs, since the guarantee asks for that.
    """
    if measure.unit is Unit.USD:
        return yearly_pay(scenario, role) * (lowest_multiple(scenario) if measure.is_value else 1.0)
    if measure.unit is Unit.SHARE:
        return _POINTS
    raise InputError(
        [
            Problem(
                f"which difference of {measure.within} matters cannot be guessed",
                allowed=f"--indifference in the unit of the measure ({measure.unit.value.replace('_', ' ')})",
            )
        ]
    )


def _measures(measure: str | None, scenario: Scenario) -> tuple[Measure, ...]:
    texts = dict.fromkeys([measure or default_measure(scenario.horizon_months), *SHOWN])
    found = tuple(Measure.read(text) for text in texts)
    for one in found:
        one.check(scenario.horizon_months)
    return found


def _fresh(selection: Selection, choices: int, most: int) -> int:
    """Return how many fresh runs should tell each candidate as good as the best or worse, within the bounds.

    For one close to the border between the two, half the indifference must do. Spread and distance are those of the
    selection; they decide how many runs are played, never what the runs show.
    """
    delta = selection.indifference
    behind = selection.means[selection.best] - np.array(selection.means)
    target = np.maximum(0.5 * delta, np.abs(behind - delta))
    t = student_t(1.0 - (1.0 - CONFIDENCE) / (2.0 * max(choices - 1, 1)), FIRST_RUNS - 1)
    wanted = math.ceil(float(((t * selection.spread[selection.best] / target) ** 2).max()))
    return max(2, min(most, max(FEWEST_FRESH, wanted)))
