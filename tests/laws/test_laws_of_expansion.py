"""Adoption, CSQLs and what a won one is worth."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws.both_ways import both

from simulator.laws.expansion import (
    CsqlRules,
    CsqlState,
    adoption_after,
    adoption_if_served,
    csql_odds,
    time_constant,
    win_odds,
)

SHARES = st.floats(0.0, 1.0)
DAYS = st.floats(0.0, 4_000.0)


def csql(adoption: float, coverage: float, head: float, uncovered: float, without_head: float) -> float:
    rules = CsqlRules(when_uncovered=uncovered, without_head=without_head)
    return float(both(csql_odds, rules, CsqlState(adoption=adoption, coverage=coverage, head=head)))


def test_63_percent_of_what_is_left_is_adopted_in_one_time_constant() -> None:
    assert both(adoption_after, 0.0, 60.0, 60.0) == pytest.approx(1.0 - math.exp(-1.0), rel=1e-14)
    assert both(adoption_after, 0.5, 60.0, 60.0) == pytest.approx(1.0 - 0.5 * math.exp(-1.0), rel=1e-14)
    assert both(adoption_after, 0.25, 0.0, 60.0) == 0.25
    assert both(adoption_after, 0.25, 1.0, 0.0) == 1.0
    assert both(adoption_after, 0.25, 0.0, 0.0) == 0.25  # no time, no change


@given(SHARES, DAYS, DAYS, st.floats(0.1, 1_000.0))
def test_adoption_only_grows_and_can_be_worked_out_in_steps(a: float, first: float, then: float, pace: float) -> None:
    one = both(adoption_after, a, first, pace)
    assert a - 1e-15 <= one <= 1.0
    assert both(adoption_after, one, then, pace) == pytest.approx(
        both(adoption_after, a, first + then, pace), abs=1e-12
    )


@given(DAYS, DAYS)
def test_adoption_has_a_pace_with_a_manager_and_another_without(covered: float, alone: float) -> None:
    assert both(time_constant, 1.0, covered, alone) == covered
    assert both(time_constant, 0.0, covered, alone) == pytest.approx(alone, abs=1e-9)


@pytest.mark.parametrize(
    ("covered", "head", "odds"),
    [
        (1.0, 1.0, 0.8),
        (1.0, 0.0, 0.8 * 0.39),
        (0.0, 1.0, 0.8 * 0.25),
        (0.0, 0.0, 0.8 * 0.25 * 0.39),
        (1.0, 0.6, 0.8 * (1 - 0.61 * 0.4)),
    ],
)
def test_csqls_of_an_uncovered_account_and_without_a_head(covered: float, head: float, odds: float) -> None:
    assert csql(0.8, covered, head, 0.25, 0.39) == pytest.approx(odds, rel=1e-12)


@given(SHARES, SHARES, SHARES, SHARES)
def test_coverage_a_head_and_adoption_never_lower_the_odds_of_a_csql(
    adoption: float, head: float, uncovered: float, without: float
) -> None:
    odds = csql(adoption, 0.0, head, uncovered, without)
    assert 0.0 <= odds <= adoption + 1e-12
    assert odds <= csql(adoption, 1.0, head, uncovered, without) + 1e-12
    assert odds <= csql(adoption, 0.0, 1.0, uncovered, without) + 1e-12
    assert odds <= csql(1.0, 0.0, head, uncovered, without) + 1e-12


def test_leads_are_won_by_managers_or_by_nobody() -> None:
    assert both(win_odds, 1.0, 0.4, 0.2) == 0.4
    assert both(win_odds, 0.0, 0.4, 0.2) == pytest.approx(0.2)


def test_half_coverage_is_half_the_way() -> None:
    assert both(time_constant, 0.5, 60.0, 180.0) == pytest.approx(120.0)
    assert csql(1.0, 0.5, 1.0, 0.2, 0.4) == pytest.approx(0.6)
    assert both(win_odds, 0.5, 0.4, 0.2) == pytest.approx(0.3)


def test_a_customer_fully_served_adopts_from_the_day_it_would_be_onboarded_well() -> None:
    assert both(adoption_if_served, -1.0, 60.0) == 0.0
    assert both(adoption_if_served, -1.0, 0.0) == 0.0
    assert both(adoption_if_served, 60.0, 60.0) == pytest.approx(1.0 - math.exp(-1.0))
