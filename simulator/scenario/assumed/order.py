"""How much each value moves the answer where nobody has said it: measured once, kept with what it was measured on.

`order.json` is written by `tests/assumed/measure.py`, which also tells whether it has become stale.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any, Final

FILE: Final = "order.json"


def moves(pattern: str) -> float | None:
    """Return by what share of the answer a value, by its path in the schema, may be off; None where it is not known.

    `pattern` has `*` for the names of a user's own: `segments.*.renewal`. Of a list or a part it is the most that any
    of its values does. At least 0.
    """
    below = f"{pattern}."
    found = [float(by) for path, by in kept()["moves"].items() if path == pattern or path.startswith(below)]
    return max(found, default=None)


@cache
def kept() -> dict[str, Any]:
    """Return all that is kept: `of` (what it was measured on), `digest` (of that), and `moves` by path."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
