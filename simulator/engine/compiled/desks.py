"""Who serves whom: the onboarding desk (a flow of slots) and the coverage desk (a stock of books)."""

from __future__ import annotations

from simulator.engine.compiled.account import (
    assign,
    begin_onboarding,
    in_managers_hands,
    interrupt_onboarding,
    let_go,
    note_service,
    release_slot,
)
from simulator.engine.compiled.bookkeeping import log
from simulator.engine.compiled.digital import place_live, wait_for_manager
from simulator.engine.compiled.queues import join_queue, leave_queue
from simulator.engine.compiled.staff import forget_fullness, founders_capacity, most_room
from simulator.engine.compiled.tables import the_customers, the_held, the_rules, the_staff
from simulator.engine.compiled.world import (
    FOR_A_MANAGER,
    FOR_A_SLOT,
    FOR_A_TAKEOVER,
    LIVE,
    NOTHING,
    WAITING,
    Run,
)
from simulator.engine.contract import FOUNDERS, NOBODY, EventKind, RoleId
from simulator.laws import onboarding
from simulator.numerics.jit import compiled

CSM = int(RoleId.CSM)
SPECIALIST = int(RoleId.ONBOARDING)
CARVED_OUT = int(EventKind.CARVED_OUT)


@compiled(inner=True)
def wait_for_onboarding(w: Run, customer: int) -> None:
    """Queue for a specialist or, before the carve-out, for the future account manager."""
    if w.carved_out:
        join_queue(w, customer, FOR_A_SLOT)
    else:
        wait_for_manager(w, customer)


@compiled(inner=True)
def wait_for_takeover(w: Run, customer: int) -> None:
    """An onboarding taken out of a leaver's hands goes before those not yet begun."""
    if w.carved_out:
        join_queue(w, customer, FOR_A_TAKEOVER)
    else:
        wait_for_manager(w, customer)


@compiled(inner=True)
def carve_out(w: Run) -> None:
    """The first specialist is here: whoever still waits to be onboarded by a manager waits for a slot instead."""
    w.carved_out = 1
    w.carved_out_day = w.now
    log(w, CARVED_OUT, SPECIALIST, NOBODY, 0.0)
    customer = w.first_in[FOR_A_MANAGER]
    while customer != NOTHING:
        c = the_customers(w)[customer]
        following = c.behind
        if c.stage == WAITING:
            leave_queue(w, customer)
            if c.begun:
                wait_for_takeover(w, customer)
            else:
                wait_for_onboarding(w, customer)
        customer = following


# service ------------------------------------------------------------------------------------------------------------


@compiled(inner=True)
def serve(w: Run) -> None:
    """Let whoever has room take whoever waits: onboarding first, then coverage."""
    first_in = w.first_in
    if first_in[FOR_A_TAKEOVER] != NOTHING or first_in[FOR_A_SLOT] != NOTHING:
        serve_onboarding(w)
    if first_in[FOR_A_MANAGER] != NOTHING:
        serve_coverage(w)


@compiled(inner=True)
def team_pace(w: Run) -> float:
    """Return by what the work takes longer while the onboarding team is new."""
    r = the_rules(w)[0]
    return 1.0 / onboarding.team_pace(w.now - w.carved_out_day, r.maturity_starts_at, r.maturity_full_after)


@compiled(inner=True)
def arr_changed(w: Run, customer: int) -> None:
    """An account has grown or shrunk; it may belong into the digital pool now, or out of it."""
    c = the_customers(w)[customer]
    if w.pool_open and c.stage == LIVE and c.manager == NOBODY:
        place_live(w, customer)
        serve(w)


@compiled(inner=True)
def serve_onboarding(w: Run) -> None:
    """Fill free slots: interrupted onboardings first, then in the order of closing."""
    while w.first_in[FOR_A_TAKEOVER] != NOTHING or w.first_in[FOR_A_SLOT] != NOTHING:
        specialist = most_room(w, SPECIALIST)
        if specialist == NOTHING:
            return
        interrupted = w.first_in[FOR_A_TAKEOVER]
        customer = interrupted if interrupted != NOTHING else w.first_in[FOR_A_SLOT]
        leave_queue(w, customer)
        the_staff(w)[specialist].hands += 1
        forget_fullness(w, specialist)
        the_customers(w)[customer].specialist = specialist
        note_service(w, customer)
        begin_onboarding(w, customer, team_pace(w), specialist)


@compiled(inner=True)
def serve_coverage(w: Run) -> None:
    """Give waiting accounts to managers with room, longest wait first; the founders only when no CSM has any."""
    while w.first_in[FOR_A_MANAGER] != NOTHING:
        manager = most_room(w, CSM)
        if manager == NOTHING:
            if w.founders_load >= founders_capacity(w, w.arr):
                return
            manager = FOUNDERS
        customer = w.first_in[FOR_A_MANAGER]
        leave_queue(w, customer)
        assign(w, customer, manager)
        if the_customers(w)[customer].stage == WAITING:
            begin_onboarding(w, customer, the_rules(w)[0].by_manager, manager)


# people leave, founders hand over  ----------------------------------------------------------------------------------


@compiled(inner=True)
def hold_up(w: Run, manager: int) -> int:
    """List a manager's accounts, largest first, in the order of closing among equals, and return how many there are."""
    held = the_held(w)
    count = 0
    accounts = the_staff(w)[manager].accounts if manager >= 0 else w.founders_accounts
    for customer in range(w.customers):
        if count == accounts:
            break
        c = the_customers(w)[customer]
        if c.manager != manager:
            continue
        place = count
        while place > 0 and the_customers(w)[held[place - 1]].arr < c.arr:
            held[place] = held[place - 1]
            place -= 1
        held[place] = customer
        count += 1
    return count


@compiled(inner=True)
def drop(w: Run, customer: int) -> None:
    """An account loses its manager and waits for another; an onboarding in the manager's hands stops."""
    in_hand = in_managers_hands(w, customer)
    let_go(w, customer)
    note_service(w, customer)
    if in_hand:
        interrupt_onboarding(w, customer)
        wait_for_takeover(w, customer)
    elif the_customers(w)[customer].stage == LIVE:
        place_live(w, customer)
    else:
        wait_for_manager(w, customer)


@compiled(inner=True)
def drop_all(w: Run, manager: int) -> None:
    """A manager's whole book waits for new managers, largest accounts first."""
    for place in range(hold_up(w, manager)):
        drop(w, the_held(w)[place])


@compiled(inner=True)
def specialist_leaves(w: Run, specialist: int) -> None:
    """The onboardings in hand wait for another specialist, in the order of closing."""
    for customer in range(w.customers):
        if the_customers(w)[customer].specialist == specialist:
            release_slot(w, customer)
            note_service(w, customer)
            interrupt_onboarding(w, customer)
            wait_for_takeover(w, customer)


@compiled(inner=True)
def hand_over(w: Run) -> None:
    """The founders hand what exceeds their fading book to CSMs with room, and at its end drop what is left."""
    r = the_rules(w)[0]
    if w.arr < r.handover_from:
        return
    for place in range(hold_up(w, FOUNDERS)):
        if w.founders_load <= founders_capacity(w, w.arr):
            break
        csm = most_room(w, CSM)
        if csm == NOTHING:
            break
        let_go(w, the_held(w)[place])
        assign(w, the_held(w)[place], csm)
    if w.arr >= r.handover_until:
        drop_all(w, FOUNDERS)
