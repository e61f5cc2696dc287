"""The selling desk: when the next deal closes, at the pace that demand, references and capacity allow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator import draws
from simulator.draws import Decision
from simulator.engine.contract import NOBODY, Column, EventKind, RoleId
from simulator.laws import capacity, growth
from simulator.quantiles import exponential_of

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait
    from simulator.engine.reference.hire import Hire


class SellingDesk:
    """Who can sell how much, and the one deal that is waited for. Its gap is used up at the pace of each day."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.references = 1.0
        self.dollars_a_day = math.inf
        self.vp_day = math.inf  # the first VP's first day
        self.deals = 0
        self._units = 0.0
        self._left = 0.0
        self._since = 0.0
        self._token = 0
        self._open = False

    # capacity ------------------------------------------------------------------------------------------------------

    def capacity(self) -> tuple[float, float]:
        """Return the new ARR in dollars a year that founders and sellers can sell, and what of it ramping ones sell."""
        rules, seller = self.company.rules, self.company.roles[RoleId.SELLER]
        founders = capacity.founders_selling(self.company.now, self.vp_day, rules.founders_sell, rules.founders_fade)
        sold, ramping = 0.0, 0.0
        for hire in self.company.hiring.in_place[RoleId.SELLER]:
            sells = seller.quota * hire.attainment * hire.strength()
            sold += sells
            if hire.stretch < seller.ramp_steps:
                ramping += sells
        led = self.led()
        return founders + sold * led, ramping * led

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
        if self.company.rules.sells_by_capacity:
            self.dollars_a_day = capacity.a_day(self.capacity()[0])
        self.expect_deal()

    def expect_deal(self) -> None:
        """Wait for the next deal: the demand has to grow by the next gap."""
        company, lowered = self.company, self.company.lowered
        entity = draws.new_customer(self.deals)
        gap = 1.0 if company.rules.even_arrivals else exponential_of(company.draw(entity, Decision.ARRIVAL_GAP))
        if company.rules.retimes_deals:
            self._left, self._since = gap, company.now
            self.time_deal()
            return
        self._units += gap
        day = growth.day_of_deal(lowered.expected_deals, self._units, int(company.now))
        company.begin(self.deal, max(0.0, day - company.now), self._token)

    def time_deal(self) -> None:
        """Wait for what is left of the gap to be used up at today's pace."""
        company, lowered = self.company, self.company.lowered
        day = capacity.day_of_next_deal(
            lowered.expected_deals, lowered.deal_acv, company.now, self._left, self.references, self.dollars_a_day
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
        """A month has ended: see what references do to demand, and how far the founders' selling has faded."""
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
        """Use up the gap at the old pace until now, and go on at the new one."""
        company, lowered = self.company, self.company.lowered
        dollars = self.dollars_a_day
        if company.rules.sells_by_capacity:
            dollars = capacity.a_day(self.capacity()[0])
        if references == self.references and dollars == self.dollars_a_day:
            return
        self._left -= capacity.deals_between(
            lowered.expected_deals, lowered.deal_acv, self._since, company.now, self.references, self.dollars_a_day
        )
        self._since = company.now
        if references != self.references:
            company.log(EventKind.REFERENCES_REVIEWED, NOBODY, NOBODY, references)
        if dollars != self.dollars_a_day:
            company.log(EventKind.CAPACITY_CHANGED, NOBODY, NOBODY, dollars)
        self.references, self.dollars_a_day = references, dollars
        self.time_deal()
