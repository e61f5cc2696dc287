"""Scenarios out of files and values, in one direction: text, nodes that know their places, checked values, a scenario.

Each step hands on what it made and the problems it met; they become an exception here, once all are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from simulator.errors import not_allowed
from simulator.roles import ROLE_NAMES
from simulator.scenario.reading.company import never_played, own_segments, with_company
from simulator.scenario.reading.inheritance import LAWS, base_of, read_chain, with_inherited
from simulator.scenario.reading.nearest import closest
from simulator.scenario.reading.nodes import Node, Place, Source, node_of
from simulator.scenario.reading.overrides import overridden
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.validation import validated
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.hiring_points import HIRE, point_of, waited_for
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of
from simulator.scenario.units import InvalidValue, quoted

__all__ = ["changed", "from_resolved", "laws_alone", "load", "resolved"]

AnyPart = TypeVar("AnyPart", bound=Part)


def load(path_or_name: str | Path, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Return the scenario of `path_or_name`, a file or a shipped name such as `baseline`, with overrides laid over it.

    `path_or_name` is a path from the current folder, or one of the names of `shipped`. `overrides` maps dotted paths
    to values, as `--set` takes them: {"roles.csm.cost": "$200K", "path.multiples.1": 2.5}; a text is read in the unit
    of its field, a number is in the field's canonical unit (dollars, days, shares of one, times a year). `hire.cs_head`
    is the hiring point of a role: an ARR, a date, months after the start, or never.

    Raises ScenarioError with every problem found, the first fifty in full, each at its file, line and column.
    """
    return load_as(Scenario, path_or_name, overrides)


@cache
def laws_alone() -> Scenario:
    """Return the laws with stand-ins for the company that they have not: what a company has not said is as here.

    It is no scenario to be played; a value is compared with it.
    """
    tree, problems = read_chain(LAWS, shape_of(Scenario))
    part: Scenario | None = None
    if tree is not None:
        tree, _ = with_company(tree)
        part, invalid = _validated(Scenario, tree)
        problems.extend(invalid)
    return problems.accept(part)


def load_as(model: type[AnyPart], path_or_name: str | Path, overrides: Mapping[str, Any] | None = None) -> AnyPart:
    """Return the same as `load` does, for any schema: `model` is the part that a whole file holds."""
    if not isinstance(path_or_name, str | Path):
        raise not_allowed("path_or_name", path_or_name, 'the path of a file, or a shipped name such as "baseline"')
    if overrides is not None:
        _check_overrides(overrides)
    tree, problems = read_chain(path_or_name, shape_of(model))
    base = base_of(path_or_name)
    if base:
        problems.add(never_played(base))
    return _checked(model, tree, overrides or {}, problems)


def _check_overrides(overrides: Mapping[str, Any]) -> None:
    """Raise InputError where overrides are no values by their paths."""
    if not isinstance(overrides, Mapping) or not all(isinstance(path, str) for path in overrides):
        raise not_allowed("overrides", overrides, 'values by their paths, such as {"horizon_months": 36}')


def _checked(
    model: type[AnyPart], tree: Node | None, overrides: Mapping[str, Any], problems: Problems, option: str = "--set "
) -> AnyPart:
    """Return the part that a tree with overrides makes; raise ScenarioError with all that was wrong before and is now.

    No tree means that a file could not be read, so that there is nothing to check.
    """
    part: AnyPart | None = None
    if tree is not None:
        hires = {path: value for path, value in overrides.items() if path.startswith(HIRE)} if model is Scenario else {}
        values = {path: value for path, value in overrides.items() if path not in hires}
        tree, unset = overridden(tree, values, shape_of(model), option)
        problems.extend(unset)
        if model is Scenario:
            tree, lacking = with_company(tree)
            problems.extend(lacking)
        part, invalid = _validated(model, tree)
        problems.extend(invalid)
        if hires and isinstance(part, Scenario):
            changes, wrong = _hiring(part, hires, option)
            problems.extend(wrong)
            tree, _ = overridden(tree, changes, shape_of(model), option)
            part, invalid = _validated(model, tree)
            problems.extend(invalid)
    return problems.accept(part)


def _validated(model: type[AnyPart], tree: Node) -> tuple[AnyPart | None, Problems]:
    """Return the part that a tree makes once its named things are filled in, and what is wrong with it."""
    shape = shape_of(model)
    return validated(model, own_segments(with_inherited(tree, shape), shape))


def _hiring(scenario: Scenario, hires: Mapping[str, Any], option: str) -> tuple[dict[str, Any], Problems]:
    """Return what the hiring points set by their paths, such as `hire.cs_head`, lay over a scenario, and what is wrong.

    A role that never opens in the scenario takes whom it waits for from the baseline.
    """
    changes: dict[str, Any] = {}
    problems = Problems()
    known = scenario.roles.names()
    for path, value in hires.items():
        role, source = path.removeprefix(HIRE), Source(f"{option}{path}={value}")
        if role not in known:
            likely = closest(role, known)
            suggestion = f"{HIRE}{likely}" if likely else ""
            message = f"there is no role {quoted(role)}"
            problems.add(source.problem(message, path=path, allowed=", ".join(known), suggestion=suggestion))
            continue
        conditions = scenario.roles.of(role).opens
        if not conditions and role in ROLE_NAMES:
            conditions = load("baseline").roles.of(role).opens
        try:
            changes |= point_of(role, str(value), waited_for(conditions)).changes()
        except InvalidValue as error:
            problems.add(Place(source).located(replace(error.problem, path=path)))
    return changes, problems


def changed(scenario: Scenario, overrides: Mapping[str, Any]) -> Scenario:
    """Return a `scenario` with values laid over it, as `load` does with those of a file.

    `overrides` has a value by dotted path, in any way of writing that a file may use. Raises ScenarioError where one
    cannot be set or does not fit; its problems name the override alone.
    """
    return _checked(Scenario, node_of(resolved(scenario), Place(Source(""))), overrides, Problems(), option="")


def resolved(scenario: Part) -> dict[str, Any]:
    """Return the whole `scenario`, or a part of one, as JSON-ready values in canonical units, for a manifest.

    Canonical are dollars, days, shares of one, factors, log-odds, times a year and counts; a distribution is a mapping
    with its name as the one key, a date is ISO text.
    """
    return scenario.model_dump(mode="json")


def from_resolved(values: Mapping[str, Any]) -> Scenario:
    """Return the scenario that `resolved` gave these `values` for; raise ScenarioError where they are none.

    Files that it names are kept as they are and not looked up.
    """
    return from_resolved_as(Scenario, values)


def from_resolved_as(model: type[AnyPart], values: Mapping[str, Any]) -> AnyPart:
    """Return the same as `from_resolved` does, for any schema."""
    return _checked(model, node_of(dict(values), Place(Source(""))), {}, Problems())
