"""A customer's life: close, onboarding, adoption and CSQLs."""

from __future__ import annotations

from simulator.engine.compiled.account import (
    adopt,
    begin_onboarding,
    begin_term,
    days_of_work,
    days_to_renewal,
    draw,
    go_live,
    leave_queue,
    lose_relation,
    mend,
    note_service,
    release_slot,
    reweigh,
    service_now,
    weigh,
)
from simulator.engine.compiled.bookkeeping import add, cohort_at, log, note_sign_off
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.desks import serve, wait_for_onboarding
from simulator.engine.compiled.digital import place_live
from simulator.engine.compiled.income import change_company_arr
from simulator.engine.compiled.leads import buys, odds_of_winning, take_lead
from simulator.engine.compiled.money import bill
from simulator.engine.compiled.run import CANDIDATE, FOR_A_MANAGER, HANDOVER, REMEDIATION, RENEWAL, SELF_START, Run
from simulator.engine.compiled.served import csql_odds_if_served, csql_rules, failure_rules, foresee_onboarding
from simulator.engine.compiled.shocks import expect_call, expect_departure
from simulator.engine.compiled.tables import (
    the_cohort_sizes,
    the_customers,
    the_in_business,
    the_new_customer,
    the_rules,
    the_segments,
    the_shares,
)
from simulator.engine.compiled.wallet import land
from simulator.engine.contract import ITSELF, NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.laws import effect, expansion, money, onboarding, selling
from simulator.laws.expansion import CsqlState
from simulator.laws.onboarding import SignOff
from simulator.numerics.draws import (
    CSQL,
    ONBOARDING_FAILS,
    ONBOARDING_MENDS,
    RISE_REFUSED,
    SEGMENT,
    uniform,
    uniform_pair,
)
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import gap_of, happens

# close --------------------------------------------------------------------------------------------------------------


@compiled
def segment_of(w: Run, entity: int) -> int:
    """Return a new customer's segment; where there is one alone, nothing is drawn."""
    if the_shares(w).shape[0] == 1:
        return 0
    return selling.segment_of(uniform(w.seed, w.run, entity, SEGMENT, 0), the_shares(w))


@compiled
def place(w: Run, entity: int, segment: int, arr: float, closed: float, term_start: float) -> int:
    """Begin the next customer as every one begins (engine/customer_state.py), and return its number."""
    customer = w.customers
    w.customers += 1
    the_customers(w)[customer] = the_new_customer(w)[0]
    c = the_customers(w)[customer]
    c.entity, c.segment, c.arr = entity, segment, arr
    c.closed, c.term_start, c.anchor = closed, term_start, term_start
    if prices_may_rise(w):
        c.rise_draw = draw(w, customer, RISE_REFUSED, 0)
    c.work = days_of_work(w, customer)
    c.value_day = closed + the_rules(w)[0].handover_days + c.work * w.work_factor
    land(w, customer)
    w.active += 1
    the_in_business(w)[w.alive] = customer
    w.alive += 1
    weigh(w, customer)
    return int(customer)


@compiled(inline=True)
def prices_may_rise(w: Run) -> bool:
    """Whether it may come to a rise of prices in this run, so that who refuses one has to be known."""
    r = the_rules(w)[0]
    return bool(r.escalator > 0.0 or r.mid_term_rise > 0.0 or w.changes_after > 0)


@compiled(inline=True)
def join_cohort(w: Run, customer: int, cohort: int) -> None:
    """Count a customer into its cohort, the last one so far: they are in the order of closing."""
    the_customers(w)[customer].cohort = cohort
    the_cohort_sizes(w)[cohort] += 1


@compiled
def close(w: Run, customer: int) -> None:
    """The deal is signed: ARR and the first term start; it asks to be onboarded once the seller lets go of it."""
    c = the_customers(w)[customer]
    join_cohort(w, customer, cohort_at(w, c.closed))
    add(w, Column.NEW_ARR, c.arr)
    add(w, Column.NEW_CUSTOMERS, 1.0)
    add(w, Column.LANDED_LIST, c.list_arr)
    add(w, Column.LANDED_WALLET, c.list_arr + c.unsold)
    change_company_arr(w, c.arr)
    log(w, EventKind.CLOSED, customer, c.segment, c.arr)
    begin_term(w, customer)
    add(w, Column.BOOKED_NEW, money.earned(c.arr, days_to_renewal(w, customer)))
    begin_life(w, customer, days_to_renewal(w, customer))
    bill(w, customer)
    if the_rules(w)[0].handover_days > 0.0:
        set_timer(w, customer_timer(w, customer, HANDOVER), the_rules(w)[0].handover_days)
    else:
        ask_for_onboarding(w, customer, the_rules(w)[0].self_start_after)


@compiled
def handed_over(w: Run, customer: int) -> None:
    """The seller lets go of the account, and it asks to be onboarded."""
    if the_customers(w)[customer].stage != Stage.LOST:
        log(w, EventKind.HANDED_OVER, customer, NOBODY, 0.0)
        lose_relation(w, customer)
        ask_for_onboarding(w, customer, the_rules(w)[0].self_start_after)
        serve(w)


@compiled
def begin_life(w: Run, customer: int, days_to_renewal: float) -> None:
    """What comes of itself from now on: term ends, candidates for CSQLs, calls of competitors, lost sponsors."""
    foresee_onboarding(w, customer)
    set_timer(w, customer_timer(w, customer, RENEWAL), days_to_renewal)
    expect_candidate(w, customer)
    expect_call(w, customer)
    expect_departure(w, customer)


@compiled
def ask_for_onboarding(w: Run, customer: int, patience: float) -> None:
    """Wait for somebody to onboard it; after `patience` days it starts by itself."""
    set_timer(w, customer_timer(w, customer, SELF_START), patience)
    wait_for_onboarding(w, customer)


# onboarding ---------------------------------------------------------------------------------------------------------


@compiled
def starts_by_itself(w: Run, customer: int) -> None:
    """Nobody could take it for so long that it goes on alone. Before the carve-out it still waits for a manager."""
    c = the_customers(w)[customer]
    if c.stage != Stage.WAITING:
        return
    if c.queue != FOR_A_MANAGER:
        leave_queue(w, customer)
    c.by_itself = 1
    begin_onboarding(w, customer, the_rules(w)[0].by_itself, ITSELF)


@compiled
def sign_off(w: Run, customer: int) -> None:
    """Hand the slot back, see whether it has worked, and ask for an account manager if there is none."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    time_to_value = w.now - c.closed
    state = SignOff(
        time_to_value=time_to_value,
        poorly_fitting=c.fits_badly != 0,
        head=w.head_effect,
    )
    odds = onboarding.failure_odds(failure_rules(r, w.plan_fails), state)
    c.failed = 1 if happens(draw(w, customer, ONBOARDING_FAILS, 0), odds) else 0
    note_sign_off(w, time_to_value)
    log(w, EventKind.SIGNED_OFF, customer, NOBODY, time_to_value)
    c.stage = Stage.LIVE
    c.by_itself = 0
    release_slot(w, customer)
    reweigh(w, customer)
    if c.failed:
        add(w, Column.FAILED, 1.0)
        log(w, EventKind.ONBOARDING_FAILED, customer, NOBODY, odds)
        set_timer(w, customer_timer(w, customer, REMEDIATION), r.mends_after)
    else:
        go_live(w, customer)
    if c.manager == NOBODY:
        place_live(w, customer)
    note_service(w, customer)


@compiled
def remediation(w: Run, customer: int) -> None:
    """The account manager, if there is one by then, tries to put a failed onboarding right."""
    c = the_customers(w)[customer]
    if c.stage != Stage.LIVE or not c.failed:
        return
    odds = the_rules(w)[0].mends_if_covered * service_now(w, customer)
    if happens(draw(w, customer, ONBOARDING_MENDS, 0), odds):
        mend(w, customer)


# adoption, CSQLs, expansion  ----------------------------------------------------------------------------------------


@compiled
def expect_candidate(w: Run, customer: int) -> None:
    """Wait for the next moment at which a CSQL might arise; they come at the full rate whatever the adoption."""
    c = the_customers(w)[customer]
    a_year = the_segments(w)[c.segment].csqls_a_year
    if a_year <= 0.0:
        return
    gap, c.candidate_draw = uniform_pair(w.seed, w.run, c.entity, CSQL, c.candidate)
    set_timer(w, customer_timer(w, customer, CANDIDATE), gap_of(gap, a_year))


@compiled
def candidate(w: Run, customer: int) -> None:
    """One candidate passes, and the next is waited for, until the customer leaves."""
    c = the_customers(w)[customer]
    if c.stage == Stage.LOST:
        return
    consider_csql(w, customer)
    c.candidate += 1
    expect_candidate(w, customer)


@compiled
def csql_odds(w: Run, customer: int) -> float:
    """Return the odds that a candidate now becomes a CSQL; one not onboarded, or not well, has adopted nothing."""
    c = the_customers(w)[customer]
    service = service_now(w, customer)
    adopt(w, customer, service)
    adoption = c.adoption if c.stage == Stage.LIVE and not c.failed else 0.0
    state = CsqlState(adoption=adoption, coverage=service, head=w.head_effect)
    return expansion.csql_odds(csql_rules(the_rules(w)[0]), state)


@compiled
def consider_csql(w: Run, customer: int) -> None:
    """A candidate becomes a CSQL in proportion to adoption; somebody, or nobody, turns it into a sale.

    One that its own odds, or those of a customer fully served, would have made a CSQL insures each against competitors.
    """
    r, c = the_rules(w)[0], the_customers(w)[customer]
    odds = csql_odds(w, customer)
    counts = 1.0
    if happens(c.candidate_draw, odds):
        c.last_csql = w.now
    if r.cs_effect != 1.0:
        actual, served = odds, csql_odds_if_served(w, customer)
        if happens(c.candidate_draw, served):
            c.last_csql_if_served = w.now
        odds = effect.in_effect(actual, served, r.cs_effect)
        if odds > 0.0:
            counts = effect.effect_on_what_follows(actual, served, r.cs_effect)
    if not happens(c.candidate_draw, odds):
        return
    add(w, Column.CSQLS, 1.0)
    log(w, EventKind.CSQL, customer, NOBODY, odds)
    if not take_lead(w, customer, counts):
        buys(w, customer, c.candidate, odds_of_winning(w, customer, NOBODY, counts))
