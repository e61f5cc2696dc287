"""Means and variances that can be merged, the same to the last bit however the runs were shared out.

Sums in floating point depend on the order of their terms. So the order is fixed: runs are gathered in blocks of 64 by
their number, and blocks are joined two by two, as the halves of larger blocks, by the formula of Chan, Golub and
LeVeque (1983). Which blocks are joined follows from their numbers alone; when they come in makes no difference, and of
`n` blocks about log₂ n are held at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats

__all__ = ["BLOCK"]

BLOCK: Final = 64
"""Runs in a block: block k holds the runs 64 k to 64 k + 63."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Number, mean and sum of squared distances from the mean of each cell's finite values; NaN is no value."""

    count: npt.NDArray[np.int64]
    mean: Floats
    squares: Floats

    @classmethod
    def of(cls, values: Floats) -> Moments:
        """Return the moments of values (any number, cells), added up in the order of the rows."""
        there = np.isfinite(values)
        count = np.count_nonzero(there, axis=0)
        # Measured from a value of the cell's own, so that the mean of equal values is exactly that value.
        some = np.where(count > 0, values[np.argmax(there, axis=0), np.arange(values.shape[1])], 0.0)
        mean = some + _sum(np.where(there, values - some, 0.0)) / np.maximum(count, 1)
        off = np.where(there, values - mean, 0.0)
        return cls(count, mean, _sum(off * off))

    def joined(self, other: Moments) -> Moments:
        """Return the moments of both together; which one comes first matters to the last bits."""
        count = self.count + other.count
        weight = other.count / np.maximum(count, 1)
        apart = np.where((self.count > 0) & (other.count > 0), other.mean - self.mean, 0.0)
        mean = np.where(self.count > 0, self.mean + apart * weight, other.mean)
        squares = self.squares + other.squares + apart * apart * (self.count * weight)
        return Moments(count, mean, squares)

    def mean_and_error(self) -> tuple[Floats, Floats]:
        """Return the means and their standard errors; NaN where there is no value, or only one for the error."""
        mean, error = np.where(self.count > 0, self.mean, np.nan), np.full(self.mean.shape, np.nan)
        variance = np.divide(self.squares, self.count - 1, out=np.zeros(self.mean.shape), where=self.count > 1)
        np.divide(np.sqrt(variance), np.sqrt(self.count), out=error, where=self.count > 1)
        return mean, error


def _sum(values: Floats) -> Floats:
    """Add up rows one after the other: numpy's own sum pairs its terms by memory layout."""
    added = np.zeros(values.shape[1:])
    for row in values:
        added += row
    return added


class Tree:
    """The moments of blocks, joined as far as their neighbours are in.

    A node is named by its level and place: (0, k) is block k, (1, k) the blocks 2 k and 2 k + 1, and so on.
    """

    def __init__(self, nodes: Iterable[tuple[tuple[int, int], Moments]] = ()) -> None:
        self._nodes: dict[tuple[int, int], Moments] = {}
        for name, moments in nodes:
            self.add(name, moments)

    def add(self, name: tuple[int, int], moments: Moments) -> None:
        """Add a node, and join it with its other half for as long as that is there; each block is added once."""
        level, place = name
        while (level, place ^ 1) in self._nodes:
            other = self._nodes.pop((level, place ^ 1))
            moments = other.joined(moments) if place % 2 else moments.joined(other)
            level, place = level + 1, place // 2
        if (level, place) in self._nodes:
            raise ValueError(f"block {place << level} has been counted already")
        self._nodes[level, place] = moments

    def nodes(self) -> Iterator[tuple[tuple[int, int], Moments]]:
        """Return names and moments in the order of the runs."""
        for name in sorted(self._nodes, key=lambda name: name[1] << name[0]):
            yield name, self._nodes[name]

    def whole(self, cells: int) -> Moments:
        """Return the moments of all that is in."""
        nothing = Moments(np.zeros(cells, dtype=np.int64), np.zeros(cells), np.zeros(cells))
        return reduce(Moments.joined, (moments for _, moments in self.nodes()), nothing)
