"""How long work is watched: in stages, each of which is told how many of its steps have just been done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

__all__ = ["Progress", "Stage", "no_progress"]

Progress = Callable[[int], object]
"""Takes how many steps (runs, or lines of a file) have just been done."""
Stage = Callable[[str, int], AbstractContextManager[Progress]]
"""Shows the progress of a stage of the work: what it is and how many steps it takes, in; a `Progress`, out."""


@contextmanager
def no_progress(what: str, total: int) -> Iterator[Progress]:
    """Give a stage that nobody watches a `Progress` that does nothing.

    `what` the stage is and how many steps it takes in `total` are not shown.
    """
    yield lambda steps: None
