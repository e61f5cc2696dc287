"""Selling by capacity: what founders and sellers can sell, and when the next deal closes at that pace.

Demand is tabulated by day (expected deals, cumulative); references multiply it, capacity caps it. Within a day the pace
of deals is the same: the day's demand, or what sellers and, on the mean of the day, the founders can sell.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR
from simulator.laws.staffing import MOST_NEEDED
from simulator.numerics.jit import compiled

__all__ = [
    "Pace",
    "a_day",
    "day_of_next_deal",
    "deals_between",
    "founders_selling",
    "led",
    "poor_fit_odds",
    "references",
    "sellers_needed",
    "unproven_share",
]

Table = npt.NDArray[np.float64]


class Pace(NamedTuple):
    """What the pace of deals depends on beside the day: it holds until something in it changes."""

    references: float
    """By what references multiply demand, at least 0."""
    sellers: float
    """New ARR in dollars a year that sellers can sell, at least 0; infinite where capacity sets no limit."""
    founders: float
    """New ARR in dollars a year that the founders sell before there is a VP of sales, at least 0."""
    vp_day: float
    """First day of the first VP, from which on the founders' selling fades; infinite before there is one."""
    fade_days: float
    """Days it takes to fade, at least 0."""


@compiled
def founders_selling(day: float, vp_day: float, a_year: float, fade_days: float) -> float:
    """Return the new ARR in dollars a year that the founders can sell on `day`, a moment in days from the start.

    `a_year` dollars (at least 0) until the first VP's day `vp_day` (infinite: there is none), fading evenly to nothing
    over `fade_days` (at least 0). Range 0 to `a_year`.
    """
    if day <= vp_day:
        return a_year
    if day >= vp_day + fade_days:
        return 0.0
    return a_year * (1.0 - (day - vp_day) / fade_days)


@compiled
def founders_on(day: int, vp_day: float, a_year: float, fade_days: float) -> float:
    """Return the mean over one whole day of what the founders can sell (see `founders_selling`), in dollars a year.

    `day` is the number of the day, from 0. Range 0 to `a_year`.
    """
    full = min(day + 1.0, vp_day) - min(float(day), vp_day)
    if fade_days <= 0.0:
        return a_year * full
    since = min(fade_days, max(0.0, day - vp_day))
    until = min(fade_days, max(0.0, day + 1.0 - vp_day))
    return a_year * (full + (until - since) * (1.0 - (since + until) / (2.0 * fade_days)))


@compiled
def led(vp: float, without_vp: float) -> float:
    """Return the share of what they could that sellers make.

    `vp` is the effect of the VP in place, 0 to 1; `without_vp` the share while there is none, 0 to 1.
    Range `without_vp` to 1.
    """
    return 1.0 - (1.0 - without_vp) * (1.0 - vp)


@compiled
def poor_fit_odds(odds: float, ramping: float, capacity: float, factor: float) -> float:
    """Return the probability of a poor fit where `ramping` of `capacity` dollars a year is sold by ramping sellers.

    `odds` (0 to 1) holds where none is, `factor` times it (at least 0) where all is; both amounts at least 0.
    Range 0 to 1.
    """
    if capacity <= 0.0:
        return odds
    return min(1.0, odds * (1.0 + (factor - 1.0) * (ramping / capacity)))


@compiled
def references(strength: float, well_served: float, arr: float, planned_share: float) -> float:
    """Return by what the demand is multiplied: 1 + strength · (well-served share of ARR − planned share), at least 0.

    `strength` is at least 0; `well_served` and `arr` in dollars, at least 0; `planned_share` 0 to 1.
    Without ARR it is 1.
    """
    if arr <= 0.0:
        return 1.0
    return max(0.0, 1.0 + strength * (well_served / arr - planned_share))


@compiled
def deals_a_day_on(expected_deals: Table, acv: Table, day: int, pace: Pace) -> float:
    """Return the deals a day on a whole day: the demand, or what can be sold where that is less.

    `expected_deals` has shape (days + 1,), the cumulative count of deals from day 0; `acv` shape (days,), their mean in
    dollars, above 0; `day` is the number of a day of these. At least 0.
    """
    demand = pace.references * (expected_deals[day + 1] - expected_deals[day])
    if pace.sellers == np.inf:
        return float(demand)
    sold = a_day(founders_on(day, pace.vp_day, pace.founders, pace.fade_days) + pace.sellers)
    return float(min(demand, sold / acv[day]))


@compiled
def deals_between(expected_deals: Table, acv: Table, since: float, until: float, pace: Pace) -> float:
    """Return how many deals are expected to close between two points in time at one pace of selling.

    `since` and `until` are days, at least 0; the tables `expected_deals`, shape (days + 1,), and `acv`, shape (days,)
    in dollars, and `pace` are as in `deals_a_day_on`: nothing closes after the tables' end. At least 0.
    """
    last = expected_deals.shape[0] - 1
    deals = 0.0
    day = int(since)
    while day < last and day < until:
        closing_a_day = deals_a_day_on(expected_deals, acv, day, pace)
        deals += closing_a_day * (min(until, day + 1.0) - max(since, float(day)))
        day += 1
    return deals


@compiled
def day_of_next_deal(expected_deals: Table, acv: Table, since: float, deals: float, pace: Pace) -> float:
    """Return the day on which so many more `deals` are expected to have closed; infinite if it never comes.

    They are counted from the day `since` (at least 0) on and may be a fraction; with none to come it is that day. The
    tables `expected_deals`, shape (days + 1,), and `acv`, shape (days,) in dollars, and `pace` are as in
    `deals_a_day_on`. At least `since`.
    """
    last = expected_deals.shape[0] - 1
    if deals <= 0.0:
        return since
    day = int(since)
    while day < last:
        closing_a_day = deals_a_day_on(expected_deals, acv, day, pace)
        start = max(since, float(day))
        closing = closing_a_day * (day + 1.0 - start)
        if closing >= deals:
            return start + deals / closing_a_day
        deals -= closing
        day += 1
    return np.inf


@compiled
def sellers_needed(demand: float, founders: float, attrition_factor: float, quota: float, attainment: float) -> int:
    """Return how many sellers sell the demand ahead that the founders do not.

    `demand`, `founders` and `quota` in dollars of new ARR a year, at least 0; `attainment` is the mean share of quota
    made; `attrition_factor` makes up for leavers, at least 1. Range 0 to MOST_NEEDED.
    """
    to_sell = (demand - founders) * attrition_factor
    if to_sell <= 0.0 or quota * attainment <= 0.0:
        return 0
    return math.ceil(min(MOST_NEEDED, to_sell / (quota * attainment)))


@compiled
def unproven_share(at_quota: int, proven_by: float) -> float:
    """Return the share of the unproven company's extra odds of a mis-hire that is left with so many at quota.

    `at_quota` is a count; `proven_by` so many prove sales, at least 0. Range 0 to 1.
    """
    if at_quota >= proven_by:
        return 0.0
    return 1.0 - at_quota / proven_by


@compiled
def a_day(a_year: float) -> float:
    """Return dollars a day from `a_year`, dollars a year of 365 days, of any sign."""
    return a_year / DAYS_PER_YEAR
