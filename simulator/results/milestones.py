"""When milestones are reached, and how likely by the planned date."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import day_label, month_end
from simulator.results.bands import percentile_of

if TYPE_CHECKING:
    from datetime import date

    from simulator.results.arithmetic import Floats

__all__ = ["MilestoneOdds", "reached_by"]


@dataclass(frozen=True)
class Odds:
    """A probability estimated from runs, with its binomial standard error; both NaN when it cannot be stated."""

    probability: float
    se: float

    @classmethod
    def of(cls, happened: int, runs: int) -> Odds:
        """Return the share of runs in which it happened; the standard error is √(p(1−p)/runs)."""
        if runs == 0:
            return cls(math.nan, math.nan)
        share = happened / runs
        return cls(share, math.sqrt(share * (1.0 - share) / runs))


@dataclass(frozen=True)
class MilestoneOdds:
    """How one milestone fares.

    `milestone` in dollars of ARR. `planned_day` is the day on which the path reaches it (the median over runs when the
    path itself is uncertain), infinity when the plan does not reach it within the horizon; then `by_plan` is n/a.
    `by_plan` and `by_horizon` count the runs that reached it by then. `p5`, `p50`, `p95` are the days by which 5, 50
    and 95 % of *all* runs had reached it, infinity when fewer ever did: the lucky runs alone would flatter.
    """

    milestone: float
    planned_day: float
    by_plan: Odds
    by_horizon: Odds
    p5: float
    p50: float
    p95: float
    start: date
    horizon: float

    def label(self, day: float) -> str:
        """Return a day as a calendar label, infinity as `not by Jan 2032`, NaN as `n/a`."""
        if math.isfinite(day):
            return day_label(self.start, day)
        if math.isnan(day):
            return "n/a"
        return f"not by {day_label(self.start, self.horizon)}"

    @property
    def labels(self) -> tuple[str, str, str]:
        """The calendar labels of P5, P50 and P95."""
        return self.label(self.p5), self.label(self.p50), self.label(self.p95)


def milestone_odds(milestones: Floats, reached: Floats, plan: Floats, start: date) -> tuple[MilestoneOdds, ...]:
    """Return the odds of every milestone.

    `milestones` in dollars (milestones,), `reached` the days of reaching them (runs, milestones), NaN for never, `plan`
    planned ARR at month ends (runs, months + 1).
    """
    horizon = month_end(plan.shape[1] - 1)
    runs = len(reached)
    found = []
    for place, milestone in enumerate(milestones):
        day = np.where(np.isnan(reached[:, place]), np.inf, reached[:, place])
        planned = planned_days(plan, float(milestone))
        p5, p50, p95 = (reached_by(day, percent) for percent in (5, 50, 95))
        middle = reached_by(planned, 50)
        stated = bool(np.all(np.isfinite(planned)))
        by_plan = Odds.of(int(np.count_nonzero(day <= planned)), runs if stated else 0)
        by_horizon = Odds.of(int(np.count_nonzero(day <= horizon)), runs)
        found.append(MilestoneOdds(float(milestone), middle, by_plan, by_horizon, p5, p50, p95, start, horizon))
    return tuple(found)


def reached_by(days: Floats, percent: int) -> float:
    """Return the day by which `percent` (1 to 99) per cent of the runs had reached something; NaN without runs.

    `days` holds a day a run, infinity for never. It is the percentile that bands have; between a date and never there
    is nothing, so beyond the last date it is never.
    """
    return percentile_of(days, percent)


def planned_days(plan: Floats, milestone: float) -> Floats:
    """Return by run the day on which planned ARR reaches a milestone, infinity if not within the horizon.

    `plan` holds planned ARR at month ends (runs, months + 1) in dollars. A milestone that a month end meets exactly, as
    those of the path do from its start, gets exactly that day; between month ends growth is taken as even.
    """
    there = plan >= milestone
    month = np.argmax(there, axis=1)
    rows = np.arange(len(plan))
    day = np.array([month_end(int(m)) for m in month])
    inside = np.flatnonzero(there.any(axis=1) & (month > 0) & (plan[rows, month] > milestone))
    for row in inside:
        before, after = plan[row, month[row] - 1], plan[row, month[row]]
        share = math.log(milestone / before) / math.log(after / before) if before > 0.0 else 1.0
        day[row] = month_end(int(month[row]) - 1) + share * month_end(1)
    return np.where(there.any(axis=1), day, np.inf)
