"""Which values of a scenario its user's own files and settings say; all others are assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.scenario.reading.inheritance import file_of, is_shipped, read_chain
from simulator.scenario.reading.overrides import overridden
from simulator.scenario.schema.hiring_points import HIRE
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of

if TYPE_CHECKING:
    from simulator.scenario.reading.nodes import Node
    from simulator.scenario.schema.shapes import Shape

__all__ = ["Said", "said_in"]


@dataclass(frozen=True)
class Said:
    """What is said of a company: dotted paths of single values and whole lists.

    `own` are those of the user's own files and settings, `shipped` maps those of the scenarios that come with the
    project to the name of the one that says it.
    """

    own: frozenset[str]
    shipped: Mapping[str, str]


def said_in(path_or_name: str | Path, settings: Mapping[str, Any] | None = None) -> Said | None:
    """Return who says what of the scenario of a file, `path_or_name`, with `settings` laid over it by dotted path.

    None where nobody's company is asked about: for a scenario that comes with the project, and for a file that cannot
    be read.
    """
    found = file_of(path_or_name)
    if not isinstance(found, Path) or is_shipped(found):
        return None
    tree, _ = read_chain(path_or_name, shape_of(Scenario))
    if tree is None:
        return None
    values = {path: value for path, value in (settings or {}).items() if not path.startswith(HIRE)}
    tree, _ = overridden(tree, values, shape_of(Scenario))
    own, shipped = set(values), {}
    for path, node in _single(tree, shape_of(Scenario), ()):
        source = node.place.source
        if source.folder is not None and is_shipped(source.folder / Path(source.name).name):
            shipped[dotted(path)] = Path(source.name).stem
        else:
            own.add(dotted(path))
    return Said(frozenset(own), shipped)


def _single(node: Node, shape: Shape | None, path: TreePath) -> Iterator[tuple[TreePath, Node]]:
    """Yield single values, distributions and lists of a tree, each with its path; an empty mapping is one as well."""
    goes_on = isinstance(node.value, dict) and shape is not None and shape.kind in ("part", "named") and node.value
    if not goes_on or shape is None or not isinstance(node.value, dict):
        yield path, node
        return
    for name, inner in node.value.items():
        yield from _single(inner, shape.at(name), (*path, name))
