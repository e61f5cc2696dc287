"""When a seat opens: at the first review of hiring at which a condition holds, and neither before nor later."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from conservation.replay import Replay
from conservation.world import WAITING
from playing import SEED, lowered, of_kind, play

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.roles import RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.schema.todays_book import FOUNDERS, Account, Person, TodaysBook

MONTHS = 24
WEEK = 7.0


class Reviews(Replay):
    """What each weekly review saw, worked out from the event log."""

    def __init__(self, what: Lowered, record: RunRecord) -> None:
        super().__init__(what, record, SEED, 0)
        self.founder_renewals = 0.0
        self.seen: list[dict[str, float]] = []

    def line(self, day: float, kind: int, subject: int, other: int, amount: float) -> None:
        while day >= len(self.seen) * WEEK > 0.0 or (not self.seen and day > 0.0):
            self.seen.append(self.look(len(self.seen) * WEEK))
        if kind == EventKind.RENEWED and not any(h.role == RoleId.CS_HEAD and h.present for h in self.world.workers):
            self.founder_renewals += self.world.accounts[subject].arr
        super().line(day, kind, subject, other, amount)

    def look(self, now: float) -> dict[str, float]:
        world = self.world
        waits = [now - account.closed for account in world.accounts if account.stage == WAITING]
        return {
            "arr": world.arr,
            "month": now / (365.0 / 12),
            "customers": float(sum(account.stage != "lost" for account in world.accounts)),
            "founder_renewals": self.founder_renewals,
            "backlog": float(len(waits)),
            "wait": max(waits, default=0.0),
            "uncovered_arr": math.fsum(account.arr for account in world.for_manager),
            "in_place": float(len(world.in_place(RoleId.CSM))),
        }


def opened(condition: list[dict[str, Any]], **more: Any) -> tuple[float, list[dict[str, float]]]:
    """Return on which day the head's seat opened, and what the reviews saw."""
    changes = {
        "horizon_months": MONTHS,
        "roles.cs_head.opens": condition,
        "roles.csm.opens": [],
        "roles.onboarding.opens": [],
        "roles.cs_head.lead.median": "900 days",
        "hiring.founders.hire_at_most": 0,
    }
    what = lowered("baseline", changes | more)
    record = play(what, log=True)
    reviews = Reviews(what, record)
    reviews.read()
    seats = of_kind(record, EventKind.SEAT_OPENED)
    heads = seats[seats["other"] == RoleId.CS_HEAD]
    assert len(heads) == 1, "one seat, and it stays open for long"
    return float(heads["day"][0]), reviews.seen


@pytest.mark.parametrize(
    ("name", "threshold"),
    [
        ("arr", 3.5e6),
        ("month", 7.3),
        ("customers", 90),
        ("founder_renewals", 6e5),
        ("backlog", 4),
        ("wait", 60.0),
        ("uncovered_arr", 5e5),
    ],
)
def test_a_seat_opens_at_the_first_review_at_which_its_condition_holds(name: str, threshold: float) -> None:
    day, seen = opened([{name: threshold}])
    first = next(i for i, facts in enumerate(seen) if facts[name] >= threshold)
    assert first > 0
    assert day == first * WEEK


@pytest.mark.parametrize(("in_place", "opens"), [(0, True), (1, False)])
def test_renewals_are_the_founders_no_more_once_a_head_has_come_even_if_the_head_leaves(
    in_place: int, opens: bool
) -> None:
    """A head of the first day, gone before many accounts have renewed, and none after."""
    what = lowered("baseline", {
        "horizon_months": MONTHS,
        "roles.cs_head.in_place": in_place,
        "roles.cs_head.attrition": 20,
        "roles.cs_head.opens": [],
        "roles.cs_ops.opens": [{"founder_renewals": "$500K"}],
        "roles.cs_ops.needs_head": False,
        "roles.cs_ops.how_many": {"rule": "one"},
    })  # fmt: skip
    record = play(what, log=True)
    heads = record.hires[record.hires["role"] == RoleId.CS_HEAD]
    assert np.all(heads["left"] < 100.0) and len(heads) == in_place
    renewed = of_kind(record, EventKind.RENEWED)
    assert np.sum(renewed["day"] > 100.0) > 30
    assert (RoleId.CS_OPS in record.hires["role"]) is opens


def test_all_keys_of_one_condition_must_hold_at_once() -> None:
    day, seen = opened([{"arr": 4e6, "backlog": 6, "month": 5}])
    holds = [facts["arr"] >= 4e6 and facts["backlog"] >= 6 and facts["month"] >= 5 for facts in seen]
    assert day == holds.index(True) * WEEK
    parts = [next(i for i, facts in enumerate(seen) if facts[k] >= v) for k, v in (("arr", 4e6), ("backlog", 6))]
    assert len({*parts, holds.index(True)}) > 1


def test_any_of_several_conditions_opens_the_seat() -> None:
    early, _ = opened([{"arr": "$5M"}, {"month": 2}])
    assert early == 63.0  # two months are 60.8 days; the reviews are on days 56 and 63
    late, _ = opened([{"arr": "$5M"}])
    assert late > early


def test_a_date_opens_the_seat() -> None:
    """The scenario starts on 1 January 2027; 1 April is three months later, 91.25 simulated days."""
    day, _ = opened([{"on": "2027-04-01"}])
    assert day == 98.0


def test_another_role_in_place_opens_the_seat() -> None:
    day, seen = opened([{"in_place": "csm"}], **{"roles.csm.schedule": [{"month": 2, "count": 1}]})
    first = next(i for i, facts in enumerate(seen) if facts["in_place"] >= 1)
    assert first * WEEK > 61.0
    assert day == first * WEEK


def test_an_empty_list_never_opens() -> None:
    what = lowered("baseline", {"horizon_months": MONTHS, "roles.cs_head.opens": []})
    seats = of_kind(play(what, log=True), EventKind.SEAT_OPENED)
    assert not np.any(seats["other"] == RoleId.CS_HEAD)


def test_once_open_a_seat_is_filled_again_when_its_head_leaves() -> None:
    """It opened on ARR or renewals of the founders; however both stand later, the empty seat is filled again."""
    changes = {"horizon_months": 36, "roles.cs_head.attrition": 3, "roles.cs_head.opens": [{"backlog": 3}]}
    record = play(lowered("baseline", changes), log=True)
    heads = record.hires[record.hires["role"] == RoleId.CS_HEAD]
    assert len(heads) >= 3
    for before, after in itertools.pairwise(heads):
        assert 0.0 <= after["opened"] - before["left"] <= WEEK


def test_founders_hire_only_once_it_hurts_and_two_at_most() -> None:
    changes = {
        "horizon_months": 30,
        "roles.cs_head.opens": [],
        "roles.csm.attrition": 0,
        "roles.csm.mishire.odds": 0,
    }
    what = lowered("baseline", changes)
    record = play(what, log=True)
    reviews = Reviews(what, record)
    reviews.read()
    days = of_kind(record, EventKind.SEAT_OPENED)["day"]
    assert len(days) == 2
    hurts = [i * WEEK for i, facts in enumerate(reviews.seen) if facts["uncovered_arr"] >= 4e5]
    assert days.tolist() == hurts[:2]


@pytest.mark.parametrize(("arr", "wrong"), [(8e6, False), (2e6, True)])
def test_a_requisition_that_is_already_out_is_judged_by_the_size_of_the_company(arr: float, wrong: bool) -> None:
    """A head asked for at $8M is a mis-hire no likelier than any; below $2M, in this scenario, always."""
    certain = {"odds": 0, "unproven_odds": 1, "unproven_from": 2e6, "unproven_until": 4e6}
    changes = {f"roles.cs_head.mishire.{name}": value for name, value in certain.items()}
    account = Account("a", "core", FOUNDERS, True, arr, -100.0, -100.0, 265.0)
    today = TodaysBook((account,), (Person("somebody", "cs_head", True, math.nan),))
    what = lower(load("baseline", {"horizon_months": 3} | changes), today)
    assert {bool(play(what, run).hires["wrong"][0]) for run in range(5)} == {wrong}
