"""What the tables by ARR of a scenario say: a figure at each of a few sizes of a company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_YEAR
from simulator.laws.products import age_at
from simulator.scenario.schema.plan import Floats, number

if TYPE_CHECKING:
    from simulator.scenario.schema.fields import Part
    from simulator.scenario.schema.products import Product

__all__ = ["age_on_first_day"]


def column(points: Sequence[Part], name: str) -> Floats:
    """Return one field of all `points`, of shape (points,), in the unit of the field called `name`.

    Raises TypeError for a distribution that has not been drawn.
    """
    return np.array([number(getattr(point, name)) for point in points])


def age_on_first_day(product: Product, opening_arr: float) -> float:
    """Return how many days a `product` that is on sale on the first day has been by then: as stated, or by its table.

    `opening_arr` is the company's ARR in dollars. At least 0. Raises TypeError for a distribution that has not been
    drawn.
    """
    if product.age_at_start is not None:
        return number(product.age_at_start)
    points = product.age_by_arr
    return age_at(opening_arr, column(points, "arr"), column(points, "age") / DAYS_PER_YEAR)
