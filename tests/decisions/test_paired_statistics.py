"""Intervals and subset selection on cases whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simulator.decisions.paired import against, could_be_best, estimate, stretch_around
from simulator.results.arithmetic import gap


def test_1000_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of 1,000 intervals of 95 % 922 to 978 hold the truth: 950 ± 4 standard errors of 6.9."""
    random = np.random.default_rng(20)
    held = sum(one.low <= 3.0 <= one.high for one in (estimate(random.normal(3.0, 2.0, 12)) for _ in range(1000)))
    assert 922 <= held <= 978


def test_simultaneous_intervals_all_hold_at_least_as_often_as_they_say() -> None:
    """2,000 families of 6 correlated differences; all hold in 95 % or more, less 4 standard errors of 0.0049."""
    random = np.random.default_rng(21)
    together = 0
    for _ in range(2000):
        luck = random.normal(size=20)
        values = luck + random.normal(size=(6, 20))
        reference = luck + random.normal(size=20)
        together += all(one.low <= 0.0 <= one.high for one in against(values, reference))
    assert together / 2000 >= 0.95 - 4 * 0.0049


def test_the_interval_is_student_s() -> None:
    sample = np.array([1.0, 2.0, 4.0, 8.0, math.nan])
    found = estimate(sample)
    expected = stats.ttest_1samp(sample[:4], 0.0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (found.n, found.mean) == (4, 3.75)
    assert found.half == pytest.approx((expected.high - expected.low) / 2.0)


def test_too_few_figures_have_no_interval() -> None:
    assert math.isnan(estimate(np.array([math.nan])).mean)
    assert math.isnan(estimate(np.array([2.0])).low)
    assert not estimate(np.array([2.0])).clear


def test_the_best_is_among_those_kept_as_often_as_promised() -> None:
    """2,000 trials of 5 choices on common luck with the best just ahead; promised 95 %, standard error 0.0049."""
    random = np.random.default_rng(22)
    truth = np.array([0.0, 0.0, 0.05, 0.0, -0.2])
    kept = np.zeros(2000, dtype=bool)
    for trial in range(2000):
        values = truth[:, None] + 3.0 * random.normal(size=25) + random.normal(size=(5, 25))
        kept[trial] = could_be_best(values)[2]
    assert kept.mean() >= 0.95 - 4 * 0.0049


def test_a_clearly_worse_choice_is_out_and_equal_ones_stay() -> None:
    luck = np.random.default_rng(1).normal(size=50)
    values = np.stack([luck, luck, luck - 1.0, luck + np.linspace(-0.5, 0.5, 50)])
    assert could_be_best(values).tolist() == [True, True, False, True]
    assert could_be_best(values[:1]).tolist() == [True]


def test_a_stretch_ends_where_a_choice_is_out() -> None:
    kept = [True, False, True, True, True, False, True]
    assert stretch_around(kept, 3) == (2, 4)
    assert stretch_around(kept, 6) == (6, 6)


def test_what_rounding_leaves_of_a_difference_is_none() -> None:
    """Sums of the same in another order: cash of two companies that differ in what they began with."""
    some = np.random.default_rng(22).uniform(0.0, 1e6, (3, 400))
    one, other = (order.cumsum(axis=1)[:, -1] for order in (some, some[:, ::-1]))
    assert np.any(one != other)
    assert not np.any(gap(one, other))
    assert gap(one + 1.0, other) == pytest.approx(1.0, abs=1e-6)
    assert np.isnan(gap(np.array([math.nan]), np.array([1.0])))
    assert could_be_best(np.array([one, other, one - 1.0])).tolist() == [True, True, False]
