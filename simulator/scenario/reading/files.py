"""Scenario files: read them, lay them over what they extend, override single values, write them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from simulator.errors import Problem, ScenarioError
from simulator.scenario.reading.inheritance import find, read_chain, shipped
from simulator.scenario.reading.nodes import Node, Place, Source, node_of
from simulator.scenario.reading.output import as_yaml, write_yaml
from simulator.scenario.reading.overrides import overridden
from simulator.scenario.reading.problems import in_order, problems_of
from simulator.scenario.schema.editor_schema import json_schema
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import FieldNote, describe_fields, shape_of

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import Shape

__all__ = [
    "FieldNote",
    "as_yaml",
    "describe_fields",
    "from_resolved",
    "json_schema",
    "load",
    "load_as",
    "resolved",
    "shipped",
    "write_yaml",
]

AnyPart = TypeVar("AnyPart", bound=Part)


def load(path_or_name: str | Path, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Return the scenario of a file or of a shipped name such as `baseline`, with overrides laid over it.

    `overrides` maps dotted paths to values: {"roles.csm.cost": "$200K"}. Raises ScenarioError with every problem found,
    each at its file, line and column.
    """
    return load_as(Scenario, path_or_name, overrides)


def load_as(model: type[AnyPart], path_or_name: str | Path, overrides: Mapping[str, Any] | None = None) -> AnyPart:
    """Return the same as `load` does, for any schema."""
    shape = shape_of(model)
    problems: list[Problem] = []
    tree = read_chain(find(path_or_name), shape, problems)
    tree = overridden(tree, overrides or {}, shape, problems)
    return _validated(model, tree, shape, problems)


def _validated(model: type[AnyPart], tree: Node, shape: Shape, problems: list[Problem]) -> AnyPart:
    try:
        result = model.model_validate(tree.plain())
    except ValidationError as error:
        raise ScenarioError(in_order([*problems, *problems_of(error, tree, shape)])) from None
    if problems:
        raise ScenarioError(in_order(problems))
    return result


def resolved(scenario: Part) -> dict[str, Any]:
    """Return the whole scenario as JSON-ready values in canonical units, for a manifest."""
    return scenario.model_dump(mode="json")


def from_resolved(values: Mapping[str, Any]) -> Scenario:
    """Return the scenario that `resolved` gave these values for; raise ScenarioError where they are none."""
    return from_resolved_as(Scenario, values)


def from_resolved_as(model: type[AnyPart], values: Mapping[str, Any]) -> AnyPart:
    """Return the same as `from_resolved` does, for any schema."""
    return _validated(model, node_of(dict(values), Place(Source(""))), shape_of(model), [])
