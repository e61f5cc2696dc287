"""What a renewal adds: launch discount taken back, the escalator, a paid success package, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.engine.contract import NOBODY, Column, EventKind, Programme
from simulator.laws import pricing
from simulator.laws.coverage import coverage_in_effect
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens

if TYPE_CHECKING:
    from simulator.engine.reference.customer import Customer


def reprice(customer: Customer, covered: float) -> None:
    """Go through all three; `covered` is the covered share of the term that has ended, times dilution.

    The odds and the rise are those of a year's renewal; shorter terms have them in proportion.
    """
    served = coverage_in_effect(covered, customer.company.rules.cs_effect) * customer.segment.share_of_year
    _recapture(customer, served)
    _escalate(customer)
    _sell_package(customer, served)


def _recapture(customer: Customer, served: float) -> None:
    """The better it was looked after, the likelier it pays some of its discount from now on."""
    rules = customer.company.rules
    amount = rules.recapture_share * pricing.discount_left(customer.wallet.list_arr, customer.arr)
    if amount > 0.0 and happens(customer.draw(Decision.RECAPTURE, customer.terms), rules.recapture_odds * served):
        _gain(customer, Column.RECAPTURE_ARR, EventKind.RECAPTURED, amount)


def _escalate(customer: Customer) -> None:
    """Price and list price rise alike, for what it has and for what it may still buy."""
    rise, wallet = customer.company.rules.escalator * customer.segment.share_of_year, customer.wallet
    if rise > 0.0:
        wallet.size += wallet.size * rise
        wallet.list_arr += wallet.list_arr * rise
        _gain(customer, Column.ESCALATOR_ARR, EventKind.ESCALATED, customer.arr * rise)


def _sell_package(customer: Customer, served: float) -> None:
    """A package is sold at its list price, and to nobody twice."""
    company, rules = customer.company, customer.company.rules
    if customer.has_package or not company.programmes.is_open(Programme.PACKAGES):
        return
    if happens(customer.draw(Decision.PACKAGE, customer.terms), rules.package_odds * served):
        customer.has_package = True
        amount = customer.arr * rules.package_price
        customer.wallet.list_arr += amount
        _gain(customer, Column.PACKAGE_ARR, EventKind.PACKAGE_SOLD, amount)


def _gain(customer: Customer, column: Column, kind: EventKind, amount: float) -> None:
    customer.company.books.add(column, amount)
    customer.company.log(kind, customer.index, NOBODY, amount)
    customer.change_arr(amount)
