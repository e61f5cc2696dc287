"""A customer's life: close, onboarding, coverage, adoption and CSQLs."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from simulator.engine.contract import ITSELF, NOBODY, Column, EventKind
from simulator.engine.reference.renewals import renewals
from simulator.engine.reference.shocks import Shocks
from simulator.engine.reference.wallet import Wallet
from simulator.laws import coverage, expansion, onboarding, retention
from simulator.laws.months import days_until, months_after
from simulator.numerics.draws import Decision
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import gap_of, happens

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait
    from simulator.engine.reference.coverage import Manager
    from simulator.engine.reference.hire import Hire


class Stage(IntEnum):
    """Where a customer is."""

    WAITING = 0
    ONBOARDING = 1
    LIVE = 2
    LOST = 3


class Customer:
    """One account. `index` numbers it within the run, `entity` is what its draws belong to."""

    def __init__(
        self, company: Company, entity: int, segment: int, arr: float, *, closed: float, term_start: float
    ) -> None:
        self.company = company
        self.entity = entity
        self.index = len(company.customers)
        self.segment_number = segment
        self.segment = company.segments[segment]
        self.arr = arr
        self.load = 0.0
        self.wallet = Wallet(self)
        self.has_package = False
        self.shocks = Shocks(self)
        self.fits_badly = False
        self.closed = closed
        self.cohort = 0
        self.stage = Stage.WAITING
        # onboarding
        self.specialist: Hire | None = None
        self.by_itself = False
        self.begun = False
        self.patience_token = 0
        self.pace = 1.0
        self.work = self.days_of_work()
        self.value_day = closed + company.rules.handover_days + self.work * company.programmes.work_factor
        self.work_left = 0.0
        self.sign_off_day = 0.0
        self.sign_off_token = 0
        self.failed = False
        # coverage
        self.manager: Manager | None = None
        self.weight = 0.0
        self.in_pool = False
        self.service = 0.0
        self.served_since = 0.0
        self.served_days = 0.0
        # adoption and CSQLs
        self.adoption = 0.0
        self.adoption_day = 0.0
        self.candidate = 0
        self.candidate_luck = 0.0
        self.rep: Hire | None = None
        self.lead = 0
        self.lead_token = 0
        # renewals
        self.term_start = term_start
        self.anchor = term_start
        self.terms = 0
        self.billed_months = 0
        company.customers.append(self)
        company.active += 1
        company.coverage.weigh(self)

    def draw(self, decision: Decision, visit: int = 0) -> float:
        """Return the customer's keyed uniform."""
        return self.company.draw(self.entity, decision, visit)

    @property
    def lost(self) -> bool:
        """Whether it has left."""
        return self.stage is Stage.LOST

    @property
    def live(self) -> bool:
        """Whether it is onboarded, well or not."""
        return self.stage is Stage.LIVE

    def is_lost(self) -> None:
        """It pays and weighs nothing from here on."""
        self.arr = 0.0
        self.stage = Stage.LOST
        self.company.active -= 1
        self.company.coverage.weigh(self)

    def days_of_work(self) -> float:
        """Return the days of work that its onboarding takes a specialist."""
        rules = self.company.rules
        luck = self.draw(Decision.ONBOARDING_WORK)
        days = onboarding.work_days(luck, rules.work_shape, rules.work_mean, rules.work_cv)
        return float(days * self.segment.onboarding_effort)

    # close ---------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """The deal is signed: ARR and the first term start; it asks to be onboarded once the seller lets go of it."""
        company = self.company
        self.cohort = company.books.cohort_at(self.closed)
        company.books.add(Column.NEW_ARR, self.arr)
        company.books.add(Column.NEW_CUSTOMERS, 1.0)
        self.wallet.note_landed()
        company.change_arr(self.arr)
        company.log(EventKind.CLOSED, self.index, self.segment_number, self.arr)
        self.begin_life(self.days_to_renewal())
        company.money.bill(self)
        if company.rules.handover_days > 0.0:
            company.begin(self.handed_over, company.rules.handover_days)
        else:
            self.ask_for_onboarding(company.rules.self_start_after)

    def handed_over(self, wait: Wait) -> Life:
        """The seller lets go of the account, and it asks to be onboarded."""
        yield wait
        if not self.lost:
            self.company.log(EventKind.HANDED_OVER, self.index)
            self.ask_for_onboarding(self.company.rules.self_start_after)
            self.company.serve()

    def begin_life(self, days_to_renewal: float) -> None:
        """What comes of itself from now on: term ends, candidates for CSQLs, calls of competitors, lost sponsors."""
        self.company.begin(renewals, days_to_renewal, self)
        self.expect_candidates()
        self.shocks.begin()

    def ask_for_onboarding(self, patience: float) -> None:
        """Wait for somebody to onboard it; after `patience` days it starts by itself."""
        self.lose_patience_in(patience)
        self.company.onboarding.join(self)

    def lose_patience_in(self, days: float) -> None:
        """Start by itself in so many days, unless somebody has taken it by then."""
        self.patience_token += 1
        self.company.begin(self.starts_by_itself, days, self.patience_token)

    # onboarding ----------------------------------------------------------------------------------------------------

    def starts_by_itself(self, wait: Wait, token: int) -> Life:
        """Nobody could take it for so long that it starts, or goes on, alone, and slowly."""
        yield wait
        if self.stage is Stage.WAITING and token == self.patience_token:
            self.company.onboarding.give_up_waiting(self)
            self.by_itself = True
            self.begin_onboarding(self.company.rules.by_itself, ITSELF)

    def begin_onboarding(self, pace: float, by: int) -> None:
        """Work starts, or goes on after a take-over; sign-off comes when it is done. `pace` above 1 is slower."""
        company = self.company
        if not self.begun:
            self.work_left = self.work * company.programmes.work_factor * pace
            self.begun = True
            company.books.add(Column.ONBOARDINGS_BEGUN, 1.0)
            company.books.add(Column.WAIT_DAYS, company.now - self.closed)
        else:
            self.work_left *= pace / self.pace
        self.pace = pace
        self.stage = Stage.ONBOARDING
        self.sign_off_day = company.now + self.work_left
        company.log(EventKind.ONBOARDING_BEGAN, self.index, by, self.work_left)
        company.begin(self.signs_off, self.work_left, self.sign_off_token)

    def interrupt_onboarding(self) -> None:
        """Whoever was on it has left; what is left of the work, and some more, waits for another."""
        self.work_left = self.sign_off_day - self.company.now + self.company.rules.takeover_delay
        self.sign_off_token += 1
        self.stage = Stage.WAITING
        self.company.log(EventKind.ONBOARDING_INTERRUPTED, self.index, NOBODY, self.work_left)
        self.lose_patience_in(self.company.rules.self_start_after)

    def signs_off(self, wait: Wait, token: int) -> Life:
        """The work is done, unless it was interrupted or the customer has left meanwhile."""
        yield wait
        if token == self.sign_off_token and self.stage is Stage.ONBOARDING:
            self.sign_off()
            self.company.serve()

    def sign_off(self) -> None:
        """Hand the slot back, see whether it has worked, and ask for an account manager if there is none."""
        company, rules = self.company, self.company.rules
        time_to_value = company.now - self.closed
        odds = onboarding.failure_odds(
            time_to_value,
            self.value_day - self.closed,
            self.fits_badly,
            company.head_effect,
            rules.cs_effect,
            rules.fails_base,
            rules.fails_per_month,
            rules.fails_poor_fit,
            rules.fails_cs_head,
            company.programmes.plan_fails,
        )
        self.failed = happens(self.draw(Decision.ONBOARDING_FAILS), odds)
        company.books.signed_off(time_to_value)
        company.log(EventKind.SIGNED_OFF, self.index, NOBODY, time_to_value)
        self.stage = Stage.LIVE
        self.by_itself = False
        company.onboarding.release(self)
        company.coverage.reweigh(self)
        if self.failed:
            company.books.add(Column.FAILED, 1.0)
            company.log(EventKind.ONBOARDING_FAILED, self.index, NOBODY, odds)
            company.begin(self.second_try, rules.mends_after)
        else:
            self.go_live()
        if self.manager is None:
            company.pool.place(self)
        self.note_service()

    def second_try(self, wait: Wait) -> Life:
        """The account manager, if there is one by then, tries to mend a failed onboarding."""
        yield wait
        if self.stage is not Stage.LIVE or not self.failed:
            return
        rules = self.company.rules
        odds = rules.mends_if_covered * coverage.coverage_in_effect(self.service, rules.cs_effect)
        if happens(self.draw(Decision.ONBOARDING_MENDS), odds):
            self.mend()

    def mend(self) -> None:
        """A failed onboarding has come right after all."""
        self.failed = False
        self.company.books.add(Column.MENDED, 1.0)
        self.company.log(EventKind.ONBOARDING_MENDED, self.index)
        self.go_live()

    # coverage ------------------------------------------------------------------------------------------------------

    def note_service(self) -> None:
        """Being onboarded by a specialist or held by a manager is coverage, being in the pool some; waiting is none."""
        service = self.company.rules.digital_effect if self.in_pool else 0.0
        if self.manager is not None or self.specialist is not None:
            service = 1.0
        if service == self.service:
            return
        now = self.company.now
        self.settle_adoption()
        self.served_days += self.service * (now - self.served_since)
        self.service = service
        self.served_since = now

    def covered_share(self, days: float) -> float:
        """Return the share of the last `days` days of this term in which it was covered, at most 1."""
        return coverage.covered_share(days, self.served_days, self.service, self.company.now - self.served_since)

    def is_well_served(self) -> bool:
        """Whether it speaks well of the company: not failed, looked after, and renewed before or still young."""
        return coverage.is_well_served(self.failed, self.service, self.terms, self.company.now - self.closed)

    def dilution(self) -> float:
        """Return how thin its manager's book is spread; 1 without a manager."""
        if self.manager is None:
            return 1.0
        return coverage.dilution(self.manager.load, self.manager.capacity())

    # what a renewal depends on ------------------------------------------------------------------------------------

    def days_to_renewal(self) -> float:
        """Return the days to the next term end, in whole months from the first day of the contract."""
        term_end = months_after(self.anchor, (self.terms + 1) * self.segment.term_months)
        return days_until(self.company.now, term_end)

    def renewal_odds(self, covered: float, failed: bool) -> float:
        """Return the probability of renewal now, `covered` being the covered share of the term."""
        company, rules = self.company, self.company.rules
        log_odds = retention.renewal_log_odds(
            self.segment.renewal_log_odds,
            covered * self.dilution(),
            failed,
            self.fits_badly,
            company.head_effect,
            rules.cs_effect,
            rules.uncovered,
            rules.failed_onboarding,
            rules.poor_fit,
            rules.cs_head,
            self.shocks.log_odds(),
        )
        return logistic(log_odds)

    # adoption, CSQLs, expansion ------------------------------------------------------------------------------------

    def go_live(self) -> None:
        """The product is in use: adoption grows from here on."""
        self.adoption = 0.0
        self.adoption_day = self.company.now

    def expect_candidates(self) -> None:
        """Wait for the first moment at which a CSQL might arise."""
        if self.segment.csqls_a_year > 0.0:
            self.company.begin(self.candidates, self.days_to_candidate())

    def days_to_candidate(self) -> float:
        """Return the days to the next candidate; they come at the full rate whatever the adoption."""
        gap, self.candidate_luck = self.company.draw_pair(self.entity, Decision.CSQL, self.candidate)
        return gap_of(gap, self.segment.csqls_a_year)

    def candidates(self, wait: Wait) -> Life:
        """Candidate after candidate, until the customer leaves."""
        while True:
            yield wait
            if self.stage is Stage.LOST:
                return
            self.consider_csql()
            self.candidate += 1
            wait = self.company.after(self.days_to_candidate())

    def settle_adoption(self) -> None:
        """Bring adoption up to today, at the pace of the time since it was last settled."""
        rules, now = self.company.rules, self.company.now
        pace = expansion.time_constant(self.service, rules.adoption_covered, rules.adoption_uncovered, rules.cs_effect)
        self.adoption = expansion.adoption_after(self.adoption, now - self.adoption_day, pace)
        self.adoption_day = now

    def adoption_in_effect(self) -> float:
        """Return the adoption that counts; by its own doing a customer not onboarded, or not well, has none."""
        rules = self.company.rules
        self.settle_adoption()
        return expansion.adoption_in_effect(
            self.adoption if self.stage is Stage.LIVE and not self.failed else 0.0,
            self.company.now - self.value_day,
            rules.adoption_covered,
            rules.cs_effect,
        )

    def consider_csql(self) -> None:
        """A candidate becomes a CSQL in proportion to adoption; somebody, or nobody, turns it into a sale."""
        company, rules = self.company, self.company.rules
        odds = expansion.csql_odds(
            self.adoption_in_effect(),
            self.service,
            company.head_effect,
            rules.cs_effect,
            rules.csqls_uncovered,
            rules.csqls_without_head,
        )
        if not happens(self.candidate_luck, odds):
            return
        self.shocks.last_csql = company.now
        company.books.add(Column.CSQLS, 1.0)
        company.log(EventKind.CSQL, self.index, NOBODY, odds)
        if not company.leads.take(self):
            self.buys(self.candidate, company.leads.odds_without_rep(self))

    def buys(self, lead: int, odds: float) -> bool:
        """Win or lose a CSQL, and expand if it is won."""
        won = happens(self.draw(Decision.CSQL_WON, lead), odds)
        if won:
            self.expand(self.company.rules.win_share)
        return won

    def expand(self, share: float) -> None:
        """A sale to an existing customer: a share of its ARR or of its wallet. It may overfill the manager's book."""
        company = self.company
        if company.rules.expands_arr:
            amount = share * self.arr
            self.wallet.list_arr += share * self.wallet.list_arr
        else:
            amount = self.wallet.take(share)
        company.books.add(Column.CSQLS_WON, 1.0)
        company.books.add(Column.EXPANSION_ARR, amount)
        company.log(EventKind.EXPANDED, self.index, NOBODY, amount)
        self.change_arr(amount)

    def change_arr(self, amount: float) -> None:
        """Change what it pays, and with it what it weighs."""
        self.arr += amount
        self.company.money.rebill(self, amount)
        self.company.coverage.weigh(self)
        self.company.coverage.reweigh(self)
        self.company.change_arr(amount)
        self.company.pool.arr_changed(self)
