"""Quantiles of runs as a row of cells, and where among them a figure lies that somebody has yet to type in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from simulator.reports.workbook.formula import Cell, Live, Value, called, chosen, compared, ratio


@dataclass(frozen=True)
class Quantiles:
    """The quantiles of one metric in one month, as a row of a block and in figures."""

    block: Cell
    percents: Cell
    row: Live
    figures: list[Value]
    shares: list[float]

    def at(self, which: Live) -> Live:
        """Return a quantile, counted from 1."""
        return called("INDEX", self.block, self.row, which, value=self.figures[self._clipped(which)])

    def percent(self, which: Live) -> Live:
        """Return which share of the runs lies below a quantile."""
        return called("INDEX", self.percents, which, value=self.shares[self._clipped(which)])

    def reached(self, actual: Live) -> Live:
        """Return the place of the last quantile that an actual reaches."""
        return self._match(actual, 1.0, bisect_right(self._known, actual.number))

    def _match(self, actual: Live, how: float, found: int) -> Live:
        every = called("INDEX", self.block, self.row, 0.0, value=0.0)
        return called("MATCH", actual, every, how, value=float(found))

    @property
    def _known(self) -> list[float]:
        return [value for value in self.figures if isinstance(value, float)]

    def between(self, actual: Live, at: Live) -> Live:
        """Return the percentile straight between two quantiles; of several that are alike, the middle of them."""
        below, above = self.at(at), self.at(at + 1.0)
        first = self._match(actual, 0.0, bisect_left(self._known, actual.number) + 1)
        middle = (self.percent(first) + self.percent(at)) / 2.0
        step = self.percent(at + 1.0) - self.percent(at)
        part = ratio(actual - below, above - below)
        return chosen(compared(actual, "=", below), middle, self.percent(at) + step * part)

    def _clipped(self, which: Live) -> int:
        return max(0, min(int(which.number), len(self.figures)) - 1)


def is_number(one: Live) -> Live:
    """Return whether a cell holds a number."""
    return called("ISNUMBER", one, value=float(isinstance(one.value, float)))


def both(one: Live, other: Live) -> Live:
    """Return whether two things hold."""
    return called("AND", one, other, value=float(bool(one.value and other.value)))
