"""The people in place: what they can carry (books, slots, sales), the head's effect, and what they cost day by day."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Any

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.contract import FOUNDERS
from simulator.engine.ledger import RoleColumn
from simulator.engine.reference.run import Run
from simulator.laws import books, capacity, coverage, staffing
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import lognormal_mean_cv_of, triangular_of, uniform_of
from simulator.roles import RoleId


class Manager(ABC):
    """Whoever holds accounts: the founders together, or one CSM.

    How good the service is that a manager's hours allow is added up day by day, as an integral over time. It is settled
    before anything changes that it depends on, and an account reads off it what it has had since it joined the book.
    """

    index: int
    joined: float
    """First day at work, less what was worked before."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.load = 0.0
        self.accounts = 0
        self._quality_days = 0.0
        self._settled = 0.0

    @abstractmethod
    def capacity(self) -> float:
        """Return the dollars of load it can be given now."""

    @abstractmethod
    def saturation(self) -> float:
        """Return the dollars of load that it has the hours for now."""

    def quality(self) -> float:
        """Return how good its service is now."""
        rules = self.run.rules
        return books.quality(self.saturation(), self.load, rules.quality_curve, rules.quality_whole)

    def quality_days(self) -> float:
        """Return the days at full quality that have added up so far, while it had accounts."""
        days = self.run.now - self._settled
        return self._quality_days + self.quality() * days if days > 0.0 else self._quality_days

    def settle_quality(self) -> None:
        """Add up to now; called before its load, or what it has the hours for, changes."""
        if self.accounts > 0:
            self._quality_days = self.quality_days()
        self._settled = self.run.now


class Founders(Manager):
    """The founders' own book, which fades as they hand their accounts over."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.index = FOUNDERS
        self.joined = -math.inf

    def capacity(self) -> float:
        """Return the dollars of load the founders can look after at today's ARR."""
        return self.capacity_at(self.run.arr)

    def saturation(self) -> float:
        """Return the same: they take what they have the time for."""
        return self.capacity()

    def arr_becomes(self, arr: float) -> None:
        """Settle before the company's ARR changes to another, where that leaves them less time."""
        if self.accounts > 0 and max(self.run.arr, arr) >= self.run.rules.handover_from:
            self.settle_quality()

    def rules_become(self, rules: Any) -> None:
        """Settle before other rules hold, where they leave them another time for their book."""
        if self._capacity_by(rules, self.run.arr) != self.capacity():
            self.settle_quality()

    def capacity_at(self, arr: float) -> float:
        """Return the same at another ARR."""
        return self._capacity_by(self.run.rules, arr)

    def _capacity_by(self, rules: Any, arr: float) -> float:
        return coverage.founders_capacity(arr, rules.founders_book, rules.handover_from, rules.handover_until)


class Hire(Manager):
    """One person, from the open seat on. `ordinal` numbers the hires of a role: the third CSM is the third CSM."""

    def __init__(self, staff: Staff, role: int, ordinal: int) -> None:
        super().__init__(staff.run)
        self.staff = staff
        self.role = role
        self.rules = self.run.roles[role]
        self.ordinal = ordinal
        self.entity = draws.hire(self.rules.key, ordinal)
        self.index = len(staff.hires)
        self.opened = math.nan
        self.joined = math.nan
        self.left = math.nan
        self.wrong = False
        self.source: Hire | None = None  # the same person in another role
        self.moving = False
        self.moved = False
        self.ramp_step = 0
        self.slots_in_use = 0
        self.full_book = self.book_by_the_rules()
        self.hours_for = self._hours_for()
        """Dollars of load that a CSM has the hours for at full strength and under a head."""
        self.attainment = self._attainment()

    def draw(self, decision: Decision) -> float:
        """Return the hire's keyed uniform."""
        return self.run.draw(self.entity, decision)

    def book_by_the_rules(self) -> float:
        """Return the dollars of load of a full book of this hire's; 0 for all but CSMs."""
        if self.role != RoleId.CSM:
            return 0.0
        return uniform_of(self.draw(Decision.BOOK_SIZE), self.rules.book_low, self.rules.book_high)

    def _hours_for(self) -> float:
        if self.role != RoleId.CSM:
            return 0.0
        rules = self.rules
        u = self.draw(Decision.SATURATION)
        return triangular_of(u, rules.saturation_low, rules.saturation_mode, rules.saturation_high)

    def _attainment(self) -> float:
        if self.role != RoleId.SELLER:
            return 0.0
        u = self.draw(Decision.SELLER_ATTAINMENT)
        return lognormal_mean_cv_of(u, self.rules.attainment, self.rules.attainment_cv)

    @property
    def gone(self) -> bool:
        """Whether this hire has left again."""
        return not math.isnan(self.left)

    def strength(self) -> float:
        """Return the share of a good, ramped hire's effect: less while ramping, less for a mis-hire."""
        ramp = staffing.ramp_capacity(self.ramp_step, self.rules.ramp_capacity, self.rules.ramp_steps)
        return float(ramp * self.rules.works_at) if self.wrong else ramp

    def capacity(self) -> float:
        """Return what this hire can carry now: dollars of load for a CSM, slots for a specialist or a rep."""
        if self.role == RoleId.CSM:
            return self.full_book * self.strength() * self.staff.book_factor
        return float(self.rules.slots * self.strength())

    def saturation(self) -> float:
        """Return the dollars of load that this hire, a CSM, has the hours for now."""
        return self.hours_for * self.strength() * self.staff.book_factor

    def carries(self) -> float:
        """Return what of that is taken: the load of a CSM's book, the slots in use of a specialist or rep."""
        return self.load if self.role == RoleId.CSM else float(self.slots_in_use)


class Staff:
    """Who is in place, which seats are open, and what all of them together can carry."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.founders = Founders(run)
        self.hires: list[Hire] = []
        self.in_place: list[list[Hire]] = [[] for _ in run.roles]
        self.seats_open = [0] * len(run.roles)
        self.book_factor = 1.0
        self.had_head = False
        self.vp_day = math.inf
        """The first VP's first day."""
        self._since = [0.0] * len(run.roles)

    def heads(self, role: int) -> int:
        """Return how many are in place."""
        return len(self.in_place[role])

    def seated(self, role: int) -> int:
        """Return how many are in place or on their way."""
        return self.heads(role) + self.seats_open[role]

    @property
    def head_effect(self) -> float:
        """The effect of the head of CS in place."""
        return self.effect_of(RoleId.CS_HEAD)

    def effect_of(self, role: int) -> float:
        """Return the effect of a leader in place: 0 while the seat is empty, below 1 for a mis-hire, else 1."""
        effect = 0.0
        for leader in self.in_place[role]:
            effect = max(effect, leader.strength())
        return effect

    def strength_of(self, role: int) -> float:
        """Return the people in a role, counted at their strength."""
        whole = 0.0
        for hire in self.in_place[role]:
            whole += hire.strength()
        return whole

    def note_books(self) -> None:
        """Work out anew what share of its full size a CSM's book has: head, managers and CS Ops have their part."""
        roles, csms, head = self.run.roles, self.heads(RoleId.CSM), self.head_effect
        manager, ops = roles[RoleId.CS_MANAGER], roles[RoleId.CS_OPS]
        led = head * manager.head_span + self.strength_of(RoleId.CS_MANAGER) * manager.span
        factor = coverage.book_factor(head, self.run.rules.book_without_head)
        factor *= coverage.managed_factor(csms, led, manager.unmanaged)
        factor *= coverage.ops_factor(csms, self.strength_of(RoleId.CS_OPS), ops.serves, ops.book_factor)
        if factor != self.book_factor:
            for csm in self.in_place[RoleId.CSM]:
                csm.settle_quality()
            self.book_factor = factor

    def most_room(self, role: int) -> Hire | None:
        """Return who of a role has room and carries the least relative to capacity, the longest-serving if equal."""
        best, least = None, 0.0
        for hire in self.in_place[role]:
            carries, can_carry = hire.carries(), hire.capacity()
            if can_carry > 0.0 and carries < can_carry:
                full = carries / can_carry
                if best is None or full < least:
                    best, least = hire, full
        return best

    # sellers -------------------------------------------------------------------------------------------------------

    def selling_capacity(self) -> tuple[float, float]:
        """Return the new ARR in dollars a year that founders and sellers can sell, and what of it ramping ones sell."""
        rules = self.run.rules
        sellers, ramping = self.sellers_capacity()
        founders = capacity.founders_selling(self.run.now, self.vp_day, rules.founders_sell, rules.founders_fade)
        return founders + sellers, ramping

    def sellers_capacity(self) -> tuple[float, float]:
        """Return the new ARR in dollars a year that sellers can sell, and what of it ramping ones sell."""
        seller = self.run.roles[RoleId.SELLER]
        sold, ramping = 0.0, 0.0
        for hire in self.in_place[RoleId.SELLER]:
            sells = seller.quota * hire.attainment * hire.strength()
            sold += sells
            if hire.ramp_step < seller.ramp_steps:
                ramping += sells
        led = self.sellers_led()
        return sold * led, ramping * led

    def sellers_led(self) -> float:
        """Return the share of what they could that sellers make under the VP in place."""
        return capacity.led(self.effect_of(RoleId.VP_SALES), self.run.roles[RoleId.SELLER].without_vp)

    def sellers_ramped(self) -> list[Hire]:
        """Return the sellers whose ramp is behind them."""
        steps = self.run.roles[RoleId.SELLER].ramp_steps
        return [hire for hire in self.in_place[RoleId.SELLER] if hire.ramp_step >= steps]

    def sellers_at_quota(self) -> int:
        """Return how many of those make their quota."""
        led, enough = self.sellers_led(), self.run.roles[RoleId.SELLER].at_quota_from
        return sum(1 for hire in self.sellers_ramped() if hire.attainment * hire.strength() * led >= enough)

    # pay -----------------------------------------------------------------------------------------------------------

    def settle(self, role: int) -> None:
        """Count the days worked and paid in a role up to now; called before its headcount changes."""
        run = self.run
        days = self.heads(role) * (run.now - self._since[role])
        self._since[role] = run.now
        run.books.add_role(role, RoleColumn.STAFF_DAYS, days)
        run.books.add_role(role, RoleColumn.COST, days * (run.roles[role].cost / DAYS_PER_YEAR) * run.pay)
