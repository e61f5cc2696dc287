"""What customers owe on the first day: every invoice sent and not yet paid, or what the user's balance sheet says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine.test_days_and_months import both_engines, certain, company, played
from playing import column, lowered, many_ledgers
from standard_errors import agrees, mean_and_error

from simulator.engine.ledger import Column

MONTHLY = "Monthly 31st,2400000,2025-01-31,2027-01-31,founders,yes,core\n"
BOOKS = certain(1, horizon_months=12, money__collection_days=45)


def test_opening_receivables_hold_every_invoice_that_is_not_paid(tmp_path: Path) -> None:
    """$200K a month, sent on the 31st and paid 45 days later: those of November and December are open on 1 January."""
    record = played(company(tmp_path, MONTHLY, **BOOKS))
    assert column(record, Column.RECEIVABLES)[0] == pytest.approx(400_000.0, abs=1.0)
    np.testing.assert_allclose(column(record, Column.COLLECTED)[1:], 200_000.0, atol=1.0)


def test_no_invoice_is_older_than_the_contract(tmp_path: Path) -> None:
    young = MONTHLY.replace("2025-01-31", "2026-12-31")
    record = played(company(tmp_path, young, **BOOKS))
    assert column(record, Column.RECEIVABLES)[0] == pytest.approx(200_000.0, abs=1.0)
    np.testing.assert_allclose(column(record, Column.COLLECTED)[1:4], [0.0, 200_000.0, 200_000.0], atol=1.0)


def test_a_made_up_book_owes_what_its_collection_days_come_to() -> None:
    """$2M billed by the month and paid after 45 days: 45 / 365 of it is open on the mean, $247K."""
    monthly = {"segments.core.term_months": 1, "demand.bookings_a_year": "$0", "horizon_months": 1}
    owed = many_ledgers(lowered("baseline", monthly), range(400))[:, 0, Column.RECEIVABLES]
    agrees(*mean_and_error(owed), 2e6 * 45 / 365)


@pytest.mark.parametrize("term", [1, 3, 12, 18, 36])
@pytest.mark.parametrize("days", [0, 20, 45, 200, 400, 730])
def test_what_is_owed_at_the_start_is_collected_once_and_in_full(term: int, days: int, tmp_path: Path) -> None:
    """Opening receivables are what is collected of them; a longer time to pay leaves more of the past open."""
    row = "A,1200000,2020-01-01,2027-01-20,founders,yes,core\n"
    record = played(company(tmp_path, row, **certain(term, horizon_months=26, money__collection_days=days)))
    sent = column(record, Column.RECEIVABLES)[0] + np.cumsum(column(record, Column.BILLINGS))
    open_at_end = sent - np.cumsum(column(record, Column.COLLECTED))
    np.testing.assert_allclose(column(record, Column.RECEIVABLES), open_at_end, rtol=1e-9, atol=1e-3)
    per_invoice = 1.2e6 * min(term, 12) / 12
    invoices = column(record, Column.RECEIVABLES)[0] / per_invoice
    if term in (1, 3, 12):  # invoices of one size, every `term` months before 20 Jan 2027
        sent_days = [20 * 365 / 12 / 31 - n * term * 365 / 12 for n in range(1, 60)]
        assert invoices == pytest.approx(sum(day + days > 0 for day in sent_days), abs=1e-6)


# stated balances -----------------------------------------------------------------------------------------------------


def stated(tmp_path: Path, days: int, **more: Any) -> np.ndarray:
    settings = {**BOOKS, "money__collection_days": days, "opening__receivables": "$300K", **more}
    return played(company(tmp_path, MONTHLY, **settings)).ledger


@pytest.mark.parametrize("days", [0, 10, 45, 90])
def test_stated_receivables_stand_and_are_collected_in_full(days: int, tmp_path: Path) -> None:
    """Whatever the days to pay: $300K are owed on the first day, and all of it comes in beside what is invoiced."""
    ledger = stated(tmp_path, days)
    assert ledger[0, Column.RECEIVABLES] == 300_000.0
    # After the last of it has come what is open is the invoices of the days to pay: the opening balance is gone.
    still_open = ledger[12, Column.RECEIVABLES]
    assert ledger[1:, Column.COLLECTED].sum() == pytest.approx(300_000.0 + 12 * 200_000.0 - still_open, abs=1.0)
    open_invoices = sum(1 for n in range(12) if (30 / 31 + n) * 365 / 12 + days > 365.0 + 1e-6)
    assert still_open == pytest.approx(200_000.0 * open_invoices, abs=1.0)


def test_a_change_of_collection_days_shifts_no_stated_opening_asset(tmp_path: Path) -> None:
    opening = {days: stated(tmp_path, days)[0, [Column.CASH, Column.RECEIVABLES]].sum() for days in (0, 30, 45, 120)}
    assert len(set(opening.values())) == 1


def test_receivables_stated_where_no_invoice_is_open_come_in_evenly(tmp_path: Path) -> None:
    """A yearly contract billed last spring: $90K are stated all the same, and paid over the 90 days to pay."""
    row = "A,1200000,2026-05-01,2027-05-01,founders,yes,core\n"
    settings = certain(12, horizon_months=6, money__collection_days=90, opening__receivables="$90K")
    ledger = played(company(tmp_path, row, **settings)).ledger
    month = 365 / 12 * 1000.0
    np.testing.assert_allclose(ledger[1:5, Column.COLLECTED], [month, month, 90_000 - 2 * month, 0.0], atol=1e-6)


YEARLY = "A,1200000,2026-05-01,2027-05-01,founders,yes,core\n"


@pytest.mark.parametrize("stated", [0.0, 150e3, 400e3, 1e6])
def test_stated_deferred_revenue_is_earned_by_the_end_of_the_running_terms(stated: float, tmp_path: Path) -> None:
    """$400K of a yearly contract is billed and not earned; what is stated less is billed month by month until May."""
    books = certain(12, horizon_months=8, money__collection_days=30)
    plain = played(company(tmp_path, YEARLY, **books)).ledger
    told = played(company(tmp_path, YEARLY, **books, opening__deferred_revenue=stated)).ledger
    of_terms = plain[0, Column.DEFERRED]
    assert of_terms == pytest.approx(400e3, abs=1.0)
    assert told[0, Column.DEFERRED] == stated
    np.testing.assert_array_equal(told[:, Column.REVENUE], plain[:, Column.REVENUE])
    more = told[:, Column.BILLINGS] - plain[:, Column.BILLINGS]
    np.testing.assert_allclose(more[1:5], (of_terms - stated) / 4.0, atol=1.0)
    np.testing.assert_allclose(more[5:], 0.0, atol=1.0)
    np.testing.assert_allclose(told[5:, Column.DEFERRED], plain[5:, Column.DEFERRED], atol=1.0)
    assert told[:, Column.DEFERRED].min() > -1.0
    paid = told[:, Column.COLLECTED] - plain[:, Column.COLLECTED]
    np.testing.assert_allclose(paid[2:6], (of_terms - stated) / 4.0, atol=1.0)
    assert paid.sum() == pytest.approx(more.sum(), abs=1.0)


def test_stated_deferred_revenue_of_nobody_is_earned_within_a_year() -> None:
    nobody = {"opening.generated.accounts": 0, "demand.bookings_a_year": "$0", "horizon_months": 14}
    ledger = both_engines(lowered("baseline", {**nobody, "opening.deferred_revenue": "$120K"})).ledger
    expected = np.maximum(0.0, 120e3 - 10e3 * np.arange(15))
    np.testing.assert_allclose(ledger[:, Column.DEFERRED], expected, atol=1e-6)


def test_customers_who_leave_never_turn_deferred_revenue_negative(tmp_path: Path) -> None:
    leaving = {**certain(12, horizon_months=24), "segments__core__renewal": "1%"}
    rows = "".join(f"A{n},120000,2026-05-01,2027-{1 + n:02}-10,founders,yes,core\n" for n in range(12))
    for stated in (0.0, 2e6):
        ledger = played(company(tmp_path, rows, **leaving, opening__deferred_revenue=stated)).ledger
        assert ledger[:, Column.DEFERRED].min() > -1.0
        if not ledger[-1, Column.ARR]:
            assert ledger[-1, Column.DEFERRED] == pytest.approx(0.0, abs=1.0)
