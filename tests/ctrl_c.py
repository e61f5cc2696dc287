"""Ctrl-C pressed in the middle of the work, for tests of what is left then."""

from __future__ import annotations


class Stop:
    """A progress that presses Ctrl-C once so many runs are finished, and at every call after."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, steps: int) -> None:
        self.left -= steps
        if self.left <= 0:
            raise KeyboardInterrupt
