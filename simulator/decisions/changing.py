"""A scenario with some of its values changed: the paths and spellings of `--set`, on a scenario already read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import Shape

__all__ = ["shape_at", "value_at"]

Changes = Mapping[str, Any]
"""Dotted paths and what to set there, as `load` takes them: {"roles.csm.cost": "$200K"}."""


def shape_at(path: str) -> Shape | None:
    """Return what the schema takes at a dotted `path`, None where it knows of nothing there."""
    place: Shape | None = shape_of(Scenario)
    for step in path.split("."):
        if place is None:
            return None
        place = place.at(int(step) if place.kind == "list" and step.isdigit() else step)
    return place


def value_at(scenario: Scenario, path: str) -> Any:
    """Return the value at a dotted `path` of a `scenario`, in canonical units; None where there is nothing."""
    found: Any = scenario
    for step in path.split("."):
        if isinstance(found, tuple):
            found = found[int(step)] if step.isdigit() and int(step) < len(found) else None
        elif isinstance(found, dict):
            found = found.get(step)
        else:
            found = getattr(found, step, None)
    return found
