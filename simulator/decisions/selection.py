"""Selecting the best of several choices on common draws, with a guarantee: the procedure KN of Kim and Nelson (2001).

All choices play the same runs. After `first` runs each pair of choices has a variance of its difference; from then on
every few runs a choice leaves once another is ahead by more than a margin that shrinks as runs add up. It ends with one
choice left, or when no pair needs more runs, with the highest mean.

The promise: if the best choice is ahead of all others by at least `indifference`, it is the one selected with at least
this confidence (Kim and Nelson 2001, ACM TOMACS 11(3), for normal differences; the variances are those of pairs and the
error is shared evenly over the k − 1 comparisons, so that any dependence between choices, and so common random numbers,
is allowed). Looking only every few runs keeps the promise: it can only lower the odds of a wrong exit (Jennison,
Johnstone and Turnbull 1980). Where several choices lie within the indifference of each other any of them may be
selected; how far the one selected can then be behind is settled on fresh runs, not here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from simulator.decisions.compare import CONFIDENCE
from simulator.decisions.defaults import MOST_RUNS

Floats = npt.NDArray[np.float64]
Sample = Callable[[range, Sequence[int]], Floats]
"""Plays runs of some choices: (runs, choices) in, one number each (choices, runs) out."""

FIRST_RUNS: Final = 100
BATCH: Final = 50


@dataclass(frozen=True)
class Selection:
    """What was selected, and what it took.

    `means` is each choice's mean over the runs it played, `played` how many those were. `guaranteed` says whether the
    promise holds; where the runs ran out first, `reachable` is the indifference it would have held for. `spread` is
    the standard deviation of the difference of each pair in the first runs (choices, choices).
    """

    best: int
    left: tuple[int, ...]
    means: tuple[float, ...]
    played: tuple[int, ...]
    runs: int
    indifference: float
    confidence: float
    guaranteed: bool
    reachable: float
    spread: Floats

    @property
    def spent(self) -> int:
        """How many runs all choices played together."""
        return sum(self.played)


def select_best(
    sample: Sample,
    choices: int,
    indifference: float,
    *,
    confidence: float = CONFIDENCE,
    first: int = FIRST_RUNS,
    batch: int = BATCH,
    most: int = MOST_RUNS,
    begin: int = 0,
) -> Selection:
    """Select the choice with the highest mean.

    `indifference` (above 0, in the measure's unit) is the smallest difference that matters. Runs are numbered from
    `begin`; every choice plays at least `first` and at most `most` of them.
    """
    if indifference <= 0.0:
        raise ValueError("the indifference must be above zero")
    first = max(2, min(first, most))
    left = list(range(choices))
    sums = np.zeros(choices)
    played = np.zeros(choices, dtype=np.int64)
    values = sample(range(begin, begin + first), left)
    sums += values.sum(axis=1)
    played += first
    spread = _spreads(values)
    h_squared = _h_squared(choices, first, 1.0 - confidence)
    needed = h_squared * spread * spread / indifference**2
    runs = first
    while True:
        left = _staying(left, sums / runs, needed, runs, indifference)
        if len(left) == 1 or runs > _longest(needed, left) or runs >= most:
            break
        more = min(batch, most - runs, max(1, math.floor(_longest(needed, left)) + 1 - runs))
        sums[left] += sample(range(begin + runs, begin + runs + more), left).sum(axis=1)
        played[left] += more
        runs += more
    means = sums / played
    best = max(left, key=lambda one: means[one])
    unsettled = len(left) > 1 and runs <= _longest(needed, left)
    reachable = indifference * math.sqrt(max(1.0, _longest(needed, left) / runs)) if unsettled else indifference
    return Selection(
        best=best,
        left=tuple(left),
        means=tuple(float(mean) for mean in means),
        played=tuple(int(count) for count in played),
        runs=runs,
        indifference=indifference,
        confidence=confidence,
        guaranteed=not unsettled,
        reachable=reachable,
        spread=spread,
    )


def _h_squared(choices: int, first: int, error: float) -> float:
    """Return h² of the procedure with c = 1, for an error shared over the comparisons with each other choice."""
    if choices < 2:
        return 0.0
    share = 2.0 * error / (choices - 1)
    eta = 0.5 * (math.pow(share, -2.0 / (first - 1)) - 1.0)
    return 2.0 * max(eta, 0.0) * (first - 1)


def _spreads(values: Floats) -> Floats:
    """Return the standard deviation of every paired difference (choices, choices)."""
    choices = len(values)
    spread = np.zeros((choices, choices))
    for one in range(choices):
        spread[one] = (values - values[one]).std(axis=1, ddof=1)
    return spread


def _staying(left: Sequence[int], means: Floats, needed: Floats, runs: int, indifference: float) -> list[int]:
    """Return the choices that no other is ahead of by more than the margin of their pair."""
    staying = []
    for one in left:
        margins = np.maximum(0.0, 0.5 * indifference * (needed[one, list(left)] / runs - 1.0))
        if np.all(means[one] >= means[list(left)] - margins):
            staying.append(one)
    return staying


def _longest(needed: Floats, left: Sequence[int]) -> float:
    """Return after how many runs no pair of those left asks for more."""
    return float(needed[np.ix_(list(left), list(left))].max(initial=0.0))
