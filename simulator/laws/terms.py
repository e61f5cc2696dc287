"""Contract terms: what is stated for a year, over a term of so many months.

Customers decide once a term, but the hazards that they decide by are those of time. So odds and rises are stated for a
year, and a term of k months has them for k ÷ 12 years. Over twelve months they are themselves, to the last bit.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.numerics.elementary import power, power_within_one
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens

__all__ = [
    "comes_within",
    "growth_over",
    "is_kept",
    "kept_along",
    "kept_over",
    "log_odds_of",
    "marks_weigh",
    "occurs_within",
    "outlasts",
    "price_of",
    "rise_over",
]

THREE_YEARS: Final = 3 * MONTHS_PER_YEAR


@compiled
def kept_over(a_year: float, years: float) -> float:
    """Return the probability of being kept over a term of `years` (above 0), where `a_year` (0 to 1) is that of a year.

    The same whether it is met once or in parts: three renewals of a year keep what one of three years keeps. Range 0
    to 1.
    """
    return a_year if years == 1.0 else power(a_year, years)


@compiled
def kept_along(a_year: npt.NDArray[np.float64], years: npt.NDArray[np.float64], count: int) -> None:
    """Put `kept_over` of each of the first `count` figures in its place, to the same bits, several at a time.

    `a_year` and `years` are arrays of what `kept_over` takes, at least `count` long; what stands behind is left alone.
    """
    inside = True
    for place in range(count):
        inside &= (a_year[place] >= 1e-30) & (years[place] <= 10.0)
    if not inside:
        for place in range(count):
            a_year[place] = kept_over(a_year[place], years[place])
        return
    for place in range(count):
        kept = power_within_one(a_year[place], years[place])
        a_year[place] = a_year[place] if years[place] == 1.0 else kept


@compiled
def is_kept(luck: float, a_year: float, years: float) -> bool:
    """Tell whether a term is survived, as `quantiles.happens` does of `luck`, in (0, 1), and of `kept_over`.

    `a_year` and `years` are those of `kept_over`.

    No power is worked out where luck is plainly below it: p^y is at least 1 - y (1 - p) / p.
    """
    if years != 1.0 and (1.0 - luck - 1e-12) * a_year > (1.0 + 1e-9) * years * (1.0 - a_year):
        return True
    return happens(luck, kept_over(a_year, years))


@compiled
def comes_within(luck: float, a_year: float, years: float) -> bool:
    """Tell whether it comes within a term, as `quantiles.happens` does of `luck`, in (0, 1), and of `occurs_within`.

    `a_year` and `years` are those of `occurs_within`.

    No power is worked out where luck is plainly beyond it: 1 - (1 - p)^y is at most y p / (1 - p).
    """
    if years != 1.0 and (luck - 1e-12) * (1.0 - a_year) > (1.0 + 1e-9) * years * a_year:
        return False
    return happens(luck, occurs_within(a_year, years))


@compiled
def occurs_within(a_year: float, years: float) -> float:
    """Return the probability that what a year brings with `a_year` comes within a term of `years` (above 0).

    `a_year` is at least 0; what is above 1 is as good as certain. Range 0 to 1; over a year it is `a_year` as given.
    """
    return a_year if years == 1.0 else 1.0 - power(max(0.0, 1.0 - a_year), years)


@compiled
def rise_over(a_year: float, years: float) -> float:
    """Return the rise over a term of `years` (above 0) that comes to `a_year` a year: both shares, at least 0."""
    return a_year if years == 1.0 else power(1.0 + a_year, years) - 1.0


@compiled
def growth_over(a_year: float, years: float) -> float:
    """Return by what something multiplies over a term of `years` (above 0) that grows by the share `a_year` a year.

    `a_year` is at least 0. At least 1; over a year 1 + `a_year`, to the last bit.
    """
    return 1.0 + a_year if years == 1.0 else power(1.0 + a_year, years)


@compiled
def marks_weigh(years: float) -> float:
    """Return what a mark weighs at the renewal of a term of `years` (above 0): 1 up to a year, less above it.

    A mark counts for a year's worth of hazard. The probability of a longer term has the yearly sum once for each of its
    years, and so the mark has its part in one of them. Range 0 to 1.
    """
    return 1.0 if years <= 1.0 else 1.0 / years


@compiled
def outlasts(made: float, years: float, next_renewal: float) -> bool:
    """Whether a mark that was there at a renewal still counts at the next: it lasts a year, or until a renewal is met.

    `made` is the day on which the mark was made, `years` the length of a term (above 0) and `next_renewal` the day on
    which the term that begins will end. A mark never outlasts the renewal of a term of a year or more.
    """
    return years < 1.0 and next_renewal - made < DAYS_PER_YEAR


@compiled
def log_odds_of(months: int, monthly: float, three_years: float) -> float:
    """Return what the length of a term adds to the yearly log-odds of renewing, of any sign.

    `months` is that length, at least 1; `monthly` belongs to a term of one month and fades evenly to nothing at twelve,
    `three_years` to one of three years, rising evenly from twelve months on; a longer term has no more than that.
    """
    if months <= MONTHS_PER_YEAR:
        return monthly * ((MONTHS_PER_YEAR - months) / (MONTHS_PER_YEAR - 1.0))
    return three_years * ((min(months, THREE_YEARS) - MONTHS_PER_YEAR) / (THREE_YEARS - MONTHS_PER_YEAR))


@compiled
def price_of(months: int, dearer: float, discount: float) -> float:
    """Return what a customer on a term of `months` (at least 1) pays, as a share of the price of a year's contract.

    `dearer` (at least 0) is what a month's contract costs more, fading evenly to nothing at twelve months; `discount`
    (0 to 1) is given for each year beyond the first. At least 0.
    """
    if months <= MONTHS_PER_YEAR:
        return 1.0 + dearer * ((MONTHS_PER_YEAR - months) / (MONTHS_PER_YEAR - 1.0))
    return max(0.0, 1.0 - discount * ((months - MONTHS_PER_YEAR) / MONTHS_PER_YEAR))
