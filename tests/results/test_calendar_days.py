from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import add_months, day_label, month_end, month_holding, month_label, simulated_day
from simulator.results import tables
from simulator.results.tables import dates_of

starts = st.integers(0, 780).map(lambda month: add_months(date(1995, 1, 1), month))


@given(starts, st.integers(-4000, 7000))
@settings(deadline=None, max_examples=300)
def test_dates_are_the_way_back_of_simulated_days(start: date, offset: int) -> None:
    when = start + timedelta(days=offset)
    assert dates_of(start, simulated_day(start, when))[0] == np.datetime64(when)


@given(starts, st.floats(-3000.0, 7000.0))
@settings(deadline=None, max_examples=200)
def test_a_date_lies_in_the_month_it_is_labelled_with(start: date, day: float) -> None:
    found = dates_of(start, day)[0].astype(object)
    assert f"{found:%b %Y}" == day_label(start, day)


def test_what_happens_at_a_months_end_happened_on_its_last_day() -> None:
    start = date(2027, 1, 1)
    found = dates_of(start, [month_end(month) for month in (-1, 0, 1, 2, 12)])
    assert [str(day) for day in found] == ["2026-11-30", "2027-01-01", "2027-01-31", "2027-02-28", "2027-12-31"]
    assert [day_label(start, month_end(month)) for month in (1, 2, 12)] == [month_label(start, m) for m in (1, 2, 12)]


def test_what_never_came_has_no_date() -> None:
    found = dates_of(date(2027, 1, 1), [np.nan, 0.0, np.nan])
    assert np.isnat(found).tolist() == [True, False, True]
    assert np.isnat(dates_of(date(2027, 1, 1), [np.nan])).all()
    assert dates_of(date(2027, 1, 1), []).shape == (0,)


def test_the_months_of_many_days_are_those_of_each() -> None:
    source = np.random.default_rng(1)
    ends = np.array([month_end(month) for month in range(-40, 400)])
    days = np.concatenate(
        [source.uniform(-4000.0, 12000.0, 5000), ends, np.nextafter(ends, 1e9), np.nextafter(ends, -1e9)]
    )
    days = np.concatenate([days, ends + 1e-8, ends - 1e-8, [0.0, -0.0]])
    assert tables._months_holding(days).tolist() == [month_holding(day) for day in days.tolist()]
