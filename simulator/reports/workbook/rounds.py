"""In how many of the runs each round of funding came in which month, read from the cash that rounds brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.results.protocols import SingleRuns
from simulator.scenario.schema.distributions import Distribution

if TYPE_CHECKING:
    from simulator.reports.workbook.cases import Case
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.finance import Round

__all__ = ["Rounds", "rounds_of"]

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
    rounds = {name: one for name, one in result.scenario.money.rounds.items() if one.amount != 0.0}
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
        open_ones = [name for name in rounds if not came[name][run].any()]
        found = list(_making(float(funding[run, month]), {name: _amount(rounds[name]) for name in open_ones}))
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


def _making(cash: float, amounts: Mapping[str, float]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of rounds that add up to so much cash."""
    for number in range(1, _TOGETHER + 1):
        for names in combinations(amounts, number):
            if abs(sum(amounts[name] for name in names) - cash) <= 1e-9 * cash:
                yield names
