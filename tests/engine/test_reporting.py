"""Reporting line and quotas multiply odds; and while the head's seat is empty, planned hiring stops for every role."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laws.both_ways import both
from playing import lowered, play

from simulator.laws.retention import times_odds
from simulator.roles import ROLE_NAMES, RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.schema.uncertainty import central

NEEDS_HEAD = ("csm", "onboarding", "cs_manager", "customer_sales", "cs_ops")


@pytest.mark.parametrize(
    ("p", "factor", "found"), [(0.5, 2.0, 2 / 3), (0.9, 0.5, 9 / 11), (0.0, 3.0, 0.0), (1.0, 0.1, 1.0)]
)
def test_odds_are_multiplied(p: float, factor: float, found: float) -> None:
    assert both(times_odds, p, factor) == pytest.approx(found)
    assert both(times_odds, p, 1.0) == p


@pytest.mark.parametrize(
    ("change", "renewal", "won"),
    [
        ({}, 1.0, 1.0),
        ({"organisation.reports_to": "cro"}, 0.95, 1.1),
        ({"organisation.quotas.renewal": True}, 1.05, 1.0),
        ({"organisation.quotas.expansion": True}, 0.95, 1.15),
        ({"organisation.reports_to": "cro", "organisation.quotas": "{renewal: true, expansion: true}"},
         0.95 * 1.05 * 0.95, 1.1 * 1.15),
    ],
)  # fmt: skip
def test_reporting_line_and_quotas_multiply_the_odds_they_name(
    change: dict[str, Any], renewal: float, won: float
) -> None:
    usual, other = lowered("baseline"), lowered("baseline", change)

    def odds(p: Any) -> float:
        return float(p / (1.0 - p))

    assert odds(other.rules["won_by_manager"][0]) / odds(usual.rules["won_by_manager"][0]) == pytest.approx(won)
    stated = central(load("baseline")).segments["core"].renewal
    assert np.exp(other.segments["renewal_log_odds"][0]) == pytest.approx(odds(stated) * renewal)


def test_while_the_heads_seat_is_empty_nobody_is_planned() -> None:
    """The head leaves fast and is replaced slowly. No seat that needs a head opens between; others do."""
    what = lowered("baseline", {
        "horizon_months": 60,
        "roles.cs_head.attrition": 1.5,
        "roles.cs_head.lead": "{median: 200 days, sigma: 0}",
        "roles.customer_sales.needs_head": True,
        "hiring.founders.hire_at_most": 0,
        "roles.others": "{legal: {department: general, cost: $90K, opens: [{month: 1}], attrition: 4 a year}}",
    })  # fmt: skip
    seen: set[int] = set()
    free = 0
    for run in range(3):
        hires = play(what, run).hires
        heads = hires[hires["role"] == RoleId.CS_HEAD]
        there = [(one["joined"], np.inf if np.isnan(one["left"]) else one["left"]) for one in heads]
        assert len(heads) > 2
        for hire in hires:
            if hire["role"] < len(ROLE_NAMES) and ROLE_NAMES[hire["role"]] in NEEDS_HEAD:
                seen.add(int(hire["role"]))
                assert any(joined <= hire["opened"] <= left for joined, left in there)
            elif hire["role"] >= len(ROLE_NAMES):
                free += not any(joined <= hire["opened"] <= left for joined, left in there)
    assert seen == {ROLE_NAMES.index(name) for name in NEEDS_HEAD}
    assert free > 0
