"""Invoices and investors: what is billed ahead and when it is paid, rounds of funding, hiring that waits for money.

Between month ends the company reckons with the cash of the last close and with the rounds raised since.
"""

from __future__ import annotations

import math

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.reference.account import Account
from simulator.engine.reference.income import Income
from simulator.engine.reference.run import Life, Run, Wait
from simulator.laws import money
from simulator.laws.months import days_until, invoice_before, month_end, month_of, months_after


class Treasury:
    """The company's invoices and its investors."""

    def __init__(self, run: Run, income: Income) -> None:
        self.run = run
        self.income = income
        self.rounds = [row.amount for row in run.lowered.records("rounds")]
        self.raised = [False] * len(self.rounds)
        self.held = False

    # invoices ------------------------------------------------------------------------------------------------------

    def bill(self, account: Account) -> None:
        """Invoice the next year of the term ahead, or what is left of it; a longer term is billed again after that."""
        run, term_end = self.run, (account.terms + 1) * account.kind.term_months
        months = money.months_to_bill(account.billed_months, term_end)
        amount = money.invoiced(account.arr, months)
        account.billed_months += months
        run.log(EventKind.INVOICED, account.index, months, amount)
        self.invoice(amount)
        if account.billed_months < term_end:
            run.begin(self.bills_again, days_until(run.now, self.billed_until(account)), account)

    def bills_again(self, wait: Wait, account: Account) -> Life:
        """The next year of a long term begins; nothing churns before its end."""
        yield wait
        self.bill(account)

    def billed_until(self, account: Account) -> float:
        """Return the day up to which the customer has been billed."""
        return months_after(account.anchor, account.billed_months)

    def rebill(self, account: Account, amount: float) -> None:
        """Bill a change of ARR for the rest of the running period, or credit it."""
        self.invoice(money.earned(amount, self.billed_until(account) - self.run.now))

    def invoice(self, amount: float) -> None:
        """Write an invoice today and wait for its money."""
        self.run.books.add(Column.BILLINGS, amount)
        self.collect(amount, self.run.now + self.run.rules.collection_days)

    def collect(self, amount: float, day: float) -> None:
        """Book what will be paid on a day to its month; what is paid after the last month end is never seen."""
        books = self.run.books
        month = max(books.row, month_of(day))
        if month <= self.run.rules.months:
            books.ledger[month, Column.COLLECTED] += amount

    def open_billing(self, account: Account, since: float) -> None:
        """An account of the opening book, billed since a day: the running period is, and earlier ones may be unpaid."""
        run, term = self.run, account.kind.term_months
        invoice = money.billed_before(account.anchor)
        if invoice < 0:  # the first term of this book has not begun: the one before it runs
            invoice = invoice_before(0, term, money.MONTHS_BILLED_AHEAD)
            account.billed_months = 0
        else:
            account.billed_months = min(invoice + money.MONTHS_BILLED_AHEAD, term)
        until = self.billed_until(account)
        run.books.ledger[0, Column.DEFERRED] += money.earned(account.arr, until)
        if not math.isnan(run.rules.opening_deferred_revenue):
            self.note_running_off(account.arr, until)
        self.open_invoices(account, invoice, until, since)
        if account.billed_months < term:
            run.begin(self.bills_again, days_until(run.now, until), account)

    def open_invoices(self, account: Account, invoice: int, until: float, since: float) -> None:
        """Every invoice sent by the first day and not paid by then: `invoice` (month of the contract) and those before.

        It covers the time up to `until`; what lies before `since` was never billed.
        """
        pays_after, opening = self.run.rules.collection_days, self.run.books.ledger[0]
        while until > since:
            began = months_after(account.anchor, invoice)
            sent = max(began, since)
            if month_of(sent + pays_after) <= 0:  # paid, as are all before it
                return
            unpaid = money.earned(account.arr, until - sent)
            opening[Column.RECEIVABLES] += unpaid
            self.collect(unpaid, sent + pays_after)
            until = began
            invoice = invoice_before(invoice, account.kind.term_months, money.MONTHS_BILLED_AHEAD)

    def note_running_off(self, arr: float, until: float) -> None:
        """Note by month how what is billed ahead is earned; it stands where billings will, which are none yet."""
        for month in range(1, self.run.rules.months + 1):
            began = month_end(month - 1)
            if began >= until:
                return
            amount = money.earned(arr, min(until, month_end(month)) - began)
            self.run.books.ledger[month, Column.BILLINGS] += amount

    def opening_as_stated(self) -> None:
        """Where the opening balances are stated, they stand in place of what the accounts come to."""
        self.receivables_as_stated()
        self.deferred_as_stated()

    def deferred_as_stated(self) -> None:
        """What the running terms were billed less than they come to is billed as they are earned; more is credited.

        Where no term runs, what is stated is earned within a year.
        """
        rules, ledger = self.run.rules, self.run.books.ledger
        stated, of_terms = rules.opening_deferred_revenue, float(ledger[0, Column.DEFERRED])
        if math.isnan(stated):
            return
        ledger[0, Column.DEFERRED] = stated
        for month in range(1, rules.months + 1):
            if of_terms > 0.0:
                amount = float(ledger[month, Column.BILLINGS]) * ((of_terms - stated) / of_terms)
            else:
                amount = -stated * money.paid_in(month, DAYS_PER_YEAR)
            ledger[month, Column.BILLINGS] = amount
            self.collect(amount, month_end(month) + rules.collection_days)

    def receivables_as_stated(self) -> None:
        """Stated receivables are paid when the accounts' invoices are, in proportion.

        Where there are none, evenly over the days that customers take to pay.
        """
        rules, ledger = self.run.rules, self.run.books.ledger
        stated, of_accounts = rules.opening_receivables, float(ledger[0, Column.RECEIVABLES])
        if math.isnan(stated):
            return
        ledger[0, Column.RECEIVABLES] = stated
        for month in range(1, rules.months + 1):
            if of_accounts > 0.0:
                ledger[month, Column.COLLECTED] *= stated / of_accounts
            else:
                ledger[month, Column.COLLECTED] = stated * money.paid_in(month, rules.collection_days)

    # investors -----------------------------------------------------------------------------------------------------

    def raise_round(self, number: int) -> None:
        """A round is closed and its money in the bank."""
        self.raised[number] = True
        self.run.books.add(Column.FUNDING, self.rounds[number])
        self.run.log(EventKind.ROUND_RAISED, number, NOBODY, self.rounds[number])

    def holds_hiring(self) -> bool:
        """Whether cash lasts for too few months: then no seat opens, those fixed in advance excepted."""
        books = self.run.books
        closed, raised = books.row - 1, float(books.ledger[books.row, Column.FUNDING])
        held = bool(self.income.months_left(closed, raised) < self.run.rules.hold_below)
        if held != self.held:
            kind = EventKind.HIRING_HELD if held else EventKind.HIRING_RESUMED
            self.run.log(kind, NOBODY, NOBODY, float(books.ledger[closed, Column.CASH]) + raised)
        self.held = held
        return held
