"""What a simulation found: the ledgers of all its runs, and every question one asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from numbers import Integral
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simulator.engine.contract import HIRE, RunRecord, cohorts_in
from simulator.errors import T2D3Error, not_allowed
from simulator.results.axes import ScenarioAxes
from simulator.results.bands import Bands, bands_of
from simulator.results.columns import ledger_columns
from simulator.results.digest import digest_of
from simulator.results.metrics import find
from simulator.results.milestones import MilestoneOdds, milestone_odds
from simulator.results.periods import BY, bands_by_period, over_periods, periods_of

if TYPE_CHECKING:
    import pandas
    import xarray

    from simulator.fiscal import By
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = [
    "RUN_HIRE",
    "Result",
    "room_for_ledgers",
]

RUN_HIRE: Final = np.dtype([("run", "i8"), *HIRE.descr])
"""One row of the log of hires over all runs: the run, then the fields of HIRE."""


class ReplayError(T2D3Error):
    """A run replayed today gives other figures than the result holds."""


@dataclass(frozen=True, eq=False)
class Result(ScenarioAxes):
    """The runs of one scenario, in ascending order of their numbers; every array is read-only.

    `runs` (runs,); `ledger` (runs, months + 1, columns); `plan_arr` planned ARR in dollars at month ends
    (runs, months + 1); `cohort_arr` and `cohort_customers` (runs, cohorts, months + 1); `reached` days (runs,
    milestones), NaN for never; `hires` rows of RUN_HIRE. `interrupted` says that fewer runs finished than were asked
    for.

    `result["nrr"]` gives a metric's values (runs, months + 1), NaN where it is n/a.
    """

    scenario: Scenario
    seed: int
    engine: str
    today: TodaysBook | None
    runs: npt.NDArray[np.int64]
    ledger: Floats
    plan_arr: Floats
    cohort_arr: Floats
    cohort_customers: Floats
    reached: Floats
    hires: npt.NDArray[np.void]
    interrupted: bool = False

    def __post_init__(self) -> None:
        if np.any(np.diff(self.runs) <= 0):
            raise ValueError("runs must be in ascending order, each once")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled and copied: what it is made of, not what was worked out from that since."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        seed: int,
        runs: npt.ArrayLike,
        records: Sequence[RunRecord],
        plan_arr: npt.ArrayLike,
        engine: str,
        today: TodaysBook | None = None,
        *,
        interrupted: bool = False,
    ) -> Result:
        """Stack the records of runs.

        `runs` are their numbers, ascending, `records` in the same order, `plan_arr` their planned ARR in dollars at
        month ends (runs, months + 1). Raises ValueError when the shapes do not belong together.
        """
        numbers = np.array(runs, dtype=np.int64)
        months, cohorts = scenario.horizon_months, cohorts_in(scenario.horizon_months)
        if not len(numbers) == len(records):
            raise ValueError(f"{len(numbers)} run numbers for {len(records)} records")
        cohort_shape = (len(numbers), cohorts, months + 1)
        return cls(
            scenario=scenario,
            seed=seed,
            engine=engine,
            today=today,
            runs=numbers,
            ledger=_stack(
                [record.ledger for record in records], room_for_ledgers(len(numbers), months, ledger_columns(scenario))
            ),
            plan_arr=np.array(plan_arr, dtype=np.float64).reshape(len(numbers), months + 1),
            cohort_arr=_stack([record.cohort_arr for record in records], np.empty(cohort_shape)),
            cohort_customers=_stack([record.cohort_customers for record in records], np.empty(cohort_shape)),
            reached=_stack([record.reached for record in records], np.empty((len(numbers), len(scenario.milestones)))),
            hires=_hires(numbers, records),
            interrupted=interrupted,
        )

    # figures -------------------------------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Floats:
        """Return a metric's values (runs, months + 1), NaN where n/a; raise InputError for an unknown name."""
        return np.array(find(name, self.metrics).values(self.ledger, self.plan_arr))

    def bands(self, name: str) -> Bands:
        """Return percentiles, mean and standard error of a metric across the runs, month by month."""
        known = self._known_bands.get(name)
        if known is None:
            known = self._known_bands[name] = Bands.of(self[name])
        return known

    @cached_property
    def _known_bands(self) -> dict[str, Bands]:
        """The bands asked for so far: tables and charts show many a metric more than once."""
        return {}

    def every_value(self) -> dict[str, Floats]:
        """Return the values of every metric by name, each (runs, months + 1); a column of the ledger is not copied."""
        return {name: metric.values(self.ledger, self.plan_arr) for name, metric in self.metrics.items()}

    def remember_bands(self, values: Mapping[str, Floats]) -> None:
        """Work out the bands of many metrics at once, from their values; `bands` and `period_bands` have them at hand
        from then on.
        """
        self._known_bands.update(bands_of(values))
        for by in BY:
            found = bands_by_period(self, values, by)
            self._known_period_bands.update({(name, by): bands for name, bands in found.items()})

    def period_values(self, name: str, by: By) -> Floats:
        """Return a metric's values over fiscal quarters or years (runs, periods), NaN where n/a.

        `periods.periods_of(scenario, by)` says which they are. Raises InputError for an unknown name.
        """
        found = find(name, self.metrics)
        return over_periods(found, self[name], self.ledger, periods_of(self.scenario, by))

    def period_bands(self, name: str, by: By) -> Bands:
        """Return percentiles, mean and standard error of a metric across the runs, quarter by quarter or year by year.

        They are those of the runs' own figures over the period; the bands of months do not add up.
        """
        known = self._known_period_bands.get((name, by))
        if known is None:
            known = self._known_period_bands[name, by] = Bands.of(self.period_values(name, by))
        return known

    @cached_property
    def _known_period_bands(self) -> dict[tuple[str, By], Bands]:
        """The bands over periods asked for so far."""
        return {}

    def milestone_probability(self) -> tuple[MilestoneOdds, ...]:
        """Return for every milestone how likely it is reached by its planned date and by the horizon, and when."""
        return milestone_odds(self.milestones, self.reached, self.plan_arr, self.scenario.start_date)

    def digest(self) -> str:
        """Return the sha256 of all figures, the same on any machine and for any split into chunks."""
        return digest_of(self)

    # single runs ---------------------------------------------------------------------------------------------------

    def place(self, run: int) -> int:
        """Return the row of a run; raise KeyError when the result does not hold it, InputError for no whole number."""
        if isinstance(run, bool) or not isinstance(run, Integral):
            raise not_allowed("run", run, "a whole number, such as 0")
        row = int(np.searchsorted(self.runs, run))
        if row == len(self.runs) or self.runs[row] != run:
            raise KeyError(f"this result holds no run {run}")
        return row

    def events(self, run: int) -> npt.NDArray[np.void]:
        """Simulate a run again and return its event log, rows of `contract.EVENT`.

        Raises ReplayError when the run no longer gives the figures held here (they came from another version).
        """
        row = self.place(run)
        record = replay(self.scenario, self.seed, run, self.today)
        if not np.array_equal(record.ledger, self.ledger[row], equal_nan=True):
            raise ReplayError(
                f"run {run} gives other figures today than this result holds, "
                "so its events would not explain them; simulate the scenario afresh"
            )
        return record.events

    def events_frame(self, run: int) -> pandas.DataFrame:
        """Return a run's event log as a pandas table with words for kinds and labels for days."""
        from simulator.results.frames import events_frame, load_extra

        load_extra("pandas")  # before the work of a replay
        return events_frame(self, self.events(run))

    # parts and wholes ----------------------------------------------------------------------------------------------

    def subset(self, runs: Iterable[int]) -> Result:
        """Return the result of some of the runs; raise KeyError for one it does not hold."""
        if not isinstance(runs, Iterable) or isinstance(runs, str):
            raise not_allowed("runs", runs, "numbers of runs, such as [0, 1, 2]")
        rows = sorted({self.place(run) for run in runs})
        return self._rows(np.array(rows, dtype=np.int64))

    @classmethod
    def concatenate(cls, parts: Sequence[Result]) -> Result:
        """Join results of disjoint runs of one scenario, seed and engine, in any order.

        Raises ValueError when the parts do not belong together.
        """
        if not isinstance(parts, Sequence) or not all(isinstance(part, Result) for part in parts):
            raise not_allowed("parts", parts, "results, as a list")
        if not parts:
            raise ValueError("nothing to join")
        first = parts[0]
        for part in parts[1:]:
            same = (part.scenario, part.seed, part.engine, part.today)
            if same != (first.scenario, first.seed, first.engine, first.today):
                raise ValueError("only results of the same scenario, book, seed and engine can be joined")
        ordered = sorted(parts, key=lambda part: int(part.runs[0]) if len(part.runs) else -1)
        joined: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in ordered]) for name in _PER_RUN}
        hires = np.concatenate([part.hires for part in ordered])
        order = np.argsort(joined["runs"], kind="stable")
        if np.any(order[1:] < order[:-1]):  # interleaved parts; whole ranges need no second copy
            joined = {name: table[order] for name, table in joined.items()}
            hires = hires[np.argsort(hires["run"], kind="stable")]
        return replace(first, **joined, hires=hires, interrupted=any(part.interrupted for part in parts))

    def _rows(self, rows: npt.NDArray[np.int64]) -> Result:
        kept: dict[str, Any] = {name: getattr(self, name)[rows] for name in _PER_RUN}
        hires = self.hires[np.isin(self.hires["run"], kept["runs"])]
        return replace(self, **kept, hires=hires)

    # other shapes --------------------------------------------------------------------------------------------------

    def to_pandas(self) -> pandas.DataFrame:
        """Return one row a run and month and one column a metric. Needs the extra `t2d3[frames]`."""
        from simulator.results.frames import to_pandas

        return to_pandas(self)

    def to_xarray(self) -> xarray.Dataset:
        """Return a dataset over run and month with one variable a metric. Needs the extra `t2d3[frames]`."""
        from simulator.results.frames import to_xarray

        return to_xarray(self)


_PER_RUN: Final = ("runs", "ledger", "plan_arr", "cohort_arr", "cohort_customers", "reached")


def room_for_ledgers(runs: int, months: int, columns: int) -> Floats:
    """Return room for ledgers, not filled yet: of so many `runs`, `months` and `columns` (runs, months + 1, columns).

    A column lies in memory with all its runs and months side by side: metrics take columns, not runs.
    """
    return np.moveaxis(np.empty((columns, runs, months + 1)), 0, -1)


def _stack(tables: Sequence[Floats], room: Floats) -> Floats:
    """Copy tables into the room for them, once, checking each."""
    for place, table in enumerate(tables):
        if table.shape != room.shape[1:]:
            raise ValueError(f"a record has a table of shape {table.shape}; the scenario asks for {room.shape[1:]}")
        room[place] = table
    return room


def _hires(runs: npt.NDArray[np.int64], records: Sequence[RunRecord]) -> npt.NDArray[np.void]:
    lengths = [len(record.hires) for record in records]
    hires = np.empty(sum(lengths), dtype=RUN_HIRE)
    hires["run"] = np.repeat(runs, lengths)
    for name in HIRE.names or ():
        if records:
            hires[name] = np.concatenate([record.hires[name] for record in records])
    return hires


def replay(scenario: Scenario, seed: int, run: int, today: TodaysBook | None) -> RunRecord:
    """Simulate one run with its event log.

    The SimPy model does it whichever engine made the result: both leave equal records, events included.
    """
    from simulator.engine.lowering import lower
    from simulator.engine.reference import run_reference
    from simulator.scenario.schema.uncertainty import parameter_rows, with_values

    row = parameter_rows(scenario, seed, range(run, run + 1))[0]
    return run_reference(lower(with_values(scenario, row), today), seed, run, log=True)
