"""Invoices and investors: what is billed ahead and when it is paid, rounds of funding, hiring that waits for money."""

from __future__ import annotations

import numpy as np

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.compiled.account import kind_of
from simulator.engine.compiled.bookkeeping import add, log
from simulator.engine.compiled.calendar import customer_timer, month_end_day, set_timer
from simulator.engine.compiled.income import months_left
from simulator.engine.compiled.run import BILL, Run
from simulator.engine.compiled.tables import the_customers, the_ledger, the_raised, the_rounds, the_rules, the_segments
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.laws import money
from simulator.laws.months import days_until, invoice_before, month_of, months_after
from simulator.numerics.jit import compiled


@compiled
def bill(w: Run, customer: int) -> None:
    """Invoice the next year of the term ahead, or what is left of it; a longer term is billed again after that."""
    c = the_customers(w)[customer]
    term_end = (c.terms + 1) * kind_of(w, customer).term_months
    months = money.months_to_bill(c.billed_months, term_end)
    amount = money.invoiced(c.arr, months)
    c.billed_months += months
    log(w, EventKind.INVOICED, customer, months, amount)
    invoice(w, amount)
    if c.billed_months < term_end:
        set_timer(w, customer_timer(w, customer, BILL), days_until(w.now, billed_until(w, customer)))


@compiled
def billed_until(w: Run, customer: int) -> float:
    """Return the day up to which the customer has been billed."""
    c = the_customers(w)[customer]
    return float(months_after(c.anchor, c.billed_months))


@compiled
def rebill(w: Run, customer: int, amount: float) -> None:
    """Bill a change of ARR for the rest of the running period, or credit it."""
    invoice(w, money.earned(amount, billed_until(w, customer) - w.now))


@compiled
def invoice(w: Run, amount: float) -> None:
    """Write an invoice today and wait for its money."""
    add(w, Column.BILLINGS, amount)
    collect(w, amount, w.now + the_rules(w)[0].collection_days)


@compiled
def collect(w: Run, amount: float, day: float) -> None:
    """Book what will be paid on a day to its month; what is paid after the last month end is never seen."""
    month = max(w.row, month_of(day))
    if month <= the_rules(w)[0].months:
        the_ledger(w)[month, Column.COLLECTED] += amount


@compiled
def open_billing(w: Run, customer: int, since: float) -> None:
    """An account of the opening book, billed since a day: the running period is, and earlier ones may be unpaid."""
    c = the_customers(w)[customer]
    term = the_segments(w)[c.segment].term_months
    number = money.billed_before(c.anchor)
    if number < 0:  # the first term of this book has not begun: the one before it runs
        number = invoice_before(0, term, money.MONTHS_BILLED_AHEAD)
        c.billed_months = 0
    else:
        c.billed_months = min(number + money.MONTHS_BILLED_AHEAD, term)
    until = billed_until(w, customer)
    the_ledger(w)[0, Column.DEFERRED] += money.earned(c.arr, until)
    if not np.isnan(the_rules(w)[0].opening_deferred_revenue):
        note_running_off(w, c.arr, until)
    open_invoices(w, customer, number, until, since)
    if c.billed_months < term:
        set_timer(w, customer_timer(w, customer, BILL), days_until(w.now, until))


@compiled
def open_invoices(w: Run, customer: int, number: int, until: float, since: float) -> None:
    """Every invoice sent by the first day and not paid by then: `number` (month of the contract) and those before.

    It covers the time up to `until`; what lies before `since` was never billed.
    """
    c = the_customers(w)[customer]
    term, pays_after = the_segments(w)[c.segment].term_months, the_rules(w)[0].collection_days
    while until > since:
        began = months_after(c.anchor, number)
        sent = max(began, since)
        if month_of(sent + pays_after) <= 0:  # paid, as are all before it
            return
        unpaid = money.earned(c.arr, until - sent)
        the_ledger(w)[0, Column.RECEIVABLES] += unpaid
        collect(w, unpaid, sent + pays_after)
        until = began
        number = invoice_before(number, term, money.MONTHS_BILLED_AHEAD)


@compiled
def note_running_off(w: Run, arr: float, until: float) -> None:
    """Note by month how what is billed ahead is earned; it stands where billings will, which are none yet."""
    for month in range(1, the_rules(w)[0].months + 1):
        began = month_end_day(month - 1)
        if began >= until:
            return
        the_ledger(w)[month, Column.BILLINGS] += money.earned(arr, min(until, month_end_day(month)) - began)


@compiled
def opening_as_stated(w: Run) -> None:
    """Where the opening balances are stated, they stand in place of what the accounts come to."""
    receivables_as_stated(w)
    deferred_as_stated(w)


@compiled
def deferred_as_stated(w: Run) -> None:
    """What the running terms were billed less than they come to is billed as they are earned; more is credited.

    Where no term runs, what is stated is earned within a year.
    """
    r, ledger = the_rules(w)[0], the_ledger(w)
    stated, of_terms = r.opening_deferred_revenue, ledger[0, Column.DEFERRED]
    if np.isnan(stated):
        return
    ledger[0, Column.DEFERRED] = stated
    for month in range(1, r.months + 1):
        if of_terms > 0.0:
            amount = ledger[month, Column.BILLINGS] * ((of_terms - stated) / of_terms)
        else:
            amount = -stated * money.paid_in(month, DAYS_PER_YEAR)
        ledger[month, Column.BILLINGS] = amount
        collect(w, amount, month_end_day(month) + r.collection_days)


@compiled
def receivables_as_stated(w: Run) -> None:
    """Stated receivables are paid when the accounts' invoices are, in proportion.

    Where there are none, evenly over the days that customers take to pay.
    """
    r, ledger = the_rules(w)[0], the_ledger(w)
    stated, of_accounts = r.opening_receivables, ledger[0, Column.RECEIVABLES]
    if np.isnan(stated):
        return
    ledger[0, Column.RECEIVABLES] = stated
    for month in range(1, r.months + 1):
        if of_accounts > 0.0:
            ledger[month, Column.COLLECTED] *= stated / of_accounts
        else:
            ledger[month, Column.COLLECTED] = stated * money.paid_in(month, r.collection_days)


# investors ----------------------------------------------------------------------------------------------------------


@compiled
def raise_round(w: Run, number: int) -> None:
    """A round is closed and its money in the bank."""
    amount = the_rounds(w)[number].amount
    the_raised(w)[number] = 1
    add(w, Column.FUNDING, amount)
    log(w, EventKind.ROUND_RAISED, number, NOBODY, amount)


@compiled
def holds_hiring(w: Run) -> bool:
    """Whether cash lasts for too few months: then no seat opens, those fixed in advance excepted."""
    closed, raised = w.row - 1, the_ledger(w)[w.row, Column.FUNDING]
    held = months_left(w, closed, raised) < the_rules(w)[0].hold_below
    if held != (w.held != 0):
        log(
            w,
            EventKind.HIRING_HELD if held else EventKind.HIRING_RESUMED,
            NOBODY,
            NOBODY,
            the_ledger(w)[closed, Column.CASH] + raised,
        )
    w.held = 1 if held else 0
    return bool(held)
