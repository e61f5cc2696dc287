"""Choices by month: the judged measure read at every month of the same runs, so that a verdict shows when it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.decisions.paired import Estimate, estimate
from simulator.results.arithmetic import gap
from simulator.results.bands import mean_of
from simulator.results.metrics import Unit

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.measure import Measure

__all__ = ["Course"]


@dataclass(frozen=True, eq=False)
class Course:
    """A measure of several choices on common runs, month by month; `values` is (choices, months, runs).

    `measures` are the judged one read at each of the `months`. All differences are those from the choice `against`.
    """

    measures: tuple[Measure, ...]
    months: tuple[int, ...]
    values: Floats
    against: int

    @classmethod
    def of(cls, measures: Sequence[Measure], months: Sequence[int], values: Floats, against: int) -> Course | None:
        """Return the course over the months at which every run of every choice has a figure; None without any."""
        known = np.flatnonzero(np.isfinite(values).all(axis=(0, 2)))
        if not known.size:
            return None
        kept = known.tolist()
        return cls(tuple(measures[at] for at in kept), tuple(months[at] for at in kept), values[:, known], against)

    @property
    def runs(self) -> int:
        """How many runs there are of each choice."""
        return int(self.values.shape[2])

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """The mean of the choice that the others are held against, month by month."""
        return tuple(mean_of(row) for row in self.values[self.against])

    @property
    def in_shares(self) -> bool:
        """Whether differences are told as shares of those levels: of dollars that are above zero throughout."""
        return self.measures[0].unit is Unit.USD and min(self.levels) > 0.0

    def differences(self, choice: int) -> list[Estimate]:
        """Return a choice minus the one it is held against, month by month; those of a month hold at once with 95 %.

        They are shares of what that one has, or figures in the measure's unit (`in_shares`).
        """
        gaps = gap(self.values[choice], self.values[self.against])
        among = max(1, len(self.values) - 1)
        scales = self.levels if self.in_shares else (1.0,) * len(self.months)
        return [estimate(row / scale, among=among) for row, scale in zip(gaps, scales, strict=True)]

    def places(self, months: Sequence[int]) -> list[int]:
        """Return the places of those of some `months` that are among its own."""
        return [self.months.index(month) for month in months if month in self.months]
