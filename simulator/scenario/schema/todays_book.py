"""Today's book: the accounts and the people of a real company on the first day, and their writing in a manifest."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Final

from simulator.errors import InputError
from simulator.roles import RoleName

__all__ = ["Person", "TodaysBook"]

NOBODY: Final = -1
"""Owner of an account that nobody looks after."""
FOUNDERS: Final = -2
"""Owner of an account that the founders look after."""
NOT_AGREED: Final = math.nan
"""Day of joining of a requisition without an agreed first day."""


@dataclass(frozen=True, slots=True)
class Account:
    """One customer on the first day.

    `segment` is the name of a segment of the scenario; `owner` a row of the book's people, `FOUNDERS` or `NOBODY`.
    `arr` is in dollars, above 0. Days count from the scenario's start date: `closed_day` and `term_start_day` are at
    most 0, `renewal_day` (the end of the running term) at least 0.
    """

    name: str
    segment: str
    owner: int
    onboarded: bool
    arr: float
    closed_day: float
    term_start_day: float
    renewal_day: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in place, or an open requisition.

    `role` is a role of the model or of the scenario. `joined_day` counts from the start date: at most 0 for those in
    place, the agreed day (at least 0) or NaN for a requisition. Two requisitions without an agreed day are equal in it.
    """

    name: str
    role: RoleName
    open: bool
    joined_day: float

    def _key(self) -> tuple[str, str, bool, float | None]:
        return self.name, self.role, self.open, None if math.isnan(self.joined_day) else self.joined_day

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Person) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())


@dataclass(frozen=True, slots=True)
class TodaysBook:
    """The company as it stands on the first day of the simulation, in the order of its files."""

    accounts: tuple[Account, ...]
    people: tuple[Person, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the book as JSON-ready tables that read back exactly; a day that is not agreed becomes null."""
        return {"accounts": _table(Account, self.accounts), "people": _table(Person, self.people)}

    @classmethod
    def from_json(cls, data: Any, segments: Sequence[str] = ()) -> TodaysBook:
        """Return the book that `to_json` wrote; raise InputError where it is not one.

        `segments` are the names for a book of an earlier version, which gave each segment's place among them instead.
        """
        people = tuple(Person(*_checked(row, _PERSON_CELLS)) for row in _rows(data, "people", Person))
        cells = (_text, partial(_segment, segments), *_REST_OF_ACCOUNT)
        accounts = tuple(Account(*_checked(row, cells)) for row in _rows(data, "accounts", Account))
        for account in accounts:
            if not FOUNDERS <= account.owner < len(people):
                raise InputError(f'the book kept in this file gives "{account.name}" to an owner it does not have')
        return cls(accounts, people)


def _table(kind: type[Account] | type[Person], rows: Sequence[Account | Person]) -> dict[str, Any]:
    names = [field.name for field in fields(kind)]
    return {"columns": names, "rows": [[_plain(getattr(row, name)) for name in names] for row in rows]}


def _plain(value: str | float) -> str | float | None:
    return None if isinstance(value, float) and math.isnan(value) else value


def _rows(data: Any, name: str, kind: type[Account] | type[Person]) -> list[Any]:
    """Return the rows of one table; raise InputError where its shape or its columns are others."""
    table = data.get(name) if isinstance(data, Mapping) else None
    rows = table.get("rows") if isinstance(table, Mapping) else None
    expected = [field.name for field in fields(kind)]
    if not isinstance(table, Mapping) or not isinstance(rows, list) or table.get("columns") != expected:
        raise InputError(f"the book kept in this file has no table of {name} with the columns {', '.join(expected)}")
    return rows


def _checked(row: Any, cells: Sequence[Callable[[Any], Any]]) -> list[Any]:
    if not isinstance(row, list) or len(row) != len(cells):
        raise InputError(f"a row of the book kept in this file does not have {len(cells)} cells: {str(row)[:80]}")
    try:
        return [cell(value) for cell, value in zip(cells, row, strict=True)]
    except (TypeError, ValueError) as problem:
        raise InputError(f"a row of the book kept in this file cannot be used ({problem}): {str(row)[:80]}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _role(value: Any) -> RoleName:
    if not _text(value):
        raise ValueError("no role")
    return _text(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false expected")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number expected")
    return value


def _segment(names: Sequence[str], value: Any) -> str:
    if isinstance(value, str):
        return sys.intern(value)  # one of a few, on up to a million rows
    if not 0 <= _whole(value) < len(names):
        raise ValueError("no such segment")
    return names[_whole(value)]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a finite number expected")
    return float(value)


def _day_or_none(value: Any) -> float:
    return NOT_AGREED if value is None else _number(value)


_REST_OF_ACCOUNT: Final = (_whole, _truth, _number, _number, _number, _number)
_PERSON_CELLS: Final = (_text, _role, _truth, _day_or_none)
