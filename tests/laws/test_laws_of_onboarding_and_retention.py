"""How long onboarding takes, whether it works, whether a customer renews and whether it shrinks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.onboarding import (
    EXPONENTIAL,
    FIXED,
    GAMMA,
    LOGNORMAL,
    FailureRules,
    SignOff,
    failed_if_served,
    failure_odds,
    team_pace,
    well_day,
    work_days,
)
from simulator.laws.retention import RenewalRules, RenewalState, contraction_odds, renewal_log_odds, renewal_odds

LUCK = st.floats(1e-6, 1 - 1e-6)
SHARES = st.floats(0.0, 1.0)
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


def fails(days: float, poor: bool, head: float, plan: float = 0.0) -> float:
    """Return the odds of failure of an onboarding, with the figures of the default company."""
    rules = FailureRules(base=-3.1, per_month=0.4, poor_fit=1.0, cs_head=-0.3, success_plan=plan)
    state = SignOff(time_to_value=days, poorly_fitting=poor, head=head)
    return float(both(failure_odds, rules, state))


@pytest.mark.parametrize(
    ("months", "poor", "head", "logit"),
    [
        (0.0, False, 0.0, -3.1),
        (3.0, False, 0.0, -3.1 + 1.2),
        (3.0, True, 0.0, -3.1 + 1.2 + 1.0),
        (3.0, True, 1.0, -3.1 + 1.2 + 1.0 - 0.3),
        (1.0, False, 0.6, -3.1 + 0.4 - 0.3 * 0.6),
    ],
)
def test_log_odds_of_failure_add_up(months: float, poor: bool, head: float, logit: float) -> None:
    assert fails(months * MONTH, poor, head) == pytest.approx(logistic(logit), rel=1e-12)


@given(st.floats(0.0, 1_000.0), st.floats(0.0, 1_000.0), SHARES)
def test_failure_grows_with_time_to_value_and_poor_fit(one: float, two: float, head: float) -> None:
    short, long = sorted((one, two))
    assert fails(short, False, head) <= fails(long, False, head)
    assert fails(short, False, head) <= fails(short, True, head)


@given(st.floats(0.0, 500.0))
def test_a_mutual_success_plan_lowers_the_odds(days: float) -> None:
    without, planned = (fails(days, False, 1.0, plan) for plan in (0.0, -0.5))
    assert log_odds(planned) - log_odds(without) == pytest.approx(-0.5, abs=1e-9)


def test_a_customer_fully_served_is_well_from_its_sign_off_from_a_second_try_or_not_before_a_renewal() -> None:
    assert both(well_day, 40.0, False, False, 90.0) == both(well_day, 40.0, False, True, 90.0) == 40.0
    assert both(well_day, 40.0, True, True, 90.0) == 130.0
    assert both(well_day, 40.0, True, False, 90.0) == math.inf


@pytest.mark.parametrize(
    ("now", "well", "failed"),
    [(39.0, 130.0, False), (40.0, 130.0, True), (129.0, 130.0, True), (130.0, 130.0, False), (40.0, 40.0, False)],
)
def test_it_has_failed_between_its_sign_off_and_the_day_of_coming_right(now: float, well: float, failed: bool) -> None:
    assert bool(both(failed_if_served, 40.0, well, now)) is failed
    assert bool(both(failed_if_served, 40.0, math.inf, now)) is (now >= 40.0)


def test_a_new_team_comes_up_to_its_pace_evenly() -> None:
    assert [both(team_pace, days, 0.7, 270.0) for days in (0.0, 135.0, 270.0, 1e6)] == pytest.approx([0.7, 0.85, 1, 1])
    assert both(team_pace, 0.0, 0.7, 0.0) == 1.0


RULES = RenewalRules(
    uncovered=-0.37,
    failed_onboarding=-1.08,
    poor_fit=-0.9,
    cs_head=0.26,
    competitor=-0.65,
    sponsor=-0.5,
    relation=-1.0,
    rise=-0.7,
)
"""The figures of the default company."""


def state(
    coverage: float,
    failed: bool,
    poor: bool,
    head: float,
    competitor: bool = False,
    sponsor: bool = False,
    weighs: float = 1.0,
    strain: float = 0.0,
    rise: float = 0.0,
    risen: float = 0.0,
) -> RenewalState:
    return RenewalState(coverage, failed, poor, head, competitor, sponsor, strain, rise, risen, weighs)


def renews(base: float, coverage: float, failed: bool, poor: bool, head: float) -> float:
    return float(both(renewal_odds, base, RULES, state(coverage, failed, poor, head)))


@pytest.mark.parametrize(
    ("coverage", "failed", "poor", "head", "shift"),
    [
        (1.0, False, False, 0.0, 0.0),
        (1.0, False, False, 1.0, 0.26),
        (0.0, False, False, 0.0, -0.37),
        (0.5, False, False, 0.0, -0.185),
        (1.0, True, False, 0.0, -1.08),
        (1.0, False, True, 0.0, -0.9),
        (0.0, True, True, 0.4, -0.37 - 1.08 - 0.9 + 0.26 * 0.4),
    ],
)
def test_log_odds_of_renewal_add_up(coverage: float, failed: bool, poor: bool, head: float, shift: float) -> None:
    expected = logistic(log_odds(0.913) + shift)
    assert renews(0.913, coverage, failed, poor, head) == pytest.approx(expected)
    from_log = both(renewal_log_odds, log_odds(0.913), RULES, state(coverage, failed, poor, head))
    assert logistic(from_log) == pytest.approx(expected)


@given(SHARES, SHARES, st.booleans(), st.booleans(), SHARES, SHARES)
def test_more_coverage_and_more_of_a_head_never_lower_renewal(
    a: float, b: float, failed: bool, poor: bool, c: float, d: float
) -> None:
    (less, more), (weak, strong) = sorted((a, b)), sorted((c, d))

    def odds(coverage: float, head: float) -> float:
        return renews(0.913, coverage, failed, poor, head)

    assert 0.0 < odds(less, weak) <= odds(more, weak) <= odds(more, strong) < 1.0


@given(SHARES, st.booleans(), SHARES)
def test_certain_renewal_stays_certain_and_impossible_stays_impossible(
    coverage: float, failed: bool, head: float
) -> None:
    assert renews(1.0, coverage, failed, True, head) == 1.0
    assert renews(0.0, coverage, failed, False, head) == 0.0


@pytest.mark.parametrize(
    ("competitor", "sponsor", "shift"),
    [(False, False, 0.0), (True, False, -0.65), (False, True, -0.5), (True, True, -1.15)],
)
def test_marks_of_shocks_add_to_the_log_odds_whoever_looks_after_it(
    competitor: bool, sponsor: bool, shift: float
) -> None:
    marked = both(renewal_log_odds, 2.0, RULES, state(0.5, True, True, 0.5, competitor, sponsor))
    usual = both(renewal_log_odds, 2.0, RULES, state(0.5, True, True, 0.5))
    assert marked - usual == pytest.approx(shift)
    third = both(renewal_log_odds, 2.0, RULES, state(0.5, True, True, 0.5, competitor, sponsor, 1.0 / 3.0))
    assert third - usual == pytest.approx(shift / 3.0)
    strained = both(renewal_log_odds, 2.0, RULES, state(0.5, True, True, 0.5, competitor, sponsor, 0.5, 0.3))
    assert strained - usual == pytest.approx(shift / 2.0 - 0.15)


@pytest.mark.parametrize(("rise", "shift"), [(0.0, 0.0), (0.05, -0.35), (0.1, -0.7), (0.5, -3.5)])
@pytest.mark.parametrize("weighs", [1.0, 1.0 / 3.0])
def test_the_whole_rise_counts_on_terms_of_any_length(rise: float, shift: float, weighs: float) -> None:
    """It is a rise a year; a term of several years has each year's."""
    dearer, usual = (
        both(renewal_log_odds, 2.0, RULES, state(1.0, False, False, 1.0, weighs=weighs, rise=one))
        for one in (rise, 0.0)
    )
    assert dearer - usual == pytest.approx(shift)


@pytest.mark.parametrize(("risen", "shift"), [(0.0, 0.0), (0.05, -0.35), (0.1, -0.7), (0.3, -2.1)])
@pytest.mark.parametrize("weighs", [1.0, 1.0 / 3.0])
def test_a_rise_in_mid_term_is_a_mark_and_weighs_as_marks_do(risen: float, shift: float, weighs: float) -> None:
    """It has happened once: in a term of several years it is a part of one of them, as a lost sponsor is."""
    dearer, usual = (
        both(renewal_log_odds, 2.0, RULES, state(1.0, False, False, 1.0, weighs=weighs, rise=0.02, risen=one))
        for one in (risen, 0.0)
    )
    assert dearer - usual == pytest.approx(shift * weighs)


def test_the_observed_points_of_a_dedicated_team_come_from_all_channels_together() -> None:
    """Fully served against not at all and a failed onboarding: coverage alone is a small part of the difference."""
    served = renews(0.913, 1.0, False, False, 1.0)
    uncovered = renews(0.913, 0.0, False, False, 1.0)
    nothing = renews(0.913, 0.0, True, False, 0.0)
    assert served - uncovered < 0.05
    assert served - nothing > 0.14


@pytest.mark.parametrize(("coverage", "odds"), [(1.0, 0.06), (0.0, 0.12), (0.5, 0.09)])
def test_renewals_shrink_likelier_without_coverage(coverage: float, odds: float) -> None:
    assert both(contraction_odds, coverage, 0.06, 1.0) == pytest.approx(odds)
