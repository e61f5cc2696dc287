"""Seats filled by people from another role: the same person, a new hire in the log, no fee."""

from __future__ import annotations

from typing import Any

import numpy as np
from playing import lowered, of_kind, play, role

from simulator.clock import first_day_of
from simulator.engine.events import EventKind
from simulator.engine.ledger import RoleColumn
from simulator.roles import RoleId

PROMOTED: dict[str, Any] = {
    "horizon_months": 12,
    "roles.csm.in_place": 3,
    "roles.csm.attrition": 0,
    "roles.csm.opens": [],
    "roles.customer_sales.opens": [],
    "roles.customer_sales.attrition": 0,
    "roles.customer_sales.schedule": "[{month: 2, count: 2}]",
    "roles.customer_sales.converted_from": "csm",
    "roles.customer_sales.conversion": "45 days",
    "roles.cs_head.opens": [],
    "hiring.founders.hire_at_most": 0,
}


def test_the_longest_serving_move_after_the_time_it_takes() -> None:
    record = play(lowered("baseline", PROMOTED), log=True)
    moved = of_kind(record, EventKind.CONVERTED)
    day = first_day_of(2) + 45.0
    np.testing.assert_allclose(moved["day"], day)
    assert moved["other"].tolist() == [0, 1]
    reps = record.hires[record.hires["role"] == RoleId.CUSTOMER_SALES]
    assert reps["converted_from"].tolist() == [0, 1]
    np.testing.assert_allclose(record.hires["left"][:2], day)
    assert np.isnan(record.hires["left"][2])
    np.testing.assert_array_equal(role(record, RoleId.CSM, RoleColumn.HEADS)[[0, 3, 4]], [3.0, 3.0, 1.0])
    np.testing.assert_array_equal(role(record, RoleId.CUSTOMER_SALES, RoleColumn.HEADS)[[3, 4]], [0.0, 2.0])
    assert not role(record, RoleId.CUSTOMER_SALES, RoleColumn.FEES).any()
    assert not role(record, RoleId.CSM, RoleColumn.SEVERANCE).any()


def test_their_books_go_to_others_at_once() -> None:
    record = play(lowered("baseline", {**PROMOTED, "coverage.founders_book": "$0"}), log=True)
    day = of_kind(record, EventKind.CONVERTED)["day"][0]
    uncovered = of_kind(record, EventKind.UNCOVERED)
    assert np.sum(uncovered["day"] == day) > 3
    held = of_kind(record, EventKind.COVERED)
    assert not np.isin(held["other"][held["day"] > day], [0, 1]).any()


def test_when_nobody_is_there_somebody_comes_from_outside() -> None:
    record = play(lowered("baseline", {**PROMOTED, "roles.csm.in_place": 1}), log=True)
    reps = record.hires[record.hires["role"] == RoleId.CUSTOMER_SALES]
    assert reps["converted_from"].tolist() == [0, -1]
    assert role(record, RoleId.CUSTOMER_SALES, RoleColumn.FEES).sum() > 0.0


def test_who_leaves_before_the_day_is_replaced() -> None:
    """With a year to go and CSMs leaving fast, whoever was to move has often left; the seat is filled all the same."""
    hasty = {**PROMOTED, "horizon_months": 60, "roles.csm.attrition": 2, "roles.customer_sales.conversion": "365 days"}
    reopened = 0
    for run in range(6):
        record = play(lowered("baseline", hasty), run, log=True)
        reopened += len(of_kind(record, EventKind.SEAT_REOPENED))
        reps = record.hires[record.hires["role"] == RoleId.CUSTOMER_SALES]
        assert len(reps) == 2 and not np.isnan(reps["joined"]).any()
    assert reopened >= 4
