"""Money: billing ahead in closed form, hiring that waits for cash, and nothing else moved by either."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playing import SEED, lowered, many_ledgers, of_kind, oracle, play

from simulator.clock import first_day_of
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.roles import RoleId

OF_MONEY = (*range(Column.CASH, Column.VALUE_ON_PLAN + 1), *range(Column.REVENUE, Column.FUNDING + 1))
ARR = 12e6
OPENING_CASH = 3e6
NO_ROUNDS = {f"series_{letter}": {"opens": [], "amount": 0} for letter in "abcde"}
FREE: dict[str, Any] = {"money.rounds": NO_ROUNDS} | {
    "money.acquisition_cost": 0,
    "money.expansion_cost": 0,
    "money.other_spend": [],
    "money.gross_margin": 1,
}


def still(term: int, **overrides: Any) -> np.ndarray:
    """A hundred accounts on one anniversary that all renew: nothing moves but money."""
    return play(
        oracle(
            "cohort",
            segments__core__renewal="100%",
            segments__core__term_months=term,
            opening__generated__accounts=100,
            path__start_arr=ARR,
            horizon_months=40,
            **{key.replace(".", "__"): value for key, value in FREE.items()},
            **overrides,
        )
    ).ledger


@pytest.mark.parametrize(("term", "every"), [(1, 1), (3, 3), (12, 12), (36, 12)])
def test_a_standing_book_is_billed_a_year_ahead_and_earned_evenly(term: int, every: int) -> None:
    """Each invoice is for `every` months; between two of them deferred revenue falls in a straight line."""
    ledger, months = still(term), np.arange(41)
    invoiced = np.where((months % every == 0) & (months > 0), ARR * every / 12.0, 0.0)
    np.testing.assert_allclose(ledger[:, Column.REVENUE], np.where(months > 0, ARR / 12.0, 0.0), rtol=1e-12)
    np.testing.assert_allclose(ledger[:, Column.BILLINGS], invoiced, atol=1e-3)
    np.testing.assert_allclose(ledger[:, Column.DEFERRED], ARR * (every - months % every) / 12.0, rtol=1e-9)


def test_an_invoice_is_paid_in_the_month_in_which_its_days_are_over() -> None:
    """45 days after day 0, 365 and 730: in the months 2, 14 and 26; a year's ARR each, and cash is all of it."""
    ledger = still(12, money__collection_days=45, money__opening_cash=OPENING_CASH)
    paid = np.zeros(41)
    paid[[2, 14, 26, 38]] = ARR
    np.testing.assert_allclose(ledger[:, Column.COLLECTED], paid, atol=1e-3)
    np.testing.assert_allclose(ledger[:, Column.CASH] - OPENING_CASH, np.cumsum(paid), rtol=1e-12)
    assert ledger[0, Column.RECEIVABLES] == pytest.approx(ARR)
    assert still(12, money__collection_days=0)[12, Column.COLLECTED] == pytest.approx(ARR)


def test_value_is_the_curve_at_growth_and_nrr() -> None:
    """Neither grows nor shrinks: three times ARR; not known in the first year."""
    value = still(12)[:, Column.VALUE]
    assert np.isnan(value[:12]).all()
    np.testing.assert_allclose(value[12:], 3.0 * ARR, rtol=1e-9)


def test_the_value_that_decisions_are_judged_by_takes_the_growth_of_the_plan() -> None:
    """By hand: ARR stands still at an NRR of 1 while the plan trebles, trebles, doubles: growth of 200, 200 and 100 %.

    The multiple at no growth is 3, and 0.06 more for each point: 15, 15 and 9. Its own growth of 0 leaves 3.
    """
    ledger = still(12, path__multiples=[3, 3, 2], money__value__highest=20)
    on_plan = ledger[:, Column.VALUE_ON_PLAN]
    assert np.isnan(on_plan[:12]).all()
    np.testing.assert_allclose(on_plan[[12, 24, 36]], np.array([15.0, 15.0, 9.0]) * ARR, rtol=1e-9)
    np.testing.assert_allclose(ledger[[12, 24, 36], Column.VALUE], 3.0 * ARR, rtol=1e-9)


def test_the_burn_of_a_company_that_only_spends() -> None:
    """Nothing comes in; what is planned goes out; runway is cash over the mean of the last three months."""
    ledger = play(
        oracle(
            "cohort",
            opening__generated__accounts=0,
            demand__attainment=[0],
            money__opening_cash=OPENING_CASH,
            money__rounds=NO_ROUNDS,
            horizon_months=24,
        )
    ).ledger
    spent = ledger[:, Column.OTHER_SPEND]
    np.testing.assert_allclose(ledger[:, Column.CASH], OPENING_CASH - np.cumsum(spent), rtol=1e-9)
    burn = (spent[10] + spent[11] + spent[12]) / 3.0
    assert ledger[12, Column.RUNWAY] == pytest.approx(max(0.0, ledger[12, Column.CASH]) / burn)
    assert np.isnan(ledger[0, Column.RUNWAY])


def test_money_moves_nothing_else_while_hiring_does_not_wait_for_it() -> None:
    other = {"money.opening_cash": 0, "money.collection_days": 200, "money.other_spend": [5], "money.gross_margin": 0}
    other |= {"money.rounds.series_a.opens": [], "money.runway.burn_months": 7, "money.acquisition_cost": 9}
    one, two = (play(lowered("baseline", {"horizon_months": 24} | more), 3).ledger for more in ({}, other))
    rest = [column for column in range(one.shape[1]) if column not in OF_MONEY]
    assert np.array_equal(one[:, rest], two[:, rest], equal_nan=True)
    assert not np.array_equal(one[:, Column.CASH], two[:, Column.CASH])


SHORT = {"horizon_months": 36, "money.rounds.series_a.opens": [{"month": 14}], "money.runway.hold_below": 6}


def test_no_seat_opens_while_cash_is_short_but_those_fixed_in_advance() -> None:
    what = lowered("baseline", SHORT | {"roles.csm.schedule": [{"month": 9, "count": 2}]})
    record = play(what, 1, log=True)
    held, seats_while_held = False, []
    for line in of_kind(record, EventKind.HIRING_HELD, EventKind.HIRING_RESUMED, EventKind.SEAT_OPENED):
        if line["kind"] == EventKind.SEAT_OPENED:
            seats_while_held += [float(line["day"])] if held else []
        else:
            held = line["kind"] == EventKind.HIRING_HELD
    assert len(of_kind(record, EventKind.HIRING_HELD)) >= 1
    assert len(of_kind(record, EventKind.HIRING_RESUMED)) >= 1
    assert seats_while_held == [first_day_of(9)] * 2


def test_a_round_is_raised_once_and_lifts_cash_by_itself() -> None:
    record = play(lowered("baseline", {"horizon_months": 36}), 2, log=True)
    raised = of_kind(record, EventKind.ROUND_RAISED)
    assert raised["amount"].tolist() == [12e6, 35e6, 70e6]
    assert record.ledger[:, Column.FUNDING].sum() == 117e6


def test_a_company_that_cannot_hire_covers_less_and_keeps_less() -> None:
    """Paired runs: without cash no CS is ever hired; NRR falls by more than four standard errors of the difference."""
    runs = range(30)
    rich, poor = (
        many_ledgers(lowered("baseline", {"horizon_months": 36} | more), runs, seed=SEED)
        for more in ({}, {"money.opening_cash": 0, "money.rounds": NO_ROUNDS, "money.runway.hold_below": 1})
    )
    heads = sum(poor[:, :, role_column(role, RoleColumn.HEADS)] for role in RoleId)
    assert heads[:, 12:].max() <= 2.0  # what was opened before the first close had said that cash is short

    def nrr(ledgers: np.ndarray) -> np.ndarray:
        return np.asarray(ledgers[:, 36, Column.COHORT_NOW] / ledgers[:, 36, Column.COHORT_THEN])

    difference = nrr(rich) - nrr(poor)
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    assert difference.mean() > 4.0 * error
