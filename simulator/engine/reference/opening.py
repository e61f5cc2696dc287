"""The first day: the book of accounts, made up or given, and who looks after it."""

from __future__ import annotations

import math

from simulator.clock import month_end
from simulator.engine.contract import FOUNDERS, NOBODY
from simulator.engine.customer_state import Stage
from simulator.engine.reference.customer import Customer, Vendor
from simulator.engine.reference.staff import Manager
from simulator.laws import expansion, selling
from simulator.laws.months import months_after
from simulator.numerics import draws
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens


def open_book(vendor: Vendor) -> None:
    """Place every account of the first day, in the order of the book."""
    if vendor.run.rules.given_book:
        _given(vendor)
    else:
        _generated(vendor)
    vendor.money.opening_as_stated()
    for account in vendor.accounts.all:
        vendor.income.change_company_arr(account.arr)


def _generated(vendor: Vendor) -> None:
    """Make a book up: segments and sizes drawn, scaled to the opening ARR, renewals anywhere in the term."""
    run, rules = vendor.run, vendor.run.rules
    drawn = []
    total = 0.0
    for number in range(rules.opening_accounts):
        entity = draws.opening_account(number)
        segment = selling.segment_of(run.draw(entity, Decision.SEGMENT), run.shares)
        kind = run.segments[segment]
        arr = selling.landed_arr(run.draw(entity, Decision.ACV), kind.acv, kind.acv_cv)
        drawn.append((entity, segment, arr))
        total += arr
    owner = FOUNDERS if rules.opening_by_founders else NOBODY
    for entity, segment, arr in drawn:
        term = month_end(run.segments[segment].term_months)
        renewal = term
        if not rules.opening_anniversary:
            renewal = term * run.draw(entity, Decision.RENEWAL_DATE)
        start = renewal - term
        arr *= rules.opening_arr / total
        _place(vendor, entity, segment, arr, start, start, renewal, owner, True, billed_since=-math.inf)


def _given(vendor: Vendor) -> None:
    """Take the user's accounts as they stand."""
    for number, row in enumerate(vendor.run.lowered.records("accounts")):
        _place(
            vendor,
            draws.opening_account(number),
            row.segment,
            row.arr,
            row.closed,
            row.term_start,
            row.renewal,
            row.owner,
            bool(row.onboarded),
            billed_since=row.closed,
        )


def _place(
    vendor: Vendor,
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
    """Put one account on the books: its term is running, and its manager has looked after it well since that began.

    Nothing is known of the books of before.

    An account that is made up has been billed for ever, one of the user's since its contract was signed.
    """
    customer = Customer(vendor, entity, segment, arr, closed=closed, term_start=term_start)
    customer.fits_badly = happens(customer.draw(Decision.FIT), customer.kind.poor_fit)
    customer.anchor = months_after(renewal, -customer.kind.term_months)
    customer.renews = renewal
    customer.begin_life(renewal)
    vendor.money.open_billing(customer, billed_since)
    if not onboarded:
        _still_to_onboard(vendor, customer, owner)
        return
    customer.stage = Stage.LIVE
    customer.begun = True
    customer.value_day = customer.well_if_served = closed
    if owner == NOBODY:
        vendor.pool.wait_for_manager(customer)
    else:
        vendor.desks.assign(customer, _manager(vendor, owner))
        customer.served_before(term_start)
    rules = vendor.run.rules
    pace = expansion.time_constant(customer.service, rules.adoption_covered, rules.adoption_uncovered)
    customer.adoption = expansion.adoption_after(0.0, max(0.0, -closed), pace)


def _still_to_onboard(vendor: Vendor, customer: Customer, owner: int) -> None:
    """Whoever owns an account that is not onboarded yet is at it; one without an owner waits."""
    if owner == NOBODY:
        customer.ask_for_onboarding(max(0.0, customer.closed + vendor.run.rules.self_start_after))
        return
    manager = _manager(vendor, owner)
    vendor.desks.assign(customer, manager)
    customer.served_before(customer.term_start)
    customer.begin_onboarding(vendor.run.rules.by_manager, manager.index)


def _manager(vendor: Vendor, owner: int) -> Manager:
    return vendor.staff.founders if owner == FOUNDERS else vendor.staff.hires[owner]
