"""What is asked of the runs of a scenario: by tables and charts of summaries, and by whoever needs the runs themselves.

`Result` answers all of it; `Summaries` and `Snapshot` answer what needs no single run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from simulator.fiscal import By
    from simulator.results.arithmetic import Floats
    from simulator.results.bands import Bands
    from simulator.results.metrics import Metric
    from simulator.results.milestones import MilestoneOdds
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["SingleRuns", "Summarised", "SummarisedByPeriod"]


class Summarised(Protocol):
    """What tables ask of the runs of a scenario; a `Result` answers it, and so do `Summaries`."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""

    @property
    def seed(self) -> int:
        """The seed."""

    @property
    def engine(self) -> str:
        """The name of the engine."""

    @property
    def today(self) -> TodaysBook | None:
        """The user's accounts and roster, where the scenario names them."""

    @property
    def interrupted(self) -> bool:
        """Whether fewer runs finished than were asked for."""

    @property
    def runs(self) -> Sequence[int] | npt.NDArray[np.int64]:
        """The numbers of the runs, ascending."""

    @property
    def months(self) -> int:
        """The last month."""

    @property
    def labels(self) -> list[str]:
        """Calendar labels of the month ends."""

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """All metrics by name."""

    def bands(self, name: str) -> Bands:
        """Return the bands of a metric, month by month."""

    def milestone_probability(self) -> tuple[MilestoneOdds, ...]:
        """Return the odds of every milestone."""


class SummarisedByPeriod(Summarised, Protocol):
    """What tables of periods ask of the runs of a scenario; a `Result` answers it, and so do `Summaries`."""

    def period_bands(self, name: str, by: By) -> Bands:
        """Return the bands of a metric, quarter by quarter or year by year."""


@runtime_checkable
class SingleRuns(Protocol):
    """Whatever has the figures of single runs: a `Result`, and one read again from its folder."""

    def __getitem__(self, name: str) -> Floats:
        """Return a metric's values (runs, months + 1), NaN where n/a."""


class RunByRun(Summarised, Protocol):
    """What is asked of the runs themselves: their figures, shaped as in `Result`."""

    @property
    def runs(self) -> npt.NDArray[np.int64]:
        """The numbers of the runs, ascending."""

    @property
    def ledger(self) -> Floats:
        """The ledgers (runs, months + 1, columns)."""

    @property
    def plan_arr(self) -> Floats:
        """Planned ARR in dollars at month ends (runs, months + 1)."""

    @property
    def cohort_arr(self) -> Floats:
        """ARR by cohort (runs, cohorts, months + 1)."""

    @property
    def cohort_customers(self) -> Floats:
        """Customers by cohort (runs, cohorts, months + 1)."""

    @property
    def reached(self) -> Floats:
        """Days on which milestones were reached (runs, milestones)."""

    @property
    def hires(self) -> npt.NDArray[np.void]:
        """The log of hires, rows of RUN_HIRE."""

    def __getitem__(self, name: str) -> Floats:
        """Return a metric's values (runs, months + 1), NaN where n/a."""
