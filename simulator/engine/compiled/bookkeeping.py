"""The books: flows added up as they happen, and the log of events."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.run import TOO_MANY_EVENTS, Run
from simulator.engine.compiled.tables import the_cohort_arr, the_events, the_ledger, the_times_to_value
from simulator.engine.ledger import ROLE_BLOCK, ROLE_COLUMNS, Column
from simulator.laws.months import quarter_of
from simulator.numerics.jit import compiled


@compiled(inline=True)
def add(w: Run, column: int, amount: float) -> None:
    """Add to a flow of the month that is running."""
    the_ledger(w)[np.uint64(w.row), column] += amount


@compiled(inline=True)
def add_role(w: Run, role: int, column: int, amount: float) -> None:
    """Add to a role's flow of the month that is running."""
    the_ledger(w)[np.uint64(w.row), ROLE_BLOCK + role * ROLE_COLUMNS + column] += amount


@compiled(inline=True)
def log(w: Run, kind: int, subject: int, other: int, amount: float) -> None:
    """Write one line of the event log, if it is kept."""
    if w.logging:
        _write(w, kind, subject, other, amount)


@compiled
def _write(w: Run, kind: int, subject: int, other: int, amount: float) -> None:
    if w.events >= the_events(w).shape[0]:
        w.overflow |= TOO_MANY_EVENTS
        return
    e = the_events(w)[w.events]
    e.day = w.now
    e.kind = kind
    e.subject = subject
    e.other = other
    e.amount = amount
    w.events += 1


@compiled
def note_sign_off(w: Run, time_to_value: float) -> None:
    """Note one sign-off."""
    add(w, Column.SIGN_OFFS, 1.0)
    add(w, Column.TTV_DAYS, time_to_value)
    the_times_to_value(w)[w.signed_off] = time_to_value
    w.signed_off += 1


@compiled
def cohort_at(w: Run, day: float) -> int:
    """Return the cohort of a customer landing on a day."""
    return int(min(quarter_of(day), the_cohort_arr(w).shape[0] - 1))
