"""Queues that customers wait in, first in first out; anybody may leave from the middle, and nobody is in two."""

from __future__ import annotations

from simulator.engine.compiled.tables import the_customers
from simulator.engine.compiled.world import NO_QUEUE, NOTHING, Run
from simulator.numerics.jit import compiled


@compiled(inner=True)
def join_queue(w: Run, customer: int, queue: int) -> None:
    """Stand last in a queue."""
    c = the_customers(w)[customer]
    c.queue = queue
    c.before = w.last_in[queue]
    c.behind = NOTHING
    if w.last_in[queue] == NOTHING:
        w.first_in[queue] = customer
    else:
        the_customers(w)[w.last_in[queue]].behind = customer
    w.last_in[queue] = customer


@compiled(inner=True)
def leave_queue(w: Run, customer: int) -> None:
    """Leave the queue one stands in, if any."""
    c = the_customers(w)[customer]
    queue = c.queue
    if queue == NO_QUEUE:
        return
    if c.before == NOTHING:
        w.first_in[queue] = c.behind
    else:
        the_customers(w)[c.before].behind = c.behind
    if c.behind == NOTHING:
        w.last_in[queue] = c.before
    else:
        the_customers(w)[c.behind].before = c.before
    c.queue = NO_QUEUE
