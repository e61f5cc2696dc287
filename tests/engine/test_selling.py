"""Selling by capacity and references, in whole companies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import column, lowered, many_ledgers, needs_machine_code, of_kind, play
from standard_errors import agrees, mean_and_error

from simulator.engine.contract import Floats
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.roles import RoleId

STEADY: dict[str, Any] = {
    "horizon_months": 24,
    "demand.selling": "capacity",
    "demand.bookings_a_year": "$10M",
    "demand.references.strength": 0,
    "demand.capacity": "{founders_sell: $0, founders_fade: 0 days, poor_fit_while_ramping: 1x, proven_by: 0}",
    "roles.vp_sales.in_place": 1,
    "roles.vp_sales.attrition": 0,
    "roles.seller.in_place": 5,
    "roles.seller.how_many": "{rule: schedule}",
    "roles.seller.attrition": 0,
    "roles.seller.quota": "$730K",
    "roles.seller.attainment": "100%",
    "roles.seller.attainment_cv": 0,
    "roles.seller.mishire.odds": "0%",
    "segments.core.acv": "$20K",
    "segments.core.acv_growth": 0,
    "segments.core.acv_cv": 0,
}
"""Five sellers who make their quota, $3.65M a year in all, in a market that wants $10M; nobody comes or goes."""

WITHOUT = {**STEADY, "demand.references.strength": 0}


def booked(overrides: dict[str, Any], runs: range = range(100)) -> Floats:
    """Return new ARR by run over the horizon."""
    figures: Floats = many_ledgers(lowered("baseline", overrides), runs)[:, :, Column.NEW_ARR].sum(1)
    return figures


def near(values: Floats, expected: float) -> None:
    agrees(*mean_and_error(values), expected)


@needs_machine_code
@pytest.mark.parametrize(
    ("change", "a_year"),
    [
        ({}, 3.65e6),
        ({"demand.bookings_a_year": "$2M"}, 2e6),
        ({"roles.vp_sales.in_place": 0, "roles.vp_sales.opens": [], "roles.seller.without_vp": "60%"}, 2.19e6),
        ({"roles.seller.attainment": "70%"}, 2.555e6),
        ({"roles.seller.in_place": 0, "demand.capacity.founders_sell": "$3M",
          "roles.vp_sales.in_place": 0, "roles.vp_sales.opens": []}, 3e6),
    ],
    ids=["capacity", "demand", "no VP", "attainment", "founders"],
)  # fmt: skip
def test_bookings_are_the_smaller_of_demand_and_capacity(change: dict[str, Any], a_year: float) -> None:
    near(booked({**STEADY, **change}), 2.0 * a_year)


@needs_machine_code
def test_a_seller_who_ramps_sells_what_the_ramp_allows() -> None:
    """One seller hired at once: 100 days at 40 %, then all of it: (100 × 0.4 + 630) / 365 quotas in two years."""
    ramping = {
        **STEADY,
        "roles.seller.in_place": 0,
        "roles.seller.quota": "$7.3M",
        "roles.seller.schedule": "[{month: 0, count: 1}]",
        "roles.seller.lead": "{median: 0 days, sigma: 0}",
        "roles.seller.ramp": "[{days: 100 days, capacity: 40%}]",
    }
    near(booked(ramping), 7.3e6 * (100.0 * 0.4 + 630.0) / 365.0)


def test_enough_capacity_is_as_good_as_the_plan() -> None:
    """With capacity to spare the customers are the plan's, the same deals on the same days but for rounding."""
    plenty = {"horizon_months": 24, "demand.references.strength": 0, "roles.cs_head.mishire.unproven_odds": "0%"}
    sold = {"demand.capacity.founders_sell": "$10B", "demand.selling": "capacity"}
    idle = {"roles.vp_sales.opens": [], "roles.seller.opens": []}
    planned, by_capacity = (play(lowered("baseline", {**plenty, **more})) for more in ({}, {**sold, **idle}))
    np.testing.assert_allclose(by_capacity.ledger[:, Column.ARR], planned.ledger[:, Column.ARR], rtol=1e-9)
    assert column(by_capacity, Column.SELLING_CAPACITY).min() >= 1e10


def test_nothing_is_timed_anew_without_references_and_capacity() -> None:
    off = lowered("baseline", {"horizon_months": 24, "demand.references.strength": 0})
    assert off.rules["retimes_deals"][0] == 0
    record = play(off, log=True)
    assert not len(of_kind(record, EventKind.REFERENCES_REVIEWED, EventKind.CAPACITY_CHANGED))
    np.testing.assert_array_equal(column(record, Column.REFERENCES), 1.0)


@pytest.mark.parametrize(("strength", "effect", "works"), [(0.5, 1.0, 0.5), (0.5, 0.4, 0.2), (0.3, 0.9, 0.27)])
def test_references_are_the_doing_of_cs(strength: float, effect: float, works: float) -> None:
    """They move demand as far as `cs_effect` says, month by month; to a complete sceptic they do nothing."""
    changes = {"horizon_months": 12, "demand.references.strength": strength, "cs_effect": effect}
    record = play(lowered("baseline", changes))
    share = column(record, Column.WELL_SERVED_ARR) / column(record, Column.ARR)
    planned = lowered("baseline").rules["references_planned_share"][0]
    moved = column(record, Column.REFERENCES)[2:]  # the pace of a month is that of the close before it
    np.testing.assert_allclose(moved, 1.0 + works * (share[1:-1] - planned), rtol=1e-9)
    assert np.abs(moved - 1.0).max() > 0.01
    assert lowered("baseline", changes | {"cs_effect": 0}).rules["retimes_deals"][0] == 0


@needs_machine_code
def test_references_multiply_demand() -> None:
    """Nobody is looked after, so nobody speaks well: with a planned share of 50 % and strength 1 half the demand goes.

    The first month still sells in full.
    """
    cold = {
        "horizon_months": 24,
        "demand.bookings_a_year": "$10M",
        "demand.references": "{strength: 1, planned_share: 50%}",
        "opening.generated.held_by_founders": False,
        "coverage.founders_book": "$0",
        "hiring.founders.hire_at_most": 0,
        "segments.core.acv": "$20K",
        "segments.core.acv_growth": 0,
        "segments.core.acv_cv": 0,
        **{f"roles.{name}.opens": [] for name in ("cs_head", "csm", "onboarding")},
    }
    near(booked(cold), 10e6 * (1.0 + 23.0 * 0.5) / 12.0)


def test_the_vp_and_sellers_are_hired_by_capacity_alone() -> None:
    sales = (RoleId.VP_SALES, RoleId.SELLER)
    assert not np.isin(play(lowered("baseline", {"horizon_months": 36})).hires["role"], sales).any()
    hires = play(lowered("baseline", {"horizon_months": 36, "demand.selling": "capacity"})).hires
    first = {role: hires["opened"][hires["role"] == role].min() for role in sales}
    assert first[RoleId.VP_SALES] == 0.0 < first[RoleId.SELLER]
    assert np.sum(hires["role"] == RoleId.SELLER) > 10
    assert np.all(hires["attainment"][hires["role"] == RoleId.SELLER] > 0.0)
    assert not hires["attainment"][hires["role"] != RoleId.SELLER].any()


@needs_machine_code
def test_ramping_sellers_bring_poorly_fitting_customers() -> None:
    """All capacity ramping for good: a factor of 3 on 12 % makes 36 % of the new customers fit badly."""
    forever = {
        **STEADY,
        "demand.capacity.poor_fit_while_ramping": "3x",
        "roles.seller.in_place": 0,
        "roles.seller.schedule": "[{month: 0, count: 8}]",
        "roles.seller.lead": "{median: 0 days, sigma: 0}",
        "roles.seller.ramp": "[{days: 3650 days, capacity: 100%}]",
        "segments.core.renewal": "50%",
        "renewal.poor_fit": -10,
        "renewal.uncovered": 0,
        "renewal.failed_onboarding": 0,
        "renewal.cs_head": 0,
        "sponsors.log_odds": 0,
        "relations.log_odds": 0,
        "segments.core.term_months": 12,
    }
    renewed = {}
    for factor in ("1x", "3x"):
        tables = many_ledgers(
            lowered("baseline", {**forever, "demand.capacity.poor_fit_while_ramping": factor}), range(40)
        )
        first = tables[:, :, [Column.FIRST_RENEWED, Column.FIRST_DUE]].sum((0, 1))
        share = first[0] / first[1]
        renewed[factor] = (share, np.sqrt(share * (1.0 - share) / first[1]))
    for factor, odds in (("1x", 0.12), ("3x", 0.36)):
        share, error = renewed[factor]
        assert abs(share - 0.5 * (1.0 - odds)) <= 4.0 * error  # half of those that fit renew, and none of the others


@needs_machine_code
def test_sellers_at_quota_prove_sales_for_the_head_of_cs() -> None:
    """Unproven, the head is a mis-hire half the time; with two sellers at quota one time in ten."""
    shares = {}
    for proven_by in (0, 50):
        what = lowered("baseline", {**STEADY, "horizon_months": 2, "demand.capacity.proven_by": proven_by,
                                    "roles.cs_head.opens": "[{month: 0}]"})  # fmt: skip
        wrong = [play(what, run).hires for run in range(150)]
        heads = np.concatenate([hires["wrong"][hires["role"] == RoleId.CS_HEAD][:1] for hires in wrong])
        shares[proven_by] = (heads.mean(), np.sqrt(0.25 / len(heads)))
    assert abs(shares[0][0] - 0.1) <= 4.0 * shares[0][1]
    assert abs(shares[50][0] - (0.1 + 0.4 * (1.0 - 5.0 / 50.0))) <= 4.0 * shares[50][1]


@needs_machine_code
@pytest.mark.parametrize(("a_year", "fade", "expected"), [(2.5e6, 365, 1.866e6), (5e6, 200, 2.603e6)])
def test_founders_who_fade_sell_the_area_under_their_declared_fade(a_year: float, fade: int, expected: float) -> None:
    """A VP who starts on day 90, no sellers: all until then, and half of it while it fades, to the end of it."""
    fading = {
        **STEADY,
        "horizon_months": 18,
        "demand.capacity.founders_sell": a_year,
        "demand.capacity.founders_fade": f"{fade} days",
        "roles.seller.in_place": 0,
        "roles.vp_sales.in_place": 0,
        "roles.vp_sales.opens": [],
        "roles.vp_sales.schedule": "[{month: 0, count: 1}]",
        "roles.vp_sales.lead": "{median: 90 days, sigma: 0}",
        "roles.vp_sales.mishire": "{odds: 0%, unproven_odds: 0%}",
    }
    assert a_year * (90.0 + fade / 2.0) / 365.0 == pytest.approx(expected, rel=1e-3)
    near(booked(fading, range(400)), a_year * (90.0 + fade / 2.0) / 365.0)
