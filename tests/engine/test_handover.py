"""The hand-over from the seller: a new account asks for onboarding only so long after the close."""

from __future__ import annotations

from typing import Any

import numpy as np
from playing import column, lowered, of_kind, play

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column

ROOMY: dict[str, Any] = {
    "horizon_months": 12,
    "roles.cs_head.opens": [],
    "coverage.founders_book": "$1B",
    "coverage.handover_from": "$1B",
    "coverage.handover_until": "$2B",
}
"""The founders take everybody at once, so nothing but the seller stands between close and onboarding."""


def played(days: float, **more: Any) -> RunRecord:
    return play(lowered("baseline", {"demand.handover_days": days, **ROOMY, **more}), log=True)


def test_time_to_value_grows_by_the_days_a_seller_keeps_an_account() -> None:
    at_once, kept = played(0), played(30)
    times = [
        {int(line["subject"]): line["amount"] for line in of_kind(record, EventKind.SIGNED_OFF)}
        for record in (at_once, kept)
    ]
    both = [who for who in times[0] if who in times[1]]
    assert len(both) > 50
    np.testing.assert_allclose([times[1][who] - times[0][who] for who in both], 30.0)
    assert not len(of_kind(at_once, EventKind.HANDED_OVER))
    assert column(kept, Column.WAIT_DAYS).sum() / column(kept, Column.ONBOARDINGS_BEGUN).sum() == 30.0


def test_an_account_that_leaves_before_the_hand_over_is_never_handed_over() -> None:
    record = played(100, **{"segments.core.term_months": 1, "segments.core.renewal": "60%"})
    lost = {int(line["subject"]) for line in of_kind(record, EventKind.CHURNED)}
    handed = {int(line["subject"]) for line in of_kind(record, EventKind.HANDED_OVER)}
    begun = {int(line["subject"]) for line in of_kind(record, EventKind.ONBOARDING_BEGAN)}
    assert begun <= handed
    early = {who for who in lost if who >= 60} - handed
    assert len(early) > 10
