"""What may be believed of a number by somebody who knows of the company only what the scenario says: its prior.

A field of the schema writes it as a scenario would write an uncertain value, `{"triangular": ["60 days", "120 days",
"240 days"]}`. Where the figure differs from one company, role or segment to the next, `{"times": {"triangular":
[0.8, 1, 1.25]}}` multiplies what the scenario has. `policy` and `plumbing` say that there is nothing to be believed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.programmes import Programme
from simulator.scenario.schema.quantities import Factor, Quantity
from simulator.scenario.schema.shapes import Shape, shape_of

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["laws_of", "prior_of"]

_TIMES: Final = "times"
_OF_ONE: Final = "sigma"
"""The parameter of a distribution that stays what it is where all its values are multiplied."""


@dataclass(frozen=True, slots=True)
class Prior:
    """The prior of a number: its `law`, or the `reason` (policy, plumbing) for which it has none.

    Where it is `relative` the law is one of factors, by which what the scenario has is multiplied.
    """

    law: Distribution | None
    relative: bool = False
    reason: str = ""

    @classmethod
    def read(cls, written: Mapping[str, Any] | str, marker: Quantity) -> Prior:
        """Return the prior that a field with this marker writes; raise InvalidValue for what could not stand there."""
        if isinstance(written, str):
            return cls(None, reason=written)
        relative = _TIMES in written
        found = Factor(0.0, math.inf).read(written[_TIMES]) if relative else marker.read(written)
        assert isinstance(found, Distribution)
        return cls(found, relative)

    def words(self) -> str:
        """Return it in words: `triangular 60 days to 240 days, most likely 120 days`, `times …`, or `policy`."""
        if self.law is None:
            return self.reason
        return f"{_TIMES} {self.law.describe()}" if self.relative else self.law.describe()

    def around(self, value: float, marker: Quantity) -> Distribution | None:
        """Return its law where the scenario has `value`, within the bounds of the field; None where it has none.

        A factor makes nothing out of 0, which has no law then either.
        """
        if self.law is None or not self.relative:
            return self.law
        return _multiplied(self.law, value, marker) if value > 0.0 else None


def prior_of(shape: Shape) -> Prior | None:
    """Return the prior of what stands at a `shape` of the schema; None for what is no number, or says nothing of it."""
    if not isinstance(shape.marker, Quantity) or not shape.prior:
        return None
    return Prior.read(shape.prior, shape.marker)


def _multiplied(law: Distribution, by: float, marker: Quantity) -> Distribution:
    """Return a law of factors as one of a number that is `by` (above 0) where the factor is 1."""
    sigma = law.params[1:] if law.kind == "lognormal" else ()
    params = (law.params[0] * by, *sigma) if sigma else tuple(one * by for one in law.params)
    low, high = (min(max(end * by, marker.low), marker.high) for end in (law.low, law.high))
    scale = (law.scale[0] * by, law.scale[1] * by) if law.kind == "beta" else law.scale
    return replace(law, params=params, low=low, high=high, unit=marker.unit.name, scale=scale)


def laws_of(scenario: Scenario) -> dict[str, Distribution]:
    """Return what is believed of every number of a `scenario` by its dotted path, in the order of the schema.

    A distribution of the scenario itself stands for what its company knows better. Numbers that are policy or plumbing
    are left out, and so is what counts for nothing in this scenario: a factor of 0, a programme that never opens.
    """
    from simulator.scenario.schema.scenario import Scenario

    return {dotted(path): law for path, law in _laws(scenario, shape_of(Scenario), ())}


def _laws(value: Any, shape: Shape | None, path: TreePath) -> Iterator[tuple[TreePath, Distribution]]:
    if shape is None or value is None or _never_opens(value):
        return
    if isinstance(value, Part):
        for name, inner in value.__dict__.items():
            yield from _laws(inner, shape.at(name), (*path, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _laws(inner, shape.at(name), (*path, name))
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from _laws(inner, shape.at(place), (*path, place))
    elif isinstance(value, Distribution):
        yield path, value
    elif isinstance(value, int | float) and not isinstance(value, bool) and isinstance(shape.marker, Quantity):
        prior = prior_of(shape)
        law = None if prior is None else prior.around(float(value), shape.marker)
        if law is not None:
            yield path, law


def _never_opens(value: Any) -> bool:
    """Tell whether a value is a programme that no condition opens, and that is not there from the first day either."""
    return isinstance(value, Programme) and not value.opens and not getattr(value, "on_sale_at_start", False)
