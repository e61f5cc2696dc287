"""Prices at renewals: the discount that can still be taken back."""

from __future__ import annotations

from typing import Final

from simulator.numerics.jit import compiled

ROUNDING: Final = 1e-9
"""Relative difference between list price and ARR that is no discount."""


@compiled
def discount_left(list_arr: float, arr: float) -> float:
    """Return by how many dollars a customer's ARR lies below the list price of what it has; at least 0."""
    if list_arr - arr <= ROUNDING * list_arr:
        return 0.0
    return list_arr - arr
