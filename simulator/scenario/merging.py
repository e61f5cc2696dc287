"""A child file laid over its parent: mappings merge deeply, everything else replaces, null takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.nearest import closest
from simulator.scenario.nodes import Node, TreePath, dotted
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from simulator.errors import Problem
    from simulator.scenario.shapes import Shape


def merged(base: Node | None, over: Node, shape: Shape | None, problems: list[Problem], path: TreePath = ()) -> Node:
    """Return `over` laid over `base`, which is at `path`; what cannot be done is added to `problems`.

    Lists, single values, distributions and fields marked to be replaced are taken whole from `over`. In a mapping of
    named things null removes the thing; elsewhere null stays, and means that an optional field is absent.
    """
    if not isinstance(over.value, dict):
        return _fresh_list(over, shape, problems, path)
    kept: dict[str, Node] = {}
    if base is not None and isinstance(base.value, dict) and _merges(base.value, over.value, shape):
        kept = dict(base.value)
    for name, inner in over.value.items():
        if shape is not None and shape.kind == "named" and ("." in name or not name.isprintable()):
            message = f"the name {quoted(name)} has a dot or an invisible character in it"
            problems.append(inner.named_at.problem(message, path=dotted(path)))
        if inner.value is None and _removes(shape):
            _remove((*path, name), inner, kept, base, problems)
        else:
            below = shape.at(name) if shape is not None else None
            kept[name] = merged(kept.get(name), inner, below, problems, (*path, name))
    return Node(kept, over.place, over.key)


def _fresh_list(over: Node, shape: Shape | None, problems: list[Problem], path: TreePath) -> Node:
    if not isinstance(over.value, list):
        return over
    entries = [
        merged(None, inner, shape.at(position) if shape else None, problems, (*path, position))
        for position, inner in enumerate(over.value)
    ]
    return Node(entries, over.place, over.key)


def _merges(base: dict[str, Node], over: dict[str, Node], shape: Shape | None) -> bool:
    """Return whether two mappings mix; alternatives told apart by their only key do not."""
    if shape is None:
        return True
    if shape.replaced or shape.kind == "quantity":
        return False
    other_alternative = len(base) == len(over) == 1 and base.keys() != over.keys()
    return not (shape.kind == "choice" and other_alternative)


def _removes(shape: Shape | None) -> bool:
    return shape is not None and shape.kind == "named" and not shape.items[0].nullable


def _remove(path: TreePath, inner: Node, kept: dict[str, Node], base: Node | None, problems: list[Problem]) -> None:
    name = str(path[-1])
    if kept.pop(name, None) is None and base is not None:
        problems.append(
            inner.named_at.problem(
                f"there is nothing called {quoted(name)} to remove",
                path=dotted(path),
                allowed=", ".join(kept),
                suggestion=closest(name, kept),
            )
        )
