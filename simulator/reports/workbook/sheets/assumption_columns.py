"""The columns of the sheet of assumptions: where each stands, how wide it is, and what those of words tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulator.reports.workbook.inputs import Input

TITLE, UNIT, IN_USE, SCENARIOS = range(4)
HEADS: Final = 5
"""The row of heads."""


@dataclass(frozen=True)
class Columns:
    """Where what stands to the right of the columns of so many scenarios."""

    scenarios: int

    @property
    def as_run(self) -> int:
        """What is in use as it was run."""
        return SCENARIOS + self.scenarios

    @property
    def wanted(self) -> int:
        """What is wanted in a run."""
        return self.as_run + 1

    @property
    def low(self) -> int:
        """Between what a value may lie: two columns."""
        return self.as_run + 2

    @property
    def words(self) -> int:
        """The first of the columns of words: whose, known, live or why not, source, path, meaning."""
        return self.as_run + 4

    @property
    def hidden(self) -> int:
        """The first of the columns out of sight: each scenario's values as run, and its words where they differ."""
        return self.words + len(WORDS)

    @property
    def wrong(self) -> int:
        """The last column out of sight: 1 where what is in use is not allowed."""
        return self.hidden + self.scenarios * (len(WORDS) + 1)


WORDS: Final = (
    ("Whose", 11.0),
    ("How well known", 24.0),
    ("Live here, or why not", 52.0),
    ("Source", 40.0),
    ("In the file", 44.0),
    ("What it means", 80.0),
)
TOLD: Final[tuple[Callable[[Input], str], ...]] = (
    lambda one: "theirs" if one.is_own else "assumed",
    lambda one: one.known,
    lambda one: "live" if one.is_live else one.lock,
    lambda one: one.source,
    lambda one: one.path,
    lambda one: one.meaning,
)
"""What each of these says of a value."""
NOTHING: Final = "–"
"""What stands for no text where a formula picks one: an empty cell would be picked as 0."""
REASON, PATH = 2, 4
"""Which of these say why a value is not live, and where a file has it."""
