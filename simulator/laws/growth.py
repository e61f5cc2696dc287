"""The plan as tables by day, read between the days: planned ARR, its growth ahead, the moment of the next deal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.numerics.along import exp_along, power_along
from simulator.numerics.elementary import log
from simulator.numerics.jit import compiled

__all__ = ["arr_by_day", "at_day", "day_of_deal", "deals_a_day", "growth_ahead", "growth_over", "kept_along"]

Table = npt.NDArray[np.float64]


@compiled
def at_day(table: Table, day: float) -> float:
    """Read a daily table at a point in time, straight between the days.

    `table` has shape (days,), one figure a day from day 0; `day` may have a fraction: before the table the first and
    after it the last figure hold. The unit is the table's.
    """
    last = table.shape[0] - 1
    if day <= 0.0:
        return float(table[0])
    if day >= last:
        return float(table[last])
    whole = int(day)
    return float(table[whole] + (table[whole + 1] - table[whole]) * (day - whole))


def arr_by_day(yearly: Table, days_a_year: int) -> Table:
    """Return ARR by day through yearly figures: a monotone cubic in the logarithm of ARR.

    `yearly` has shape (years + 1,), in dollars, all above 0, at least two of them; `days_a_year` is at least 1. The
    result has shape (years · days_a_year + 1,), in dollars, and meets the yearly figures exactly. Source: Fritsch and
    Carlson, Monotone piecewise cubic interpolation (1980), as scipy's PCHIP takes it (a test holds the two together).
    It is worked out here because the curve is part of the model: its bits must not move with a release of a library.
    """
    years = yearly.shape[0] - 1
    logs = np.empty(years + 1)
    for year in range(years + 1):
        logs[year] = log(yearly[year])
    slopes = monotone_slopes(logs)
    arr = np.empty(years * days_a_year + 1)
    share = np.arange(1, days_a_year) / days_a_year
    for year in range(years):
        rise = logs[year + 1] - logs[year]
        bend = 3.0 * rise - 2.0 * slopes[year] - slopes[year + 1]
        twist = slopes[year] + slopes[year + 1] - 2.0 * rise
        first = year * days_a_year
        arr[first] = yearly[year]
        arr[first + 1 : first + days_a_year] = exp_along(
            ((twist * share + bend) * share + slopes[year]) * share + logs[year]
        )
    arr[years * days_a_year] = yearly[years]
    return arr


def monotone_slopes(values: Table) -> Table:
    """Return the slopes of the monotone cubic through values one apart: harmonic means, three-point at the ends.

    `values` has shape (n,) with n at least 2; so has the result, in the values' unit. Source: see `arr_by_day`.
    """
    last = values.shape[0] - 1
    slopes = np.zeros(last + 1)
    if last == 1:
        slopes[:] = values[1] - values[0]
        return slopes
    for place in range(1, last):
        before, after = values[place] - values[place - 1], values[place + 1] - values[place]
        if before * after > 0.0:
            slopes[place] = 2.0 / (1.0 / before + 1.0 / after)
    slopes[0] = end_slope(values[1] - values[0], values[2] - values[1])
    slopes[last] = end_slope(values[last] - values[last - 1], values[last - 1] - values[last - 2])
    return slopes


def end_slope(nearest: float, next_one: float) -> float:
    """Return the slope at an end from the two rises next to it, held back where it would overshoot.

    `nearest` is the rise at the end, `next_one` the one beside it, of any sign and one unit, which is the result's.
    Source: see `arr_by_day`.
    """
    slope = (3.0 * nearest - next_one) / 2.0
    if slope * nearest <= 0.0:
        return 0.0
    if nearest * next_one <= 0.0 and abs(slope) > 3.0 * abs(nearest):
        return 3.0 * nearest
    return slope


def kept_along(opening_arr: float, nrr: float, days: int) -> Table:
    """Return what the opening base of a year has become by each of its days: NRR of itself, geometrically.

    `opening_arr` in dollars, at least 0; `nrr` a ratio, above 0; `days` those of the year, at least 1. Shape (days +
    1,), in dollars; the last is `opening_arr · nrr`.
    """
    return opening_arr * power_along(np.full(days + 1, nrr), np.arange(days + 1) / days)


@compiled
def growth_ahead(plan_arr: Table, day: float, lookahead_days: float) -> float:
    """Return by what factor planned ARR grows over the lookahead, from `day` on.

    `plan_arr` has shape (days,), in dollars above 0; `lookahead_days` is at least 0. Above 0.
    """
    return at_day(plan_arr, day + lookahead_days) / at_day(plan_arr, day)


@compiled
def growth_over(plan_arr: Table, then: float, now: float) -> float:
    """Return the growth of planned ARR from the day `then` to the day `now`, as a share: 1 where it doubles.

    `plan_arr` has shape (days,), in dollars above 0; beyond its ends the first and the last figure hold. At least -1.
    """
    return at_day(plan_arr, now) / at_day(plan_arr, then) - 1.0


@compiled
def deals_a_day(expected_deals: Table, day: float) -> float:
    """Return the planned rate of new customers a day at a point in time: the slope of their cumulative number.

    `expected_deals` has shape (days + 1,), a count from day 0 that never falls; beyond its ends, where `day` may lie,
    the slope of the first and the last day hold. At least 0.
    """
    last = expected_deals.shape[0] - 2
    whole = min(max(int(day), 0), last)
    return float(expected_deals[whole + 1] - expected_deals[whole])


@compiled
def day_of_deal(expected_deals: Table, deal: float, from_day: int) -> float:
    """Return the day on which the cumulative number of expected deals reaches `deal`; infinite if it never does.

    `expected_deals` has shape (days + 1,), a count from day 0 that never falls; `deal` is at least 0; `from_day` is a
    whole day known not to lie after the answer, where the search starts. Source: a Poisson process of a given rate is
    one of rate 1 stretched through the cumulative rate (Çinlar, Introduction to stochastic processes, 1975), which
    keeps the k-th customer the same customer whatever the rate.
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
