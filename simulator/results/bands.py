"""Bands across runs: percentiles, mean and standard error, month by month, of the runs in which a figure exists."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.results.arithmetic import Floats, between_ranks, part_way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

__all__ = [
    "Bands",
    "holds_nine_in_ten",
    "mean_of",
    "quantiles_of",
]

PERCENTILES: Final = (5, 25, 50, 75, 95)
NINE_IN_TEN: Final = 19
"""Fewest figures whose P5 and P95 hold nine in ten of those to come: of fewer they are the lowest and the highest."""
_AT_ONCE: Final = 4
"""Large tables that are summarised side by side: enough to save the steps, few enough to take little memory."""
_FIGURES_AT_ONCE: Final = 100_000
"""Of small tables, as many are summarised side by side as have so many figures together."""


@dataclass(frozen=True, eq=False)
class Bands:
    """What the runs say about one metric, all arrays of shape (months + 1,) and read-only, since a result hands out the
    same bands again and again.

    `count` is how many runs have a figure (NaN means n/a and does not count); the rest is NaN where none has. `mean`
    has the standard error `se`, NaN with fewer than two figures. From 19 figures on the P5-P95 band holds nine in ten
    runs; of fewer it is their range, lowest to highest. The standard error says how well the mean itself is known.
    Infinity is a figure (a runway without end): percentiles are taken over all, and a mean with one of it among them is
    infinite, without a standard error.
    """

    p5: Floats
    p25: Floats
    p50: Floats
    p75: Floats
    p95: Floats
    mean: Floats
    se: Floats
    count: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        for field in fields(self):
            getattr(self, field.name).flags.writeable = False

    @classmethod
    def of(cls, values: Floats) -> Bands:
        """Summarise values of shape (runs, months + 1); the same bits for the runs in any order."""
        ordered = np.array(np.asarray(values, dtype=np.float64).T, order="C")  # a month's runs lie side by side
        ordered.sort(axis=1)  # NaN comes last
        count = ordered.shape[1] - np.count_nonzero(np.isnan(ordered), axis=1)
        p5, p25, p50, p75, p95 = (_percentile(ordered, count, percent) for percent in PERCENTILES)
        mean, se = _mean_and_error(ordered, count)
        return cls(p5, p25, p50, p75, p95, mean, se, count)

    def months(self, some: slice) -> Bands:
        """Return the bands of some of the months."""
        return Bands(*(getattr(self, field.name)[some] for field in fields(self)))


def tables_at_once(figures: int, fewest: int = _AT_ONCE) -> int:
    """Return how many tables of so many `figures` each are worked on side by side: the `fewest` of large ones."""
    return max(fewest, _FIGURES_AT_ONCE // max(figures, 1))


def bands_of(tables: Mapping[str, Floats]) -> dict[str, Bands]:
    """Return the bands of many tables (runs, months + 1), each as `Bands.of` gives it.

    Several are summarised side by side: a step of Python costs more than summarising the few quarters of one.
    """
    found: dict[str, Bands] = {}
    names = list(tables)
    together = tables_at_once(max((table.size for table in tables.values()), default=0))
    for first in range(0, len(names), together):
        some = names[first : first + together]
        every = Bands.of(np.concatenate([tables[name] for name in some], axis=1))
        last = 0
        for name in some:
            start, last = last, last + tables[name].shape[1]
            found[name] = every.months(slice(start, last))
    return found


def mean_of(values: Floats) -> float:
    """Return the mean of one figure a run, to the last bit as the bands have it, in the unit of the figure.

    `values` has shape (runs,); NaN is left out, and the mean of nothing is NaN.
    """
    ordered = np.sort(values[~np.isnan(values)])
    return float(np.add.accumulate(ordered)[-1] + 0.0) / len(ordered) if len(ordered) else math.nan


def holds_nine_in_ten(figures: int) -> bool:
    """Tell whether so many `figures` have a P5 and a P95, and not just a lowest and a highest."""
    return figures >= NINE_IN_TEN


def band_told(figures: int) -> str:
    """Return how P5 and P95 of so many `figures` are to be read, as files say it; nothing where there is none."""
    return ("nine in ten" if holds_nine_in_ten(figures) else "range") if figures else ""


def percentile_of(values: Floats, percent: int) -> float:
    """Return a percentile (1 to 99) of one figure a run (runs,), as the bands have it; NaN is left out, as there."""
    ordered = np.sort(values)[None, :]
    count = np.array([np.count_nonzero(~np.isnan(values))])
    return float(_percentile(ordered, count, percent)[0])


def quantiles_of(values: Floats, percents: Sequence[int]) -> Floats:
    """Return percentiles (`percents`, 0 to 100) of `values` (runs, months + 1), of shape (percents, months + 1).

    They are those of the bands, with the lowest for 0 and the highest for 100; NaN is left out, as there.
    """
    ordered = np.sort(values, axis=0).T
    count = np.count_nonzero(~np.isnan(values), axis=0)
    return np.array([_percentile(ordered, count, percent) for percent in percents])


def _percentile(ordered: Floats, count: npt.NDArray[np.int64], percent: int) -> Floats:
    """Return a percentile of the first `count` of each row, straight between neighbours."""
    months, runs = ordered.shape
    if runs == 0:
        return np.full(months, np.nan)
    lower, upper, share = between_ranks(percent, count)
    month = np.arange(months)
    return part_way(ordered[month, lower], ordered[month, upper], share)


def _mean_and_error(ordered: Floats, count: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    mean, se = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    there = np.isfinite(ordered)
    np.divide(_sum(np.where(there, ordered, 0.0)), count, out=mean, where=count > 0)
    spread = np.where(there, ordered - np.where(count > 0, mean, 0.0)[:, None], 0.0)
    spread *= spread
    variance = np.divide(_sum(spread), count - 1, out=np.full(count.shape, np.nan), where=count > 1)
    np.divide(np.sqrt(variance), np.sqrt(count), out=se, where=count > 1)
    endless = np.isinf(ordered).any(axis=1)
    return np.where(endless, np.inf, mean), np.where(endless, np.nan, se)


def _sum(values: Floats) -> Floats:
    """Add up each row in ascending order, one run after the other: numpy's own sum pairs its terms."""
    if values.shape[1] == 0:
        return np.zeros(len(values))
    # A running total is made one term at a time; adding 0 turns a total of -0 into 0.
    last: Floats = np.add.accumulate(values, axis=1, out=values)[:, -1] + 0.0
    return last
