"""One past, another policy from some month on: two records made into one that an engine plays.

The new policy holds from the moment at which a month's books have been closed, so that the past, that month included,
is the same to the last bit. What is under way goes on: seats that are open are filled, programmes that run go on, and
people stay. CSMs in place get books of the new size, drawn as they were. A role whose conditions have changed is
asked anew whether it is open; it does not stay open because it once was.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

import numpy as np

from simulator.clock import month_end
from simulator.engine.record import POLICY, PROGRAMME, Lowered, Table

__all__ = ["branched"]

_SAME: Final = frozenset({"given_book", "opening_accounts", "opening_arr", "start_arr", "months"})
_INSTANT: Final = 1e-6
"""Days within which a fixed hire counts as one of the day on which the policy changes."""


def branched(before: Lowered, after: Lowered, month: int) -> Lowered:
    """Return the record of a company that goes by `after` once `month` has closed, and by `before` until then.

    In month 0 that is `after`, from the last month on it is `before`. Hires fixed in advance for that day or later are
    those of `after`. Raises ValueError where the two are not the same company in the same world.
    """
    if month <= 0:
        return after
    if month >= int(before.rules["months"][0]):
        return before
    _check_same(before, after)
    owners = np.union1d(before.programmes["owner"], after.programmes["owner"])
    programmes = np.zeros(len(owners), dtype=PROGRAMME)
    programmes["owner"] = owners
    day = month_end(month) - _INSTANT
    dated = np.concatenate([before.dated[before.dated["day"] < day], after.dated[after.dated["day"] >= day]])
    later = replace(after, programmes=programmes, dated=dated, roles=_asking(before, after))
    return replace(before, programmes=programmes, dated=dated, later=later, changes_after=month)


def _check_same(before: Lowered, after: Lowered) -> None:
    for field in fields(Lowered):
        one, other = getattr(before, field.name), getattr(after, field.name)
        if field.name in ("plan_arr", "expected_deals", "deal_acv"):
            both = min(len(one), len(other))
            same = np.array_equal(one[:both], other[:both])
        elif field.name == "rules":
            same = all(one[name].tobytes() == other[name].tobytes() for name in _SAME)
        elif field.name == "roles":
            same = np.array_equal(one["key"], other["key"])
        elif field.name == "segments":
            same = np.array_equal(one["cumulative_share"], other["cumulative_share"])
        elif field.name in (*POLICY, "programmes", "dated", "later", "changes_after"):
            continue
        else:
            same = one.tobytes() == other.tobytes()
        if not same:
            raise ValueError(f"a change of policy cannot change {field.name}")


def _asking(before: Lowered, after: Lowered) -> Table:
    """Return the later roles, with those marked whose conditions have changed."""
    roles = after.roles.copy()
    for role, row in enumerate(roles):
        one, other = (_conditions(record, role) for record in (before, after))
        row["asks_anew"] = one.tobytes() != other.tobytes()
    return roles


def _conditions(record: Lowered, role: int) -> Table:
    found: Table = record.conditions[record.conditions["owner"] == role]
    return found
