"""The plan as a reader dates it: when planned ARR passes a figure, and what it is on a day."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import DAYS_PER_YEAR, FIRST_SECOND, day_label, month_end
from simulator.errors import ScenarioError
from simulator.laws.growth import at_day, deals_a_day
from simulator.scenario.explain.words import mean_of
from simulator.scenario.schema.plan import Floats, Plan, begun, by_year, milestones_of, plan_from
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from simulator.scenario.schema.market import Path
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["PlanDates", "opening_arr"]

YEARS: Final = 100


def opening_arr(scenario: Scenario, today: TodaysBook | None) -> float:
    """Return the ARR of the first day in dollars, `today`'s where it is given; 0 for a company without customers.

    Without `today` it is what the `scenario` generates, with the mean of what is uncertain.
    """
    if today is not None:
        return math.fsum(account.arr for account in today.accounts)
    return mean_of(scenario.made_up_arr) if round(mean_of(scenario.made_up_accounts)) else 0.0


class PlanDates:
    """Planned ARR by day, counted from the simulation's first day; uncertain figures stand at their means.

    `path` is the scenario's, without distributions, with a start and a factor for each year. `on_path` is False where
    it never passes the opening ARR, so that the scenario cannot run. `arr` may stand in place of the path's ARR by day.
    """

    def __init__(self, scenario: Scenario, today: TodaysBook | None, arr: Floats | None = None) -> None:
        self.start = scenario.start_date
        self.opening_arr = opening_arr(scenario, today)
        certain = central(scenario)
        self.path = path = begun(certain.path, self.opening_arr, certain.demand.bookings_a_year)
        self.levels = milestones_of(path, YEARS).tolist()
        self.horizon = month_end(scenario.horizon_months)
        try:
            self._plan: Plan = plan_from(path, self.opening_arr, int(YEARS * DAYS_PER_YEAR))
            self.on_path = True
        except ScenarioError:
            self._plan = plan_from(path, 0.0, int(YEARS * DAYS_PER_YEAR))
            self.on_path = False
        self.path_day = self._plan.path_day
        if arr is not None:
            self._plan = replace(self._plan, arr=arr)

    def day_of(self, arr: float) -> float | None:
        """Return the day on which planned ARR reaches `arr` dollars: 0 if it has already, None if it never does."""
        table = self._plan.arr
        after = int(np.searchsorted(table, arr, side="left"))
        if after == 0:
            return 0.0
        if after == len(table):
            return None
        below, above = float(table[after - 1]), float(table[after])
        return after - 1 + (arr - below) / (above - below)

    def arr_at(self, day: float) -> float:
        """Return planned ARR in dollars on a day (0 and up); the last figure known holds beyond a hundred years."""
        return at_day(self._plan.arr, day)

    def bookings_on(self, day: float) -> float:
        """Return the new ARR in dollars that the plan asks new customers for on a day."""
        return deals_a_day(self._plan.bookings, day)

    def when(self, day: float) -> str:
        """Return the month of a day from which on something holds: `Mar 2028`; a month's end gives the next month."""
        return day_label(self.start, day + FIRST_SECOND)

    def by(self, day: float) -> str:
        """Return the month by whose end a figure is reached, as tables and charts say it: `Dec 2027` for day 365."""
        return day_label(self.start, day)

    def year_ends(self) -> list[tuple[float, int]]:
        """Return day and number of the path's years that end within the simulation."""
        ends = [(year * DAYS_PER_YEAR - self.path_day, year) for year in range(1, YEARS)]
        return [(day, year) for day, year in ends if 0.0 < day <= self.horizon + 1e-6]


def planned_bookings(path: Path, year: int) -> float:
    """Return the new ARR in dollars that the plan asks new customers for in a year of the path (from 0)."""
    levels = milestones_of(path, year + 1)
    return float(max(0.0, levels[year + 1] - by_year(path.planned_nrr, year) * levels[year]))
