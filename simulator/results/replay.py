"""One run again, with the log on: a run depends on nothing but the scenario, the seed and its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import T2D3Error

if TYPE_CHECKING:
    from simulator.engine.contract import RunRecord
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook


class ReplayError(T2D3Error):
    """A run replayed today gives other figures than the result holds."""


def replay(scenario: Scenario, seed: int, run: int, today: TodaysBook | None) -> RunRecord:
    """Simulate one run with its event log.

    The SimPy model does it whichever engine made the result: both leave equal records, events included.
    """
    from simulator.engine.lowering import lower
    from simulator.engine.reference import run_reference
    from simulator.scenario.schema.uncertainty import parameter_rows, with_values

    row = parameter_rows(scenario, seed, range(run, run + 1))[0]
    return run_reference(lower(with_values(scenario, row), today), seed, run, log=True)
