"""In which fields two scenarios differ, with both values as people write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import not_allowed
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.shapes import Shape, shape_of

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["ABSENT", "differs", "written"]


ABSENT: Final = "nothing"
_LABELS: Final = ("name", "purpose")
"""Fields that say what a scenario is called, not what it is."""
_LONGEST: Final = 100


@dataclass(frozen=True)
class Differing:
    """One field with two values: its dotted path, and what it is in A and in B, in the units people write."""

    path: str
    a: str
    b: str


def differs(a: Scenario, b: Scenario) -> list[Differing]:
    """Return every field in which the scenarios `a` and `b` differ, in the order of the schema.

    Name and purpose do not count. A list is shown whole, since its entries mean little one by one. Named things
    (segments, products, ...) that both have in another order come last among those of their mapping, under its path.
    Raises InputError for what is no scenario.
    """
    for name, one in (("a", a), ("b", b)):
        if not isinstance(one, Part):
            raise not_allowed(name, one, "a scenario, such as simulator.load gives")
    found: list[Differing] = []
    for path, shape, first, second in _unequal(a, b, shape_of(type(a)), ()):
        if path[0] not in _LABELS:
            a_and_b = (written(one, shape) if not isinstance(one, Order) else one.words for one in (first, second))
            found.append(Differing(dotted(path), *a_and_b))
    return found


@dataclass(frozen=True)
class Order:
    """The order in which a mapping has its named things."""

    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """The names in a row: `in the order core, large`."""
        text = f"in the order {', '.join(self.names)}"
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def orders(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[Order, Order] | None:
    """Return the orders of the names that two mappings share; None where they are one and the same."""
    first, second = Order(tuple(name for name in a if name in b)), Order(tuple(name for name in b if name in a))
    return None if first == second else (first, second)


_Unequal = tuple[TreePath, Shape | None, Any, Any]


def _unequal(a: Any, b: Any, shape: Shape | None, path: TreePath) -> Iterator[_Unequal]:
    if isinstance(a, Part) and isinstance(b, Part):
        yield from _unequal_below(a.__dict__, b.__dict__, shape, path)
    elif isinstance(a, dict) and isinstance(b, dict):
        yield from _unequal_below(a, b, shape, path)
        other_order = orders(a, b)
        if other_order is not None:
            yield path, shape, *other_order
    elif a != b:
        yield path, shape, a, b


def _unequal_below(a: dict[str, Any], b: dict[str, Any], shape: Shape | None, path: TreePath) -> Iterator[_Unequal]:
    for name in [*a, *(name for name in b if name not in a)]:
        below = shape.at(name) if shape is not None else None
        yield from _unequal(a.get(name), b.get(name), below, (*path, name))


def written(value: Any, shape: Shape | None) -> str:
    """Return a `value` as people write it: `$2.5M`, `90 days`, `[3, 3, 2]`, `{arr: $3M}`; `nothing` where absent.

    `shape` is what the schema takes in its place, None where it knows of nothing there.
    """
    text = _text(value, shape)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _text(value: Any, shape: Shape | None) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, Distribution):
        return value.describe()
    if isinstance(value, Part):
        value = {name: inner for name, inner in value.__dict__.items() if inner is not None}
        return _mapping(value, shape)
    if isinstance(value, dict):
        return _mapping(value, shape)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_text(inner, shape.at(place) if shape else None) for place, inner in enumerate(value))}]"
    return _single(value, shape)


def _mapping(values: dict[str, Any], shape: Shape | None) -> str:
    inner = (f"{name}: {_text(value, shape.at(name) if shape else None)}" for name, value in values.items())
    return f"{{{', '.join(inner)}}}"


def _single(value: Any, shape: Shape | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if shape is not None and isinstance(shape.marker, Quantity) and isinstance(value, int | float):
        return str(shape.marker.unit.write(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
