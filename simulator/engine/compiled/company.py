"""The dispatch loop: one run from its first day to its last month end."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engine.compiled.account import draw
from simulator.engine.compiled.calendar import clear, month_end_day, next_timer, set_timer
from simulator.engine.compiled.customer import (
    candidate,
    close,
    handed_over,
    place,
    remediation,
    segment_of,
    sign_off,
    starts_by_itself,
)
from simulator.engine.compiled.desks import serve
from simulator.engine.compiled.digital import open_pool
from simulator.engine.compiled.hire import draw_for, joins, leaves, ramps
from simulator.engine.compiled.hiring import note_conditions, open_seats, people_in_place, requisitions_out, review
from simulator.engine.compiled.leads import lead_ends
from simulator.engine.compiled.money import bill
from simulator.engine.compiled.month_ends import month_end, stocks
from simulator.engine.compiled.opening import open_book
from simulator.engine.compiled.programmes import close_programmes
from simulator.engine.compiled.renewals import expect_rise, raise_prices, term_end
from simulator.engine.compiled.run import (
    BILL,
    CALL,
    CANDIDATE,
    CUSTOMER_TIMERS,
    DEAL,
    DEPARTURE,
    FIRST_DATED,
    HANDOVER,
    JOIN,
    LEAD,
    MONTH,
    NOTHING,
    QUEUES,
    RAMP,
    REMEDIATION,
    RENEWAL,
    REVIEW,
    RISE,
    SELF_START,
    SEVERAL,
    SIGN_OFF,
    STAFF_TIMERS,
    TOO_MANY_CUSTOMERS,
    Run,
)
from simulator.engine.compiled.selling import begin_selling, expect_deal, review_selling
from simulator.engine.compiled.shocks import call, departure
from simulator.engine.compiled.staff import (
    forget_fullness,
    founders_capacity,
    note_books,
    quality_of,
    selling_capacity,
    settle_quality,
)
from simulator.engine.compiled.tables import (
    the_arr_by_month,
    the_cohort_arr,
    the_cohort_customers,
    the_cohort_sizes,
    the_customers,
    the_dated,
    the_ledger,
    the_plan_arr,
    the_raised,
    the_reached,
    the_roles,
    the_rules,
    the_run_at,
    the_segments,
    the_staff,
    the_teams,
)
from simulator.engine.compiled.wallet import products_at_start
from simulator.engine.contract import FOUNDERS, FirstDay
from simulator.engine.customer_state import Stage
from simulator.laws import capacity, growth, selling
from simulator.numerics.draws import ACV, BOOK_SIZE, FIT, new_customer, uniform
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens, uniform_of
from simulator.roles import RoleId

FIRST_DAY = len(FirstDay)


@compiled
def play(state: Any, seed: int, run: int, logging: int) -> int:
    """Play one run in the memory it is given and return what that was too small for; 0 when the run is complete.

    `state` is the run's own record, an array of one row.
    """
    w = state[0]
    start(w, seed, run, logging)
    for step in range(FIRST_DAY):
        first_day(w, step)
    while not w.finished and not w.overflow:
        timer = next_timer(w)
        if timer >= w.first_timer:
            customer_timer_rings(w, timer - w.first_timer)
        elif timer >= w.first_hire_timer:
            hire_timer_rings(w, timer - w.first_hire_timer)
        else:
            company_timer_rings(w, timer)
    return int(w.overflow)


@compiled
def play_at(place: int, seed: int, run: int, logging: int) -> int:
    """Play one run in memory whose record lies at a `place`, and return what `play` does: the way in from Python."""
    return play(the_run_at(place), seed, run, logging)


@compiled
def start(w: Run, seed: int, run: int, logging: int) -> None:
    """Wipe the memory of the run before."""
    w.seed, w.run, w.logging = seed, run, logging
    first_policy(w)
    note_conditions(w)
    w.deals, w.customers, w.hires, w.had_head, w.carved_out, w.finished, w.overflow = 0, 0, 0, 0, 0, 0, 0
    w.row, w.month, w.next_milestone, w.signed_off, w.events = 1, 1, 0, 0, 0
    w.now, w.arr, w.founder_renewals, w.deal_units, w.founders_load = 0.0, 0.0, 0.0, 0.0, 0.0
    w.founders_quality, w.founders_quality_days, w.founders_settled = np.nan, 0.0, 0.0
    w.load, w.founders_accounts, w.active, w.alive, w.pay = 0.0, 0, 0, 0, 1.0
    w.earned_until, w.held = 0.0, 0
    the_raised(w)[:] = 0
    w.sells, w.vp_day, w.references, w.dollars_a_day = 0, np.inf, 1.0, np.inf
    w.sellers, w.founders, w.fades_from, w.fade_days = np.inf, 0.0, np.inf, 0.0
    for queue in range(QUEUES):
        w.first_in[queue] = NOTHING
        w.last_in[queue] = NOTHING
    for role in range(the_teams(w).shape[0]):
        team = the_teams(w)[role]
        team.heads, team.seats_open, team.ordinals, team.latched, team.staff_since = 0, 0, 0, 0, 0.0
        team.changed = SEVERAL
    the_ledger(w)[:] = 0.0
    the_arr_by_month(w)[:] = 0.0
    the_cohort_arr(w)[:] = 0.0
    the_cohort_customers(w)[:] = 0.0
    the_cohort_sizes(w)[:] = 0
    the_reached(w)[:] = np.nan
    clear(w)
    close_programmes(w)
    products_at_start(w)
    note_books(w)


@compiled
def first_day(w: Run, step: int) -> None:
    """Take one step of the first day (engine/contract.py)."""
    if step == FirstDay.PEOPLE_IN_PLACE:
        people_in_place(w)
    elif step == FirstDay.ACCOUNTS:
        open_book(w)
    elif step == FirstDay.REQUISITIONS_OUT:
        requisitions_out(w)
    elif step == FirstDay.SERVICE:
        serve(w)
    elif step == FirstDay.FIRST_DEAL:
        begin_selling(w)
    elif step == FirstDay.FIRST_MONTH_END:
        set_timer(w, MONTH, month_end_day(1))
    elif step == FirstDay.FIXED_HIRES:
        for row in range(the_dated(w).shape[0]):
            set_timer(w, FIRST_DATED + row, the_dated(w)[row].day)
    elif step == FirstDay.MID_TERM_RISE:
        expect_rise(w)
    elif step == FirstDay.OPENING_STOCKS:
        w.row = 0
        stocks(w, 0)
        w.row = 1
    elif step == FirstDay.FIRST_REVIEW:
        review(w)
    elif step == FirstDay.NEXT_REVIEW:
        set_timer(w, REVIEW, the_rules(w)[0].review_every)


@compiled
def company_timer_rings(w: Run, timer: int) -> None:
    """A deal closes, a month ends, hiring is reviewed, prices rise, or the day of a fixed hire has come."""
    if timer == DEAL:
        deal(w)
        expect_deal(w)
    elif timer == MONTH:
        month_end(w, w.month)
        if w.month == w.changes_after:
            change_policy(w)
        if w.month < the_rules(w)[0].months:
            review_selling(w, w.month)
            w.month += 1
            set_timer(w, MONTH, month_end_day(w.month) - w.now)
        else:
            w.finished = 1
    elif timer == REVIEW:
        review(w)
        set_timer(w, REVIEW, the_rules(w)[0].review_every)
    elif timer == RISE:
        raise_prices(w)
    else:
        dated = the_dated(w)[timer - FIRST_DATED]
        open_seats(w, dated.role, dated.count)


@compiled
def hire_timer_rings(w: Run, timer: int) -> None:
    """Somebody joins, ramps or leaves."""
    hire, purpose = timer // STAFF_TIMERS, timer % STAFF_TIMERS
    if purpose == JOIN:
        joins(w, hire)
    elif purpose == RAMP:
        ramps(w, hire)
    else:
        leaves(w, hire)


@compiled
def customer_timer_rings(w: Run, timer: int) -> None:
    """Something happens in a customer's life."""
    number = np.uint64(timer)  # without a sign it is divided without asking for one
    customer, purpose = int(number // np.uint64(CUSTOMER_TIMERS)), int(number % np.uint64(CUSTOMER_TIMERS))
    if purpose == CANDIDATE:
        candidate(w, customer)
    elif purpose == CALL:
        call(w, customer)
    elif purpose == DEPARTURE:
        departure(w, customer)
    elif purpose == HANDOVER:
        handed_over(w, customer)
    elif purpose == RENEWAL:
        term_end(w, customer)
    elif purpose == SIGN_OFF:
        signs_off(w, customer)
    elif purpose == SELF_START:
        starts_by_itself(w, customer)
    elif purpose == REMEDIATION:
        remediation(w, customer)
    elif purpose == BILL:
        bill(w, customer)
    elif purpose == LEAD:
        lead_ends(w, customer)


@compiled
def signs_off(w: Run, customer: int) -> None:
    """The work is done, unless the customer has left meanwhile or it was interrupted."""
    if the_customers(w)[customer].stage == Stage.ONBOARDING:
        sign_off(w, customer)
        serve(w)


@compiled
def deal(w: Run) -> None:
    """A new logo closes: segment, ACV and fit are drawn, the term starts, it asks for onboarding."""
    if w.customers >= the_customers(w).shape[0]:
        w.overflow |= TOO_MANY_CUSTOMERS
        return
    entity = new_customer(w.deals)
    w.deals += 1
    segment = segment_of(w, entity)
    kind = the_segments(w)[segment]
    plan_arr = growth.at_day(the_plan_arr(w), w.now)
    mean = selling.mean_acv(kind.acv, kind.acv_growth, plan_arr, the_rules(w)[0].start_arr)
    arr = selling.landed_arr(uniform(w.seed, w.run, entity, ACV, 0), mean, kind.acv_cv)
    customer = place(w, entity, segment, arr, w.now, w.now)
    poor_fit = kind.poor_fit
    if the_rules(w)[0].sells_by_capacity:
        whole, ramping = selling_capacity(w)
        poor_fit = capacity.poor_fit_odds(poor_fit, ramping, whole, the_rules(w)[0].poor_fit_while_ramping)
    the_customers(w)[customer].fits_badly = 1 if happens(draw(w, customer, FIT, 0), poor_fit) else 0
    close(w, customer)
    serve(w)


# a change of policy on the way: the record points to other tables from then on ---------------------------------------


@compiled
def first_policy(w: Run) -> None:
    """Begin by the rules of the first day; the last run may have ended by others."""
    w.rules_at, w.rules_rows = w.rules_first_at, w.rules_first_rows
    w.segments_at, w.segments_rows = w.segments_first_at, w.segments_first_rows
    w.roles_at, w.roles_rows = w.roles_first_at, w.roles_first_rows
    w.conditions_at, w.conditions_rows = w.conditions_first_at, w.conditions_first_rows
    w.plan_arr_at, w.plan_arr_rows = w.plan_arr_first_at, w.plan_arr_first_rows
    w.expected_deals_at, w.expected_deals_rows = w.expected_deals_first_at, w.expected_deals_first_rows
    w.deal_acv_at, w.deal_acv_rows = w.deal_acv_first_at, w.deal_acv_first_rows
    w.budgets_at, w.budgets_rows = w.budgets_first_at, w.budgets_first_rows


@compiled
def later_policy(w: Run) -> None:
    """Go by the other rules."""
    w.rules_at, w.rules_rows = w.rules_then_at, w.rules_then_rows
    w.segments_at, w.segments_rows = w.segments_then_at, w.segments_then_rows
    w.roles_at, w.roles_rows = w.roles_then_at, w.roles_then_rows
    w.conditions_at, w.conditions_rows = w.conditions_then_at, w.conditions_then_rows
    w.plan_arr_at, w.plan_arr_rows = w.plan_arr_then_at, w.plan_arr_then_rows
    w.expected_deals_at, w.expected_deals_rows = w.expected_deals_then_at, w.expected_deals_then_rows
    w.deal_acv_at, w.deal_acv_rows = w.deal_acv_then_at, w.deal_acv_then_rows
    w.budgets_at, w.budgets_rows = w.budgets_then_at, w.budgets_then_rows


@compiled
def change_policy(w: Run) -> None:
    """Go by other rules from now on; what is under way goes on, and the CSMs get books of the new size."""
    pooled_below, rise_day = the_rules(w)[0].digital_below, the_rules(w)[0].mid_term_rise_day
    had_time_for, _ = founders_capacity(w, w.arr), quality_of(w, FOUNDERS)  # which is kept until it is forgotten
    later_policy(w)
    note_conditions(w)
    if founders_capacity(w, w.arr) != had_time_for:
        settle_quality(w, FOUNDERS)
        w.founders_quality = np.nan
    for role in range(the_teams(w).shape[0]):
        if the_roles(w)[role].asks_anew:
            the_teams(w)[role].latched = 0
    csm = the_roles(w)[RoleId.CSM]
    for hire in range(w.hires):
        forget_fullness(w, hire)
        if the_staff(w)[hire].role == RoleId.CSM and np.isnan(the_staff(w)[hire].left):
            the_staff(w)[hire].full_book = uniform_of(draw_for(w, hire, BOOK_SIZE), csm.book_low, csm.book_high)
    note_books(w)
    if the_rules(w)[0].mid_term_rise_day != rise_day:
        expect_rise(w)
    if w.pool_open and the_rules(w)[0].digital_below != pooled_below:
        open_pool(w)
        serve(w)
