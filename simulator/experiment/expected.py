"""How many customers a scenario asks for, about: plain arithmetic that needs milliseconds, before any table is made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.scenario.explain.plan import opening_arr
from simulator.scenario.schema.plan import begun, start_of

if TYPE_CHECKING:
    from simulator.scenario.schema.market import Path
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

MOST_YEARS: Final = 200
"""Years of a path looked at for where it passes the opening ARR; a path of factors 1 never does."""


@dataclass(frozen=True)
class Expected:
    """What one run deals with, about: customers of the first day, deals of the horizon, their bookings in dollars.

    `lifts` is the exponent by which won CSQLs multiply an account's ARR over the horizon where each takes a share of
    ARR, 0 where they take a share of a wallet.
    """

    opening: float
    deals: float
    bookings: float
    lifts: float

    @classmethod
    def of(cls, scenario: Scenario, today: TodaysBook | None = None) -> Expected:
        """Estimate it year by year of the path, at the means of what is uncertain."""
        from simulator.scenario.schema.uncertainty import central

        certain = central(scenario)
        opening = len(today.accounts) if today is not None else plain(certain.made_up_accounts)
        deals, bookings = _deals(certain, opening_arr(certain, today))
        return cls(float(opening), deals, bookings, _lifts(certain))


def plain(value: object) -> float:
    """Return the number of a field whose distribution, if it had one, has been replaced."""
    assert isinstance(value, int | float)
    return float(value)


def _deals(scenario: Scenario, opening: float) -> tuple[float, float]:
    given = scenario.demand.bookings_a_year
    path, start = begun(scenario.path, opening, given), plain(start_of(scenario.path, opening))
    levels = [plain(path.start_arr)]
    begin = _years_to(path, levels, opening)
    end = begin + scenario.horizon_months / MONTHS_PER_YEAR
    deals = bookings = 0.0
    for year in range(math.floor(begin), math.ceil(end)):
        while len(levels) < year + 2:
            _grow(path, levels)
        nrr = _by_year(path.planned_nrr, year)
        asked = max(0.0, levels[year + 1] - nrr * levels[year]) if given is None else plain(given)
        part = min(end, year + 1.0) - max(begin, float(year))
        booked = part * asked * _by_year(scenario.demand.attainment, year)
        bookings += booked
        deals += booked / _mean_acv(scenario, math.sqrt(levels[year]) * math.sqrt(levels[year + 1]) / start)
    return deals, bookings


def _years_to(path: Path, levels: list[float], arr: float) -> float:
    """Return after how many years the path passes an ARR; where it never does, lowering will say so."""
    while levels[-1] < arr and len(levels) <= MOST_YEARS:
        _grow(path, levels)
    year = next((place for place, level in enumerate(levels) if level >= arr), 0)
    if year == 0:
        return 0.0
    return year - 1 + math.log(arr / levels[year - 1]) / math.log(levels[year] / levels[year - 1])


def _grow(path: Path, levels: list[float]) -> None:
    factors = (*path.multiples, *path.tail)
    levels.append(levels[-1] * plain(factors[min(len(levels) - 1, len(factors) - 1)]))


def _by_year(values: tuple[object, ...], year: int) -> float:
    return plain(values[min(year, len(values) - 1)]) if values else 1.0


def _mean_acv(scenario: Scenario, growth: float) -> float:
    """Return the mean ACV of a new customer in dollars once the path has grown by a factor."""
    segments = scenario.segments.values()
    whole = sum(plain(segment.weight) for segment in segments)
    if not whole > 0.0:
        return math.inf  # lowering says that no segment has weight
    return sum(plain(one.weight) / whole * plain(one.acv) * math.pow(growth, plain(one.acv_growth)) for one in segments)


def _lifts(scenario: Scenario) -> float:
    expansion = scenario.expansion
    if expansion.basis != "arr":
        return 0.0
    won = max(plain(expansion.won_by_manager), plain(expansion.won_by_nobody)) * plain(expansion.win_share)
    csqls = max((plain(segment.csqls_a_year) for segment in scenario.segments.values()), default=0.0)
    return csqls * won * scenario.horizon_months / MONTHS_PER_YEAR
