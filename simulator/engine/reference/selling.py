"""The selling desk: when the next deal closes, at the pace that demand, references and capacity allow."""

from __future__ import annotations

import math
from collections.abc import Callable

from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.record import pace as pace_of
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.staff import Staff
from simulator.laws import capacity, growth
from simulator.laws.capacity import Pace
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import exponential_of
from simulator.roles import RoleId


class SellingDesk:
    """The one deal that is waited for; its gap is used up at the pace of each day. `closes` is called when it comes."""

    def __init__(self, run: Run, staff: Staff, closes: Callable[[], None]) -> None:
        self.run = run
        self.staff = staff
        self.closes = closes
        self.pace = Pace(references=1.0, sellers=math.inf, founders=0.0, vp_day=math.inf, fade_days=0.0)
        self.dollars_a_day = math.inf
        self.deals = 0
        self._units = 0.0
        self._left = 0.0
        self._since = 0.0
        self._token = 0
        self._open = False

    @property
    def references(self) -> float:
        """By what demand is multiplied."""
        return self.pace.references

    def begin_selling(self) -> None:
        """Wait for the first deal."""
        self._open = True
        self.pace = self.pace_now(self.references)
        self.dollars_a_day = self.dollars_now()
        self.expect_deal()

    def pace_now(self, references: float) -> Pace:
        """Return what the pace of deals depends on from now on."""
        sellers = self.staff.sellers_capacity()[0] if self.run.rules.sells_by_capacity else math.inf
        return pace_of(self.run.rules, references, sellers, self.staff.vp_day)

    def dollars_now(self) -> float:
        """Return the new ARR in dollars a day that can be sold at this moment."""
        return capacity.a_day(self.staff.selling_capacity()[0]) if self.run.rules.sells_by_capacity else math.inf

    def expect_deal(self) -> None:
        """Wait for the next deal: the demand has to grow by the next gap."""
        run, gap = self.run, self.next_gap()
        if run.rules.retimes_deals:
            self._left, self._since = gap, run.now
            self.time_deal()
            return
        self._units += gap
        day = growth.day_of_deal(run.lowered.expected_deals, self._units, int(run.now))
        run.begin(self.deal, max(0.0, day - run.now), self._token)

    def next_gap(self) -> float:
        """Return by how many deals demand has to grow; even deals close half a deal after it, then one by one."""
        if self.run.rules.even_arrivals:
            return 0.5 if self.deals == 0 else 1.0
        return exponential_of(self.run.draw(draws.new_customer(self.deals), Decision.ARRIVAL_GAP))

    def time_deal(self) -> None:
        """Wait for what is left of the gap to be used up at today's pace."""
        run, lowered = self.run, self.run.lowered
        day = capacity.day_of_next_deal(lowered.expected_deals, lowered.deal_acv, run.now, self._left, self.pace)
        self._token += 1
        run.begin(self.deal, max(0.0, day - run.now), self._token)

    def deal(self, wait: Wait, token: int) -> Life:
        """The deal closes, unless the pace has changed since."""
        yield wait
        if token == self._token:
            self.closes()
            self.expect_deal()

    # reviews -------------------------------------------------------------------------------------------------------

    def review_selling(self, month: int) -> None:
        """A month has ended: see what references do to demand, and note how far the founders' selling has faded."""
        rules, row = self.run.rules, self.run.books.ledger[month]
        found = self.references
        if rules.references_strength != 0.0:
            found = capacity.references(
                rules.references_strength,
                row[Column.WELL_SERVED_ARR],
                row[Column.ARR],
                rules.references_planned_share,
            )
        self.change_pace(found)

    def sales_staff_changed(self, role: int) -> None:
        """Somebody has come, ramped or left; where that changes what can be sold, the next deal is timed anew."""
        if self._open and role in (RoleId.VP_SALES, RoleId.SELLER):
            self.change_pace(self.references)

    def change_pace(self, references: float) -> None:
        """Where the pace has changed, use up the gap at the old one until now, and go on at the new one."""
        dollars, pace = self.dollars_now(), self.pace_now(references)
        if references != self.references:
            self.run.log(EventKind.REFERENCES_REVIEWED, NOBODY, NOBODY, references)
        if dollars != self.dollars_a_day:
            self.run.log(EventKind.CAPACITY_CHANGED, NOBODY, NOBODY, dollars)
        self.dollars_a_day = dollars
        if pace == self.pace:
            return
        self.use_up_gap()
        self.pace = pace
        self.time_deal()

    def use_up_gap(self) -> None:
        """Take off the gap what demand has grown since it was last looked at, at the pace that held."""
        run, lowered = self.run, self.run.lowered
        self._left -= capacity.deals_between(lowered.expected_deals, lowered.deal_acv, self._since, run.now, self.pace)
        self._since = run.now
