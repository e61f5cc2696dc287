"""Simulated days as calendar dates."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR, add_months, month_holding

_SPECK: Final = 1e-6


def dates_of(start: date, days: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return the calendar dates (datetime64[D]) of simulated days, NaT for NaN.

    Whole months go by the calendar, the rest as a share of its month: `clock.simulated_day` backwards, to the day. A
    date lies in the month that `clock.month_holding` tells for its day, so a month's end is that month's last day.
    """
    at = np.atleast_1d(np.asarray(days, dtype=np.float64))
    dates = np.full(at.shape, np.datetime64("NaT"), dtype="datetime64[D]")
    known = ~np.isnan(at)
    if not known.any():
        return dates
    month = np.array([month_holding(day) for day in at[known]])
    low, high = int(month.min()), int(month.max())
    firsts = np.array([add_months(start, m - 1) for m in range(low, high + 2)], dtype="datetime64[D]")
    first, following = firsts[month - low], firsts[month - low + 1]
    length = (following - first).astype(np.int64)
    passed = at[known] * MONTHS_PER_YEAR / DAYS_PER_YEAR - (month - 1)
    # A speck keeps rounding from turning the first second of a date into the evening before.
    days_in = np.clip(np.floor(passed * length + _SPECK).astype(np.int64), 0, length - 1)
    dates[known] = first + days_in.astype("timedelta64[D]")
    return dates
