"""A result read again from its folder: what tables and charts ask of it, without its ledgers.

Where runs were kept its figures are those of the runs themselves, to the last bit; where summaries were, those.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.errors import OutputError, not_allowed
from simulator.results.axes import ScenarioAxes
from simulator.results.bands import Bands
from simulator.results.ledger_again import can_be_rebuilt, ledger_for
from simulator.results.metrics import find, metrics_with
from simulator.results.periods import over_periods, periods_of
from simulator.results.store import read_summaries, verify

if TYPE_CHECKING:
    import numpy.typing as npt

    from simulator.fiscal import By
    from simulator.results.arithmetic import Floats
    from simulator.results.milestones import MilestoneOdds
    from simulator.results.summaries import Summaries
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["read_stored"]


_TRAJECTORIES = "trajectories.parquet"


@dataclass(frozen=True, eq=False)
class Stored(ScenarioAxes):
    """The runs of a scenario as a folder holds them; a metric is read when it is first asked for.

    `stored["nrr"]` gives a metric's values (runs, months + 1), NaN where it is n/a. Days on which milestones were
    reached are not in the folder, so that there are no odds of them.
    """

    scenario: Scenario
    seed: int
    engine: str
    today: TodaysBook | None
    interrupted: bool
    runs: npt.NDArray[np.int64]
    known_digest: str
    folder: Path

    def __getitem__(self, name: str) -> Floats:
        """Return a metric's values (runs, months + 1); raise InputError for an unknown name."""
        found = find(name, self.metrics).name
        if found not in self._known:
            self._known[found] = self._read(found)
        return self._known[found]

    def bands(self, name: str) -> Bands:
        """Return the bands of a metric, month by month; raise InputError for an unknown name."""
        found = find(name, self.metrics).name
        if found not in self._known_bands:
            self._known_bands[found] = Bands.of(self[found])
        return self._known_bands[found]

    def period_values(self, name: str, by: By) -> Floats:
        """Return a metric's values over fiscal quarters or years (runs, periods), NaN where n/a, to the last bit.

        Raises InputError for an unknown name, and for a ratio made from sums that no metric of the folder holds.
        """
        found = find(name, self.metrics)
        values = self[found.name]
        if found.reading != "rebuilt":
            return over_periods(found, values, np.empty(0), periods_of(self.scenario, by))
        if not can_be_rebuilt(found, self.metrics):
            rebuilt = (one.name for one in self.metrics.values() if can_be_rebuilt(one, self.metrics))
            raise not_allowed("name", name, f"a ratio whose parts are metrics: {', '.join(rebuilt)}")
        ledger = ledger_for(found, self.metrics, self.scenario, self.__getitem__)
        return over_periods(found, values, ledger, periods_of(self.scenario, by))

    def period_bands(self, name: str, by: By) -> Bands:
        """Return percentiles, mean and standard error of a metric across the runs, quarter by quarter or year by year.

        They are those of the runs' own figures over the period. Raises InputError as `period_values` does.
        """
        return Bands.of(self.period_values(name, by))

    def milestone_probability(self) -> tuple[MilestoneOdds, ...]:
        """Return nothing: a folder does not hold the days on which milestones were reached."""
        return ()

    def digest(self) -> str:
        """Return the digest of all figures, as it was written."""
        return self.known_digest

    @cached_property
    def _known(self) -> dict[str, Floats]:
        return {}

    @cached_property
    def _known_bands(self) -> dict[str, Bands]:
        return {}

    def _read(self, name: str) -> Floats:
        from simulator.results.disk.parquet import read_column

        column = read_column(self.folder / _TRAJECTORIES, name)
        try:
            return column.reshape(len(self.runs), self.months + 1)
        except ValueError:
            raise OutputError(f"{self.folder / _TRAJECTORIES} holds other runs or months than its manifest") from None


def read_stored(folder: str | Path) -> Stored | Summaries:
    """Return the result in a `folder`, runs or summaries; raise OutputError where it is not as it was written."""
    from simulator.scenario.reading.files import from_resolved
    from simulator.scenario.schema.todays_book import TodaysBook

    manifest = verify(folder)
    if manifest.get("kept") == "summaries":
        return read_summaries(folder)
    scenario = from_resolved(manifest["scenario"])
    _check_metrics(manifest, scenario, folder)
    book = manifest["today"]
    return Stored(
        scenario=scenario,
        seed=manifest["seed"],
        engine=manifest["engine"],
        today=None if book is None else TodaysBook.from_json(book, tuple(scenario.segments)),
        interrupted=manifest["interrupted"],
        runs=_numbers(manifest["run_numbers"]),
        known_digest=manifest["digest"],
        folder=Path(folder),
    )


def _check_metrics(manifest: dict[str, Any], scenario: Scenario, folder: str | Path) -> None:
    """Refuse what another version wrote that had other metrics."""
    if list(manifest["metrics"]) != list(metrics_with(scenario)):
        raise OutputError(f"{folder} holds other metrics, by another t2d3; simulate the scenario afresh")


def _numbers(stretches: list[list[int]]) -> npt.NDArray[np.int64]:
    parts = [np.arange(first, last + 1, dtype=np.int64) for first, last in stretches]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
