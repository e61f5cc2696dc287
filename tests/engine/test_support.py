"""CS managers, CS Ops and customer-sales reps at work in whole companies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import column, lowered, many_ledgers, needs_machine_code, of_kind, play, role
from standard_errors import agrees

from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, RoleColumn
from simulator.roles import RoleId

STILL: dict[str, Any] = {
    "horizon_months": 6,
    "demand.bookings_a_year": "$0",
    "roles.cs_head.in_place": 1,
    "roles.cs_head.attrition": 0,
    "roles.csm.in_place": 12,
    "roles.csm.attrition": 0,
    "roles.csm.opens": [],
    "roles.csm.book_low": "$1M",
    "roles.csm.book_high": "$1M",
    "roles.cs_manager.opens": [],
    "roles.cs_ops.opens": [],
    "roles.onboarding.opens": [],
}
"""A head and twelve CSMs with books of $1M, and nobody comes or goes."""


@pytest.mark.parametrize(
    ("more", "capacity"),
    [
        ({"roles.cs_manager.unmanaged": "100%"}, 12e6),
        ({"roles.cs_manager.head_span": 9}, 9e6 + 0.8 * 3e6),
        ({"roles.cs_manager.head_span": 9, "roles.cs_manager.in_place": 1}, 12e6),
        (
            {"roles.cs_manager.head_span": 0, "roles.cs_manager.in_place": 1, "roles.cs_manager.span": 8},
            8e6 + 0.8 * 4e6,
        ),
        ({"roles.cs_manager.unmanaged": "100%", "roles.cs_ops.in_place": 1, "roles.cs_ops.serves": 15}, 14.4e6),
        ({"roles.cs_manager.unmanaged": "100%", "roles.cs_ops.in_place": 1, "roles.cs_ops.serves": 6}, 13.2e6),
    ],
)
def test_books_depend_on_managers_and_ops(more: dict[str, Any], capacity: float) -> None:
    settled = {"roles.cs_manager.attrition": 0, "roles.cs_ops.attrition": 0}
    record = play(lowered("baseline", {**STILL, **settled, **more}))
    np.testing.assert_allclose(column(record, Column.CSM_CAPACITY), capacity, rtol=1e-12)


LEADS: dict[str, Any] = {
    "horizon_months": 24,
    "demand.bookings_a_year": "$0",
    "demand.references.strength": 0,
    "opening.generated.accounts": 400,
    "segments.core.renewal": "100%",
    "segments.core.csqls_a_year": "6 a year",
    "roles.customer_sales.opens": [],
    "roles.customer_sales.attrition": 0,
    "coverage.founders_book": "$100M",
    "coverage.handover_from": "$100M",
    "coverage.handover_until": "$200M",
    **{f"roles.{name}.opens": [] for name in ("cs_head", "csm", "onboarding", "cs_manager", "cs_ops")},
    "expansion.csqls_without_head": "100%",
    "expansion.win_share": "0%",
}
"""Covered accounts that stay and bring CSQLs; a win is counted and adds nothing, so that all stay alike."""


@needs_machine_code
@pytest.mark.parametrize(("reps", "odds"), [(0, 0.4), (60, 0.6)])
def test_reps_win_what_they_say(reps: int, odds: float) -> None:
    """With room for every CSQL but an account's second at a time; those the founders win."""
    tables = many_ledgers(lowered("baseline", {**LEADS, "roles.customer_sales.in_place": reps}), range(8))
    csqls, won, leads, leads_won = tables[:, :, [Column.CSQLS, Column.CSQLS_WON, Column.LEADS, Column.LEADS_WON]].sum(
        (0, 1)
    )
    if not reps:
        assert leads == 0.0
        agrees(won / csqls, np.sqrt(0.24 / csqls), odds)
        return
    assert 0.5 < leads / csqls < 0.8  # six a year, thirty days each: a third to a half come while one is open
    closed = leads - tables[:, -1, Column.REP_LEADS].sum()
    agrees(leads_won / closed, np.sqrt(odds * (1.0 - odds) / closed), odds)
    agrees((won - leads_won) / (csqls - leads), np.sqrt(0.24 / (csqls - leads)), 0.4, sharp=0.02)


def test_a_lead_is_worked_as_long_as_it_says_and_in_slots() -> None:
    few = {**LEADS, "horizon_months": 12, "roles.customer_sales.in_place": 1, "roles.customer_sales.slots": 3}
    record = play(lowered("baseline", few), log=True)
    taken, closed = of_kind(record, EventKind.LEAD_TAKEN), of_kind(record, EventKind.LEAD_CLOSED)
    assert len(closed) > 20
    assert column(record, Column.REP_LEADS).max() == column(record, Column.REP_SLOTS).max() == 3.0
    np.testing.assert_allclose(closed["day"], taken["day"][: len(closed)] + 30.0, atol=1e-9)
    np.testing.assert_array_equal(closed["subject"], taken["subject"][: len(closed)])


def test_a_rep_who_leaves_hands_the_leads_back_at_once() -> None:
    gone = {**LEADS, "horizon_months": 12, "roles.customer_sales.in_place": 6, "roles.customer_sales.attrition": 4}
    gone |= {"coverage.quality_curve": 50}  # whoever has the hours serves in full, no better
    gone |= {f"roles.csm.saturation_{end}": "$1B" for end in ("low", "mode", "high")}
    record = play(lowered("baseline", gone), log=True)
    left = of_kind(record, EventKind.LEFT)
    back = of_kind(record, EventKind.LEAD_CLOSED)
    back = back[back["other"] < 0]
    assert len(left) >= 2 and len(back) > 5
    assert set(back["day"]) <= set(left["day"])
    np.testing.assert_allclose(back["amount"], 0.4)


def test_reps_come_at_18_million_once_onboarding_is_in_place() -> None:
    record = play(lowered("baseline", {"horizon_months": 40}), log=True)
    opened = of_kind(record, EventKind.SEAT_OPENED)
    first = opened[opened["other"] == RoleId.CUSTOMER_SALES][0]["day"]
    arr = column(record, Column.ARR)
    month = int(first // (365 / 12))
    assert arr[month + 1] > 17e6 and arr[: max(0, month - 1)].max() < 19e6
    assert role(record, RoleId.ONBOARDING, RoleColumn.HEADS)[month + 1] > 0
    never = {"horizon_months": 40, "roles.onboarding.opens": []}
    assert RoleId.CUSTOMER_SALES not in play(lowered("baseline", never)).hires["role"]


def test_managers_and_ops_follow_the_csms() -> None:
    heads = {
        who: role(play(lowered("baseline", {"horizon_months": 60}), 3), who, RoleColumn.HEADS)
        for who in (RoleId.CSM, RoleId.CS_MANAGER, RoleId.CS_OPS)
    }
    assert heads[RoleId.CS_OPS][heads[RoleId.CSM] < 5].max() == 0.0
    assert heads[RoleId.CS_MANAGER][heads[RoleId.CSM] < 8].max() == 0.0
    assert heads[RoleId.CS_MANAGER][-1] >= 3 and heads[RoleId.CS_OPS][-1] >= 2
