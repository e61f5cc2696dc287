"""Paired statistics: intervals of means and of differences on common draws, several of them holding at once.

Everything here takes plain arrays of one number a run, so it can be tried on cases whose answer is known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator.decisions.compare import CONFIDENCE
from simulator.results.arithmetic import gap

__all__ = ["Estimate", "estimate"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean with its standard error and its interval; `se` and the interval are NaN with one value."""

    mean: float
    se: float
    low: float
    high: float
    n: int

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2.0

    @property
    def turned(self) -> Estimate:
        """The estimate of the opposite: of B − A where this is of A − B."""
        return Estimate(0.0 - self.mean, self.se, 0.0 - self.high, 0.0 - self.low, self.n)

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


def estimate(values: Floats, confidence: float = CONFIDENCE, among: int = 1) -> Estimate:
    """Return the mean of independent `values` (n,), NaN left out, with its interval by Student's t.

    The interval holds with `confidence` (0 to 1); with `among` intervals at once each is widened (Bonferroni) so that
    all hold together with it.
    """
    found = values[np.isfinite(values)]
    n = len(found)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, math.nan, 0)
    mean = math.fsum(found.tolist()) / n
    if n == 1:
        return Estimate(mean, math.nan, math.nan, math.nan, 1)
    se = math.sqrt(math.fsum(((found - mean) ** 2).tolist()) / (n - 1) / n)
    half = student_t(1.0 - (1.0 - confidence) / (2.0 * max(among, 1)), n - 1) * se
    return Estimate(mean, se, mean - half, mean + half, n)


def student_t(probability: float, freedom: int) -> float:
    """Return the quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))


def against(values: Floats, reference: Floats, confidence: float = CONFIDENCE) -> list[Estimate]:
    """Return each row of `values` (choices, runs) minus the reference (runs,), all intervals holding at once."""
    return [estimate(gap(row, reference), confidence, len(values)) for row in values]


def could_be_best(values: Floats, confidence: float = CONFIDENCE) -> npt.NDArray[np.bool_]:
    """Tell which choices could be the best: with this confidence the truly best one is among them.

    A choice is out once another is ahead of it by more than the one-sided paired t interval allows, shared evenly over
    its k − 1 comparisons (the subset selection of Nelson, Swann, Goldsman and Song, 2001, for common random numbers,
    with an indifference of zero). Any dependence between choices is allowed; `values` is (choices, runs).
    """
    choices, runs = values.shape
    if choices == 1 or runs < 2:
        return np.ones(choices, dtype=bool)
    t = student_t(1.0 - (1.0 - confidence) / (choices - 1), runs - 1)
    kept = np.ones(choices, dtype=bool)
    for one in range(choices):
        ahead = gap(values, values[one])
        mean = ahead.mean(axis=1)
        kept[one] = not np.any(mean - t * ahead.std(axis=1, ddof=1) / math.sqrt(runs) > 0.0)
    return kept


def stretch_around(kept: Sequence[bool] | npt.NDArray[np.bool_], place: int) -> tuple[int, int]:
    """Return the first and last place of the unbroken row of kept choices around one of them."""
    first = last = place
    while first > 0 and kept[first - 1]:
        first -= 1
    while last + 1 < len(kept) and kept[last + 1]:
        last += 1
    return first, last
