"""The first day: the book of accounts, made up or given, and who looks after it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.clock import month_end
from simulator.engine.contract import FOUNDERS, NOBODY
from simulator.engine.reference.customer import Customer, Stage
from simulator.laws import expansion, selling
from simulator.laws.months import months_after
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company
    from simulator.engine.reference.coverage import Manager


def open_book(company: Company) -> None:
    """Place every account of the first day, in the order of the book."""
    if company.rules.given_book:
        _given(company)
    else:
        _generated(company)
    company.money.opening_as_stated()
    for customer in company.customers:
        company.change_arr(customer.arr)


def _generated(company: Company) -> None:
    """Make a book up: segments and sizes drawn, scaled to the opening ARR, renewals anywhere in the term."""
    rules = company.rules
    drawn = []
    total = 0.0
    for number in range(rules.opening_accounts):
        entity = draws.opening_account(number)
        segment = selling.segment_of(
            company.draw(entity, Decision.SEGMENT), company.lowered.segments["cumulative_share"]
        )
        kind = company.segments[segment]
        arr = selling.landed_arr(company.draw(entity, Decision.ACV), kind.acv, kind.acv_cv)
        drawn.append((entity, segment, arr))
        total += arr
    owner = FOUNDERS if rules.opening_by_founders else NOBODY
    for entity, segment, arr in drawn:
        term = month_end(company.segments[segment].term_months)
        renewal = term
        if not rules.opening_anniversary:
            renewal = term * company.draw(entity, Decision.RENEWAL_DATE)
        start = renewal - term
        arr *= rules.opening_arr / total
        _place(company, entity, segment, arr, start, start, renewal, owner, True, billed_since=-math.inf)


def _given(company: Company) -> None:
    """Take the user's accounts as they stand."""
    for number, row in enumerate(company.lowered.rows("accounts")):
        entity = draws.opening_account(number)
        _place(
            company,
            entity,
            row["segment"],
            row["arr"],
            row["closed"],
            row["term_start"],
            row["renewal"],
            row["owner"],
            bool(row["onboarded"]),
            billed_since=row["closed"],
        )


def _place(
    company: Company,
    entity: int,
    segment: int,
    arr: float,
    closed: float,
    term_start: float,
    renewal: float,
    owner: int,
    onboarded: bool,
    billed_since: float,
) -> None:
    """Put one account on the books: its term is running, its manager has looked after it since the term began.

    An account that is made up has been billed for ever, one of the user's since its contract was signed.
    """
    customer = Customer(company, entity, segment, arr, closed=closed, term_start=term_start)
    customer.fits_badly = happens(customer.draw(Decision.FIT), customer.segment.poor_fit)
    customer.anchor = months_after(renewal, -customer.segment.term_months)
    customer.begin_life(renewal)
    company.money.open(customer, billed_since)
    if not onboarded:
        _still_to_onboard(company, customer, owner)
        return
    customer.stage = Stage.LIVE
    customer.begun = True
    customer.value_day = closed
    if owner == NOBODY:
        company.coverage.join(customer)
    else:
        company.coverage.assign(customer, _manager(company, owner))
        customer.served_since = term_start
    rules = company.rules
    pace = expansion.time_constant(customer.service, rules.adoption_covered, rules.adoption_uncovered, rules.cs_effect)
    customer.adoption = expansion.adoption_after(0.0, max(0.0, -closed), pace)


def _still_to_onboard(company: Company, customer: Customer, owner: int) -> None:
    """Whoever owns an account that is not onboarded yet is at it; one without an owner waits."""
    if owner == NOBODY:
        customer.ask_for_onboarding(max(0.0, customer.closed + company.rules.self_start_after))
        return
    manager = _manager(company, owner)
    company.coverage.assign(customer, manager)
    customer.served_since = customer.term_start
    customer.begin_onboarding(company.rules.by_manager, manager.index)


def _manager(company: Company, owner: int) -> Manager:
    return company.coverage.founders if owner == FOUNDERS else company.hiring.hires[owner]
