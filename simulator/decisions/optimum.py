"""Several levers at once: successive halving on common draws, then a selection with a guarantee among the finalists.

All combinations of the levers' values play a few runs, the same for all; the better half goes on to more runs, until
few are left. The finalists then play fresh runs under the procedure KN, which promises to select the best of them, and
fresh runs again on which the selected one is set against the others and against the scenario as it stands. That the
best of all combinations is among the finalists is likely, not promised: halving goes by means of few runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.decisions.axis import Axis, read_axis
from simulator.decisions.changing import changed
from simulator.decisions.common_draws import CommonDraws, Stage, check_defined, unseen
from simulator.decisions.hiring_point import hired_roles, roles_of, yearly_pay
from simulator.decisions.paired import Estimate, against, estimate
from simulator.decisions.selection import Selection, select_best
from simulator.decisions.sweep import measures_of
from simulator.decisions.when import default_indifference
from simulator.errors import InputError, ScenarioError
from simulator.experiment.engines import ENGINE
from simulator.experiment.replications import SEED
from simulator.results.measure import Measure, default_measure
from simulator.results.metric import Unit

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema import Scenario

FINALISTS: Final = 8
BUDGET: Final = 6_000
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

    `finalists` are in order of their means on the fresh runs, but for the selected one, which is first. `fresh` is
    (finalists, measures, runs) and `present` the same for the scenario as it stands (measures, runs). `tried` of
    `possible` combinations were played, `impossible` could not be; `halved` says how many were left after each round.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    finalists: tuple[Combination, ...]
    measures: tuple[Measure, ...]
    selection: Selection
    fresh: Floats
    present: Floats
    tried: int
    possible: int
    impossible: int
    halved: tuple[int, ...]
    seed: int
    engine: str
    spent: int

    @property
    def best(self) -> Combination:
        """The selected combination."""
        return self.finalists[0]

    @property
    def runs(self) -> int:
        """How many fresh runs each finalist played."""
        return int(self.fresh.shape[2])

    @cached_property
    def differences(self) -> list[Estimate]:
        """Each finalist minus the selected one, all intervals holding together with 95 %."""
        rows = self.fresh[:, 0]
        own = estimate(rows[0] - rows[0])
        return [own, *against(rows[1:], rows[0])] if len(rows) > 1 else [own]

    def gain(self, measure: int = 0) -> Estimate:
        """Return what the selected combination has over the scenario as it stands."""
        return estimate(self.fresh[0, measure] - self.present[measure])

    def level(self, finalist: int, measure: int = 0) -> Estimate:
        """Return the mean of a measure for a finalist."""
        return estimate(self.fresh[finalist, measure])


def optimise(
    scenario: Scenario,
    levers: Sequence[str],
    *,
    measure: str | None = None,
    indifference: float | None = None,
    budget: int = BUDGET,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    stage: Stage = unseen,
) -> Optimum:
    """Find the best combination of the values of some levers, each written as `read_axis` takes it.

    `budget` is how many runs may be played in all, about. Where there are more combinations than it can try, as many as
    it can are drawn at random by the seed. Raises InputError or ScenarioError for what cannot be varied or judged.
    """
    axes = levers_of(scenario, levers)
    measures = measures_of(measure or default_measure(scenario.horizon_months), (), scenario.horizon_months)
    delta = smallest(scenario, measures[0]) if indifference is None else indifference
    if budget < LEAST_BUDGET:
        raise InputError(f"a budget of {budget:,} runs is too small; {LEAST_BUDGET:,} is the least")
    possible = math.prod(len(axis.choices) for axis in axes)
    search = int(_SEARCH * budget)
    wanted, scenarios, impossible = _tried(scenario, axes, search // (2 * _FEWEST_RUNS), seed)
    field = CommonDraws([*scenarios, scenario], [one.of for one in measures], seed=seed, engine=engine, workers=workers)
    left, runs, halved = _halved(field, measures[0], wanted, search, stage)
    each = max(_FEWEST_RUNS, (budget - field.spent) // (2 * len(left) + 1))

    def sample(numbers: range, which: Sequence[int]) -> Floats:
        what = f"Selecting among {len(which)} finalists"
        with stage(what, len(numbers) * len(which)) as progress:
            values = field.play(numbers, [left[one] for one in which], progress)[:, 0]
        check_defined(values, measures[0].words, [wanted[left[one]].label for one in which])
        return values

    selection = select_best(sample, len(left), delta, most=each, begin=runs)
    begin = runs + selection.runs
    with stage("Playing fresh runs", each * (len(left) + 1)) as progress:
        fresh = field.play(range(begin, begin + each), [*left, len(scenarios)], progress)
    check_defined(fresh[:, 0], measures[0].words, [*(wanted[one].label for one in left), "the scenario as it stands"])
    means = fresh[:-1, 0].mean(axis=1)
    order = sorted(range(len(left)), key=lambda one: (one != selection.best, -means[one]))
    return Optimum(
        scenario=scenario,
        axes=axes,
        finalists=tuple(wanted[left[one]] for one in order),
        measures=measures,
        selection=selection,
        fresh=fresh[order],
        present=fresh[-1],
        tried=len(wanted),
        possible=possible,
        impossible=impossible,
        halved=halved,
        seed=seed,
        engine=engine,
        spent=field.spent,
    )


def levers_of(scenario: Scenario, levers: Sequence[str]) -> tuple[Axis, ...]:
    """Return the levers as axes; raise InputError for what is none, or for one given twice."""
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


def smallest(scenario: Scenario, measure: Measure) -> float:
    """Return the smallest difference that matters: a year's pay of the dearest role hired, half a point of a share."""
    if measure.unit is Unit.USD:
        return max(yearly_pay(scenario, role) for role in hired_roles(scenario)) or 1.0
    return default_indifference(scenario, roles_of(scenario)[0], measure)


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


def _halved(
    field: CommonDraws, measure: Measure, tried: Sequence[Combination], search: int, stage: Stage
) -> tuple[list[int], int, tuple[int, ...]]:
    """Leave the worse half behind, round after round; return the finalists, the runs played and the counts left."""
    left = list(range(len(tried)))
    rounds = max(0, math.ceil(math.log2(len(left) / FINALISTS)))
    sums = np.zeros(len(left))
    runs, counts = 0, [len(left)]
    for turn in range(rounds):
        more = max(_FEWEST_RUNS, search // rounds // len(left))
        with stage(f"Round {turn + 1} of {rounds}: {len(left)} combinations", more * len(left)) as progress:
            values = field.play(range(runs, runs + more), left, progress)[:, 0]
        check_defined(values, measure.words, [tried[one].label for one in left])
        sums[left] += values.sum(axis=1)
        runs += more
        kept = max(FINALISTS, math.ceil(len(left) / 2))
        left = sorted(sorted(left, key=lambda one: -sums[one])[:kept])
        counts.append(len(left))
    return left, runs, tuple(counts)
