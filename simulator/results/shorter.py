"""A result looked at up to an earlier month: the same runs, as if the horizon ended there."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import month_end
from simulator.engine.contract import cohorts_in
from simulator.results.columns import ledger_columns
from simulator.results.milestones import Odds
from simulator.results.result import Result
from simulator.results.snapshot import Snapshot

if TYPE_CHECKING:
    from simulator.results.milestones import MilestoneOdds
    from simulator.results.protocols import Summarised

__all__ = ["up_to"]


def up_to(result: Summarised, month: int) -> Summarised:
    """Return a `result` up to a `month`, 1 to its last: nothing that comes later is in it.

    Of single runs it is a `Result`, of summaries a `Snapshot`, which does not know the odds by its own horizon (NaN).
    Raises ValueError for a month that the result does not have.
    """
    if not 1 <= month <= result.months:
        raise ValueError(f"there is no month {month} in a result of {result.months}")
    if month == result.months:
        return result
    return _runs(result, month) if isinstance(result, Result) else _summary(result, month)


def _runs(result: Result, month: int) -> Result:
    end = month_end(month)
    scenario = result.scenario.model_copy(update={"horizon_months": month})
    cohorts, months = slice(cohorts_in(month)), slice(month + 1)
    return replace(
        result,
        scenario=scenario,
        ledger=result.ledger[:, months, : ledger_columns(scenario)],  # landing years, which come last, are fewer
        plan_arr=result.plan_arr[:, months],
        cohort_arr=result.cohort_arr[:, cohorts, months],
        cohort_customers=result.cohort_customers[:, cohorts, months],
        reached=np.where(result.reached <= end, result.reached, np.nan),
        hires=result.hires[result.hires["joined"] <= end],
    )


def _summary(result: Summarised, month: int) -> Snapshot:
    found = Snapshot.of(result)
    return replace(
        found,
        scenario=result.scenario.model_copy(update={"horizon_months": month}),
        every_band={name: bands.months(slice(month + 1)) for name, bands in found.every_band.items()},
        odds=tuple(_by_then(odds, month_end(month)) for odds in found.odds),
    )


def _by_then(odds: MilestoneOdds, end: float) -> MilestoneOdds:
    """Return the odds of a milestone as they are known on a day: what lies beyond it is never."""
    p5, p50, p95 = (day if day <= end else math.inf for day in (odds.p5, odds.p50, odds.p95))
    unknown = Odds(math.nan, math.nan)
    planned = odds.planned_day <= end
    return replace(
        odds,
        planned_day=odds.planned_day if planned else math.inf,
        by_plan=odds.by_plan if planned else unknown,
        by_horizon=unknown,
        p5=p5,
        p50=p50,
        p95=p95,
        horizon=end,
    )
