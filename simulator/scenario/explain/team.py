"""Explained: who is hired, when and why, how many, and at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import first_day_of
from simulator.laws import staffing
from simulator.numerics.quantiles import lognormal_of
from simulator.scenario.explain.conditions import Openings, opens_in_words
from simulator.scenario.explain.roles import BY_FLOW, needs_along_the_plan, reporting_in_words, the_effect
from simulator.scenario.explain.words import (
    Section,
    about_days,
    dollars,
    length,
    listed,
    mean_of,
    number,
    odds,
    percent,
    rate,
    sentence,
    shown,
    whole,
)
from simulator.scenario.schema.words import a_person, role_word, role_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.roles import RoleName
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.organisation import Role
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook


def the_team(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> list[str]:
    """Return the rules of hiring, then each role in the order in which it would open along the plan."""
    openings = Openings(scenario, plan, today)
    sections = [_rules(scenario, plan)]
    hired = [name for name in openings.in_order() if _matters(openings, name)]
    for place, name in enumerate(hired, 1):
        section = Section(f"{place}. {sentence(role_word(name))}")
        section.say(*_when(scenario, plan, openings, name))
        section.say(*_how_many(scenario, openings, name))
        section.say(*_the_person(scenario, plan, name))
        sections.append(section.text())
    never = [name for name in scenario.roles.names() if name not in hired]
    planned = [name for name in never if openings.left_out(name)]
    unopened = [name for name in never if name not in planned]
    if never:
        section = Section("Not hired")
        if unopened:
            section.say(f"Nothing opens a seat for {_all_of(unopened)}.")
        if planned:
            section.say(f"Sales come as planned, so {_all_of(planned)} are not hired, whatever is said of them.")
        sections.append(section.text())
    return [*sections, needs_along_the_plan(scenario, plan)]


def _all_of(names: Iterable[RoleName]) -> str:
    return listed([role_words(name) for name in names])


def _matters(openings: Openings, name: RoleName) -> bool:
    """Whether there is something to say of a role: its own doing, or that it is missing where one expects it."""
    role = openings.role(name)
    if openings.left_out(name):
        return bool(role.schedule or openings.in_place(name))
    return name in ("cs_head", "csm", "onboarding") or bool(role.opens or role.schedule or openings.in_place(name))


def _rules(scenario: Scenario, plan: PlanDates) -> str:
    hiring, section = scenario.hiring, Section("Who is hired, when and why")
    ahead = plan.arr_at(mean_of(hiring.lookahead)) / plan.arr_at(0.0)
    section.say(
        f"Hiring is reviewed every {length(hiring.review_every)}. A role opens once one of its conditions holds, and "
        "stays open. From then on the forecast decides: it takes today's customers and looks "
        f"{length(hiring.lookahead)} ahead along the plan, which from the first day on multiplies ARR by "
        f"{number(ahead)} in that time. Seats are opened until people in place and on their way carry that at "
        f"{percent(hiring.utilisation)} of their capacity, leavers made up for.",
        f"No team takes in more than {whole(hiring.absorbs_at_least, 'hire')} a quarter, or "
        f"{percent(hiring.absorbs_share)} of its size where that is more.",
    )
    section.say(_priority(scenario), _budget(scenario))
    section.say(*reporting_in_words(scenario))
    section.say(
        _founders(scenario), "Below, the roles stand in the order in which they would open if ARR followed the plan."
    )
    return section.text()


def _priority(scenario: Scenario) -> str:
    named = [role_words(name) for name in scenario.hiring.priority]
    first = f"{listed(named, 'then')} are served first, in this order" if named else "no role goes before another"
    return f"When seats are decided on, {first}; the rest follow in the order of the model and of the file."


def _budget(scenario: Scenario) -> str:
    hiring = scenario.hiring
    rises = f"Pay rises by {percent(hiring.pay_inflation)} a year, for all on the anniversary of the first day."
    if hiring.budget is None:
        return f"There is no budget to keep to. {rises}"
    return (
        f"No seat is opened that would take the yearly cost of everybody, in place or on the way, above "
        f"{percent(hiring.budget.share)} of ARR as planned {length(hiring.lookahead)} ahead; hires fixed in advance "
        f"are made all the same. {rises}"
    )


def _founders(scenario: Scenario) -> str:
    founders = scenario.hiring.founders
    hurts = f"{dollars(founders.hire_at_uncovered)} of ARR"
    if founders.hire_at_most == 0:
        return f"While there is no head of CS the founders hire nobody, even with {hurts} that has no account manager."
    most = whole(founders.hire_at_most, "CSM")
    return (
        f"While there is no head of CS the founders hire late: one CSM at a time when {hurts} has no account manager, "
        f"and never more than {most}."
    )


def _when(scenario: Scenario, plan: PlanDates, openings: Openings, name: RoleName) -> list[str]:
    role = openings.role(name)
    clauses = [_clause(scenario, plan, openings, name, index) for index in range(len(role.opens))]
    if openings.left_out(name):
        nobody = "nobody but who is decided on in advance" if role.schedule else "nobody"
        lines = [f"Sales come as planned, so {nobody} is hired, and whoever leaves is not replaced."]
    elif clauses:
        lines = [f"Hiring opens once {listed(clauses, 'or once')}."]
        if name == "seller":
            only = "only while" if scenario.roles.seller.needs_vp else "whether or not"
            lines.append(f"It goes on {only} a VP of sales is in place.")
        elif name not in ("cs_head", "vp_sales"):
            only = "only while" if getattr(role, "needs_head", False) else "whether or not"
            lines.append(f"It goes on {only} a head of CS is in place.")
        arrives = None if openings.agreed(name) else openings.arrives(name)
        if arrives is not None and not openings.in_place(name):
            lines.append(f"On plan, with the median time to hire, the first one starts in {plan.when(arrives)}.")
    else:
        lines = ["Hiring never opens: there is no condition."]
    if openings.in_place(name):
        lines.insert(0, f"{_there(openings.in_place(name), name)} at work on the first day.")
    agreed = openings.agreed(name)
    if agreed is not None:
        who, since = agreed.name or "somebody", plan.when(agreed.joined_day)
        lines.insert(0, f"The one seat is taken by {who}, from {since} on; what opens it is for whoever comes after.")
    if role.schedule:
        lines.append(f"Decided in advance: {listed(_dated(plan, role))}.")
    return lines


def _there(count: int, name: RoleName) -> str:
    """Return how many are there with the verb: `2 CSMs are`."""
    return whole(count, f"{role_word(name)} is", f"{role_words(name)} are")


def _clause(scenario: Scenario, plan: PlanDates, openings: Openings, name: RoleName, index: int) -> str:
    condition = openings.role(name).opens[index]
    day = openings.clause(condition, (name,))
    words = opens_in_words(condition, scenario)
    dated = condition.arr is not None or condition.in_place is not None
    if day is None or not (dated or day <= 0.0):
        return words
    return f"{words} ({'already so on the first day' if day <= 0.0 else f'{plan.when(day)} on plan'})"


def _dated(plan: PlanDates, role: Role) -> list[str]:
    return [
        f"{hire.count} after {shown(hire.month, number)} month{'' if mean_of(hire.month) == 1 else 's'} "
        f"({plan.when(first_day_of(mean_of(hire.month)))})"
        for hire in sorted(role.schedule, key=lambda hire: mean_of(hire.month))
    ]


def _how_many(scenario: Scenario, openings: Openings, name: RoleName) -> list[str]:
    if openings.left_out(name):
        return []
    role, lines = scenario.roles.of(name), []
    if role.how_many.rule == "one":
        again = "filled again when it falls empty" if role.opens else "not filled again once it falls empty"
        lines.append(f"One seat, {again}.")
    elif role.how_many.rule == "ratio":
        lines.append(_ratio(role))
    elif role.how_many.rule == "load":
        lines.append(_by_load(scenario))
    elif role.how_many.rule == "flow":
        lines.append(_by_flow(scenario) if name == "onboarding" else BY_FLOW[name])
    elif role.opens:
        lines.append("Only the hires decided in advance; the conditions ask for nobody.")
    lines += the_effect(scenario, name)
    return lines


def _ratio(role: Role) -> str:
    how_many = role.how_many
    assert how_many.to is not None and how_many.each is not None
    beyond = mean_of(how_many.beyond)
    past = f" beyond the first {number(beyond)}" if beyond > 0.0 else ""
    return f"One for each {shown(how_many.each, number)} {role_words(how_many.to)}{past}, rounded up."


def _by_load(scenario: Scenario) -> str:
    roles, hiring = scenario.roles, scenario.hiring
    sees = "counts" if hiring.sees_onboarding else "does not count"
    book = (mean_of(roles.csm.book_low) + mean_of(roles.csm.book_high)) / 2.0
    return (
        f"As many as carry the forecast load in books of {dollars(book)} on average, beyond what the founders will "
        f"still look after. The forecast {sees} the extra weight of customers whom account managers onboard."
    )


def _by_flow(scenario: Scenario) -> str:
    return (
        "As many as carry the forecast flow of new customers, and work off those waiting in "
        f"{length(scenario.hiring.clears_backlog_in)}, with {shown(scenario.roles.onboarding.slots, number)} "
        "onboardings at once each."
    )


def _the_person(scenario: Scenario, plan: PlanDates, name: RoleName) -> list[str]:
    role = scenario.roles.of(name)
    return [
        _own_rules(role),
        _conversion(role),
        _lead(role),
        _ramp(role),
        (
            f"One costs {dollars(role.cost)} a year, everything included; finding one {percent(role.hiring_fee)} of "
            f"that, and parting with a mis-hire {percent(role.severance)}."
        ),
        _attrition(role),
        _mishires(role, plan),
    ]


def _own_rules(role: Role) -> str:
    """Say where a role departs from the rules of all."""
    parts = []
    if role.lookahead is not None:
        parts.append(f"the forecast looks {length(role.lookahead)} ahead")
    if role.absorbs_at_least is not None:
        parts.append(f"the team takes in {whole(role.absorbs_at_least, 'hire')} a quarter")
    if role.absorbs_share is not None:
        parts.append(f"the team takes in {percent(role.absorbs_share)} of its size a quarter where that is more")
    return f"For this role {listed(parts)}." if parts else ""


def _conversion(role: Role) -> str:
    if role.converted_from is None:
        return ""
    return (
        f"A seat takes {a_person(role.converted_from)}, whoever has served longest, who starts after "
        f"{length(role.conversion)} and costs no fee; only when there is nobody is somebody found outside."
    )


def _lead(role: Role) -> str:
    median, sigma = mean_of(role.lead.median), mean_of(role.lead.sigma)
    if sigma == 0.0:
        return f"From decision to first day at work it takes {length(role.lead.median)}."
    low, high = lognormal_of(0.1, median, sigma), lognormal_of(0.9, median, sigma)
    return (
        f"From decision to first day at work it takes {length(role.lead.median)} in the median, in eight of ten cases "
        f"between {about_days(low)} and {about_days(high)}."
    )


def _ramp(role: Role) -> str:
    if not role.ramp:
        return "There is no ramp: full capacity from the first day."
    steps = [f"{percent(step.capacity)} of full capacity for {length(step.days)}" for step in role.ramp]
    return f"The ramp: {', then '.join(steps)}, then all of it."


def _attrition(role: Role) -> str:
    leavers = mean_of(role.attrition)
    if leavers == 0.0 and isinstance(role.attrition, float):
        return "Nobody leaves, mis-hires apart."
    stay = f"; they stay {number(round(1.0 / leavers, 1))} years on average" if leavers > 0.0 else ""
    return f"Leavers a year per person in the role: {rate(role.attrition).replace(' a year', '')}{stay}."


def _mishires(role: Role, plan: PlanDates) -> str:
    law = role.mishire
    more = ""
    if mean_of(law.unproven_odds) > 0.0:
        now = staffing.mishire_odds(
            plan.arr_at(0.0),
            mean_of(law.odds),
            mean_of(law.unproven_odds),
            mean_of(law.unproven_from),
            mean_of(law.unproven_until),
        )
        more = (
            f", and {percent(law.unproven_odds)} more while the company is unproven: in full up to "
            f"{dollars(law.unproven_from)} of ARR, fading to nothing at {dollars(law.unproven_until)} (on the first "
            f"day, {odds(min(1.0, now))} in all)"
        )
    return (
        f"The odds of a mis-hire are {percent(law.odds)}{more}. Such a hire works at {percent(law.works_at)} of a good "
        f"one and leaves after {length(law.leaves_after)}."
    )
