"""What is wrong with an input: collected on the way and raised in one place, the first fifty problems and a count.

Every step of reading returns what it read and the problems it met. A step that cannot go on returns no value; nothing
is raised half-way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from simulator.errors import Problem, ScenarioError, SizeError

__all__ = ["Problems", "shape_of_message"]

MOST_PROBLEMS: Final = 50
"""Kinds of problems shown of one input: a scenario with all it extends and sets, or the CSV files it names."""
FEW: Final = 3
"""Problems alike that are shown one by one; of more of them the first stands for all."""

Value = TypeVar("Value")


class _Alike:
    """Problems that differ in place and in the value that is wrong alone: the first few of them and how many."""

    __slots__ = ("count", "first")

    def __init__(self) -> None:
        self.first: list[Problem] = []
        self.count = 0

    def told(self) -> list[Problem]:
        """Return them as they are shown: each where there are few, else the first of them for all."""
        if self.count <= FEW:
            return self.first
        places = tuple(_place(problem) for problem in self.first)
        return [replace(self.first[0], count=self.count, places=places)]


class Problems:
    """Problems in the order in which they were found; those alike are one where there are more than three of them.

    Fifty of different kinds are kept and the rest counted. `counted` is how many there were beyond those. `cut_short`
    is set where reading was given up, so that there may be more still. `too_large` is the problem of an input that is
    beyond a limit of size.
    """

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._kinds: dict[Hashable, _Alike] = {}
        self.counted = 0
        self.cut_short = False
        self.too_large: Problem | None = None
        for problem in found:
            self.add(problem)

    @property
    def kept(self) -> list[Problem]:
        """Every problem that is kept in full."""
        return [problem for alike in self._kinds.values() for problem in alike.first]

    def add(self, problem: Problem) -> None:
        """Take note of a problem unlike any other; of the very same one only once."""
        if problem not in self._kinds:
            self.add_alike(problem, lambda: problem)

    def add_alike(self, kind: Hashable, make: Callable[[], Problem]) -> None:
        """Take note of one of many problems of a kind; it is only made where it is one of the first of them."""
        alike = self._kinds.get(kind)
        if alike is None:
            if len(self._kinds) >= MOST_PROBLEMS:
                self.counted += 1
                return
            alike = self._kinds[kind] = _Alike()
        alike.count += 1
        if len(alike.first) < FEW:
            alike.first.append(make())

    def count(self, more: int = 1) -> None:
        """Count problems that nobody needs to see."""
        self.counted += more

    def extend(self, later: Problems) -> None:
        """Take note of what a later step found."""
        for kind, alike in later._kinds.items():
            for problem in alike.first:
                self.add_alike(kind, partial(_itself, problem))
            beyond = alike.count - len(alike.first)
            if kind in self._kinds:
                self._kinds[kind].count += beyond
            else:
                self.counted += beyond
        self.counted += later.counted
        self.cut_short = self.cut_short or later.cut_short
        self.too_large = self.too_large or later.too_large

    def in_order(self) -> list[Problem]:
        """Return what is kept by file, as they were first met, and line; then how many there are besides."""
        told = [problem for alike in self._kinds.values() for problem in alike.told()]
        files = list(dict.fromkeys(problem.file for problem in told))
        found = sorted(told, key=lambda one: (files.index(one.file), one.line, one.column))
        if self.counted:
            more = f"{self.counted:,} more problem{'' if self.counted == 1 else 's'}"
            found.append(Problem(f"and {more}; the first {MOST_PROBLEMS} are shown"))
        if self.cut_short:
            found.append(Problem("and perhaps more: reading was given up after these"))
        return found

    def accept(self, value: Value | None) -> Value:
        """Return what was read where nothing is wrong; else raise ScenarioError, or SizeError for what is too large.

        The one place in which problems of a scenario and of the files it names become an exception.
        """
        if self.too_large is not None:
            raise SizeError([self.too_large])
        if self._kinds or value is None:
            raise ScenarioError(self.in_order())
        return value


def _itself(problem: Problem) -> Problem:
    return problem


def _place(problem: Problem) -> str:
    """Return where a problem is, and the value it quotes."""
    value = re.search(r'".*?"', problem.message)
    return f"{problem.line}:{problem.column}" + (f" {value[0]}" if value else "")


def shape_of_message(message: str) -> str:
    """Return a `message` without the values in it: the same for problems that differ in those alone."""
    return re.sub(r'".*"|\d[\d,.:-]*', "…", message)
