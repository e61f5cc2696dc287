"""Products: how much of one a new customer buys, and at what discount, follows from the product's age."""

from __future__ import annotations

from typing import Final

from simulator.numerics.jit import compiled
from simulator.numerics.portable import exp

MAX_PRODUCTS: Final = 8
"""Nobody sells more than so many; a customer has room for its share of each."""


@compiled
def land_share(age: float, new: float, mature: float, matures_in: float, factor: float) -> float:
    """Return the share of what it could buy of a product that a new customer buys at once. Range 0 to 1.

    It rises exponentially with the product's age in days from `new` to `mature` (time constant `matures_in` days, 0: at
    once), times `factor`, which is the segment's own.
    """
    share = mature
    if matures_in > 0.0:
        share = mature - (mature - new) * exp(-age / matures_in)
    return min(1.0, share * factor)


@compiled
def discount(age: float, at_launch: float, fades_in: float) -> float:
    """Return the share of its list price that a product sells below it, `age` days after its launch. Range 0 to 1.

    The launch discount fades exponentially with time constant `fades_in` days; 0 means there is none left.
    """
    if fades_in <= 0.0:
        return 0.0
    return at_launch * exp(-age / fades_in)
