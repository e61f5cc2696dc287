"""A hire's life: the seat opens, somebody joins, ramps, and one day leaves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.engine.contract import EventKind, Floats, RoleId
from simulator.laws import capacity, staffing
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import gap_of, happens, lognormal_mean_cv_of, lognormal_of, uniform_of

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait


class Hire:
    """One person, from the open seat on. `ordinal` numbers the hires of a role: the third CSM is the third CSM."""

    def __init__(self, company: Company, role: int, ordinal: int) -> None:
        self.company = company
        self.role = role
        self.rules = company.roles[role]
        self.ordinal = ordinal
        self.entity = draws.hire(self.rules.key, ordinal)
        self.index = len(company.hiring.hires)
        self.opened = math.nan
        self.joined = math.nan
        self.left = math.nan
        self.wrong = False
        self.source: Hire | None = None  # the same person in another role
        self.moving = False
        self.moved = False
        self.stretch = 0
        self.hands = 0
        self.load = 0.0
        self.accounts = 0
        self.full_book = self.book_by_the_rules()
        self.attainment = self._attainment()

    def book_by_the_rules(self) -> float:
        """Return the dollars of load of a full book in the hands of this hire; 0 for all but CSMs."""
        if self.role != RoleId.CSM:
            return 0.0
        luck = self.company.draw(self.entity, Decision.BOOK_SIZE)
        return uniform_of(luck, self.rules.book_low, self.rules.book_high)

    def _attainment(self) -> float:
        if self.role != RoleId.SELLER:
            return 0.0
        luck = self.company.draw(self.entity, Decision.SELLER_ATTAINMENT)
        return lognormal_mean_cv_of(luck, self.rules.attainment, self.rules.attainment_cv)

    @property
    def gone(self) -> bool:
        """Whether this hire has left again."""
        return not math.isnan(self.left)

    # what a hire carries -------------------------------------------------------------------------------------------

    def strength(self) -> float:
        """Return the share of a good, ramped hire's effect: less while ramping, less for a mis-hire."""
        ramp = staffing.ramp_capacity(self.stretch, self.ramp_capacities, self.rules.ramp_steps)
        return float(ramp * self.rules.works_at) if self.wrong else ramp

    @property
    def ramp_capacities(self) -> Floats:
        """The ramp's capacities by stretch."""
        capacities: Floats = self.company.lowered.roles["ramp_capacity"][self.role]
        return capacities

    def capacity(self) -> float:
        """Return what this hire can carry now: dollars of load for a CSM, slots for a specialist."""
        if self.role == RoleId.CSM:
            return self.full_book * self.strength() * self.company.hiring.book_factor
        return float(self.rules.slots * self.strength())

    def carries(self) -> float:
        """Return what of that is taken: the load of a CSM's book, the slots in use of a specialist or rep."""
        return self.load if self.role == RoleId.CSM else float(self.hands)

    # from the open seat to the last day ----------------------------------------------------------------------------

    def open_seat(self) -> None:
        """The decision to hire: whoever fills the seat is looked for now."""
        self.opened = self.company.now
        self.await_joining(self.days_to_fill())

    def days_to_fill(self) -> float:
        """Take somebody from another role, or look outside: how long that takes, and whether it turns out wrong."""
        company = self.company
        self.source = company.hiring.convertible(self.role)
        if self.source is not None:
            self.source.moving = True
            return float(self.rules.conversion)
        self.wrong = happens(company.draw(self.entity, Decision.HIRE_MISHIRE), self.odds_of_mishire())
        luck = company.draw(self.entity, Decision.HIRE_LEAD)
        return lognormal_of(luck, self.rules.lead_median, self.rules.lead_sigma)

    def odds_of_mishire(self) -> float:
        """Return the odds that this hire turns out wrong: higher while sales are unproven."""
        company, rules = self.company, self.rules
        if company.rules.sells_by_capacity:
            unproven = capacity.unproven_share(company.selling.at_quota(), company.rules.proven_by)
            return float(rules.mishire_odds + rules.unproven_odds * unproven)
        return staffing.mishire_odds(
            company.arr, rules.mishire_odds, rules.unproven_odds, rules.unproven_from, rules.unproven_until
        )

    def await_joining(self, days: float) -> None:
        """The seat stays open for so long."""
        self.company.log(EventKind.SEAT_OPENED, self.index, self.role, days)
        self.company.begin(self.joins, days)

    def joins(self, wait: Wait) -> Life:
        """First day at work."""
        yield wait
        while self.source is not None and self.source.gone:
            days = self.days_to_fill()
            self.company.log(EventKind.SEAT_REOPENED, self.index, self.role, days)
            yield self.company.after(days)
        if self.source is not None:
            self.source.changes_role(self)
        self.join(0.0)
        if self.role == RoleId.ONBOARDING and not self.company.onboarding.carved_out:
            self.company.onboarding.carve_out()
        self.company.serve()

    def join(self, already: float) -> None:
        """Start working, `already` days into the ramp; tenure is drawn from here on."""
        company = self.company
        self.joined = company.now - already
        company.hiring.arrive(self)
        company.log(EventKind.JOINED, self.index, self.role, float(self.wrong))
        while self.stretch < self.rules.ramp_steps and already >= self.rules.ramp_days[self.stretch]:
            already -= self.rules.ramp_days[self.stretch]
            self.stretch += 1
        company.hiring.note_books()
        if self.stretch < self.rules.ramp_steps:
            company.begin(self.ramps, self.rules.ramp_days[self.stretch] - already)
        company.begin(self.leaves, self.tenure())
        company.selling.staff_changed(self.role)

    def tenure(self) -> float:
        """Return the days until this hire leaves; infinite in a role without attrition."""
        if self.wrong:
            return float(self.rules.leaves_after)
        if self.rules.attrition <= 0.0:
            return math.inf
        luck = self.company.draw(self.entity, Decision.HIRE_TENURE)
        return gap_of(luck, self.rules.attrition)

    def ramps(self, wait: Wait) -> Life:
        """One stretch of the ramp after the other ends, and capacity grows."""
        while True:
            yield wait
            if self.gone:
                return
            self.stretch += 1
            self.company.hiring.note_books()
            self.company.log(EventKind.RAMPED, self.index, self.role, self.strength())
            self.company.selling.staff_changed(self.role)
            self.company.serve()
            if self.stretch >= self.rules.ramp_steps:
                return
            wait = self.company.after(self.rules.ramp_days[self.stretch])

    def leaves(self, wait: Wait) -> Life:
        """Last day: the book or the onboardings in hand go to others."""
        yield wait
        if self.gone:
            return
        self.left = self.company.now
        self.company.hiring.depart(self)
        self.company.log(EventKind.LEFT, self.index, self.role, self.left - self.joined)
        self.hand_back()
        self.company.serve()

    def changes_role(self, new: Hire) -> None:
        """The same person goes on in another role, right or wrong as before."""
        new.wrong = self.wrong
        self.moved = True
        self.left = self.company.now
        self.company.hiring.depart(self)
        self.company.log(EventKind.CONVERTED, new.index, self.index, self.left - self.joined)
        self.hand_back()

    def hand_back(self) -> None:
        """The book, the onboardings or the leads in hand go to others."""
        company = self.company
        if self.role == RoleId.CSM:
            company.coverage.leaver(self)
        elif self.role == RoleId.ONBOARDING:
            company.onboarding.leaver(self)
        elif self.role == RoleId.CUSTOMER_SALES:
            company.leads.leaver(self)
        company.selling.staff_changed(self.role)
