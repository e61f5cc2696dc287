"""What befalls a customer between renewals: competitors call, its sponsor leaves. Either leaves a mark."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.laws import shocks
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import gap_of, happens

if TYPE_CHECKING:
    from simulator.engine.reference.company import Life, Wait
    from simulator.engine.reference.customer import Customer


class Shocks:
    """The shocks of one customer, and the marks they have left since its last renewal."""

    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self.company = customer.company
        self.last_csql = -math.inf
        self.competitor = False
        self.sponsor = False
        self.call = 0
        self.call_luck = 0.0
        self.departure = 0
        self.departure_luck = 0.0

    def begin(self) -> None:
        """Wait for the first call and the first departure."""
        rules = self.company.rules
        if rules.competitors_calls_a_year > 0.0:
            self.company.begin(self.calls, self.days_to_call())
        if rules.sponsors_leaves_a_year > 0.0:
            self.company.begin(self.departures, self.days_to_departure())

    def log_odds(self) -> float:
        """Return what the marks add to the log-odds of renewal."""
        rules = self.company.rules
        competitor = rules.competitors_log_odds if self.competitor else 0.0
        sponsor = rules.sponsors_log_odds if self.sponsor else 0.0
        return float(competitor + sponsor)

    def forget(self) -> None:
        """A renewal survived wipes the marks off."""
        self.competitor = self.sponsor = False

    # competitors ---------------------------------------------------------------------------------------------------

    def days_to_call(self) -> float:
        """Return the days to the next call; they come at the full rate, and some come to nothing."""
        gap, self.call_luck = self.company.draw_pair(self.customer.entity, Decision.COMPETITOR_CALL, self.call)
        return gap_of(gap, self.company.rules.competitors_calls_a_year)

    def calls(self, wait: Wait) -> Life:
        """Call after call, until the customer leaves."""
        while True:
            yield wait
            if self.customer.lost:
                return
            self.consider_call()
            self.call += 1
            wait = self.company.after(self.days_to_call())

    def consider_call(self) -> None:
        """A competitor calls if the company is large enough; a customer with a recent CSQL may shrug it off."""
        company, rules, index = self.company, self.company.rules, self.customer.index
        share = shocks.intensity(
            company.arr, rules.competitors_from_arr, rules.competitors_until_arr, rules.competitors_floor
        )
        if not happens(self.call_luck, share):
            return
        odds = shocks.insured_odds(
            company.now - self.last_csql, rules.competitors_insured_for, rules.competitors_insured, rules.cs_effect
        )
        company.books.add(Column.COMPETITOR_CALLS, 1.0)
        company.log(EventKind.COMPETITOR_CALLED, index, NOBODY, odds)
        if happens(self.customer.draw(Decision.CALL_SHRUGGED_OFF, self.call), odds):
            company.books.add(Column.CALLS_SHRUGGED_OFF, 1.0)
            company.log(EventKind.CALL_SHRUGGED_OFF, index)
        else:
            self.competitor = True

    # sponsors ------------------------------------------------------------------------------------------------------

    def days_to_departure(self) -> float:
        """Return the days until the sponsor of then leaves."""
        gap, self.departure_luck = self.company.draw_pair(self.customer.entity, Decision.SPONSOR_LEAVES, self.departure)
        return gap_of(gap, self.company.rules.sponsors_leaves_a_year)

    def departures(self, wait: Wait) -> Life:
        """Sponsor after sponsor, until the customer leaves."""
        while True:
            yield wait
            if self.customer.lost:
                return
            self.lose_sponsor()
            self.departure += 1
            wait = self.company.after(self.days_to_departure())

    def lose_sponsor(self) -> None:
        """The sponsor leaves; whoever looks after the account may find another, by the playbook."""
        company, rules = self.company, self.company.rules
        odds = 0.0
        if rules.sponsors_playbook:
            odds = shocks.answered_odds(
                self.customer.service, company.head_effect, rules.cs_effect, rules.sponsors_answered
            )
        company.books.add(Column.SPONSORS_LEFT, 1.0)
        company.log(EventKind.SPONSOR_LEFT, self.customer.index, NOBODY, odds)
        if happens(self.departure_luck, odds):
            company.books.add(Column.SPONSORS_ANSWERED, 1.0)
            company.log(EventKind.SPONSOR_ANSWERED, self.customer.index)
        else:
            self.sponsor = True
