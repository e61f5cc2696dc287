from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import add_months, day_label, month_end, month_label, simulated_day
from simulator.results.when import dates_of, month_of

starts = st.dates(date(1995, 1, 1), date(2060, 12, 31))


def test_every_month_end_belongs_to_the_month_it_closes() -> None:
    start = date(2027, 1, 1)
    for month in range(-120, 241):
        assert month_of(month_end(month)) == month
        assert month <= 0 or day_label(start, month_end(month)) == month_label(start, month)


@given(starts, st.integers(-4000, 7000))
@settings(deadline=None, max_examples=300)
def test_dates_are_the_way_back_of_simulated_days(start: date, offset: int) -> None:
    when = start + timedelta(days=offset)
    found = dates_of(start, simulated_day(start, when))[0]
    # a start on the 31st makes months meet at their last day, where several dates share one simulated day
    assert found == np.datetime64(when) or (start.day > 28 and abs((found - np.datetime64(when)).astype(int)) <= 3)


@given(starts, st.floats(-3000.0, 7000.0))
@settings(deadline=None, max_examples=200)
def test_a_date_lies_in_its_month(start: date, day: float) -> None:
    month = month_of(day)
    found = dates_of(start, day)[0].astype(object)
    assert add_months(start, month) <= found <= add_months(start, month + 1)


def test_what_never_came_has_no_date() -> None:
    found = dates_of(date(2027, 1, 1), [np.nan, 0.0, np.nan])
    assert np.isnat(found).tolist() == [True, False, True]
    assert np.isnat(dates_of(date(2027, 1, 1), [np.nan])).all()
    assert dates_of(date(2027, 1, 1), []).shape == (0,)
