"""One run of one company: its clock, its people, its customers, its books."""

from __future__ import annotations

from collections.abc import Callable, Generator
from types import SimpleNamespace
from typing import Any

import simpy

from simulator.clock import month_end
from simulator.engine.contract import NOBODY, EventKind, RoleId, RunRecord
from simulator.engine.record import Lowered
from simulator.engine.reference.bookkeeping import Books
from simulator.engine.reference.coverage import CoverageDesk
from simulator.engine.reference.customer import Customer
from simulator.engine.reference.digital import DigitalPool
from simulator.engine.reference.hire import Hire
from simulator.engine.reference.hiring import HiringDesk
from simulator.engine.reference.leads import LeadsDesk
from simulator.engine.reference.money import Treasury
from simulator.engine.reference.onboarding import OnboardingDesk
from simulator.engine.reference.opening import open_book
from simulator.engine.reference.programmes import Programmes
from simulator.engine.reference.selling import SellingDesk
from simulator.engine.reference.wallet import ProductLine
from simulator.laws import growth, selling
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens

Wait = simpy.events.Timeout
Life = Generator[Wait, None, None]


def run_reference(lowered: Lowered, seed: int, run: int, log: bool = False) -> RunRecord:
    """Simulate one run and return its record; `log` keeps the event log as well (engine/contract.py)."""
    company = Company(lowered, seed, run, log)
    company.live()
    return company.books.record()


class Company:
    """The state of one run. The desks decide who serves whom; the books write down what happened."""

    def __init__(self, lowered: Lowered, seed: int, run: int, log: bool) -> None:
        draws.check_fits(seed=seed, run=run)
        self.seed, self.run = seed, run
        self.lowered = lowered
        self.rules = SimpleNamespace(**lowered.rows("rules")[0])
        self.segments = [SimpleNamespace(**row) for row in lowered.rows("segments")]
        self.roles = [SimpleNamespace(**row) for row in lowered.rows("roles")]
        self.env = simpy.Environment()
        self.arr = 0.0
        self.founder_renewals = 0.0
        self.customers: list[Customer] = []
        self.active = 0
        self.books = Books(self, log)
        self.onboarding = OnboardingDesk(self)
        self.coverage = CoverageDesk(self)
        self.hiring = HiringDesk(self)
        self.pool = DigitalPool(self)
        self.programmes = Programmes(self)
        self.money = Treasury(self)
        self.products = ProductLine(self)
        self.selling = SellingDesk(self)
        self.leads = LeadsDesk(self)
        self.finished = False

    @property
    def now(self) -> float:
        """Days since the start."""
        return float(self.env.now)

    def live(self) -> None:
        """Play the company from its first day to the last month end."""
        self.hiring.note_books()
        self.hiring.people_in_place()
        open_book(self)
        self.hiring.requisitions_out()
        self.serve()
        self.selling.begin()
        self.begin(self.months, month_end(1))
        self.hiring.fixed_hires()
        self.books.opening()
        self.hiring.review()
        self.begin(self.hiring.reviews, self.rules.review_every)
        while not self.finished:
            self.env.step()

    def begin(self, life: Callable[..., Life], delay: float, *details: Any) -> None:
        """Start a process whose first wait is made here and now, so that it takes its place in the calendar now."""
        self.env.process(life(self.env.timeout(delay), *details))

    def after(self, delay: float) -> Wait:
        """Return a wait of `delay` days that takes its place in the calendar now."""
        return self.env.timeout(delay)

    def change_policy(self, later: Lowered) -> None:
        """Go by other rules from now on; what is under way goes on."""
        pooled_below = self.rules.digital_below
        self.lowered = later
        for name, those in (("rules", [self.rules]), ("segments", self.segments), ("roles", self.roles)):
            for one, row in zip(those, later.rows(name), strict=True):
                one.__dict__.update(row)
        self.hiring.change_policy()
        if self.pool.is_open and self.rules.digital_below != pooled_below:
            self.pool.open()
            self.serve()

    # draws ---------------------------------------------------------------------------------------------------------

    def draw(self, entity: int, decision: Decision, visit: int = 0) -> float:
        """Return the keyed uniform of one decision in this run."""
        return draws.uniform(self.seed, self.run, entity, int(decision), visit)

    def draw_pair(self, entity: int, decision: Decision, visit: int = 0) -> tuple[float, float]:
        """Return both words of one decision in this run."""
        return draws.uniform_pair(self.seed, self.run, entity, int(decision), visit)

    # new logos -----------------------------------------------------------------------------------------------------

    def new_customer(self) -> None:
        """A new logo closes: segment, ACV and fit are drawn, the term starts, it asks for onboarding."""
        entity = draws.new_customer(self.selling.deals)
        self.selling.deals += 1
        number = selling.segment_of(self.draw(entity, Decision.SEGMENT), self.lowered.segments["cumulative_share"])
        segment = self.segments[number]
        plan_arr = growth.at_day(self.lowered.plan_arr, self.now)
        mean = selling.mean_acv(segment.acv, segment.acv_growth, plan_arr, self.rules.start_arr)
        arr = selling.landed_arr(self.draw(entity, Decision.ACV), mean, segment.acv_cv)
        customer = Customer(self, entity, number, arr, closed=self.now, term_start=self.now)
        customer.fits_badly = happens(self.draw(entity, Decision.FIT), self.selling.poor_fit(segment.poor_fit))
        customer.close()
        self.serve()

    # what everybody asks for ---------------------------------------------------------------------------------------

    @property
    def head_effect(self) -> float:
        """The effect of the head of CS in place."""
        return self.effect_of(RoleId.CS_HEAD)

    def effect_of(self, role: int) -> float:
        """Return the effect of a leader in place: 0 while the seat is empty, below 1 for a mis-hire, else 1."""
        effect = 0.0
        for head in self.hiring.in_place[role]:
            effect = max(effect, head.strength())
        return effect

    def serve(self) -> None:
        """Let whoever has room take whoever waits: onboarding first, then coverage."""
        self.onboarding.serve()
        self.coverage.serve()

    def change_arr(self, amount: float) -> None:
        """Add to the company's ARR and note milestones passed."""
        self.money.earn()
        self.arr += amount
        self.books.note_milestones()

    def log(self, kind: EventKind, subject: int, other: int = NOBODY, amount: float = 0.0) -> None:
        """Write one line of the event log."""
        self.books.log(kind, subject, other, amount)

    def months(self, wait: Wait) -> Life:
        """Close the books at each month end; the last one ends the run."""
        for month in range(1, self.rules.months + 1):
            yield wait
            self.books.month_end(month)
            if month == self.lowered.changes_after and self.lowered.later is not None:
                self.change_policy(self.lowered.later)
            if month < self.rules.months:
                self.selling.review()
                wait = self.after(month_end(month + 1) - self.now)
        self.finished = True


__all__ = ["Company", "Hire", "run_reference"]
