"""What the schema allows at each place: parts with named fields, mappings of named things, lists, single values.

The pydantic models say it all already; this is the view of them that merging, messages and documentation need.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulator.scenario.schema.dates_and_files import FilePath, When
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.quantities import Quantity, takes_distribution

__all__ = ["FieldNote", "Shape", "describe_fields", "shape_of"]

Kind = Literal["part", "named", "list", "quantity", "choice", "value"]
ANY_NAME: Final = "*"
"""Stands in a path pattern for the name of a thing the user names, or for a place in a list."""


@dataclass(frozen=True)
class Shape:
    """What one place of a scenario takes.

    `kind` is part (fields of `model`), named (a mapping of the user's own names to `items`), list (of `items`),
    quantity (`marker`), choice (one of `options`) or value (text, flag, date: `marker` or `type_`). `prior`
    is what the field of a number writes of it, None where it writes nothing.
    """

    kind: Kind
    type_: Any = None
    model: type[Part] | None = None
    items: tuple[Shape, ...] = ()
    marker: Quantity | When | FilePath | None = None
    nullable: bool = False
    replaced: bool = False
    rival: str = ""
    inherits: bool = False
    prior: Any = None

    @property
    def decides(self) -> bool:
        """Return whether it says of which kind the part is that it stands in: one of a few words."""
        return get_origin(self.type_) is Literal

    @property
    def fields(self) -> Mapping[str, Shape]:
        """Return the fields of a part by name; empty for anything else."""
        return fields_of(self.model) if self.model is not None else {}

    @property
    def uncertain(self) -> bool:
        """Return whether a distribution may stand here."""
        return self.kind == "quantity" and takes_distribution(self.type_)

    def at(self, step: str | int) -> Shape | None:
        """Return the shape one step further down, or None where the schema knows of nothing there."""
        if self.kind == "part":
            return self.fields.get(str(step))
        if self.kind == "named":
            return self.items[0]
        if self.kind == "list":
            position = step if isinstance(step, int) else 0
            return self.items[min(position, len(self.items) - 1)]
        if self.kind == "choice":
            return next((found for option in self.items if (found := option.at(step)) is not None), None)
        return None


@cache
def fields_of(model: type[Part]) -> Mapping[str, Shape]:
    """Return the shape of every field of a part."""
    return {name: _field_shape(field) for name, field in model.model_fields.items()}


def shape_of(model: type[Part]) -> Shape:
    """Return what a part of the schema, `model`, takes, from which `at` leads to every field below it."""
    return Shape("part", model, model)


def _field_shape(field: FieldInfo) -> Shape:
    extra = field.json_schema_extra
    found = extra if isinstance(extra, dict) else {}
    shape = _believed(_shape(field.annotation, tuple(field.metadata)), found.get("prior"))
    return replace(
        shape,
        replaced=bool(found.get("replace")),
        rival=str(found.get("rival", "")),
        inherits=bool(found.get("inherits")),
    )


def _believed(shape: Shape, prior: Any) -> Shape:
    """Return a shape with the prior of its field, on each number of a list or of a choice."""
    if shape.kind == "quantity":
        return replace(shape, prior=prior)
    return replace(shape, items=tuple(_believed(item, prior) for item in shape.items))


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(inner[0], (*inner[1:], *metadata))
    for marker in metadata:
        if isinstance(marker, Quantity):
            return Shape("quantity", annotation, marker=marker)
        if isinstance(marker, When | FilePath):
            return Shape("value", annotation, marker=marker)
    if origin in (Union, types.UnionType):
        return _choice([_shape(option, ()) for option in inner if option is not type(None)], type(None) in inner)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Shape("part", annotation, annotation)
    if origin in (tuple, list):
        return Shape("list", annotation, items=tuple(_shape(item, ()) for item in inner if item is not Ellipsis))
    if origin is dict:
        return Shape("named", annotation, items=(_shape(inner[1], ()),))
    return Shape("value", annotation)


def _choice(options: list[Shape], nullable: bool) -> Shape:
    if len(options) == 1:
        return replace(options[0], nullable=nullable)
    return Shape("choice", items=tuple(options), nullable=nullable)


@dataclass(frozen=True)
class FieldNote:
    """One field of the schema, for documentation and search.

    `path` is a dotted pattern with `*` for names and list places; `low` and `high` are in the canonical unit (None for
    what is no quantity); `allowed` says in words what is accepted, and `prior` what may be believed of a number.
    """

    path: str
    unit: str
    low: float | None
    high: float | None
    allowed: str
    meaning: str
    grade: str
    source: str
    prior: str
    optional: bool
    uncertain: bool


def describe_fields(model: type[BaseModel], *, priors: bool = True) -> Iterator[FieldNote]:
    """Yield every field of `model` that holds a value, in the order of the schema.

    There is none where `model` is no part of the schema. Without `priors` they are left empty: to word them takes
    scipy, which takes long to load.
    """
    yield from _notes(shape_of(model), (), None, priors) if issubclass(model, Part) else ()


def _notes(shape: Shape, path: TreePath, field: FieldInfo | None, priors: bool) -> Iterator[FieldNote]:
    if shape.kind == "part" and shape.model is not None:
        for name, inner in shape.fields.items():
            yield from _notes(inner, (*path, name), shape.model.model_fields[name], priors)
    elif shape.kind in ("named", "list"):
        yield from _notes(shape.items[0], (*path, ANY_NAME), field, priors)
    elif shape.kind == "choice":
        for option in shape.items:
            yield from _notes(option, path, field, priors)
    else:
        yield _note(shape, dotted(path), field, priors)


def _note(shape: Shape, path: str, field: FieldInfo | None, priors: bool) -> FieldNote:
    extra = field.json_schema_extra if field is not None and isinstance(field.json_schema_extra, dict) else {}
    marker = shape.marker if isinstance(shape.marker, Quantity) else None
    return FieldNote(
        path=path,
        unit=marker.unit.name if marker else value_name(shape),
        low=marker.low if marker else None,
        high=marker.high if marker else None,
        allowed=allowed_in_words(shape),
        meaning=(field.description if field is not None else None) or "",
        grade=str(extra.get("grade", "")),
        source=str(extra.get("source", "")),
        prior=_prior_in_words(shape) if priors else "",
        optional=shape.nullable or (field is not None and not field.is_required()),
        uncertain=shape.uncertain,
    )


def _prior_in_words(shape: Shape) -> str:
    from simulator.scenario.schema.priors import prior_of

    prior = prior_of(shape)
    return "" if prior is None else prior.words()


def value_name(shape: Shape) -> str:
    """Return in one or two words what a value that is no quantity is."""
    if isinstance(shape.marker, When):
        return "date"
    if isinstance(shape.marker, FilePath):
        return "file"
    if literals(shape):
        return "choice"
    return {str: "text", bool: "true or false", int: "whole number", float: "number"}.get(shape.type_, "value")


def literals(shape: Shape) -> tuple[Any, ...]:
    """Return the options of a value whose `shape` is one of a few words; empty for any other."""
    return get_args(shape.type_) if get_origin(shape.type_) is Literal else ()


def allowed_in_words(shape: Shape) -> str:
    """Return in words what is accepted at a place."""
    if isinstance(shape.marker, Quantity):
        return shape.marker.allowed()
    if isinstance(shape.marker, When):
        return "a date such as 2028-03-01 or Mar 2028"
    if isinstance(shape.marker, FilePath):
        return "the name of a file"
    if literals(shape):
        return ", ".join(str(option) for option in literals(shape))
    if shape.kind == "part":
        return ", ".join(shape.fields)
    if shape.kind == "choice":
        return " or ".join(allowed_in_words(option) for option in shape.items)
    if shape.kind in ("list", "named"):
        kind = "a list" if shape.kind == "list" else "a mapping of names"
        return f"{kind}, each entry {_entry_in_words(shape.items[0])}"
    return value_name(shape)


def _entry_in_words(shape: Shape) -> str:
    if shape.kind == "part":
        return f"a mapping of {allowed_in_words(shape)}"
    return allowed_in_words(shape)
