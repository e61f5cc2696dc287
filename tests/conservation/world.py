"""What the replay of an event log keeps of a company: its accounts, its people, its queues."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from conservation import formulas

from simulator.engine.contract import FOUNDERS, Programme
from simulator.roles import RoleId

WAITING, ONBOARDING, LIVE, LOST = "waiting", "onboarding", "live", "lost"


@dataclass(eq=False)
class Account:
    """One customer as the log tells it."""

    index: int
    entity: int
    segment: Any
    segment_number: int
    arr: float
    size: float
    left: list[float]  # share of each product it has not bought
    list_arr: float
    closed: float
    term_start: float
    renewal: float  # the next term end
    anchor: float  # one term before the first term end
    fits_badly: bool
    cohort: int
    stage: str = WAITING
    begun: bool = False
    by_itself: bool = False
    failed: bool = False
    pace: float = 1.0
    specialist: Worker | None = None
    manager: Worker | None = None
    work_left: float = math.nan
    sign_off: float = math.inf
    second_try: float = math.inf
    gives_up: float = math.inf
    handover: float = math.inf  # when the seller lets go of it
    work: float = 0.0  # days a specialist would take
    value_day: float = 0.0  # when it would have been signed off had CS done everything for it
    well_if_served: float = 0.0  # and from when on it would have been onboarded well
    in_pool: bool = False
    service: float = 0.0  # 1 with a manager or specialist, less in the digital pool
    served_since: float = 0.0
    quality_then: float = 0.0  # what its manager's quality had added up to by then
    served_days: float = 0.0
    adoption: float = 0.0
    adoption_day: float = 0.0
    candidate: int = 0
    candidate_day: float = math.inf
    candidate_luck: float = 1.0
    terms: int = 0
    refuses_rises: bool = False
    risen: float = 0.0  # by what share its price has risen in mid-term, and when
    risen_on: float = -math.inf
    has_package: bool = False
    last_csql: float = -math.inf  # when a candidate was last lucky enough for its odds as it is
    last_csql_if_served: float = -math.inf  # and for those it would have, had CS done everything for it
    competitor: float = -math.inf  # when the last mark was made; at a renewal it is known whether it still counts
    sponsor: float = -math.inf
    competitor_if_served: float = -math.inf
    sponsor_if_served: float = -math.inf
    relation_loss: float = 0.0  # what its last account manager took along, as a share
    relation_lost: float = -math.inf
    relation_since: float = math.inf  # when the next one took over
    call: int = 0
    call_day: float = math.inf
    call_luck: float = 1.0
    departure: int = 0
    departure_day: float = math.inf
    departure_luck: float = 1.0
    rep: Worker | None = None
    lead: int = 0
    lead_counts: float = 1.0  # how much of its state as it is goes into the odds that it is won
    lead_ends: float = math.inf
    touched: float = -math.inf  # when anything last happened to it
    billed_until: float = -math.inf

    @property
    def onboarded_by_manager(self) -> bool:
        """Whether it weighs more in a book: it waits to be, or is being, onboarded by its manager."""
        return self.stage == WAITING or (self.stage == ONBOARDING and not self.by_itself)


@dataclass(eq=False)
class Worker:
    """Somebody who can hold accounts or onboardings; the founders are one of them."""

    index: int
    role: int
    joined: float
    wrong: bool
    full_book: float
    rules: Any
    hours_for: float = 0.0  # the load a CSM has the hours for
    marks: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 0.0)])
    """Days on which its quality may have changed, and what it had added up to by then."""
    attainment: float = 0.0
    opened: float = math.nan
    stretch: int = 0
    next_stretch: float = math.inf
    leaves: float = math.inf
    present: bool = False
    arrived: int = 0  # in which order people came
    source: Worker | None = None
    moving: bool = False
    book: dict[Account, None] = field(default_factory=dict)
    hands: set[Account] = field(default_factory=set)

    def strength(self) -> float:
        """The share of a good, ramped hire's effect."""
        ramp = self.rules.ramp_capacity[self.stretch] if self.stretch < self.rules.ramp_steps else 1.0
        return float(ramp * (self.rules.works_at if self.wrong else 1.0))


class World:
    """The state of a company between two lines of its event log."""

    def __init__(self, rules: SimpleNamespace, roles: list[SimpleNamespace]) -> None:
        self.rules = rules
        self.roles = roles
        self.accounts: list[Account] = []
        self.workers: list[Worker] = []
        self.founders = Worker(FOUNDERS, -1, -math.inf, False, 0.0, None, present=True)
        self.for_manager: dict[Account, None] = {}  # each queue in the order of joining it
        self.for_slot: dict[Account, None] = {}
        self.for_slot_again: dict[Account, None] = {}
        self.carved_out = False
        self.carved_out_day = 0.0
        self.arr = 0.0
        self.had_head = False
        self.founder_renewals = 0.0
        self.open: set[int] = set()  # programmes
        self.products: list[Any] = []
        self.launched: list[float] = []

    def in_place(self, role: RoleId) -> list[Worker]:
        return [worker for worker in self.workers if worker.present and worker.role == role]

    def on_sale(self, now: float) -> list[tuple[int, Any, float]]:
        """Number, figures and age of each product on sale."""
        return [
            (number, product, now - self.launched[number])
            for number, product in enumerate(self.products)
            if self.launched[number] <= now
        ]

    def unsold(self, account: Account, now: float) -> float:
        return account.size * math.fsum(product.price * account.left[j] for j, product, _ in self.on_sale(now))

    def head_effect(self) -> float:
        return max((head.strength() for head in self.in_place(RoleId.CS_HEAD)), default=0.0)

    def vp_effect(self) -> float:
        return max((vp.strength() for vp in self.in_place(RoleId.VP_SALES)), default=0.0)

    def well_served(self, account: Account, now: float) -> bool:
        return not account.failed and account.service > 0.0 and (account.terms > 0 or now - account.closed < 365.0)

    def weight(self, account: Account) -> float:
        load = max(self.rules.load_floor, account.arr)
        return float(load * self.rules.manager_weight) if account.onboarded_by_manager else load

    def load(self, worker: Worker) -> float:
        return math.fsum(self.weight(account) for account in worker.book)

    def capacity(self, worker: Worker) -> float:
        """Dollars of load for a manager, slots for a specialist."""
        rules = self.rules
        if worker is self.founders:
            return formulas.founders_capacity(self.arr, rules.founders_book, rules.handover_from, rules.handover_until)
        if worker.role == RoleId.CSM:
            return float(worker.full_book * worker.strength() * self.book_factor())
        return float(worker.rules.slots * worker.strength())

    def book_factor(self) -> float:
        """A CSM's book, as a share of its full size: head, managers and CS Ops have their part."""
        head, csms = self.head_effect(), len(self.in_place(RoleId.CSM))
        managers, ops = self.roles[RoleId.CS_MANAGER], self.roles[RoleId.CS_OPS]
        factor = 1.0 - (1.0 - self.rules.book_without_head) * (1.0 - head)
        led = head * managers.head_span
        led += managers.span * math.fsum(one.strength() for one in self.in_place(RoleId.CS_MANAGER))
        if csms > led:
            factor *= (led + managers.unmanaged * (csms - led)) / csms
        served = ops.serves * math.fsum(one.strength() for one in self.in_place(RoleId.CS_OPS))
        return float(factor * (1.0 + (ops.book_factor - 1.0) * min(1.0, served / max(1, csms))))

    def leads_of(self, rep: Worker) -> int:
        return sum(account.rep is rep for account in self.accounts)

    def odds_of_winning(self, account: Account, rep: Worker | None, counts: float, now: float) -> float:
        """By whoever works it; so much of the account as it is, the rest as if it had a manager."""
        return counts * self.won_by(self.service(account, now), rep) + (1.0 - counts) * self.won_by(1.0, rep)

    def won_by(self, service: float, rep: Worker | None) -> float:
        """A manager's odds so far as there is service, nobody's for the rest; over-full, they stay odds."""
        odds = min(1.0, max(0.0, service * self.rules.won_by_manager + (1.0 - service) * self.rules.won_by_nobody))
        if rep is not None:
            odds += (rep.rules.wins - odds) * rep.strength()
        return float(odds)

    def csql_odds(self, account: Account, now: float) -> tuple[float, float, float]:
        """The odds of a candidate's becoming a CSQL as the account is, had CS done everything for it, and mixed."""
        rules = self.rules
        well = account.stage == LIVE and not account.failed
        own = self.adoption(account, now) if well else 0.0
        actual = formulas.csql_odds(own, self.service(account, now), self.head_effect(), rules)
        served = formulas.adopted(0.0, now - account.well_if_served, rules.adoption_covered)
        return actual, served, formulas.mixed(actual, served, rules.cs_effect)

    def quality(self, worker: Worker) -> float:
        """How good the service is that a manager's hours allow now."""
        return formulas.quality(self.hours_of(worker), self.load(worker), self.rules.quality_curve)

    def hours_of(self, worker: Worker) -> float:
        """The load that a manager has the hours for: the founders for their book, whatever is left of it."""
        if worker is self.founders:
            return self.capacity(worker)
        return worker.hours_for * worker.strength() * self.book_factor()

    def pass_time(self, worker: Worker, now: float) -> None:
        """Add up what a manager's quality has come to, before a line changes what it depends on."""
        if now > worker.marks[-1][0]:
            worker.marks.append((now, self.added_up(worker, now)))

    def added_up(self, worker: Worker, day: float) -> float:
        """What a manager's quality has added up to by a day, evenly between the marks; an empty book adds nothing."""
        place = bisect.bisect_right(worker.marks, (day, math.inf))
        before, so_far = worker.marks[place - 1]
        if place == len(worker.marks):
            return so_far + (self.quality(worker) * (day - before) if worker.book and day > before else 0.0)
        after, by_then = worker.marks[place]
        return so_far + (by_then - so_far) * (day - before) / (after - before)

    def quality_days(self, account: Account, now: float) -> float:
        """The days since the account's service last changed, each as good as it was."""
        if account.manager is None:
            return now - account.served_since
        return self.added_up(account.manager, now) - account.quality_then

    def service(self, account: Account, now: float) -> float:
        """The level of service that counts at an instant: at its mean quality, that of the moment where it is new."""
        if account.manager is None:
            return account.service
        days = now - account.served_since
        mean = self.quality_days(account, now) / days if days > 0.0 else self.quality(account.manager)
        return account.service * mean

    def covered_share(self, account: Account, now: float) -> float:
        """The share of the running term in which the account was looked after, its days as good as they were."""
        days = now - account.term_start
        if days <= 0.0:
            return account.service
        return (account.served_days + account.service * self.quality_days(account, now)) / days

    def renewal_odds(self, account: Account, now: float) -> float:
        """The odds that the account would renew now; one that is not live counts as failed only at its term end."""
        return self.odds_of_renewal(account, now, account.failed, self.failed_if_served(account, now))

    def odds_of_renewal(self, account: Account, now: float, failed: bool, failed_if_served: bool) -> float:
        """Those of the account as it is, mixed with those it would have, had CS done everything for it."""
        rules, months = self.rules, account.segment.term_months
        covered = self.covered_share(account, now)
        x = rules.cs_head * self.head_effect() + rules.uncovered * (1.0 - covered)
        x += rules.failed_onboarding if failed else 0.0
        x += self.marks(account, account.competitor, account.sponsor, self.strain(account, now))
        served = rules.cs_head + (rules.failed_onboarding if failed_if_served else 0.0)
        served += self.marks(account, account.competitor_if_served, account.sponsor_if_served, 0.0)
        either = account.segment.renewal_log_odds + (rules.poor_fit if account.fits_badly else 0.0)
        either += rules.rise_log_odds * rules.escalator / 0.1 if not account.refuses_rises else 0.0
        if self.marked(account, account.risen_on):
            either += rules.rise_log_odds * account.risen / 0.1 * min(1.0, 12.0 / months)
        actual, mixed_in = (formulas.kept(formulas.logistic(either + one), months) for one in (x, served))
        return formulas.mixed(actual, mixed_in, rules.cs_effect)

    def marks(self, account: Account, competitor: float, sponsor: float, strain: float) -> float:
        """Log-odds of marks made on these days, and of what is left of a lost relation."""
        rules = self.rules
        x = rules.competitors_log_odds if self.marked(account, competitor) else 0.0
        x += rules.sponsors_log_odds if self.marked(account, sponsor) else 0.0
        return float(x + rules.relations_log_odds * strain) * min(1.0, 12.0 / account.segment.term_months)

    def failed_if_served(self, account: Account, now: float) -> bool:
        """Whether its onboarding would have failed by now, had CS done everything for it, and not be mended."""
        return account.value_day <= now < account.well_if_served

    def well_if_served(self, account: Account, luck: float, second: float) -> float:
        """From when on it would be onboarded well: signed off in time, under a head, and tried again by a manager."""
        if luck >= self.failure(account, account.value_day - account.closed, 1.0):
            return account.value_day
        return float(account.value_day + self.rules.mends_after) if second < self.rules.mends_if_covered else math.inf

    def strain(self, account: Account, now: float) -> float:
        """All of the loss while nobody holds the account, then evenly less."""
        if math.isinf(account.relation_since):
            return account.relation_loss
        left = self.rules.relations_fade_after - (now - account.relation_since)
        return account.relation_loss * left / self.rules.relations_fade_after if left > 0.0 else 0.0

    def lose_relation(self, account: Account, now: float) -> None:
        """Whoever held the account is gone: seller, founders or CSM."""
        account.relation_loss, account.relation_lost, account.relation_since = 1.0, now, math.inf
        account.adoption, account.adoption_day = self.adoption(account, now) * self.rules.relations_adoption, now

    def meet(self, account: Account, manager: Worker, now: float) -> None:
        """Somebody takes over; who was there when it was lost has less to make up for."""
        if account.relation_loss > 0.0:
            there = manager.joined <= account.relation_lost
            account.relation_loss = self.rules.relations_in_place if there else 1.0
            account.relation_since = now

    def at_risk(self, account: Account) -> bool:
        return self.marked(account, account.competitor) or self.marked(account, account.sponsor)

    def marked(self, account: Account, day: float) -> bool:
        """A mark counts at the first renewal after it, and at any other within a year of it."""
        return day > account.term_start or account.renewal - day < 365.0 - 1e-6

    def odds_of_failure(self, account: Account, now: float) -> float:
        planned = self.rules.success_plan_fails if Programme.SUCCESS_PLAN in self.open else 0.0
        return self.failure(account, now - account.closed, self.head_effect(), planned)

    def failure(self, account: Account, days: float, head: float, planned: float = 0.0) -> float:
        rules = self.rules
        x = rules.fails_base + rules.fails_per_month * days / formulas.MONTH + rules.fails_cs_head * head
        x += rules.fails_poor_fit if account.fits_badly else 0.0
        return formulas.logistic(x + planned)

    def note_service(self, account: Account, now: float) -> None:
        """Bring adoption and covered days up to date when an account begins or ceases to be looked after."""
        held = account.manager is not None or account.specialist is not None
        service = 1.0 if held else self.rules.digital_effect if account.in_pool else 0.0
        if service != account.service:
            self.settle_service(account, now)
            account.service = service

    def settle_service(self, account: Account, now: float) -> None:
        """Count the days served so far, before somebody else serves the account, or a new term begins."""
        account.adoption, account.adoption_day = self.adoption(account, now), now
        account.served_days += account.service * self.quality_days(account, now)
        self.read_quality(account, now)

    def read_quality(self, account: Account, now: float) -> None:
        account.served_since = now
        account.quality_then = 0.0 if account.manager is None else self.added_up(account.manager, now)

    def adoption(self, account: Account, now: float) -> float:
        rules, service = self.rules, self.service(account, now)
        pace = formulas.pace_of_adoption(service, rules.adoption_covered, rules.adoption_uncovered)
        return formulas.adopted(account.adoption, now - account.adoption_day, pace)

    def mend_odds(self, account: Account, now: float) -> float:
        return float(self.rules.mends_if_covered * self.service(account, now))

    def let_go(self, account: Account, now: float) -> None:
        """Take an account out of whatever holds it."""
        if account.manager is not None:
            self.settle_service(account, now)
            del account.manager.book[account]
            account.manager = None
        if account.specialist is not None:
            account.specialist.hands.discard(account)
            account.specialist = None

    def leave_queues(self, account: Account) -> None:
        for queue in (self.for_manager, self.for_slot, self.for_slot_again):
            queue.pop(account, None)
