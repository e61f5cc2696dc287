"""Billing ahead, the month of a payment, runway and value, worked by hand; spending along the plan."""

from __future__ import annotations

import math

import numpy as np
import pytest
from laws.both_ways import both

from simulator.clock import month_end
from simulator.laws.money import (
    ValueRules,
    billed_before,
    earned,
    invoiced,
    months_to_bill,
    multiple,
    paid_in,
    runway,
)
from simulator.scenario.reading.files import load
from simulator.scenario.schema.plan import plan_from
from simulator.scenario.schema.planned_spend import OtherSpend, shares_along

CURVE = ValueRules(multiple=3.0, growth_point=0.06, nrr_point=0.08, lowest=1.0, highest=20.0)


def test_revenue_is_earned_day_by_day() -> None:
    assert both(earned, 365_000.0, 1.0) == 1_000.0
    assert both(earned, 120_000.0, month_end(1)) == pytest.approx(10_000.0, rel=1e-15)
    assert both(earned, 120_000.0, -3.0) == 0.0


@pytest.mark.parametrize(
    ("term", "invoices"),
    [(1, [1]), (3, [3]), (12, [12]), (18, [12, 6]), (36, [12, 12, 12]), (60, [12] * 5)],
)
def test_a_term_is_billed_a_year_at_a_time(term: int, invoices: list[int]) -> None:
    billed, found = 0, []
    while billed < term:
        found.append(both(months_to_bill, billed, term))
        billed += found[-1]
    assert found == invoices
    assert math.fsum(both(invoiced, 90_000.0, months) for months in found) == pytest.approx(90_000.0 * term / 12)


@pytest.mark.parametrize(
    ("anchor", "months"),
    [(0.0, 0), (-10.0, 0), (-364.0, 0), (-365.0, 12), (-365.0 + 1e-10, 12), (-800.0, 24), (170.0, -12), (700.0, -24)],
)
def test_the_opening_book_is_billed_up_to_the_last_anniversary(anchor: float, months: int) -> None:
    assert both(billed_before, anchor) == months


@pytest.mark.parametrize("days", [0.0, 10.0, 45.0, 365.0 / 12, 400.0])
def test_what_is_owed_on_the_first_day_is_paid_once_and_in_full(days: float) -> None:
    shares = [both(paid_in, month, days) for month in range(1, 16)]
    assert math.fsum(shares) == pytest.approx(1.0, rel=1e-12)
    assert shares[0] == pytest.approx(1.0 if days <= 365.0 / 12 else 365.0 / 12 / days)
    assert min(shares) >= 0.0


def test_cash_lasts_for_as_long_as_the_burn_says() -> None:
    assert both(runway, 3e6, 1.5e6, 3) == 6.0
    assert both(runway, -1.0, 1.5e6, 3) == 0.0
    assert both(runway, 3e6, -1.0, 3) == math.inf
    assert both(runway, 3e6, 0.0, 0) == math.inf


@pytest.mark.parametrize(
    ("growth", "nrr", "times"),
    [
        (0.0, 1.0, 3.0),
        (1.0, 1.1, 3.0 + 6.0 + 0.8),
        (2.0, 1.0, 15.0),
        (4.0, 1.2, 20.0),
        (-0.5, 0.6, 1.0),
    ],
)
def test_the_multiple_adds_points_between_its_ends(growth: float, nrr: float, times: float) -> None:
    assert both(multiple, growth, nrr, CURVE) == pytest.approx(times, rel=1e-12)


def test_other_spending_follows_the_plan() -> None:
    """Along a flat share it is that share of the area under planned ARR."""
    plan = plan_from(load("baseline").path, 2e6, 800)
    spent = OtherSpend((0.5,)).dollars_by_month(plan, 24)
    days = np.arange(len(plan.arr))
    area = np.interp(month_end(24), days, np.concatenate(([0.0], np.cumsum((plan.arr[:-1] + plan.arr[1:]) / 2.0))))
    assert spent[0] == 0.0
    assert spent.sum() == pytest.approx(0.5 * area / 365.0, rel=1e-9)
    assert OtherSpend().dollars_by_month(plan, 24).sum() == 0.0


def test_the_share_moves_straight_from_one_year_of_the_path_to_the_next() -> None:
    years = np.array([0.0, 0.5, 1.0, 1.25, 2.0, 7.0])
    assert shares_along((0.9, 0.7, 0.5), years) == pytest.approx([0.9, 0.8, 0.7, 0.65, 0.5, 0.5], rel=1e-14)
