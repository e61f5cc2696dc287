"""What runs of one scenario share although something in it is uncertain, so that it is worked out once.

A scenario with its distributions drawn is a copy along the paths of what was drawn: every other part of it is the very
object it was. Whatever follows from such parts alone is the same for each run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

__all__ = ["Shared"]

P = ParamSpec("P")
T = TypeVar("T")


class Shared:
    """Remembers under each name what was made last, and of what.

    It belongs to one scenario and is passed on from run to run. What is remembered is handed out again, so nobody may
    change it. Threads may share it: at worst something is made twice.
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def made(self, name: str, make: Callable[P, T], *of: P.args, **more: P.kwargs) -> T:
        """Return what `make` makes of these parts: from memory where they are the same objects, or equal numbers."""
        parts = (*of, *more.values())
        known = self._made.get(name)
        if known is not None and all(map(_same, known[0], parts)):
            found: T = known[1]
            return found
        found = make(*of, **more)
        self._made[name] = (parts, found)
        return found


def _same(before: Any, now: Any) -> bool:
    return before is now or (type(before) is float and type(now) is float and before == now)
