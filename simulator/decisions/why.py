"""Why: lost ARR and NRR shared out among causes by playing the same luck with causes switched off."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.decisions.as_it_stands import AsItStands
from simulator.decisions.causes import Cause, chosen, differing_groups, merged_changes, mixed, written_cause
from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.decisions.compare import check_calendar
from simulator.decisions.paired import Estimate, estimate
from simulator.decisions.yardstick import fair, paths_between, paths_set
from simulator.errors import InputError
from simulator.experiment.engines import ENGINE, SEED
from simulator.experiment.engines import RUNS as RUNS_OF_RUN
from simulator.progress import Progress
from simulator.results.arithmetic import Floats
from simulator.results.cash_outlook import share_out
from simulator.results.measure import Measure, reader
from simulator.results.metrics.solvency import LOW
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["MEASURES", "Why", "planned", "runs_of", "why"]

RUNS = 100
"""Runs of each combination unless told otherwise: half of what `t2d3 run` plays, since there are many combinations."""
MEASURES = ("arr", "nrr")
MOST_CAUSES = 20


@dataclass(frozen=True)
class Part:
    """One cause and what it does to each measure: below zero where it takes away, above where it adds."""

    key: str
    words: str
    amounts: tuple[Estimate, ...]


@dataclass(frozen=True, eq=False)
class Why:
    """A difference in a few measures, shared out among causes; the parts add up to the whole.

    Without `against` the whole is what the scenario has less than with all causes switched off, below zero where that
    is a loss. With it the whole is what the scenario has more than the other. `as_it_stands` are the means of the
    measures of the scenario itself, over the runs of `t2d3 run`, `out` the share of those (0 to 1) in which cash is
    ever below zero. `exact` says that parts are Shapley values; otherwise causes were switched in the order given.
    `own_growth` names the paths for which value is told by each company's own growth.
    """

    scenario: Scenario
    against: Scenario | None
    measures: tuple[Measure, ...]
    parts: tuple[Part, ...]
    whole: tuple[Estimate, ...]
    as_it_stands: AsItStands
    out: float
    exact: bool
    runs: int
    seed: int
    engine: str
    spent: int
    own_growth: tuple[str, ...] = ()


def why(
    scenario: Scenario,
    *,
    against: Scenario | None = None,
    causes: Sequence[str] = (),
    own: Sequence[str] = (),
    measures: Sequence[str] = MEASURES,
    runs: int | None = None,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Why:
    """Share out what a `scenario` loses to causes, or what it has more than the one it is set `against`.

    `causes` are keys of `causes_of` or the families `customers` (the default) and `people`; `own` are causes written
    `name: path=value; path=value`. Against another scenario the differing fields are the causes, grouped by where they
    stand. `measures` are what is shared out, such as `arr` and `nrr`. `runs` are those of each combination and of the
    level; by default 100, and for the level as many as `t2d3 run` plays. `seed`, `engine` and `workers` are those of
    `simulate`; `progress` hears of combinations × runs and of what is missing for the level (`runs_of`). Raises
    InputError or ScenarioError for what cannot be played. Source: Shapley (1953).
    """
    scenarios, labels = planned(scenario, against, causes, own)
    differing = paths_between([against, scenario]) if against else paths_set(one.changes for one in labels)
    reads, own_growth = fair([Measure.read(text) for text in measures], differing)
    for one in reads:
        one.check(scenario.horizon_months)
    sets = combinations_needed(len(labels))
    each, more = runs_of(runs)
    figures = [*(one.of for one in reads), reader(LOW)]
    field = CommonDraws([*scenarios, scenario], figures, seed=seed, engine=engine, workers=workers, progress=progress)
    field.check()
    played = field.play(range(each), range(len(scenarios)))
    values = played[:, : len(reads)]
    for place, one in enumerate(reads):
        check_defined(values[:, place], one.words, ["some of the causes switched"] * len(values))
    by_set = dict(zip(sets, values, strict=True))
    found, whole = shares(lambda switched: by_set[switched], len(labels))
    if against is None:  # what is gained by switching a cause off is what it takes away
        found, whole = 0.0 - found, 0.0 - whole
    (rest,) = field.play(range(each, each + more), [len(scenarios)])
    standing = np.concatenate([played[0 if against is None else -1], rest], axis=1)
    parts = [
        Part(label.key, label.words, tuple(_rounded(row) for row in part))
        for label, part in zip(labels, found, strict=True)
    ]
    return Why(
        scenario=scenario,
        against=against,
        measures=reads,
        parts=tuple(sorted(parts, key=lambda part: -abs(part.amounts[0].mean))),
        whole=tuple(estimate(row) for row in whole),
        as_it_stands=AsItStands.of(standing[: len(reads)]),
        out=share_out(standing[len(reads)]),
        exact=len(labels) <= MOST_EXACT,
        runs=each,
        seed=seed,
        engine=engine,
        spent=field.spent,
        own_growth=own_growth,
    )


def runs_of(asked: int | None) -> tuple[int, int]:
    """Return how many runs each combination plays, and how many more the scenario as it stands plays for its level.

    `asked` is how many were asked for, None where none were.
    """
    return (RUNS, max(0, RUNS_OF_RUN - RUNS)) if asked is None else (asked, 0)


def _rounded(row: Floats) -> Estimate:
    """Return the estimate of a share, with specks of rounding taken as the nothing that they are."""
    return estimate(np.where(np.abs(row) < 1e-12 * max(1.0, float(np.abs(row).max(initial=0.0))), 0.0, row))


def planned(
    scenario: Scenario, against: Scenario | None, causes: Sequence[str], own: Sequence[str]
) -> tuple[list[Scenario], list[Cause]]:
    """Return the scenarios to be played, one a combination, and the causes; raise InputError for what cannot be.

    `scenario`, `against`, `causes` and `own` are those of `why`.
    """
    if against is None:
        labels = [*(chosen(scenario, causes) if causes or not own else []), *(written_cause(text) for text in own)]
        _check_count(len(labels))
        sets = combinations_needed(len(labels))
        return [changed(scenario, merged_changes([labels[at] for at in sorted(one)])) for one in sets], labels
    if causes or own:
        raise InputError("against another scenario the differing fields are the causes; leave the others out")
    check_calendar(scenario, against)
    groups = differing_groups(scenario, against, MOST_EXACT)
    if not groups:
        raise InputError("the two scenarios differ in nothing")
    _check_count(len(groups))
    found = [mixed(against, scenario, [groups[at] for at in sorted(one)]) for one in combinations_needed(len(groups))]
    return found, [Cause(group.name, group.name, {}) for group in groups]


def _check_count(count: int) -> None:
    if count > MOST_CAUSES:
        raise InputError(f"{count} causes; at most {MOST_CAUSES} can be told apart")


# Sharing a difference out among causes so that it adds up exactly, run by run.
# With few causes each gets its Shapley value: what it adds, averaged over all orders in which the causes could have
# been switched. With more the causes are switched one after the other in a stated order, and each gets what it adds
# there. Both add up to the whole in every run, up to rounding.

Play = Callable[[frozenset[int]], Floats]
"""The figures, of any shape, with a set of causes switched."""

MOST_EXACT: Final = 6
"""Causes up to which all 2^n combinations are played."""


def combinations_needed(causes: int) -> list[frozenset[int]]:
    """Return the sets of causes that have to be played, nothing first."""
    if causes > MOST_EXACT:
        return [frozenset(range(count)) for count in range(causes + 1)]
    return [frozenset(chosen) for count in range(causes + 1) for chosen in combinations(range(causes), count)]


def shares(play: Play, causes: int) -> tuple[Floats, Floats]:
    """Return each cause's share (causes, ...) and the whole that they add up to: all switched less none switched."""
    values = {chosen: play(chosen) for chosen in combinations_needed(causes)}
    whole = values[frozenset(range(causes))] - values[frozenset()]
    found = np.zeros((causes, *whole.shape))
    for cause in range(causes):
        if causes > MOST_EXACT:
            found[cause] = values[frozenset(range(cause + 1))] - values[frozenset(range(cause))]
            continue
        for without, value in values.items():
            if cause not in without:
                weight = 1.0 / (causes * math.comb(causes - 1, len(without)))
                found[cause] += weight * (values[without | {cause}] - value)
    return found, whole
