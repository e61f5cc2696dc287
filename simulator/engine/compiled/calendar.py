"""What happens next, exactly in order of (time, sequence): buckets of linked timers, sorted when they are opened.

Every timer has a place of its own (one per entity and purpose), so nothing is allocated. A timer set while it is still
running loses its old entry, which the reference passes over when its time comes.
"""

from __future__ import annotations

from simulator.clock import month_end
from simulator.engine.compiled.run import CUSTOMER_TIMERS, NOTHING, STAFF_TIMERS, Run
from simulator.engine.compiled.tables import the_buckets, the_timers
from simulator.numerics.jit import compiled

month_end_day = compiled(month_end)


@compiled(inline=True)
def customer_timer(w: Run, customer: int, purpose: int) -> int:
    """Return the number of a customer's timer."""
    return int(w.first_timer + CUSTOMER_TIMERS * customer + purpose)


@compiled(inline=True)
def hire_timer(w: Run, hire: int, purpose: int) -> int:
    """Return the number of a hire's timer."""
    return int(w.first_hire_timer + STAFF_TIMERS * hire + purpose)


@compiled
def clear(w: Run) -> None:
    """Forget every entry."""
    for bucket in range(the_buckets(w).shape[0]):
        the_buckets(w)[bucket] = NOTHING
    for timer in range(the_timers(w).shape[0]):
        the_timers(w)[timer].bucket = NOTHING
    w.sequence = 0
    w.bucket = 0
    w.next = NOTHING
    w.happened = 0


@compiled(inline=True)
def _comes_before(w: Run, a: int, b: int) -> bool:
    first, second = the_timers(w)[a], the_timers(w)[b]
    if first.time != second.time:
        return bool(first.time < second.time)
    return bool(first.sequence < second.sequence)


@compiled
def _insert(w: Run, head: int, timer: int) -> int:
    """Put a timer into its place in an ordered list and return the list's head."""
    if head == NOTHING or _comes_before(w, timer, head):
        the_timers(w)[timer].next = head
        return timer
    place = head
    while the_timers(w)[place].next != NOTHING and _comes_before(w, the_timers(w)[place].next, timer):
        place = the_timers(w)[place].next
    the_timers(w)[timer].next = the_timers(w)[place].next
    the_timers(w)[place].next = timer
    return head


@compiled
def _unlink(w: Run, timer: int) -> None:
    bucket = the_timers(w)[timer].bucket
    following = the_timers(w)[timer].next
    opened = bucket <= w.bucket
    head = w.next if opened else the_buckets(w)[bucket]
    if head == timer:
        if opened:
            w.next = following
        else:
            the_buckets(w)[bucket] = following
        return
    while the_timers(w)[head].next != timer:
        head = the_timers(w)[head].next
    the_timers(w)[head].next = following


@compiled(inline=True)
def set_timer(w: Run, timer: int, delay: float) -> None:
    """Make an entry `delay` days from now; one beyond the horizon is not kept."""
    t = the_timers(w)[timer]
    if t.bucket != NOTHING:
        _unlink(w, timer)
        t.bucket = NOTHING
    time = w.now + delay
    w.sequence += 1
    if not time <= w.horizon:  # said this way round, a time that is no number is not kept either
        return
    t.time = time
    t.sequence = w.sequence
    bucket = int(time * w.buckets_a_day)
    t.bucket = bucket
    if bucket <= w.bucket:
        w.next = _insert(w, w.next, timer)
    else:
        t.next = the_buckets(w)[bucket]
        the_buckets(w)[bucket] = timer


@compiled
def next_timer(w: Run) -> int:
    """Take the earliest entry out, move the clock to it and return its timer. The last month end is always there."""
    while w.next == NOTHING:
        w.bucket += 1
        timer = the_buckets(w)[w.bucket]
        the_buckets(w)[w.bucket] = NOTHING
        while timer != NOTHING:
            following = the_timers(w)[timer].next
            w.next = _insert(w, w.next, timer)
            timer = following
    timer = w.next
    t = the_timers(w)[timer]
    w.next = t.next
    t.bucket = NOTHING
    w.now = t.time
    w.happened += 1
    return int(timer)
