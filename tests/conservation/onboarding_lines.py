"""Lines about new customers: the close, and onboarding until sign-off."""

from __future__ import annotations

import math

import numpy as np
from conservation import formulas
from conservation.account_lines import AccountLines
from conservation.reading import CLOSE, SOON
from conservation.world import LIVE, ONBOARDING, WAITING, Account, Worker

from simulator.engine.contract import FOUNDERS, ITSELF, NOBODY, Programme
from simulator.engine.events import EventKind
from simulator.laws.onboarding import EXPONENTIAL, FIXED, GAMMA
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.roles import RoleId


class OnboardingLines(AccountLines):
    """From the close to sign-off, and a second try."""

    failure_odds = math.nan

    def closed(self, subject: int, other: int, amount: float) -> None:
        world, rules = self.world, self.rules
        self.require(subject == len(world.accounts), "customers are numbered in the order of closing")
        entity = draws.new_customer(self.deals)
        even = 1.0 if self.deals else 0.5
        gap = even if rules.even_arrivals else -math.log1p(-self.u(entity, Decision.ARRIVAL_GAP))
        self.deal_units += gap
        self.deals += 1
        table = self.lowered.expected_deals
        if rules.retimes_deals:
            self.same(self.pace.closed(self.now), gap, "the demand used up", 1e-7, 1e-7)
        else:
            now = np.interp(self.now, np.arange(len(table)), table)
            self.same(now, self.deal_units, "the demand so far", 1e-7, 1e-7)
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
        self.ends.arr_flow("NEW_ARR", amount, +1)
        self.ends.flow("BOOKED_NEW", amount * segment.term_months / 12.0)
        self.ends.flow("NEW_CUSTOMERS", 1.0)
        self.ends.flow("LANDED_LIST", account.list_arr)
        self.ends.flow("LANDED_WALLET", account.list_arr + world.unsold(account, self.now))
        self.change_total(amount)
        if rules.handover_days > 0.0:
            account.handover = self.now + rules.handover_days
        else:
            self.asks_for_onboarding(account)

    def asks_for_onboarding(self, account: Account) -> None:
        account.gives_up = self.now + self.rules.self_start_after
        if self.world.carved_out:
            self.world.for_slot[account] = None

    def handed_over(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        self.same(self.now, account.handover, "the day of the hand-over", 0.0, SOON)
        account.handover = math.inf
        self.lose_relation(account)
        self.asks_for_onboarding(account)

    def add(self, entity: int, segment: int, arr: float, closed: float, renewal: float, cohort: int) -> Account:
        kind = self.segments[segment]
        poor_fit = kind.poor_fit
        if self.rules.sells_by_capacity and cohort > 0:
            whole, ramping = self.pace.capacity(self.now)
            share = ramping / whole if whole > 0.0 else 0.0
            poor_fit = min(1.0, poor_fit * (1.0 + (self.rules.poor_fit_while_ramping - 1.0) * share))
        badly = self.u(entity, Decision.FIT) < poor_fit
        on_sale = self.world.on_sale(self.now)
        left = [1.0] * len(self.world.products)
        for number, product, age in on_sale:
            left[number] = 1.0 - formulas.landed(age, product, kind.lands)
        bought = [
            (product.price * (1.0 - left[number]), formulas.price(age, product)) for number, product, age in on_sale
        ]
        size = arr / math.fsum(much * price for much, price in bought)
        listed = size * math.fsum(much for much, _ in bought)
        account = Account(
            len(self.world.accounts), entity, kind, segment, arr, size, left, listed, closed, closed, renewal, closed,
            badly, cohort,
        )  # fmt: skip
        account.refuses_rises = self.u(entity, Decision.RISE_REFUSED) < self.rules.rise_refused
        account.work = self.work(account)
        account.value_day = closed + self.rules.handover_days + account.work * self.work_factor()
        luck, second = (self.u(entity, one) for one in (Decision.ONBOARDING_FAILS, Decision.ONBOARDING_MENDS))
        account.well_if_served = self.world.well_if_served(account, luck, second)
        self.expect_candidates(account)
        self.expect_shocks(account)
        self.world.accounts.append(account)
        return account

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
            pace = self.pace_of_team()
        self.require(placed in (NOBODY, other), "its owner is at it")
        if account.begun:
            self.same(amount, account.work_left * pace / account.pace, "what is left of the work", absolute=SOON)
        else:
            self.same(amount, account.work * self.work_factor() * pace, "the work", 1e-8, SOON)
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

    def work_factor(self) -> float:
        return float(self.rules.product_led_work) if Programme.PRODUCT_LED in self.world.open else 1.0

    def pace_of_team(self) -> float:
        """By what a specialist's work takes longer: the team grows evenly to its pace from the carve-out on."""
        whole, begins = self.rules.maturity_full_after, self.rules.maturity_starts_at
        since = self.now - self.world.carved_out_day
        return 1.0 if since >= whole else float(1.0 / (begins + (1.0 - begins) * since / whole))

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
        if account.manager is not None:
            self.lose_relation(account)
        world.let_go(account, self.now)
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
        account, world = self.world.accounts[subject], self.world
        if (EventKind.ONBOARDING_MENDED, account) in self.due:
            self.due.remove((EventKind.ONBOARDING_MENDED, account))
        else:
            self.require(account.failed and account.stage == LIVE, "nobody tries again")
            self.same(self.now, account.second_try, "the day of the second try", 0.0, SOON)
            luck = self.u(account.entity, Decision.ONBOARDING_MENDS)
            self.require(luck < world.mend_odds(account, self.now), "the second try had no luck")
        self.quiet_candidates(account, self.now)
        account.failed = False
        self.ends.flow("MENDED", 1.0)
        self.go_live(account)
        account.touched = self.now

    def go_live(self, account: Account) -> None:
        account.adoption, account.adoption_day = 0.0, self.now
