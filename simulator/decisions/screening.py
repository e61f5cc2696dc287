"""Choices judged on common draws: played no further than the judged measure looks, in full where more is shown.

A run is the same up to any month whatever the horizon, so that a measure read after 36 of 60 months is had from the
first 36, at a fraction of the cost: customers, and with them the work of a run, grow with the company.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.errors import InputError, ScenarioError
from simulator.progress import Stage
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.measure import Measure, Read
    from simulator.scenario.schema.scenario import Scenario


class Screening:
    """Scenarios with a label each, the measure they are judged by, and further figures read from full runs."""

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        labels: Sequence[str],
        measure: Measure,
        further: Sequence[Read],
        *,
        stage: Stage,
        seed: int,
        engine: str,
        workers: int | None,
    ) -> None:
        self._measure, self._labels, self._stage = measure, list(labels), stage
        self._full = CommonDraws(scenarios, [measure.of, *further], seed=seed, engine=engine, workers=workers)
        cut = [until(scenario, measure) for scenario in scenarios]
        self._brief = CommonDraws(cut, [measure.of], seed=seed, engine=engine, workers=workers)
        self.shown: Floats | None = None

    @property
    def spent(self) -> int:
        """How many runs were played."""
        return self._full.spent + self._brief.spent

    def check(self) -> None:
        """Lower every scenario, so that one that cannot be simulated is refused before any run."""
        self._full.check()
        self._brief.check()

    def play(self, runs: range, which: Sequence[int], what: str) -> Floats:
        """Return the judged measure (choices, runs), every run no longer than it takes; raise as `CommonDraws`."""
        return self._played(self._brief, runs, which, what)[:, 0]

    def play_fresh(self, runs: range, which: Sequence[int]) -> Floats:
        """Return the judged measure; the first call plays full runs, and keeps all figures of them as `shown`."""
        if self.shown is not None:
            return self.play(runs, which, f"Playing fresh runs of {_choices(len(which))}")
        self.shown = self._played(self._full, runs, which, f"Playing fresh runs of {_choices(len(which))}, to the end")
        return self.shown[:, 0]

    def play_as_it_stands(self, runs: int, place: int) -> Floats:
        """Return all figures (figures, runs) of one choice in full, on the runs that `t2d3 run` plays."""
        return self.play_as_run_does(runs, [place], "Playing the scenario as it stands")[0]

    def play_as_run_does(self, runs: int, which: Sequence[int], what: str) -> list[Floats]:
        """Return all figures (figures, runs) of several choices in full, on the runs that `t2d3 run` plays."""
        with self._stage(what, runs * len(which)) as progress:
            return list(self._full.play(range(runs), which, progress))

    def _played(self, field: CommonDraws, runs: range, which: Sequence[int], what: str) -> Floats:
        with self._stage(what, len(runs) * len(which)) as progress:
            values = field.play(runs, which, progress)
        check_defined(values[:, 0], self._measure.words, [self._labels[place] for place in which])
        return values


def _choices(count: int) -> str:
    return "1 choice" if count == 1 else f"{count} choices"


def until(scenario: Scenario, measure: Measure) -> Scenario:
    """Return the scenario cut off after the last month that a measure reads; itself where that is the end."""
    last = measure.last_month
    if last is None or not 1 <= last < scenario.horizon_months:
        return scenario
    try:
        return changed(scenario, {"horizon_months": last})
    except (ScenarioError, InputError):  # something in it needs its horizon
        return scenario
