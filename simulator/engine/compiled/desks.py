"""Who serves whom: the onboarding desk (a flow of slots) and the coverage desk (a stock of books)."""

from __future__ import annotations

from simulator.engine.compiled.account import (
    add_load,
    begin_onboarding,
    interrupt_onboarding,
    join_queue,
    leave_queue,
    lose_relation,
    meet,
    note_service,
    onboarded_by_manager,
    read_quality,
    release_slot,
    reweigh,
    settle_service,
    weigh,
    weight_of,
)
from simulator.engine.compiled.bookkeeping import log
from simulator.engine.compiled.digital import leave_pool, place_live, wait_for_manager
from simulator.engine.compiled.income import change_company_arr
from simulator.engine.compiled.money import rebill
from simulator.engine.compiled.run import FOR_A_MANAGER, FOR_A_SLOT, FOR_A_TAKEOVER, NOTHING, Run
from simulator.engine.compiled.staff import forget_fullness, founders_capacity, most_room
from simulator.engine.compiled.tables import the_book, the_customers, the_rules, the_staff
from simulator.engine.contract import FOUNDERS, NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.laws import onboarding
from simulator.numerics.jit import compiled
from simulator.roles import RoleId


@compiled
def wait_for_onboarding(w: Run, customer: int) -> None:
    """Queue for a specialist or, before the carve-out, for the future account manager."""
    if w.carved_out:
        join_queue(w, customer, FOR_A_SLOT)
    else:
        wait_for_manager(w, customer)


@compiled
def wait_for_takeover(w: Run, customer: int) -> None:
    """An onboarding taken out of a leaver's hands goes before those not yet begun."""
    if w.carved_out:
        join_queue(w, customer, FOR_A_TAKEOVER)
    else:
        wait_for_manager(w, customer)


@compiled
def carve_out(w: Run) -> None:
    """The first specialist is here: whoever still waits to be onboarded by a manager waits for a slot instead."""
    w.carved_out = 1
    w.carved_out_day = w.now
    log(w, EventKind.CARVED_OUT, RoleId.ONBOARDING, NOBODY, 0.0)
    customer = w.first_in[FOR_A_MANAGER]
    while customer != NOTHING:
        c = the_customers(w)[customer]
        following = c.behind
        if c.stage == Stage.WAITING:
            leave_queue(w, customer)
            if c.begun:
                wait_for_takeover(w, customer)
            else:
                wait_for_onboarding(w, customer)
        customer = following


# books ----------------------------------------------------------------------------------------------------------------


@compiled(inline=True)
def add_accounts(w: Run, manager: int, count: int) -> None:
    """Count the accounts of a book; the load of an empty one is nothing."""
    if manager >= 0:
        csm = the_staff(w)[manager]
        csm.accounts += count
        if csm.accounts == 0:
            csm.load = 0.0
            forget_fullness(w, manager)
    else:
        w.founders_accounts += count
        if w.founders_accounts == 0:
            w.founders_load = 0.0


@compiled
def assign(w: Run, customer: int, manager: int) -> None:
    """Put an account into a book. One still to be onboarded weighs more until sign-off."""
    leave_pool(w, customer)
    c = the_customers(w)[customer]
    served = c.service != 0.0
    if served:
        settle_service(w, customer)
    c.manager = manager
    c.weight = weight_of(w, customer)
    add_load(w, manager, c.weight)
    add_accounts(w, manager, 1)
    if served:
        read_quality(w, customer)
    meet(w, customer, manager)
    note_service(w, customer)
    log(w, EventKind.COVERED, customer, manager, c.weight)


@compiled
def let_go(w: Run, customer: int) -> None:
    """Take an account out of its book; an empty book weighs nothing, whatever rounding has left of it."""
    if the_customers(w)[customer].manager != NOBODY:
        settle_service(w, customer)
        take_out(w, customer)
        read_quality(w, customer)


@compiled
def take_out(w: Run, customer: int) -> None:
    """The same for one that is lost: nobody will ask again how it was served."""
    c = the_customers(w)[customer]
    if c.manager != NOBODY:
        add_load(w, c.manager, -c.weight)
        add_accounts(w, c.manager, -1)
        c.manager = NOBODY
        c.weight = 0.0


@compiled
def change_arr(w: Run, customer: int, amount: float) -> None:
    """Change what it pays, and with it what it weighs; it may belong into the digital pool now, or out of it."""
    c = the_customers(w)[customer]
    c.arr += amount
    rebill(w, customer, amount)
    weigh(w, customer)
    reweigh(w, customer)
    change_company_arr(w, amount)
    if w.pool_open and c.stage == Stage.LIVE and c.manager == NOBODY:
        place_live(w, customer)
        serve(w)


# service ------------------------------------------------------------------------------------------------------------


@compiled
def serve(w: Run) -> None:
    """Let whoever has room take whoever waits: onboarding first, then coverage."""
    first_in = w.first_in
    if first_in[FOR_A_TAKEOVER] != NOTHING or first_in[FOR_A_SLOT] != NOTHING:
        serve_onboarding(w)
    if first_in[FOR_A_MANAGER] != NOTHING:
        serve_coverage(w)


@compiled
def team_pace(w: Run) -> float:
    """Return by what the work takes longer while the onboarding team is new."""
    r = the_rules(w)[0]
    return 1.0 / onboarding.team_pace(w.now - w.carved_out_day, r.maturity_starts_at, r.maturity_full_after)


@compiled
def serve_onboarding(w: Run) -> None:
    """Fill free slots: interrupted onboardings first, then in the order of closing."""
    while w.first_in[FOR_A_TAKEOVER] != NOTHING or w.first_in[FOR_A_SLOT] != NOTHING:
        specialist = most_room(w, RoleId.ONBOARDING)
        if specialist == NOTHING:
            return
        interrupted = w.first_in[FOR_A_TAKEOVER]
        customer = interrupted if interrupted != NOTHING else w.first_in[FOR_A_SLOT]
        leave_queue(w, customer)
        the_staff(w)[specialist].slots_in_use += 1
        forget_fullness(w, specialist)
        the_customers(w)[customer].specialist = specialist
        note_service(w, customer)
        begin_onboarding(w, customer, team_pace(w), specialist)


@compiled
def serve_coverage(w: Run) -> None:
    """Give waiting accounts to managers with room, longest wait first; the founders only when no CSM has any."""
    while w.first_in[FOR_A_MANAGER] != NOTHING:
        manager = most_room(w, RoleId.CSM)
        if manager == NOTHING:
            if w.founders_load >= founders_capacity(w, w.arr):
                return
            manager = FOUNDERS
        customer = w.first_in[FOR_A_MANAGER]
        leave_queue(w, customer)
        assign(w, customer, manager)
        if the_customers(w)[customer].stage == Stage.WAITING:
            begin_onboarding(w, customer, the_rules(w)[0].by_manager, manager)


# people leave, founders hand over  ----------------------------------------------------------------------------------


@compiled
def list_book(w: Run, manager: int) -> int:
    """List a manager's accounts, largest first, in the order of closing among equals, and return how many there are."""
    book = the_book(w)
    count = 0
    accounts = the_staff(w)[manager].accounts if manager >= 0 else w.founders_accounts
    for customer in range(w.customers):
        if count == accounts:
            break
        c = the_customers(w)[customer]
        if c.manager != manager:
            continue
        place = count
        while place > 0 and the_customers(w)[book[place - 1]].arr < c.arr:
            book[place] = book[place - 1]
            place -= 1
        book[place] = customer
        count += 1
    return count


@compiled
def drop(w: Run, customer: int) -> None:
    """An account loses its manager and waits for another; an onboarding that the manager does stops."""
    in_hand = onboarded_by_manager(w, customer)
    let_go(w, customer)
    note_service(w, customer)
    lose_relation(w, customer)
    if in_hand:
        interrupt_onboarding(w, customer)
        wait_for_takeover(w, customer)
    elif the_customers(w)[customer].stage == Stage.LIVE:
        place_live(w, customer)
    else:
        wait_for_manager(w, customer)


@compiled
def drop_all(w: Run, manager: int) -> None:
    """A manager's whole book waits for new managers, largest accounts first."""
    for place in range(list_book(w, manager)):
        drop(w, the_book(w)[place])


@compiled
def specialist_leaves(w: Run, specialist: int) -> None:
    """The onboardings in hand wait for another specialist, in the order of closing."""
    for customer in range(w.customers):
        if the_customers(w)[customer].specialist == specialist:
            release_slot(w, customer)
            note_service(w, customer)
            interrupt_onboarding(w, customer)
            wait_for_takeover(w, customer)


@compiled
def hand_over(w: Run) -> None:
    """The founders hand what exceeds their fading book to CSMs with room, and at its end drop what is left."""
    r = the_rules(w)[0]
    if w.arr < r.handover_from:
        return
    for place in range(list_book(w, FOUNDERS)):
        if w.founders_load <= founders_capacity(w, w.arr):
            break
        csm = most_room(w, RoleId.CSM)
        if csm == NOTHING:
            break
        let_go(w, the_book(w)[place])
        lose_relation(w, the_book(w)[place])
        assign(w, the_book(w)[place], csm)
    if w.arr >= r.handover_until:
        drop_all(w, FOUNDERS)
