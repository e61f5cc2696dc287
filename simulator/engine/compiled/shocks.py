"""What befalls a customer between renewals: competitors call, its sponsor leaves. Either leaves a mark."""

from __future__ import annotations

from simulator.engine.compiled.account import draw, service_now
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.run import CALL, DEPARTURE, Run
from simulator.engine.compiled.tables import the_customers, the_rules
from simulator.engine.contract import NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.laws import shocks
from simulator.numerics.draws import CALL_SHRUGGED_OFF, COMPETITOR_CALL, SPONSOR_LEAVES, uniform_pair
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import gap_of, happens


@compiled
def expect_call(w: Run, customer: int) -> None:
    """Wait for the next call; they come at the full rate, and some come to nothing."""
    a_year = the_rules(w)[0].competitors_calls_a_year
    if a_year > 0.0:
        c = the_customers(w)[customer]
        gap, c.call_draw = uniform_pair(w.seed, w.run, c.entity, COMPETITOR_CALL, c.call)
        set_timer(w, customer_timer(w, customer, CALL), gap_of(gap, a_year))


@compiled
def expect_departure(w: Run, customer: int) -> None:
    """Wait until the sponsor of then leaves."""
    a_year = the_rules(w)[0].sponsors_leaves_a_year
    if a_year > 0.0:
        c = the_customers(w)[customer]
        gap, c.departure_draw = uniform_pair(w.seed, w.run, c.entity, SPONSOR_LEAVES, c.departure)
        set_timer(w, customer_timer(w, customer, DEPARTURE), gap_of(gap, a_year))


@compiled
def call(w: Run, customer: int) -> None:
    """One call passes, and the next is waited for, until the customer leaves."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    if c.stage == Stage.LOST:
        return
    share = shocks.intensity(w.arr, r.competitors_from_arr, r.competitors_until_arr, r.competitors_floor)
    if happens(c.call_draw, share):
        since = w.now - c.last_csql
        odds = shocks.insured_odds(since, r.competitors_insured_for, r.competitors_insured)
        luck = draw(w, customer, CALL_SHRUGGED_OFF, c.call)
        add(w, Column.COMPETITOR_CALLS, 1.0)
        log(w, EventKind.COMPETITOR_CALLED, customer, NOBODY, odds)
        if happens(luck, odds):
            add(w, Column.CALLS_SHRUGGED_OFF, 1.0)
            log(w, EventKind.CALL_SHRUGGED_OFF, customer, NOBODY, 0.0)
        else:
            c.competitor, c.competitor_day = 1, w.now
        if r.cs_effect != 1.0:
            since = w.now - c.last_csql_if_served
            if not happens(luck, shocks.insured_odds(since, r.competitors_insured_for, r.competitors_insured)):
                c.competitor_day_if_served = w.now
    c.call += 1
    expect_call(w, customer)


@compiled
def departure(w: Run, customer: int) -> None:
    """The sponsor leaves; whoever looks after the account may find another, by the playbook."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    if c.stage == Stage.LOST:
        return
    answered = r.sponsors_answered if r.sponsors_playbook else 0.0
    odds = shocks.answered_odds(service_now(w, customer), w.head_effect, answered)
    add(w, Column.SPONSORS_LEFT, 1.0)
    log(w, EventKind.SPONSOR_LEFT, customer, NOBODY, odds)
    if happens(c.departure_draw, odds):
        add(w, Column.SPONSORS_ANSWERED, 1.0)
        log(w, EventKind.SPONSOR_ANSWERED, customer, NOBODY, 0.0)
    else:
        c.sponsor, c.sponsor_day = 1, w.now
    if r.cs_effect != 1.0 and not happens(c.departure_draw, shocks.answered_odds(1.0, 1.0, answered)):
        c.sponsor_day_if_served = w.now
    c.departure += 1
    expect_departure(w, customer)
