"""The ground of the replay: what it knows, how it complains, and the moments that pass in silence."""

from __future__ import annotations

import math
from types import SimpleNamespace

from conservation.cash_replay import CashReplay
from conservation.month_end import MonthEnds
from conservation.pace import Pace
from conservation.world import LIVE, LOST, Account, World

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind, Subject
from simulator.engine.record import Lowered
from simulator.numerics import draws
from simulator.numerics.draws import Decision

SOON = 1e-7
"""Days by which two ways of working out one moment may differ."""
CLOSE = 1e-9
"""Relative difference allowed between two ways of working out one figure."""


class ImpossibleError(AssertionError):
    """The log tells something that the model does not allow."""


class Reading:
    """One reading of one event log, line by line."""

    def __init__(self, lowered: Lowered, record: RunRecord, seed: int, run: int) -> None:
        self.lowered, self.record, self.seed, self.run = lowered, record, seed, run
        self.rules = SimpleNamespace(**lowered.rows("rules")[0])
        self.segments = [SimpleNamespace(**row) for row in lowered.rows("segments")]
        self.roles = [SimpleNamespace(**row) for row in lowered.rows("roles")]
        self.world = World(self.rules, self.roles)
        self.cash_replay = CashReplay(lowered, self.rules, self.world)
        self.world.products = [SimpleNamespace(**row) for row in lowered.rows("products")]
        self.world.launched = [-one.age_at_start if one.at_start else math.inf for one in self.world.products]
        self.ends = MonthEnds(lowered, record, self.world)
        self.pace = Pace(lowered, self.world, self.rules)
        self.expected_pace: tuple[float, float] | None = None
        self.now = 0.0
        self.arr_days: list[float] = [0.0]
        self.arr_figures: list[float] = [0.0]
        self.pool_since = 0.0
        self.deals = 0
        self.deal_units = 0.0
        self.due: list[tuple[EventKind, Account]] = []
        self.dropped: list[Account] = []
        self.largest_first = False
        self.prices_rose = False

    def line(self, day: float, kind: int, subject: int, other: int, amount: float) -> None:
        what = EventKind(kind)
        self.require(day >= self.now, f"time runs backwards to {day}")
        self.require(self.ends.closed < self.rules.months, f"{what.name} after the last month end")
        if day > self.now:
            self.settled()
            if not self.prices_rose and day > self.rules.mid_term_rise_day + SOON:
                self.require(not self.who_pays_more(), "prices should have risen in mid-term")
                self.prices_rose = True
            self.now = day
        self.managers_pass_time(what, subject, other)
        if self.expected_pace is not None and what not in (EventKind.REFERENCES_REVIEWED, EventKind.CAPACITY_CHANGED):
            self.the_pace_is_right()
        try:
            getattr(self, what.name.lower())(subject, other, amount)
        except ImpossibleError as problem:
            raise ImpossibleError(f"day {day}: {what.name} {subject} {other} {amount}: {problem}") from None

    def managers_pass_time(self, what: EventKind, subject: int, other: int) -> None:
        """Before a line changes anything, add up the quality of those whose book or hours it may change."""
        world = self.world
        managers = [world.founders, *world.workers] if what.subject is not Subject.CUSTOMER else [world.founders]
        if what.subject is Subject.CUSTOMER:
            accounts = world.accounts[subject : subject + 1]
            managers += [account.manager for account in accounts if account.manager is not None]
            managers += world.workers[other : other + 1] if what is EventKind.COVERED and other >= 0 else []
        for manager in managers:
            world.pass_time(manager, self.now)

    def review_pace(self, references: float) -> None:
        """Note what the pace of deals must be from now on; the log says so where it changes."""
        if not self.rules.retimes_deals:
            return
        self.pace.look(self.now)
        dollars = self.pace.capacity(self.now)[0] / 365.0 if self.rules.sells_by_capacity else math.inf
        self.expected_pace = (references, dollars)

    def the_pace_is_right(self) -> None:
        assert self.expected_pace is not None
        self.same(self.pace.references, self.expected_pace[0], "what references do to demand", 1e-9, 1e-9)
        if self.rules.sells_by_capacity:
            self.same(self.pace.dollars, self.expected_pace[1], "what can be sold a day", 1e-9, 1e-9)
        self.expected_pace = None

    def references_reviewed(self, subject: int, other: int, amount: float) -> None:
        self.pace.pass_time(self.now)
        self.pace.references = amount

    def capacity_changed(self, subject: int, other: int, amount: float) -> None:
        self.pace.dollars = amount

    def require(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise ImpossibleError(otherwise)

    def same(self, found: float, expected: float, what: str, relative: float = CLOSE, absolute: float = 1e-9) -> None:
        if not math.isclose(found, expected, rel_tol=relative, abs_tol=absolute):
            raise ImpossibleError(f"{what} is {found!r}, expected {expected!r}")

    def settled(self) -> None:
        """At the end of an instant everything that had to follow has followed."""
        self.require(not self.due, f"{[(kind.name, account.index) for kind, account in self.due]} did not follow")
        self.require(not self.dropped, "a leaver's accounts are in nobody's hands and in no queue")

    def consequence(self, kind: EventKind, account: Account) -> None:
        self.require((kind, account) in self.due, "nothing called for it")
        self.due.remove((kind, account))

    def u(self, entity: int, decision: Decision, visit: int = 0) -> float:
        return draws.uniform(self.seed, self.run, entity, int(decision), visit)

    def account(self, index: int) -> Account:
        """Return the account a line is about, its silent moments up to now checked."""
        self.require(0 <= index < len(self.world.accounts), "there is no such customer yet")
        account = self.world.accounts[index]
        self.require(account.stage != LOST, "the customer has left")
        self.quiet_candidates(account, self.now)
        self.missed_second_try(account)
        return account

    def who_pays_more(self) -> list[Account]:
        """Those whose price a rise in mid-term raises, in the order of closing."""
        live = (account for account in self.world.accounts if account.stage == LIVE and not account.refuses_rises)
        return list(live) if self.rules.mid_term_rise > 0.0 else []

    def lose_relation(self, account: Account) -> None:
        """Whoever looked after it is gone, and the month counts it."""
        self.world.lose_relation(account, self.now)
        self.ends.flow("RELATIONS_LOST", 1.0)

    def change_total(self, amount: float) -> None:
        self.cash_replay.earn(self.now)
        self.world.arr += amount
        self.note_arr()
        self.ends.note_arr(self.now)

    def note_arr(self) -> None:
        """Keep the history of ARR."""
        self.arr_days.append(self.now)
        self.arr_figures.append(self.world.arr)

    def expect_shocks(self, account: Account) -> None:
        """Await what befalls a customer; ShockLines knows."""
        raise NotImplementedError

    def quiet_calls(self, account: Account, until: float) -> None:
        """Check calls that passed in silence; ShockLines knows."""
        raise NotImplementedError

    # moments that pass in silence ----------------------------------------------------------------------------------

    def expect_candidates(self, account: Account) -> None:
        rate = account.segment.csqls_a_year
        if rate > 0.0:
            self.next_candidate(account, self.now)

    def next_candidate(self, account: Account, since: float) -> None:
        gap, luck = draws.uniform_pair(self.seed, self.run, account.entity, int(Decision.CSQL), account.candidate)
        account.candidate_day = since - math.log1p(-gap) * 365.0 / account.segment.csqls_a_year
        account.candidate_luck = luck

    def quiet_candidates(self, account: Account, until: float) -> None:
        """Candidates that passed in silence must have been declined."""
        while account.stage != LOST and account.candidate_day < until - SOON:
            actual, served, odds = self.odds_of_csql(account, account.candidate_day)
            self.require(account.candidate_luck >= odds - CLOSE, f"candidate {account.candidate} should be a CSQL")
            self.note_csql(account, account.candidate_day, actual, served)
            account.candidate += 1
            self.next_candidate(account, account.candidate_day)

    def note_csql(self, account: Account, day: float, actual: float, served: float) -> None:
        """A candidate insures the account as it is by its odds as it is, as it would be by those it would have."""
        if account.candidate_luck < actual:
            account.last_csql = day
        if account.candidate_luck < served:
            account.last_csql_if_served = day

    def odds_of_csql(self, account: Account, day: float) -> tuple[float, float, float]:
        """The odds that a candidate of this day becomes a CSQL (see the world's); its adoption goes on from there."""
        odds = self.world.csql_odds(account, day)
        account.adoption, account.adoption_day = self.world.adoption(account, day), day
        return odds

    def all_quiet(self) -> None:
        """Check every account's silent moments before what they depend on changes."""
        for account in self.world.accounts:
            if account.stage != LOST:
                self.quiet_candidates(account, self.now)

    def missed_second_try(self, account: Account) -> None:
        """The second try is a silent moment when it does not mend; it had to be silent."""
        if account.second_try >= self.now - SOON:
            return
        unclear = abs(account.touched - account.second_try) <= SOON  # something else happened at that very instant
        if account.failed and account.stage == LIVE and not unclear:
            luck = self.u(account.entity, Decision.ONBOARDING_MENDS)
            self.require(
                luck >= self.world.mend_odds(account, account.second_try), "the second try should have mended it"
            )
        account.second_try = math.inf
