"""In how many runs ARR is where the plan has it, at the end of each year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.results.protocols import SingleRuns
from simulator.results.summary import years_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.results.protocols import Summarised

__all__ = ["PlanMet", "plan_met"]


@dataclass(frozen=True)
class PlanMet:
    """One month end: planned ARR in dollars (its median), in how many of the runs ARR is there or above it."""

    month: int
    plan: float
    met: int
    runs: int

    @property
    def share(self) -> float:
        """The share of the runs, 0 to 1; NaN without runs."""
        return self.met / self.runs if self.runs else math.nan


def plan_met(result: Summarised, months: Sequence[int] | None = None) -> list[PlanMet]:
    """Return for the end of each fiscal year of a `result`, and its last month, in how many runs ARR meets the plan.

    With `months` it is told for those. Empty where single runs are not known, or where there is no plan.
    """
    if not isinstance(result, SingleRuns):
        return []
    arr, plan, middle = result["arr"], result["arr.plan"], result.bands("arr.plan").p50
    return [
        PlanMet(month, float(middle[month]), int(np.count_nonzero(arr[:, month] >= plan[:, month])), len(arr))
        for month in ((year.last for year in years_of(result.scenario)) if months is None else months)
        if middle[month] > 0.0
    ]
