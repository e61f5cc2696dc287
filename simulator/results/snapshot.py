"""What tables and charts ask of many runs, without the runs: small enough to be handed to another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.results.axes import ScenarioAxes
from simulator.results.metrics import find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from simulator.results.bands import Bands
    from simulator.results.milestones import MilestoneOdds
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["Snapshot"]


@dataclass(frozen=True, eq=False)
class Snapshot(ScenarioAxes):
    """The bands of every metric and the odds of every milestone: the same answers as the result it was taken from."""

    scenario: Scenario
    seed: int
    engine: str
    today: TodaysBook | None
    interrupted: bool
    runs: Sequence[int] | npt.NDArray[np.int64]
    every_band: Mapping[str, Bands]
    odds: tuple[MilestoneOdds, ...]

    @classmethod
    def of(cls, result: Summarised) -> Snapshot:
        """Take the outline of a result."""
        return cls(
            scenario=result.scenario,
            seed=result.seed,
            engine=result.engine,
            today=result.today,
            interrupted=result.interrupted,
            runs=result.runs,
            every_band={name: result.bands(name) for name in result.metrics},
            odds=result.milestone_probability(),
        )

    def bands(self, name: str) -> Bands:
        """Return the bands of a metric, month by month; raise InputError for an unknown name."""
        return self.every_band[find(name, self.metrics).name]

    def milestone_probability(self) -> tuple[MilestoneOdds, ...]:
        """Return the odds of every milestone."""
        return self.odds
