"""What the schema says of each value of a scenario, looked up by the dotted path of the value."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import ANY_NAME, describe_fields

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import FieldNote

__all__ = ["note_of"]


def note_of(path: str) -> FieldNote | None:
    """Return what the schema notes of a dotted `path`; of a list or a part that of its first value, None of neither.

    The note says nothing of priors.
    """
    return _notes().get(tuple(pattern_of(path).split(".")))


def pattern_of(path: str) -> str:
    """Return a dotted `path` as the schema has it, with `*` for names of the user's own and for places in lists.

    A path of which the schema knows nothing is returned as it is.
    """
    known: list[tuple[str, ...]] = [()]
    for step in path.split("."):
        known = [(*before, one) for before in known for one in (step, ANY_NAME) if (*before, one) in _notes()]
    return ".".join(known[0]) if known else path


@cache
def _notes() -> dict[tuple[str, ...], FieldNote]:
    """Return the notes by the steps of their paths, and by every beginning of one."""
    found: dict[tuple[str, ...], FieldNote] = {}
    for note in describe_fields(Scenario, priors=False):
        steps = tuple(note.path.split("."))
        for length in range(1, len(steps) + 1):
            found.setdefault(steps[:length], note)
    return found
