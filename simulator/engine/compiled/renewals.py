"""The end of a term: the customer renews, at the same size or a smaller one, or leaves."""

from __future__ import annotations

from simulator.engine.compiled.account import (
    change_arr,
    days_to_renewal,
    draw,
    leave_pool,
    let_go,
    release_slot,
    weigh,
)
from simulator.engine.compiled.bookkeeping import (
    add,
    change_company_arr,
    covered_share,
    dilution,
    log,
    renewal_odds,
)
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.customer import mend
from simulator.engine.compiled.desks import arr_changed, serve
from simulator.engine.compiled.leads import forget_lead
from simulator.engine.compiled.money import bill
from simulator.engine.compiled.pricing import reprice
from simulator.engine.compiled.queues import leave_queue
from simulator.engine.compiled.tables import the_customers, the_rules, the_segments
from simulator.engine.compiled.world import (
    LIVE,
    LOST,
    RENEWAL,
    Run,
)
from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.laws import retention
from simulator.numerics.draws import (
    CONTRACTION,
    RENEWAL_MENDS,
)
from simulator.numerics.draws import RENEWAL as RENEWAL_DECISION
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens

CONTRACTION_ARR = int(Column.CONTRACTION_ARR)
CHURN_ARR = int(Column.CHURN_ARR)
LOST_CUSTOMERS = int(Column.LOST_CUSTOMERS)
DUE_ARR = int(Column.DUE_ARR)
RENEWED_ARR = int(Column.RENEWED_ARR)
FIRST_DUE = int(Column.FIRST_DUE)
FIRST_RENEWED = int(Column.FIRST_RENEWED)

RENEWED = int(EventKind.RENEWED)
CONTRACTED = int(EventKind.CONTRACTED)
CHURNED = int(EventKind.CHURNED)


@compiled(inner=True)
def term_end(w: Run, customer: int) -> None:
    """The customer renews or leaves. An account not onboarded by now counts as failed."""
    c = the_customers(w)[customer]
    spread = covered_share(w, customer) * dilution(w, customer)
    odds = renewal_odds(w, customer, spread, c.failed != 0 or c.stage != LIVE)
    c.terms += 1
    first = 1.0 if c.terms == 1 and c.cohort > 0 else 0.0
    add(w, DUE_ARR, c.arr)
    add(w, FIRST_DUE, first)
    if not happens(draw(w, customer, RENEWAL_DECISION, c.terms), odds):
        leave(w, customer, odds)
        return
    add(w, RENEWED_ARR, c.arr)
    add(w, FIRST_RENEWED, first)
    log(w, RENEWED, customer, NOBODY, odds)
    if not w.had_head:
        w.founder_renewals += c.arr
    c.competitor, c.sponsor = 0, 0
    c.term_start = w.now
    c.served_days = 0.0
    c.served_since = w.now
    if c.failed and happens(draw(w, customer, RENEWAL_MENDS, c.terms), the_rules(w)[0].mends_at_renewal):
        mend(w, customer)
    maybe_contract(w, customer, spread)
    reprice(w, customer, spread)
    bill(w, customer)
    set_timer(w, customer_timer(w, customer, RENEWAL), days_to_renewal(w, customer))


@compiled(inner=True)
def maybe_contract(w: Run, customer: int, covered: float) -> None:
    """A renewal may shrink, the likelier the less the customer was covered."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    odds = retention.contraction_odds(covered, r.cs_effect, r.contraction_odds, r.contraction_uncovered)
    if happens(draw(w, customer, CONTRACTION, c.terms), odds * the_segments(w)[c.segment].share_of_year):
        amount = c.arr * r.contraction_by
        add(w, CONTRACTION_ARR, amount)
        log(w, CONTRACTED, customer, NOBODY, amount)
        c.list_arr -= c.list_arr * r.contraction_by
        change_arr(w, customer, -amount)
        arr_changed(w, customer)
        serve(w)


@compiled(inner=True)
def leave(w: Run, customer: int, odds: float) -> None:
    """The customer is lost: its slot and its place in a book are free again."""
    c = the_customers(w)[customer]
    log(w, CHURNED, customer, NOBODY, odds)
    add(w, CHURN_ARR, c.arr)
    add(w, LOST_CUSTOMERS, 1.0)
    change_company_arr(w, -c.arr)
    release_slot(w, customer)
    leave_queue(w, customer)
    leave_pool(w, customer)
    let_go(w, customer)
    forget_lead(w, customer)
    c.arr = 0.0
    c.stage = LOST
    w.active -= 1
    weigh(w, customer)
    serve(w)
