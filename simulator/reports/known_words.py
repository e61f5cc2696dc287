"""How well a value of a scenario is known: whether it is the company's own, and if not, how sure its source is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.decisions.differing import differs
from simulator.scenario.schema.notes import note_of

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

OWN: Final = "the company's own"
GRADES: Final = {
    "A": "stated in an article",
    "P": "from a primary text",
    "S": "from a secondary text",
    "R": "rule of thumb",
    "D": "derived",
    "M": "a prior from memory",
    "X": "not found anywhere",
    "policy": "a choice of the company",
    "plumbing": "bookkeeping",
}
"""The schema's grades in words."""


@dataclass(frozen=True)
class Known:
    """Whether a value is the company's own, how well it is known in words, and whence it is where it is assumed."""

    own: bool
    words: str
    source: str


def own_paths(scenario: Scenario) -> frozenset[str]:
    """Return the paths of what a `scenario` has otherwise than the laws; a list is its own as a whole."""
    from simulator.scenario.reading.files import laws_alone

    return frozenset(one.path for one in differs(scenario, laws_alone()))


def known_of(path: str, own: Collection[str]) -> Known:
    """Return how well the value at a dotted `path` is known; `own` are the paths of what is the company's own."""
    if any(path == one or path.startswith(f"{one}.") for one in own):
        return Known(True, OWN, "")
    note = note_of(path)
    return Known(False, "", "") if note is None else Known(False, GRADES.get(note.grade, ""), note.source)
