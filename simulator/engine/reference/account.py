"""One account and all of them: what it weighs and how it is served, its onboarding, its adoption, where it queues."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import OrderedDict

from simulator.engine.contract import NOBODY
from simulator.engine.customer_state import CustomerState, Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.staff import Hire, Manager
from simulator.laws import books, coverage, expansion, onboarding, relations
from simulator.laws.months import days_until, months_after
from simulator.laws.retention import RenewalState
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens


class Accounts:
    """Every account of a run in the order of closing, and the queues: first in, first out, and nobody is in two."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.all: list[Account] = []
        self.active = 0
        self.load = 0.0
        """What all of them weigh together."""
        self.for_a_manager: OrderedDict[Account, None] = OrderedDict()
        self.for_a_slot: OrderedDict[Account, None] = OrderedDict()
        self.for_a_takeover: OrderedDict[Account, None] = OrderedDict()

    def leave_queue(self, account: Account) -> None:
        """Leave the queue it stands in, if any."""
        for queue in (self.for_a_manager, self.for_a_slot, self.for_a_takeover):
            queue.pop(account, None)


class Account(CustomerState, ABC):
    """One account. `index` numbers it within the run; `kind` is its segment's row.

    What is to happen in its life is for a subclass to say; the two processes named here are those that work on an
    account sets going.
    """

    def __init__(
        self, accounts: Accounts, entity: int, segment: int, arr: float, *, closed: float, term_start: float
    ) -> None:
        super().__init__(entity, segment, arr, closed=closed, term_start=term_start, anchor=term_start)
        self.accounts = accounts
        self.run = accounts.run
        self.kind = self.run.segments[segment]
        self.index = len(accounts.all)
        self.manager: Manager | None = None
        self.specialist: Hire | None = None
        self.rep: Hire | None = None
        self.left: list[float] = []
        """Share of each product that it has not bought."""
        self.sign_off_token = self.patience_token = self.lead_token = 0
        """Of each wait the number of the one that holds; earlier ones are passed over."""
        self.rise_draw = self.draw(Decision.RISE_REFUSED)
        self.work = self.days_of_work()
        self.value_day = closed + self.run.rules.handover_days + self.work * self.run.work_factor

    @abstractmethod
    def signs_off(self, wait: Wait, token: int) -> Life:
        """The work of its onboarding is done."""

    @abstractmethod
    def starts_by_itself(self, wait: Wait, token: int) -> Life:
        """Nobody could onboard it for so long that it starts, or goes on, alone."""

    def draw(self, decision: Decision, visit: int = 0) -> float:
        """Return the account's keyed uniform."""
        return self.run.draw(self.entity, decision, visit)

    @property
    def lost(self) -> bool:
        """Whether it has left."""
        return self.stage is Stage.LOST

    @property
    def live(self) -> bool:
        """Whether it is onboarded, well or not."""
        return self.stage is Stage.LIVE

    def begin_term(self) -> None:
        """Note when the term that begins will end, in whole months from the first day of the contract."""
        self.renews = months_after(self.anchor, (self.terms + 1) * self.kind.term_months)

    def days_to_renewal(self) -> float:
        """Return the days to the end of the running term."""
        return days_until(self.run.now, self.renews)

    # adoption and service ------------------------------------------------------------------------------------------

    def settle_adoption(self) -> None:
        """Bring adoption up to today, at the pace that the service of this time allows."""
        rules, now = self.run.rules, self.run.now
        if now == self.adoption_day:
            return
        service = self.service_now()
        pace = expansion.time_constant(service, rules.adoption_covered, rules.adoption_uncovered)
        self.adoption = expansion.adoption_after(self.adoption, now - self.adoption_day, pace)
        self.adoption_day = now

    def note_service(self) -> None:
        """Being onboarded by a specialist or held by a manager is coverage, being in the pool some; waiting is none."""
        service = self.run.rules.digital_effect if self.in_pool else 0.0
        if self.manager is not None or self.specialist is not None:
            service = 1.0
        if service != self.service:
            self.settle_service()
            self.service = service

    def settle_service(self) -> None:
        """Count the days served so far; called before whoever serves it, or how well, changes."""
        self.settle_adoption()
        self.served_days += self.service * self.quality_days()
        self.read_quality()

    def read_quality(self) -> None:
        """Its service counts from now on: remember what its manager's quality adds up to."""
        self.served_since = self.run.now
        self.quality_then = self.run.now if self.manager is None else self.manager.quality_days()

    def served_before(self, since: float) -> None:
        """Its manager has looked after it, at full quality, since a day before the first."""
        self.served_since = since
        self.quality_then -= self.run.now - since

    def quality_days(self) -> float:
        """Return the days since its service last changed, as good as they were; without a manager all are."""
        if self.manager is None:
            return self.run.now - self.quality_then
        return self.manager.quality_days() - self.quality_then

    def service_now(self) -> float:
        """Return the level of service that counts now, at the mean quality since it last changed or the term began."""
        if self.manager is None:
            return self.service
        days = self.run.now - self.served_since
        return books.served_at(self.service, self.quality_days(), days, 0.0 if days > 0.0 else self.manager.quality())

    def go_live(self) -> None:
        """The product is in use: adoption grows from here on."""
        self.adoption = 0.0
        self.adoption_day = self.run.now

    def mend(self) -> None:
        """A failed onboarding has come right after all."""
        self.failed = False
        self.run.books.add(Column.MENDED, 1.0)
        self.run.log(EventKind.ONBOARDING_MENDED, self.index)
        self.go_live()

    # books ---------------------------------------------------------------------------------------------------------

    def weigh(self) -> None:
        """Bring what it weighs, and all accounts together, up to date with its ARR."""
        rules, load = self.run.rules, 0.0
        if not self.lost:
            load = books.load_of(self.arr, rules.load_floor)
        self.accounts.load += load - self.load
        self.load = load

    def weight_now(self) -> float:
        """Return what it weighs in its manager's book now; more while the manager onboards it."""
        onboarded_by_manager = self.stage is Stage.WAITING or self.onboarded_by_manager
        return float(self.load * self.run.rules.manager_weight) if onboarded_by_manager else self.load

    def reweigh(self) -> None:
        """Bring its book up to date after its ARR or stage has changed."""
        if self.manager is not None:
            weight = self.weight_now()
            self.manager.settle_quality()
            self.manager.load += weight - self.weight
            self.weight = weight

    # what a renewal depends on -------------------------------------------------------------------------------------

    def covered_share(self) -> float:
        """Return the share of its running term in which it was covered, days counting as their service was good."""
        days = self.run.now - self.term_start
        return coverage.covered_share(days, self.served_days, self.service, self.quality_days())

    def strain(self) -> float:
        """Return what is left of a lost relation to an account manager, 0 to 1."""
        fade_after = self.run.rules.relations_fade_after
        return relations.strain(self.relation_loss, self.relation_since, self.run.now, fade_after)

    def lose_relation(self) -> None:
        """Whoever looked after it is gone, and with them some of what it had adopted."""
        self.relation_loss, self.relation_lost, self.relation_since = 1.0, self.run.now, math.inf
        self.run.books.add(Column.RELATIONS_LOST, 1.0)
        kept = self.run.rules.relations_adoption
        if kept < 1.0:
            self.settle_adoption()
            self.adoption *= kept

    def meet(self, manager: Manager) -> None:
        """Somebody takes over, and what was lost begins to come back."""
        if self.relation_loss > 0.0:
            in_place = self.run.rules.relations_in_place
            self.relation_loss = relations.loss_under(manager.joined, self.relation_lost, in_place)
            self.relation_since = self.run.now

    @property
    def refuses_rises(self) -> bool:
        """Whether it pays what it has paid, whatever the escalator."""
        return happens(self.rise_draw, self.run.rules.rise_refused)

    def renewal_state(self, covered: float, failed: bool, head: float) -> RenewalState:
        """Return how it stands towards its renewal; `covered` is the covered share of its term, at its quality."""
        return RenewalState(
            coverage=covered,
            failed=failed,
            poorly_fitting=self.fits_badly,
            head=head,
            competitor=self.competitor,
            sponsor=self.sponsor,
            relation=self.strain(),
            rise=0.0 if self.refuses_rises else self.run.rules.escalator,
            risen=self.risen,
            marks_weigh=self.kind.marks_weigh,
        )

    # onboarding ----------------------------------------------------------------------------------------------------

    @property
    def onboarded_by_manager(self) -> bool:
        """Whether its account manager is onboarding it."""
        return self.stage is Stage.ONBOARDING and not self.by_itself

    def days_of_work(self) -> float:
        """Return the days of work that its onboarding takes a specialist."""
        rules = self.run.rules
        u = self.draw(Decision.ONBOARDING_WORK)
        days = onboarding.work_days(u, rules.work_shape, rules.work_mean, rules.work_cv)
        return float(days * self.kind.onboarding_effort)

    def lose_patience_in(self, days: float) -> None:
        """Start by itself in so many days, unless somebody has taken it by then."""
        self.patience_token += 1
        self.run.begin(self.starts_by_itself, days, self.patience_token)

    def begin_onboarding(self, pace: float, by: int) -> None:
        """Work starts, or goes on after a take-over; sign-off comes when it is done. `pace` above 1 is slower."""
        run = self.run
        if not self.begun:
            self.work_left = self.work * run.work_factor * pace
            self.begun = True
            run.books.add(Column.ONBOARDINGS_BEGUN, 1.0)
            run.books.add(Column.WAIT_DAYS, run.now - self.closed)
        else:
            self.work_left *= pace / self.pace
        self.pace = pace
        self.stage = Stage.ONBOARDING
        self.sign_off_day = run.now + self.work_left
        run.log(EventKind.ONBOARDING_BEGAN, self.index, by, self.work_left)
        run.begin(self.signs_off, self.work_left, self.sign_off_token)

    def interrupt_onboarding(self) -> None:
        """Whoever was on it has left; what is left of the work, and some more, waits for another."""
        self.work_left = self.sign_off_day - self.run.now + self.run.rules.takeover_delay
        self.sign_off_token += 1
        self.stage = Stage.WAITING
        self.run.log(EventKind.ONBOARDING_INTERRUPTED, self.index, NOBODY, self.work_left)
        self.lose_patience_in(self.run.rules.self_start_after)

    def release_slot(self) -> None:
        """Give the specialist's slot back, if it had one."""
        if self.specialist is not None:
            self.specialist.slots_in_use -= 1
            self.specialist = None
