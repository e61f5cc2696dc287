"""Products and prices: how much of one a new customer buys and at what discount, and what of that can be taken back."""

from __future__ import annotations

from typing import Final

from simulator.clock import DAYS_PER_YEAR
from simulator.laws.by_arr import Table, straight_in_log
from simulator.numerics.elementary import exp
from simulator.numerics.jit import compiled

__all__ = ["MAX_PRODUCTS", "age_at", "discount", "discount_left", "grown", "land_share", "left_of_grown"]

MAX_PRODUCTS: Final = 8
"""Nobody sells more than so many; a customer has room for its share of each."""

ROUNDING: Final = 1e-9
"""Relative difference between list price and ARR that is no discount."""


@compiled
def age_at(arr: float, at: Table, years: Table) -> float:
    """Return how many days the first product of a company has been on sale, by its `arr` in dollars (at least 0).

    `at` has dollars of ARR, above 0 and rising, and `years` how many years the product has been on sale by then, both
    of shape (points,), at least one. Between two points the age rises evenly with the logarithm of ARR, and beyond the
    last as before it (of one alone, not at all); below the first it is in proportion to ARR. At least 0.
    """
    if arr <= at[0]:
        return float(DAYS_PER_YEAR * years[0] * (arr / at[0]))
    return float(DAYS_PER_YEAR * max(0.0, straight_in_log(arr, at, years)))


@compiled
def land_share(age: float, new: float, mature: float, matures_in: float, factor: float) -> float:
    """Return the share of what it could buy of a product that a new customer buys at once.

    It rises exponentially with the product's `age` in days (at least 0) from the share `new` to the share `mature`
    (each 0 to 1), with time constant `matures_in` days (at least 0; at 0 at once), times `factor` (at least 0), which
    is the segment's own. Range 0 to 1.
    """
    share = mature
    if matures_in > 0.0:
        share = mature - (mature - new) * exp(-age / matures_in)
    return min(1.0, share * factor)


@compiled
def discount(age: float, at_launch: float, fades_in: float) -> float:
    """Return the share of its list price that a product sells below it, `age` days (at least 0) after its launch.

    The launch discount `at_launch` (0 to 1) fades exponentially with time constant `fades_in` days (at least 0); at 0
    there is none. Range 0 to `at_launch`.
    """
    if fades_in <= 0.0:
        return 0.0
    return at_launch * exp(-age / fades_in)


@compiled
def discount_left(list_arr: float, arr: float) -> float:
    """Return by how many dollars a customer's ARR lies below the list price of what it has.

    `list_arr` and `arr` in dollars a year, at least 0. At least 0; a difference of rounding is none.
    """
    if list_arr - arr <= ROUNDING * list_arr:
        return 0.0
    return list_arr - arr


@compiled
def grown(core_price: float, times: float) -> float:
    """Return the list price of the core for a customer that has become `times` as large (at least 1).

    `core_price` is what it was, in dollars a year, at least 0. Prices of all products go by it, those of later launches
    among them, and so its wallet at list is `times` as large. At least `core_price`.
    """
    return core_price * times


@compiled
def left_of_grown(left: float, times: float) -> float:
    """Return what share of a product is left to be sold to a customer that has become `times` as large (at least 1).

    `left` is what was left before, 0 to 1. What it has bought stays what it is in dollars at list, 1/`times` of the
    share it was; so do its ARR and its discount. Range `left` to 1.
    """
    return 1.0 - (1.0 - left) / times
