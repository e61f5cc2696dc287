"""The first day: the book of accounts, made up or given, and who looks after it."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.account import begin_onboarding, draw, served_before
from simulator.engine.compiled.calendar import month_end_day
from simulator.engine.compiled.customer import ask_for_onboarding, begin_life, join_cohort, place, segment_of
from simulator.engine.compiled.desks import assign
from simulator.engine.compiled.digital import wait_for_manager
from simulator.engine.compiled.income import change_company_arr
from simulator.engine.compiled.money import open_billing, opening_as_stated
from simulator.engine.compiled.run import Run
from simulator.engine.compiled.tables import the_accounts, the_customers, the_rules, the_segments
from simulator.engine.contract import FOUNDERS, NOBODY
from simulator.engine.customer_state import Stage
from simulator.laws import expansion, selling
from simulator.laws.months import months_after
from simulator.numerics.draws import ACV, FIT, RENEWAL_DATE, opening_account, uniform
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens


@compiled
def open_book(w: Run) -> None:
    """Place every account of the first day, in the order of the book."""
    if the_rules(w)[0].given_book:
        _given(w)
    else:
        _generated(w)
    opening_as_stated(w)
    for customer in range(w.customers):
        change_company_arr(w, the_customers(w)[customer].arr)


@compiled
def _drawn(w: Run, number: int) -> tuple[int, float]:
    """Draw the segment and the size of an account that is made up."""
    entity = opening_account(number)
    segment = segment_of(w, entity)
    kind = the_segments(w)[segment]
    return segment, selling.landed_arr(uniform(w.seed, w.run, entity, ACV, 0), kind.acv, kind.acv_cv)


@compiled
def _generated(w: Run) -> None:
    """Make a book up: segments and sizes drawn, scaled to the opening ARR, renewals anywhere in the term."""
    r = the_rules(w)[0]
    total = 0.0
    for number in range(r.opening_accounts):
        total += _drawn(w, number)[1]
    owner = FOUNDERS if r.opening_by_founders else NOBODY
    for number in range(r.opening_accounts):
        entity = opening_account(number)
        segment, arr = _drawn(w, number)
        term = month_end_day(the_segments(w)[segment].term_months)
        renewal = term
        if not r.opening_anniversary:
            renewal = term * uniform(w.seed, w.run, entity, RENEWAL_DATE, 0)
        start = renewal - term
        arr *= r.opening_arr / total
        _place(w, entity, segment, arr, start, start, renewal, owner, True, -np.inf)


@compiled
def _given(w: Run) -> None:
    """Take the user's accounts as they stand."""
    for number in range(the_accounts(w).shape[0]):
        a = the_accounts(w)[number]
        _place(
            w,
            opening_account(number),
            a.segment,
            a.arr,
            a.closed,
            a.term_start,
            a.renewal,
            a.owner,
            a.onboarded != 0,
            a.closed,
        )


@compiled
def _place(
    w: Run,
    entity: int,
    segment: int,
    arr: float,
    closed: float,
    term_start: float,
    renewal: float,
    owner: int,
    onboarded: bool,
    billed_since: float,
) -> None:
    """Put one account on the books: its term is running, and its manager has looked after it well since that began.

    Nothing is known of the books of before.

    An account that is made up has been billed for ever, one of the user's since its contract was signed.
    """
    r = the_rules(w)[0]
    customer = place(w, entity, segment, arr, closed, term_start)
    c = the_customers(w)[customer]
    c.fits_badly = 1 if happens(draw(w, customer, FIT, 0), the_segments(w)[segment].poor_fit) else 0
    c.anchor = months_after(renewal, -the_segments(w)[segment].term_months)
    c.renews = renewal
    join_cohort(w, customer, 0)
    begin_life(w, customer, renewal)
    open_billing(w, customer, billed_since)
    if not onboarded:
        if owner == NOBODY:
            ask_for_onboarding(w, customer, max(0.0, closed + r.self_start_after))
        else:  # whoever owns it is at it
            assign(w, customer, owner)
            served_before(w, customer, term_start)
            begin_onboarding(w, customer, r.by_manager, owner)
        return
    c.stage = Stage.LIVE
    c.begun = 1
    c.value_day = c.well_if_served = closed
    if owner == NOBODY:
        wait_for_manager(w, customer)
    else:
        assign(w, customer, owner)
        served_before(w, customer, term_start)
    pace = expansion.time_constant(c.service, r.adoption_covered, r.adoption_uncovered)
    c.adoption = expansion.adoption_after(0.0, max(0.0, -closed), pace)
