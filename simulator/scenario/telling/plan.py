"""The plan as a reader dates it: when planned ARR passes a figure, and what it is on a day."""

from __future__ import annotations

import math
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, day_label, month_end
from simulator.scenario.telling.words import mean_of

if TYPE_CHECKING:
    from simulator.scenario.market import Path
    from simulator.scenario.schema import Scenario
    from simulator.scenario.todays_book import TodaysBook

YEARS: Final = 100
_YEAR: Final = int(DAYS_PER_YEAR)
_JUST_BELOW: Final = 0.999
"""An opening ARR this close below the start of the path still counts as its start."""


def opening_arr(scenario: Scenario, today: TodaysBook | None) -> float:
    """Return the ARR of the first day in dollars; 0 for a company without customers."""
    if today is not None:
        return math.fsum(account.arr for account in today.accounts)
    generated = scenario.opening.generated
    if round(mean_of(generated.accounts)) == 0:
        return 0.0
    return mean_of(scenario.path.start_arr if generated.arr is None else generated.arr)


class PlanDates:
    """Planned ARR by day, counted from the simulation's first day; uncertain figures stand at their means.

    `path_day` is the day of the path on which the simulation begins; `on_path` is False where the path never passes the
    opening ARR, so that the scenario cannot run.
    """

    def __init__(self, scenario: Scenario, today: TodaysBook | None) -> None:
        self.start = scenario.start_date
        self.opening_arr = opening_arr(scenario, today)
        self._path = scenario.path
        self.levels = yearly_levels(scenario.path)
        self.horizon = month_end(scenario.horizon_months)
        self._daily = _daily(self.levels)
        first = self.levels[0]
        self.on_path = self.opening_arr <= 0.0 or first * _JUST_BELOW <= self.opening_arr <= float(self._daily[-1])
        self.path_day = 0.0
        if self.on_path and self.opening_arr > first:
            self.path_day = self._day_on_path(self.opening_arr) or 0.0

    def _day_on_path(self, arr: float) -> float | None:
        if arr <= self._daily[0]:
            return 0.0
        if arr > self._daily[-1]:
            return None
        after = int(np.searchsorted(self._daily, arr, side="left"))
        below, above = float(self._daily[after - 1]), float(self._daily[after])
        return after - 1 + (arr - below) / (above - below)

    def day_of(self, arr: float) -> float | None:
        """Return the day on which planned ARR reaches `arr` dollars: 0 if it has already, None if it never does."""
        day = self._day_on_path(arr)
        return None if day is None else max(0.0, day - self.path_day)

    def arr_at(self, day: float) -> float:
        """Return planned ARR in dollars on a day; the last figure known holds beyond a hundred years."""
        return float(np.interp(self.path_day + day, np.arange(len(self._daily)), self._daily))

    def bookings_on(self, day: float) -> float:
        """Return the new ARR in dollars that the plan asks new customers for on a day.

        It is what the growth of that day leaves beyond a base that turns, over the year, into planned NRR of itself.
        """
        year, place = divmod(int(self.path_day + day), _YEAR)
        if year >= YEARS - 1:
            return 0.0
        arr = self._daily[year * _YEAR : (year + 1) * _YEAR + 1]
        base = arr[0] * planned_nrr(self._path, year) ** (np.arange(_YEAR + 1) / _YEAR)
        asked = np.maximum(0.0, np.diff(arr - base))
        booked = float(asked.sum())
        return float(asked[place]) * planned_bookings(self._path, year) / booked if booked > 0.0 else 0.0

    def when(self, day: float) -> str:
        """Return the month of a day: `Mar 2028`."""
        return day_label(self.start, day + 1e-6)  # a day that is a month's end to rounding belongs to the next month

    def year_ends(self) -> list[tuple[float, int]]:
        """Return day and number of the path's years that end within the simulation."""
        ends = [(year * DAYS_PER_YEAR - self.path_day, year) for year in range(1, YEARS)]
        return [(day, year) for day, year in ends if 0.0 < day <= self.horizon + 1e-6]


def yearly_levels(path: Path) -> list[float]:
    """Return ARR in dollars at the start of the path and after each of its years."""
    factors = chain(path.multiples, path.tail, repeat((path.tail or path.multiples)[-1]))
    levels = [mean_of(path.start_arr)]
    for _, factor in zip(range(YEARS), factors, strict=False):
        levels.append(min(levels[-1] * mean_of(factor), 1e300))
    return levels


def _daily(levels: list[float]) -> npt.NDArray[np.float64]:
    """Return ARR by day along the monotone cubic through the logarithms of the yearly figures."""
    from scipy.interpolate import PchipInterpolator

    years = np.arange(len(levels), dtype=np.float64)
    curve = PchipInterpolator(years, np.log(np.array(levels)))
    table: npt.NDArray[np.float64] = np.exp(curve(np.arange(YEARS * _YEAR + 1) / _YEAR))
    table[::_YEAR] = levels
    return np.maximum.accumulate(table)


def planned_nrr(path: Path, year: int) -> float:
    """Return the NRR that the plan counts on in a year of the path (from 0); the last one given repeats."""
    return mean_of(path.planned_nrr[min(year, len(path.planned_nrr) - 1)]) if path.planned_nrr else 1.0


def planned_bookings(path: Path, year: int) -> float:
    """Return the new ARR in dollars that the plan asks new customers for in a year of the path (from 0)."""
    levels = yearly_levels(path)
    return max(0.0, levels[year + 1] - planned_nrr(path, year) * levels[year])
