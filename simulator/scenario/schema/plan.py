"""The plan by day: ARR along the path, and how many new customers it asks for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.errors import Problem, ScenarioError
from simulator.laws import growth
from simulator.laws.growth import kept_along
from simulator.laws.selling import mean_acv_along
from simulator.numerics.elementary import power
from simulator.scenario.schema.market import Path, Segment
from simulator.scenario.schema.quantities import Number
from simulator.scenario.writing import money

__all__ = [
    "Plan",
    "begun",
    "by_year",
    "expected_deals",
    "mean_acv_by_day",
    "number",
    "plan_from",
    "planned_arr",
    "start_of",
]

Floats: TypeAlias = npt.NDArray[np.float64]

YEAR = int(DAYS_PER_YEAR)
MAX_PATH_YEARS = 100
MOST_ARR = 1e300
"""No path leads above this: a century of tenfold growth would not fit a float."""


@dataclass(frozen=True)
class Plan:
    """Daily tables from the first simulated day, in dollars.

    `arr` is planned ARR and `bookings` the new ARR planned since the start, both of shape (days + 1,), entry d for
    d days after it. `path_day` is the day of the path (0 and up, with a fraction) on which the simulation begins.
    """

    arr: Floats
    bookings: Floats
    path_day: float


def number(value: Number) -> float:
    """Return a field's number, `value`, as a float, in the unit of its field.

    Raises TypeError for a distribution, which must have been drawn before.
    """
    if isinstance(value, (int, float)):
        return float(value)
    raise TypeError("a distribution has not been drawn; lower a scenario only after uncertainty.with_values")


def by_year(values: tuple[Number, ...], year: int) -> float:
    """Return the figure of a `year` of the path (from 0), in the unit of `values`, which has one a year.

    The last one given repeats, and an empty tuple means 1. Raises TypeError for a distribution that has not been drawn.
    """
    return number(values[min(year, len(values) - 1)]) if values else 1.0


def start_of(path: Path, opening_arr: float) -> Number:
    """Return the ARR at which a `path` begins, in dollars: its own, or else that of the first day, `opening_arr`."""
    return opening_arr if path.start_arr is None else path.start_arr


def begun(path: Path, opening_arr: float, bookings_a_year: Number | None) -> Path:
    """Return a `path` that says where it begins, and has a factor for each year.

    One without a start begins at `opening_arr`, in dollars; one without factors follows from bookings of its own,
    `bookings_a_year` in dollars, with the planned NRR, from the first day on. Raises ScenarioError for a company that
    has neither customers nor a start.
    """
    if path.start_arr is None and not opening_arr > 0.0:
        allowed = "the ARR that the plan begins with, such as path: {start_arr: $1M}"
        raise ScenarioError(
            [Problem("a company without customers has no ARR to begin from", path="path.start_arr", allowed=allowed)]
        )
    if path.multiples or bookings_a_year is None:
        return path if path.start_arr is not None else path.model_copy(update={"start_arr": opening_arr})
    start = opening_arr if opening_arr > 0.0 else number(start_of(path, opening_arr))
    factors = tuple(_factors_of(number(bookings_a_year), start, path.planned_nrr))
    return path.model_copy(update={"start_arr": start, "multiples": factors, "tail": ()})


def _factors_of(bookings_a_year: float, arr: float, planned_nrr: tuple[Number, ...]) -> Iterator[float]:
    """Yield by what `arr` dollars multiply in each year where new customers bring the same day by day."""
    for year in range(MAX_PATH_YEARS):
        nrr = by_year(planned_nrr, year)
        after = arr * nrr + bookings_a_year * _kept_of_a_year(nrr)
        yield after / arr
        arr = after


@cache
def _kept_of_a_year(nrr: float) -> float:
    """Return what is left at the end of a year of a dollar that was won in it, a day's part on each of its days."""
    left = 0.0
    for _ in range(YEAR):
        left = left * power(nrr, 1.0 / DAYS_PER_YEAR) + 1.0 / DAYS_PER_YEAR
    return left


def plan_from(path: Path, opening_arr: float, days: int) -> Plan:
    """Tabulate the plan for `days` days (at least 0) from where `path`, as `begun` gives it, passes `opening_arr`.

    ARR passes through the yearly milestones, smooth in log ARR (PCHIP). New bookings are what the plan asks for beyond
    NRR: in year y the opening base turns into NRR_plan,y of itself, geometrically through the year, and the rest is
    new, never negative. Raises ScenarioError where the path never passes `opening_arr`; 0 is a company without
    customers, which begins where the path does.
    """
    start = _path_day_of(path, opening_arr)
    years = math.ceil((start + days) / YEAR) + 1
    yearly = milestones_of(path, years)
    arr = _daily_arr(yearly)
    new = _cumulative_bookings(path, arr, years)
    at = start + np.arange(days + 1, dtype=np.float64)
    return Plan(arr=_between(arr, at), bookings=_between(new, at) - _between(new, at[:1])[0], path_day=start)


def milestones_of(path: Path, years: int) -> Floats:
    """Return ARR in dollars at the start of the path and after each of `years` years; shape (years + 1,)."""
    factors = chain(path.multiples, path.tail, repeat((path.tail or path.multiples)[-1]))
    levels = [_start(path)]
    for _, factor in zip(range(years), factors, strict=False):
        levels.append(min(levels[-1] * number(factor), MOST_ARR))
    return np.array(levels)


def _path_day_of(path: Path, opening_arr: float) -> float:
    """Return the day of the path on which it passes `opening_arr`; 0 for a company without customers yet."""
    first = _start(path)
    if opening_arr <= 0.0 or opening_arr == first:
        return 0.0
    if opening_arr < first * 0.999:
        raise _off_path(path, opening_arr, f"lies below the start of the path, {money(first)}")
    years = 1
    while milestones_of(path, years)[-1] < opening_arr:
        years += 1
        if years > MAX_PATH_YEARS:
            raise _off_path(path, opening_arr, "is never reached on the path")
    arr = _daily_arr(milestones_of(path, years + 1))
    day = min(int(np.searchsorted(arr, opening_arr, side="left")), len(arr) - 1)
    if day == 0:
        return 0.0
    return day - 1 + min(1.0, float((opening_arr - arr[day - 1]) / (arr[day] - arr[day - 1])))


def _start(path: Path) -> float:
    assert path.start_arr is not None, "the path has not begun"
    return number(path.start_arr)


_SLIPPED: Final = 3.0
"""An opening so many times below the start of the path is more likely written in another unit than meant."""


def _off_path(path: Path, opening_arr: float, why: str) -> ScenarioError:
    start = _start(path)
    allowed = f"a path that passes the opening ARR, for example path.start_arr: {money(opening_arr)}"
    if start >= _SLIPPED * opening_arr:
        slip = likely_slip(opening_arr, start) or "perhaps not in dollars a year"
        allowed = f"an opening ARR of {money(start)} or more (this is {slip}); or a path that begins lower"
    return ScenarioError(
        [Problem(f"the opening ARR of {money(opening_arr)} {why}", path="path.start_arr", allowed=allowed)]
    )


def likely_slip(found: float, expected: float) -> str:
    """Return the slip that explains an amount near a twelfth or a thousandth of what is `expected`, or nothing.

    Both are in dollars, above 0.
    """
    ratio = expected / found
    if _NEAR[0] < ratio / MONTHS_PER_YEAR < _NEAR[1]:
        return "about a twelfth of it, as amounts a month would be; name that column mrr, and it is taken 12 times"
    if _NEAR[0] < ratio / 1000.0 < _NEAR[1]:
        return "about a thousandth of it, as amounts in thousands would be; write 40.5K or 40500"
    return ""


_NEAR: Final = (0.6, 1.7)
"""How far, as a factor, an amount may be off a twelfth or a thousandth to look like one."""


def _daily_arr(yearly: Floats) -> Floats:
    return growth.arr_by_day(yearly, YEAR)


def _cumulative_bookings(path: Path, arr: Floats, years: int) -> Floats:
    kept_of_a_dollar = cache(lambda nrr: kept_along(1.0, nrr, YEAR))  # the last NRR given holds for most of the years
    total = np.zeros(years * YEAR + 1)
    for year in range(years):
        opening, closing = float(arr[year * YEAR]), float(arr[(year + 1) * YEAR])
        nrr = by_year(path.planned_nrr, year)
        kept = opening * kept_of_a_dollar(nrr)
        daily = np.maximum(0.0, np.diff(arr[year * YEAR : (year + 1) * YEAR + 1] - kept))
        asked, booked = max(0.0, closing - nrr * opening), float(_running_total(daily)[-1])
        if booked > 0.0:
            daily = daily * (asked / booked)
        total[year * YEAR + 1 : (year + 1) * YEAR + 1] = total[year * YEAR] + _running_total(daily)
    return total


def _running_total(values: Floats) -> Floats:
    """Add up one by one: numpy's sum pairs the terms differently on different processors, cumsum never does."""
    return np.cumsum(values)


def _between(table: Floats, at: Floats) -> Floats:
    whole = np.minimum(at.astype(np.int64), len(table) - 2)
    read: Floats = table[whole] + (table[whole + 1] - table[whole]) * (at - whole)
    return read


def mean_acv_by_day(plan: Plan, segments: list[Segment], start_arr: float) -> Floats:
    """Return the mean ACV of the mix of `segments` in dollars for each day of a `plan`; shape (days,).

    `start_arr` is the ARR in dollars at which the segments' own ACV holds; it grows with planned ARR from there. The
    segments' weights must not all be 0.
    """
    mean = np.zeros(len(plan.arr) - 1)
    weights = [number(segment.weight) for segment in segments]
    whole = sum(weights)
    middle = (plan.arr[:-1] + plan.arr[1:]) / 2.0
    for segment, weight in zip(segments, weights, strict=True):
        acv, exponent = number(segment.acv), number(segment.acv_growth)
        share = weight / whole
        mean += share * mean_acv_along(acv, exponent, middle, start_arr)
    return mean


def planned_arr(
    plan: Plan, opening_arr: float, bookings_a_year: float | None, planned_nrr: tuple[Number, ...]
) -> Floats:
    """Return planned ARR by day in dollars: that of `plan`, or what bookings of their own come to with the planned NRR.

    `opening_arr` and `bookings_a_year` are in dollars, the latter None where there are none of their own; `planned_nrr`
    is a ratio for each year of the path. Shape (days + 1,).
    """
    if bookings_a_year is None:
        return plan.arr
    arr = plan.arr.copy()
    arr[0] = opening_arr
    for day in range(len(arr) - 1):
        nrr = by_year(planned_nrr, int((plan.path_day + day) // DAYS_PER_YEAR))
        arr[day + 1] = arr[day] * power(nrr, 1.0 / DAYS_PER_YEAR) + bookings_a_year / DAYS_PER_YEAR
    return arr


def expected_deals(plan: Plan, acv: Floats, attainment: tuple[Number, ...], bookings_a_year: float | None) -> Floats:
    """Return by day how many new customers are expected to have closed: bookings × attainment ÷ mean ACV of the mix.

    The bookings are those of `plan`; `bookings_a_year`, in dollars, takes their place where it is not None. `acv` is in
    dollars, of shape (days,); `attainment` a share of one by year of the path. Shape (days + 1,), 0 at the start.
    """
    days = len(plan.arr) - 1
    daily = np.diff(plan.bookings) if bookings_a_year is None else np.full(days, bookings_a_year / DAYS_PER_YEAR)
    year = ((plan.path_day + np.arange(days)) // YEAR).astype(np.int64)
    attained = np.array([by_year(attainment, int(y)) for y in range(int(year.max()) + 1)])
    return np.concatenate(([0.0], _running_total(daily * attained[year] / acv)))
