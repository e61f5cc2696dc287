"""The selling desk: when the next deal closes, at the pace that demand, references and capacity allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.engine.contract import NOBODY, Column, EventKind, RoleId
from simulator.laws import capacity, growth
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import exponential_of

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait
    from simulator.engine.reference.hire import Hire


@dataclass(frozen=True)
class Pace:
    """What the pace of deals depends on beside the day: it holds until something in it changes.

    References multiply demand. `sellers` and `founders` are dollars of new ARR a year; the founders' fade over
    `fade_days` from `vp_day` on. Infinite `sellers` set no limit.
    """

    references: float = 1.0
    sellers: float = math.inf
    founders: float = 0.0
    vp_day: float = math.inf
    fade_days: float = 0.0


class SellingDesk:
    """Who can sell how much, and the one deal that is waited for. Its gap is used up at the pace of each day."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.pace = Pace()
        self.dollars_a_day = math.inf
        self.vp_day = math.inf  # the first VP's first day
        self.deals = 0
        self._units = 0.0
        self._left = 0.0
        self._since = 0.0
        self._token = 0
        self._open = False

    # capacity ------------------------------------------------------------------------------------------------------

    @property
    def references(self) -> float:
        """By what demand is multiplied."""
        return self.pace.references

    def capacity(self) -> tuple[float, float]:
        """Return the new ARR in dollars a year that founders and sellers can sell, and what of it ramping ones sell."""
        rules = self.company.rules
        sellers, ramping = self.sellers()
        founders = capacity.founders_selling(self.company.now, self.vp_day, rules.founders_sell, rules.founders_fade)
        return founders + sellers, ramping

    def sellers(self) -> tuple[float, float]:
        """Return the new ARR in dollars a year that sellers can sell, and what of it ramping ones sell."""
        seller = self.company.roles[RoleId.SELLER]
        sold, ramping = 0.0, 0.0
        for hire in self.company.hiring.in_place[RoleId.SELLER]:
            sells = seller.quota * hire.attainment * hire.strength()
            sold += sells
            if hire.stretch < seller.ramp_steps:
                ramping += sells
        led = self.led()
        return sold * led, ramping * led

    def led(self) -> float:
        """Return the share of what they could that sellers make under the VP in place."""
        vp = self.company.effect_of(RoleId.VP_SALES)
        return capacity.led(vp, self.company.roles[RoleId.SELLER].without_vp)

    def ramped(self) -> list[Hire]:
        """Return the sellers whose ramp is behind them."""
        steps = self.company.roles[RoleId.SELLER].ramp_steps
        return [hire for hire in self.company.hiring.in_place[RoleId.SELLER] if hire.stretch >= steps]

    def at_quota(self) -> int:
        """Return how many of those make their quota."""
        led, enough = self.led(), self.company.roles[RoleId.SELLER].at_quota_from
        return sum(1 for hire in self.ramped() if hire.attainment * hire.strength() * led >= enough)

    def poor_fit(self, odds: float) -> float:
        """Return the odds that a new customer fits badly; ramping sellers bring more of those."""
        rules = self.company.rules
        if not rules.sells_by_capacity:
            return odds
        whole, ramping = self.capacity()
        return capacity.poor_fit_odds(odds, ramping, whole, rules.poor_fit_while_ramping)

    # the next deal -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Wait for the first deal."""
        self._open = True
        self.pace = self.pace_now(self.references)
        self.dollars_a_day = self.dollars_now()
        self.expect_deal()

    def pace_now(self, references: float) -> Pace:
        """Return what the pace of deals depends on from now on."""
        rules = self.company.rules
        if not rules.sells_by_capacity:
            return Pace(references)
        return Pace(references, self.sellers()[0], rules.founders_sell, self.vp_day, rules.founders_fade)

    def dollars_now(self) -> float:
        """Return the new ARR in dollars a day that can be sold at this moment."""
        return capacity.a_day(self.capacity()[0]) if self.company.rules.sells_by_capacity else math.inf

    def expect_deal(self) -> None:
        """Wait for the next deal: the demand has to grow by the next gap."""
        company, lowered = self.company, self.company.lowered
        gap = self.next_gap()
        if company.rules.retimes_deals:
            self._left, self._since = gap, company.now
            self.time_deal()
            return
        self._units += gap
        day = growth.day_of_deal(lowered.expected_deals, self._units, int(company.now))
        company.begin(self.deal, max(0.0, day - company.now), self._token)

    def next_gap(self) -> float:
        """Return by how many deals demand has to grow; even deals close half a deal after it, then one by one."""
        if self.company.rules.even_arrivals:
            return 0.5 if self.deals == 0 else 1.0
        return exponential_of(self.company.draw(draws.new_customer(self.deals), Decision.ARRIVAL_GAP))

    def time_deal(self) -> None:
        """Wait for what is left of the gap to be used up at today's pace."""
        company, lowered, pace = self.company, self.company.lowered, self.pace
        day = capacity.day_of_next_deal(
            lowered.expected_deals,
            lowered.deal_acv,
            company.now,
            self._left,
            pace.references,
            pace.sellers,
            pace.founders,
            pace.vp_day,
            pace.fade_days,
        )
        self._token += 1
        company.begin(self.deal, max(0.0, day - company.now), self._token)

    def deal(self, wait: Wait, token: int) -> Life:
        """The deal closes, unless the pace has changed since."""
        yield wait
        if token == self._token:
            self.company.new_customer()
            self.expect_deal()

    # reviews -------------------------------------------------------------------------------------------------------

    def review(self) -> None:
        """A month has ended: see what references do to demand, and note how far the founders' selling has faded."""
        rules = self.company.rules
        row = self.company.books.last_row
        found = self.references
        if rules.references_strength != 0.0:
            found = capacity.references(
                rules.references_strength,
                row[Column.WELL_SERVED_ARR],
                row[Column.ARR],
                rules.references_planned_share,
            )
        self.change_pace(found)

    def staff_changed(self, role: int) -> None:
        """Somebody has come, ramped or left; where that changes what can be sold, the next deal is timed anew."""
        if self._open and role in (RoleId.VP_SALES, RoleId.SELLER):
            self.change_pace(self.references)

    def change_pace(self, references: float) -> None:
        """Where the pace has changed, use up the gap at the old one until now, and go on at the new one."""
        dollars, pace = self.dollars_now(), self.pace_now(references)
        if references != self.references:
            self.company.log(EventKind.REFERENCES_REVIEWED, NOBODY, NOBODY, references)
        if dollars != self.dollars_a_day:
            self.company.log(EventKind.CAPACITY_CHANGED, NOBODY, NOBODY, dollars)
        self.dollars_a_day = dollars
        if pace == self.pace:
            return
        self.use_up_gap()
        self.pace = pace
        self.time_deal()

    def use_up_gap(self) -> None:
        """Take off the gap what demand has grown since it was last looked at, at the pace that held."""
        company, lowered, pace = self.company, self.company.lowered, self.pace
        self._left -= capacity.deals_between(
            lowered.expected_deals,
            lowered.deal_acv,
            self._since,
            company.now,
            pace.references,
            pace.sellers,
            pace.founders,
            pace.vp_day,
            pace.fade_days,
        )
        self._since = company.now
