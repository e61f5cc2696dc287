"""In how many of the runs each round of funding came in which month, read from the cash that rounds brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.results.protocols import SingleRuns
from simulator.scenario.schema.distributions import Distribution

if TYPE_CHECKING:
    from simulator.reports.workbook.cases import Case
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.finance import Round
    from simulator.scenario.schema.organisation import Condition


_TOGETHER: Final = 3
"""Rounds that are looked for in one month."""


@dataclass(frozen=True, eq=False)
class Rounds:
    """What is known of the rounds of one scenario.

    `came` has by the round's name in which runs it came when (runs, months + 1), or the share of runs (1, months + 1)
    without single runs. `unknown` says why a round cannot be told from others.
    """

    came: Mapping[str, Floats]
    unknown: Mapping[str, str]

    def of(self, name: str, case: Case) -> Floats:
        """Return how often a round came by month (months + 1,) in one case."""
        came = self.came[name]
        return np.array(came.mean(axis=0) if case.place is None else came[case.place])


def rounds_of(result: Summarised) -> Rounds:
    """Return in which month each round of a result came; raise nothing, `unknown` says where that is not known."""
    rounds = {name: one for name, one in result.scenario.money.rounds.items() if one.amount != 0.0 and one.opens}
    if not rounds:
        return Rounds({}, {})
    drawn = [name for name, one in rounds.items() if isinstance(one.amount, Distribution)]
    if drawn:
        return Rounds({}, dict.fromkeys(rounds, "an amount is a range: each run drew its own"))
    if not isinstance(result, SingleRuns):
        return _of_means(result, rounds)
    funding = np.nan_to_num(result["funding"])
    came = {name: np.zeros(funding.shape) for name in rounds}
    for run, month in np.argwhere(funding > 0.0):
        open_ones = {name: one for name, one in rounds.items() if not came[name][run].any()}
        found = list(_making(float(funding[run, month]), open_ones))
        if len(found) != 1:
            return Rounds({}, dict.fromkeys(rounds, "several rounds could have brought the same cash"))
        for name in found[0]:
            came[name][run, month] = 1.0
    return Rounds(came, {})


def _amount(one: Round) -> float:
    assert isinstance(one.amount, int | float)
    return float(one.amount)


def _of_means(result: Summarised, rounds: Mapping[str, Round]) -> Rounds:
    """Return what means tell: a single round alone."""
    if len(rounds) > 1:
        return Rounds({}, dict.fromkeys(rounds, "summaries alone were kept, which tell of all rounds together"))
    ((name, one),) = rounds.items()
    return Rounds({name: np.nan_to_num(result.bands("funding").mean)[None, :] / _amount(one)}, {})


def _making(cash: float, rounds: Mapping[str, Round]) -> Iterator[frozenset[str]]:
    """Yield the sets of rounds still open that may have brought so much cash together.

    Not one that leaves a round out which must have come before.
    """
    for number in range(1, _TOGETHER + 1):
        for names in map(frozenset, combinations(rounds, number)):
            others = [one for name, one in rounds.items() if name not in names]
            skipped = any(_comes_first(other, rounds[name]) for other in others for name in names)
            if not skipped and abs(sum(_amount(rounds[name]) for name in names) - cash) <= 1e-9 * cash:
                yield names


def _comes_first(one: Round, other: Round) -> bool:
    """Tell whether a round comes no later than another whatever happens: whenever that one opens, it does."""
    return all(any(_asks_less(mine, theirs) for mine in one.opens) for theirs in other.opens)


def _asks_less(one: Condition, other: Condition) -> bool:
    """Tell whether a condition holds wherever another does: it asks for the same things, for no more of any."""
    asked = {name: value for name, value in one.__dict__.items() if value is not None}
    return all(_is_met(value, getattr(other, name)) for name, value in asked.items())


def _is_met(value: Any, given: Any) -> bool:
    if given is None or isinstance(value, Distribution) or isinstance(given, Distribution):
        return False
    return bool(value == given if isinstance(value, str) else value <= given)
