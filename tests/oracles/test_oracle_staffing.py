"""Hiring against closed forms: the time to hire, tenure, mis-hires, and how many CSMs the plan takes."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from playing import column, lowered, oracle, play, role
from standard_errors import agrees, mean_and_error

from simulator.engine.contract import RunRecord
from simulator.engine.ledger import Column, RoleColumn
from simulator.roles import RoleId

MEDIAN, SIGMA = 60.0, 0.5
PDF_AT_P10 = 0.175498
"""Height of the normal bell at its 10 % point."""


@cache
def asked_for_on_the_first_day() -> RunRecord:
    return play(oracle("lead_times"))


def test_lead_times_are_lognormal() -> None:
    hires = asked_for_on_the_first_day().hires
    leads = hires["joined"] - hires["opened"]
    count = len(leads)
    assert count == 12_000
    assert not np.isnan(leads).any()
    p10, p50, p90 = np.quantile(leads, [0.1, 0.5, 0.9])
    for found, expected in ((p10, 31.613), (p90, 113.877)):
        # √(p (1 - p) / n) over the density, which for a lognormal is the bell ÷ (σ · value)
        agrees(found, 0.3 / math.sqrt(count) * SIGMA * expected / PDF_AT_P10, expected)
    agrees(p50, 0.5 / math.sqrt(count) * SIGMA * MEDIAN * math.sqrt(2.0 * math.pi), MEDIAN)
    agrees(*mean_and_error(leads), 67.989)
    assert MEDIAN * math.exp(SIGMA**2 / 2) == pytest.approx(67.989, abs=5e-4)
    assert MEDIAN * math.exp(1.2815516 * SIGMA) == pytest.approx(113.877, abs=5e-4)


def test_tenure_is_exponential_and_mis_hires_leave_when_both_give_up() -> None:
    """Attrition of 25 % a year: of the good hires exp(-0.25) stay a year. Every other hire is wrong, and stays 100
    days.

    All join at once, two years before the end.
    """
    what = oracle(
        "lead_times",
        roles__csm__lead={"median": 0, "sigma": 0},
        roles__csm__attrition=0.25,
        roles__csm__mishire__odds=0.5,
        roles__csm__mishire__leaves_after=100,
    )
    hires = play(what).hires
    wrong = hires["wrong"] == 1
    agrees(float(wrong.mean()), 0.5 / math.sqrt(len(hires)), 0.5)
    np.testing.assert_allclose(hires["left"][wrong] - hires["joined"][wrong], 100.0)
    tenure = hires["left"][~wrong] - hires["joined"][~wrong]  # NaN: still there
    for days in (60.0, 200.0, 365.0):
        stay = math.exp(-0.25 * days / 365.0)
        agrees(1.0 - float(np.mean(tenure <= days)), math.sqrt(stay * (1.0 - stay) / len(tenure)), stay)


def test_full_books_are_even_between_their_ends() -> None:
    books = asked_for_on_the_first_day().hires["full_book"]
    assert 2e6 <= books.min() < 2.002e6
    assert 2.998e6 < books.max() <= 3e6
    agrees(*mean_and_error(books), 2.5e6)
    agrees(float(books.var()), 1e12 / 12 * math.sqrt(0.8 / len(books)), 1e12 / 12)  # kurtosis 1.8 of a uniform


@cache
def on_the_plan() -> RunRecord:
    return play(oracle("ceil_of_csms"))


def test_csms_for_the_plan_are_arr_over_the_book_rounded_up() -> None:
    heads = role(on_the_plan(), RoleId.CSM, RoleColumn.HEADS)
    assert heads[[0, 12, 24, 36, 48, 60]].tolist() == [0.0, 3.0, 8.0, 15.0, 29.0, 58.0]
    assert heads[1] == 1.0, "the first review opens the first seat, and the hire starts at once"
    assert [math.ceil(arr / 2.5) for arr in (2, 6, 18, 36, 72, 144)] == [1, 3, 8, 15, 29, 58]


def test_csms_are_arr_over_the_book_rounded_up_in_every_month() -> None:
    heads, arr = role(on_the_plan(), RoleId.CSM, RoleColumn.HEADS)[1:], column(on_the_plan(), Column.ARR)[1:]
    # The last review may be half a day old: a deal closed since then is not yet in it.
    assert np.all(heads <= np.ceil(arr / 2.5e6))
    assert np.all(heads >= np.ceil((arr - 100_000.0) / 2.5e6))


def test_csm_pay_over_arr_at_full_books() -> None:
    """$185K a head over $2.5M books is 7.4 % of ARR."""
    csm = lowered("baseline").roles[RoleId.CSM]
    assert csm["cost"] / ((csm["book_low"] + csm["book_high"]) / 2) == pytest.approx(0.074)
