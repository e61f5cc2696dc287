"""A scenario with some of its values changed: the paths and spellings of `--set`, on a scenario already read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulator.errors import Problem, ScenarioError
from simulator.scenario.reading.files import resolved
from simulator.scenario.reading.nodes import Place, Source, node_of
from simulator.scenario.reading.overrides import overridden
from simulator.scenario.reading.problems import in_order, problems_of
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import Shape

Changes = Mapping[str, Any]
"""Dotted paths and what to set there, as `load` takes them: {"roles.csm.cost": "$200K"}."""


def changed(scenario: Scenario, changes: Changes) -> Scenario:
    """Return the scenario with values laid over it; raise ScenarioError where one cannot be set or does not fit."""
    shape = shape_of(Scenario)
    problems: list[Problem] = []
    values = resolved(scenario)
    tree = overridden(node_of(values, Place(Source(""))), changes, shape, problems, option="")  # --vary, --lever, …
    try:
        found = Scenario.model_validate(tree.plain())
    except ValidationError as error:
        raise ScenarioError(in_order([*problems, *problems_of(error, tree, shape)])) from None
    if problems:
        raise ScenarioError(in_order(problems))
    return found


def shape_at(path: str) -> Shape | None:
    """Return what the schema takes at a dotted path, None where it knows of nothing there."""
    place: Shape | None = shape_of(Scenario)
    for step in path.split("."):
        if place is None:
            return None
        place = place.at(int(step) if place.kind == "list" and step.isdigit() else step)
    return place


def value_at(scenario: Scenario, path: str) -> Any:
    """Return the value at a dotted path of a scenario, in canonical units; None where there is nothing."""
    found: Any = scenario
    for step in path.split("."):
        if isinstance(found, tuple):
            found = found[int(step)] if step.isdigit() and int(step) < len(found) else None
        elif isinstance(found, dict):
            found = found.get(step)
        else:
            found = getattr(found, step, None)
    return found
