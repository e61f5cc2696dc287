"""The digital pool: small live accounts without a manager are looked after all together, at once, at partial effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.engine.reference.customer import Stage

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company
    from simulator.engine.reference.customer import Customer


class DigitalPool:
    """Who is in the pool, and what it costs."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.is_open = False
        self.accounts = 0
        self._since = 0.0

    def open(self) -> None:
        """The pool opens: it takes the small ones among those who wait for a manager, in their order."""
        self.is_open = True
        for customer in [c for c in self.company.coverage.waiting if c.stage is Stage.LIVE]:
            self.place(customer)

    def place(self, customer: Customer) -> None:
        """Find a live account without a manager its place: in the pool if it is small, else waiting for a manager.

        One that has grown too large for the pool stays in it while it waits; it goes back if it shrinks meanwhile.
        """
        if not (self.is_open and customer.arr < self.company.rules.digital_below):
            self.company.coverage.join(customer)
            return
        if not customer.in_pool:
            self.settle()
            self.accounts += 1
            customer.in_pool = True
        elif customer not in self.company.coverage.waiting:
            return
        self.company.coverage.stop_waiting(customer)
        self.company.log(EventKind.POOLED, customer.index, NOBODY, customer.arr)
        customer.note_service()

    def arr_changed(self, customer: Customer) -> None:
        """An account has grown or shrunk; it may belong elsewhere now."""
        if self.is_open and customer.stage is Stage.LIVE and customer.manager is None:
            self.place(customer)
            self.company.serve()

    def let_go(self, customer: Customer) -> None:
        """A manager has taken the account, or it is lost."""
        if customer.in_pool:
            self.settle()
            self.accounts -= 1
            customer.in_pool = False

    def load(self) -> float:
        """Return what the accounts in the pool, or on their way into it, would weigh in books."""
        load, waiting = 0.0, self.company.coverage.waiting
        if self.is_open:
            for customer in self.company.customers:
                small = customer.arr < self.company.rules.digital_below
                if small and customer.manager is None and customer not in waiting:
                    load += customer.load
        return load

    def settle(self) -> None:
        """Count the cost up to now; called before the number of accounts changes and at month ends."""
        now, rules = self.company.now, self.company.rules
        days = self.accounts * (now - self._since)
        self._since = now
        self.company.books.add(Column.DIGITAL_COST, days * (rules.digital_cost / DAYS_PER_YEAR))
