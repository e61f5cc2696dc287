"""What a ratio comes to when its parts are means over the runs, beside the mean of the runs' own ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.results.arithmetic import over
from simulator.results.ledger_again import can_be_rebuilt, ledger_for
from simulator.results.periods import over_periods, periods_of
from simulator.results.protocols import SingleRuns

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised

__all__ = ["ratio_of_means"]

_OF_THEN: Final = ("nrr", "grr")
"""Ratios over the ARR of twelve months before."""
ByPeriod: TypeAlias = "tuple[Floats, Floats, Floats]"
"""Figures by month (months + 1), by fiscal quarter and by fiscal year."""


def ratio_of_means(result: Summarised, name: str) -> ByPeriod | None:
    """Return the ratio `name` of a `result` with means over the runs for its parts; None where they are unknown.

    By month (months + 1), fiscal quarter and fiscal year, in the ratio's unit, NaN where it is n/a. A ratio made from
    columns of the ledger takes the means of these, over the same months. NRR and GRR take the mean dollars that
    customers of twelve months ago pay now over the mean of what they paid then, which single runs alone tell.
    """
    metric = result.metrics[name]
    if name in _OF_THEN:
        return _of_then(result, name) if isinstance(result, SingleRuns) else None
    if not can_be_rebuilt(metric, result.metrics):
        return None
    ledger = ledger_for(metric, result.metrics, result.scenario, lambda one: result.bands(one).mean)
    months = metric.values(ledger, result.bands("arr.plan").mean)
    quarters, years = (periods_of(result.scenario, "quarters"), periods_of(result.scenario, "years"))
    return months, over_periods(metric, months, ledger, quarters), over_periods(metric, months, ledger, years)


def _of_then(result: Summarised, name: str) -> ByPeriod:
    assert isinstance(result, SingleRuns)
    months, year = np.full(result.months + 1, np.nan), MONTHS_PER_YEAR
    then = result["arr"][:, :-year]
    months[year:] = over((result[name][:, year:] * then).mean(axis=0), then.mean(axis=0))
    quarters, years = (periods_of(result.scenario, "quarters"), periods_of(result.scenario, "years"))
    return months, months[[one.last for one in quarters]], months[[one.last for one in years]]
