"""What can be done to one account: weigh it, put it into a book, begin or stop its onboarding, settle its adoption."""

from __future__ import annotations

from simulator.engine.compiled.bookkeeping import add, change_company_arr, log, settle_pool
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.money import rebill
from simulator.engine.compiled.staff import forget_fullness
from simulator.engine.compiled.tables import the_customers, the_rules, the_segments, the_staff
from simulator.engine.compiled.world import LIVE, LOST, NOTHING, ONBOARDING, SELF_START, SIGN_OFF, WAITING, Run
from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.laws import coverage, expansion, onboarding
from simulator.laws.months import days_until, months_after
from simulator.numerics.draws import ONBOARDING_WORK, uniform
from simulator.numerics.jit import compiled

ONBOARDINGS_BEGUN = int(Column.ONBOARDINGS_BEGUN)
WAIT_DAYS = int(Column.WAIT_DAYS)

ONBOARDING_BEGAN = int(EventKind.ONBOARDING_BEGAN)
ONBOARDING_INTERRUPTED = int(EventKind.ONBOARDING_INTERRUPTED)
COVERED = int(EventKind.COVERED)


@compiled(inline=True, inner=True)
def draw(w: Run, customer: int, decision: int, visit: int) -> float:
    """Return a customer's keyed uniform."""
    return uniform(w.seed, w.run, the_customers(w)[customer].entity, decision, visit)


@compiled(inner=True)
def days_to_renewal(w: Run, customer: int) -> float:
    """Return the days to the next term end, in whole months from the first day of the contract."""
    c = the_customers(w)[customer]
    term_end = months_after(c.anchor, (c.terms + 1) * the_segments(w)[c.segment].term_months)
    return float(days_until(w.now, term_end))


# adoption and service  ----------------------------------------------------------------------------------------------


@compiled(inner=True)
def settle_adoption(w: Run, customer: int) -> None:
    """Bring adoption up to today, at the pace of the time since it was last settled.

    Where onboarding is not behind, or has failed, nobody asks for it before it begins anew.
    """
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    if c.stage != LIVE or c.failed:
        return
    now = w.now
    pace = expansion.time_constant(c.service, r.adoption_covered, r.adoption_uncovered, r.cs_effect)
    c.adoption = expansion.adoption_after(c.adoption, now - c.adoption_day, pace)
    c.adoption_day = now


@compiled(inner=True)
def note_service(w: Run, customer: int) -> None:
    """Being onboarded by a specialist or held by a manager is coverage, being in the pool some; waiting is none."""
    c = the_customers(w)[customer]
    service = the_rules(w)[0].digital_effect if c.in_pool else 0.0
    if c.manager != NOBODY or c.specialist != NOTHING:
        service = 1.0
    if service == c.service:
        return
    now = w.now
    settle_adoption(w, customer)
    c.served_days += c.service * (now - c.served_since)
    c.service = service
    c.served_since = now


# books --------------------------------------------------------------------------------------------------------------


@compiled(inner=True)
def weigh(w: Run, customer: int) -> None:
    """Bring what an account weighs, and all accounts together, up to date with its ARR."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    load = 0.0
    if c.stage != LOST:
        load = coverage.load_of(c.arr, r.load_floor, r.load_knee, r.load_exponent)
    w.load += load - c.load
    c.load = load


@compiled(inner=True)
def weight_of(w: Run, customer: int) -> float:
    """Return what an account weighs in its manager's book now; more while the manager onboards it."""
    c = the_customers(w)[customer]
    if c.stage == WAITING or (c.stage == ONBOARDING and not c.by_itself):
        return float(c.load * the_rules(w)[0].manager_weight)
    return float(c.load)


@compiled(inline=True, inner=True)
def add_load(w: Run, manager: int, load: float) -> None:
    """Add to a book: a CSM's, or the founders'."""
    if manager >= 0:
        the_staff(w)[manager].load += load
        forget_fullness(w, manager)
    else:
        w.founders_load += load


@compiled(inline=True, inner=True)
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


@compiled(inner=True)
def reweigh(w: Run, customer: int) -> None:
    """Bring a book up to date after an account's ARR or stage has changed."""
    c = the_customers(w)[customer]
    if c.manager != NOBODY:
        weight = weight_of(w, customer)
        add_load(w, c.manager, weight - c.weight)
        c.weight = weight


@compiled(inner=True)
def leave_pool(w: Run, customer: int) -> None:
    """A manager has taken the account, or it is lost."""
    c = the_customers(w)[customer]
    if c.in_pool:
        settle_pool(w)
        w.pooled -= 1
        c.in_pool = 0


@compiled(inner=True)
def assign(w: Run, customer: int, manager: int) -> None:
    """Put an account into a book. One still to be onboarded weighs more until sign-off."""
    leave_pool(w, customer)
    c = the_customers(w)[customer]
    c.manager = manager
    c.weight = weight_of(w, customer)
    add_load(w, manager, c.weight)
    add_accounts(w, manager, 1)
    note_service(w, customer)
    log(w, COVERED, customer, manager, c.weight)


@compiled(inner=True)
def let_go(w: Run, customer: int) -> None:
    """Take an account out of its book; an empty book weighs nothing, whatever rounding has left of it."""
    c = the_customers(w)[customer]
    if c.manager != NOBODY:
        add_load(w, c.manager, -c.weight)
        add_accounts(w, c.manager, -1)
        c.manager = NOBODY
        c.weight = 0.0


@compiled(inner=True)
def change_arr(w: Run, customer: int, amount: float) -> None:
    """Change what it pays, and with it what it weighs."""
    the_customers(w)[customer].arr += amount
    rebill(w, customer, amount)
    weigh(w, customer)
    reweigh(w, customer)
    change_company_arr(w, amount)


# onboarding ---------------------------------------------------------------------------------------------------------


@compiled(inner=True)
def days_of_work(w: Run, customer: int) -> float:
    """Return the days of work that its onboarding takes a specialist."""
    r = the_rules(w)[0]
    luck = draw(w, customer, ONBOARDING_WORK, 0)
    days = onboarding.work_days(luck, r.work_shape, r.work_mean, r.work_cv)
    return float(days * the_segments(w)[the_customers(w)[customer].segment].onboarding_effort)


@compiled(inner=True)
def begin_onboarding(w: Run, customer: int, pace: float, by: int) -> None:
    """Work starts, or goes on after a take-over; sign-off comes when it is done. `pace` above 1 is slower."""
    c = the_customers(w)[customer]
    now = w.now
    if not c.begun:
        c.work_left = c.work * w.work_factor * pace
        c.begun = 1
        add(w, ONBOARDINGS_BEGUN, 1.0)
        add(w, WAIT_DAYS, now - c.closed)
    else:
        c.work_left *= pace / c.pace
    c.pace = pace
    c.stage = ONBOARDING
    c.sign_off_day = now + c.work_left
    log(w, ONBOARDING_BEGAN, customer, by, c.work_left)
    set_timer(w, customer_timer(w, customer, SIGN_OFF), c.work_left)


@compiled(inner=True)
def interrupt_onboarding(w: Run, customer: int) -> None:
    """Whoever was on it has left; what is left of the work, and some more, waits for another."""
    c = the_customers(w)[customer]
    c.work_left = c.sign_off_day - w.now + the_rules(w)[0].takeover_delay
    c.stage = WAITING
    log(w, ONBOARDING_INTERRUPTED, customer, NOBODY, c.work_left)
    set_timer(w, customer_timer(w, customer, SELF_START), the_rules(w)[0].self_start_after)


@compiled(inner=True)
def release_slot(w: Run, customer: int) -> None:
    """Give the specialist's slot back, if it had one."""
    c = the_customers(w)[customer]
    if c.specialist != NOTHING:
        the_staff(w)[c.specialist].hands -= 1
        forget_fullness(w, c.specialist)
        c.specialist = NOTHING


@compiled(inline=True, inner=True)
def in_managers_hands(w: Run, customer: int) -> bool:
    """Whether its account manager is onboarding it."""
    c = the_customers(w)[customer]
    return bool(c.stage == ONBOARDING and not c.by_itself)
