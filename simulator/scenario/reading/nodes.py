"""The tree a scenario file is read into: every value and every key knows the file, line and column it came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.errors import Problem
from simulator.scenario.reading.quoting import unquoted
from simulator.scenario.schema.dates_and_files import PlacedText

__all__ = ["Node"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from: a file, or an override such as `--set roles.csm.cost=$200K`.

    `name` is what messages show, `folder` is where the paths it names start (none: they are taken as they
    are), and `lines` its text (empty for an override, which has no lines). Problems of one that is not `quoted` tell
    where they are and no more.
    """

    name: str
    folder: Path | None = None
    lines: tuple[str, ...] = ()
    quoted: bool = True

    def problem(
        self, message: str, line: int = 0, column: int = 0, *, path: str = "", allowed: str = "", suggestion: str = ""
    ) -> Problem:
        """Return a problem at a place of this source."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        problem = Problem(message, self.name, line, column, path, allowed, suggestion, text)
        return problem if self.quoted else unquoted(problem)


@dataclass(frozen=True, slots=True)
class Place:
    """One position: line and column count from 1, both 0 in a source without lines."""

    source: Source
    line: int = 0
    column: int = 0

    def problem(self, message: str, **more: str) -> Problem:
        """Return a problem at this place; `more` is path, allowed or suggestion."""
        return self.source.problem(message, self.line, self.column, **more)

    def located(self, problem: Problem) -> Problem:
        """Return a problem of a value, which does not know where that stands, at this place."""
        return self.problem(problem.message, path=problem.path, allowed=problem.allowed, suggestion=problem.suggestion)


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place, and in a mapping the place of its key."""

    value: str | int | float | bool | list[Node] | dict[str, Node] | None
    place: Place
    key: Place | None = None

    @property
    def named_at(self) -> Place:
        """Return where the value is named, which is its key, or else where it stands."""
        return self.key or self.place

    @property
    def shown_at(self) -> Place:
        """Return the value's own place where that is in the line of its key, or else the key's."""
        return self.place if self.key is None or self.key.line == self.place.line else self.key

    def child(self, step: str | int) -> Node | None:
        """Return the entry of a mapping or list, or None where there is none."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]
        return None

    def plain(self) -> Any:
        """Return the values alone as the schema takes them: mappings, tuples, and text that knows its folder."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, list):
            return tuple(node.plain() for node in self.value)
        if isinstance(self.value, str) and self.place.source.folder is not None:
            return PlacedText.of(self.value, self.place.source.folder)
        return self.value


def node_of(value: Any, place: Place) -> Node:
    """Return the tree of a JSON-like value, every part of it at one place; a value of numpy's is one of Python's."""
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, dict):
        return Node({str(name): node_of(inner, place) for name, inner in value.items()}, place, place)
    if isinstance(value, list | tuple):
        return Node([node_of(inner, place) for inner in value], place, place)
    return Node(value, place, place)
