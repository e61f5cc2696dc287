"""Money: what is billed ahead, what is earned and collected, what is spent and raised, what the company is worth.

Cash is known at month ends, as from a monthly close: what was collected, spent and raised since the last one. Between
them the company reckons with the last close and with the rounds raised since.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.engine.contract import NOBODY, ROUND_BASE, Column, EventKind, RoleColumn, role_column
from simulator.laws import money
from simulator.laws.months import days_until, invoice_before, month_end, month_of, months_after

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait
    from simulator.engine.reference.customer import Customer
    from simulator.engine.reference.hiring import Outlook


class Treasury:
    """The company's invoices, its bank account and its investors."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.earned_until = 0.0
        self.rounds = [row["amount"] for row in company.lowered.rows("rounds")]
        self.raised = [False] * len(self.rounds)
        self.held = False

    # invoices ------------------------------------------------------------------------------------------------------

    def bill(self, customer: Customer) -> None:
        """Invoice the next year of the term ahead, or what is left of it; a longer term is billed again after that."""
        company, term_end = self.company, (customer.terms + 1) * customer.segment.term_months
        months = money.months_to_bill(customer.billed_months, term_end)
        amount = money.invoiced(customer.arr, months)
        customer.billed_months += months
        company.log(EventKind.INVOICED, customer.index, months, amount)
        self.invoice(amount)
        if customer.billed_months < term_end:
            company.begin(self.bills_again, days_until(company.now, self.billed_until(customer)), customer)

    def bills_again(self, wait: Wait, customer: Customer) -> Life:
        """The next year of a long term begins; nothing churns before its end."""
        yield wait
        self.bill(customer)

    def billed_until(self, customer: Customer) -> float:
        """Return the day up to which the customer has been billed."""
        return months_after(customer.anchor, customer.billed_months)

    def rebill(self, customer: Customer, amount: float) -> None:
        """Bill a change of ARR for the rest of the running period, or credit it."""
        self.invoice(money.earned(amount, self.billed_until(customer) - self.company.now))

    def invoice(self, amount: float) -> None:
        """Write an invoice today and wait for its money."""
        self.company.books.add(Column.BILLINGS, amount)
        self.collect(amount, self.company.now + self.company.rules.collection_days)

    def collect(self, amount: float, day: float) -> None:
        """Book what will be paid on a day to its month; what is paid after the last month end is never seen."""
        books = self.company.books
        month = max(books.running, month_of(day))
        if month <= self.company.rules.months:
            books.ledger[month, Column.COLLECTED] += amount

    def open(self, customer: Customer, since: float) -> None:
        """An account of the opening book, billed since a day: the running period is, and earlier ones may be unpaid."""
        company, term = self.company, customer.segment.term_months
        invoice = money.billed_before(customer.anchor)
        if invoice < 0:  # the first term of this book has not begun: the one before it runs
            invoice = invoice_before(0, term, money.MONTHS_BILLED_AHEAD)
            customer.billed_months = 0
        else:
            customer.billed_months = min(invoice + money.MONTHS_BILLED_AHEAD, term)
        until = self.billed_until(customer)
        company.books.ledger[0, Column.DEFERRED] += money.earned(customer.arr, until)
        if not math.isnan(company.rules.opening_deferred_revenue):
            self.note_running_off(customer.arr, until)
        self.open_invoices(customer, invoice, until, since)
        if customer.billed_months < term:
            company.begin(self.bills_again, days_until(company.now, until), customer)

    def open_invoices(self, customer: Customer, invoice: int, until: float, since: float) -> None:
        """Every invoice sent by the first day and not paid by then: `invoice` (month of the contract) and those before.

        It covers the time up to `until`; what lies before `since` was never billed.
        """
        pays_after, opening = self.company.rules.collection_days, self.company.books.ledger[0]
        while until > since:
            began = months_after(customer.anchor, invoice)
            sent = max(began, since)
            if month_of(sent + pays_after) <= 0:  # paid, as are all before it
                return
            unpaid = money.earned(customer.arr, until - sent)
            opening[Column.RECEIVABLES] += unpaid
            self.collect(unpaid, sent + pays_after)
            until = began
            invoice = invoice_before(invoice, customer.segment.term_months, money.MONTHS_BILLED_AHEAD)

    def note_running_off(self, arr: float, until: float) -> None:
        """Note by month how what is billed ahead is earned; it stands where billings will, which are none yet."""
        for month in range(1, self.company.rules.months + 1):
            began = month_end(month - 1)
            if began >= until:
                return
            amount = money.earned(arr, min(until, month_end(month)) - began)
            self.company.books.ledger[month, Column.BILLINGS] += amount

    def opening_as_stated(self) -> None:
        """Where the opening balances are stated, they stand in place of what the accounts come to."""
        self.receivables_as_stated()
        self.deferred_as_stated()

    def deferred_as_stated(self) -> None:
        """What the running terms were billed less than they come to is billed as they are earned; more is credited.

        Where no term runs, what is stated is earned within a year.
        """
        rules, ledger = self.company.rules, self.company.books.ledger
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
        rules, ledger = self.company.rules, self.company.books.ledger
        stated, of_accounts = rules.opening_receivables, float(ledger[0, Column.RECEIVABLES])
        if math.isnan(stated):
            return
        ledger[0, Column.RECEIVABLES] = stated
        for month in range(1, rules.months + 1):
            if of_accounts > 0.0:
                ledger[month, Column.COLLECTED] *= stated / of_accounts
            else:
                ledger[month, Column.COLLECTED] = stated * money.paid_in(month, rules.collection_days)

    # earning -------------------------------------------------------------------------------------------------------

    def earn(self) -> None:
        """Count the revenue earned up to now; called before ARR changes."""
        now = self.company.now
        self.company.books.add(Column.REVENUE, money.earned(self.company.arr, now - self.earned_until))
        self.earned_until = now

    # the month's close ---------------------------------------------------------------------------------------------

    def close(self, month: int) -> None:
        """Close the month: spending, cash, what customers owe and are owed, runway, value."""
        row = self.company.books.ledger[month]
        if month == 0:
            row[Column.CASH] = self.company.rules.opening_cash
        else:
            self.earn()
            before = self.company.books.ledger[month - 1]
            row[Column.CASH] = before[Column.CASH] + row[Column.COLLECTED] + row[Column.FUNDING] - self.spent(month)
            row[Column.DEFERRED] = before[Column.DEFERRED] + row[Column.BILLINGS] - row[Column.REVENUE]
            row[Column.RECEIVABLES] = before[Column.RECEIVABLES] + row[Column.BILLINGS] - row[Column.COLLECTED]
        lasts = self.months_left(month, 0.0)
        row[Column.RUNWAY] = math.nan if math.isinf(lasts) else lasts
        row[Column.VALUE] = self.value(month)

    def spent(self, month: int) -> float:
        """Write down what the month has cost beyond the people hired role by role, and return it together with them."""
        rules, row = self.company.rules, self.company.books.ledger[month]
        row[Column.SERVICE_COST] = row[Column.REVENUE] * (1.0 - rules.gross_margin)
        row[Column.ACQUISITION_COST] = row[Column.NEW_ARR] * rules.acquisition_cost
        row[Column.EXPANSION_COST] = row[Column.EXPANSION_ARR] * rules.expansion_cost
        row[Column.OTHER_SPEND] = self.company.lowered.other_spend[month]
        spent = row[Column.SERVICE_COST] + row[Column.ACQUISITION_COST]
        spent += row[Column.EXPANSION_COST] + row[Column.OTHER_SPEND]
        row[Column.OTHER_PEOPLE] = spent * rules.people_share / (rules.people_cost / MONTHS_PER_YEAR)
        for role in range(len(self.company.roles)):
            for part in (RoleColumn.COST, RoleColumn.FEES, RoleColumn.SEVERANCE):
                spent += row[role_column(role, part)]
        spent += row[Column.DIGITAL_COST]
        return float(spent)

    def months_left(self, month: int, raised: float) -> float:
        """Return for how many months the cash of a month's end lasts, together with what was raised since."""
        ledger, months = self.company.books.ledger, min(month, self.company.rules.burn_months)
        burned = ledger[month - months, Column.CASH] - ledger[month, Column.CASH]
        for past in range(month - months + 1, month + 1):
            burned += ledger[past, Column.FUNDING]
        return money.runway(ledger[month, Column.CASH] + raised, burned, months)

    def value(self, month: int) -> float:
        """Return what the company is worth; not known before there is a year to look back on."""
        rules, ledger = self.company.rules, self.company.books.ledger
        then = ledger[month - MONTHS_PER_YEAR, Column.ARR] if month >= MONTHS_PER_YEAR else 0.0
        if not then > 0.0:
            return math.nan
        row = ledger[month]
        times = money.multiple(
            row[Column.ARR] / then - 1.0,
            row[Column.COHORT_NOW] / row[Column.COHORT_THEN],
            rules.value_multiple,
            rules.value_growth_point,
            rules.value_nrr_point,
            rules.value_lowest,
            rules.value_highest,
        )
        return float(row[Column.ARR] * times)

    # investors -----------------------------------------------------------------------------------------------------

    def review(self, outlook: Outlook) -> bool:
        """Close the rounds whose time has come, and tell whether hiring has to wait for money."""
        for number, amount in enumerate(self.rounds):
            if not self.raised[number] and self.company.hiring.opens(ROUND_BASE + number, outlook):
                self.raised[number] = True
                self.company.books.add(Column.FUNDING, amount)
                self.company.log(EventKind.ROUND_RAISED, number, NOBODY, amount)
        return self.holds_hiring()

    def holds_hiring(self) -> bool:
        """Whether cash lasts for too few months: then no seat opens, those fixed in advance excepted."""
        books = self.company.books
        closed, raised = books.running - 1, float(books.ledger[books.running, Column.FUNDING])
        held = bool(self.months_left(closed, raised) < self.company.rules.hold_below)
        if held != self.held:
            kind = EventKind.HIRING_HELD if held else EventKind.HIRING_RESUMED
            self.company.log(kind, NOBODY, NOBODY, float(books.ledger[closed, Column.CASH]) + raised)
        self.held = held
        return held
