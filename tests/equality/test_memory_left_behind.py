"""A run leaves its memory as it is, and the next one finds it so: whatever is there, nothing of it may show.

Every byte that a run may write is spoilt before it is played. What a run does not set itself before it reads it then
shows as another record. That both engines set it to the same is for the tests of equality.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from equality.corners import CORNERS, corner
from equality.records import check
from playing import SEED, lowered

from simulator.engine.compiled import batch, run_compiled
from simulator.engine.compiled.run import _FROM_THE_RECORD, RunMemory, capacity_for
from simulator.engine.customer_state import CustomerState
from simulator.engine.record import Lowered
from simulator.engine.reference.account import Account

GIVEN = {"new_customer", "shares"}
"""Tables that a run reads and never writes, beside those of the record."""


class Spoilt(RunMemory):
    """Memory with nothing in it that means anything."""

    spoil: int = 0xA5

    def __init__(self, lowered: Lowered, capacity: Any) -> None:
        super().__init__(lowered, capacity)
        for name, table in self.tables.items():
            if name not in GIVEN and table.flags.writeable and not hasattr(lowered, name):
                table.view(np.uint8)[...] = self.spoil


@pytest.mark.parametrize("spoil", [0xA5, 0x01, 0xFF])
@pytest.mark.parametrize("name", CORNERS)
def test_what_was_in_memory_before_never_shows(monkeypatch: pytest.MonkeyPatch, name: str, spoil: int) -> None:
    what = corner(name)
    expected = [run_compiled(what, SEED, run, log=True) for run in (0, 1)]
    monkeypatch.setattr(Spoilt, "spoil", spoil)
    monkeypatch.setattr(batch, "RunMemory", Spoilt)
    for run, record in enumerate(expected):
        check(record, run_compiled(what, SEED, run, log=True), ("in clean memory", "in spoilt memory"))


@pytest.mark.parametrize("name", CORNERS)
def test_memory_is_lent_only_where_every_table_has_its_size(name: str) -> None:
    """Else a run writes past the end of a table, or leaves a record of another shape."""
    one, other = corner(name), lowered("contract_terms")  # three segments
    for first, then in ((one, other), (other, one)):
        capacity = capacity_for(first, log=False)
        memory, own = RunMemory(first, capacity), RunMemory(then, capacity)
        shapes = [{table: values.shape for table, values in one.tables.items()} for one in (memory, own)]
        own_tables = set(shapes[0]) - set(_FROM_THE_RECORD) - {"shares"}
        alike = all(shapes[0][table] == shapes[1][table] for table in own_tables)
        assert not memory.is_for(then) or alike


def test_both_engines_remember_what_the_one_list_says() -> None:
    from simulator.engine.compiled.run import CUSTOMER

    shared = {field.name for field in fields(CustomerState)}
    assert shared <= set(CUSTOMER.names or ())
    assert issubclass(Account, CustomerState)
