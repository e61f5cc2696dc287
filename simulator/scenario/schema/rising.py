"""Tables of points that must rise from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from simulator.scenario.units import InvalidValue

if TYPE_CHECKING:
    from simulator.scenario.schema.fields import Part


def check_rising(table: str, points: Sequence[Part], *names: str) -> None:
    """Refuse a field `table` whose `points` do not rise from one to the next in each field of `names`.

    Raises InvalidValue at the first that does not. Distributions are passed over.
    """
    for name in names:
        values = [getattr(point, name) for point in points]
        known = [(place, value) for place, value in enumerate(values) if isinstance(value, int | float)]
        for (_, before), (place, value) in pairwise(known):
            if value <= before:
                raise InvalidValue(
                    f"{name} is not above that of the point before",
                    at=(table, place, name),
                    allowed=f"points that rise in {' and '.join(names)}",
                )
