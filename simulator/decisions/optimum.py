"""Several levers at once: successive halving on common draws, then a selection with a guarantee among the finalists.

All combinations of the levers' values play a few runs, the same for all; the better half goes on to more runs, until
few are left. Among those finalists one is selected and judged on fresh runs, beside the scenario as it stands, with the
guarantee that `verdict` describes. That the best of all combinations is among the finalists is likely, not promised:
halving goes by means of few runs. Levels start from what the scenario as it stands has over the runs of `t2d3 run`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.decisions.as_it_stands import AsItStands
from simulator.decisions.axis import Axis, read_axis
from simulator.decisions.defaults import BUDGET
from simulator.decisions.hiring_point import hired_roles
from simulator.decisions.indifference import Indifference, what_matters
from simulator.decisions.paired import Estimate, estimate
from simulator.decisions.screening import Screening
from simulator.decisions.selection import Selection
from simulator.decisions.sweep import measures_of
from simulator.decisions.verdict import Verdict, judge
from simulator.decisions.yardstick import fair, paths_set
from simulator.errors import InputError, ScenarioError
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.experiment.sizes import check_request
from simulator.progress import Stage, no_progress
from simulator.results.arithmetic import gap
from simulator.results.measure import Measure, default_measure
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["Optimum", "levers_of", "optimise"]

FINALISTS: Final = 8
LEAST_BUDGET: Final = 500
MOST_COMBINATIONS: Final = 1_000_000
_FEWEST_RUNS: Final = 10
"""Runs that each combination plays at least before any is left behind."""
_SEARCH: Final = 0.5
"""Share of the budget for the search; the rest is for the finalists."""


@dataclass(frozen=True)
class Combination:
    """One value of each lever."""

    at: tuple[int, ...]
    labels: tuple[str, ...]
    changes: dict[str, Any]

    @property
    def label(self) -> str:
        """The values in a row."""
        return ", ".join(self.labels)


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best combination of levers that was found.

    `finalists` are in order of their means on the fresh runs, but for the selected one, which is first; `order` gives
    their places in the verdict, and `now` that of the scenario as it stands. `shown` is (finalists in the order of the
    verdict and the scenario as it stands, measures, runs) on the first of the fresh runs; `as_it_stands` are the means
    of the measures, for the scenario as it stands, over the runs of `t2d3 run`. `tried` of `possible` combinations were
    played, `impossible` could not be; `halved` says how many were left after each round. `own_growth` names the levers
    for which value is told by each combination's own growth.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    finalists: tuple[Combination, ...]
    order: tuple[int, ...]
    measures: tuple[Measure, ...]
    matters: Indifference
    verdict: Verdict
    shown: Floats
    as_it_stands: AsItStands
    now: int
    tried: int
    possible: int
    impossible: int
    halved: tuple[int, ...]
    seed: int
    engine: str
    spent: int
    seconds: float
    own_growth: tuple[str, ...] = ()

    @property
    def best(self) -> Combination:
        """The selected combination."""
        return self.finalists[0]

    @property
    def selection(self) -> Selection:
        """How it was selected."""
        return self.verdict.selection

    @property
    def differences(self) -> list[Estimate]:
        """Each finalist minus the selected one, all intervals holding together."""
        return [self.verdict.differences[place] for place in self.order]

    def gain(self, measure: int = 0) -> Estimate:
        """Return what the selected combination has over the scenario as it stands."""
        if measure > 0:
            return estimate(gap(self.shown[self.verdict.best, measure], self.shown[self.now, measure]))
        return self.verdict.all_differences[self.now].turned

    def levels(self, measure: int = 0) -> list[float]:
        """Return the level of a measure for each finalist: that of the scenario as it stands and the difference."""
        found = self.as_it_stands.with_differences(self.verdict, self.shown, self.now, measure)
        return [found[place] for place in self.order]


def optimise(
    scenario: Scenario,
    levers: Sequence[str],
    *,
    measure: str | None = None,
    indifference: float | None = None,
    budget: int = BUDGET,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    stage: Stage = no_progress,
) -> Optimum:
    """Find the best combination of the values of some `levers` of a `scenario`, each written as `read_axis` takes it.

    `measure` is what is to be large, such as `arr@36`; `indifference` is the smallest difference that matters in its
    unit (by default `default_indifference`). `budget` is how many runs the search and the finalists may play in all,
    about. Where there are more combinations than it can try, as many as it can are drawn at random by the `seed`.
    `runs` is how many runs `t2d3 run` plays whose means are the levels; it has no part in the answer. `engine` and
    `workers` are those of `simulate`; `stage` shows the progress of each stage. Raises InputError or ScenarioError for
    what cannot be varied or judged.
    """
    began = time.perf_counter()
    check_request(runs, seed, 0, workers)
    axes = levers_of(scenario, levers)
    judged = measures_of(measure or default_measure(scenario.horizon_months), (), scenario.horizon_months)
    measures, own_growth = fair(judged, paths_set(one.changes for axis in axes for one in axis.choices))
    if budget < LEAST_BUDGET:
        raise InputError(f"a budget of {budget:,} runs is too small; {LEAST_BUDGET:,} is the least")
    possible = math.prod(len(axis.choices) for axis in axes)
    search = int(_SEARCH * budget)
    wanted, scenarios, impossible = _tried(scenario, axes, search // (2 * _FEWEST_RUNS), seed)
    present = scenarios.index(scenario) if scenario in scenarios else len(scenarios)
    field = Screening(
        [*scenarios, scenario], [*(one.label for one in wanted), "the scenario as it stands"], measures[0],
        [one.of for one in measures[1:]], stage=stage, seed=seed, engine=engine, workers=workers,
    )  # fmt: skip

    def pilot(numbers: range) -> Floats:
        found: Floats = field.play(numbers, [present], "Measuring what matters")[0]
        return found

    matters, begin = what_matters(scenario, hired_roles(scenario), measures[0], indifference, pilot)
    left, next_run, halved = _halved(field, len(wanted), search, begin)
    now = left.index(present) if present in left else len(left)
    rows = left if present in left else [*left, present]
    verdict = judge(
        lambda numbers, which: field.play(numbers, [left[one] for one in which], f"Selecting among {len(which)}"),
        len(left),
        matters.amount,
        fresh=lambda numbers, which: field.play_fresh(numbers, [rows[one] for one in which]),
        also=len(rows) - len(left),
        most=max(_FEWEST_RUNS, (budget - field.spent) // (2 * len(left) + 1)),
        begin=next_run,
    )
    assert field.shown is not None
    order = sorted(range(len(left)), key=lambda one: (one != verdict.best, -verdict.differences[one].mean))
    standing = field.play_as_it_stands(runs, present)
    return Optimum(
        scenario=scenario,
        axes=axes,
        finalists=tuple(wanted[left[one]] for one in order),
        order=tuple(order),
        measures=measures,
        matters=matters,
        verdict=verdict,
        shown=field.shown,
        as_it_stands=AsItStands.of(standing),
        now=now,
        tried=len(wanted),
        possible=possible,
        impossible=impossible,
        halved=halved,
        seed=seed,
        engine=engine,
        spent=field.spent,
        seconds=time.perf_counter() - began,
        own_growth=own_growth,
    )


def levers_of(scenario: Scenario, levers: Sequence[str]) -> tuple[Axis, ...]:
    """Return the `levers` of a `scenario` as axes; raise InputError for what is none, or for one given twice."""
    if not levers:
        raise InputError("name at least one lever, such as hire.cs_head=2M:14M:7")
    axes = tuple(read_axis(scenario, text) for text in levers)
    paths = [axis.path for axis in axes]
    for path in paths:
        if paths.count(path) > 1:
            raise InputError(f"{path} is given twice")
    count = math.prod(len(axis.choices) for axis in axes)
    if count > MOST_COMBINATIONS:
        raise InputError(f"{count:,} combinations; at most {MOST_COMBINATIONS:,} can be looked through")
    return axes


def _tried(
    scenario: Scenario, axes: Sequence[Axis], most: int, seed: int
) -> tuple[list[Combination], list[Scenario], int]:
    """Return the combinations to be played with their scenarios, and how many of those looked at are impossible."""
    sizes = [len(axis.choices) for axis in axes]
    total = math.prod(sizes)
    most = max(most, FINALISTS)
    places = range(total) if total <= most else np.random.default_rng(seed).permutation(total).tolist()
    found: list[Combination] = []
    scenarios: list[Scenario] = []
    impossible = 0
    problem: ScenarioError | None = None
    for place in places:
        one = _combination(axes, tuple(int(at) for at in np.unravel_index(place, sizes)))
        try:
            scenarios.append(changed(scenario, one.changes))
        except ScenarioError as error:
            problem, impossible = error, impossible + 1
            continue
        found.append(one)
        if len(found) == most:
            break
    if not found and problem is not None:
        raise problem
    return found, scenarios, impossible


def _combination(axes: Sequence[Axis], at: tuple[int, ...]) -> Combination:
    chosen = [axis.choices[place] for axis, place in zip(axes, at, strict=True)]
    changes = {path: value for choice in chosen for path, value in choice.changes.items()}
    return Combination(at, tuple(choice.label for choice in chosen), changes)


def _halved(field: Screening, choices: int, search: int, begin: int) -> tuple[list[int], int, tuple[int, ...]]:
    """Leave the worse half behind, round after round; return the finalists, the next run and the counts left."""
    left = list(range(choices))
    rounds = max(0, math.ceil(math.log2(len(left) / FINALISTS)))
    sums = np.zeros(choices)
    runs, counts = begin, [choices]
    for turn in range(rounds):
        more = max(_FEWEST_RUNS, search // rounds // len(left))
        what = f"Round {turn + 1} of {rounds}: {len(left)} combinations"
        sums[left] += field.play(range(runs, runs + more), left, what).sum(axis=1)
        runs += more
        kept = max(FINALISTS, math.ceil(len(left) / 2))
        left = sorted(sorted(left, key=lambda one: -sums[one])[:kept])
        counts.append(len(left))
    return left, runs, tuple(counts)
