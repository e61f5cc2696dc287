"""Invoices and investors: what is billed ahead and when it is paid, rounds of funding, hiring that waits for money."""

from __future__ import annotations

from simulator.engine.compiled.accounts import months_left
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.calendar import customer_timer, month_end_day, set_timer
from simulator.engine.compiled.tables import the_customers, the_ledger, the_raised, the_rounds, the_rules, the_segments
from simulator.engine.compiled.world import BILL, Run
from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.jit import compiled
from simulator.laws import money

CASH = int(Column.CASH)
DEFERRED = int(Column.DEFERRED)
RECEIVABLES = int(Column.RECEIVABLES)
BILLINGS = int(Column.BILLINGS)
COLLECTED = int(Column.COLLECTED)
FUNDING = int(Column.FUNDING)

INVOICED = int(EventKind.INVOICED)
ROUND_RAISED = int(EventKind.ROUND_RAISED)
HIRING_HELD = int(EventKind.HIRING_HELD)
HIRING_RESUMED = int(EventKind.HIRING_RESUMED)


@compiled(inner=True)
def bill(w: Run, customer: int) -> None:
    """Invoice the next year of the term ahead, or what is left of it; a longer term is billed again after that."""
    c = the_customers(w)[customer]
    term_end = (c.terms + 1) * the_segments(w)[c.segment].term_months
    months = money.months_to_bill(c.billed_months, term_end)
    amount = money.invoiced(c.arr, months)
    c.billed_months += months
    log(w, INVOICED, customer, months, amount)
    invoice(w, amount)
    if c.billed_months < term_end:
        set_timer(w, customer_timer(w, customer, BILL), days_billed(w, customer))


@compiled(inner=True)
def days_billed(w: Run, customer: int) -> float:
    """Return the days from now for which the customer has been billed."""
    c = the_customers(w)[customer]
    return float(c.anchor + month_end_day(c.billed_months) - w.now)


@compiled(inner=True)
def rebill(w: Run, customer: int, amount: float) -> None:
    """Bill a change of ARR for the rest of the running period, or credit it."""
    invoice(w, money.earned(amount, days_billed(w, customer)))


@compiled(inner=True)
def invoice(w: Run, amount: float) -> None:
    """Write an invoice today and wait for its money."""
    add(w, BILLINGS, amount)
    collect(w, amount, w.now + the_rules(w)[0].collection_days)


@compiled(inner=True)
def collect(w: Run, amount: float, day: float) -> None:
    """Book what will be paid on a day to its month; what is paid after the last month end is never seen."""
    month = max(w.row, money.month_of(day))
    if month <= the_rules(w)[0].months:
        the_ledger(w)[month, COLLECTED] += amount


@compiled(inner=True)
def open_billing(w: Run, customer: int) -> None:
    """An account of the opening book: the running period is billed already, and perhaps not paid yet."""
    c = the_customers(w)[customer]
    term, pays_after = the_segments(w)[c.segment].term_months, the_rules(w)[0].collection_days
    opening = the_ledger(w)[0]
    billed = money.billed_before(c.anchor)
    since = max(c.anchor + month_end_day(billed), c.term_start)
    c.billed_months = min(billed + money.MONTHS_BILLED_AHEAD, term)
    ahead = days_billed(w, customer)
    opening[DEFERRED] += money.earned(c.arr, ahead)
    if money.month_of(since + pays_after) > 0:
        unpaid = money.earned(c.arr, ahead - since)
        opening[RECEIVABLES] += unpaid
        collect(w, unpaid, since + pays_after)
    if c.billed_months < term:
        set_timer(w, customer_timer(w, customer, BILL), ahead)


# investors ----------------------------------------------------------------------------------------------------------


@compiled(inner=True)
def raise_round(w: Run, number: int) -> None:
    """A round is closed and its money in the bank."""
    amount = the_rounds(w)[number].amount
    the_raised(w)[number] = 1
    add(w, FUNDING, amount)
    log(w, ROUND_RAISED, number, NOBODY, amount)


@compiled(inner=True)
def holds_hiring(w: Run) -> bool:
    """Whether cash lasts for too few months: then no seat opens, those fixed in advance excepted."""
    closed, raised = w.row - 1, the_ledger(w)[w.row, FUNDING]
    held = months_left(w, closed, raised) < the_rules(w)[0].hold_below
    if held != (w.held != 0):
        log(w, HIRING_HELD if held else HIRING_RESUMED, NOBODY, NOBODY, the_ledger(w)[closed, CASH] + raised)
    w.held = 1 if held else 0
    return bool(held)
