"""A result looked at up to an earlier month is that of the same runs with a horizon that ends there."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.experiment.replications import simulate
from simulator.results.result import Result
from simulator.results.shorter import up_to
from simulator.results.summaries import Summaries
from simulator.scenario.reading.files import load

MONTH = 14


@pytest.fixture(scope="module")
def whole() -> Result:
    return simulate(load("selling_by_capacity", {"horizon_months": 26}), runs=4, workers=1)


def test_it_equals_the_runs_of_that_horizon(whole: Result) -> None:
    shorter = up_to(whole, MONTH)
    played = simulate(load("selling_by_capacity", {"horizon_months": MONTH}), runs=4, workers=1)
    assert isinstance(shorter, Result)
    assert shorter.months == MONTH
    assert list(shorter.metrics) == list(played.metrics)
    for name in played.metrics:
        assert np.array_equal(shorter[name], played[name], equal_nan=True), name
    assert np.array_equal(shorter.cohort_arr, played.cohort_arr)
    assert np.array_equal(shorter.reached, played.reached, equal_nan=True)
    there = played.hires[played.hires["joined"] <= MONTH * 365.0 / 12.0]
    assert np.array_equal(shorter.hires["joined"], there["joined"])
    assert str(shorter.milestone_probability()) == str(played.milestone_probability())


def test_summaries_too(whole: Result) -> None:
    found = simulate(load("selling_by_capacity", {"horizon_months": 26}), runs=4, workers=1, keep="summaries")
    assert isinstance(found, Summaries)
    shorter = up_to(found, MONTH)
    assert shorter.months == MONTH
    for name in ("arr", "cash", "nrr"):
        assert np.array_equal(shorter.bands(name).p50, found.bands(name).p50[: MONTH + 1], equal_nan=True)
    by_name = {odds.milestone: odds for odds in up_to(whole, MONTH).milestone_probability()}
    for odds in shorter.milestone_probability():
        assert odds.planned_day == by_name[odds.milestone].planned_day
        assert np.array_equal(odds.by_plan.probability, by_name[odds.milestone].by_plan.probability, equal_nan=True)


def test_the_whole_is_itself_and_beyond_there_is_nothing(whole: Result) -> None:
    assert up_to(whole, 26) is whole
    for month in (0, 27):
        with pytest.raises(ValueError, match=f"no month {month}"):
            up_to(whole, month)
