"""Whole months: which month and quarter a day lies in, and terms that never drift over a month's end."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.clock import (
    FIRST_SECOND,
    add_months,
    day_label,
    first_day_of,
    holds_from,
    month_end,
    month_holding,
    month_label,
    simulated_day,
)
from simulator.laws.months import days_until, invoice_before, month_of, months_after, quarter_of

START = date(2027, 1, 1)
TERMS = (1, 2, 3, 6, 12, 18, 24, 36)


@given(st.integers(1, 240), st.floats(0.0, 1e-9))
def test_a_months_end_belongs_to_the_month_it_closes_and_the_first_second_to_the_next(month: int, off: float) -> None:
    assert both(month_of, month_end(month) * (1.0 + 1e-15)) == month
    assert both(month_of, month_end(month) - off) == month
    assert both(month_of, month_end(month) + FIRST_SECOND) == month + 1
    assert both(month_of, month_end(month) - 0.01) == month


@given(st.integers(-400, 7300))
def test_every_way_of_asking_which_month_a_date_lies_in_says_its_calendar_month(offset: int) -> None:
    when = START + timedelta(days=offset)
    day = simulated_day(START, when)
    month = (when.year - START.year) * 12 + when.month - START.month + 1
    assert both(month_of, day) == month == month_holding(day)
    assert day_label(START, day) == month_label(START, month) == f"{when:%b %Y}"
    assert both(quarter_of, day) == max(1, math.ceil(month / 3))


def test_the_start_itself_is_told_as_the_first_month() -> None:
    assert day_label(START, 0.0) == "Jan 2027"
    assert day_label(START, -1.0) == "Dec 2026"
    assert month_of(0.0) == 0


def test_what_is_dated_in_months_is_the_first_of_the_month_that_follows() -> None:
    for month in range(240):
        assert first_day_of(month) == simulated_day(START, add_months(START, month))
        assert month_of(first_day_of(month)) == month + 1


def test_a_condition_of_the_first_day_holds_from_the_start() -> None:
    assert holds_from(simulated_day(START, START)) == 0.0 == holds_from(simulated_day(START, date(2020, 1, 1)))
    assert holds_from(first_day_of(1)) == first_day_of(1) > month_end(1)


@given(st.integers(-36, 36), st.integers(0, 30), st.sampled_from(TERMS))
def test_term_ends_stay_in_their_month_for_240_months(first: int, offset: int, term: int) -> None:
    """Whatever day of a month a contract starts on, its terms end in the months that a calendar says."""
    day = add_months(START, first)
    day = min(day + timedelta(days=offset), add_months(day, 1) - timedelta(days=1))
    anchor, now = simulated_day(START, day), 0.0
    for months in range(0, 240, term):
        due = both(months_after, anchor, months)
        assert month_of(due) == first + 1 + months
        if due > now:
            now += both(days_until, now, due)
            assert month_of(now) == first + 1 + months


@given(st.integers(-36, 36), st.sampled_from(TERMS))
def test_terms_that_end_with_a_month_end_with_a_month(first: int, term: int) -> None:
    anchor, now = month_end(first), 0.0
    for months in range(term, 240, term):
        due = both(months_after, anchor, months)
        assert due == month_end(first + months)
        if due > now:
            now += both(days_until, now, due)
            assert due * (1.0 - 1e-15) <= now <= due


@given(st.floats(-1000.0, 7300.0), st.integers(1, 240))
def test_months_before_are_the_way_back_of_months_after(anchor: float, months: int) -> None:
    assert both(months_after, months_after(anchor, months), -months) == pytest.approx(anchor, abs=1e-8)
    assert months_after(anchor, months) == pytest.approx(anchor + months * 365.0 / 12.0, abs=1e-7)


@given(st.floats(0.0, 7300.0), st.floats(0.0, 7300.0))
def test_the_clock_never_passes_the_day_that_is_waited_for(now: float, ahead: float) -> None:
    day = now + ahead
    assert day * (1.0 - 1e-15) <= now + both(days_until, now, day) <= day


@pytest.mark.parametrize(
    ("term", "invoices"),
    [
        (1, [0, -1, -2, -3]),
        (12, [0, -12, -24]),
        (18, [12, 0, -6, -18, -24, -36]),
        (36, [24, 12, 0, -12, -24, -36]),
        (5, [0, -5]),
    ],
)
def test_invoices_lie_behind_one_another_as_they_were_sent(term: int, invoices: list[int]) -> None:
    for one, before in pairwise(invoices):
        assert both(invoice_before, one, term, 12) == before
