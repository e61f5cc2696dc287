"""The plan as tables by day, read between the days: planned ARR, its growth ahead, the moment of the next deal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.jit import compiled
from simulator.portable import exp, power

Table = npt.NDArray[np.float64]


@compiled
def at_day(table: Table, day: float) -> float:
    """Read a daily table at a point in time, straight between the days.

    `table` has one figure a day from day 0; before it the first and after it the last figure hold. Unit: the table's.
    """
    last = table.shape[0] - 1
    if day <= 0.0:
        return float(table[0])
    if day >= last:
        return float(table[last])
    whole = int(day)
    return float(table[whole] + (table[whole + 1] - table[whole]) * (day - whole))


@compiled
def arr_along(logarithms: Table) -> Table:
    """Return ARR in dollars from its logarithms, one by one."""
    arr = np.empty_like(logarithms)
    for day in range(logarithms.shape[0]):
        arr[day] = exp(logarithms[day])
    return arr


@compiled
def kept_along(opening_arr: float, nrr: float, days: int) -> Table:
    """Return what the opening base of a year has become by each of its days: NRR of itself, geometrically."""
    kept = np.empty(days + 1)
    for day in range(days + 1):
        kept[day] = opening_arr * power(nrr, day / days)
    return kept


@compiled
def growth_ahead(plan_arr: Table, day: float, lookahead_days: float) -> float:
    """Return by what factor planned ARR grows over the lookahead, from `day` on. Range: above 0."""
    return at_day(plan_arr, day + lookahead_days) / at_day(plan_arr, day)


@compiled
def deals_a_day(expected_deals: Table, day: float) -> float:
    """Return the planned rate of new customers a day at a point in time: the slope of their cumulative number."""
    last = expected_deals.shape[0] - 2
    whole = min(max(int(day), 0), last)
    return float(expected_deals[whole + 1] - expected_deals[whole])


@compiled
def day_of_deal(expected_deals: Table, deal: float, from_day: int) -> float:
    """Return the day on which the cumulative number of expected deals reaches `deal`; infinite if it never does.

    Stretching unit gaps through the cumulative rate keeps the k-th customer the same customer whatever the rate.
    `from_day` is a whole day known to lie before the answer; the search starts there.
    """
    last = expected_deals.shape[0] - 1
    day = from_day
    while day < last and expected_deals[day + 1] < deal:
        day += 1
    if day >= last:
        return np.inf
    step = expected_deals[day + 1] - expected_deals[day]
    if step <= 0.0:
        return float(day + 1)
    return float(day + max(0.0, (deal - expected_deals[day]) / step))
