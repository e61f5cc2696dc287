"""The end of a term: the customer leaves or renews, smaller or not, and at which prices; and prices in mid-term."""

from __future__ import annotations

import math

from simulator.engine.contract import NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.record import renewal_rules
from simulator.engine.reference.account import Account, Accounts
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.income import Income
from simulator.engine.reference.leads import LeadsDesk
from simulator.engine.reference.money import Treasury
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.served import renewal_may_mend, renewal_odds_if_served
from simulator.engine.reference.staff import Staff
from simulator.laws import effect, products, retention, terms
from simulator.laws.money import earned
from simulator.numerics.draws import Decision
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import happens


def renewal_odds(run: Run, account: Account, covered: float, failed: bool, head: float, *, at_term_end: bool) -> float:
    """Return the probability of renewing for a term now; `covered` is the covered share of this one, at its quality."""
    state = account.renewal_state(covered, failed, head)
    log_odds = retention.renewal_log_odds(account.kind.renewal_log_odds, renewal_rules(run.rules), state)
    odds = terms.kept_over(logistic(log_odds), account.kind.years)
    if run.rules.cs_effect == 1.0:
        return odds
    return effect.in_effect(odds, renewal_odds_if_served(account, at_term_end), run.rules.cs_effect)


class Renewals:
    """Term ends; nothing churns in between."""

    def __init__(
        self,
        run: Run,
        staff: Staff,
        accounts: Accounts,
        income: Income,
        money: Treasury,
        desks: Desks,
        leads: LeadsDesk,
    ) -> None:
        self.run = run
        self.staff = staff
        self.accounts = accounts
        self.income = income
        self.money = money
        self.desks = desks
        self.leads = leads
        self.rise_token = 0
        """Number of the rise in mid-term that holds; earlier ones are passed over."""

    def term_ends(self, wait: Wait, account: Account) -> Life:
        """At each term end it renews or leaves."""
        yield wait
        while self.term_end(account):
            yield self.run.after(account.days_to_renewal())

    def term_end(self, account: Account) -> bool:
        """The customer renews or leaves. An account not onboarded by now counts as failed if there was time for it."""
        run, books = self.run, self.run.books
        covered = account.covered_share()
        failed, head = account.failed or self.overdue(account), self.staff.head_effect
        odds = renewal_odds(run, account, covered, failed, head, at_term_end=True)
        account.terms += 1
        first = float(account.terms == 1 and account.cohort > 0)
        books.add(Column.DUE_ARR, account.arr)
        books.add(Column.FIRST_DUE, first)
        if not happens(account.draw(Decision.RENEWAL, account.terms), odds):
            self.leave(account, odds)
            return False
        books.add(Column.RENEWED_ARR, account.arr)
        books.add(Column.FIRST_RENEWED, first)
        run.log(EventKind.RENEWED, account.index, NOBODY, odds)
        if not self.staff.had_head:
            run.founder_renewals += account.arr
        account.read_quality()
        account.term_start = run.now
        account.served_days = 0.0
        mends = terms.occurs_within(run.rules.mends_at_renewal, account.kind.years)
        if account.failed and happens(account.draw(Decision.RENEWAL_MENDS, account.terms), mends):
            account.mend()
        renewal_may_mend(account, mends)
        self.maybe_contract(account, covered)
        self.reprice(account, covered)
        self.grow_wallet(account)
        account.begin_term()
        self.forget_marks(account)
        books.add(Column.BOOKED_RENEWALS, earned(account.arr, account.days_to_renewal()))
        self.money.bill(account)
        return True

    def overdue(self, account: Account) -> bool:
        """Whether it is not onboarded, so long after it closed that this is a failure."""
        return not account.live and self.run.now - account.closed >= self.run.rules.failed_after

    def forget_marks(self, account: Account) -> None:
        """A term has begun: marks that will not count at its end are gone."""
        years, renews = account.kind.years, account.renews
        account.competitor = account.competitor and terms.outlasts(account.competitor_day, years, renews)
        account.sponsor = account.sponsor and terms.outlasts(account.sponsor_day, years, renews)
        if account.risen > 0.0 and not terms.outlasts(account.risen_day, years, renews):
            account.risen = 0.0
        if not terms.outlasts(account.competitor_day_if_served, years, renews):
            account.competitor_day_if_served = -math.inf
        if not terms.outlasts(account.sponsor_day_if_served, years, renews):
            account.sponsor_day_if_served = -math.inf

    def maybe_contract(self, account: Account, covered: float) -> None:
        """A renewal may shrink, the likelier the less the customer was covered."""
        run, rules = self.run, self.run.rules
        odds = self._contraction_odds(account, covered)
        if rules.cs_effect != 1.0:
            odds = effect.in_effect(odds, self._contraction_odds(account, 1.0), rules.cs_effect)
        if happens(account.draw(Decision.CONTRACTION, account.terms), odds):
            amount = account.arr * rules.contraction_by
            run.books.add(Column.CONTRACTION_ARR, amount)
            run.log(EventKind.CONTRACTED, account.index, NOBODY, amount)
            account.list_arr -= account.list_arr * rules.contraction_by
            self.desks.change_arr(account, -amount)
            self.desks.serve()

    def _contraction_odds(self, account: Account, covered: float) -> float:
        rules = self.run.rules
        odds = retention.contraction_odds(covered, rules.contraction_odds, rules.contraction_uncovered)
        return terms.occurs_within(odds, account.kind.years)

    def leave(self, account: Account, odds: float) -> None:
        """The customer is lost: its slot and its place in a book are free again."""
        run, desks = self.run, self.desks
        run.log(EventKind.CHURNED, account.index, NOBODY, odds)
        run.books.add(Column.CHURN_ARR, account.arr)
        run.books.add(Column.LOST_CUSTOMERS, 1.0)
        self.income.change_company_arr(-account.arr)
        account.release_slot()
        self.accounts.leave_queue(account)
        desks.pool.leave(account)
        desks.let_go(account)
        self.leads.forget_lead(account)
        account.arr = 0.0
        account.stage = Stage.LOST
        self.accounts.active -= 1
        account.weigh()
        desks.serve()

    def grow_wallet(self, account: Account) -> None:
        """It has more seats than a term ago, and so there is more to sell to it; what it has bought stays."""
        a_year = self.run.rules.wallet_growth
        if a_year > 0.0:
            times = terms.growth_over(a_year, account.kind.years)
            account.core_price = products.grown(account.core_price, times)
            account.left = [products.left_of_grown(left, times) for left in account.left]

    # prices --------------------------------------------------------------------------------------------------------

    def reprice(self, account: Account, covered: float) -> None:
        """Take launch discount back, raise the price, sell a package, in this order.

        `covered` is the covered share of the term that has ended, at its quality.
        """
        self._recapture(account, covered)
        self._escalate(account)
        self._sell_package(account, covered)

    def _odds_if_covered(self, a_year: float, covered: float, years: float) -> float:
        """Return the odds that the renewal of a term brings what a covered year brings with `a_year`."""
        odds, cs_effect = terms.occurs_within(a_year * covered, years), self.run.rules.cs_effect
        return odds if cs_effect == 1.0 else effect.in_effect(odds, terms.occurs_within(a_year, years), cs_effect)

    def _recapture(self, account: Account, covered: float) -> None:
        """The better it was looked after, the likelier it pays some of its discount from now on."""
        rules = self.run.rules
        amount = rules.recapture_share * products.discount_left(account.list_arr, account.arr)
        odds = self._odds_if_covered(rules.recapture_odds, covered, account.kind.years)
        if amount > 0.0 and happens(account.draw(Decision.RECAPTURE, account.terms), odds):
            self._gain(account, Column.RECAPTURE_ARR, EventKind.RECAPTURED, amount)

    def _escalate(self, account: Account) -> None:
        """Price and list price rise alike, for what it has and for what it may still buy, unless it refuses."""
        rise = terms.rise_over(self.run.rules.escalator, account.kind.years)
        if self.run.rules.escalator > 0.0 and not account.refuses_rises:
            self._raise_price(account, rise, Column.ESCALATOR_ARR, EventKind.ESCALATED)

    def _raise_price(self, account: Account, rise: float, column: Column, kind: EventKind) -> None:
        account.core_price += account.core_price * rise
        account.list_arr += account.list_arr * rise
        self._gain(account, column, kind, account.arr * rise)

    def _sell_package(self, account: Account, covered: float) -> None:
        """A package is sold at its list price, and to nobody twice."""
        rules = self.run.rules
        if account.has_package or not self.run.sells_packages:
            return
        odds = self._odds_if_covered(rules.package_odds, covered, account.kind.years)
        if happens(account.draw(Decision.PACKAGE, account.terms), odds):
            account.has_package = True
            amount = account.arr * rules.package_price
            account.list_arr += amount
            self._gain(account, Column.PACKAGE_ARR, EventKind.PACKAGE_SOLD, amount)

    def _gain(self, account: Account, column: Column, kind: EventKind, amount: float) -> None:
        self.run.books.add(column, amount)
        self.run.log(kind, account.index, NOBODY, amount)
        self.desks.change_arr(account, amount)

    # prices in mid-term --------------------------------------------------------------------------------------------

    def expect_rise(self) -> None:
        """Wait for the day on which prices rise in mid-term, unless it is behind or never comes."""
        self.rise_token += 1
        day = self.run.rules.mid_term_rise_day
        if self.run.now < day < math.inf:
            self.run.begin(self.rise_comes, day - self.run.now, self.rise_token)

    def rise_comes(self, wait: Wait, token: int) -> Life:
        """The day has come, unless another was set meanwhile."""
        yield wait
        if token == self.rise_token:
            self.raise_prices()

    def raise_prices(self) -> None:
        """Whoever is live and does not refuse pays more at once and remembers it, in the order of closing."""
        rise = self.run.rules.mid_term_rise
        for account in self.accounts.all:
            if account.live and rise > 0.0 and not account.refuses_rises:
                account.risen, account.risen_day = account.risen + rise, self.run.now
                self.run.books.add(Column.BOOKED_EXPANSION, earned(account.arr * rise, account.days_to_renewal()))
                self._raise_price(account, rise, Column.RISE_ARR, EventKind.PRICE_RISEN)
