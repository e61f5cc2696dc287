"""What can be done to one account: weigh it, begin or stop its onboarding, settle its adoption, let it queue."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.run import NO_QUEUE, NOTHING, SELF_START, SIGN_OFF, Run
from simulator.engine.compiled.staff import forget_fullness, quality_days, quality_of, settle_quality
from simulator.engine.compiled.tables import the_customers, the_rules, the_segments, the_staff
from simulator.engine.contract import NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.laws import books, expansion, onboarding, relations
from simulator.laws.months import days_until, months_after
from simulator.laws.retention import RenewalState
from simulator.numerics.draws import ONBOARDING_WORK, uniform
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens


@compiled(inline=True)
def draw(w: Run, customer: int, decision: int, visit: int) -> float:
    """Return a customer's keyed uniform."""
    return uniform(w.seed, w.run, the_customers(w)[customer].entity, decision, visit)


@compiled(inline=True)
def kind_of(w: Run, customer: int) -> Any:
    """Return its segment's row; a number without a sign is not asked whether it counts from the end."""
    return the_segments(w)[np.uint64(the_customers(w)[customer].segment)]


@compiled
def begin_term(w: Run, customer: int) -> None:
    """Note when the term that begins will end, in whole months from the first day of the contract."""
    c = the_customers(w)[customer]
    c.renews = months_after(c.anchor, (c.terms + 1) * kind_of(w, customer).term_months)


@compiled
def days_to_renewal(w: Run, customer: int) -> float:
    """Return the days to the end of the running term."""
    return float(days_until(w.now, the_customers(w)[customer].renews))


# adoption and service  ----------------------------------------------------------------------------------------------


@compiled(inline=True)
def settle_adoption(w: Run, customer: int) -> None:
    """Bring adoption up to today, at the pace that the service of this time allows."""
    adopt(w, customer, service_now(w, customer))


@compiled
def adopt(w: Run, customer: int, service: float) -> None:
    """Bring adoption up to today, at the pace that a level of service allows.

    Where onboarding is not behind, or has failed, nobody asks for it before it begins anew.
    """
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    if c.stage != Stage.LIVE or c.failed:
        return
    now = w.now
    if now == c.adoption_day:
        return
    pace = expansion.time_constant(service, r.adoption_covered, r.adoption_uncovered)
    c.adoption = expansion.adoption_after(c.adoption, now - c.adoption_day, pace)
    c.adoption_day = now


@compiled
def note_service(w: Run, customer: int) -> None:
    """Being onboarded by a specialist or held by a manager is coverage, being in the pool some; waiting is none."""
    c = the_customers(w)[customer]
    service = the_rules(w)[0].digital_effect if c.in_pool else 0.0
    if c.manager != NOBODY or c.specialist != NOTHING:
        service = 1.0
    if service != c.service:
        settle_service(w, customer)
        c.service = service


@compiled
def settle_service(w: Run, customer: int) -> None:
    """Count the days served so far; called before whoever serves it, or how well, changes."""
    c = the_customers(w)[customer]
    adds_up_to = quality_days(w, c.manager)
    adopt(w, customer, service_at(w, customer, adds_up_to))
    c.served_days += c.service * (adds_up_to - c.quality_then)
    c.served_since, c.quality_then = w.now, adds_up_to


@compiled(inline=True)
def read_quality(w: Run, customer: int) -> None:
    """Its service counts from now on: remember what its manager's quality adds up to."""
    c = the_customers(w)[customer]
    c.served_since, c.quality_then = w.now, quality_days(w, c.manager)


@compiled
def served_before(w: Run, customer: int, since: float) -> None:
    """Its manager has looked after it, at full quality, since a day before the first."""
    c = the_customers(w)[customer]
    c.served_since = since
    c.quality_then -= w.now - since


@compiled(inline=True)
def quality_days_of(w: Run, customer: int, adds_up_to: float) -> float:
    """Return the days since its service last changed, as good as they were; without a manager all are.

    `adds_up_to` is the `quality_days` of its manager by now.
    """
    c = the_customers(w)[customer]
    return float(adds_up_to - c.quality_then)


@compiled(inline=True)
def service_now(w: Run, customer: int) -> float:
    """Return the level of service that counts now, at the mean quality since it last changed or the term began."""
    c = the_customers(w)[customer]
    if c.manager == NOBODY:
        return float(c.service)
    return service_at(w, customer, quality_days(w, c.manager))


@compiled(inline=True)
def service_at(w: Run, customer: int, adds_up_to: float) -> float:
    """Return the same, where what its manager's quality `adds_up_to` is known."""
    c = the_customers(w)[customer]
    if c.manager == NOBODY:
        return float(c.service)
    days = w.now - c.served_since
    now = 0.0 if days > 0.0 else quality_of(w, c.manager)
    return float(books.served_at(c.service, quality_days_of(w, customer, adds_up_to), days, now))


# books --------------------------------------------------------------------------------------------------------------


@compiled
def weigh(w: Run, customer: int) -> None:
    """Bring what an account weighs, and all accounts together, up to date with its ARR."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    load = 0.0
    if c.stage != Stage.LOST:
        load = books.load_of(c.arr, r.load_floor)
    w.load += load - c.load
    c.load = load


@compiled
def weight_of(w: Run, customer: int) -> float:
    """Return what an account weighs in its manager's book now; more while the manager onboards it."""
    c = the_customers(w)[customer]
    if c.stage == Stage.WAITING or (c.stage == Stage.ONBOARDING and not c.by_itself):
        return float(c.load * the_rules(w)[0].manager_weight)
    return float(c.load)


@compiled(inline=True)
def add_load(w: Run, manager: int, load: float) -> None:
    """Add to a book: a CSM's, or the founders'."""
    settle_quality(w, manager)
    if manager >= 0:
        the_staff(w)[manager].load += load
        forget_fullness(w, manager)
    else:
        w.founders_load += load
        w.founders_quality = np.nan


@compiled
def reweigh(w: Run, customer: int) -> None:
    """Bring a book up to date after an account's ARR or stage has changed."""
    c = the_customers(w)[customer]
    if c.manager != NOBODY:
        weight = weight_of(w, customer)
        add_load(w, c.manager, weight - c.weight)
        c.weight = weight


# relation to an account manager ---------------------------------------------------------------------------------------


@compiled
def lose_relation(w: Run, customer: int) -> None:
    """Whoever looked after it is gone, and with them some of what it had adopted."""
    c = the_customers(w)[customer]
    c.relation_loss, c.relation_lost, c.relation_since = 1.0, w.now, np.inf
    add(w, Column.RELATIONS_LOST, 1.0)
    kept = the_rules(w)[0].relations_adoption
    if kept < 1.0:
        settle_adoption(w, customer)
        c.adoption *= kept


@compiled
def meet(w: Run, customer: int, manager: int) -> None:
    """Somebody takes over, and what was lost begins to come back; the founders have been there all the time."""
    c = the_customers(w)[customer]
    if c.relation_loss > 0.0:
        joined = the_staff(w)[manager].joined if manager >= 0 else -np.inf
        c.relation_loss = relations.loss_under(joined, c.relation_lost, the_rules(w)[0].relations_in_place)
        c.relation_since = w.now


# price ----------------------------------------------------------------------------------------------------------------


@compiled(inline=True)
def rise_of(c: Any, r: Any) -> float:
    """Return by what a customer's price would rise a year; who refuses pays what it has paid, whatever is asked."""
    return r.escalator if r.escalator > 0.0 and not happens(c.rise_draw, r.rise_refused) else 0.0


# what a renewal depends on --------------------------------------------------------------------------------------------


@compiled(inline=True)
def renewal_state(
    c: Any, kind: Any, covered: float, failed: bool, head: float, strain: float, rise: float
) -> RenewalState:
    """Return how a customer of a `kind`, its segment's row, stands towards its renewal.

    `covered` is the covered share of its term, at its quality, `strain` what is left of a lost relation, `rise`
    what its price would rise a year.
    """
    return RenewalState(
        coverage=covered,
        failed=failed,
        poorly_fitting=c.fits_badly != 0,
        head=head,
        competitor=c.competitor != 0,
        sponsor=c.sponsor != 0,
        relation=strain,
        rise=rise,
        risen=c.risen,
        marks_weigh=kind.marks_weigh,
    )


# onboarding ---------------------------------------------------------------------------------------------------------


@compiled
def days_of_work(w: Run, customer: int) -> float:
    """Return the days of work that its onboarding takes a specialist."""
    r = the_rules(w)[0]
    u = draw(w, customer, ONBOARDING_WORK, 0)
    days = onboarding.work_days(u, r.work_shape, r.work_mean, r.work_cv)
    return float(days * kind_of(w, customer).onboarding_effort)


@compiled
def begin_onboarding(w: Run, customer: int, pace: float, by: int) -> None:
    """Work starts, or goes on after a take-over; sign-off comes when it is done. `pace` above 1 is slower."""
    c = the_customers(w)[customer]
    now = w.now
    if not c.begun:
        c.work_left = c.work * w.work_factor * pace
        c.begun = 1
        add(w, Column.ONBOARDINGS_BEGUN, 1.0)
        add(w, Column.WAIT_DAYS, now - c.closed)
    else:
        c.work_left *= pace / c.pace
    c.pace = pace
    c.stage = Stage.ONBOARDING
    c.sign_off_day = now + c.work_left
    log(w, EventKind.ONBOARDING_BEGAN, customer, by, c.work_left)
    set_timer(w, customer_timer(w, customer, SIGN_OFF), c.work_left)


@compiled
def interrupt_onboarding(w: Run, customer: int) -> None:
    """Whoever was on it has left; what is left of the work, and some more, waits for another."""
    c = the_customers(w)[customer]
    c.work_left = c.sign_off_day - w.now + the_rules(w)[0].takeover_delay
    c.stage = Stage.WAITING
    log(w, EventKind.ONBOARDING_INTERRUPTED, customer, NOBODY, c.work_left)
    set_timer(w, customer_timer(w, customer, SELF_START), the_rules(w)[0].self_start_after)


@compiled
def release_slot(w: Run, customer: int) -> None:
    """Give the specialist's slot back, if it had one."""
    c = the_customers(w)[customer]
    if c.specialist != NOTHING:
        the_staff(w)[c.specialist].slots_in_use -= 1
        forget_fullness(w, c.specialist)
        c.specialist = NOTHING


@compiled(inline=True)
def onboarded_by_manager(w: Run, customer: int) -> bool:
    """Whether its account manager is onboarding it."""
    c = the_customers(w)[customer]
    return bool(c.stage == Stage.ONBOARDING and not c.by_itself)


@compiled
def go_live(w: Run, customer: int) -> None:
    """The product is in use: adoption grows from here on."""
    c = the_customers(w)[customer]
    c.adoption = 0.0
    c.adoption_day = w.now


@compiled
def mend(w: Run, customer: int) -> None:
    """A failed onboarding has come right after all."""
    the_customers(w)[customer].failed = 0
    add(w, Column.MENDED, 1.0)
    log(w, EventKind.ONBOARDING_MENDED, customer, NOBODY, 0.0)
    go_live(w, customer)


# queues: first in, first out; anybody may leave from the middle, and nobody is in two -------------------------------


@compiled
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


@compiled
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
