"""Explained: what the people of a role do for the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from simulator.clock import DAYS_PER_YEAR
from simulator.laws import coverage, selling, staffing
from simulator.roles import RoleName
from simulator.scenario.explain.plan import PlanDates
from simulator.scenario.explain.serving import mean_work_days
from simulator.scenario.explain.words import (
    Section,
    dollars,
    length,
    listed,
    mean_of,
    number,
    percent,
    sentence,
    shown,
    times,
)
from simulator.scenario.schema.plan import start_of
from simulator.scenario.schema.waiting import waiting_for
from simulator.scenario.schema.words import role_words
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.roles import Department
    from simulator.scenario.schema.quantities import Number
    from simulator.scenario.schema.scenario import Scenario


BY_FLOW: Final[Mapping[RoleName, str]] = {
    "seller": "As many as sell the demand ahead beyond what the founders still sell by then.",
    "customer_sales": "As many as work the CSQLs of the last three months, grown as the plan grows.",
}
"""What those who are hired by the forecast flow carry, onboarding specialists apart."""


_DEPARTMENTS: Final[Mapping[Department, str]] = {
    "cs": "customer success",
    "sales": "sales",
    "service": "service, among other people",
    "product": "the product, among other people",
    "general": "the company at large, among other people",
}
"""Whose cost a role of the user's own is, in the lines of the profit and loss."""


def the_effect(scenario: Scenario, name: RoleName) -> list[str]:
    """Return what a role does, in sentences; of one that is a cost alone, whose cost it is."""
    if name in scenario.roles.others:
        return [
            f"It does nothing else in the model; its cost is one of {_DEPARTMENTS[scenario.roles.department(name)]}."
        ]
    if name == "cs_head":
        return [
            (
                "A head of CS opens planned hiring, runs the CSQLs, makes books larger and renewals likelier; while "
                "the seat is empty these effects are gone."
            ),
            _wait_for_a_head(scenario),
        ]
    effect = {"seller": _seller, "cs_manager": _manager, "customer_sales": _rep, "cs_ops": _ops}.get(name)
    return [] if effect is None else [effect(scenario)]


def _wait_for_a_head(scenario: Scenario) -> str:
    """Say that others wait for a head of CS, so that a late one is a late team."""
    waiting = waiting_for(scenario, "cs_head")
    if not waiting:
        return "Nobody's hiring waits for one."
    who = sentence(listed([role_words(one) for one in waiting]))
    return (
        f"{who} are not hired as planned before one is in place. Much of what a late head costs may be this one rule; "
        "t2d3 when --hire cs_head says how much."
    )


def _seller(scenario: Scenario) -> str:
    seller = scenario.roles.seller
    return (
        f"A ramped seller is asked for {dollars(seller.quota)} of new ARR a year and makes "
        f"{percent(seller.attainment)} of it on average, some more and some less (spread "
        f"{shown(seller.attainment_cv, number)}); from {percent(seller.at_quota_from)} on one counts as making quota. "
        f"While no VP of sales is in place they make {percent(seller.without_vp)} of that."
    )


def _manager(scenario: Scenario) -> str:
    role = scenario.roles.cs_manager
    return (
        f"One leads {shown(role.span, number)} CSMs, and the head of CS {shown(role.head_span, number)} besides. CSMs "
        f"beyond these keep books of {percent(role.unmanaged)} of their size, averaged over all."
    )


def _rep(scenario: Scenario) -> str:
    role = scenario.roles.customer_sales
    return (
        f"A rep works {shown(role.slots, number)} leads at once, each for {length(role.lead_time)}, and wins "
        f"{percent(role.wins)} of them once ramped. A CSQL becomes a lead while a rep has a slot free and the customer "
        "no other lead; else its account manager sees to it. A rep who leaves hands the leads back."
    )


def _ops(scenario: Scenario) -> str:
    role = scenario.roles.cs_ops
    return (
        f"One serves {shown(role.serves, number)} CSMs; where all are served books are {times(role.book_factor)} their "
        "size, and in proportion where not."
    )


# Explained: whom CS reports to, its quotas, and what they do to odds.


def reporting_in_words(scenario: Scenario) -> list[str]:
    """Return the reporting line, the quotas, and by what both multiply odds together."""
    law = scenario.organisation
    to = "a chief revenue officer" if law.reports_to == "cro" else "a chief customer officer or the CEO"
    carried = [name for name in ("renewal", "expansion") if getattr(law.quotas, name)]
    quota = f"a {listed(carried)} quota" if carried else "no quota"
    lines = [f"The head of CS reports to {to}; account managers carry {quota}."]
    for what, factors in (("of a renewal", law.on_renewal()), ("that a CSQL is won", law.on_expansion())):
        if factors:
            lines.append(
                f"For that the odds {what} by an account manager's customer are multiplied by {_all(factors)}."
            )
    return lines


def _all(factors: tuple[Number, ...]) -> str:
    return listed(shown(factor, number) for factor in factors)


# Explained: how many CSMs and onboarding specialists the forecast would ask for if everything went to plan.


def needs_along_the_plan(scenario: Scenario, plan: PlanDates) -> str:
    """Return a table of the need on the first day and at the end of every year of the path."""
    section = Section("How many that makes")
    section.say(
        "If ARR follows the plan, every account weighs its ARR, all are onboarded and a head of CS is in place, the "
        f"forecast {length(scenario.hiring.lookahead)} ahead asks for this many (roles may open later, and hiring "
        "takes its time):"
    )
    rows = [("", "ARR", "CSMs", "onboarding specialists")]
    days = [0.0] + [day for day, _ in plan.year_ends()]
    for day in days:
        rows.append((plan.by(day), money(plan.arr_at(day)), f"{_csms(scenario, plan, day):,}",
                     f"{_specialists(scenario, plan, day):,}"))  # fmt: skip
    section.rows(rows)
    return section.text()


def _csms(scenario: Scenario, plan: PlanDates, day: float) -> int:
    hiring, law, csm = scenario.hiring, scenario.coverage, scenario.roles.csm
    lookahead = mean_of(hiring.lookahead if csm.lookahead is None else csm.lookahead)
    now, then = plan.arr_at(day), plan.arr_at(day + lookahead)
    room = coverage.founders_capacity(
        then, mean_of(law.founders_book), mean_of(law.handover_from), mean_of(law.handover_until)
    )
    team = staffing.Team(
        attrition_factor=staffing.covers_attrition(mean_of(csm.attrition), lookahead),
        carries=(mean_of(csm.book_low) + mean_of(csm.book_high)) / 2.0,
        utilisation=mean_of(hiring.utilisation),
    )
    return int(staffing.csms_needed(now, then / now, room, team))


def _specialists(scenario: Scenario, plan: PlanDates, day: float) -> int:
    hiring, role = scenario.hiring, scenario.roles.onboarding
    lookahead = mean_of(hiring.lookahead if role.lookahead is None else role.lookahead)
    team = staffing.Team(
        attrition_factor=staffing.covers_attrition(mean_of(role.attrition), lookahead),
        carries=mean_of(role.slots),
        utilisation=mean_of(hiring.utilisation),
    )
    deals, work = _deals_a_day(scenario, plan, day + lookahead), mean_work_days(scenario.onboarding.work)
    clears_in = mean_of(hiring.clears_backlog_in)
    return int(staffing.specialists_needed(deals, 0, clears_in, work * _mean_effort(scenario), team))


def _shares(scenario: Scenario) -> list[float]:
    weights = [mean_of(segment.weight) for segment in scenario.segments.values()]
    whole = sum(weights)
    return [weight / whole if whole > 0.0 else 0.0 for weight in weights]


def _mean_effort(scenario: Scenario) -> float:
    efforts = [mean_of(segment.onboarding_effort) for segment in scenario.segments.values()]
    return sum(share * effort for share, effort in zip(_shares(scenario), efforts, strict=True))


def _deals_a_day(scenario: Scenario, plan: PlanDates, day: float) -> float:
    """Return new customers a day: what the plan asks new customers for, over their mean ACV."""
    begins = mean_of(start_of(scenario.path, plan.opening_arr))
    arr = plan.arr_at(day)
    acv = sum(
        share * selling.mean_acv(mean_of(segment.acv), mean_of(segment.acv_growth), arr, begins)
        for share, segment in zip(_shares(scenario), scenario.segments.values(), strict=True)
    )
    year = int((plan.path_day + day) // DAYS_PER_YEAR)
    attained = scenario.demand.attainment
    share = mean_of(attained[min(year, len(attained) - 1)]) if attained else 1.0
    given = scenario.demand.bookings_a_year
    bookings = plan.bookings_on(day) if given is None else mean_of(given) / DAYS_PER_YEAR
    return share * bookings / acv if acv > 0.0 else 0.0
