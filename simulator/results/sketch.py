"""How values are spread, in memory that does not grow with their number: counts over a fixed grid of bins.

The grid is that of the HDR histogram: every power of two is cut into 512 bins of equal width, so a bin is told from
the first nine binary digits after the leading one, and nothing is rounded on the way. Two sketches are merged by adding
whole numbers. So what a sketch holds depends on the values alone, never on their order or on how they were shared out.

A value read back (an order statistic, for percentiles) is the middle of its bin, within `ACCURACY` of the true one. The
smallest and the largest value are exact; so are whole numbers below 1,024 where all values are whole. Infinity has a
bin of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simulator.results.arithmetic import between_ranks, part_way

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats, Wholes

_DIGITS: Final = 9
ACCURACY: Final = 2.0 ** -(_DIGITS + 1)
"""Largest relative error of an order statistic: half a bin's width over its lower end, 0.098 %."""
SMALLEST: Final = 2.0**-40
"""Values nearer to zero than this (1e-12) count as zero."""
LARGEST: Final = 2.0**100
"""Finite values beyond this (1e30) count as this."""
_SHIFT: Final = 52 - _DIGITS
_BITS: Final = 21  # of a key for the bin; the rest is for the cell
_ZERO: Final = 1 << (_BITS - 1)


def _top_bits(magnitude: Floats) -> Wholes:
    bits: Wholes = np.ascontiguousarray(magnitude, dtype=np.float64).view(np.int64) >> _SHIFT
    return bits


_FIRST: Final = int(_top_bits(np.array([SMALLEST]))[0]) - 1
_ENDLESS: Final = int(_top_bits(np.array([LARGEST]))[0]) - _FIRST + 1
"""The bin of infinity."""


def bins_of(values: Floats) -> Wholes:
    """Return the number of each value's bin: 0 for zero, negative for negative values; NaN has none (any number)."""
    magnitude = np.minimum(np.abs(values), LARGEST)
    places = np.where(magnitude < SMALLEST, 0, _top_bits(magnitude) - _FIRST)
    places = np.where(np.isinf(values), _ENDLESS, places)
    return np.where(values < 0.0, -places, places)


def middle_of(bins: Wholes, whole: npt.NDArray[np.bool_]) -> Floats:
    """Return the value that stands for a bin: its middle, rounded down to a whole number where all values are whole."""
    places = np.abs(bins)
    lower = ((places + _FIRST) << _SHIFT).view(np.float64)
    upper = ((places + _FIRST + 1) << _SHIFT).view(np.float64)
    middle = lower + (upper - lower) / 2.0
    middle = np.where(places == _ENDLESS, np.inf, np.where(whole, np.floor(middle), middle))
    return np.where(places == 0, 0.0, np.where(bins < 0, -middle, middle))


class Sketch:
    """How the values of many cells (a metric in a month, say) are spread; NaN is no value.

    `count` is how many values a cell has, `low` and `high` its extremes (NaN without values), `whole` whether all of
    them are whole numbers.
    """

    def __init__(self, cells: int) -> None:
        self.count: Wholes = np.zeros(cells, dtype=np.int64)
        self.low: Floats = np.full(cells, np.nan)
        self.high: Floats = np.full(cells, np.nan)
        self.whole: npt.NDArray[np.bool_] = np.ones(cells, dtype=bool)
        # The bins that are not empty, by key (the cell, then the bin) in ascending order, and what they count.
        self._keys: Wholes = np.zeros(0, dtype=np.int64)
        self._counts: Wholes = np.zeros(0, dtype=np.int64)

    def add(self, values: Floats) -> None:
        """Count values of shape (any number, cells)."""
        there = ~np.isnan(values)
        if not there.any():
            return
        self._count(*_counted(values, there))
        self.count += np.count_nonzero(there, axis=0)
        self.low = np.fmin(self.low, np.fmin.reduce(values, axis=0))
        self.high = np.fmax(self.high, np.fmax.reduce(values, axis=0))
        self.whole &= np.all(~there | (np.floor(values) == values), axis=0)

    def merge(self, other: Sketch) -> None:
        """Count what another sketch of the same cells has counted."""
        self._count(other._keys, other._counts)
        self.count += other.count
        self.low = np.fmin(self.low, other.low)
        self.high = np.fmax(self.high, other.high)
        self.whole &= other.whole

    def filled(self) -> tuple[Wholes, Wholes, Wholes]:
        """Return the cell, the bin and the count of every bin that is not empty, in ascending order."""
        return self._keys >> _BITS, (self._keys & ((1 << _BITS) - 1)) - _ZERO, self._counts

    @classmethod
    def of(
        cls,
        extremes: tuple[Floats, Floats],
        whole: npt.NDArray[np.bool_],
        filled: tuple[Wholes, Wholes, Wholes],
    ) -> Sketch:
        """Return the sketch with these extremes and filled bins, as `low`, `high`, `whole` and `filled` gave them."""
        sketch = cls(len(whole))
        sketch._count(_key(filled[0], filled[1]), filled[2])
        np.add.at(sketch.count, filled[0], filled[2])
        sketch.low, sketch.high = extremes
        sketch.whole = whole
        return sketch

    def at(self, ranks: Wholes) -> Floats:
        """Return each cell's value of a rank (0 the smallest) to within `ACCURACY`; NaN where there are no values."""
        found = np.full(len(self.count), np.nan)
        cells = np.flatnonzero(self.count)
        if not len(cells):
            return found
        ranks = np.clip(ranks[cells], 0, self.count[cells] - 1)
        so_far = np.cumsum(self._counts)
        firsts = np.searchsorted(self._keys, cells << _BITS)
        before = so_far[firsts] - self._counts[firsts]
        places = np.searchsorted(so_far, before + ranks, side="right")
        middles = middle_of((self._keys[places] & ((1 << _BITS) - 1)) - _ZERO, self.whole[cells])
        low, high = self.low[cells], self.high[cells]
        middles = np.clip(middles, low, high)
        found[cells] = np.where(ranks == 0, low, np.where(ranks == self.count[cells] - 1, high, middles))
        return found

    def percentile(self, percent: int) -> Floats:
        """Return a percentile (1 to 99) of each cell, straight between neighbouring ranks; NaN without values.

        Within `ACCURACY` of the exact one, measured against the larger of its two neighbours.
        """
        lower, upper, share = between_ranks(percent, self.count)
        return part_way(self.at(lower), self.at(upper), share)

    def percentile_among(self, percent: int, all_of: int, cell: int) -> float:
        """Return a percentile of the values of a cell among `all_of` cases; those without a value lie beyond all.

        That is infinity where either neighbour has no value; NaN where there are no cases.
        """
        if not all_of:
            return math.nan
        lower, upper, share = between_ranks(percent, np.array([all_of]))
        return float(part_way(self._value(lower, cell), self._value(upper, cell), share)[0])

    def _value(self, rank: Wholes, cell: int) -> Floats:
        """Return the value of a rank (1,) in one cell, infinity beyond those it has."""
        if rank[0] >= self.count[cell]:
            return np.array([np.inf])
        return self.at(np.full(len(self.count), rank[0]))[cell : cell + 1]

    def _count(self, keys: Wholes, counts: Wholes) -> None:
        """Add counts to bins, given in ascending order, each once."""
        places = np.searchsorted(self._keys, keys)
        known = np.zeros(len(keys), dtype=bool)
        inside = places < len(self._keys)
        known[inside] = self._keys[places[inside]] == keys[inside]
        self._counts[places[known]] += counts[known]
        new = ~known
        if new.any():
            self._keys = np.insert(self._keys, places[new], keys[new])
            self._counts = np.insert(self._counts, places[new], counts[new])


def _counted(values: Floats, there: npt.NDArray[np.bool_]) -> tuple[Wholes, Wholes]:
    """Return the keys of the bins of values (any number, cells) in ascending order, and how many values each holds.

    Cell by cell, which takes a third of the time of sorting all of them: a key begins with its cell.
    """
    by_cell = np.ascontiguousarray(np.where(there, values, 0.0).T)
    keys = _key(np.arange(values.shape[1])[:, None], bins_of(by_cell))
    keys[~there.T] = np.iinfo(np.int64).max
    keys.sort(axis=1)
    flat = keys.ravel()
    flat = flat[flat != np.iinfo(np.int64).max]
    firsts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    return flat[firsts], np.diff(np.append(firsts, len(flat)))


def _key(cells: Wholes, bins: Wholes) -> Wholes:
    return (cells << _BITS) + (bins + _ZERO)
