"""How much work something is, counted and not timed: the calls of functions it makes are the same on any machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_made_by(work: Callable[[], Any]) -> int:
    """Do the work and return how many calls of functions and returns from them, Python's and C's, it took."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
