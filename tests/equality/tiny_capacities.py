"""Let the compiled engine begin with memory that is all but too small for the first day, so that it has to grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from simulator.engine.compiled import batch
from simulator.engine.compiled.run import Capacity
from simulator.engine.record import Lowered


def smallest_capacity(lowered: Lowered, log: bool) -> Capacity:
    """Return memory for the accounts and the people of the first day, and for one line of the log."""
    opening = max(len(lowered.accounts), int(lowered.rules["opening_accounts"][0]))
    return Capacity(max(1, opening), max(1, len(lowered.people)), int(log))


@contextmanager
def tiny_capacities() -> Iterator[list[Capacity]]:
    """Begin every run with as little memory as may be; gives what was tried, in order, the first ones left out."""
    tried: list[Capacity] = []
    larger = Capacity.larger

    def noted(capacity: Capacity, overflow: int) -> Capacity:
        tried.append(larger(capacity, overflow))
        return tried[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "capacity_for", smallest_capacity)
        patch.setattr(batch, "_ROOMS", [])  # earlier runs left memory that is large enough
        patch.setattr(Capacity, "larger", noted)
        yield tried
