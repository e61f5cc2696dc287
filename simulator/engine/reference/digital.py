"""The digital pool: small live accounts without a manager are looked after all together, at once, at partial effect."""

from __future__ import annotations

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.reference.account import Account, Accounts
from simulator.engine.reference.run import Run


class DigitalPool:
    """Who is in the pool, and what it costs."""

    def __init__(self, run: Run, accounts: Accounts) -> None:
        self.run = run
        self.accounts = accounts
        self.is_open = False
        self.pooled = 0
        self._since = 0.0

    def wait_for_manager(self, account: Account) -> None:
        """Wait for an account manager."""
        if account not in self.accounts.for_a_manager:
            self.accounts.for_a_manager[account] = None
            self.run.log(EventKind.UNCOVERED, account.index, NOBODY, account.arr)

    def place_live(self, account: Account) -> None:
        """Find a live account without a manager its place: in the pool if it is small, else waiting for a manager.

        One that has grown too large for the pool stays in it while it waits; it goes back if it shrinks meanwhile.
        """
        if not (self.is_open and account.arr < self.run.rules.digital_below):
            self.wait_for_manager(account)
            return
        if not account.in_pool:
            self.settle()
            self.pooled += 1
            account.in_pool = True
        elif account not in self.accounts.for_a_manager:
            return
        self.accounts.leave_queue(account)
        self.run.log(EventKind.POOLED, account.index, NOBODY, account.arr)
        account.note_service()

    def open(self) -> None:
        """The pool opens: it takes the small ones among those who wait for a manager, in their order."""
        self.is_open = True
        for account in [waiting for waiting in self.accounts.for_a_manager if waiting.live]:
            self.place_live(account)

    def load(self) -> float:
        """Return what the accounts in the pool, or on their way into it, would weigh in books."""
        load, waiting = 0.0, self.accounts.for_a_manager
        if self.is_open:
            for account in self.accounts.all:
                small = account.arr < self.run.rules.digital_below
                if small and account.manager is None and account not in waiting:
                    load += account.load
        return load

    def leave(self, account: Account) -> None:
        """A manager has taken the account, or it is lost."""
        if account.in_pool:
            self.settle()
            self.pooled -= 1
            account.in_pool = False

    def settle(self) -> None:
        """Count the cost up to now; called before the number of accounts changes and at month ends."""
        days = self.pooled * (self.run.now - self._since)
        self._since = self.run.now
        self.run.books.add(Column.DIGITAL_COST, days * (self.run.rules.digital_cost / DAYS_PER_YEAR))
