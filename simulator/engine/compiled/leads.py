"""The leads desk: customer-sales reps work CSQLs in slots, and win more of them than account managers do."""

from __future__ import annotations

from simulator.clock import DAYS_PER_MONTH
from simulator.engine.compiled.account import days_to_renewal, draw, service_now
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.calendar import customer_timer, set_timer
from simulator.engine.compiled.desks import change_arr
from simulator.engine.compiled.run import LEAD, NOTHING, Run
from simulator.engine.compiled.staff import forget_fullness, most_room
from simulator.engine.compiled.tables import (
    the_customers,
    the_ledger,
    the_roles,
    the_rules,
    the_staff,
)
from simulator.engine.compiled.wallet import take
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.laws import effect, expansion, money
from simulator.laws.staffing import LEAD_MONTHS
from simulator.numerics.draws import CSQL_WON
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import happens
from simulator.roles import RoleId


@compiled
def take_lead(w: Run, customer: int, counts: float) -> bool:
    """Give a customer's CSQL to a rep, if one has a slot free and none is working for it already.

    `counts` is how much of CS's effect counts in the odds that it is won.
    """
    c = the_customers(w)[customer]
    rep = most_room(w, RoleId.CUSTOMER_SALES) if c.rep == NOTHING else NOTHING
    if rep == NOTHING:
        return False
    days = the_roles(w)[RoleId.CUSTOMER_SALES].lead_time
    the_staff(w)[rep].slots_in_use += 1
    forget_fullness(w, rep)
    c.rep, c.lead, c.lead_effect = rep, c.candidate, counts
    add(w, Column.LEADS, 1.0)
    log(w, EventKind.LEAD_TAKEN, customer, rep, days)
    set_timer(w, customer_timer(w, customer, LEAD), days)
    return True


@compiled
def lead_ends(w: Run, customer: int) -> None:
    """The rep has worked the lead for long enough, unless he or the customer has left."""
    if the_customers(w)[customer].rep != NOTHING:
        close_lead(w, customer, the_customers(w)[customer].rep)


@compiled
def close_lead(w: Run, customer: int, rep: int) -> None:
    """Win or lose a lead; without a rep it is for the account manager, or nobody, to win."""
    odds = odds_of_winning(w, customer, rep, the_customers(w)[customer].lead_effect)
    forget_lead(w, customer)
    log(w, EventKind.LEAD_CLOSED, customer, rep, odds)
    if buys(w, customer, the_customers(w)[customer].lead, odds):
        add(w, Column.LEADS_WON, 1.0)


@compiled
def odds_of_winning(w: Run, customer: int, rep: int, counts: float) -> float:
    """Return the odds that a CSQL is won now, worked by a rep or by NOBODY; `counts` of CS's effect is in them.

    A customer fully served has the same rep, or none.
    """
    odds = odds_under(w, service_now(w, customer), rep)
    if counts == 1.0:
        return odds
    return effect.in_effect(odds, odds_under(w, 1.0, rep), counts)


@compiled
def odds_under(w: Run, service: float, rep: int) -> float:
    """Return the odds that a CSQL is won at a level of service, worked by a rep or by NOBODY."""
    r = the_rules(w)[0]
    odds = expansion.win_odds(service, r.won_by_manager, r.won_by_nobody)
    if rep != NOBODY:
        odds = expansion.rep_win_odds(odds, the_roles(w)[RoleId.CUSTOMER_SALES].wins, the_staff(w)[rep].strength)
    return odds


@compiled
def buys(w: Run, customer: int, lead: int, odds: float) -> bool:
    """Win or lose a CSQL, and expand if it is won; that may overfill the manager's book."""
    r, c = the_rules(w)[0], the_customers(w)[customer]
    won = happens(draw(w, customer, CSQL_WON, lead), odds)
    if won:
        if r.expands_arr:
            amount = r.win_share * c.arr
            c.list_arr += r.win_share * c.list_arr
        else:
            amount = take(w, customer, r.win_share)
        add(w, Column.CSQLS_WON, 1.0)
        add(w, Column.EXPANSION_ARR, amount)
        add(w, Column.BOOKED_EXPANSION, money.earned(amount, days_to_renewal(w, customer)))
        log(w, EventKind.EXPANDED, customer, NOBODY, amount)
        change_arr(w, customer, amount)
    return won


@compiled
def forget_lead(w: Run, customer: int) -> None:
    """Free the slot of a customer's lead, if it has one."""
    c = the_customers(w)[customer]
    if c.rep != NOTHING:
        the_staff(w)[c.rep].slots_in_use -= 1
        forget_fullness(w, c.rep)
        c.rep = NOTHING


@compiled
def rep_leaves(w: Run, rep: int) -> None:
    """A rep leaves: the leads in hand are for the account managers to win, there and then."""
    for customer in range(w.customers):
        if the_customers(w)[customer].rep == rep:
            close_lead(w, customer, NOBODY)


@compiled
def csqls_a_day(w: Run) -> float:
    """Return the CSQLs a day of the last full months, three at most."""
    first, last = max(1, w.row - LEAD_MONTHS), w.row
    if last <= first:
        return 0.0
    csqls = 0.0
    for month in range(first, last):
        csqls += the_ledger(w)[month, Column.CSQLS]
    return float(csqls / ((last - first) * DAYS_PER_MONTH))
