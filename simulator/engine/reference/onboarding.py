"""The onboarding desk: a flow. Slots come back at every sign-off; before the carve-out account managers do the work."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from simulator.engine.contract import EventKind, RoleId
from simulator.engine.reference.customer import Stage
from simulator.laws import onboarding

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company
    from simulator.engine.reference.customer import Customer
    from simulator.engine.reference.hire import Hire


class OnboardingDesk:
    """Who waits for onboarding, first come, first served, and which specialist has a slot."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.carved_out = False
        self.carved_out_day = 0.0
        self.interrupted: OrderedDict[Customer, None] = OrderedDict()
        self.waiting: OrderedDict[Customer, None] = OrderedDict()

    def join(self, customer: Customer) -> None:
        """Queue for a specialist or, before the carve-out, for the future account manager."""
        if self.carved_out:
            self.waiting[customer] = None
        else:
            self.company.coverage.join(customer)

    def rejoin(self, customer: Customer) -> None:
        """An onboarding taken out of a leaver's hands goes before those not yet begun."""
        if self.carved_out:
            self.interrupted[customer] = None
        else:
            self.company.coverage.join(customer)

    def carve_out(self) -> None:
        """The first specialist is here: whoever still waits to be onboarded by a manager waits for a slot instead."""
        self.carved_out = True
        self.carved_out_day = self.company.now
        self.company.log(EventKind.CARVED_OUT, RoleId.ONBOARDING)
        for customer in [c for c in self.company.coverage.waiting if c.stage is Stage.WAITING]:
            self.company.coverage.stop_waiting(customer)
            (self.rejoin if customer.begun else self.join)(customer)

    def give_up_waiting(self, customer: Customer) -> None:
        """It starts by itself. Before the carve-out it goes on waiting for a manager all the same."""
        self.waiting.pop(customer, None)
        self.interrupted.pop(customer, None)

    def forget(self, customer: Customer) -> None:
        """A lost customer waits no more and frees its slot."""
        self.waiting.pop(customer, None)
        self.interrupted.pop(customer, None)
        self.release(customer)

    def release(self, customer: Customer) -> None:
        """Give the slot back, if it had one."""
        if customer.specialist is not None:
            customer.specialist.hands -= 1
            customer.specialist = None

    def serve(self) -> None:
        """Fill free slots: interrupted onboardings first, then in the order of closing."""
        while self.interrupted or self.waiting:
            specialist = self.company.hiring.most_room(RoleId.ONBOARDING)
            if specialist is None:
                return
            customer, _ = (self.interrupted or self.waiting).popitem(last=False)
            specialist.hands += 1
            customer.specialist = specialist
            customer.note_service()
            customer.begin_onboarding(self.pace(), specialist.index)

    def pace(self) -> float:
        """Return by what the work takes longer while the team is new."""
        rules = self.company.rules
        days = self.company.now - self.carved_out_day
        return 1.0 / onboarding.team_pace(days, rules.maturity_starts_at, rules.maturity_full_after)

    def leaver(self, specialist: Hire) -> None:
        """The onboardings in hand wait for another specialist, in the order of closing."""
        for customer in self.company.customers:
            if customer.specialist is specialist:
                self.release(customer)
                customer.note_service()
                customer.interrupt_onboarding()
                self.rejoin(customer)
