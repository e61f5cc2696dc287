"""One run of one company, from its first day to its last month end; here its parts are put together."""

from __future__ import annotations

import numpy as np

from simulator.clock import month_end
from simulator.engine.contract import HIRE, NOBODY, FirstDay, RunRecord
from simulator.engine.record import Lowered
from simulator.engine.reference.account import Accounts
from simulator.engine.reference.customer import Customer, Vendor
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.digital import DigitalPool
from simulator.engine.reference.hire import People
from simulator.engine.reference.hiring import HiringDesk
from simulator.engine.reference.income import Income
from simulator.engine.reference.leads import LeadsDesk
from simulator.engine.reference.money import Treasury
from simulator.engine.reference.month_ends import MonthEnds
from simulator.engine.reference.opening import open_book
from simulator.engine.reference.programmes import Programmes
from simulator.engine.reference.renewals import Renewals
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.selling import SellingDesk
from simulator.engine.reference.shocks import Shocks
from simulator.engine.reference.staff import Staff
from simulator.engine.reference.wallet import ProductLine
from simulator.laws import capacity, growth, selling
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens


def run_reference(lowered: Lowered, seed: int, run: int, log: bool = False) -> RunRecord:
    """Simulate one run of a `lowered` scenario and return its record; `log` keeps the event log as well.

    `seed` is 0 to 2^64 - 1 and `run` the number of the run, from 0 (engine/contract.py says what a record holds).
    """
    company = Company(lowered, seed, run, log)
    company.play()
    return company.record()


class Company:
    """The parts of one run. The desks decide who serves whom; the books say what happened."""

    def __init__(self, lowered: Lowered, seed: int, run: int, log: bool) -> None:
        self.run = run_ = Run(lowered, seed, run, log)
        self.staff = staff = Staff(run_)
        self.accounts = accounts = Accounts(run_)
        self.income = income = Income(run_, staff.founders)
        self.products = products = ProductLine(run_)
        self.money = money = Treasury(run_, income)
        self.pool = pool = DigitalPool(run_, accounts)
        self.desks = desks = Desks(run_, staff, accounts, income, money, pool)
        self.leads = leads = LeadsDesk(run_, staff, accounts, products, desks)
        shocks = Shocks(run_, staff)
        self.renewals = renewals = Renewals(run_, staff, accounts, income, money, desks, leads)
        self.vendor = Vendor(run_, staff, accounts, products, income, money, pool, desks, leads, shocks, renewals)
        self.selling = SellingDesk(run_, staff, self.new_customer)
        people = People(run_, staff, desks, leads, self.selling)
        programmes = Programmes(run_, products, desks)
        self.hiring = HiringDesk(run_, staff, people, accounts, money, pool, desks, leads, self.selling, programmes)
        self.month_ends = MonthEnds(run_, staff, accounts, products, income, pool, self.selling)
        self.finished = False

    def play(self) -> None:
        """Play the company from its first day to the last month end."""
        self.staff.note_books()
        for step in FirstDay:
            self.first_day(step)
        while not self.finished:
            self.run.env.step()

    def first_day(self, step: FirstDay) -> None:
        """Take one step of the first day (engine/contract.py)."""
        match step:
            case FirstDay.PEOPLE_IN_PLACE:
                self.hiring.people_in_place()
            case FirstDay.ACCOUNTS:
                open_book(self.vendor)
            case FirstDay.REQUISITIONS_OUT:
                self.hiring.requisitions_out()
            case FirstDay.SERVICE:
                self.desks.serve()
            case FirstDay.FIRST_DEAL:
                self.selling.begin_selling()
            case FirstDay.FIRST_MONTH_END:
                self.run.begin(self.months, month_end(1))
            case FirstDay.FIXED_HIRES:
                self.hiring.fixed_hires()
            case FirstDay.MID_TERM_RISE:
                self.renewals.expect_rise()
            case FirstDay.OPENING_STOCKS:
                self.month_ends.opening()
            case FirstDay.FIRST_REVIEW:
                self.hiring.review()
            case FirstDay.NEXT_REVIEW:
                self.run.begin(self.hiring.reviews, self.run.rules.review_every)

    def months(self, wait: Wait) -> Life:
        """Close the books at each month end; the last one ends the run."""
        run = self.run
        for month in range(1, run.rules.months + 1):
            yield wait
            self.month_ends.month_end(month)
            if month == run.lowered.changes_after and run.lowered.later is not None:
                self.change_policy(run.lowered.later)
            if month < run.rules.months:
                self.selling.review_selling(month)
                wait = run.after(month_end(month + 1) - run.now)
        self.finished = True

    def new_customer(self) -> None:
        """A new logo closes: segment, ACV and fit are drawn, the term starts, it asks for onboarding."""
        run = self.run
        entity = draws.new_customer(self.selling.deals)
        self.selling.deals += 1
        segment = selling.segment_of(run.draw(entity, Decision.SEGMENT), run.shares)
        kind = run.segments[segment]
        plan_arr = growth.at_day(run.lowered.plan_arr, run.now)
        mean = selling.mean_acv(kind.acv, kind.acv_growth, plan_arr, run.rules.start_arr)
        arr = selling.landed_arr(run.draw(entity, Decision.ACV), mean, kind.acv_cv)
        customer = Customer(self.vendor, entity, segment, arr, closed=run.now, term_start=run.now)
        customer.fits_badly = happens(customer.draw(Decision.FIT), self.poor_fit(kind.poor_fit))
        customer.close()
        self.desks.serve()

    def poor_fit(self, odds: float) -> float:
        """Return the odds that a new customer fits badly; ramping sellers bring more of those."""
        rules = self.run.rules
        if not rules.sells_by_capacity:
            return odds
        whole, ramping = self.staff.selling_capacity()
        return capacity.poor_fit_odds(odds, ramping, whole, rules.poor_fit_while_ramping)

    def change_policy(self, later: Lowered) -> None:
        """Go by other rules from now on; what is under way goes on, and the CSMs get books of the new size."""
        pooled_below, rise_day = self.run.rules.digital_below, self.run.rules.mid_term_rise_day
        self.staff.founders.rules_become(later.records("rules")[0])
        self.run.go_by(later)
        self.hiring.change_policy()
        if self.run.rules.mid_term_rise_day != rise_day:
            self.renewals.expect_rise()
        if self.pool.is_open and self.run.rules.digital_below != pooled_below:
            self.pool.open()
            self.desks.serve()

    def record(self) -> RunRecord:
        """Return what the run leaves behind."""
        books = self.run.books
        hires = [
            (
                int(h.role),
                h.ordinal,
                h.opened,
                h.joined,
                h.left,
                int(h.wrong),
                h.full_book,
                NOBODY if h.source is None else h.source.index,
                h.attainment,
            )
            for h in self.staff.hires
        ]
        return RunRecord(
            ledger=books.ledger,
            cohort_arr=books.cohort_arr,
            cohort_customers=books.cohort_customers,
            reached=books.reached,
            hires=np.array(hires, dtype=HIRE),
            events=books.events(),
        )
