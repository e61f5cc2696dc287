"""Lines about accounts: who looks after them, what they buy more, whether they renew."""

from __future__ import annotations

import math

from conservation import formulas
from conservation.reading import CLOSE, SOON, Reading
from conservation.world import LIVE, LOST, Account, Worker

from simulator.engine.contract import FOUNDERS, NOBODY, Programme
from simulator.engine.events import EventKind
from simulator.numerics.draws import Decision
from simulator.roles import RoleId


class AccountLines(Reading):
    """Coverage, CSQLs and renewals."""

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
            account.manager, account.service, account.touched = manager, 1.0, self.now
            account.served_since = account.term_start  # and looked after well since: nothing is known of then
            account.quality_then = world.added_up(manager, self.now) - (self.now - account.term_start)
        else:
            self.gets_room(account, manager)
            self.take(account, manager)
        self.same(amount, world.weight(account), "what it weighs")

    def settle_pool(self) -> None:
        """Bring the cost of the digital pool up to date before its accounts change in number."""
        pooled = sum(account.in_pool for account in self.world.accounts)
        cost = self.rules.digital_cost / 365.0 * pooled * (self.now - self.pool_since)
        self.ends.flow("DIGITAL_COST", cost)
        self.pool_since = self.now

    def leave_pool(self, account: Account) -> None:
        if account.in_pool:
            self.settle_pool()
            account.in_pool = False

    def belongs_into_pool(self, account: Account, slack: float = 0.0) -> bool:
        """Whether a live account is small enough; `slack` allows for rounding."""
        small = account.stage == LIVE and account.arr < self.rules.digital_below * (1.0 + slack)
        return small and Programme.DIGITAL_POOL in self.world.open

    def pooled(self, subject: int, other: int, amount: float) -> None:
        account, world = self.account(subject), self.world
        self.require(self.belongs_into_pool(account, CLOSE), "it has no place in the pool")
        self.require(not account.in_pool or account in world.for_manager, "it is in the pool and waits for nobody")
        self.same(amount, account.arr, "its ARR")
        if account.manager is not None:
            self.require(self.may_drop(account), "its manager is still there")
            world.let_go(account, self.now)
            self.lose_relation(account)
        world.for_manager.pop(account, None)
        self.settle_pool()
        account.in_pool, account.touched = True, self.now
        world.note_service(account, self.now)
        self.picked_up(account)

    def take(self, account: Account, manager: Worker) -> None:
        self.world.settle_service(account, self.now)
        manager.book[account] = None
        account.manager = manager
        self.world.read_quality(account, self.now)
        self.leave_pool(account)
        self.world.meet(account, manager, self.now)
        self.world.note_service(account, self.now)
        account.touched = self.now

    def gets_room(self, account: Account, manager: Worker) -> None:
        """A full book takes nobody; longest wait first; CSMs before founders, the emptiest book first."""
        world = self.world
        load, capacity = world.load(manager), world.capacity(manager)
        if manager is world.founders and abs(world.arr / max(1.0, self.rules.handover_until) - 1.0) <= CLOSE:
            capacity = max(capacity, 1e-300)  # their last day: rounding decides whether they have any time left
        self.require(load < capacity * (1.0 + CLOSE) and capacity > 0.0, f"the book is full: {load} of {capacity}")
        if account.manager is world.founders:
            self.require(manager is not world.founders, "the founders have it already")
            self.require(world.arr >= self.rules.handover_from * (1.0 - CLOSE), "the hand-over has not begun")
            world.let_go(account, self.now)
            self.lose_relation(account)
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
        self.require(not self.belongs_into_pool(account, -CLOSE), "it belongs into the pool")
        if account.manager is not None:
            self.require(self.may_drop(account), "its manager is still there")
            world.let_go(account, self.now)
            self.lose_relation(account)
        world.note_service(account, self.now)
        self.require(account.specialist is None, "a specialist is at it")
        self.require(math.isinf(account.handover), "its seller has not let go of it")
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
            alike = self.largest_first and first.arr <= account.arr * (1.0 + CLOSE)  # which of two equals is rounding
            self.require(account is first or alike, f"a leaver's customer {first.index} comes first")
            self.dropped.remove(account)

    def moves(self, account: Account, flow: str, amount: float, sign: int) -> None:
        """An account's ARR rises (1) or falls (-1), and with it the company's, by what a flow of the ledger has."""
        account.arr += sign * amount
        self.ends.arr_flow(flow, amount, sign)
        if flow != "CHURN_ARR":  # that of a term which is over
            booked = "BOOKED_EXPANSION" if flow in ("EXPANSION_ARR", "RISE_ARR") else "BOOKED_RENEWALS"
            self.ends.flow(booked, sign * amount * (account.renewal - self.now) / 365.0)
        self.change_total(sign * amount)

    # CSQLs ---------------------------------------------------------------------------------------------------------

    def csql(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        well = account.stage == LIVE and not account.failed
        self.require(well or rules.cs_effect != 1.0, "no CSQLs before it is onboarded well")
        self.same(self.now, account.candidate_day, "the moment of the candidate", 0.0, SOON)
        actual, served, odds = self.odds_of_csql(account, self.now)
        self.same(amount, odds, "the odds of a CSQL", 1e-8)
        self.require(account.candidate_luck < odds + CLOSE, "the candidate had no luck")
        self.note_csql(account, self.now, actual, served)
        counts = rules.cs_effect * actual / odds
        self.ends.flow("CSQLS", 1.0)
        free = [
            r for r in self.world.in_place(RoleId.CUSTOMER_SALES) if self.world.leads_of(r) < self.world.capacity(r)
        ]
        if account.rep is None:
            account.lead, account.lead_counts = account.candidate, counts
        if free and account.rep is None:
            self.due.append((EventKind.LEAD_TAKEN, account))
        else:
            self.wins_or_not(account, account.candidate, self.world.odds_of_winning(account, None, counts, self.now))
        account.candidate += 1
        self.next_candidate(account, self.now)

    def wins_or_not(self, account: Account, lead: int, odds: float) -> bool:
        won = self.u(account.entity, Decision.CSQL_WON, lead) < odds
        if won:
            self.due.append((EventKind.EXPANDED, account))
        return won

    def lead_taken(self, subject: int, other: int, amount: float) -> None:
        account, world = self.account(subject), self.world
        self.consequence(EventKind.LEAD_TAKEN, account)
        rep = world.workers[other]
        self.require(rep.present and rep.role == RoleId.CUSTOMER_SALES, "there is no such rep")
        busy, slots = world.leads_of(rep), world.capacity(rep)
        self.require(busy < slots, "the rep has no slot free")
        for one in world.in_place(RoleId.CUSTOMER_SALES):
            if world.leads_of(one) < world.capacity(one):
                less = busy / slots - world.leads_of(one) / world.capacity(one)
                self.require(less <= CLOSE, f"rep {one.index} has less to do")
        self.same(amount, rep.rules.lead_time, "the time a lead takes")
        account.rep, account.lead_ends = rep, self.now + amount
        self.ends.flow("LEADS", 1.0)

    def lead_closed(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        if other == NOBODY:
            self.consequence(EventKind.LEAD_CLOSED, account)
            rep = None
        else:
            rep = self.world.workers[other]
            self.require(account.rep is rep and rep.present, "the lead is not the rep's")
            self.same(self.now, account.lead_ends, "the end of the lead", 0.0, SOON)
        odds = self.world.odds_of_winning(account, rep, account.lead_counts, self.now)
        self.same(amount, odds, "the odds of winning the lead", 1e-8)
        account.rep, account.lead_ends = None, math.inf
        if self.wins_or_not(account, account.lead, odds):
            self.ends.flow("LEADS_WON", 1.0)

    def expanded(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        self.consequence(EventKind.EXPANDED, account)
        if rules.expands_arr:
            won = rules.win_share * account.arr
            account.list_arr *= 1.0 + rules.win_share
        else:
            won = 0.0
            for number, product, age in self.world.on_sale(self.now):
                listed = account.size * product.price * rules.win_share * account.left[number]
                account.left[number] *= 1.0 - rules.win_share
                account.list_arr += listed
                won += listed * formulas.price(age, product)
        self.same(amount, won, "what is won", absolute=1e-6)
        self.ends.flow("CSQLS_WON", 1.0)
        self.moves(account, "EXPANSION_ARR", amount, +1)
        self.cash_replay.change(account, amount, self.now)

    # renewals ------------------------------------------------------------------------------------------------------

    def term_ends(self, account: Account, amount: float) -> bool:
        """Return whether luck renews it; the log must say so, with these odds."""
        self.same(self.now, account.renewal, "the term end", 0.0, SOON)
        late = self.now - account.closed >= self.rules.failed_after
        failed = account.failed or (late and account.stage != LIVE)
        served = self.world.failed_if_served(account, self.now) or (late and self.now < account.value_day)
        odds = self.world.odds_of_renewal(account, self.now, failed, served)
        self.same(amount, odds, "the odds of renewal", 1e-8)
        account.terms += 1
        first = float(account.terms == 1 and account.cohort > 0)
        self.ends.flow("DUE_ARR", account.arr)
        self.ends.flow("FIRST_DUE", first)
        renews = self.u(account.entity, Decision.RENEWAL, account.terms) < odds
        if renews:
            self.ends.flow("RENEWED_ARR", account.arr)
            self.ends.flow("BOOKED_RENEWALS", account.arr * account.segment.term_months / 12.0)
            self.ends.flow("FIRST_RENEWED", first)
        return renews

    def renewed(self, subject: int, other: int, amount: float) -> None:
        account, rules = self.account(subject), self.rules
        covered = self.world.covered_share(account, self.now)
        self.require(self.term_ends(account, amount), "it had no luck")
        self.world.founder_renewals += 0.0 if self.world.had_head else account.arr
        self.world.read_quality(account, self.now)
        account.term_start, account.served_days = self.now, 0.0
        account.renewal = account.anchor + (account.terms + 1) * account.segment.term_months * formulas.MONTH
        months = account.segment.term_months
        mends = formulas.within(rules.mends_at_renewal, months)
        luck = self.u(account.entity, Decision.RENEWAL_MENDS, account.terms)
        if account.failed and luck < mends:
            self.due.append((EventKind.ONBOARDING_MENDED, account))
        if self.world.failed_if_served(account, self.now) and luck < mends:
            account.well_if_served = self.now
        shrinks = rules.contraction_odds * max(0.0, 1.0 + rules.contraction_uncovered * (1.0 - covered))
        odds = self.mixed_within(shrinks, rules.contraction_odds, months)
        if self.u(account.entity, Decision.CONTRACTION, account.terms) < odds:
            self.due.append((EventKind.CONTRACTED, account))
        self.gains(account, covered)
        larger = (1.0 + rules.wallet_growth) ** (months / 12.0)
        account.left = [(larger - 1.0 + left) / larger for left in account.left]
        account.size *= larger

    def mixed_within(self, a_year: float, served: float, months: int) -> float:
        """How likely it comes within a term, with odds a year as covered as it was and had it been so throughout."""
        both = (formulas.within(one, months) for one in (a_year, served))
        return formulas.mixed(*both, self.rules.cs_effect)

    def gains(self, account: Account, covered: float) -> None:
        """What the renewal of an account adds, in this order; `covered` is how covered the term was."""
        rules, months = self.rules, account.segment.term_months
        takes_back = self.mixed_within(rules.recapture_odds * covered, rules.recapture_odds, months)
        buys = self.mixed_within(rules.package_odds * covered, rules.package_odds, months)
        discounted = account.list_arr - account.arr > 1e-9 * account.list_arr
        luck = self.u(account.entity, Decision.RECAPTURE, account.terms)
        if discounted and rules.recapture_share > 0.0 and luck < takes_back:
            self.due.append((EventKind.RECAPTURED, account))
        if rules.escalator > 0.0 and not account.refuses_rises:
            self.due.append((EventKind.ESCALATED, account))
        luck, offered = self.u(account.entity, Decision.PACKAGE, account.terms), Programme.PACKAGES in self.world.open
        if offered and not account.has_package and luck < buys:
            self.due.append((EventKind.PACKAGE_SOLD, account))

    def gained(
        self, kind: EventKind, flow: str, account: Account, amount: float, expected: float, absolute: float = 1e-6
    ) -> None:
        self.require(next((due for due, who in self.due if who is account), None) is kind, "its turn has not come")
        self.consequence(kind, account)
        self.same(amount, expected, "what is gained", absolute=absolute)
        self.moves(account, flow, amount, +1)

    def recaptured(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        share = self.rules.recapture_share
        left = (account.list_arr - account.arr) * share
        # List price and ARR are known to within CLOSE of themselves: nearly equal, they leave less of their difference.
        known = max(1e-6, CLOSE * account.list_arr * share)
        self.gained(EventKind.RECAPTURED, "RECAPTURE_ARR", account, amount, left, known)

    def escalated(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        rise = (1.0 + self.rules.escalator) ** (account.segment.term_months / 12.0) - 1.0
        self.gained(EventKind.ESCALATED, "ESCALATOR_ARR", account, amount, account.arr * rise)
        account.list_arr *= 1.0 + rise
        account.size *= 1.0 + rise

    def price_risen(self, subject: int, other: int, amount: float) -> None:
        if not self.prices_rose:
            self.same(self.now, self.rules.mid_term_rise_day, "the day of the rise", 0.0, SOON)
            self.due += [(EventKind.PRICE_RISEN, account) for account in self.who_pays_more()]
            self.prices_rose = True
        account, rise = self.account(subject), self.rules.mid_term_rise
        first = next(account for kind, account in self.due if kind is EventKind.PRICE_RISEN)
        self.require(first is account, "it is not its turn")
        self.consequence(EventKind.PRICE_RISEN, account)
        self.same(amount, account.arr * rise, "the rise", absolute=1e-6)
        account.list_arr *= 1.0 + rise
        account.size *= 1.0 + rise
        account.risen, account.risen_on = rise, self.now
        self.moves(account, "RISE_ARR", amount, +1)
        self.cash_replay.change(account, amount, self.now)

    def package_sold(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        self.gained(EventKind.PACKAGE_SOLD, "PACKAGE_ARR", account, amount, account.arr * self.rules.package_price)
        account.list_arr += amount
        account.has_package = True

    def contracted(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        self.consequence(EventKind.CONTRACTED, account)
        self.same(amount, account.arr * self.rules.contraction_by, "the contraction", absolute=1e-6)
        account.list_arr *= 1.0 - self.rules.contraction_by
        self.moves(account, "CONTRACTION_ARR", amount, -1)
        self.cash_replay.change(account, -amount, self.now)

    def churned(self, subject: int, other: int, amount: float) -> None:
        account = self.account(subject)
        self.require(not self.term_ends(account, amount), "luck would have renewed it")
        self.quiet_calls(account, self.now)
        self.leave_pool(account)
        self.ends.flow("LOST_CUSTOMERS", 1.0)
        self.moves(account, "CHURN_ARR", account.arr, -1)
        self.world.let_go(account, self.now)
        self.world.leave_queues(account)
        account.stage = LOST
        account.rep, account.lead_ends = None, math.inf
        account.sign_off = account.gives_up = account.candidate_day = account.second_try = account.handover = math.inf
