"""What befalls a customer between renewals: competitors call, its sponsor leaves. Either leaves a mark."""

from __future__ import annotations

from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.reference.account import Account
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.staff import Staff
from simulator.laws import shocks
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import gap_of, happens


class Shocks:
    """Competitors and sponsors; what harm they do is marked on the account for a year, or until its next renewal."""

    def __init__(self, run: Run, staff: Staff) -> None:
        self.run = run
        self.staff = staff

    def begin(self, account: Account) -> None:
        """Wait for the first call and the first departure."""
        rules = self.run.rules
        if rules.competitors_calls_a_year > 0.0:
            self.run.begin(self.calls, self.days_to_call(account), account)
        if rules.sponsors_leaves_a_year > 0.0:
            self.run.begin(self.departures, self.days_to_departure(account), account)

    # competitors ---------------------------------------------------------------------------------------------------

    def days_to_call(self, account: Account) -> float:
        """Return the days to the next call; they come at the full rate, and some come to nothing."""
        gap, account.call_draw = self.run.draw_pair(account.entity, Decision.COMPETITOR_CALL, account.call)
        return gap_of(gap, self.run.rules.competitors_calls_a_year)

    def calls(self, wait: Wait, account: Account) -> Life:
        """Call after call, until the customer leaves."""
        while True:
            yield wait
            if account.lost:
                return
            self.call(account)
            account.call += 1
            wait = self.run.after(self.days_to_call(account))

    def call(self, account: Account) -> None:
        """A competitor calls if the company is large enough; a customer with a recent CSQL may shrug it off."""
        run, rules = self.run, self.run.rules
        share = shocks.intensity(
            run.arr, rules.competitors_from_arr, rules.competitors_until_arr, rules.competitors_floor
        )
        if not happens(account.call_draw, share):
            return
        lasts, insured = rules.competitors_insured_for, rules.competitors_insured
        odds = shocks.insured_odds(run.now - account.last_csql, lasts, insured)
        luck = account.draw(Decision.CALL_SHRUGGED_OFF, account.call)
        run.books.add(Column.COMPETITOR_CALLS, 1.0)
        run.log(EventKind.COMPETITOR_CALLED, account.index, NOBODY, odds)
        if happens(luck, odds):
            run.books.add(Column.CALLS_SHRUGGED_OFF, 1.0)
            run.log(EventKind.CALL_SHRUGGED_OFF, account.index)
        else:
            account.competitor, account.competitor_day = True, run.now
        if rules.cs_effect != 1.0:
            if_served = shocks.insured_odds(run.now - account.last_csql_if_served, lasts, insured)
            if not happens(luck, if_served):
                account.competitor_day_if_served = run.now

    # sponsors ------------------------------------------------------------------------------------------------------

    def days_to_departure(self, account: Account) -> float:
        """Return the days until the sponsor of then leaves."""
        gap, account.departure_draw = self.run.draw_pair(account.entity, Decision.SPONSOR_LEAVES, account.departure)
        return gap_of(gap, self.run.rules.sponsors_leaves_a_year)

    def departures(self, wait: Wait, account: Account) -> Life:
        """Sponsor after sponsor, until the customer leaves."""
        while True:
            yield wait
            if account.lost:
                return
            self.departure(account)
            account.departure += 1
            wait = self.run.after(self.days_to_departure(account))

    def departure(self, account: Account) -> None:
        """The sponsor leaves; whoever looks after the account may find another, by the playbook."""
        run, rules = self.run, self.run.rules
        answered = rules.sponsors_answered if rules.sponsors_playbook else 0.0
        odds = shocks.answered_odds(account.service_now(), self.staff.head_effect, answered)
        run.books.add(Column.SPONSORS_LEFT, 1.0)
        run.log(EventKind.SPONSOR_LEFT, account.index, NOBODY, odds)
        if happens(account.departure_draw, odds):
            run.books.add(Column.SPONSORS_ANSWERED, 1.0)
            run.log(EventKind.SPONSOR_ANSWERED, account.index)
        else:
            account.sponsor, account.sponsor_day = True, run.now
        if rules.cs_effect != 1.0 and not happens(account.departure_draw, shocks.answered_odds(1.0, 1.0, answered)):
            account.sponsor_day_if_served = run.now
