"""Let the compiled engine begin with memory that is all but too small for the first day, so that it has to grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from simulator.engine.compiled import batch
from simulator.engine.compiled.world import Room
from simulator.engine.record import Lowered


def smallest_room(lowered: Lowered, log: bool) -> Room:
    """Return room for the accounts and the people of the first day, and for one line of the log."""
    opening = max(len(lowered.accounts), int(lowered.rules["opening_accounts"][0]))
    return Room(max(1, opening), max(1, len(lowered.people)), int(log))


@contextmanager
def tiny_capacities() -> Iterator[list[Room]]:
    """Begin every world as small as it may be; gives the rooms that were tried, in order, the first ones left out."""
    tried: list[Room] = []
    larger = Room.larger

    def noted(room: Room, full: int) -> Room:
        tried.append(larger(room, full))
        return tried[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "room_for", smallest_room)
        patch.setattr(Room, "larger", noted)
        yield tried
