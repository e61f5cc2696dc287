"""When to hire: the hiring points that are as good as the best, with a guarantee, and the one of them to take.

Three stages, each on runs of its own. A few runs of the scenario as it stands say how large a difference matters. The
candidates play the next ones until the procedure KN has selected one as the leader. Then all candidates, and the
scenario as it stands, play fresh runs, on which nothing was selected, so that the winner's figure is not the best of
many lucky ones. Of those that are as good the one that needs least cash is taken (decisions/among_equals.py says how,
and why that costs no promise). What all this tells are differences; levels start from what the scenario as it stands
has over the runs of `t2d3 run`.
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
from simulator.decisions.among_equals import Pick, pick
from simulator.decisions.as_it_stands import AsItStands
from simulator.decisions.axis import Axis, hiring_axis
from simulator.decisions.course import Course
from simulator.decisions.defaults import MOST_RUNS
from simulator.decisions.hiring_point import (
    check_role,
    default_points,
    read_points,
    with_now,
)
from simulator.decisions.holders import check_vacant, holders
from simulator.decisions.indifference import Indifference, what_matters
from simulator.decisions.one_rule import OneRule, one_rule
from simulator.decisions.paired import Estimate, estimate, stretch_around
from simulator.decisions.screening import Screening
from simulator.decisions.selection import Selection
from simulator.decisions.sweep import ARR, CASH_LOW, measures_of
from simulator.decisions.verdict import STAGE_CONFIDENCE, Verdict, judge
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.experiment.sizes import check_request
from simulator.progress import Stage, no_progress
from simulator.results.arithmetic import gap
from simulator.results.cash_outlook import CashOutlook
from simulator.results.measure import FIRST_JOINED, Measure, default_measure, reader
from simulator.results.metrics.solvency import LOW_MONTH, RUNWAY
from simulator.results.summary import years_of
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.hiring_points import HiringPoint
from simulator.scenario.schema.waiting import LEADERS, waiting_for, without_waiting

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.organisation import Condition
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import Person

__all__ = ["Answer", "candidate_points", "when"]


@dataclass(frozen=True, eq=False)
class Answer:
    """When to hire, and how sure that is.

    `points` are the candidates in order, `measures` the judged one and those shown beside it. `holders` are those whose
    seats in the role are taken on the first day. `picked` is the candidate that is selected of those as good. `now` is
    the place of the scenario as it stands in all rows: one of the candidates, or after them. `shown` is (rows,
    measures, runs) on the first of the fresh runs, and `joined` the day on which somebody hired after the first day
    joined the role first (rows, runs), NaN for never.
    `as_it_stands` are the means of the measures, for the scenario as it stands, over the runs of `t2d3 run`, and
    `joined_as_it_stands` that of the day of joining, NaN where it never did in some run. `cash` has cash low, its month
    and runway at the end (3, runs) on those runs, for the selected candidate and for the scenario as it stands. `rule`
    says how much of the answer is that others wait for the role, None where nobody does. `course` has what is judged at
    every month, on the fresh runs that are shown; None for a measure that is read at several months.
    """

    scenario: Scenario
    role: str
    holders: tuple[Person, ...]
    points: tuple[HiringPoint, ...]
    measures: tuple[Measure, ...]
    matters: Indifference
    verdict: Verdict
    picked: Pick
    shown: Floats
    joined: Floats
    as_it_stands: AsItStands
    joined_as_it_stands: float
    cash: Mapping[int, Floats]
    rule: OneRule | None
    now: int
    seed: int
    engine: str
    spent: int
    seconds: float
    course: Course | None

    @property
    def measure(self) -> Measure:
        """The measure that is judged."""
        return self.measures[0]

    @property
    def for_levels(self) -> int:
        """Runs that were played for levels and cash alone, and have no part in the choice."""
        return self.as_it_stands.runs * len(self.cash)

    @property
    def for_rule(self) -> int:
        """Runs that were played to tell how much of the answer is one rule."""
        return 0 if self.rule is None else len(self.points) * int(self.shown.shape[2])

    @property
    def selection(self) -> Selection:
        """How it was selected."""
        return self.verdict.selection

    @property
    def best(self) -> int:
        """The place of the selected candidate: the one to take of those that are as good."""
        return self.picked.place

    @property
    def leader(self) -> int:
        """The place of the candidate that led on the runs that selected; all differences are those from it."""
        return self.verdict.best

    @property
    def reference(self) -> str:
        """What the differences are from, in words."""
        return "the best choice" if self.leader == self.best else f"{self.points[self.leader].label}, the leader"

    @property
    def plateau(self) -> tuple[int, int]:
        """First and last of the unbroken row of equally good candidates around the selected one."""
        return stretch_around(self.verdict.equal, self.best)

    @cached_property
    def at_the_end(self) -> bool:
        """Whether the selected candidate, or the leader, is the last one, so that a better one may lie beyond.

        Before the first there is nothing: it opens at once.
        """
        last = len(self.points) - 1
        return last in (self.best, self.leader) and self.points[last].kind != "never" and last > 0

    @cached_property
    def axes(self) -> tuple[Axis]:
        """The candidates as an axis."""
        return (hiring_axis(self.scenario, self.role, list(self.points)),)

    @property
    def course_ends(self) -> list[int]:
        """The places of the year ends in the course; none without one."""
        return [] if self.course is None else self.course.places([year.last for year in years_of(self.scenario)])

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
        """Return each candidate minus the leader, all intervals of the measure holding together."""
        if measure == 0:
            return self.verdict.differences
        rows = self.shown[: len(self.points), measure]
        return [estimate(gap(row, rows[self.leader]), among=len(rows) - 1) for row in rows]

    def levels(self, measure: int = 0) -> list[float]:
        """Return the level of a measure for each candidate: that of the scenario as it stands and the difference."""
        return self.as_it_stands.with_differences(self.verdict, self.shown, self.now, measure)

    def gain(self, measure: int = 0) -> Estimate:
        """Return what the selected candidate has over the scenario as it stands.

        Its interval is one of as many as there are candidates, which hold together: it holds whichever is selected.
        """
        if measure == 0 and self.best == self.leader:
            return self.verdict.all_differences[self.now].turned
        if measure == 0:
            rows = [self.verdict.rows[place] for place in (self.best, self.now)]
            runs = min(map(len, rows))
            return estimate(gap(rows[0][:runs], rows[1][:runs]), STAGE_CONFIDENCE, len(self.points))
        return estimate(gap(self.shown[self.best, measure], self.present[measure]), among=len(self.points))

    @cached_property
    def same(self) -> bool:
        """Whether all candidates gave the same measure in every run."""
        rows = self.shown[: len(self.points), 0]
        return not np.any(gap(rows, rows[self.best]))

    @cached_property
    def replaced(self) -> tuple[Condition, ...]:
        """The conditions of the scenario whose place a candidate takes, where it does more than move one figure.

        Whom hiring waits for is no part of that: every candidate keeps it.
        """
        conditions = self.scenario.roles.of(self.role).opens
        moved = {self.points[0].kind, "in_place"}
        asked = [{name for name, value in one if value is not None} for one in conditions]
        return conditions if any(names - moved for names in asked) else ()

    @cached_property
    def before_it_opens(self) -> bool:
        """Whether the first of the role joins at the same time with every candidate: none of them brings that one."""
        months = self.months_joined()
        return not self.same and math.isfinite(months[0]) and all(month == months[0] for month in months)

    def months_joined(self) -> list[float]:
        """Return in which month, on average, the first of the role joined; NaN where it never did in some run.

        Who was there on the first day, or looked for by then, does not count. It is told as levels are: from the day in
        the scenario as it stands, unless nobody joins there in some run.
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
    names = (f"{FIRST_JOINED}{role}", LOW_MONTH, RUNWAY, _arr_when_judged(measures[0]))
    months = range(1, scenario.horizon_months + 1)
    by_month = [found for month in months if (found := measures[0].at(month)) is not None]
    further = [*(one.of for one in measures[1:]), *map(reader, names), *(one.of for one in by_month)]
    labels = [*(point.label for point in points), "the scenario as it stands"]
    waiting = waiting_for(scenario, role)
    free = without_waiting(scenario, role) if role in LEADERS and waiting else {}
    played_free = [changed(one, free) for one in scenarios] if free else []
    field = Screening(
        [*scenarios, scenario, *played_free],
        [*labels, *(f"{point.label} without the rule" for point in points)],
        measures[0],
        further,
        stage=stage,
        seed=seed,
        engine=engine,
        workers=workers,
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
    rule = None
    if free:
        numbers = range(verdict.begin, verdict.begin + field.shown.shape[2])
        places = range(len(points) + 1, 2 * len(points) + 1)
        rule = one_rule(waiting, verdict, field.play(numbers, places, f"Playing {len(points)} with nobody waiting"))
    count, low = len(measures), _cash_low(measures)
    along = field.shown[: len(points), count + len(names) :]
    as_good = [place for place, equal in enumerate(verdict.equal) if equal]
    picked = pick(as_good, field.shown[:, low], field.shown[:, count + 3])
    best = picked.place
    rows = [len(points), *([] if best == now else [best])]  # the scenario as it stands is the last that is played
    played = dict(zip(rows, field.play_as_run_does(runs, rows, "Playing what run plays"), strict=True))
    standing = played[len(points)]
    of_cash = [low, count + 1, count + 2]
    cash = {now if row == len(points) else row: figures[of_cash] for row, figures in played.items()}
    return Answer(
        scenario=scenario,
        role=role,
        holders=holders(scenario, role),
        points=tuple(points),
        measures=measures,
        matters=matters,
        verdict=verdict,
        picked=picked,
        shown=field.shown[:, :count],
        joined=field.shown[:, count],
        as_it_stands=AsItStands.of(standing[:count]),
        joined_as_it_stands=float(standing[count].mean()),
        cash=cash,
        rule=rule,
        now=now,
        seed=seed,
        engine=engine,
        spent=field.spent,
        seconds=time.perf_counter() - began,
        course=Course.of(by_month, months, along, verdict.best) if by_month else None,
    )


def _cash_low(measures: Sequence[Measure]) -> int:
    """Return the place of the cash low among the measures."""
    return [one.text for one in measures].index(CASH_LOW)


def _arr_when_judged(measure: Measure) -> str:
    """Return the name of ARR at the month that is judged."""
    return ARR if measure.last_month is None else f"{ARR}@{measure.last_month}"


def candidate_points(scenario: Scenario, role: str, texts: Sequence[str]) -> list[HiringPoint]:
    """Return the candidates for opening hiring for a `role` of a `scenario` that `texts` write, or the default grid.

    To open it now is always one of them. Raises InputError for fewer than two, for one that is none, and for a role of
    one seat that is taken on the first day.
    """
    check_role(scenario, role)
    check_vacant(scenario, role)
    points = with_now(scenario, role, read_points(scenario, role, texts) if texts else default_points(scenario, role))
    if len(points) < 2:
        raise InputError("there is one candidate only; give two or more")
    return points
