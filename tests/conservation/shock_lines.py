"""Lines about shocks: competitors call, sponsors leave, and some of it is held off."""

from __future__ import annotations

import math

from conservation.programme_lines import ProgrammeLines
from conservation.reading import CLOSE, SOON
from conservation.world import LOST, Account

from simulator.engine.events import EventKind
from simulator.numerics import draws
from simulator.numerics.draws import Decision


class ShockLines(ProgrammeLines):
    """What befalls customers between renewals."""

    def expect_shocks(self, account: Account) -> None:
        self.next_call(account, self.now)
        self.next_departure(account, self.now)

    # competitors ---------------------------------------------------------------------------------------------------

    def next_call(self, account: Account, since: float) -> None:
        rate = self.rules.competitors_calls_a_year
        if rate > 0.0:
            gap, account.call_luck = self.pair(account, Decision.COMPETITOR_CALL, account.call)
            account.call_day = since - math.log1p(-gap) * 365.0 / rate

    def pair(self, account: Account, decision: Decision, visit: int) -> tuple[float, float]:
        return draws.uniform_pair(self.seed, self.run, account.entity, int(decision), visit)

    def call_odds(self, day: float) -> list[float]:
        """The share of calls that come at the ARR of a day: of all its figures within that instant."""
        rules, found = self.rules, []
        for since, until, arr in zip(self.arr_days, [*self.arr_days[1:], math.inf], self.arr_figures, strict=True):
            if since <= day + SOON and until >= day - SOON:
                span = rules.competitors_until_arr - rules.competitors_from_arr
                share = 1.0 if arr >= rules.competitors_until_arr else 0.0
                if span > 0.0:
                    share = min(1.0, max(0.0, (arr - rules.competitors_from_arr) / span))
                found.append(rules.competitors_floor + (1.0 - rules.competitors_floor) * share if share < 1.0 else 1.0)
        return found

    def quiet_calls(self, account: Account, until: float) -> None:
        """Calls that passed in silence must have come to nothing."""
        while account.stage != LOST and account.call_day < until - SOON:
            odds = min(self.call_odds(account.call_day))
            self.require(account.call_luck >= odds - 1e-6, f"call {account.call} of {account.index} should have come")
            account.call += 1
            self.next_call(account, account.call_day)

    def competitor_called(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        self.quiet_calls(account, self.now)
        self.same(self.now, account.call_day, "the moment of the call", 0.0, SOON)
        self.require(account.call_luck < max(self.call_odds(self.now)) + 1e-6, "no competitor would have called")
        insured = self.now - account.last_csql <= rules.competitors_insured_for
        self.same(amount, rules.competitors_insured if insured else 0.0, "the odds of shrugging off")
        luck = self.u(account.entity, Decision.CALL_SHRUGGED_OFF, account.call)
        if luck < amount:
            self.due.append((EventKind.CALL_SHRUGGED_OFF, account))
        else:
            account.competitor = self.now
        insured = self.now - account.last_csql_if_served <= rules.competitors_insured_for
        if not (insured and luck < rules.competitors_insured):
            account.competitor_if_served = self.now
        self.ends.flow("COMPETITOR_CALLS", 1.0)
        account.call += 1
        self.next_call(account, self.now)

    def call_shrugged_off(self, subject: int, other: int, amount: float) -> None:
        self.consequence(EventKind.CALL_SHRUGGED_OFF, self.account(subject))
        self.ends.flow("CALLS_SHRUGGED_OFF", 1.0)

    # sponsors ------------------------------------------------------------------------------------------------------

    def next_departure(self, account: Account, since: float) -> None:
        rate = self.rules.sponsors_leaves_a_year
        if rate > 0.0:
            gap, account.departure_luck = self.pair(account, Decision.SPONSOR_LEAVES, account.departure)
            account.departure_day = since - math.log1p(-gap) * 365.0 / rate

    def sponsor_left(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        self.same(self.now, account.departure_day, "the day the sponsor leaves", 0.0, SOON)
        most = rules.sponsors_answered if rules.sponsors_playbook else 0.0
        odds = most * self.world.service(account, self.now) * self.world.head_effect()
        self.same(amount, odds, "the odds of an answer", CLOSE)
        if account.departure_luck < odds:
            self.due.append((EventKind.SPONSOR_ANSWERED, account))
        else:
            account.sponsor = self.now
        if account.departure_luck >= most:
            account.sponsor_if_served = self.now
        self.ends.flow("SPONSORS_LEFT", 1.0)
        account.departure += 1
        self.next_departure(account, self.now)

    def sponsor_answered(self, subject: int, other: int, amount: float) -> None:
        self.consequence(EventKind.SPONSOR_ANSWERED, self.account(subject))
        self.ends.flow("SPONSORS_ANSWERED", 1.0)
