"""Who serves whom: the onboarding desk (a flow of slots) and the coverage desk (a stock of books).

Slots come back at every sign-off; before the carve-out account managers do the onboarding. A full book takes nobody
until somebody leaves; the rest wait, longest first.
"""

from __future__ import annotations

from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.reference.account import Account, Accounts
from simulator.engine.reference.digital import DigitalPool
from simulator.engine.reference.income import Income
from simulator.engine.reference.money import Treasury
from simulator.engine.reference.run import Run
from simulator.engine.reference.staff import Hire, Manager, Staff
from simulator.laws import onboarding
from simulator.roles import RoleId


class Desks:
    """Both desks, since each hands accounts to the other."""

    def __init__(
        self, run: Run, staff: Staff, accounts: Accounts, income: Income, money: Treasury, pool: DigitalPool
    ) -> None:
        self.run = run
        self.staff = staff
        self.accounts = accounts
        self.income = income
        self.money = money
        self.pool = pool
        self.carved_out = False
        self.carved_out_day = 0.0

    def wait_for_onboarding(self, account: Account) -> None:
        """Queue for a specialist or, before the carve-out, for the future account manager."""
        if self.carved_out:
            self.accounts.for_a_slot[account] = None
        else:
            self.pool.wait_for_manager(account)

    def wait_for_takeover(self, account: Account) -> None:
        """An onboarding taken out of a leaver's hands goes before those not yet begun."""
        if self.carved_out:
            self.accounts.for_a_takeover[account] = None
        else:
            self.pool.wait_for_manager(account)

    def carve_out(self) -> None:
        """The first specialist is here: whoever still waits to be onboarded by a manager waits for a slot instead."""
        self.carved_out = True
        self.carved_out_day = self.run.now
        self.run.log(EventKind.CARVED_OUT, RoleId.ONBOARDING)
        for account in [waiting for waiting in self.accounts.for_a_manager if waiting.stage is Stage.WAITING]:
            self.accounts.leave_queue(account)
            if account.begun:
                self.wait_for_takeover(account)
            else:
                self.wait_for_onboarding(account)

    # books ---------------------------------------------------------------------------------------------------------

    def assign(self, account: Account, manager: Manager) -> None:
        """Put an account into a book. One still to be onboarded weighs more until sign-off."""
        self.pool.leave(account)
        served = account.service != 0.0
        if served:
            account.settle_service()
        account.manager = manager
        account.weight = account.weight_now()
        manager.settle_quality()
        manager.load += account.weight
        manager.accounts += 1
        if served:
            account.read_quality()
        account.meet(manager)
        account.note_service()
        self.run.log(EventKind.COVERED, account.index, manager.index, account.weight)

    def let_go(self, account: Account) -> None:
        """Take an account out of its book; an empty book weighs nothing, whatever rounding has left of it."""
        manager = account.manager
        if manager is not None:
            account.settle_service()
            manager.settle_quality()
            manager.accounts -= 1
            manager.load = manager.load - account.weight if manager.accounts else 0.0
            account.manager = None
            account.weight = 0.0
            account.read_quality()

    def change_arr(self, account: Account, amount: float) -> None:
        """Change what it pays, and with it what it weighs; it may belong into the digital pool now, or out of it."""
        account.arr += amount
        self.money.rebill(account, amount)
        account.weigh()
        account.reweigh()
        self.income.change_company_arr(amount)
        if self.pool.is_open and account.live and account.manager is None:
            self.pool.place_live(account)
            self.serve()

    # service -------------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Let whoever has room take whoever waits: onboarding first, then coverage."""
        self.serve_onboarding()
        self.serve_coverage()

    def team_pace(self) -> float:
        """Return by what the work takes longer while the onboarding team is new."""
        rules = self.run.rules
        days = self.run.now - self.carved_out_day
        return 1.0 / onboarding.team_pace(days, rules.maturity_starts_at, rules.maturity_full_after)

    def serve_onboarding(self) -> None:
        """Fill free slots: interrupted onboardings first, then in the order of closing."""
        accounts = self.accounts
        while accounts.for_a_takeover or accounts.for_a_slot:
            specialist = self.staff.most_room(RoleId.ONBOARDING)
            if specialist is None:
                return
            account, _ = (accounts.for_a_takeover or accounts.for_a_slot).popitem(last=False)
            specialist.slots_in_use += 1
            account.specialist = specialist
            account.note_service()
            account.begin_onboarding(self.team_pace(), specialist.index)

    def serve_coverage(self) -> None:
        """Give waiting accounts to managers with room, longest wait first."""
        while self.accounts.for_a_manager:
            manager = self.manager_with_room()
            if manager is None:
                return
            account, _ = self.accounts.for_a_manager.popitem(last=False)
            self.assign(account, manager)
            if account.stage is Stage.WAITING:
                account.begin_onboarding(self.run.rules.by_manager, manager.index)

    def manager_with_room(self) -> Manager | None:
        """Return a CSM with room or, failing that, the founders while they have any."""
        csm, founders = self.staff.most_room(RoleId.CSM), self.staff.founders
        if csm is None and founders.load < founders.capacity():
            return founders
        return csm

    # people leave, founders hand over ------------------------------------------------------------------------------

    def list_book(self, manager: Manager) -> list[Account]:
        """Return a manager's accounts, largest first, in the order of closing among equals."""
        book = [account for account in self.accounts.all if account.manager is manager]
        return sorted(book, key=lambda account: -account.arr)

    def drop(self, account: Account) -> None:
        """An account loses its manager and waits for another; an onboarding that the manager does stops."""
        stops = account.onboarded_by_manager
        self.let_go(account)
        account.note_service()
        account.lose_relation()
        if stops:
            account.interrupt_onboarding()
            self.wait_for_takeover(account)
        elif account.live:
            self.pool.place_live(account)
        else:
            self.pool.wait_for_manager(account)

    def drop_all(self, manager: Manager) -> None:
        """A manager's whole book waits for new managers, largest accounts first."""
        for account in self.list_book(manager):
            self.drop(account)

    def specialist_leaves(self, specialist: Hire) -> None:
        """The onboardings in hand wait for another specialist, in the order of closing."""
        for account in self.accounts.all:
            if account.specialist is specialist:
                account.release_slot()
                account.note_service()
                account.interrupt_onboarding()
                self.wait_for_takeover(account)

    def hand_over(self) -> None:
        """The founders hand what exceeds their fading book to CSMs with room, and at its end drop what is left."""
        rules, founders = self.run.rules, self.staff.founders
        if self.run.arr < rules.handover_from:
            return
        for account in self.list_book(founders):
            if founders.load <= founders.capacity():
                break
            csm = self.staff.most_room(RoleId.CSM)
            if csm is None:
                break
            self.let_go(account)
            account.lose_relation()
            self.assign(account, csm)
        if self.run.arr >= rules.handover_until:
            self.drop_all(founders)
