"""Simulated days as people read them: months since the start, calendar dates and labels."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR, add_months


def month_of(day: float) -> int:
    """Return how many whole months have passed on a simulated day (negative before the start).

    Multiplied before it is divided, which is exact at month ends: `day / (365 / 12)` falls just short of many.
    """
    return math.floor(day * MONTHS_PER_YEAR / DAYS_PER_YEAR)


def dates_of(start: date, days: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return the calendar dates (datetime64[D]) of simulated days, NaT for NaN.

    Whole months go by the calendar, the rest as a share of its month: `clock.simulated_day` backwards, to the day.
    """
    at = np.atleast_1d(np.asarray(days, dtype=np.float64)) * MONTHS_PER_YEAR / DAYS_PER_YEAR
    dates = np.full(at.shape, np.datetime64("NaT"), dtype="datetime64[D]")
    known = ~np.isnan(at)
    if not known.any():
        return dates
    month = np.floor(at[known]).astype(np.int64)
    low, high = int(month.min()), int(month.max())
    firsts = np.array([add_months(start, m) for m in range(low, high + 2)], dtype="datetime64[D]")
    first, following = firsts[month - low], firsts[month - low + 1]
    # A speck keeps rounding from turning the exact share of a date into the evening before.
    days_in = np.floor((at[known] - month) * (following - first).astype(np.int64) + 1e-6).astype(np.int64)
    dates[known] = first + days_in.astype("timedelta64[D]")
    return dates
