"""Compare what two engines left behind, bit by bit, and say in words where they part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.engine.compiled import run_compiled
from simulator.engine.contract import HIRE, RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import ROLE_BLOCK, ROLE_COLUMNS, Column, RoleColumn
from simulator.engine.record import Lowered
from simulator.engine.reference import run_reference
from simulator.roles import ROLE_NAMES

Table = npt.NDArray[Any]

CONTEXT = 3
"""Lines of the event log shown on either side of the first that differs."""


def check_engines(what: Lowered, seed: int, run: int) -> RunRecord:
    """Play a run with both engines, fail unless they agree in everything, and return its record."""
    compiled = run_compiled(what, seed, run, log=True)
    check(run_reference(what, seed, run, log=True), compiled, ("reference", "compiled"))
    return compiled


def check(one: RunRecord, other: RunRecord, names: tuple[str, str] = ("one", "other"), *, but: str = "") -> None:
    """Fail unless two records are equal in every bit; `but` names a field that is not compared."""
    found = [
        line for field in fields(RunRecord) if field.name != but for line in _parting(field.name, one, other, names)
    ]
    assert not found, "\n".join(["the records differ", *found])


def same_bits(one: Table, other: Table) -> bool:
    """Tell whether two tables agree in type, shape and every bit: a NaN is equal to itself, and 0 is not -0."""
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def _parting(field: str, one: RunRecord, other: RunRecord, names: tuple[str, str]) -> Iterator[str]:
    """Say where a field of two records parts, if it does."""
    a, b = getattr(one, field), getattr(other, field)
    if same_bits(a, b):
        return
    if a.dtype != b.dtype or (a.shape != b.shape and field not in ("hires", "events")):
        yield f"{field}: {names[0]} has {a.dtype} of shape {a.shape}, {names[1]} {b.dtype} of shape {b.shape}"
    elif field == "events":
        yield from _side_by_side("event", a, b, names, _event)
    elif field == "hires":
        yield from _side_by_side("hire", a, b, names, _hire)
    elif field == "ledger":
        month, column = _first_cell(a, b)
        yield f"{_parted(a, b)} figures of the ledger differ; first month {month}, {column_name(column)}:"
        yield from (f"  {name}: {float(t[month, column])!r}" for name, t in zip(names, (a, b), strict=True))
    else:
        cell = tuple(int(place[0]) for place in np.nonzero(_differs(a, b)))
        yield f"{_parted(a, b)} figures of {field} differ; first at {cell}: {float(a[cell])!r} and {float(b[cell])!r}"


def _differs(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    """Tell figure by figure whether the bits differ."""
    different: npt.NDArray[np.bool_] = a.view(np.uint64) != b.view(np.uint64)
    return different


def _parted(a: Table, b: Table) -> int:
    return int(np.count_nonzero(_differs(a, b)))


def _first_cell(a: Table, b: Table) -> tuple[int, int]:
    months, columns = np.nonzero(_differs(a, b))
    return int(months[0]), int(columns[0])


def column_name(column: int) -> str:
    """Return the name of a ledger column."""
    if column < ROLE_BLOCK:
        return Column(column).name
    role, figure = divmod(column - ROLE_BLOCK, ROLE_COLUMNS)
    name = ROLE_NAMES[role] if role < len(ROLE_NAMES) else f"role {role}"
    return f"{RoleColumn(figure).name} of {name}"


def _side_by_side(
    what: str, a: Table, b: Table, names: tuple[str, str], told: Callable[[np.void], str]
) -> Iterator[str]:
    """Show the first row that differs on both sides, between the rows around it."""
    both = min(len(a), len(b))
    first = next((row for row in range(both) if a[row].tobytes() != b[row].tobytes()), both)
    yield f"{what} {first} differs ({len(a)} on the side of {names[0]}, {len(b)} on that of {names[1]}):"
    for row in range(max(0, first - CONTEXT), first):
        yield f"    both {row}: {told(a[row])}"
    for name, rows in zip(names, (a, b), strict=True):
        if first >= len(rows):
            yield f"  > {name} has no more"
        for row in range(first, min(first + CONTEXT, len(rows))):
            yield f"  {'>' if row == first else ' '} {name} {row}: {told(rows[row])}"


def _event(row: np.void) -> str:
    kind = EventKind(int(row["kind"])).name
    return f"day {float(row['day'])!r} {kind} {row['subject']} {row['other']} {float(row['amount'])!r}"


def _hire(row: np.void) -> str:
    return ", ".join(f"{name} {row[name].item()!r}" for name in HIRE.names or ())
