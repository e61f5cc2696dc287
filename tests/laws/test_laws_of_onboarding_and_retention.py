"""How long onboarding takes, whether it works, whether a customer renews and whether it shrinks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.onboarding import EXPONENTIAL, FIXED, GAMMA, LOGNORMAL, failure_odds, team_pace, work_days
from simulator.laws.retention import contraction_odds, renewal_log_odds, renewal_odds

LUCK = st.floats(1e-6, 1 - 1e-6)
SHARES = st.floats(0.0, 1.0)
EFFECTS = st.floats(0.0, 2.0)
MONTH = 365.0 / 12.0


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def log_odds(p: float) -> float:
    return math.log(p / (1.0 - p))


@given(LUCK, st.floats(0.1, 500.0), st.floats(0.05, 3.0))
def test_work_follows_its_distribution(u: float, mean: float, cv: float) -> None:
    from scipy.stats import expon, gamma, lognorm

    sigma = math.sqrt(math.log1p(cv * cv))
    expected = {
        FIXED: mean,
        EXPONENTIAL: float(expon.ppf(u, scale=mean)),
        GAMMA: float(gamma.ppf(u, 1 / (cv * cv), scale=mean * cv * cv)),
        LOGNORMAL: float(lognorm.ppf(u, sigma, scale=mean * math.exp(-sigma * sigma / 2))),
    }
    for shape, days in expected.items():
        assert both(work_days, u, shape, mean, cv) == pytest.approx(days, rel=1e-6, abs=1e-12)


@given(LUCK, st.sampled_from([LOGNORMAL, GAMMA, EXPONENTIAL, FIXED]))
def test_work_without_spread_or_length(u: float, shape: int) -> None:
    assert both(work_days, u, shape, 0.0, 0.6) == 0.0
    if shape != EXPONENTIAL:
        assert both(work_days, u, shape, 45.0, 0.0) == 45.0


FAILS = (-3.1, 0.4, 1.0, -0.3, 0.0)


@pytest.mark.parametrize(
    ("months", "poor", "head", "effect", "logit"),
    [
        (0.0, False, 0.0, 1.0, -3.1),
        (3.0, False, 0.0, 1.0, -3.1 + 1.2),
        (3.0, True, 0.0, 1.0, -3.1 + 1.2 + 1.0),
        (3.0, True, 1.0, 1.0, -3.1 + 1.2 + 1.0 - 0.3),
        (3.0, True, 0.0, 0.0, -3.1 + 0.4 + 1.0 - 0.3),  # to the sceptic neither the wait nor the head's seat matters
        (3.0, True, 0.0, 0.4, -3.1 + 0.4 * (0.4 * 3.0 + 0.6) + 1.0 - 0.3 * 0.6),
        (1.0, False, 0.6, 1.0, -3.1 + 0.4 - 0.3 * 0.6),
    ],
)
def test_log_odds_of_failure_add_up(months: float, poor: bool, head: float, effect: float, logit: float) -> None:
    assert both(failure_odds, months * MONTH, MONTH, poor, head, effect, *FAILS) == pytest.approx(
        logistic(logit), rel=1e-12
    )


@given(st.floats(0.0, 1_000.0), st.floats(0.0, 1_000.0), SHARES, EFFECTS)
def test_failure_grows_with_time_to_value_and_poor_fit(one: float, two: float, head: float, effect: float) -> None:
    short, long = sorted((one, two))
    assert both(failure_odds, short, 50.0, False, head, effect, *FAILS) <= both(
        failure_odds, long, 50.0, False, head, effect, *FAILS
    )
    assert both(failure_odds, short, 50.0, False, head, effect, *FAILS) <= both(
        failure_odds, short, 50.0, True, head, effect, *FAILS
    )


@given(st.floats(0.0, 500.0), EFFECTS)
def test_a_mutual_success_plan_works_as_far_as_cs_does(days: float, effect: float) -> None:
    without, planned = (both(failure_odds, days, 50.0, False, 1.0, effect, *FAILS[:4], plan) for plan in (0.0, -0.5))
    assert log_odds(planned) - log_odds(without) == pytest.approx(-0.5 * effect, abs=1e-9)


def test_a_new_team_comes_up_to_its_pace_evenly() -> None:
    assert [both(team_pace, days, 0.7, 270.0) for days in (0.0, 135.0, 270.0, 1e6)] == pytest.approx([0.7, 0.85, 1, 1])
    assert both(team_pace, 0.0, 0.7, 0.0) == 1.0


RENEWAL = (-0.37, -1.08, -0.9, 0.26, 0.0)


@pytest.mark.parametrize(
    ("coverage", "failed", "poor", "head", "effect", "shift"),
    [
        (1.0, False, False, 0.0, 1.0, 0.0),
        (1.0, False, False, 1.0, 1.0, 0.26),
        (0.0, False, False, 0.0, 1.0, -0.37),
        (0.5, False, False, 0.0, 1.0, -0.185),
        (1.0, True, False, 0.0, 1.0, -1.08),
        (1.0, False, True, 0.0, 1.0, -0.9),
        (0.0, True, True, 0.0, 1.0, -0.37 - 1.08 - 0.9),
        (0.0, True, True, 0.0, 0.4, -0.4 * (0.37 + 1.08) - 0.9 + 0.26 * 0.6),
        (0.0, True, False, 0.0, 0.0, 0.26),  # no effect of CS: everybody renews as if fully served
    ],
)
def test_log_odds_of_renewal_add_up(
    coverage: float, failed: bool, poor: bool, head: float, effect: float, shift: float
) -> None:
    expected = logistic(log_odds(0.913) + shift)
    assert both(renewal_odds, 0.913, coverage, failed, poor, head, effect, *RENEWAL) == pytest.approx(expected)
    from_log = both(renewal_log_odds, log_odds(0.913), coverage, failed, poor, head, effect, *RENEWAL)
    assert logistic(from_log) == pytest.approx(expected)


@given(SHARES, SHARES, st.booleans(), st.booleans(), SHARES, SHARES, EFFECTS)
def test_more_coverage_and_more_of_a_head_never_lower_renewal(
    a: float, b: float, failed: bool, poor: bool, c: float, d: float, effect: float
) -> None:
    (less, more), (weak, strong) = sorted((a, b)), sorted((c, d))

    def odds(coverage: float, head: float) -> float:
        return float(both(renewal_odds, 0.913, coverage, failed, poor, head, effect, *RENEWAL))

    assert 0.0 < odds(less, weak) <= odds(more, weak) <= odds(more, strong) < 1.0


@given(SHARES, st.booleans(), SHARES, EFFECTS)
def test_certain_renewal_stays_certain_and_impossible_stays_impossible(
    coverage: float, failed: bool, head: float, effect: float
) -> None:
    assert both(renewal_odds, 1.0, coverage, failed, True, head, effect, *RENEWAL) == 1.0
    assert both(renewal_odds, 0.0, coverage, failed, False, head, effect, *RENEWAL) == 0.0


def test_the_observed_points_of_a_dedicated_team_come_from_all_channels_together() -> None:
    """Fully served against not at all and a failed onboarding: coverage alone is a small part of the difference."""
    served = both(renewal_odds, 0.913, 1.0, False, False, 1.0, 1.0, *RENEWAL)
    uncovered = both(renewal_odds, 0.913, 0.0, False, False, 1.0, 1.0, *RENEWAL)
    nothing = both(renewal_odds, 0.913, 0.0, True, False, 0.0, 1.0, *RENEWAL)
    assert served - uncovered < 0.05
    assert served - nothing > 0.14


@pytest.mark.parametrize(
    ("coverage", "effect", "odds"),
    [(1.0, 1.0, 0.06), (0.0, 1.0, 0.12), (0.5, 1.0, 0.09), (0.0, 0.0, 0.06), (0.0, 0.5, 0.09)],
)
def test_renewals_shrink_likelier_without_coverage(coverage: float, effect: float, odds: float) -> None:
    assert both(contraction_odds, coverage, effect, 0.06, 1.0) == pytest.approx(odds)
