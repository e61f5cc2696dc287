"""Spending that follows the plan alone: research, development and administration, month by month."""

from __future__ import annotations

import numpy as np

from simulator.clock import DAYS_PER_YEAR, month_end
from simulator.laws.growth import at_day
from simulator.scenario.plan import Floats, Plan, number
from simulator.scenario.quantities import Number


def spend_by_month(shares: tuple[Number, ...], plan: Plan, months: int) -> Floats:
    """Return the dollars spent in each month 1 … `months` (0 in month 0); shape (months + 1,).

    `shares` are of planned ARR a year: at the start of the path and at the end of each of its years.
    """
    days = np.arange(len(plan.arr), dtype=np.float64)
    a_day = shares_along(shares, (plan.path_day + days) / DAYS_PER_YEAR) * plan.arr / DAYS_PER_YEAR
    spent = np.concatenate(([0.0], np.cumsum((a_day[:-1] + a_day[1:]) / 2.0)))  # one by one: cumsum never pairs terms
    by_then = np.array([at_day(spent, month_end(month)) for month in range(months + 1)])
    return np.concatenate(([0.0], by_then[1:] - by_then[:-1]))


def shares_along(shares: tuple[Number, ...], years: Floats) -> Floats:
    """Return the share at each point of the path, in years from its start: straight between, the last one repeats."""
    if not shares:
        return np.zeros_like(years)
    given = np.array([number(share) for share in (*shares, shares[-1])])
    whole = np.minimum(years.astype(np.int64), len(given) - 2)
    part = np.minimum(years - whole, 1.0)
    along: Floats = given[whole] + (given[whole + 1] - given[whole]) * part
    return along
