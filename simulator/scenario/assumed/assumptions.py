"""What a scenario assumes of a company that has not said it: value, line to write, and how much it moves the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.scenario.assumed.order import moves
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.notes import note_of, pattern_of
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.programmes import Programme
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of

if TYPE_CHECKING:
    from simulator.scenario.assumed.said import Said
    from simulator.scenario.schema.shapes import Shape

__all__ = ["MOST_SHOWN", "Assumption", "as_written", "assumptions"]

MOST_SHOWN: Final = 10
_LABELS: Final = ("name", "purpose", "horizon_months", "fiscal_year_starts")
"""What says how a scenario is called and looked at, and is no assumption about a company."""


@dataclass(frozen=True)
class Assumption:
    """One value that nobody has said: its dotted path, how a file would write it, and the line that would.

    `moves` is by how much of the answer the company could be off on account of it, as a share of one, where that has
    been measured; None where it has not. `is_number` says that it is a single number other than 0, and `pattern` is
    its path in the schema, with `*` for a name of the company's own; the rest is the schema's.
    """

    path: str
    value: str
    line: str
    moves: float | None
    meaning: str
    grade: str
    source: str
    is_number: bool
    pattern: str


def assumptions(scenario: Scenario, said: Said) -> list[Assumption]:
    """Return what is assumed in a `scenario` beyond what is `said`, that which moves the answer most first.

    What has not been measured comes last, in the order of the schema. Left out is what counts for nothing: what belongs
    to something that never opens, and what is absent.
    """
    found = [_assumption(path, value, shape) for path, value, shape in _values(scenario, shape_of(Scenario), ())]
    open_ones = [one for one in found if one is not None and one.path not in said.own]
    return sorted(open_ones, key=lambda one: -1.0 if one.moves is None else -one.moves - 1.0)


_Value = tuple[TreePath, Any, "Shape"]


def _values(value: Any, shape: Shape | None, path: TreePath) -> Iterator[_Value]:
    """Yield every single value and list of a scenario, and every part that files say whole, with its path and shape."""
    if shape is None or value is None or (not path and not isinstance(value, Part)):
        return
    if _never_there(value):
        return
    if isinstance(value, Part) and not (shape.replaced and path):
        for name in type(value).model_fields:
            if not path and name in _LABELS:
                continue
            yield from _values(getattr(value, name), shape.at(name), (*path, name))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(inner, shape.at(name), (*path, name))
    else:
        yield path, value, shape


def _never_there(value: Any) -> bool:
    """Tell whether a value is a programme or a product that never opens."""
    return isinstance(value, Programme) and not value.opens and not getattr(value, "on_sale_at_start", False)


def _assumption(path: TreePath, value: Any, shape: Shape) -> Assumption | None:
    pattern, written = pattern_of(dotted(path)), as_written(value, shape)
    note = note_of(pattern)
    if note is None or not written:
        return None
    number = isinstance(shape.marker, Quantity) and isinstance(value, int | float) and value != 0
    line = as_line(path, written)
    return Assumption(
        dotted(path), written, line, moves(pattern), note.meaning, note.grade, note.source, number, pattern
    )


def as_line(path: Sequence[str | int], written: str) -> str:
    """Return one line of a file that says a value, `written` as a file writes it, at a path."""
    first, *rest = (str(step) for step in path)
    inner = "".join(f"{{{step}: " for step in rest)
    return f"{first}: {inner}{written}{'}' * len(rest)}"


def as_written(value: Any, shape: Shape | None) -> str:
    """Return how a file writes a `value` of a `shape` in one line; nothing for what has no such line."""
    if isinstance(value, Distribution):
        return _flow(value.to_yaml())
    if isinstance(value, tuple):
        entries = [as_written(one, shape.at(place) if shape else None) for place, one in enumerate(value)]
        return f"[{', '.join(entries)}]" if all(entries) else ""
    if isinstance(value, Part):
        kept = {name: inner for name, inner in value.__dict__.items() if inner is not None}
        entries = [f"{name}: {as_written(inner, shape.at(name) if shape else None)}" for name, inner in kept.items()]
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if shape is not None and isinstance(shape.marker, Quantity):
        return str(shape.marker.unit.write(value))
    return str(value)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_flow(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(inner) for inner in value)}]"
    return str(value)
