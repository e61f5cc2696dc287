"""The replay judges the reviews of hiring: nearly all of them, and a seat too many or too few is noticed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conservation.replay import ImpossibleError, Replay
from playing import SEED, lowered, play

from simulator.engine.events import EventKind

COMPANIES: dict[str, dict[str, Any]] = {
    "a budget and pay that rises": {
        "horizon_months": 40, "hiring.budget": "{share: 6%}", "hiring.pay_inflation": "30%"},
    "selling by capacity": {
        "horizon_months": 24, "demand.selling": "capacity", "roles.seller.attrition": 0.7, "cs_effect": 0.6,
        "roles.vp_sales.in_place": 1,
        "roles.seller.absorbs_at_least": 99, "demand.references": "{strength: 2, planned_share: 20%}"},
    "short of cash": {
        "horizon_months": 30, "money.runway.hold_below": 8, "money.rounds.series_a.opens": [{"month": 14}],
        "money.opening_cash": "$2M"},
    "heads who come and go": {
        "horizon_months": 24, "roles.cs_head.in_place": 1, "roles.cs_head.attrition": 4, "roles.csm.needs_head": False,
        "roles.cs_head.opens": [{"arr": "$4M"}], "roles.cs_ops.opens": [{"founder_renewals": "$600K"}],
        "roles.onboarding.attrition": 0.6, "roles.onboarding.lookahead": "140 days"},
    "managers who onboard": {
        "horizon_months": 24, "roles.onboarding.opens": [], "onboarding.manager_weight": 2.3, "roles.csm.in_place": 5,
        "coverage.handover_from": "$3M", "coverage.handover_until": "$7M", "hiring.utilisation": "83%"},
    "product-led": {
        "horizon_months": 30, "onboarding.product_led": "{opens: [{month: 4}], work: 0.6x}",
        "roles.onboarding.opens": [{"month": 3}], "roles.onboarding.needs_head": False,
        "roles.customer_sales.opens": [{"month": 5}], "roles.customer_sales.attrition": 0.9,
        "coverage.digital": {"opens": [{"month": 8}], "below": 3e4, "effect": 0.4, "cost_per_account": 500}},
}  # fmt: skip


@pytest.mark.parametrize("name", COMPANIES)
def test_every_review_decided_what_follows(name: str) -> None:
    """No fixed hires here and nothing that falls on whole weeks, so hardly a review shares its instant."""
    what = lowered("baseline", COMPANIES[name])
    replay = Replay(what, play(what, log=True), SEED, 0)
    replay.read()
    assert replay.judged > 100
    assert replay.unjudged <= 0.02 * replay.judged


def test_a_seat_left_unopened_or_opened_too_early_is_noticed() -> None:
    what = lowered("baseline", {"horizon_months": 30})
    record = play(what, log=True)
    seats = np.flatnonzero(record.events["kind"] == EventKind.SEAT_OPENED)
    for seat in seats[[0, 2, len(seats) // 2]]:
        replay = Replay(what, record, SEED, 0)
        replay.hires()
        with pytest.raises(ImpossibleError, match="the review of day"):
            without(replay, int(seat))


def without(replay: Replay, seat: int) -> None:
    """Read the log up to the review of one seat, that seat left out."""
    replay.opening_book()
    for place, line in enumerate(replay.record.events.tolist()):
        if place != seat:
            replay.line(*line)
