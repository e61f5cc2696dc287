"""Fields that the schema had once, and what to write in their place: an unknown field of these names is answered so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simulator.scenario.schema.paths import TreePath, dotted

_LARGE: Final = (
    "load is hours, in proportion to ARR: leave this out; where a CSM carries more ARR in large accounts, write under "
    "roles.csm `saturation_low: $4M`, `saturation_mode: $5M`, `saturation_high: $6M`, and books to match"
)

WITHDRAWN: Final[Mapping[str, str]] = {
    "coverage.load_floor": "load is hours: write `hours_floor: 5 hours` (an account of $12.5K takes 5.3 of them at 426 "
    "for each million)",
    "coverage.load_knee": _LARGE,
    "coverage.load_exponent": _LARGE,
}
"""By dotted path, the rest of a sentence that says why it went, with the line to write."""


def in_place_of(path: TreePath) -> str:
    """Return what to say to the field at a `path` that was withdrawn, after what it is; nothing where none was."""
    return WITHDRAWN.get(dotted(path), "")
