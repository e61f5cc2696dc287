"""The end of a term: the customer leaves or renews, smaller or not, and at which prices; and prices in mid-term."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.account import (
    begin_term,
    days_to_renewal,
    draw,
    kind_of,
    leave_queue,
    mend,
    quality_days_of,
    release_slot,
    renewal_state,
    rise_of,
    weigh,
)
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.desks import change_arr, serve, take_out
from simulator.engine.compiled.digital import leave_pool
from simulator.engine.compiled.income import change_company_arr
from simulator.engine.compiled.leads import forget_lead
from simulator.engine.compiled.money import bill
from simulator.engine.compiled.run import RENEWAL, RISE, Run
from simulator.engine.compiled.served import renewal_may_mend, renewal_odds_if_served, renewal_rules
from simulator.engine.compiled.staff import quality_days
from simulator.engine.compiled.tables import the_cohort_sizes, the_customers, the_rules
from simulator.engine.compiled.wallet import grow_wallet, note_unsold
from simulator.engine.contract import NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.laws import coverage, effect, money, products, relations, retention, terms
from simulator.numerics.draws import CONTRACTION, PACKAGE, RECAPTURE, RENEWAL_MENDS
from simulator.numerics.draws import RENEWAL as RENEWAL_DECISION
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import happens


@compiled
def term_end(w: Run, customer: int) -> None:
    """The customer renews or leaves. An account not onboarded by now counts as failed if there was time for it."""
    r, c = the_rules(w)[0], the_customers(w)[customer]
    years = kind_of(w, customer).years
    adds_up_to = quality_days(w, c.manager)
    covered = covered_share(w, customer, adds_up_to)
    overdue = c.stage != Stage.LIVE and w.now - c.closed >= r.failed_after
    a_year = renewal_odds(w, customer, covered, c.failed != 0 or overdue)
    plainly = r.cs_effect == 1.0 and not w.logging
    odds = 0.0 if plainly else odds_in_effect(w, customer, a_year)
    c.terms += 1
    first = 1.0 if c.terms == 1 and c.cohort > 0 else 0.0
    add(w, Column.DUE_ARR, c.arr)
    if first > 0.0:
        add(w, Column.FIRST_DUE, first)
    luck = draw(w, customer, RENEWAL_DECISION, c.terms)
    if not (terms.is_kept(luck, a_year, years) if plainly else happens(luck, odds)):
        leave(w, customer, odds)
        return
    add(w, Column.RENEWED_ARR, c.arr)
    if first > 0.0:
        add(w, Column.FIRST_RENEWED, first)
    log(w, EventKind.RENEWED, customer, NOBODY, odds)
    if not w.had_head:
        w.founder_renewals += c.arr
    c.served_since, c.quality_then = w.now, adds_up_to
    c.term_start = w.now
    c.served_days = 0.0
    if c.failed and terms.comes_within(draw(w, customer, RENEWAL_MENDS, c.terms), r.mends_at_renewal, years):
        mend(w, customer)
    renewal_may_mend(w, customer)
    maybe_contract(w, customer, covered)
    reprice(w, customer, covered)
    grow_wallet(w, customer)
    begin_term(w, customer)
    forget_marks(w, customer)
    add(w, Column.BOOKED_RENEWALS, money.earned(c.arr, days_to_renewal(w, customer)))
    bill(w, customer)
    set_timer(w, customer_timer(w, customer, RENEWAL), days_to_renewal(w, customer))


@compiled
def forget_marks(w: Run, customer: int) -> None:
    """A term has begun: marks that will not count at its end are gone."""
    c = the_customers(w)[customer]
    years = kind_of(w, customer).years
    if c.competitor and not terms.outlasts(c.competitor_day, years, c.renews):
        c.competitor = 0
    if c.sponsor and not terms.outlasts(c.sponsor_day, years, c.renews):
        c.sponsor = 0
    if c.risen > 0.0 and not terms.outlasts(c.risen_day, years, c.renews):
        c.risen = 0.0
    if the_rules(w)[0].cs_effect == 1.0:
        return
    if not terms.outlasts(c.competitor_day_if_served, years, c.renews):
        c.competitor_day_if_served = -np.inf
    if not terms.outlasts(c.sponsor_day_if_served, years, c.renews):
        c.sponsor_day_if_served = -np.inf


@compiled
def maybe_contract(w: Run, customer: int, covered: float) -> None:
    """A renewal may shrink, the likelier the less the customer was covered."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    luck = draw(w, customer, CONTRACTION, c.terms)
    a_year = retention.contraction_odds(covered, r.contraction_odds, r.contraction_uncovered)
    years = kind_of(w, customer).years
    if r.cs_effect == 1.0:
        contracts = terms.comes_within(luck, a_year, years)
    else:
        if_served = retention.contraction_odds(1.0, r.contraction_odds, r.contraction_uncovered)
        odds, odds_if_served = terms.occurs_within(a_year, years), terms.occurs_within(if_served, years)
        contracts = happens(luck, effect.in_effect(odds, odds_if_served, r.cs_effect))
    if contracts:
        amount = c.arr * r.contraction_by
        add(w, Column.CONTRACTION_ARR, amount)
        log(w, EventKind.CONTRACTED, customer, NOBODY, amount)
        c.list_arr -= c.list_arr * r.contraction_by
        change_arr(w, customer, -amount)
        serve(w)


@compiled
def leave(w: Run, customer: int, odds: float) -> None:
    """The customer is lost: its slot and its place in a book are free again."""
    c = the_customers(w)[customer]
    log(w, EventKind.CHURNED, customer, NOBODY, odds)
    add(w, Column.CHURN_ARR, c.arr)
    add(w, Column.LOST_CUSTOMERS, 1.0)
    change_company_arr(w, -c.arr)
    release_slot(w, customer)
    leave_queue(w, customer)
    leave_pool(w, customer)
    take_out(w, customer)
    forget_lead(w, customer)
    c.arr = 0.0
    c.stage = Stage.LOST
    w.active -= 1
    the_cohort_sizes(w)[c.cohort] -= 1
    weigh(w, customer)
    serve(w)


@compiled(inline=True)
def covered_share(w: Run, customer: int, adds_up_to: float) -> float:
    """Return the share of its running term in which a customer was covered, days counting as their service was good.

    `adds_up_to` is the `quality_days` of its manager by now.
    """
    c = the_customers(w)[customer]
    since = quality_days_of(w, customer, adds_up_to)
    return coverage.covered_share(w.now - c.term_start, c.served_days, c.service, since)


@compiled
def renewal_odds(w: Run, customer: int, covered: float, failed: bool) -> float:
    """Return the probability of renewing at a term's end, by the year; `covered` is the covered share of the term."""
    c = the_customers(w)[customer]
    kind = kind_of(w, customer)
    r = the_rules(w)[0]
    strain = relations.strain(c.relation_loss, c.relation_since, w.now, r.relations_fade_after)
    state = renewal_state(c, kind, covered, failed, w.head_effect, strain, rise_of(c, r))
    return logistic(retention.renewal_log_odds(kind.renewal_log_odds, renewal_rules(r), state))


@compiled
def odds_in_effect(w: Run, customer: int, a_year: float) -> float:
    """Return the probability of renewing for a term that counts, where by the year it is `a_year`."""
    cs_effect = the_rules(w)[0].cs_effect
    odds = terms.kept_over(a_year, kind_of(w, customer).years)
    if cs_effect == 1.0:
        return odds
    return effect.in_effect(odds, renewal_odds_if_served(w, customer, True), cs_effect)


# prices ---------------------------------------------------------------------------------------------------------------


@compiled
def reprice(w: Run, customer: int, covered: float) -> None:
    """Take launch discount back, raise the price, sell a package, in this order.

    `covered` is the covered share of the term that has ended, at its quality.
    """
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    years = kind_of(w, customer).years
    amount = r.recapture_share * products.discount_left(c.list_arr, c.arr)
    if amount > 0.0 and comes_if_covered(w, customer, RECAPTURE, r.recapture_odds, covered):
        gain(w, customer, Column.RECAPTURE_ARR, EventKind.RECAPTURED, amount)
    if rise_of(c, r) > 0.0:
        raise_price(w, customer, terms.rise_over(r.escalator, years), Column.ESCALATOR_ARR, EventKind.ESCALATED)
    if not w.sells_packages or c.has_package:
        return
    if comes_if_covered(w, customer, PACKAGE, r.package_odds, covered):
        c.has_package = 1
        amount = c.arr * r.package_price
        c.list_arr += amount
        gain(w, customer, Column.PACKAGE_ARR, EventKind.PACKAGE_SOLD, amount)


@compiled
def raise_price(w: Run, customer: int, rise: float, column: int, kind: int) -> None:
    """Price and list price rise alike, for what it has and for what it may still buy."""
    c = the_customers(w)[customer]
    c.core_price += c.core_price * rise
    c.list_arr += c.list_arr * rise
    note_unsold(w, customer)
    gain(w, customer, column, kind, c.arr * rise)


@compiled(inline=True)
def comes_if_covered(w: Run, customer: int, decision: int, a_year: float, covered: float) -> bool:
    """Whether the renewal of a term brings what a covered year brings with odds of `a_year`."""
    c, cs_effect = the_customers(w)[customer], the_rules(w)[0].cs_effect
    years, luck = kind_of(w, customer).years, draw(w, customer, decision, c.terms)
    if cs_effect == 1.0:
        return terms.comes_within(luck, a_year * covered, years)
    odds, if_served = terms.occurs_within(a_year * covered, years), terms.occurs_within(a_year, years)
    return happens(luck, effect.in_effect(odds, if_served, cs_effect))


@compiled
def gain(w: Run, customer: int, column: int, kind: int, amount: float) -> None:
    """Add to what a customer pays, and write it down."""
    add(w, column, amount)
    log(w, kind, customer, NOBODY, amount)
    change_arr(w, customer, amount)


# prices in mid-term ---------------------------------------------------------------------------------------------------


@compiled
def expect_rise(w: Run) -> None:
    """Wait for the day on which prices rise in mid-term, unless it is behind or never comes."""
    day = the_rules(w)[0].mid_term_rise_day
    set_timer(w, RISE, day - w.now if day > w.now else np.inf)


@compiled
def raise_prices(w: Run) -> None:
    """Whoever is live and does not refuse pays more at once and remembers it, in the order of closing."""
    r = the_rules(w)[0]
    rise = r.mid_term_rise
    for customer in range(w.customers):
        c = the_customers(w)[customer]
        if c.stage == Stage.LIVE and rise > 0.0 and not happens(c.rise_draw, r.rise_refused):
            c.risen, c.risen_day = c.risen + rise, w.now
            add(w, Column.BOOKED_EXPANSION, money.earned(c.arr * rise, days_to_renewal(w, customer)))
            raise_price(w, customer, rise, Column.RISE_ARR, EventKind.PRICE_RISEN)
