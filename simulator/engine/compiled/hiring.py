"""The hiring desk: reviews at a fixed pace, opens seats when conditions hold and the forecast asks for them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulator.clock import DAYS_PER_QUARTER, DAYS_PER_YEAR
from simulator.engine.compiled.desks import hand_over, serve
from simulator.engine.compiled.digital import pool_load
from simulator.engine.compiled.hire import await_joining, join, new_hire, open_seat
from simulator.engine.compiled.leads import csqls_a_day
from simulator.engine.compiled.money import holds_hiring, raise_round
from simulator.engine.compiled.programmes import open_programme
from simulator.engine.compiled.run import FOR_A_MANAGER, FOR_A_SLOT, FOR_A_TAKEOVER, NOTHING, Run
from simulator.engine.compiled.staff import founders_capacity, sellers_at_quota, sellers_ramped
from simulator.engine.compiled.tables import (
    the_conditions,
    the_customers,
    the_deal_acv,
    the_expected_deals,
    the_first_conditions,
    the_in_place,
    the_people,
    the_plan_arr,
    the_programmes,
    the_programmes_open,
    the_raised,
    the_roles,
    the_rules,
    the_staff,
    the_teams,
)
from simulator.engine.contract import NOBODY, ROUND_BASE
from simulator.engine.customer_state import Stage
from simulator.engine.record import ConditionKind, HowManyRule
from simulator.laws import capacity, growth, staffing
from simulator.numerics.jit import compiled
from simulator.roles import RoleId


class Outlook(NamedTuple):
    """What the review sees of the customers."""

    customers: float
    load: float
    backlog: float
    wait: float
    """The longest, in days."""
    uncovered_arr: float


@compiled
def people_in_place(w: Run) -> None:
    """Seat the people of the first day; requisitions already out are numbered with them."""
    for row in range(the_people(w).shape[0]):
        person = the_people(w)[row]
        hire = new_hire(w, person.role)
        if not person.open:
            join(w, hire, -person.joined)
    w.carved_out = 1 if the_teams(w)[RoleId.ONBOARDING].heads > 0 else 0
    w.carved_out_day = 0.0
    for place in range(the_teams(w)[RoleId.ONBOARDING].heads):
        w.carved_out_day = min(w.carved_out_day, the_staff(w)[the_in_place(w)[RoleId.ONBOARDING, place]].joined)


@compiled
def requisitions_out(w: Run) -> None:
    """Open the requisitions of the first day, once the book tells how large the company is."""
    for hire in range(the_people(w).shape[0]):
        person = the_people(w)[hire]
        if not person.open:
            continue
        the_teams(w)[person.role].seats_open += 1
        if np.isnan(person.joined):
            open_seat(w, hire)
        else:
            the_staff(w)[hire].opened = w.now
            await_joining(w, hire, max(0.0, person.joined - w.now))


@compiled
def open_seats(w: Run, role: int, count: int) -> None:
    """Decide to hire so many."""
    for _ in range(count):
        the_teams(w)[role].seats_open += 1
        hire = new_hire(w, role)
        the_staff(w)[hire].planned = 1
        open_seat(w, hire)


@compiled
def review(w: Run) -> None:
    """Hand accounts over, see which roles and programmes have opened, and hire what the forecast asks for."""
    hand_over(w)
    serve(w)
    seen = outlook(w)
    for role in range(the_teams(w).shape[0]):
        if not the_teams(w)[role].latched and opens(w, role, seen):
            the_teams(w)[role].latched = 1
    for row in range(the_programmes(w).shape[0]):
        if not the_programmes_open(w)[row] and opens(w, the_programmes(w)[row].owner, seen):
            open_programme(w, row)
    for number in range(the_raised(w).shape[0]):
        if not the_raised(w)[number] and opens(w, ROUND_BASE + number, seen):
            raise_round(w, number)
    if holds_hiring(w):
        return
    for place in range(the_roles(w).shape[0]):
        decide(w, the_roles(w)[place].turn, seen)


@compiled
def outlook(w: Run) -> Outlook:
    """Return what the review sees of the customers."""
    backlog, wait, uncovered = 0.0, 0.0, 0.0
    for queue in (FOR_A_TAKEOVER, FOR_A_SLOT, FOR_A_MANAGER):
        customer = w.first_in[queue]
        while customer != NOTHING:
            c = the_customers(w)[customer]
            if queue == FOR_A_MANAGER:
                uncovered += c.arr
            if c.stage == Stage.WAITING:
                backlog += 1.0
                wait = max(wait, w.now - c.closed)
            customer = c.behind
    load = w.load - pool_load(w)
    if the_rules(w)[0].sees_onboarding and not w.carved_out:
        load += onboarding_load(w)
    return Outlook(customers=float(w.active), load=load, backlog=backlog, wait=wait, uncovered_arr=uncovered)


@compiled
def onboarding_load(w: Run) -> float:
    """Return what the onboardings that account managers do, or will do, weigh beyond the accounts themselves."""
    more = the_rules(w)[0].manager_weight - 1.0
    extra = 0.0
    for customer in range(w.customers):
        c = the_customers(w)[customer]
        if (c.stage == Stage.WAITING or c.stage == Stage.ONBOARDING) and not c.by_itself:
            extra += c.load * more
    return extra


@compiled
def note_conditions(w: Run) -> None:
    """Note where the conditions of each role, programme and round begin, which stand together; most have none."""
    first = the_first_conditions(w)
    first[:] = NOTHING
    for row in range(the_conditions(w).shape[0] - 1, -1, -1):
        first[the_conditions(w)[row].owner] = row


@compiled
def opens(w: Run, owner: int, seen: Outlook) -> bool:
    """Whether any clause of the conditions of a role or a programme holds in full. A clause's rows stand together."""
    conditions = the_conditions(w)
    rows = conditions.shape[0]
    row = the_first_conditions(w)[owner]
    while 0 <= row < rows and conditions[row].owner == owner:
        clause = conditions[row].clause
        all_hold = True
        while row < rows and conditions[row].clause == clause and conditions[row].owner == owner:
            all_hold = all_hold and holds(w, row, seen)
            row += 1
        if all_hold:
            return True
    return False


@compiled
def holds(w: Run, row: int, seen: Outlook) -> bool:
    """Whether one comparison holds."""
    condition = the_conditions(w)[row]
    kind = condition.kind
    value = w.arr
    if kind == ConditionKind.DAY:
        value = w.now
    elif kind == ConditionKind.CUSTOMERS:
        value = seen.customers
    elif kind == ConditionKind.FOUNDER_RENEWALS:
        value = w.founder_renewals
    elif kind == ConditionKind.BACKLOG:
        value = seen.backlog
    elif kind == ConditionKind.WAIT:
        value = seen.wait
    elif kind == ConditionKind.UNCOVERED_ARR:
        value = seen.uncovered_arr
    elif kind == ConditionKind.SELLERS_RAMPED:
        value = float(sellers_ramped(w))
    elif kind == ConditionKind.SELLERS_AT_QUOTA:
        value = float(sellers_at_quota(w))
    elif kind == ConditionKind.IN_PLACE:
        value = float(the_teams(w)[condition.of].heads)
    return staffing.reached(value, condition.threshold)


@compiled
def seated(w: Run, role: int) -> int:
    """Return how many are in place or on their way."""
    return int(the_teams(w)[role].heads + the_teams(w)[role].seats_open)


@compiled
def plans(w: Run, role: int) -> bool:
    """Whether planned hiring goes on for the role: it has opened, and whoever it needs is there."""
    needs = the_roles(w)[role].needs
    return bool(the_teams(w)[role].latched and (needs == NOBODY or the_teams(w)[needs].heads > 0))


@compiled
def decide(w: Run, role: int, seen: Outlook) -> None:
    """Open the seats that one role asks for."""
    if plans(w, role):
        if the_roles(w)[role].how_many == HowManyRule.ONE:
            open_planned(w, role, 1 - seated(w, role))
        else:
            hire_up_to(w, role, needed(w, role, seen))
    elif role == RoleId.CSM:
        hire_reactively(w, seen.uncovered_arr)


@compiled
def needed(w: Run, role: int, seen: Outlook) -> int:
    """Return how many people planned hiring asks for in a role."""
    rules = the_roles(w)[role]
    if rules.how_many == HowManyRule.LOAD:
        return csms_needed(w, seen.load)
    if rules.how_many == HowManyRule.FLOW:
        if role == RoleId.SELLER:
            return sellers_needed(w)
        return reps_needed(w) if role == RoleId.CUSTOMER_SALES else specialists_needed(w, int(seen.backlog))
    if rules.how_many == HowManyRule.RATIO:
        return staffing.ratio_needed(seated(w, rules.to), rules.beyond, rules.each)
    return 0


@compiled
def hire_up_to(w: Run, role: int, wanted: int) -> None:
    """Open seats up to the need, no more than the team can absorb in a quarter."""
    rules = the_roles(w)[role]
    since = w.now - DAYS_PER_QUARTER
    recent, hire = 0, w.hires - 1
    while hire >= 0 and (not the_staff(w)[hire].planned or the_staff(w)[hire].opened > since):  # opened in order
        if the_staff(w)[hire].role == role and the_staff(w)[hire].planned:
            recent += 1
        hire -= 1
    absorbable = staffing.absorbable(the_teams(w)[role].heads, recent, rules.absorbs_at_least, rules.absorbs_share)
    open_planned(w, role, min(wanted - seated(w, role), absorbable))


@compiled
def open_planned(w: Run, role: int, count: int) -> None:
    """Decide to hire so many, as long as the budget lasts."""
    while count > 0 and affordable(w, role):
        open_seats(w, role, 1)
        count -= 1


@compiled
def affordable(w: Run, role: int) -> bool:
    """Whether one more seat in a role stays within the budget for everybody."""
    r = the_rules(w)[0]
    yearly = the_roles(w)[role].cost
    for other in range(the_roles(w).shape[0]):
        yearly += seated(w, other) * the_roles(w)[other].cost
    ahead = growth.at_day(the_plan_arr(w), w.now + r.lookahead)
    return bool(yearly * w.pay <= r.budget * ahead)


@compiled
def hire_reactively(w: Run, uncovered_arr: float) -> None:
    """Without a head the founders hire a CSM only once uncovered ARR hurts, a few at most."""
    r = the_rules(w)[0]
    if the_teams(w)[RoleId.CS_HEAD].heads == 0 and uncovered_arr >= r.founders_hire_at_uncovered:
        hire_up_to(w, RoleId.CSM, min(seated(w, RoleId.CSM) + 1, r.founders_hire_at_most))


@compiled
def team(w: Run, role: Any, carries: float) -> staffing.Team:
    """Return what hiring ahead reckons with in a role of which each carries so much."""
    return staffing.Team(
        attrition_factor=staffing.covers_attrition(role.attrition, role.lookahead),
        carries=carries,
        utilisation=the_rules(w)[0].utilisation,
    )


@compiled
def csms_needed(w: Run, load: float) -> int:
    """Return the CSMs that carry today's load grown as the plan grows over the lookahead."""
    role = the_roles(w)[RoleId.CSM]
    ahead = growth.growth_ahead(the_plan_arr(w), w.now, role.lookahead)
    return staffing.csms_needed(
        load,
        ahead,
        founders_capacity(w, w.arr * ahead),
        team(w, role, (role.book_low + role.book_high) / 2.0 * w.book_factor),
    )


@compiled
def specialists_needed(w: Run, backlog: int) -> int:
    """Return the specialists that carry the forecast flow and work off the backlog."""
    r = the_rules(w)[0]
    role = the_roles(w)[RoleId.ONBOARDING]
    planned = growth.deals_a_day(the_expected_deals(w), w.now + role.lookahead)
    scale = w.arr / growth.at_day(the_plan_arr(w), w.now)
    return staffing.specialists_needed(
        planned * scale,
        backlog,
        r.clears_backlog_in,
        r.mean_work_days * w.work_factor,
        team(w, role, role.slots),
    )


@compiled
def sellers_needed(w: Run) -> int:
    """Return the sellers that sell the demand ahead beyond what the founders will."""
    r, role = the_rules(w)[0], the_roles(w)[RoleId.SELLER]
    day = w.now + role.lookahead
    deals = w.references * growth.deals_a_day(the_expected_deals(w), day)
    return capacity.sellers_needed(
        deals * growth.at_day(the_deal_acv(w), day) * DAYS_PER_YEAR,
        capacity.founders_selling(day, w.vp_day, r.founders_sell, r.founders_fade),
        staffing.covers_attrition(role.attrition, role.lookahead),
        role.quota,
        role.attainment,
    )


@compiled
def reps_needed(w: Run) -> int:
    """Return the customer-sales reps that work the CSQLs ahead."""
    role = the_roles(w)[RoleId.CUSTOMER_SALES]
    return staffing.specialists_needed(
        csqls_a_day(w) * growth.growth_ahead(the_plan_arr(w), w.now, role.lookahead),
        0,
        1.0,
        role.lead_time,
        team(w, role, role.slots),
    )
