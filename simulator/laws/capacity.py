"""Selling by capacity: what founders and sellers can sell, and when the next deal closes at that pace.

Demand is tabulated by day (expected deals, cumulative); references multiply it, capacity caps it. Within a day the pace
of deals is the same: the day's demand, or what sellers and, on the mean of the day, the founders can sell.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR
from simulator.laws.staffing import MOST_NEEDED
from simulator.numerics.jit import compiled

Table = npt.NDArray[np.float64]


@compiled
def founders_selling(day: float, vp_day: float, a_year: float, fade_days: float) -> float:
    """Return the new ARR in dollars a year that the founders can sell on a day; it fades once a VP has joined."""
    if day <= vp_day:
        return a_year
    if day >= vp_day + fade_days:
        return 0.0
    return a_year * (1.0 - (day - vp_day) / fade_days)


@compiled
def founders_on(day: int, vp_day: float, a_year: float, fade_days: float) -> float:
    """Return the mean over one whole day of what the founders can sell, in dollars of new ARR a year."""
    full = min(day + 1.0, vp_day) - min(float(day), vp_day)
    if fade_days <= 0.0:
        return a_year * full
    since = min(fade_days, max(0.0, day - vp_day))
    until = min(fade_days, max(0.0, day + 1.0 - vp_day))
    return a_year * (full + (until - since) * (1.0 - (since + until) / (2.0 * fade_days)))


@compiled
def led(vp: float, without_vp: float) -> float:
    """Return the share of what they could that sellers make; `vp` is the effect of the VP in place, 0 to 1."""
    return 1.0 - (1.0 - without_vp) * (1.0 - vp)


@compiled
def poor_fit_odds(odds: float, ramping: float, capacity: float, factor: float) -> float:
    """Return the odds of a poor fit where `ramping` of `capacity` dollars a year is sold by sellers still ramping."""
    if capacity <= 0.0:
        return odds
    return min(1.0, odds * (1.0 + (factor - 1.0) * (ramping / capacity)))


@compiled
def references(strength: float, well_served: float, arr: float, planned_share: float) -> float:
    """Return by what the demand is multiplied: well-served ARR against the planned share of it. At least 0."""
    if arr <= 0.0:
        return 1.0
    return max(0.0, 1.0 + strength * (well_served / arr - planned_share))


@compiled
def deals_a_day_on(
    expected_deals: Table,
    acv: Table,
    day: int,
    references: float,
    sellers: float,
    founders: float,
    vp_day: float,
    fade_days: float,
) -> float:
    """Return the deals a day on a whole day: the demand, or what can be sold where that is less.

    `sellers` and `founders` are dollars of new ARR a year, infinite `sellers` where capacity sets no limit; what the
    founders sell fades over `fade_days` once the VP has come on `vp_day`.
    """
    demand = references * (expected_deals[day + 1] - expected_deals[day])
    if sellers == np.inf:
        return float(demand)
    sold = a_day(founders_on(day, vp_day, founders, fade_days) + sellers)
    return float(min(demand, sold / acv[day]))


@compiled
def deals_between(
    expected_deals: Table,
    acv: Table,
    since: float,
    until: float,
    references: float,
    sellers: float,
    founders: float,
    vp_day: float,
    fade_days: float,
) -> float:
    """Return how many deals are expected to close between two points in time at one pace of selling."""
    last = expected_deals.shape[0] - 1
    deals = 0.0
    day = int(since)
    while day < last and day < until:
        pace = deals_a_day_on(expected_deals, acv, day, references, sellers, founders, vp_day, fade_days)
        deals += pace * (min(until, day + 1.0) - max(since, float(day)))
        day += 1
    return deals


@compiled
def day_of_next_deal(
    expected_deals: Table,
    acv: Table,
    since: float,
    deals: float,
    references: float,
    sellers: float,
    founders: float,
    vp_day: float,
    fade_days: float,
) -> float:
    """Return the day on which so many more deals are expected to have closed; infinite if it never comes."""
    last = expected_deals.shape[0] - 1
    if deals <= 0.0:
        return since
    day = int(since)
    while day < last:
        pace = deals_a_day_on(expected_deals, acv, day, references, sellers, founders, vp_day, fade_days)
        start = max(since, float(day))
        closing = pace * (day + 1.0 - start)
        if closing >= deals:
            return start + deals / pace
        deals -= closing
        day += 1
    return np.inf


@compiled
def sellers_needed(demand: float, founders: float, attrition_factor: float, quota: float, attainment: float) -> int:
    """Return how many sellers sell the demand ahead that the founders do not; all in dollars of new ARR a year."""
    to_sell = (demand - founders) * attrition_factor
    if to_sell <= 0.0 or quota * attainment <= 0.0:
        return 0
    return math.ceil(min(MOST_NEEDED, to_sell / (quota * attainment)))


@compiled
def unproven_share(at_quota: int, proven_by: float) -> float:
    """Return the share of the unproven company's extra odds of a mis-hire that is left with so many at quota."""
    if at_quota >= proven_by:
        return 0.0
    return 1.0 - at_quota / proven_by


@compiled
def a_day(a_year: float) -> float:
    """Return dollars a day from dollars a year."""
    return a_year / DAYS_PER_YEAR
