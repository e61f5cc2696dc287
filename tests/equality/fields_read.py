"""Note which fields of the lowered record an engine reads, so that one that nobody reads is noticed.

The reference reads records (`Lowered.records`), the compiled engine's plain Python those of `memory.rows`, and either
takes whole columns of a table by name. All three are noted. A field is known by its table and its name: `renewal` of a
segment is not that of an account.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from simulator.engine import record
from simulator.engine.compiled import memory
from simulator.engine.record import Lowered

Field = tuple[str, str]


def fields_of(what: Lowered) -> set[Field]:
    """Return every field of every table of records, by table and name."""
    return {(table, name) for dtype, table in _tables(what).items() for name in dtype.names or ()}


def _tables(what: Lowered) -> dict[np.dtype[Any], str]:
    """Return the tables of records by their type, which no two of them share."""
    found = {field.name: getattr(what, field.name) for field in fields(Lowered)}
    records = {
        name: table.dtype for name, table in found.items() if isinstance(table, np.ndarray) and table.dtype.names
    }
    assert len(set(records.values())) == len(records)
    return {dtype: name for name, dtype in records.items()}


@contextmanager
def noting(what: Lowered, seen: set[Field]) -> Iterator[Lowered]:
    """Give a record that is the same to every engine; what is read of it is added to `seen`."""
    names = _tables(what)

    def note(dtype: np.dtype[Any], name: str) -> None:
        if dtype in names and name in (dtype.names or ()):
            seen.add((names[dtype], name))

    class Columns(np.ndarray[Any, Any]):
        def __getitem__(self, key: Any) -> Any:
            if isinstance(key, str):
                note(self.dtype, key)
                return super().__getitem__(key).view(np.ndarray)
            return super().__getitem__(key)

    class Row(record.Row):
        def __init__(self, row: np.void) -> None:
            super().__init__(row)
            self.__dict__["_dtype"] = row.dtype

        def __getattribute__(self, name: str) -> Any:
            if not name.startswith("_"):
                note(super().__getattribute__("_dtype"), name)
            return super().__getattribute__(name)

    class Record:
        def __init__(self, row: Any) -> None:
            self.row = row

        def __getattr__(self, name: str) -> Any:
            note(self.row.dtype, name)
            return getattr(self.row, name)

    class Records:
        def __init__(self, table: Any) -> None:
            self.table, self.shape = table, table.shape

        def __getitem__(self, place: Any) -> Record:
            return Record(self.table[place])

    rows = memory.rows

    def noted_rows(place: int, count: int, of: np.dtype[Any]) -> Any:
        table = rows(place, count, of)
        return Records(table) if of in names else table

    def in_columns(one: Lowered) -> Lowered:
        noted = {table: getattr(one, table).view(Columns) for table in names.values()}
        return replace(one, **noted, later=None if one.later is None else in_columns(one.later))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "Row", Row)
        patch.setattr(memory, "rows", noted_rows)
        yield in_columns(what)
