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
    second_try,
    sign_off,
    starts_by_itself,
)
from simulator.engine.compiled.desks import serve
from simulator.engine.compiled.hire import joins, leaves, ramps
from simulator.engine.compiled.hiring import open_seats, people_in_place, requisitions_out, review
from simulator.engine.compiled.leads import lead_ends
from simulator.engine.compiled.money import bill
from simulator.engine.compiled.month_ends import month_end, stocks
from simulator.engine.compiled.opening import open_book
from simulator.engine.compiled.policy import change_policy, first_policy
from simulator.engine.compiled.programmes import close_programmes
from simulator.engine.compiled.renewals import term_end
from simulator.engine.compiled.selling import begin_selling, expect_deal, review_selling
from simulator.engine.compiled.shocks import call, departure
from simulator.engine.compiled.staff import note_books, selling_capacity
from simulator.engine.compiled.tables import (
    the_cohort_arr,
    the_cohort_customers,
    the_customers,
    the_dated,
    the_ledger,
    the_plan_arr,
    the_raised,
    the_reached,
    the_rules,
    the_segments,
    the_shares,
    the_teams,
)
from simulator.engine.compiled.wallet import stock_the_shelves
from simulator.engine.compiled.world import (
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
    ONBOARDING,
    QUEUES,
    RAMP,
    RENEWAL,
    REVIEW,
    SECOND_TRY,
    SELF_START,
    SIGN_OFF,
    STAFF_TIMERS,
    TOO_MANY_CUSTOMERS,
    Run,
)
from simulator.laws import capacity, growth, selling
from simulator.numerics.draws import ACV, FIT, SEGMENT, new_customer, uniform
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens


@compiled
def play(state: Any, seed: int, run: int, logging: int) -> int:
    """Play one run in a world and return what it was too small for; 0 when the run is complete.

    `state` is the world's own record, an array of one row.
    """
    w = state[0]
    start(w, seed, run, logging)
    while not w.finished and not w.full:
        timer = next_timer(w)
        if timer >= w.first_timer:
            customer_timer_rings(w, timer - w.first_timer)
        elif timer >= w.first_hire_timer:
            hire_timer_rings(w, timer - w.first_hire_timer)
        else:
            company_timer_rings(w, timer)
    return int(w.full)


@compiled(inner=True)
def start(w: Run, seed: int, run: int, logging: int) -> None:
    """Wipe the world and live through the first day."""
    w.seed, w.run, w.logging = seed, run, logging
    first_policy(w)
    w.deals, w.customers, w.hires, w.had_head, w.carved_out, w.finished, w.full = 0, 0, 0, 0, 0, 0, 0
    w.row, w.month, w.next_milestone, w.signed_off, w.events = 1, 1, 0, 0, 0
    w.now, w.arr, w.founder_renewals, w.deal_units, w.founders_load = 0.0, 0.0, 0.0, 0.0, 0.0
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
    the_ledger(w)[:] = 0.0
    the_cohort_arr(w)[:] = 0.0
    the_cohort_customers(w)[:] = 0.0
    the_reached(w)[:] = np.nan
    clear(w)
    close_programmes(w)
    stock_the_shelves(w)
    note_books(w)
    people_in_place(w)
    open_book(w)
    requisitions_out(w)
    serve(w)
    begin_selling(w)
    set_timer(w, MONTH, month_end_day(1))
    for row in range(the_dated(w).shape[0]):
        set_timer(w, FIRST_DATED + row, the_dated(w)[row].day)
    w.row = 0
    stocks(w, 0)
    w.row = 1
    review(w)
    set_timer(w, REVIEW, the_rules(w)[0].review_every)


@compiled(inner=True)
def company_timer_rings(w: Run, timer: int) -> None:
    """A deal closes, a month ends, hiring is reviewed, or the day of a fixed hire has come."""
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
    else:
        dated = the_dated(w)[timer - FIRST_DATED]
        open_seats(w, dated.role, dated.count)


@compiled(inner=True)
def hire_timer_rings(w: Run, timer: int) -> None:
    """Somebody joins, ramps or leaves."""
    hire, purpose = timer // STAFF_TIMERS, timer % STAFF_TIMERS
    if purpose == JOIN:
        joins(w, hire)
    elif purpose == RAMP:
        ramps(w, hire)
    else:
        leaves(w, hire)


@compiled(inner=True)
def customer_timer_rings(w: Run, timer: int) -> None:
    """Something happens in a customer's life."""
    customer, purpose = timer // CUSTOMER_TIMERS, timer % CUSTOMER_TIMERS
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
    elif purpose == SECOND_TRY:
        second_try(w, customer)
    elif purpose == BILL:
        bill(w, customer)
    elif purpose == LEAD:
        lead_ends(w, customer)


@compiled(inner=True)
def signs_off(w: Run, customer: int) -> None:
    """The work is done, unless the customer has left meanwhile or it was interrupted."""
    if the_customers(w)[customer].stage == ONBOARDING:
        sign_off(w, customer)
        serve(w)


@compiled(inner=True)
def deal(w: Run) -> None:
    """A new logo closes: segment, ACV and fit are drawn, the term starts, it asks for onboarding."""
    if w.customers >= the_customers(w).shape[0]:
        w.full |= TOO_MANY_CUSTOMERS
        return
    entity = new_customer(w.deals)
    w.deals += 1
    segment = selling.segment_of(uniform(w.seed, w.run, entity, SEGMENT, 0), the_shares(w))
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
