"""A hire's life: the seat opens, somebody joins, ramps, and one day leaves."""

from __future__ import annotations

import math

from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import RoleColumn
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.leads import LeadsDesk
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.selling import SellingDesk
from simulator.engine.reference.staff import Hire, Staff
from simulator.laws import capacity, staffing
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import gap_of, happens, lognormal_of
from simulator.roles import RoleId


class People:
    """The lives of all hires."""

    def __init__(self, run: Run, staff: Staff, desks: Desks, leads: LeadsDesk, selling: SellingDesk) -> None:
        self.run = run
        self.staff = staff
        self.desks = desks
        self.leads = leads
        self.selling = selling
        self.ordinals = [0] * len(run.roles)

    def new_hire(self, role: int) -> Hire:
        """Number the next hire of a role."""
        hire = Hire(self.staff, role, self.ordinals[role])
        self.ordinals[role] += 1
        self.staff.hires.append(hire)
        return hire

    # from the open seat to the last day ----------------------------------------------------------------------------

    def open_seat(self, hire: Hire) -> None:
        """The decision to hire: whoever fills the seat is looked for now."""
        hire.opened = self.run.now
        self.await_joining(hire, self.days_to_fill(hire))

    def days_to_fill(self, hire: Hire) -> float:
        """Take somebody from another role, or look outside: how long that takes, and whether it turns out wrong."""
        hire.source = self.convertible(hire.role)
        if hire.source is not None:
            hire.source.moving = True
            return float(hire.rules.conversion)
        hire.wrong = happens(hire.draw(Decision.HIRE_MISHIRE), self.odds_of_mishire(hire.role))
        return lognormal_of(hire.draw(Decision.HIRE_LEAD), hire.rules.lead_median, hire.rules.lead_sigma)

    def convertible(self, role: int) -> Hire | None:
        """Return who has served longest in the role that a seat is filled from and is not about to move already."""
        source = self.run.roles[role].converted_from
        if source == NOBODY:
            return None
        return next((hire for hire in self.staff.in_place[source] if not hire.moving), None)

    def odds_of_mishire(self, role: int) -> float:
        """Return the odds that a hire into a role turns out wrong: higher while sales are unproven."""
        rules, kind = self.run.rules, self.run.roles[role]
        if rules.sells_by_capacity:
            unproven = capacity.unproven_share(self.staff.sellers_at_quota(), rules.proven_by)
            return float(kind.mishire_odds + kind.unproven_odds * unproven)
        return staffing.mishire_odds(
            self.run.arr, kind.mishire_odds, kind.unproven_odds, kind.unproven_from, kind.unproven_until
        )

    def await_joining(self, hire: Hire, days: float) -> None:
        """The seat stays open for so long."""
        self.run.log(EventKind.SEAT_OPENED, hire.index, hire.role, days)
        self.run.begin(self.joins, days, hire)

    def joins(self, wait: Wait, hire: Hire) -> Life:
        """First day at work, once whoever was to come from another role has not left before it."""
        yield wait
        while hire.source is not None and hire.source.gone:
            days = self.days_to_fill(hire)
            self.run.log(EventKind.SEAT_REOPENED, hire.index, hire.role, days)
            yield self.run.after(days)
        if hire.source is not None:
            self.changes_role(hire.source, hire)
        self.join(hire, 0.0)
        if hire.role == RoleId.ONBOARDING and not self.desks.carved_out:
            self.desks.carve_out()
        self.desks.serve()

    def changes_role(self, old: Hire, new: Hire) -> None:
        """The same person goes on in another role, right or wrong as before."""
        new.wrong = old.wrong
        old.moved = True
        old.left = self.run.now
        self.depart(old)
        self.run.log(EventKind.CONVERTED, new.index, old.index, old.left - old.joined)
        self.hand_back(old)

    def join(self, hire: Hire, already: float) -> None:
        """Start working, `already` days into the ramp; tenure is drawn from here on."""
        run, rules = self.run, hire.rules
        hire.joined = run.now - already
        self.arrive(hire)
        run.log(EventKind.JOINED, hire.index, hire.role, float(hire.wrong))
        while hire.ramp_step < rules.ramp_steps and already >= rules.ramp_days[hire.ramp_step]:
            already -= rules.ramp_days[hire.ramp_step]
            hire.ramp_step += 1
        self.staff.note_books()
        if hire.ramp_step < rules.ramp_steps:
            run.begin(self.ramps, rules.ramp_days[hire.ramp_step] - already, hire)
        run.begin(self.leaves, self.tenure(hire), hire)
        self.selling.sales_staff_changed(hire.role)

    def arrive(self, hire: Hire) -> None:
        """Somebody starts."""
        staff, books = self.staff, self.run.books
        staff.settle(hire.role)
        if not math.isnan(hire.opened):  # came through an open seat
            staff.seats_open[hire.role] -= 1
            books.add_role(hire.role, RoleColumn.JOINERS, 1.0)
            if hire.source is None:
                books.add_role(hire.role, RoleColumn.FEES, hire.rules.cost * hire.rules.hiring_fee * self.run.pay)
        staff.in_place[hire.role].append(hire)
        staff.note_books()
        if hire.role == RoleId.CS_HEAD:
            staff.had_head = True
        if hire.role == RoleId.VP_SALES:
            staff.vp_day = min(staff.vp_day, max(0.0, hire.joined))

    def tenure(self, hire: Hire) -> float:
        """Return the days until this hire leaves; infinite in a role without attrition."""
        if hire.wrong:
            return float(hire.rules.leaves_after)
        if hire.rules.attrition <= 0.0:
            return math.inf
        return gap_of(hire.draw(Decision.HIRE_TENURE), hire.rules.attrition)

    def ramps(self, wait: Wait, hire: Hire) -> Life:
        """One step of the ramp after the other ends, and capacity grows."""
        while True:
            yield wait
            if hire.gone:
                return
            hire.settle_quality()
            hire.ramp_step += 1
            self.staff.note_books()
            self.run.log(EventKind.RAMPED, hire.index, hire.role, hire.strength())
            self.selling.sales_staff_changed(hire.role)
            self.desks.serve()
            if hire.ramp_step >= hire.rules.ramp_steps:
                return
            wait = self.run.after(hire.rules.ramp_days[hire.ramp_step])

    def leaves(self, wait: Wait, hire: Hire) -> Life:
        """Last day, unless he works in another role by now."""
        yield wait
        if hire.gone:
            return
        hire.left = self.run.now
        self.depart(hire)
        self.run.log(EventKind.LEFT, hire.index, hire.role, hire.left - hire.joined)
        self.hand_back(hire)
        self.desks.serve()

    def hand_back(self, hire: Hire) -> None:
        """The book, the onboardings or the leads in hand go to others."""
        if hire.role == RoleId.CSM:
            self.desks.drop_all(hire)
        elif hire.role == RoleId.ONBOARDING:
            self.desks.specialist_leaves(hire)
        elif hire.role == RoleId.CUSTOMER_SALES:
            self.leads.rep_leaves(hire)
        self.selling.sales_staff_changed(hire.role)

    def depart(self, hire: Hire) -> None:
        """Take a leaver off the list of those in place, which stays in the order of joining."""
        staff, books = self.staff, self.run.books
        staff.settle(hire.role)
        hire.settle_quality()
        books.add_role(hire.role, RoleColumn.LEAVERS, 1.0)
        if hire.wrong and not hire.moved:
            books.add_role(hire.role, RoleColumn.SEVERANCE, hire.rules.cost * hire.rules.severance * self.run.pay)
        staff.in_place[hire.role].remove(hire)
        staff.note_books()
