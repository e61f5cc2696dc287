"""A customer's life: close, onboarding, adoption and CSQLs; its renewals and shocks stand in files of their own."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.engine.contract import ITSELF, NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.record import csql_rules, failure_rules
from simulator.engine.reference.account import Account, Accounts
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.digital import DigitalPool
from simulator.engine.reference.income import Income
from simulator.engine.reference.leads import LeadsDesk
from simulator.engine.reference.money import Treasury
from simulator.engine.reference.renewals import Renewals
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.served import csql_odds_if_served, foresee_onboarding
from simulator.engine.reference.shocks import Shocks
from simulator.engine.reference.staff import Staff
from simulator.engine.reference.wallet import ProductLine
from simulator.laws import effect, expansion, money, onboarding
from simulator.laws.expansion import CsqlState
from simulator.laws.onboarding import SignOff
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import gap_of, happens


@dataclass(frozen=True)
class Vendor:
    """The company as its customers meet it."""

    run: Run
    staff: Staff
    accounts: Accounts
    products: ProductLine
    income: Income
    money: Treasury
    pool: DigitalPool
    desks: Desks
    leads: LeadsDesk
    shocks: Shocks
    renewals: Renewals


class Customer(Account):
    """One account and what happens to it."""

    def __init__(
        self, vendor: Vendor, entity: int, segment: int, arr: float, *, closed: float, term_start: float
    ) -> None:
        super().__init__(vendor.accounts, entity, segment, arr, closed=closed, term_start=term_start)
        self.vendor = vendor
        vendor.products.land(self)
        self.accounts.all.append(self)
        self.accounts.active += 1
        self.weigh()

    # close ---------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """The deal is signed: ARR and the first term start; it asks to be onboarded once the seller lets go of it."""
        run, books = self.run, self.run.books
        self.cohort = books.cohort_at(self.closed)
        books.add(Column.NEW_ARR, self.arr)
        books.add(Column.NEW_CUSTOMERS, 1.0)
        books.add(Column.LANDED_LIST, self.list_arr)
        books.add(Column.LANDED_WALLET, self.list_arr + self.vendor.products.unsold(self))
        self.vendor.income.change_company_arr(self.arr)
        run.log(EventKind.CLOSED, self.index, self.segment, self.arr)
        self.begin_term()
        books.add(Column.BOOKED_NEW, money.earned(self.arr, self.days_to_renewal()))
        self.begin_life(self.days_to_renewal())
        self.vendor.money.bill(self)
        if run.rules.handover_days > 0.0:
            run.begin(self.handed_over, run.rules.handover_days)
        else:
            self.ask_for_onboarding(run.rules.self_start_after)

    def handed_over(self, wait: Wait) -> Life:
        """The seller lets go of the account, and it asks to be onboarded."""
        yield wait
        if not self.lost:
            self.run.log(EventKind.HANDED_OVER, self.index)
            self.lose_relation()
            self.ask_for_onboarding(self.run.rules.self_start_after)
            self.vendor.desks.serve()

    def begin_life(self, days_to_renewal: float) -> None:
        """What comes of itself from now on: term ends, candidates for CSQLs, calls of competitors, lost sponsors."""
        foresee_onboarding(self)
        self.run.begin(self.vendor.renewals.term_ends, days_to_renewal, self)
        if self.kind.csqls_a_year > 0.0:
            self.run.begin(self.candidates, self.days_to_candidate())
        self.vendor.shocks.begin(self)

    def ask_for_onboarding(self, patience: float) -> None:
        """Wait for somebody to onboard it; after `patience` days it starts by itself."""
        self.lose_patience_in(patience)
        self.vendor.desks.wait_for_onboarding(self)

    # onboarding ----------------------------------------------------------------------------------------------------

    def starts_by_itself(self, wait: Wait, token: int) -> Life:
        """Nobody could take it for so long that it goes on alone. Before the carve-out it still waits for a manager."""
        yield wait
        if self.stage is Stage.WAITING and token == self.patience_token:
            if self not in self.accounts.for_a_manager:
                self.accounts.leave_queue(self)
            self.by_itself = True
            self.begin_onboarding(self.run.rules.by_itself, ITSELF)

    def signs_off(self, wait: Wait, token: int) -> Life:
        """The work is done, unless it was interrupted or the customer has left meanwhile."""
        yield wait
        if token == self.sign_off_token and self.stage is Stage.ONBOARDING:
            self.sign_off()
            self.vendor.desks.serve()

    def sign_off(self) -> None:
        """Hand the slot back, see whether it has worked, and ask for an account manager if there is none."""
        run = self.run
        time_to_value = run.now - self.closed
        state = SignOff(
            time_to_value=time_to_value,
            poorly_fitting=self.fits_badly,
            head=self.vendor.staff.head_effect,
        )
        odds = onboarding.failure_odds(failure_rules(run.rules, run.plan_fails), state)
        self.failed = happens(self.draw(Decision.ONBOARDING_FAILS), odds)
        run.books.note_sign_off(time_to_value)
        run.log(EventKind.SIGNED_OFF, self.index, NOBODY, time_to_value)
        self.stage = Stage.LIVE
        self.by_itself = False
        self.release_slot()
        self.reweigh()
        if self.failed:
            run.books.add(Column.FAILED, 1.0)
            run.log(EventKind.ONBOARDING_FAILED, self.index, NOBODY, odds)
            run.begin(self.remediation, run.rules.mends_after)
        else:
            self.go_live()
        if self.manager is None:
            self.vendor.pool.place_live(self)
        self.note_service()

    def remediation(self, wait: Wait) -> Life:
        """The account manager, if there is one by then, tries to put a failed onboarding right."""
        yield wait
        if not self.live or not self.failed:
            return
        odds = self.run.rules.mends_if_covered * self.service_now()
        if happens(self.draw(Decision.ONBOARDING_MENDS), odds):
            self.mend()

    # adoption, CSQLs, expansion ------------------------------------------------------------------------------------

    def days_to_candidate(self) -> float:
        """Return the days to the next candidate; they come at the full rate whatever the adoption."""
        gap, self.candidate_draw = self.run.draw_pair(self.entity, Decision.CSQL, self.candidate)
        return gap_of(gap, self.kind.csqls_a_year)

    def candidates(self, wait: Wait) -> Life:
        """Candidate after candidate for a CSQL, until the customer leaves."""
        while True:
            yield wait
            if self.lost:
                return
            self.consider_csql()
            self.candidate += 1
            wait = self.run.after(self.days_to_candidate())

    def csql_odds(self) -> float:
        """Return the odds that a candidate now becomes a CSQL; one not onboarded, or not well, has adopted nothing."""
        self.settle_adoption()
        adoption = self.adoption if self.live and not self.failed else 0.0
        state = CsqlState(adoption=adoption, coverage=self.service_now(), head=self.vendor.staff.head_effect)
        return expansion.csql_odds(csql_rules(self.run.rules), state)

    def consider_csql(self) -> None:
        """A candidate becomes a CSQL in proportion to adoption; somebody, or nobody, turns it into a sale.

        One that its own odds, or those of a customer fully served, would have made a CSQL insures each against
        competitors.
        """
        run, leads, cs_effect = self.run, self.vendor.leads, self.run.rules.cs_effect
        odds = self.csql_odds()
        counts = 1.0
        if happens(self.candidate_draw, odds):
            self.last_csql = run.now
        if cs_effect != 1.0:
            actual, served = odds, csql_odds_if_served(self)
            if happens(self.candidate_draw, served):
                self.last_csql_if_served = run.now
            odds = effect.in_effect(actual, served, cs_effect)
            if odds > 0.0:
                counts = effect.effect_on_what_follows(actual, served, cs_effect)
        if not happens(self.candidate_draw, odds):
            return
        run.books.add(Column.CSQLS, 1.0)
        run.log(EventKind.CSQL, self.index, NOBODY, odds)
        if not leads.take_lead(self, counts):
            leads.buys(self, self.candidate, leads.odds_of_winning(self, None, counts))
