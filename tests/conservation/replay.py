"""An independent reading of an event log: every line must be possible and due, and the ledger must follow from them.

The replay knows the numeric scenario, the keyed draws and the event log. From these it keeps its own books, in plain
arithmetic (formulas.py, world.py), and compares: who may be served by whom, in which order, when a sign-off, a term
end, a first or last day is due, with what odds a customer renews, and at each month end the ledger (month_end.py).
It does not decide whom to hire; that it takes from the log.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
from conservation import formulas
from conservation.month_end import MonthEnds
from conservation.world import LIVE, LOST, ONBOARDING, WAITING, Account, Worker, World

from simulator import draws
from simulator.draws import Decision
from simulator.engine.contract import CS_ROLES, FOUNDERS, ITSELF, NOBODY, EventKind, RoleId, RunRecord
from simulator.engine.record import Lowered
from simulator.laws.onboarding import EXPONENTIAL, FIXED, GAMMA

SOON = 1e-7
"""Days by which two ways of working out one moment may differ."""
CLOSE = 1e-9
"""Relative difference allowed between two ways of working out one figure."""
CONSEQUENCES = {
    EventKind.ONBOARDING_FAILED,
    EventKind.ONBOARDING_MENDED,
    EventKind.EXPANDED,
    EventKind.CONTRACTED,
}


class ImpossibleError(AssertionError):
    """The log tells something that the model does not allow."""


def check(lowered: Lowered, record: RunRecord, seed: int, run: int) -> Replay:
    """Read a run's event log against its scenario and its ledger; raise ImpossibleError at the first thing wrong."""
    replay = Replay(lowered, record, seed, run)
    replay.read()
    return replay


class Replay:
    """One reading of one event log."""

    def __init__(self, lowered: Lowered, record: RunRecord, seed: int, run: int) -> None:
        self.lowered, self.record, self.seed, self.run = lowered, record, seed, run
        self.rules = SimpleNamespace(**lowered.rows("rules")[0])
        self.segments = [SimpleNamespace(**row) for row in lowered.rows("segments")]
        self.roles = [SimpleNamespace(**row) for row in lowered.rows("roles")]
        self.world = World(self.rules)
        self.ends = MonthEnds(lowered, record, self.world)
        self.now = 0.0
        self.deals = 0
        self.deal_units = 0.0
        self.seats = 0
        self.due: list[tuple[EventKind, Account]] = []
        self.dropped: list[Account] = []

    # reading -------------------------------------------------------------------------------------------------------

    def read(self) -> None:
        self.hires()
        self.opening_book()
        for line in self.record.events.tolist():
            self.line(*line)
        self.settled()
        self.require(self.ends.closed == self.rules.months, "the last month end is missing")
        for account in self.world.accounts:
            self.quiet_candidates(account, self.now)
        self.ends.last(self)

    def line(self, day: float, kind: int, subject: int, other: int, amount: float) -> None:
        what = EventKind(kind)
        self.require(day >= self.now, f"time runs backwards to {day}")
        self.require(self.ends.closed < self.rules.months, f"{what.name} after the last month end")
        if day > self.now:
            self.settled()
            self.now = day
        try:
            getattr(self, what.name.lower())(subject, other, amount)
        except ImpossibleError as problem:
            raise ImpossibleError(f"day {day}: {what.name} {subject} {other} {amount}: {problem}") from None

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

    # the first day -------------------------------------------------------------------------------------------------

    def hires(self) -> None:
        people = self.lowered.rows("people")
        self.seats = sum(row["open"] for row in people)
        for index, row in enumerate(self.record.hires):
            worker = Worker(
                index, int(row["role"]), math.nan, bool(row["wrong"]), float(row["full_book"]), self.roles[row["role"]]
            )
            self.world.workers.append(worker)
            in_place = index < len(people) and not people[index]["open"]
            self.require(in_place == math.isnan(row["opened"]), "only those in place have no open seat behind them")
            if in_place and worker.role == RoleId.ONBOARDING:
                self.world.carved_out = True
            self.hire_draws(index, row)

    def hire_draws(self, index: int, row: Any) -> None:
        """A hire's luck belongs to its role and ordinal alone."""
        role, ordinal = int(row["role"]), int(row["ordinal"])
        before = self.record.hires[:index]
        self.require(ordinal == int(np.sum(before["role"] == role)), "ordinals count the hires of a role")
        kind = self.roles[role]
        if role == RoleId.CSM:
            luck = self.u(draws.hire(role, ordinal), Decision.BOOK_SIZE)
            self.same(float(row["full_book"]), kind.book_low + luck * (kind.book_high - kind.book_low), "the full book")
        else:
            self.require(row["full_book"] == 0.0, "only CSMs have a book")

    def opening_book(self) -> None:
        rows = self.lowered.rows("accounts") if self.rules.given_book else self.made_up()
        for number, row in enumerate(rows):
            term = self.segments[row["segment"]].term_months * formulas.MONTH
            account = self.add(
                draws.opening_account(number), row["segment"], row["arr"], row["closed"], row["renewal"], cohort=0
            )
            account.term_start, account.anchor = row["term_start"], row["renewal"] - term
            self.place(account, row["owner"], bool(row["onboarded"]))
        self.world.arr = math.fsum(account.arr for account in self.world.accounts)
        self.ends.opening(self)

    def made_up(self) -> list[dict[str, Any]]:
        rows, total = [], 0.0
        cumulative = [segment.cumulative_share for segment in self.segments]
        for number in range(self.rules.opening_accounts):
            entity = draws.opening_account(number)
            which = int(np.searchsorted(cumulative[:-1], self.u(entity, Decision.SEGMENT), side="right"))
            segment = self.segments[which]
            arr = formulas.lognormal(formulas.z_of(self.u(entity, Decision.ACV)), segment.acv, segment.acv_cv)
            term = segment.term_months * formulas.MONTH
            share = 1.0 if self.rules.opening_anniversary else self.u(entity, Decision.RENEWAL_DATE)
            owner = FOUNDERS if self.rules.opening_by_founders else NOBODY
            start = share * term - term
            rows.append({"segment": which, "arr": arr, "owner": owner, "onboarded": 1, "renewal": share * term})
            rows[-1] |= {"closed": start, "term_start": start}
            total += arr
        for row in rows:
            row["arr"] *= self.rules.opening_arr / total
        return rows

    def add(self, entity: int, segment: int, arr: float, closed: float, renewal: float, cohort: int) -> Account:
        kind = self.segments[segment]
        badly = self.u(entity, Decision.FIT) < kind.poor_fit
        account = Account(
            len(self.world.accounts), entity, kind, arr, arr / kind.land_share, closed, closed, renewal, closed, badly,
            cohort,
        )  # fmt: skip
        self.world.accounts.append(account)
        return account

    def place(self, account: Account, owner: int, onboarded: bool) -> None:
        """Opening accounts with an owner are placed, whatever room there is; their lines in the log come later."""
        world = self.world
        if onboarded:
            account.stage, account.begun = LIVE, True
        elif owner == NOBODY:
            account.gives_up = max(0.0, account.closed + self.rules.self_start_after)
            if world.carved_out:
                world.for_slot[account] = None
        if owner != NOBODY or onboarded or not world.carved_out:
            self.ends.unplaced[account] = owner
        if not onboarded:
            return
        rules, served = self.rules, owner != NOBODY
        pace = formulas.pace_of_adoption(served, rules.adoption_covered, rules.adoption_uncovered, rules.cs_effect)
        account.adoption = formulas.adopted(0.0, max(0.0, -account.closed), pace)
        self.expect_candidates(account)

    # closing -------------------------------------------------------------------------------------------------------

    def closed(self, subject: int, other: int, amount: float) -> None:
        world, rules = self.world, self.rules
        self.require(subject == len(world.accounts), "customers are numbered in the order of closing")
        entity = draws.new_customer(self.deals)
        gap = 1.0 if rules.even_arrivals else -math.log1p(-self.u(entity, Decision.ARRIVAL_GAP))
        self.deal_units += gap
        self.deals += 1
        table = self.lowered.expected_deals
        self.same(np.interp(self.now, np.arange(len(table)), table), self.deal_units, "the demand so far", 1e-7, 1e-7)
        cumulative = [segment.cumulative_share for segment in self.segments]
        which = int(np.searchsorted(cumulative[:-1], self.u(entity, Decision.SEGMENT), side="right"))
        self.require(other == which, f"the segment is {which}")
        segment, plan = self.segments[which], self.lowered.plan_arr
        growth = (np.interp(self.now, np.arange(len(plan)), plan) / rules.start_arr) ** segment.acv_growth
        z = formulas.z_of(self.u(entity, Decision.ACV))
        self.same(amount, formulas.lognormal(z, segment.acv * growth, segment.acv_cv), "the deal", 1e-8)
        account = self.add(
            entity, which, amount, self.now, self.now + segment.term_months * formulas.MONTH, self.ends.cohort(self.now)
        )
        account.gives_up = self.now + rules.self_start_after
        self.ends.flow("NEW_ARR", amount)
        self.ends.flow("NEW_CUSTOMERS", 1.0)
        self.change_total(amount)
        if world.carved_out:
            world.for_slot[account] = None

    def change_total(self, amount: float) -> None:
        self.world.arr += amount
        self.ends.note_arr(self.now)

    # onboarding ----------------------------------------------------------------------------------------------------

    def onboarding_began(self, subject: int, other: int, amount: float) -> None:
        account, world, rules = self.account(subject), self.world, self.rules
        self.require(account.stage == WAITING, f"it is {account.stage}")
        placed = self.ends.unplaced.pop(account, NOBODY) if account in self.ends.unplaced else NOBODY
        if other == ITSELF:
            self.same(self.now, account.gives_up, "the day of starting by itself", 0.0, SOON)
            world.for_slot.pop(account, None)
            world.for_slot_again.pop(account, None)
            account.by_itself, pace = True, rules.by_itself
        elif other == FOUNDERS or world.workers[other].role == RoleId.CSM:
            manager = world.founders if other == FOUNDERS else world.workers[other]
            self.require(account.manager is manager, "its manager onboards it, nobody else")
            pace = rules.by_manager
        else:
            self.take_slot(account, world.workers[other])
            pace = 1.0
        self.require(placed in (NOBODY, other), "its owner is at it")
        if account.begun:
            self.same(amount, account.work_left * pace / account.pace, "what is left of the work", absolute=SOON)
        else:
            self.same(amount, self.work(account) * pace, "the work", 1e-8, SOON)
            self.ends.flow("ONBOARDINGS_BEGUN", 1.0)
            self.ends.flow("WAIT_DAYS", self.now - account.closed)
        account.stage, account.begun, account.sign_off = ONBOARDING, True, self.now + amount
        account.pace, account.gives_up = pace, math.inf

    def work(self, account: Account) -> float:
        rules = self.rules
        luck = self.u(account.entity, Decision.ONBOARDING_WORK)
        mean, cv, shape = rules.work_mean, rules.work_cv, rules.work_shape
        if shape == FIXED or mean == 0.0:
            days = mean
        elif shape == EXPONENTIAL:
            days = -mean * math.log1p(-luck)
        elif shape == GAMMA:
            days = formulas.gamma(luck, mean, cv)
        else:
            days = formulas.lognormal(formulas.z_of(luck), mean, cv)
        return float(days * account.segment.onboarding_effort)

    def take_slot(self, account: Account, specialist: Worker) -> None:
        """First come, first served, those taken out of a leaver's hands before all others; the least busy takes it."""
        world = self.world
        self.require(specialist.role == RoleId.ONBOARDING and specialist.present, "the specialist is not at work")
        queue = world.for_slot_again or world.for_slot
        self.require(bool(queue) and next(iter(queue)) is account, "it is not its turn")
        capacity = world.capacity(specialist)
        self.require(len(specialist.hands) < capacity, "the specialist has no slot free")
        for other in world.in_place(RoleId.ONBOARDING):
            slots = world.capacity(other)
            if len(other.hands) < slots:
                less = len(specialist.hands) / capacity - len(other.hands) / slots
                self.require(less <= CLOSE, f"specialist {other.index} has less to do")
        del queue[account]
        specialist.hands.add(account)
        account.specialist = specialist
        world.note_service(account, self.now)

    def onboarding_interrupted(self, subject: int, other: int, amount: float) -> None:
        account, world = self.account(subject), self.world
        self.require(account.stage == ONBOARDING and not account.by_itself, "nobody is at it")
        self.require(self.may_drop(account), "whoever is at it is still there")
        self.same(amount, account.sign_off - self.now + self.rules.takeover_delay, "the work left", absolute=SOON)
        world.let_go(account)
        world.note_service(account, self.now)
        account.stage, account.work_left, account.sign_off = WAITING, amount, math.inf
        account.gives_up = self.now + self.rules.self_start_after
        if world.carved_out:
            world.for_slot_again[account] = None
            self.picked_up(account)

    def signed_off(self, subject: int, other: int, amount: float) -> None:
        account, world = self.account(subject), self.world
        self.require(account.stage == ONBOARDING, f"it is {account.stage}")
        self.same(self.now, account.sign_off, "the day of sign-off", 0.0, SOON)
        self.same(amount, self.now - account.closed, "time-to-value", absolute=SOON)
        odds = world.odds_of_failure(account, self.now)
        account.failed = self.u(account.entity, Decision.ONBOARDING_FAILS) < odds
        self.ends.signed_off(amount)
        account.stage, account.by_itself, account.sign_off = LIVE, False, math.inf
        if account.specialist is not None:
            account.specialist.hands.discard(account)
            account.specialist = None
        if account.failed:
            self.failure_odds = odds
            self.due.append((EventKind.ONBOARDING_FAILED, account))
            account.second_try = self.now + self.rules.mends_after
        else:
            self.go_live(account)
        world.note_service(account, self.now)

    def onboarding_failed(self, subject: int, other: int, amount: float) -> None:
        self.consequence(EventKind.ONBOARDING_FAILED, self.account(subject))
        self.same(amount, self.failure_odds, "the odds of failure")
        self.ends.flow("FAILED", 1.0)

    def onboarding_mended(self, subject: int, other: int, amount: float) -> None:
        account = self.world.accounts[subject]
        if (EventKind.ONBOARDING_MENDED, account) in self.due:
            self.due.remove((EventKind.ONBOARDING_MENDED, account))
        else:
            self.require(account.failed and account.stage == LIVE and account.served, "nobody tries again")
            self.same(self.now, account.second_try, "the day of the second try", 0.0, SOON)
            luck = self.u(account.entity, Decision.ONBOARDING_MENDS)
            self.require(luck < self.rules.mends_if_covered, "the second try had no luck")
        account.failed = False
        self.ends.flow("MENDED", 1.0)
        self.go_live(account)
        account.touched = self.now

    def missed_second_try(self, account: Account) -> None:
        """The second try is a silent moment when it does not mend; it had to be silent."""
        if account.second_try >= self.now - SOON:
            return
        unclear = abs(account.touched - account.second_try) <= SOON  # something else happened at that very instant
        if account.failed and account.served and account.stage == LIVE and not unclear:
            luck = self.u(account.entity, Decision.ONBOARDING_MENDS)
            self.require(luck >= self.rules.mends_if_covered, "the second try should have mended it")
        account.second_try = math.inf

    def go_live(self, account: Account) -> None:
        account.adoption, account.adoption_day = 0.0, self.now
        self.expect_candidates(account)

    # coverage ------------------------------------------------------------------------------------------------------

    def covered(self, subject: int, other: int, amount: float) -> None:
        account, world = self.account(subject), self.world
        manager = world.founders if other == FOUNDERS else world.workers[other]
        self.require(manager.present, "the manager is not at work")
        self.require(manager is world.founders or manager.role == RoleId.CSM, "only founders and CSMs hold accounts")
        if self.ends.unplaced.get(account, NOBODY) != NOBODY:
            self.require(self.ends.unplaced[account] == other, "it has another owner")
            if account.stage == LIVE:
                del self.ends.unplaced[account]
            manager.book[account] = None
            account.manager, account.served, account.touched = manager, True, self.now
            account.served_since = account.term_start
        else:
            self.gets_room(account, manager)
            self.take(account, manager)
        self.same(amount, world.weight(account), "what it weighs")

    def take(self, account: Account, manager: Worker) -> None:
        manager.book[account] = None
        account.manager = manager
        self.world.note_service(account, self.now)
        account.touched = self.now

    def gets_room(self, account: Account, manager: Worker) -> None:
        """A full book takes nobody; longest wait first; CSMs before founders, the emptiest book first."""
        world = self.world
        load, capacity = world.load(manager), world.capacity(manager)
        self.require(load < capacity * (1.0 + CLOSE) and capacity > 0.0, f"the book is full: {load} of {capacity}")
        if account.manager is world.founders:
            self.require(manager is not world.founders, "the founders have it already")
            self.require(world.arr >= self.rules.handover_from * (1.0 - CLOSE), "the hand-over has not begun")
            world.let_go(account)
        else:
            self.require(account.manager is None, "it has a manager")
            self.require(bool(world.for_manager) and next(iter(world.for_manager)) is account, "it is not its turn")
            del world.for_manager[account]
        for csm in world.in_place(RoleId.CSM):
            theirs, room = world.load(csm), world.capacity(csm)
            if theirs < room * (1.0 - CLOSE):
                self.require(manager is not world.founders, f"CSM {csm.index} has room")
                self.require(load / capacity <= theirs / room + CLOSE, f"the book of CSM {csm.index} is emptier")

    def uncovered(self, subject: int, other: int, amount: float) -> None:
        account, world = self.account(subject), self.world
        self.ends.unplaced.pop(account, None)
        self.require(account not in world.for_manager, "it waits already")
        self.same(amount, account.arr, "its ARR")
        if account.manager is not None:
            self.require(self.may_drop(account), "its manager is still there")
            world.let_go(account)
        world.note_service(account, self.now)
        self.require(account.specialist is None, "a specialist is at it")
        world.for_manager[account] = None
        account.touched = self.now
        self.picked_up(account)

    def may_drop(self, account: Account) -> bool:
        """Whether a manager or specialist may lose an account: by leaving, or when the founders' time is over."""
        holder = account.specialist or account.manager
        if holder is self.world.founders:
            return bool(self.world.arr >= self.rules.handover_until * (1.0 - CLOSE))
        return holder is None or not holder.present

    def picked_up(self, account: Account) -> None:
        if account in self.dropped:
            first = self.dropped[0]
            self.require(account is first, f"a leaver's customer {first.index} comes first")
            self.dropped.remove(account)

    # CSQLs ---------------------------------------------------------------------------------------------------------

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
            adoption = self.world.adoption(account, account.candidate_day)
            odds = formulas.csql_odds(adoption, account.served, self.world.head_effect(), self.rules)
            self.require(account.candidate_luck >= odds - CLOSE, f"candidate {account.candidate} should be a CSQL")
            account.candidate += 1
            self.next_candidate(account, account.candidate_day)

    def all_quiet(self) -> None:
        """Check every account's silent moments before what they depend on changes."""
        for account in self.world.accounts:
            if account.stage != LOST:
                self.quiet_candidates(account, self.now)

    def csql(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        self.require(account.stage in (LIVE,) and not account.failed, "no CSQLs before it is onboarded well")
        self.same(self.now, account.candidate_day, "the moment of the candidate", 0.0, SOON)
        odds = formulas.csql_odds(
            self.world.adoption(account, self.now), account.served, self.world.head_effect(), rules
        )
        self.same(amount, odds, "the odds of a CSQL", 1e-8)
        self.require(account.candidate_luck < odds + CLOSE, "the candidate had no luck")
        self.ends.flow("CSQLS", 1.0)
        wins = rules.won_by_manager
        if not account.served:
            wins += rules.cs_effect * (rules.won_by_nobody - rules.won_by_manager)
        if self.u(account.entity, Decision.CSQL_WON, account.candidate) < wins:
            self.due.append((EventKind.EXPANDED, account))
        account.candidate += 1
        self.next_candidate(account, self.now)

    def expanded(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        self.consequence(EventKind.EXPANDED, account)
        base = account.arr if rules.expands_arr else max(0.0, account.wallet - account.arr)
        self.same(amount, rules.win_share * base, "what is won", absolute=1e-6)
        account.arr += amount
        self.ends.flow("CSQLS_WON", 1.0)
        self.ends.flow("EXPANSION_ARR", amount)
        self.change_total(amount)

    # renewals ------------------------------------------------------------------------------------------------------

    def term_ends(self, account: Account, amount: float) -> bool:
        """Return whether luck renews it; the log must say so, with these odds."""
        self.same(self.now, account.renewal, "the term end", 0.0, SOON)
        odds = self.world.odds_of_renewal(account, self.now, account.failed or account.stage != LIVE)
        self.same(amount, odds, "the odds of renewal", 1e-8)
        account.terms += 1
        first = float(account.terms == 1 and account.cohort > 0)
        self.ends.flow("DUE_ARR", account.arr)
        self.ends.flow("FIRST_DUE", first)
        renews = self.u(account.entity, Decision.RENEWAL, account.terms) < odds
        if renews:
            self.ends.flow("RENEWED_ARR", account.arr)
            self.ends.flow("FIRST_RENEWED", first)
        return renews

    def renewed(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        covered = self.world.covered_share(account, self.now) * self.world.dilution(account)
        self.require(self.term_ends(account, amount), "it had no luck")
        account.term_start = account.served_since = self.now
        account.served_days = 0.0
        account.renewal = account.anchor + (account.terms + 1) * account.segment.term_months * formulas.MONTH
        if account.failed and self.u(account.entity, Decision.RENEWAL_MENDS, account.terms) < rules.mends_at_renewal:
            self.due.append((EventKind.ONBOARDING_MENDED, account))
        shrinks = rules.contraction_odds * (1.0 + rules.contraction_uncovered * rules.cs_effect * (1.0 - covered))
        if self.u(account.entity, Decision.CONTRACTION, account.terms) < shrinks:
            self.due.append((EventKind.CONTRACTED, account))

    def contracted(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        self.consequence(EventKind.CONTRACTED, account)
        self.same(amount, account.arr * self.rules.contraction_by, "the contraction", absolute=1e-6)
        account.arr -= amount
        self.ends.flow("CONTRACTION_ARR", amount)
        self.change_total(-amount)

    def churned(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        self.require(not self.term_ends(account, amount), "luck would have renewed it")
        self.ends.flow("CHURN_ARR", account.arr)
        self.ends.flow("LOST_CUSTOMERS", 1.0)
        self.change_total(-account.arr)
        self.world.let_go(account)
        self.world.leave_queues(account)
        account.stage, account.arr = LOST, 0.0
        account.sign_off = account.gives_up = account.candidate_day = account.second_try = math.inf

    # people --------------------------------------------------------------------------------------------------------

    def worker(self, index: int, role: int) -> tuple[Worker, Any]:
        self.require(0 <= index < len(self.world.workers), "there is no such hire")
        worker = self.world.workers[index]
        self.require(worker.role == role, "the role is another")
        return worker, self.record.hires[index]

    def seat_opened(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.require(math.isnan(worker.opened) and not worker.present, "the seat was open before")
        self.same(float(row["opened"]), self.now, "the day in the log of hires", 0.0, 0.0)
        people = self.lowered.rows("people")
        agreed = people[subject]["joined"] if subject < len(people) else math.nan
        lead = max(0.0, agreed)
        if math.isnan(agreed):
            z = formulas.z_of(self.u(draws.hire(other, int(row["ordinal"])), Decision.HIRE_LEAD))
            lead = worker.rules.lead_median * math.exp(worker.rules.lead_sigma * z)
            self.mis_hire(worker, row)
        self.same(amount, lead, "the time to hire", 1e-8)
        worker.opened, worker.joined = self.now, self.now + amount
        self.ends.open_seats[other] += 1

    def mis_hire(self, worker: Worker, row: Any) -> None:
        rules = worker.rules
        span = rules.unproven_until - rules.unproven_from
        fading = min(1.0, max(0.0, (rules.unproven_until - self.world.arr) / span)) if span > 0.0 else 0.0
        if span <= 0.0 and self.world.arr < rules.unproven_until:
            fading = 1.0
        luck = self.u(draws.hire(worker.role, int(row["ordinal"])), Decision.HIRE_MISHIRE)
        self.require(worker.wrong == (luck < rules.mishire_odds + rules.unproven_odds * fading), "mis-hire or not?")

    def joined(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.all_quiet()
        self.require(not worker.present and math.isinf(worker.leaves), "at work already")
        ordinal = int(row["ordinal"])
        self.require(amount == float(worker.wrong), "a mis-hire, or not")
        already = 0.0
        if math.isnan(worker.opened):
            already = -float(self.lowered.rows("people")[subject]["joined"])
            worker.joined = -already
        else:
            self.same(self.now, worker.joined, "the first day", 0.0, SOON)
            self.ends.joiners[other] += 1
            self.ends.open_seats[other] -= 1
        self.same(float(row["joined"]), worker.joined, "the first day in the log of hires", 0.0, SOON)
        worker.present = True
        self.begin_ramp(worker, already)
        tenure = worker.rules.leaves_after
        if not worker.wrong:
            luck = self.u(draws.hire(other, ordinal), Decision.HIRE_TENURE)
            attrition = worker.rules.attrition
            tenure = -math.log1p(-luck) * 365.0 / attrition if attrition > 0.0 else math.inf
        worker.leaves = self.now + tenure

    def begin_ramp(self, worker: Worker, already: float) -> None:
        rules = worker.rules
        ends = np.cumsum(rules.ramp_days[: rules.ramp_steps])
        worker.stretch = int(np.sum(ends <= already))
        worker.next_stretch = self.now - already + ends[worker.stretch] if worker.stretch < len(ends) else math.inf

    def ramped(self, subject: int, other: int, amount: float) -> None:
        worker, _ = self.worker(subject, other)
        self.all_quiet()
        self.require(worker.present, "not at work")
        self.same(self.now, worker.next_stretch, "the next stretch of the ramp", 0.0, SOON)
        worker.stretch += 1
        steps = worker.rules.ramp_steps
        worker.next_stretch = self.now + worker.rules.ramp_days[worker.stretch] if worker.stretch < steps else math.inf
        self.same(amount, worker.strength(), "the share of a full load")

    def left(self, subject: int, other: int, amount: float) -> None:
        worker, row = self.worker(subject, other)
        self.all_quiet()
        self.require(worker.present, "not at work")
        self.same(self.now, worker.leaves, "the last day", 0.0, SOON)
        self.same(float(row["left"]), self.now, "the last day in the log of hires", 0.0, 0.0)
        self.same(amount, self.now - worker.joined, "the time at work", absolute=SOON)
        worker.present, worker.next_stretch = False, math.inf
        self.ends.leavers[other] += 1
        by_size = sorted(worker.book, key=lambda account: (-account.arr, account.index))
        self.dropped = by_size + sorted(worker.hands, key=lambda account: account.index)

    def carved_out(self, subject: int, other: int, amount: float) -> None:
        world = self.world
        self.require(not world.carved_out, "a second time")
        self.require(bool(world.in_place(RoleId.ONBOARDING)), "there is no specialist")
        world.carved_out = True
        for account in [account for account in world.for_manager if account.stage == WAITING]:
            del world.for_manager[account]
            (world.for_slot_again if account.begun else world.for_slot)[account] = None

    # month ends ----------------------------------------------------------------------------------------------------

    def month_end(self, subject: int, other: int, amount: float) -> None:
        self.same(self.now, subject * formulas.MONTH, "the month end", 0.0, SOON)
        self.settled()
        self.all_quiet()
        self.nothing_overdue()
        self.nobody_waits_in_vain()
        self.ends.close(self, subject, amount)

    def nothing_overdue(self) -> None:
        late = self.now - SOON
        for account in self.world.accounts:
            if account.stage != LOST:
                self.missed_second_try(account)
                self.require(account.renewal > late, f"customer {account.index}: the term end has passed")
                self.require(account.sign_off > late, f"customer {account.index}: the sign-off has passed")
                self.require(account.gives_up > late, f"customer {account.index}: should have begun by itself")
        for worker in self.world.workers:
            if worker.present:
                self.require(
                    min(worker.leaves, worker.next_stretch) > late, f"hire {worker.index}: something is overdue"
                )
            elif math.isinf(worker.leaves):
                self.require(not worker.joined <= late, f"hire {worker.index} should have joined")

    def nobody_waits_in_vain(self) -> None:
        """While somebody waits, whoever could serve has no room."""
        world = self.world
        if world.for_manager:
            for manager in [*world.in_place(RoleId.CSM), world.founders]:
                room = world.capacity(manager) - world.load(manager)
                self.require(room <= CLOSE * max(1.0, world.capacity(manager)), f"manager {manager.index} has room")
        if world.for_slot or world.for_slot_again:
            for specialist in world.in_place(RoleId.ONBOARDING):
                free = world.capacity(specialist) - len(specialist.hands)
                self.require(free <= CLOSE, f"specialist {specialist.index} has a slot")


assert len(CS_ROLES) == len(RoleId)
