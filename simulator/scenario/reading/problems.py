"""What is wrong with an input: collected on the way and raised in one place, the first fifty problems and a count.

Every step of reading returns what it read and the problems it met. A step that cannot go on returns no value; nothing
is raised half-way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from simulator.errors import Problem, ScenarioError, SizeError

MOST_PROBLEMS: Final = 50
"""Problems shown of one input: a scenario with all it extends and sets, or the CSV files it names."""

Value = TypeVar("Value")


class Problems:
    """Problems in the order in which they were found, each once; the first fifty are kept and the rest counted.

    `counted` is how many there were beyond those. `cut_short` is set where reading was given up, so that there may be
    more still. `too_large` is the problem of an input that is beyond a limit of size.
    """

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self.kept: list[Problem] = []
        self.counted = 0
        self.cut_short = False
        self.too_large: Problem | None = None
        for problem in found:
            self.add(problem)

    @property
    def full(self) -> bool:
        """Whether further problems are only counted."""
        return len(self.kept) >= MOST_PROBLEMS

    def add(self, problem: Problem) -> None:
        """Take note of a problem."""
        if self.full:
            self.counted += 1
        elif problem not in self.kept:
            self.kept.append(problem)

    def count(self, more: int = 1) -> None:
        """Count problems that nobody needs to see."""
        self.counted += more

    def extend(self, later: Problems) -> None:
        """Take note of what a later step found."""
        for problem in later.kept:
            self.add(problem)
        self.counted += later.counted
        self.cut_short = self.cut_short or later.cut_short
        self.too_large = self.too_large or later.too_large

    def in_order(self) -> list[Problem]:
        """Return what is kept by file, as they were first met, and line; then how many there are besides."""
        files = list(dict.fromkeys(problem.file for problem in self.kept))
        found = sorted(self.kept, key=lambda one: (files.index(one.file), one.line, one.column))
        if self.counted or self.cut_short:
            more = f"{self.counted:,} more problem{'' if self.counted == 1 else 's'}"
            more = f"{more} up to where reading was given up" if self.cut_short else more
            found.append(Problem(f"and {more}; the first {MOST_PROBLEMS} are shown"))
        return found

    def accept(self, value: Value | None) -> Value:
        """Return what was read where nothing is wrong; else raise ScenarioError, or SizeError for what is too large.

        The one place in which problems of a scenario and of the files it names become an exception.
        """
        if self.too_large is not None:
            raise SizeError([self.too_large])
        if self.kept or value is None:
            raise ScenarioError(self.in_order())
        return value
