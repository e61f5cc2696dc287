"""A scenario explained in words: its choices and its own numbers."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from explained_texts import BASELINE, flat

from simulator.scenario.explain.plan import PlanDates
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import load, resolved

# each choice ---------------------------------------------------------------------------------------------------------

WORK_LAWS = [
    {"shape": "lognormal", "median": "45 days", "cv": 0.8},
    {"shape": "lognormal", "median": "47 days", "cv": 0.6},
    {"shape": "lognormal", "mean": "45 days", "cv": 0.6},
    {"shape": "gamma", "mean": "52 days", "cv": 0.6},
    {"shape": "exponential", "mean": "52 days", "cv": 0.6},
    {"shape": "fixed", "median": "45 days", "cv": 0.6},
    {"shape": "fixed", "mean": "46 days", "cv": 0.6},
]


def test_what_marketing_costs_is_explained_where_sellers_are_paid_on_top() -> None:
    text = explain(load("selling_by_capacity", {"money.marketing_cost": 0.77}))
    assert "Each dollar of new ARR takes $0.77 of sales and marketing" in " ".join(text.split())


def test_every_law_of_the_work_is_explained_in_its_own_way(baseline_text: str) -> None:
    texts = [explain(load("baseline", {"onboarding.work": work})) for work in WORK_LAWS]
    assert len({baseline_text, *texts}) == 1 + len(WORK_LAWS)


def test_sellers_in_place_are_left_alone_where_sales_come_as_planned() -> None:
    placed = {"roles.seller.in_place": 2, "roles.vp_sales.in_place": 1}
    alone, selling = (
        flat(explain(load("baseline", placed | more))).partition("2. Seller ---")[2].partition("3. ")[0]
        for more in ({}, {"demand.selling": "capacity"})
    )
    assert "Sales come as planned, so nobody is hired, and whoever leaves is not replaced." in alone
    assert "Hiring opens" not in alone
    assert "As many as" not in alone
    assert "Hiring opens once a VP of sales is in place" in selling


# its own numbers -----------------------------------------------------------------------------------------------------

ACQUIRED = 1.5 * (6.0 - BASELINE.path.planned_nrr[0] * 2.0)
"""What the new ARR of the first year costs in $M at $1.50 a dollar, from $2M to $6M."""

WRITTEN = [
    ({"path.start_arr": "$2.31M", "path.multiples": [3.3, 2.7]}, ["$2.31M", "3.3 and 2.7", "$7.62M", "$20.6M"]),
    ({"path.tail": [1.7]}, ["in the years after by 1.7, which then repeats"]),
    ({"path.planned_nrr": ["97%"]}, ["an NRR of 97% in every year", "$4.06M in the first year"]),
    ({"demand.bookings_a_year": "$1.23M"}, ["$1.23M of ARR a year"]),
    ({"demand.attainment": ["91%", "84%"]}, ["91% and 84%"]),
    ({"demand.arrivals": "even"}, ["once demand has grown by half a deal, then one by one"]),
    ({"segments.core.acv": "$41K", "segments.core.acv_growth": 0}, ["Mean ACV is $41K", "stays there"]),
    ({"segments.core.term_months": 36}, ["for 36 months", "renews or leaves after 36 months"]),
    (
        {"products.core.matures_in": "0 days", "products.core.lands_mature": "40%", "products.core.discount": "0%"},
        ["lands 40.0% of the wallet", "leaves $52.5K"],
    ),
    ({"products.second.opens": [{"arr": "$9M"}]}, ["Second: launched once ARR reaches $9M (May 2028 on plan)"]),
    ({"products.core.price": 1.2}, ["1.2 times its size at list"]),
    ({"segments.core.lands": 0.5}, ["(0.5 times what is usual)"]),
    ({"segments.core.csqls_a_year": "2.4 a year"}, ["it brings 2.4 CSQLs a year", "2.40", "0.86", "0.60"]),
    ({"segments.core.onboarding_effort": 1.7}, ["1.7 times the usual work"]),
    ({"opening.generated.accounts": 48}, ["48 customers", "$41.7K each"]),
    ({"opening.generated.accounts": 0}, ["starts without customers", "opens without any ARR"]),
    ({"opening.generated.arr": "$3.4M"}, ["opens at $3.4M", "months after its beginning", "60 customers and $3.4M"]),
    ({"opening.generated.arr": "$1M"}, ["never passes", "cannot run"]),
    ({"onboarding.self_start_after": "80 days"}, ["taken on in 80 days", "left to itself, 148 days"]),
    ({"onboarding.manager_weight": 2.2}, ["2.2 times its size"]),
    ({"coverage.founders_book": "$1.6M"}, ["up to $1.6M of ARR"]),
    (
        {"coverage.hours_per_million": 500, "coverage.hours_floor": 6},
        ["takes 500 hours", "mean book of $2.5M takes 1,250 hours", "6 hours and weighs $12K", "208 accounts at most"],
    ),
    (
        {"coverage.quality_curve": 2, "roles.csm.saturation_high": "$4.8M"},
        ["between $2M and $4.8M", "$3M on average", "useful (by 2)", "full at $3M", "73.1% of that at $6M"],
    ),
    ({"coverage.book_without_head": 0.6}, ["60% of that ($1.2M to $1.8M)"]),
    ({"expansion.basis": "arr", "expansion.win_share": "12%"}, ["Each sale adds 12% of the customer's ARR"]),
    ({"renewal.contraction_odds": "8%"}, ["8% of the renewals", "Of uncovered ones 16.0% do"]),
    ({"hiring.lookahead": "45 days"}, ["looks 45 days ahead"]),
    ({"hiring.sees_onboarding": False}, ["The forecast does not count the extra weight"]),
    ({"hiring.founders.hire_at_most": 0}, ["the founders hire nobody"]),
    ({"roles.cs_ops.opens": [{"in_place": "csm", "at_least": 7}]}, ["Hiring opens once 7 CSMs are in place"]),
    ({"roles.csm.in_place": 3}, ["At work, fully ramped, are 3 CSMs", "3 CSMs are at work on the first day"]),
    ({"roles.csm.ramp": []}, ["There is no ramp: full capacity from the first day. One costs $185K a year"]),
    ({"roles.csm.attrition": "0 a year"}, ["Nobody leaves, mis-hires apart"]),
    ({"roles.csm.lead.sigma": 0}, ["From decision to first day at work it takes 60 days. The ramp"]),
    ({"roles.cs_head.opens": []}, ["Hiring never opens", "not filled again once it falls empty"]),
    ({"roles.csm.schedule": [{"month": 3, "count": 2}]}, ["Decided in advance: 2 after 3 months (Apr 2027)"]),
    ({"money.gross_margin": "74%"}, ["26 cents of each dollar of revenue"]),
    (
        {"money.acquisition_cost": 1.5, "money.sales_marketing.follows": "won"},
        ["$1.50 of sales and marketing", f"${ACQUIRED:.2f}M"],
    ),
    ({"money.rounds.series_b.opens": []}, ["series_b: $35M; never, as nothing opens it"]),
    ({"money.rounds.series_c.amount": "$81M"}, ["series_c: $81M once ARR reaches $25M"]),
    ({"money.runway.hold_below": 6}, ["While cash lasts for less than 6 months no new seat opens"]),
    ({"money.value.lowest": 2}, ["never below 2 nor above 20"]),
    ({"demand.references.strength": 0}, ["How well customers are served changes nothing about demand"]),
    ({"demand.selling": "capacity", "roles.seller.quota": "$810K"}, ["asked for $810K", "only while a VP of sales"]),
    (
        {"roles.cs_head.opens": [{"sellers_at_quota": 2, "sellers_ramped": 3}]},
        ["Hiring opens once 3 sellers ramped and 2 sellers ramped and making quota"],
    ),
    ({"roles.onboarding.slots": 11}, ["each up to 11 at once", "with 11 onboardings at once each"]),
]


@pytest.mark.parametrize(("overrides", "phrases"), WRITTEN, ids=[", ".join(case) for case, _ in WRITTEN])
def test_changed_numbers_stand_in_the_text(overrides: dict[str, Any], phrases: list[str], baseline_text: str) -> None:
    text = flat(explain(load("baseline", overrides)))
    for phrase in phrases:
        assert phrase in text
        assert phrase not in flat(baseline_text), f"{phrase!r} says nothing: it stands in the baseline too"


def test_the_odds_are_those_of_the_laws(baseline_text: str) -> None:
    """Worked by hand from logit(0.9185) = 2.422139 and the log-odds of the scenario."""
    for case, with_head, without in [
        ("well fitting, onboarded, covered", "93.6%", "91.9%"),
        ("without any coverage", "91.0%", "88.6%"),
        ("covered, but its onboarding failed", "83.2%", "79.3%"),
        ("fitting badly, failed, and uncovered", "58.2%", "51.8%"),
    ]:
        assert re.search(rf"^ +{case} +{with_head} +{without}$", baseline_text, re.MULTILINE)


def test_the_odds_follow_the_effect_of_cs() -> None:
    nothing = explain(load("baseline", {"cs_effect": "0%"}))
    for case in ("well fitting, onboarded, covered", "failed, and uncovered"):
        assert re.search(rf"^ +{case} +93.6% +93.6%$", nothing, re.MULTILINE)


def test_each_kind_of_customer_has_its_own_odds() -> None:
    small = {**resolved(BASELINE)["segments"]["core"], "renewal": 0.8, "weight": 3}
    text = explain(load("baseline", {"segments.small": small}))
    assert "Small: 75.0% of new customers (weight 3)." in flat(text)
    assert re.search(r"^ +well fitting, onboarded, covered +83.8% +80.0%$", text, re.MULTILINE)
    assert re.search(r"^ +well fitting, onboarded, covered +93.6% +91.9%$", text, re.MULTILINE)


def test_the_need_along_the_plan_is_that_of_the_staffing_law(baseline_text: str) -> None:
    """At $18M the forecast load is 18 M × growth over the lookahead × what attrition takes meanwhile, in full books."""
    ahead, csm = BASELINE.hiring.lookahead, BASELINE.roles.csm
    plan = PlanDates(BASELINE, None)
    growth = plan.arr_at(730.0 + ahead) / plan.arr_at(730.0)
    load = 18e6 * growth * (1 + csm.attrition * ahead / 365)
    csms = math.ceil(load / (2.5e6 * BASELINE.hiring.utilisation))
    assert re.search(rf"^ +Dec 2028 +\$18M +{csms:.0f} +\d+$", baseline_text, re.MULTILINE)
