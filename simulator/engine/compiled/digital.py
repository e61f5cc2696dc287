"""The digital pool: small live accounts without a manager are looked after all together, at once, at partial effect."""

from __future__ import annotations

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.compiled.account import join_queue, leave_queue, note_service
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.run import FOR_A_MANAGER, NOTHING, Run
from simulator.engine.compiled.tables import the_customers, the_rules
from simulator.engine.contract import NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.numerics.jit import compiled


@compiled
def wait_for_manager(w: Run, customer: int) -> None:
    """Wait for an account manager."""
    c = the_customers(w)[customer]
    if c.queue != FOR_A_MANAGER:
        join_queue(w, customer, FOR_A_MANAGER)
        log(w, EventKind.UNCOVERED, customer, NOBODY, c.arr)


@compiled
def place_live(w: Run, customer: int) -> None:
    """Find a live account without a manager its place: in the pool if it is small, else waiting for a manager.

    One that has grown too large for the pool stays in it while it waits; it goes back if it shrinks meanwhile.
    """
    c = the_customers(w)[customer]
    if not (w.pool_open and c.arr < the_rules(w)[0].digital_below):
        wait_for_manager(w, customer)
        return
    if not c.in_pool:
        settle_pool(w)
        w.pooled += 1
        c.in_pool = 1
    elif c.queue != FOR_A_MANAGER:
        return
    leave_queue(w, customer)
    log(w, EventKind.POOLED, customer, NOBODY, c.arr)
    note_service(w, customer)


@compiled
def open_pool(w: Run) -> None:
    """The pool opens: it takes the small ones among those who wait for a manager, in their order."""
    w.pool_open = 1
    customer = w.first_in[FOR_A_MANAGER]
    while customer != NOTHING:
        following = the_customers(w)[customer].behind
        if the_customers(w)[customer].stage == Stage.LIVE:
            place_live(w, customer)
        customer = following


@compiled
def pool_load(w: Run) -> float:
    """Return what the accounts in the pool, or on their way into it, would weigh in books."""
    load = 0.0
    if w.pool_open:
        for customer in range(w.customers):
            c = the_customers(w)[customer]
            small = c.arr < the_rules(w)[0].digital_below
            if small and c.manager == NOBODY and c.queue != FOR_A_MANAGER:
                load += c.load
    return load


@compiled
def leave_pool(w: Run, customer: int) -> None:
    """A manager has taken the account, or it is lost."""
    c = the_customers(w)[customer]
    if c.in_pool:
        settle_pool(w)
        w.pooled -= 1
        c.in_pool = 0


@compiled
def settle_pool(w: Run) -> None:
    """Count what the digital pool costs up to now; called before its accounts change in number and at month ends."""
    days = w.pooled * (w.now - w.pool_since)
    w.pool_since = w.now
    add(w, Column.DIGITAL_COST, days * (the_rules(w)[0].digital_cost / DAYS_PER_YEAR))
