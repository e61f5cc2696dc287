"""The coverage desk: books are stocks. A full book takes nobody until somebody leaves; the rest wait, longest first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

from simulator.engine.contract import FOUNDERS, NOBODY, EventKind, RoleId
from simulator.engine.reference.customer import Stage
from simulator.laws import coverage

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company
    from simulator.engine.reference.customer import Customer


class Manager(Protocol):
    """Whoever holds accounts: the founders together, or one CSM."""

    index: int
    load: float
    accounts: int

    def capacity(self) -> float:
        """Return the dollars of load it can look after now."""
        ...


class Founders:
    """The founders' own book, which fades as they hand their accounts over."""

    index = FOUNDERS

    def __init__(self, company: Company) -> None:
        self.company = company
        self.load = 0.0
        self.accounts = 0

    def capacity(self) -> float:
        """Return the dollars of load the founders can look after at today's ARR."""
        return self.room_at(self.company.arr)

    def room_at(self, arr: float) -> float:
        """Return the same at another ARR."""
        rules = self.company.rules
        return coverage.founders_capacity(arr, rules.founders_book, rules.handover_from, rules.handover_until)


class CoverageDesk:
    """Who waits for an account manager, and which manager has room."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.founders = Founders(company)
        self.load = 0.0
        self.waiting: OrderedDict[Customer, None] = OrderedDict()

    def weigh(self, customer: Customer) -> None:
        """Bring what an account weighs, and all accounts together, up to date with its ARR."""
        rules, load = self.company.rules, 0.0
        if customer.stage is not Stage.LOST:
            load = coverage.load_of(customer.arr, rules.load_floor, rules.load_knee, rules.load_exponent)
        self.load += load - customer.load
        customer.load = load

    def join(self, customer: Customer) -> None:
        """Wait for an account manager."""
        if customer not in self.waiting:
            self.waiting[customer] = None
            self.company.log(EventKind.UNCOVERED, customer.index, NOBODY, customer.arr)

    def stop_waiting(self, customer: Customer) -> None:
        """Leave the queue."""
        self.waiting.pop(customer, None)

    def manager_with_room(self) -> Manager | None:
        """Return a CSM with room or, failing that, the founders while they have any."""
        csm = self.company.hiring.most_room(RoleId.CSM)
        if csm is None and self.founders.load < self.founders.capacity():
            return self.founders
        return csm

    def serve(self) -> None:
        """Give waiting accounts to managers with room, longest wait first."""
        while self.waiting:
            manager = self.manager_with_room()
            if manager is None:
                return
            customer, _ = self.waiting.popitem(last=False)
            self.assign(customer, manager)
            if customer.stage is Stage.WAITING:
                customer.begin_onboarding(self.company.rules.by_manager, manager.index)

    def assign(self, customer: Customer, manager: Manager) -> None:
        """Put an account into a book. One still to be onboarded weighs more until sign-off."""
        self.company.pool.let_go(customer)
        customer.manager = manager
        customer.weight = self.weight_of(customer)
        manager.load += customer.weight
        manager.accounts += 1
        customer.note_service()
        self.company.log(EventKind.COVERED, customer.index, manager.index, customer.weight)

    def weight_of(self, customer: Customer) -> float:
        """Return what an account weighs in its manager's book now; more while the manager onboards it."""
        onboards_it = customer.stage is Stage.WAITING or (customer.stage is Stage.ONBOARDING and not customer.by_itself)
        return float(customer.load * self.company.rules.manager_weight) if onboards_it else customer.load

    def reweigh(self, customer: Customer) -> None:
        """Bring a book up to date after an account's ARR or stage has changed."""
        if customer.manager is not None:
            weight = self.weight_of(customer)
            customer.manager.load += weight - customer.weight
            customer.weight = weight

    def let_go(self, customer: Customer) -> None:
        """Take an account out of its book; an empty book weighs nothing, whatever rounding has left of it."""
        manager = customer.manager
        if manager is not None:
            manager.accounts -= 1
            manager.load = manager.load - customer.weight if manager.accounts else 0.0
            customer.manager = None
            customer.weight = 0.0

    def forget(self, customer: Customer) -> None:
        """A lost customer waits no more and frees its place."""
        self.company.pool.let_go(customer)
        self.stop_waiting(customer)
        self.let_go(customer)

    def held_by(self, manager: Manager) -> list[Customer]:
        """Return a manager's accounts, largest first, in the order of closing among equals."""
        held = [customer for customer in self.company.customers if customer.manager is manager]
        return sorted(held, key=lambda customer: -customer.arr)

    def drop(self, customer: Customer) -> None:
        """An account loses its manager and waits for another; an onboarding in the manager's hands stops."""
        in_hand = customer.stage is Stage.ONBOARDING and not customer.by_itself
        self.let_go(customer)
        customer.note_service()
        if in_hand:
            customer.interrupt_onboarding()
            self.company.onboarding.rejoin(customer)
        elif customer.stage is Stage.LIVE:
            self.company.pool.place(customer)
        else:
            self.join(customer)

    def leaver(self, csm: Manager) -> None:
        """A CSM leaves: the book waits for new managers, largest accounts first."""
        for customer in self.held_by(csm):
            self.drop(customer)

    def hand_over(self) -> None:
        """The founders hand what exceeds their fading book to CSMs with room, and at its end drop what is left."""
        rules, founders = self.company.rules, self.founders
        if self.company.arr < rules.handover_from:
            return
        for customer in self.held_by(founders):
            if founders.load <= founders.capacity():
                break
            csm = self.company.hiring.most_room(RoleId.CSM)
            if csm is None:
                break
            self.let_go(customer)
            self.assign(customer, csm)
        if self.company.arr >= rules.handover_until:
            for customer in self.held_by(founders):
                self.drop(customer)
