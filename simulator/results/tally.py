"""What is kept of runs once their ledgers are let go: moments and spread of every metric in every month, by block, and
over every fiscal quarter and year.

A tally of some runs and a tally of others make the tally of both. It depends on which runs are in, on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.clock import month_end
from simulator.errors import not_allowed
from simulator.results.metrics import metrics_with
from simulator.results.milestones import planned_days
from simulator.results.moments import BLOCK, Moments, Tree
from simulator.results.periods import BY, over_periods, periods_of, sums
from simulator.results.sketch import Sketch

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.fiscal import By
    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result
    from simulator.scenario.schema.scenario import Scenario

    Columns = Mapping[str, npt.NDArray[Any]]

__all__ = ["COLUMNS", "Layout", "Tally"]

REACHED: Final = 0
"""Of a milestone: the day on which a run reached it, no value for never."""
PLANNED: Final = 1
"""The day on which the run's plan reaches it, no value for never."""
ON_TIME: Final = 2
"""1 where it was reached by the planned day, 0 elsewhere."""
IN_TIME: Final = 3
"""1 where it was reached by the horizon, 0 elsewhere."""
_PER_MILESTONE: Final = 4

_WHOLE, _FLOAT = np.int64, np.float64
COLUMNS: Final[Mapping[str, Mapping[str, type[np.generic]]]] = {
    "runs": {"first": _WHOLE, "last": _WHOLE},
    "moments": {
        "level": _WHOLE,
        "place": _WHOLE,
        "cell": _WHOLE,
        "count": _WHOLE,
        "mean": _FLOAT,
        "squares": _FLOAT,
    },
    "extremes": {"cell": _WHOLE, "low": _FLOAT, "high": _FLOAT, "whole": _WHOLE},
    "bins": {"cell": _WHOLE, "place": _WHOLE, "count": _WHOLE},
}
"""The tables of a tally on disk: their columns, and the types of these."""


class Layout:
    """Which cell of a tally holds what: every metric at every month, four cells a milestone, then the fiscal periods.

    Over a quarter or year only what is not read at its end has cells of its own.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self.months, self.milestones = scenario.horizon_months, len(scenario.milestones)
        self.metrics = metrics_with(scenario)
        self.periods = {by: periods_of(scenario, by) for by in BY}
        self._place = {name: place for place, name in enumerate(self.metrics)}
        self.cells = len(self._place) * (self.months + 1) + self.milestones * _PER_MILESTONE
        self._stretches = [period for by in BY for period in self.periods[by]]
        self._added = [name for name, metric in self.metrics.items() if metric.reading == "sum"]
        self._rebuilt = [name for name, metric in self.metrics.items() if metric.reading == "rebuilt"]
        self._of_periods = {}  # of all quarters, then of all years
        for name in (*self._added, *self._rebuilt):
            self._of_periods[name] = slice(self.cells, self.cells + len(self._stretches))
            self.cells += len(self._stretches)

    def __reduce__(self) -> tuple[type[Layout], tuple[Scenario]]:
        """Return how it is pickled and copied: it follows from its scenario."""
        return type(self), (self._scenario,)

    def metric(self, name: str) -> slice:
        """Return the cells of a metric, month by month."""
        first = self._place[name] * (self.months + 1)
        return slice(first, first + self.months + 1)

    def period(self, name: str, by: By) -> npt.NDArray[np.int64]:
        """Return the cells of a metric, quarter by quarter or year by year; raise InputError for no such periods."""
        if by not in BY:
            raise not_allowed("by", by, " or ".join(f'"{one}"' for one in BY))
        own = self._of_periods.get(name)
        if own is not None:
            quarters = len(self.periods["quarters"])
            cells = (
                slice(own.start, own.start + quarters) if by == "quarters" else slice(own.start + quarters, own.stop)
            )
            return np.arange(self.cells)[cells]
        lasts = np.array([period.last for period in self.periods[by]], dtype=np.int64)
        return np.arange(self.cells)[self.metric(name)][lasts]

    def milestone(self, place: int, what: int) -> int:
        """Return the cell of a milestone: REACHED, PLANNED, ON_TIME or IN_TIME."""
        return len(self._place) * (self.months + 1) + place * _PER_MILESTONE + what

    def values(self, result: Result) -> Floats:
        """Return what every run of a result has for every cell (runs, cells), NaN for no value."""
        values = np.empty((len(result.runs), self.cells))
        for name in self._place:
            values[:, self.metric(name)] = result[name]
        self._fill_periods(values, result)
        horizon = month_end(self.months)
        for place, milestone in enumerate(result.milestones):
            planned = planned_days(result.plan_arr, float(milestone))
            reached = result.reached[:, place]
            day = np.where(np.isnan(reached), np.inf, reached)
            values[:, self.milestone(place, REACHED)] = reached
            values[:, self.milestone(place, PLANNED)] = np.where(np.isinf(planned), np.nan, planned)
            values[:, self.milestone(place, ON_TIME)] = day <= planned
            values[:, self.milestone(place, IN_TIME)] = day <= horizon
        return values

    def _fill_periods(self, values: Floats, result: Result) -> None:
        """Work out the cells of fiscal periods, from those of the months and from the ledger; all flows at once."""
        places = [self._place[name] for name in self._added]
        monthly = values[:, : len(self._place) * (self.months + 1)].reshape(len(values), -1, self.months + 1)[:, places]
        flows = slice(self._of_periods[self._added[0]].start, self._of_periods[self._added[-1]].stop)
        values[:, flows] = sums(monthly, self._stretches).reshape(len(values), -1)
        for name in self._rebuilt:
            own = over_periods(self.metrics[name], values[:, self.metric(name)], result.ledger, self._stretches)
            values[:, self._of_periods[name]] = own


class Tally:
    """The moments and the spread of some runs, each counted once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.sketch = Sketch(layout.cells)
        self.tree = Tree()
        self.runs: list[tuple[int, int]] = []
        """Which runs are in: first and last of each stretch, ascending."""

    def add(self, result: Result) -> None:
        """Count the runs of a result; a block's runs must come together, and each run only once."""
        values = self.layout.values(result)
        blocks = result.runs // BLOCK
        for block in np.unique(blocks).tolist():
            self.tree.add((0, block), Moments.of(values[blocks == block]))
        self.sketch.add(values)
        for run in result.runs.tolist():
            self._note(run, run)

    def merge(self, other: Tally) -> None:
        """Count the runs of another tally, none of whose blocks is in this one."""
        for name, moments in other.tree.nodes():
            self.tree.add(name, moments)
        self.sketch.merge(other.sketch)
        for first, last in other.runs:
            self._note(first, last)

    def _note(self, first: int, last: int) -> None:
        if self.runs and self.runs[-1][1] == first - 1:  # the usual case: the next run
            self.runs[-1] = (self.runs[-1][0], last)
            return
        joined: list[tuple[int, int]] = []
        for stretch in sorted([*self.runs, (first, last)]):
            if joined and joined[-1][1] == stretch[0] - 1:
                joined[-1] = (joined[-1][0], stretch[1])
            else:
                joined.append(stretch)
        self.runs = joined

    # on disk -------------------------------------------------------------------------------------------------------

    def tables(self) -> dict[str, Columns]:
        """Return all of it as plain tables: runs, moments, extremes and bins."""
        nodes = list(self.tree.nodes())
        cells = self.layout.cells
        cell, place, count = self.sketch.filled()
        every = np.arange(cells)
        firsts, lasts = np.array(self.runs, dtype=np.int64).reshape(-1, 2).T
        return {
            "runs": {"first": firsts, "last": lasts},
            "moments": {
                "level": np.repeat(np.array([name[0] for name, _ in nodes], dtype=np.int64), cells),
                "place": np.repeat(np.array([name[1] for name, _ in nodes], dtype=np.int64), cells),
                "cell": np.tile(every, len(nodes)),
                "count": _joined([moments.count for _, moments in nodes], np.int64),
                "mean": _joined([moments.mean for _, moments in nodes], np.float64),
                "squares": _joined([moments.squares for _, moments in nodes], np.float64),
            },
            "extremes": {
                "cell": every,
                "low": self.sketch.low,
                "high": self.sketch.high,
                "whole": self.sketch.whole.astype(np.int64),
            },
            "bins": {"cell": cell, "place": place, "count": count},
        }

    @classmethod
    def of(cls, layout: Layout, tables: Mapping[str, Columns]) -> Tally:
        """Return the tally that gave these tables; raise ValueError where they are laid out in another way."""
        tally = cls(layout)
        runs, moments, extremes, bins = (tables[name] for name in ("runs", "moments", "extremes", "bins"))
        if len(extremes["cell"]) != layout.cells:
            raise ValueError(f"a tally of {len(extremes['cell'])} cells where {layout.cells} are told")
        tally.runs = list(zip(runs["first"].tolist(), runs["last"].tolist(), strict=True))
        rows = range(0, len(moments["cell"]), layout.cells)
        for row in rows:
            node = slice(row, row + layout.cells)
            name = (int(moments["level"][row]), int(moments["place"][row]))
            tally.tree.add(name, Moments(moments["count"][node], moments["mean"][node], moments["squares"][node]))
        filled = (bins["cell"], bins["place"], bins["count"])
        tally.sketch = Sketch.of((extremes["low"], extremes["high"]), extremes["whole"] != 0, filled)
        return tally


def _joined(arrays: list[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=kind)
