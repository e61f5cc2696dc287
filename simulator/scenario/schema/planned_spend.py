"""Spending along the plan month by month: sales and marketing, research, development and administration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR, month_end
from simulator.laws.growth import at_day
from simulator.laws.spending import shares_by_arr
from simulator.scenario.schema.by_arr import column
from simulator.scenario.schema.plan import Floats, Plan, number

if TYPE_CHECKING:
    from simulator.scenario.schema.finance import ShareAtArr
    from simulator.scenario.schema.quantities import Number

__all__ = ["OtherSpend", "bookings_by_month", "years_by_month"]


@dataclass(frozen=True)
class OtherSpend:
    """What research, development and administration take, a year, as a share of planned ARR.

    `by_year` has it at the start of the path and at the end of each of its years, `by_arr` at a few sizes of the
    company; one of the two is empty, and nothing is spent where both are.
    """

    by_year: tuple[Number, ...] = ()
    by_arr: tuple[ShareAtArr, ...] = ()

    def shares(self, years: Floats, arr: Floats) -> Floats:
        """Return the share of one so many `years` after the start of the path, where planned ARR is `arr` dollars.

        Both of one shape, which is that of the result, (n,).
        """
        if not self.by_arr:
            return shares_along(self.by_year, years)
        return shares_by_arr(arr, column(self.by_arr, "arr"), column(self.by_arr, "share"))

    def dollars_by_month(self, plan: Plan, months: int) -> Floats:
        """Return the dollars spent in each month 1 … `months` (0 in month 0) along `plan`; shape (months + 1,)."""
        days = np.arange(len(plan.arr), dtype=np.float64)
        a_day = self.shares((plan.path_day + days) / DAYS_PER_YEAR, plan.arr) * plan.arr / DAYS_PER_YEAR
        spent = np.concatenate(([0.0], np.cumsum((a_day[:-1] + a_day[1:]) / 2.0)))  # one by one: it never pairs terms
        by_then = np.array([at_day(spent, month_end(month)) for month in range(months + 1)])
        return np.concatenate(([0.0], by_then[1:] - by_then[:-1]))

    def shares_by_month(self, plan: Plan, months: int) -> Floats:
        """Return the share of one in the middle of each month, month 0 being the first day; shape (months + 1,).

        `plan` says where on the path the `months` begin, and planned ARR.
        """
        arr = np.array([at_day(plan.arr, day) for day in _middles(months).tolist()])
        return self.shares(years_by_month(plan, months), arr)


def bookings_by_month(plan: Plan, bookings_a_year: float | None, months: int, ahead: float = 0.0) -> Floats:
    """Return the new ARR that new customers are planned to bring in each month 1 … `months`, so many days `ahead`.

    In dollars, 0 in month 0; shape (months + 1,). Where `bookings_a_year` is not None, in dollars, it takes the place
    of those of `plan`, which must reach `ahead` days (at least 0) beyond the last month.
    """
    if bookings_a_year is not None:
        return np.concatenate(([0.0], np.full(months, bookings_a_year / MONTHS_PER_YEAR)))
    by_then = np.array([at_day(plan.bookings, month_end(month) + ahead) for month in range(months + 1)])
    return np.concatenate(([0.0], by_then[1:] - by_then[:-1]))


def years_by_month(plan: Plan, months: int) -> Floats:
    """Return how many years after the start of the path the middle of each month lies; month 0 is the first day.

    Of shape (months + 1,), for `months` months from where `plan` begins.
    """
    return (plan.path_day + _middles(months)) / DAYS_PER_YEAR


def _middles(months: int) -> Floats:
    """Return the day in the middle of each month, the first day for month 0; shape (months + 1,)."""
    return np.array([(month_end(month) + month_end(max(0, month - 1))) / 2.0 for month in range(months + 1)])


def shares_along(shares: tuple[Number, ...], years: Floats) -> Floats:
    """Return the share of one at each of `years` from the start of the path: straight between, the last one repeats.

    Same shape as `years`; zeros where no share is given.
    """
    if not shares:
        return np.zeros_like(years)
    given = np.array([number(share) for share in (*shares, shares[-1])])
    whole = np.minimum(years.astype(np.int64), len(given) - 2)
    part = np.minimum(years - whole, 1.0)
    along: Floats = given[whole] + (given[whole + 1] - given[whole]) * part
    return along
