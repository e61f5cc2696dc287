"""Small companies that together reach every line of the compiled engine: half a year or a year, few customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

from switched_on import SWITCHED_ON, SWITCHED_OTHERWISE

from simulator.clock import simulated_day
from simulator.engine.branching import branched
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.todays_book import TodaysBook

SMALL: Final = {"horizon_months": "9", "opening.generated.accounts": "12", "path.start_arr": "$500K"}
BUSY: Final = {**SMALL, "horizon_months": "14", "demand.bookings_a_year": "$1.5M"}

DEPARTMENTS: Final = (
    "{lag_months: 2, planned_inflation: 4%, rnd: {follows: budget, budget: $300K, people: 80%, cost: $150K}, "
    "administration: {follows: arr, budget: $100K, people: 50%, cost: $120K}}"
)

TIED: Final = {
    **BUSY,
    "demand.arrivals": "even",
    "demand.references.strength": "0",
    "opening.generated.renewals": "anniversary",
    "segments.core.acv_cv": "0",
    "segments.core.acv_growth": "0",
    "segments.core.term_months": "1",
    "onboarding.work": "{shape: fixed, mean: 30 days, cv: 0}",
    "onboarding.self_start_after": "30 days",
    "onboarding.takeover_delay": "0 days",
    "onboarding.mends_after": "0 days",
    "hiring.review_every": "30 days",
    "roles.cs_head.lead": "{median: 30 days, sigma: 0}",
    "roles.cs_head.opens": "[{month: 0}]",
    "roles.csm.lead": "{median: 0 days, sigma: 0}",
    "roles.csm.ramp": "[{days: 30 days, capacity: 50%}, {days: 0 days, capacity: 60%}]",
    "roles.csm.schedule": "[{month: 1, count: 2}, {month: 1, count: 1}]",
    "roles.onboarding.lead": "{median: 30 days, sigma: 0}",
    "roles.onboarding.schedule": "[{month: 2, count: 2}]",
    "onboarding.product_led": "{opens: [{month: 2}], work: 0.5x}",
    "expansion.packages": "{opens: [{month: 1}], odds: 50%, price: 10%}",
    "renewal.escalator": "3%",
    "renewal.mid_term_rise": "{month: 2, by: 10%}",
    "expansion.wallet_growth": "4%",
    "products.second.opens": "[{month: 2}]",
    "products.core.fades_in": "0 days",
    "products.core.matures_in": "0 days",
    "onboarding.success_plan": "{opens: [{month: 30}, {in_place: csm, month: 1}], fails: -0.4}",
}
"""Everything that can fall on one instant does: deals, renewals, reviews, sign-offs, first days, ends of ramps."""

RESTLESS: Final = {
    **BUSY,
    "roles.cs_head.in_place": "1",
    "roles.cs_head.attrition": "6 a year",
    "roles.csm.in_place": "2",
    "roles.csm.attrition": "4 a year",
    "roles.csm.opens": "[{backlog: 1}, {wait: 10 days, customers: 5}, {uncovered_arr: $10K}]",
    "roles.csm.mishire.odds": "50%",
    "roles.csm.mishire.leaves_after": "40 days",
    "roles.onboarding.in_place": "1",
    "roles.onboarding.attrition": "5 a year",
    "roles.onboarding.slots": "2",
    "roles.onboarding.opens": "[{month: 1}]",
    "onboarding.fails.base": "1",
    "onboarding.mends_after": "20 days",
    "onboarding.mends_if_covered": "80%",
    "segments.core.csqls_a_year": "12 a year",
    "segments.core.term_months": "3",
    "renewal.contraction_odds": "60%",
    "renewal.terms.monthly": "-0.5",
    "renewal.terms.monthly_dearer": "20%",
    "onboarding.failed_after": "40 days",
    "roles.cs_ops.opens": "[{in_place: csm, at_least: 2}]",
    "roles.cs_ops.how_many": "{rule: ratio, to: csm, each: 2, beyond: 1}",
    "roles.seller.opens": "[{month: 1}]",
    "roles.seller.how_many": "{rule: schedule}",
    "demand.selling": "capacity",
    "demand.capacity.founders_sell": "$2M",
    "roles.seller.needs_vp": "false",
    "roles.cs_manager.schedule": "[{month: 1, count: 1}]",
    "roles.cs_manager.head_span": "1",
    "roles.customer_sales.opens": "[{month: 0}]",
    "roles.customer_sales.in_place": "2",
    "roles.customer_sales.attrition": "4 a year",
    "roles.customer_sales.slots": "2",
    "roles.customer_sales.wins": "90%",
    "roles.customer_sales.converted_from": "csm",
    "roles.customer_sales.conversion": "60 days",
    "roles.customer_sales.schedule": "[{month: 2, count: 2}, {month: 5, count: 3}]",
    "roles.others": "{support: {department: service, cost: $90K, how_many: {rule: ratio, to: onboarding, each: 1},"
    " opens: [{month: 2}], attrition: 3 a year}}",
    "hiring.priority": "[support, csm]",
    "hiring.budget": "{share: 150%}",
    "competitors.calls_a_year": "4 a year",
    "competitors.from_arr": "$100K",
    "competitors.until_arr": "$1M",
    "sponsors.leaves_a_year": "3 a year",
    "relations": "{log_odds: -1, adoption: 75%, in_place: 40%}",
    "coverage.digital": "{opens: [{month: 4}], below: $35K, effect: 40%, cost_per_account: $500}",
}
"""People come and go, and customers with them: take-overs, mis-hires, second tries, contractions."""

SELLING: Final = {
    **BUSY,
    "demand.selling": "capacity",
    "demand.capacity": "{founders_sell: $800K, founders_fade: 200 days, poor_fit_while_ramping: 4x, proven_by: 2}",
    "demand.references": "{strength: 2, planned_share: 90%}",
    "demand.bookings_a_year": "$3M",
    "roles.vp_sales.opens": "[{month: 0}]",
    "roles.vp_sales.lead.median": "20 days",
    "roles.vp_sales.attrition": "3 a year",
    "roles.seller.in_place": "1",
    "roles.seller.needs_vp": "false",
    "roles.seller.ramp": "[{days: 40 days, capacity: 50%}]",
    "roles.seller.attrition": "2 a year",
    "roles.seller.at_quota_from": "40%",
    "roles.cs_head.opens": "[{sellers_ramped: 1, sellers_at_quota: 1}]",
}
"""Sellers come, ramp and go, and so does their VP."""

OVERRIDES: Final[Mapping[str, Mapping[str, str]]] = {
    "tied": TIED,
    "restless": RESTLESS,
    "selling": SELLING,
    "switched_on": {**BUSY, **SWITCHED_ON},
    "leaving_at_once": {
        **TIED,
        "coverage.digital": "{opens: [{month: 1}], below: $45K, effect: 50%, cost_per_account: $300}",
        "onboarding.by_manager": "1x",
        "roles.csm.mishire.odds": "100%",
        "roles.csm.mishire.leaves_after": "30 days",
        "roles.csm.schedule": "[{month: 2, count: 2}, {month: 3, count: 2}]",
        "roles.csm.ramp": "[]",
        "roles.onboarding.schedule": "[{month: 4, count: 2}]",
        "roles.onboarding.mishire.leaves_after": "30 days",
        "roles.onboarding.mishire.odds": "50%",
        "coverage.founders_book": "$0",
        "opening.generated.held_by_founders": "false",
    },
    "handed_over": {
        **BUSY,
        "demand.handover_days": "20 days",
        "coverage.handover_from": "$600K",
        "coverage.handover_until": "$1.2M",
        "coverage.founders_book": "$5M",
        "roles.csm.schedule": "[{month: 1, count: 1}, {month: 9, count: 3}]",
        "roles.csm.book_low": "$300K",
        "roles.csm.book_high": "$400K",
        "expansion.basis": "arr",
        "milestones": "[$600K, $610K, $1M]",
    },
    "carved_out": {
        **BUSY,
        "coverage.founders_book": "$0",
        "opening.generated.held_by_founders": "false",
        "onboarding.work": "{shape: gamma, mean: 40 days, cv: 0.5}",
        "onboarding.self_start_after": "90 days",
        "roles.csm.schedule": "[{month: 0, count: 2}, {month: 3.5, count: 2}]",
        "roles.csm.lead.median": "0 days",
        "roles.csm.mishire.odds": "100%",
        "roles.csm.mishire.leaves_after": "20 days",
        "roles.onboarding.mishire.odds": "0%",
        "roles.onboarding.lead.median": "0 days",
        "roles.onboarding.schedule": "[{month: 4.3, count: 1}]",
        "roles.onboarding.slots": "1",
        "roles.onboarding.attrition": "0 a year",
        "segments.core.csqls_a_year": "0 a year",
        "sponsors.playbook": "false",
    },
    "quiet": {
        **SMALL,
        "demand.bookings_a_year": "$0",
        "demand.selling": "capacity",
        "demand.capacity.founders_fade": "0 days",
        "roles.vp_sales.opens": "[]",
        "roles.vp_sales.in_place": "1",
        "roles.vp_sales.attrition": "0 a year",
        "roles.seller.quota": "$0",
        "opening.generated.accounts": "3",
        "onboarding.work": "{shape: exponential, mean: 40 days, cv: 1}",
        "milestones": "[]",
        "roles.csm.opens": "[]",
        "roles.cs_head.opens": "[]",
    },
    "sceptic": {**RESTLESS, "cs_effect": "0%"},
    "half_a_sceptic": {
        **RESTLESS,
        "cs_effect": "45%",
        "segments.core.term_months": "4",
        "segments.core.csqls_a_year": "6 a year",
        "onboarding.fails.base": "-0.5",
        "expansion.packages": "{opens: [{month: 1}], odds: 50%, price: 10%}",
        "roles.cs_head.opens": "[{month: 1}]",
        "roles.customer_sales.in_place": "2",
        "roles.customer_sales.attrition": "2 a year",
    },
    "empty": {
        **SMALL,
        "demand.bookings_a_year": "$600K",
        "opening.generated.accounts": "0",
        "opening.deferred_revenue": "$50K",
    },
    "short_of_cash": {
        **RESTLESS,
        "money.opening_cash": "$800K",
        "money.rounds.series_a": "{opens: [{month: 5}], amount: $5M}",
        "money.rounds.series_b": "{opens: [], amount: $5M}",
        "money.runway.hold_below": "4",
    },
    "stated": {
        **BUSY,
        "segments.core.term_months": "1",
        "money.collection_days": "75 days",
        "opening.receivables": "$90K",
        "opening.deferred_revenue": "$20K",
    },
    "planned_by_department": {
        **SMALL,
        "horizon_months": "26",
        "money.sales_marketing": "{follows: plan, ahead: 120 days, commission: 15%, on_renewals: [10%, 30%]}",
        "money.departments": DEPARTMENTS,
        "roles.seller.in_place": "1",
        "roles.seller.schedule": "[{month: 3, count: 8}]",
        "hiring.pay_inflation": "7%",
    },
    "never_replanned": {
        **SMALL,
        "horizon_months": "26",
        "demand.bookings_a_year": "$1.2M",
        "money.sales_marketing.follows": "plan",
        "money.replanned": "never",
        "money.departments": DEPARTMENTS.replace("follows: arr", "follows: plan"),
    },
    "stated_and_paid_at_once": {**SMALL, "money.collection_days": "0 days", "opening.receivables": "$90K"},
    "long_terms": {
        **BUSY,
        "horizon_months": "26",
        "segments.core.term_months": "30",
        "segments.monthly": "{weight: 2, acv: $12K, term_months: 1, renewal: 97%}",
        "segments.core.renewal": "80% a term",
        "renewal.terms": "{monthly: -0.11, three_years: 0.22, monthly_dearer: 20%, discount: 3%}",
        "money.collection_days": "2 months",
        "money.opening_cash": "$300K",
        "money.rounds.series_a": "{opens: [{month: 6}, {arr: $5M}], amount: $3M}",
        "money.runway.hold_below": "6",
    },
}


TODAY: Final[Mapping[str, Any]] = {"horizon_months": "6", "onboarding.by_manager": "6x"}
TURNING: Final = {
    **RESTLESS,
    "roles.csm.schedule": "[{month: 4, count: 3}]",
    "roles.csm.lead.median": "5 days",
    "roles.csm.mishire.odds": "0%",
    "renewal.mid_term_rise": "{month: 3, by: 8%}",
}
TURN: Final = {
    "hiring.lookahead": "250 days",
    "renewal.mid_term_rise": "{month: 8, by: 5%}",
    "hiring.priority": "[onboarding]",
    "roles.csm.opens": "[{month: 6}]",
    "roles.csm.book_low": "$200K",
    "roles.csm.book_high": "$2M",
    "roles.csm.schedule": "[{month: 4, count: 1}, {month: 8, count: 2}]",
    "roles.onboarding.slots": "4",
    "roles.cs_manager.span": "2",
    "coverage.digital.below": "$60K",
    "onboarding.success_plan.opens": "[{month: 7}]",
    "organisation.quotas.renewal": "true",
    "money.other_spend": "[5%]",
}
"""Another policy for the restless, after five months."""
CORNERS: Final = (*OVERRIDES, "today", "turned", "switched_otherwise")


@cache
def corner(name: str) -> Lowered:
    """Return the numeric record of one of them."""
    if name == "turned":
        return turned(TURNING, TURN)
    if name == "switched_otherwise":
        return turned(OVERRIDES["switched_on"], SWITCHED_OTHERWISE)
    if name == "today":
        scenario = load("today", TODAY)
        return lower(scenario, one_signed_today(read_today(scenario)))
    return lower(load("baseline", OVERRIDES[name]))


def turned(company: Mapping[str, str], policy: Mapping[str, str]) -> Lowered:
    """Return a company that goes by another policy after five months."""
    return branched(lower(load("baseline", company)), lower(load("baseline", {**company, **policy})), 5)


def one_signed_today(book: TodaysBook | None) -> TodaysBook:
    """Have the first account's contract begin on the first day: the term of before has run until then."""
    assert book is not None
    first, *others = book.accounts
    renewal = simulated_day(date(2027, 1, 1), date(2028, 1, 1))
    signed = replace(first, closed_day=0.0, term_start_day=0.0, renewal_day=renewal)
    return replace(book, accounts=(signed, *others))
