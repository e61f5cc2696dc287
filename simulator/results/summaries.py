"""What a simulation found, in summary: for more runs than a machine could hold, in memory that does not grow."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.clock import month_end
from simulator.results.axes import ScenarioAxes
from simulator.results.bands import PERCENTILES, Bands
from simulator.results.metrics import find
from simulator.results.milestones import MilestoneOdds, Odds
from simulator.results.sketch import ACCURACY
from simulator.results.tally import IN_TIME, ON_TIME, PLANNED, REACHED, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from simulator.fiscal import By
    from simulator.results.moments import Moments
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["Summaries"]

FORMAT: Final = b"t2d3 summaries digest 1\n"


@dataclass(frozen=True, eq=False)
class Summaries(ScenarioAxes):
    """The summary of the runs of one scenario: bands of every metric, odds of every milestone, no single runs.

    Counts, extremes, means and standard errors are exact (to rounding). Quantiles are within `accuracy`, relative, of
    those of all runs: 0.1 %, and exact for whole numbers below 1,024, such as headcounts. `interrupted` says that
    fewer runs finished than were asked for.
    """

    scenario: Scenario
    seed: int
    engine: str
    today: TodaysBook | None
    tally: Tally
    interrupted: bool = False

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled and copied: what it is made of, not what was worked out from that since."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    accuracy = ACCURACY
    """Largest relative error of a quantile."""

    @cached_property
    def runs(self) -> Sequence[int]:
        """The numbers of the runs, ascending."""
        stretches = [range(first, last + 1) for first, last in self.tally.runs]
        if len(stretches) == 1:
            return stretches[0]
        return [run for stretch in stretches for run in stretch]

    @cached_property
    def _moments(self) -> Moments:
        return self.tally.tree.whole(self.tally.layout.cells)

    @cached_property
    def _every_band(self) -> Bands:
        mean, se = self._moments.mean_and_error()
        endless = np.isinf(self.tally.sketch.high)
        mean, se = np.where(endless, np.inf, mean), np.where(endless, np.nan, se)
        p5, p25, p50, p75, p95 = (self.tally.sketch.percentile(percent) for percent in PERCENTILES)
        return Bands(p5, p25, p50, p75, p95, mean, se, self.tally.sketch.count)

    def bands(self, name: str) -> Bands:
        """Return percentiles (within `accuracy`), mean and standard error of a metric, month by month.

        Raises InputError for an unknown name.
        """
        return self._bands(self.tally.layout.metric(find(name, self.metrics).name))

    def period_bands(self, name: str, by: By) -> Bands:
        """Return percentiles (within `accuracy`), mean and standard error of a metric, by fiscal quarter or year.

        They are those of the runs' own figures over the period. Raises InputError for an unknown name.
        """
        return self._bands(self.tally.layout.period(find(name, self.metrics).name, by))

    def _bands(self, cells: slice | npt.NDArray[np.int64]) -> Bands:
        every = self._every_band
        return Bands(*(getattr(every, field.name)[cells] for field in fields(every)))

    def milestone_probability(self) -> tuple[MilestoneOdds, ...]:
        """Return for every milestone how likely it is reached by its planned date and by the horizon, and when.

        Probabilities are exact, days within `accuracy` (two days in five years).
        """
        return tuple(self._odds(place) for place in range(len(self.milestones)))

    def _odds(self, place: int) -> MilestoneOdds:
        layout, sketch, runs = self.tally.layout, self.tally.sketch, len(self.runs)
        cell = {what: layout.milestone(place, what) for what in (REACHED, PLANNED, ON_TIME, IN_TIME)}
        stated = int(sketch.count[cell[PLANNED]]) == runs
        p5, p50, p95 = (self._day(cell[REACHED], percent) for percent in (5, 50, 95))
        return MilestoneOdds(
            milestone=float(self.milestones[place]),
            planned_day=self._day(cell[PLANNED], 50),
            by_plan=Odds.of(self._times(cell[ON_TIME]), runs if stated else 0),
            by_horizon=Odds.of(self._times(cell[IN_TIME]), runs),
            p5=p5,
            p50=p50,
            p95=p95,
            start=self.scenario.start_date,
            horizon=month_end(self.months),
        )

    def _day(self, cell: int, percent: int) -> float:
        """Return the day by which so many per cent of all runs had a value, infinity where fewer ever have."""
        return self.tally.sketch.percentile_among(percent, len(self.runs), cell)

    def _times(self, cell: int) -> int:
        """Return how many values of a cell of zeros and ones are ones."""
        cells, bins, counts = self.tally.sketch.filled()
        return int(counts[(cells == cell) & (bins != 0)].sum())

    def digest(self) -> str:
        """Return the sha256 of all of it, the same on any machine and for any split into chunks."""
        hashed = hashlib.sha256(FORMAT)
        moments, sketch = self._moments, self.tally.sketch
        tables = (np.array(self.tally.runs), moments.count, moments.mean, moments.squares, sketch.low, sketch.high)
        for table in (*tables, sketch.whole, *sketch.filled()):
            hashed.update(_spelled(np.asarray(table)))
        return hashed.hexdigest()

    def joined(self, others: Sequence[Summaries]) -> Summaries:
        """Return the summary of these runs and of others of the same scenario, seed and engine.

        No block of 64 runs may be shared between two of them; raises ValueError where one is.
        """
        tally = Tally(self.tally.layout)
        for one in (self, *others):
            if (one.scenario, one.seed, one.engine, one.today) != (self.scenario, self.seed, self.engine, self.today):
                raise ValueError("only summaries of the same scenario, book, seed and engine can be joined")
            tally.merge(one.tally)
        return replace(self, tally=tally, interrupted=any(one.interrupted for one in (self, *others)))


def _spelled(values: np.ndarray[Any, Any]) -> bytes:
    """Return values as bytes, little-endian, with their number in front and every NaN spelled alike."""
    number = np.array([values.size], dtype="<i8").tobytes()
    if values.dtype.kind != "f":
        return number + values.astype("<i8").tobytes()
    return number + np.where(np.isnan(values), np.nan, values + 0.0).astype("<f8").tobytes()
