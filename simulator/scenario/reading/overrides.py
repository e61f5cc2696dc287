"""Single values set from outside a file: `--set roles.csm.cost=$200K`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.scenario.reading.inheritance import merged
from simulator.scenario.reading.nearest import Speller, is_place, names_at
from simulator.scenario.reading.nodes import Node, Place, Source, node_of
from simulator.scenario.reading.problems import Problems
from simulator.scenario.schema.dates_and_files import FilePath, When
from simulator.scenario.schema.paths import TreePath
from simulator.scenario.schema.withdrawn import in_place_of
from simulator.scenario.units import quoted
from simulator.visible import visible

if TYPE_CHECKING:
    from simulator.errors import Problem
    from simulator.scenario.schema.shapes import Shape


def overridden(tree: Node, overrides: Mapping[str, Any], shape: Shape, option: str = "--set ") -> tuple[Node, Problems]:
    """Return the tree with every override laid over it in turn, and what cannot be set.

    `option` is what a problem says before the override, the option that people have written it with.

    The keys are dotted paths, with the number of an entry (from 0) where they lead through a list. Text is read as YAML
    in one line, unless the field itself is text; any other JSON-like value is taken as it is.
    """
    problems = Problems()
    for path, value in overrides.items():
        source = Source(f"{option}{_shown(path)}={_shown(value)}", Path.cwd())
        steps = path.split(".")
        problem = _obstacle(steps, tree, shape, source)
        if problem is not None:
            problems.add(problem)
            continue
        node, wrong = _read(value, shape_below(shape, steps), source)
        if node is not None:
            tree, wrong = _with(_cleared(tree, steps, node, shape, overrides), steps, node, shape)
        else:
            wrong = [replace(one, path=path) for one in wrong]
        problems.extend(Problems(wrong))
    return tree, problems


def _cleared(tree: Node, steps: list[str], node: Node, shape: Shape, overrides: Mapping[str, Any]) -> Node:
    """Return the tree without what the value about to be set would contradict, in a part that files only replace whole.

    One value of such a part (a law, a rule) leaves the others as they are. But where it makes the part one of another
    kind, or says in other words what a rival said, what it had from a file no longer belongs; what is set beside it
    from outside, before or after, stays.
    """
    above, name = steps[:-1], steps[-1]
    part, place = shape_below(shape, above), _node_at(tree, above)
    if part is None or not part.replaced or place is None or not isinstance(place.value, dict):
        return tree
    set_here = {path.rpartition(".")[2] for path in overrides if path.rpartition(".")[0] == ".".join(above)}
    field, before = part.at(name), place.value.get(name)
    gone = {field.rival} if field is not None else set()
    if field is not None and field.decides and (before is None or before.value != node.value):
        gone = set(place.value) - {name}
    gone -= set_here
    return _replaced(tree, above, {key: one for key, one in place.value.items() if key not in gone}, node)


def _node_at(tree: Node, steps: list[str]) -> Node | None:
    found: Node | None = tree
    for step in steps:
        found = found.child(_step(step, found)) if found is not None else None
    return found


def _replaced(tree: Node, steps: list[str], values: dict[str, Node], node: Node) -> Node:
    """Return the tree with other values at a path, which from now on stand where the override does."""
    if not steps:
        return Node(values, node.place, node.place)
    step = _step(steps[0], tree)
    if isinstance(step, int) and isinstance(tree.value, list):
        entries = list(tree.value)
        entries[step] = _replaced(entries[step], steps[1:], values, node)
        return Node(entries, tree.place, tree.key)
    named = dict(tree.value) if isinstance(tree.value, dict) else {}
    named[str(step)] = _replaced(named[str(step)], steps[1:], values, node)
    return Node(named, tree.place, tree.key)


def _shown(value: Any) -> str:
    text = visible(str(value)[:100])
    return text if len(text) <= 80 else text[:77] + "..."


def _obstacle(steps: list[str], tree: Node, shape: Shape, source: Source) -> Problem | None:
    """Return why there is nothing to set at this path, or None where there is."""
    place: Shape | None = shape
    node: Node | None = tree
    for position, step in enumerate(steps):
        above = ".".join(steps[:position])
        if place is None or place.kind in ("quantity", "value"):
            return source.problem(f"{above} is a single value; there is nothing below it", path=".".join(steps))
        last = position == len(steps) - 1
        known = names_at(place, node)
        if step not in known and not (place.kind == "named" and last and step):
            gone = f"there is no {quoted(step)}{' in ' + above if above else ' at the top of a scenario'}"
            instead = in_place_of(tuple(steps[: position + 1]))
            if instead:
                return source.problem(f"{gone} any more: {instead}", path=".".join(steps))
            return source.problem(
                gone,
                path=".".join(steps),
                allowed=", ".join(known) or "nothing: it is empty",
                suggestion=Speller(shape, tree).path(steps),
            )
        place, node = place.at(_step(step, node)), node.child(_step(step, node)) if node is not None else None
    return None


def _step(step: str, node: Node | None) -> str | int:
    in_list = node is not None and isinstance(node.value, list)
    return int(step) if in_list and is_place(step) else step


def shape_below(shape: Shape, steps: list[str]) -> Shape | None:
    """Return what the schema takes so many steps further down, None where it knows of nothing there."""
    place: Shape | None = shape
    for step in steps:
        place = None if place is None else place.at(int(step) if place.kind == "list" and is_place(step) else step)
    return place


def _read(value: Any, shape: Shape | None, source: Source) -> tuple[Node | None, list[Problem]]:
    place = Place(source)
    if not isinstance(value, str):
        return node_of(value, place), []
    if not value.strip():
        return None, [source.problem("there is no value after the =")]
    is_text = shape is not None and (shape.type_ is str or isinstance(shape.marker, When | FilePath))
    if is_text and value not in ("null", "~") and value[0] not in "\"'":
        return Node(value, place, place), []
    from simulator.scenario.reading.yaml_tree import read_flow  # a parser that takes a while to load

    return read_flow(value, source)


def _with(
    tree: Node, steps: list[str], node: Node, shape: Shape | None, done: TreePath = ()
) -> tuple[Node, list[Problem]]:
    """Return the tree with `node` laid over what stands at the path, and what of it cannot be done.

    `done` is the path of the tree itself.
    """
    step = _step(steps[0], tree)
    below = shape.at(step) if shape is not None else None
    path = (*done, step)
    if isinstance(step, int) and isinstance(tree.value, list):
        entries = list(tree.value)
        entries[step], problems = (
            _with(entries[step], steps[1:], node, below, path)
            if len(steps) > 1
            else merged(entries[step], node, below, path)
        )
        return Node(entries, tree.place, tree.key), problems
    if len(steps) == 1 and shape is not None and shape.replaced and isinstance(tree.value, dict):
        kept = {name: one for name, one in tree.value.items() if name != str(step)}
        fresh, problems = merged(None, node, below, path)
        return Node({**kept, str(step): fresh}, tree.place, tree.key), problems
    if len(steps) == 1:
        return merged(tree, Node({str(step): node}, tree.place, tree.key), shape, done)
    named = dict(tree.value) if isinstance(tree.value, dict) else {}
    child = named.get(str(step), Node({}, node.place, node.place))
    named[str(step)], problems = _with(child, steps[1:], node, below, path)
    return Node(named, tree.place, tree.key), problems
