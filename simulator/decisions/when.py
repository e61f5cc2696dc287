"""When to hire: the best hiring point among candidates, selected with a guarantee and estimated afresh.

Three stages, each on runs of its own. A few runs of the scenario as it stands say how large a difference matters. The
candidates play the next ones until the procedure KN has selected one. Then all candidates, and the scenario as it
stands, play fresh runs, on which nothing was selected, so that the winner's figure is not the best of many lucky ones.
What all this tells are differences; levels start from what the scenario as it stands has over the runs of `t2d3 run`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_MONTH
from simulator.decisions.as_it_stands import AsItStands
from simulator.decisions.axis import Axis, hiring_axis
from simulator.decisions.common_draws import Stage, no_progress
from simulator.decisions.defaults import MOST_RUNS
from simulator.decisions.hiring_point import (
    check_role,
    default_points,
    opens_at_once,
    read_points,
)
from simulator.decisions.indifference import Indifference, what_matters
from simulator.decisions.paired import Estimate, estimate
from simulator.decisions.screening import Screening
from simulator.decisions.selection import Selection
from simulator.decisions.sweep import CASH_LOW, measures_of
from simulator.decisions.verdict import Verdict, judge
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.experiment.sizes import check_request
from simulator.results.arithmetic import gap
from simulator.results.cash_outlook import CashOutlook
from simulator.results.measure import FIRST_JOINED, Measure, default_measure, reader
from simulator.results.metrics.solvency import LOW_MONTH, RUNWAY
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.hiring_points import HiringPoint

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Answer", "candidate_points", "when"]


@dataclass(frozen=True, eq=False)
class Answer:
    """When to hire, and how sure that is.

    `points` are the candidates in order, `measures` the judged one and those shown beside it. `now` is the place of the
    scenario as it stands in all rows: one of the candidates, or after them. `shown` is (rows, measures, runs) on the
    first of the fresh runs, and `joined` the day on which the first of the role joined (rows, runs), NaN for never.
    `as_it_stands` are the means of the measures, for the scenario as it stands, over the runs of `t2d3 run`, and
    `joined_as_it_stands` that of the day of joining, NaN where it never did in some run. `cash` has cash low, its month
    and runway at the end (3, runs) on those runs, for the selected candidate and for the scenario as it stands.
    """

    scenario: Scenario
    role: str
    points: tuple[HiringPoint, ...]
    measures: tuple[Measure, ...]
    matters: Indifference
    verdict: Verdict
    shown: Floats
    joined: Floats
    as_it_stands: AsItStands
    joined_as_it_stands: float
    cash: Mapping[int, Floats]
    now: int
    seed: int
    engine: str
    spent: int
    seconds: float

    @property
    def measure(self) -> Measure:
        """The measure that is judged."""
        return self.measures[0]

    @property
    def for_levels(self) -> int:
        """Runs that were played for levels and cash alone, and have no part in the choice."""
        return self.as_it_stands.runs * len(self.cash)

    @property
    def selection(self) -> Selection:
        """How it was selected."""
        return self.verdict.selection

    @property
    def best(self) -> int:
        """The place of the selected candidate."""
        return self.verdict.best

    @property
    def plateau(self) -> tuple[int, int]:
        """First and last of the unbroken row of equally good candidates around the selected one."""
        return self.verdict.plateau

    @cached_property
    def at_the_end(self) -> bool:
        """Whether the selected candidate is the first or the last, so that a better one may lie beyond."""
        point = self.points[self.best]
        if point.kind == "never" or (self.best == 0 and opens_at_once(self.scenario, point)):
            return False
        return self.best in (0, len(self.points) - 1)

    @cached_property
    def axes(self) -> tuple[Axis]:
        """The candidates as an axis."""
        return (hiring_axis(self.scenario, self.role, list(self.points)),)

    @property
    def present(self) -> Floats:
        """What the scenario as it stands has on the runs that are shown (measures, runs)."""
        found: Floats = self.shown[self.now]
        return found

    def cash_outlook(self, place: int) -> CashOutlook:
        """Return how cash fares with the selected candidate, or as the scenario stands (`now`).

        Both as `t2d3 run` tells it, on its own runs: two companies that are the same fare the same.
        """
        return CashOutlook.of_runs(self.scenario, *self.cash[place])

    def differences(self, measure: int = 0) -> list[Estimate]:
        """Return each candidate minus the selected one, all intervals of the measure holding together."""
        if measure == 0:
            return self.verdict.differences
        rows = self.shown[: len(self.points), measure]
        return [estimate(gap(row, rows[self.best]), among=len(rows) - 1) for row in rows]

    def levels(self, measure: int = 0) -> list[float]:
        """Return the level of a measure for each candidate: that of the scenario as it stands and the difference."""
        return self.as_it_stands.with_differences(self.verdict, self.shown, self.now, measure)

    def gain(self, measure: int = 0) -> Estimate:
        """Return what the selected candidate has over the scenario as it stands."""
        if measure > 0:
            return estimate(gap(self.shown[self.best, measure], self.present[measure]))
        return self.verdict.all_differences[self.now].turned

    @cached_property
    def same(self) -> bool:
        """Whether all candidates gave the same measure in every run."""
        rows = self.shown[: len(self.points), 0]
        return not np.any(gap(rows, rows[self.best]))

    def months_joined(self) -> list[float]:
        """Return in which month, on average, the first of the role joined; NaN where it never did in some run.

        It is told as levels are: from the day in the scenario as it stands, unless nobody joins there in some run.
        """
        days = self.joined.mean(axis=1)
        shift = self.joined_as_it_stands - days[self.now]
        shift = shift if math.isfinite(shift) else 0.0
        return [float(day + shift) / DAYS_PER_MONTH for day in days[: len(self.points)]]


def when(
    scenario: Scenario,
    role: str,
    *,
    candidates: Sequence[str] = (),
    measure: str | None = None,
    indifference: float | None = None,
    most: int = MOST_RUNS,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    stage: Stage = no_progress,
) -> Answer:
    """Find the best point at which to open hiring for a `role` of a `scenario`.

    `candidates` are hiring points as people write them (by default a grid of ARR triggers), `measure` what is to be
    large, `indifference` the smallest difference that matters in the measure's unit (by default `default_indifference`)
    and `most` the runs that each candidate may play in each of the two stages. `runs` is how many runs `t2d3 run` plays
    whose means are the levels; it has no part in the answer. `seed`, `engine` and `workers` are those of `simulate`;
    `stage` shows the progress of all stages. Raises InputError or ScenarioError for what cannot be judged or played and
    Interrupted on Ctrl-C. Source: selection by Kim and Nelson's procedure (2001), on fresh runs afterwards.
    """
    began = time.perf_counter()
    check_request(runs, seed, 0, workers)
    points = candidate_points(scenario, role, candidates)
    measures = measures_of(measure or default_measure(scenario.horizon_months), (), scenario.horizon_months)
    scenarios = [changed(scenario, point.changes()) for point in points]
    now = scenarios.index(scenario) if scenario in scenarios else len(points)
    further = [*(one.of for one in measures[1:]), *map(reader, (f"{FIRST_JOINED}{role}", LOW_MONTH, RUNWAY))]
    labels = [*(point.label for point in points), "the scenario as it stands"]
    field = Screening(
        [*scenarios, scenario], labels, measures[0], further, stage=stage, seed=seed, engine=engine, workers=workers
    )
    field.check()

    def pilot(numbers: range) -> Floats:
        found: Floats = field.play(numbers, [len(points)], "Measuring what matters")[0]
        return found

    matters, begin = what_matters(scenario, [role], measures[0], indifference, pilot)
    verdict = judge(
        lambda numbers, which: field.play(numbers, which, f"Selecting among {len(which)}"),
        len(points),
        matters.amount,
        fresh=field.play_fresh,
        also=int(now == len(points)),
        most=most,
        begin=begin,
    )
    assert field.shown is not None
    best, count = verdict.best, len(measures)
    rows = [len(points), *([] if best == now else [best])]  # the scenario as it stands is the last that is played
    played = dict(zip(rows, field.play_as_run_does(runs, rows, "Playing what run plays"), strict=True))
    standing = played[len(points)]
    of_cash = [_cash_low(measures), count + 1, count + 2]
    cash = {now if row == len(points) else row: figures[of_cash] for row, figures in played.items()}
    return Answer(
        scenario=scenario,
        role=role,
        points=tuple(points),
        measures=measures,
        matters=matters,
        verdict=verdict,
        shown=field.shown[:, :count],
        joined=field.shown[:, count],
        as_it_stands=AsItStands.of(standing[:count]),
        joined_as_it_stands=float(standing[count].mean()),
        cash=cash,
        now=now,
        seed=seed,
        engine=engine,
        spent=field.spent,
        seconds=time.perf_counter() - began,
    )


def _cash_low(measures: Sequence[Measure]) -> int:
    """Return the place of the cash low among the measures."""
    return [one.text for one in measures].index(CASH_LOW)


def candidate_points(scenario: Scenario, role: str, texts: Sequence[str]) -> list[HiringPoint]:
    """Return the candidates for opening hiring for a `role` of a `scenario` that `texts` write, or the default grid.

    Raises InputError for fewer than two, and for one that is none.
    """
    check_role(scenario, role)
    points = read_points(scenario, role, texts) if texts else default_points(scenario, role)
    if len(points) < 2:
        raise InputError("there is one candidate only; give two or more")
    return points
