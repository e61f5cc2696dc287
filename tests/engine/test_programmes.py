"""Programmes open at the first review at which a condition holds, stay open, and do what they say from then on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import Events, lowered, of_kind, play

from simulator.engine.contract import Programme
from simulator.engine.events import EventKind

MONTHS = 12


def events(changes: dict[str, Any]) -> Events:
    return play(lowered("baseline", {"horizon_months": MONTHS, **changes}), log=True).events


def test_a_programme_opens_once_at_the_first_review_at_which_a_condition_holds() -> None:
    opens = [{"month": 30}, {"arr": "$3M", "customers": 10}]
    lines = events({"onboarding.success_plan.opens": opens, "onboarding.product_led.opens": [{"month": 0}]})
    opened = lines[lines["kind"] == EventKind.PROGRAMME_OPENED]
    assert opened["subject"].tolist() == [Programme.PRODUCT_LED, Programme.SUCCESS_PLAN]
    assert opened["day"][0] == 0.0
    change = {EventKind.CLOSED: 1.0, EventKind.EXPANDED: 1.0, EventKind.CONTRACTED: -1.0}
    arr = 2e6 + sum(
        change.get(EventKind(int(line["kind"])), 0.0) * line["amount"]
        for line in lines[lines["day"] <= opened["day"][1]]
    )
    assert arr >= 3e6, "some of it was lost, so it was more"
    assert opened["day"][1] % 7.0 == 0.0


def test_product_led_onboarding_takes_its_share_of_the_work_from_its_first_day_on() -> None:
    """Each customer's luck is its own: the work of those taken on by the same people differs by the factor alone."""
    quiet = {"roles.cs_head.opens": [], "coverage.founders_book": "$1B", "coverage.handover_from": "$1B"}
    quiet |= {"coverage.handover_until": "$2B"}
    opens = {"onboarding.product_led": {"opens": [{"month": 5}], "work": 0.5}}
    usual, led = (events(quiet | more) for more in ({}, opens))
    day = led["day"][led["kind"] == EventKind.PROGRAMME_OPENED][0]
    begun = [
        {int(line["subject"]): line for line in lines[lines["kind"] == EventKind.ONBOARDING_BEGAN]}
        for lines in (usual, led)
    ]
    ratio = {who: begun[1][who]["amount"] / line["amount"] for who, line in begun[0].items() if who in begun[1]}
    before = [ratio[who] for who in ratio if begun[1][who]["day"] < day]
    after = [ratio[who] for who in ratio if begun[1][who]["day"] > day]
    assert len(before) > 5
    assert len(after) > 5
    np.testing.assert_allclose(before, 1.0)
    np.testing.assert_allclose(after, 0.5)


def test_what_a_new_onboarding_team_begins_takes_longer() -> None:
    """The same work, begun by specialists on the same day or not: divided by the pace of that day it is the same."""
    team = {"roles.onboarding.schedule": [{"month": 2, "count": 3}], "roles.onboarding.lead.sigma": 0}
    mature, young = (
        play(lowered("baseline", {"horizon_months": MONTHS, "onboarding.maturity.starts_at": pace, **team}), log=True)
        for pace in (1.0, 0.5)
    )
    carved = of_kind(young, EventKind.CARVED_OUT)["day"][0]
    assert carved == of_kind(mature, EventKind.CARVED_OUT)["day"][0]
    found = []
    for record in (mature, young):
        begun = of_kind(record, EventKind.ONBOARDING_BEGAN)
        hired = [
            int(line["subject"]) for line in begun if line["other"] >= 0 and record.hires[line["other"]]["role"] == 2
        ]
        found.append({int(line["subject"]): line for line in begun if int(line["subject"]) in hired})
    again = {who for lines in found for who, line in lines.items() if line["day"] < carved}
    compared = [who for who in found[0] if who in found[1] and who not in again]
    assert len(compared) > 20
    for who in compared:
        pace = min(1.0, 0.5 + 0.5 * (found[1][who]["day"] - carved) / 270.0)
        assert found[1][who]["amount"] == pytest.approx(found[0][who]["amount"] / pace)


@pytest.mark.parametrize(("fails", "sign"), [(-5.0, -1.0), (5.0, 1.0)])
def test_a_mutual_success_plan_moves_the_odds_that_onboarding_fails(fails: float, sign: float) -> None:
    plan = {"onboarding.success_plan": {"opens": [{"month": 0}], "fails": fails}}
    usual, planned = (
        len(
            of_kind(
                play(lowered("baseline", {"horizon_months": MONTHS, **more}), log=True), EventKind.ONBOARDING_FAILED
            )
        )
        for more in ({}, plan)
    )
    assert sign * (planned - usual) > 10
