"""The end of a term: the customer renews, at the same size or a smaller one, or leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.engine.reference.pricing import reprice
from simulator.laws import retention
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens

if TYPE_CHECKING:
    from simulator.engine.reference.company import Life, Wait
    from simulator.engine.reference.customer import Customer


def renewals(wait: Wait, customer: Customer) -> Life:
    """At each term end it renews or leaves; nothing churns in between."""
    yield wait
    while renews(customer):
        yield customer.company.after(customer.days_to_renewal())


def renews(customer: Customer) -> bool:
    """The term ends. An account not onboarded by now counts as failed."""
    company, books = customer.company, customer.company.books
    covered = customer.covered_share(company.now - customer.term_start)
    spread = covered * customer.dilution()
    odds = customer.renewal_odds(covered, customer.failed or not customer.live)
    customer.terms += 1
    first = customer.terms == 1 and customer.cohort > 0
    books.add(Column.DUE_ARR, customer.arr)
    books.add(Column.FIRST_DUE, float(first))
    if not happens(customer.draw(Decision.RENEWAL, customer.terms), odds):
        leave(customer, odds)
        return False
    books.add(Column.RENEWED_ARR, customer.arr)
    books.add(Column.FIRST_RENEWED, float(first))
    company.log(EventKind.RENEWED, customer.index, NOBODY, odds)
    if not company.hiring.had_head:
        company.founder_renewals += customer.arr
    customer.shocks.forget()
    customer.term_start = company.now
    customer.served_days = 0.0
    customer.served_since = company.now
    if customer.failed and happens(
        customer.draw(Decision.RENEWAL_MENDS, customer.terms), company.rules.mends_at_renewal
    ):
        customer.mend()
    maybe_contract(customer, spread)
    reprice(customer, spread)
    company.money.bill(customer)
    return True


def maybe_contract(customer: Customer, covered: float) -> None:
    """A renewal may shrink, the likelier the less the customer was covered."""
    company, rules = customer.company, customer.company.rules
    odds = retention.contraction_odds(covered, rules.cs_effect, rules.contraction_odds, rules.contraction_uncovered)
    if happens(customer.draw(Decision.CONTRACTION, customer.terms), odds * customer.segment.share_of_year):
        amount = customer.arr * rules.contraction_by
        company.books.add(Column.CONTRACTION_ARR, amount)
        company.log(EventKind.CONTRACTED, customer.index, NOBODY, amount)
        customer.wallet.list_arr -= customer.wallet.list_arr * rules.contraction_by
        customer.change_arr(-amount)
        company.serve()


def leave(customer: Customer, odds: float) -> None:
    """The customer is lost: its slot and its place in a book are free again."""
    company = customer.company
    company.log(EventKind.CHURNED, customer.index, NOBODY, odds)
    company.books.add(Column.CHURN_ARR, customer.arr)
    company.books.add(Column.LOST_CUSTOMERS, 1.0)
    company.change_arr(-customer.arr)
    company.onboarding.forget(customer)
    company.coverage.forget(customer)
    company.leads.forget(customer)
    customer.is_lost()
    company.serve()
