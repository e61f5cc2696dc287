"""Retention against contract terms: odds p a year keep p^t over t years, whatever the term they are met by."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playing import column, of_kind, oracle, play
from standard_errors import agrees

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column

ACCOUNTS = 4_000


def held(term: int, odds: float | str, **more: object) -> RunRecord:
    """Return a run of accounts that all began on the first day and only renew or leave."""
    segment = {"segments__core__term_months": term, "segments__core__renewal": odds}
    return play(oracle("nrr_of_arr", horizon_months=36, segments__core__csqls_a_year=0, **segment, **more))


@pytest.mark.parametrize("term", [1, 3, 12, 18, 36])
@pytest.mark.parametrize("stated", ["a year", "a term"])
def test_nine_tenths_a_year_leave_729_of_a_thousand_after_three_years(term: int, stated: str) -> None:
    """However often they are asked, and however the odds are stated."""
    odds = "90% a year" if stated == "a year" else f"{100.0 * 0.9 ** (term / 12):.12f}% a term"
    left = column(held(term, odds), Column.CUSTOMERS)[36] / ACCOUNTS
    agrees(left, math.sqrt(0.729 * 0.271 / ACCOUNTS), 0.729)


@pytest.mark.parametrize(("term", "odds"), [(1, 0.99), (3, 0.97), (12, 0.9), (18, 0.85), (24, 0.8), (36, 0.72)])
def test_grr_and_nrr_follow_the_number_of_term_ends(term: int, odds: float) -> None:
    """A cohort of month m - 12 has met as many term ends as lie between; NRR is GRR where nothing expands."""
    record = held(term, f"{odds:.0%} a term")
    now, capped, then = (column(record, name) for name in (Column.COHORT_NOW, Column.COHORT_CAPPED, Column.COHORT_THEN))
    for month in (12, 24, 36):
        ends = month // term - (month - 12) // term
        starters = then[month] / 1e5
        agrees(now[month] / then[month], math.sqrt(odds**ends * (1.0 - odds**ends) / starters), odds**ends)
    np.testing.assert_array_equal(now[12:], capped[12:])


def test_within_a_term_nobody_leaves() -> None:
    customers = column(held(36, 0.5), Column.CUSTOMERS)
    assert np.all(customers[:36] == ACCOUNTS)
    assert customers[36] < ACCOUNTS


def test_a_year_of_monthly_renewals_shrinks_and_rises_as_one_of_a_year_does() -> None:
    """Odds q a year of losing a share s: with u = 1 - (1 - q)^(1/12), (1 - s u)^12 of ARR is left by the month."""
    odds, share, rise = 0.5, 0.2, 0.06
    shrink = {"renewal__contraction_odds": odds, "renewal__contraction_by": share, "renewal__contraction_uncovered": 0}
    monthly = column(held(1, 1.0, **shrink), Column.ARR)
    yearly = column(held(12, 1.0, **shrink), Column.ARR)
    one = 1.0 - (1.0 - odds) ** (1.0 / 12.0)
    mean, square = (1.0 - one * share) ** 12, (1.0 - one + one * (1.0 - share) ** 2) ** 12
    agrees(monthly[12] / monthly[0], math.sqrt((square - mean**2) / ACCOUNTS), mean)
    agrees(yearly[12] / yearly[0], share * math.sqrt(odds * (1.0 - odds) / ACCOUNTS), 1.0 - odds * share)
    for term in (1, 3, 12, 18, 36):
        rising = column(held(term, 1.0, renewal__escalator=rise, renewal__rise_refused=0), Column.ARR)
        np.testing.assert_allclose(rising[36] / rising[0], (1.0 + rise) ** 3)
        if 12 % term == 0:
            np.testing.assert_allclose(rising[12] / rising[0], 1.06)


@pytest.mark.parametrize("term", [1, 3, 12, 18, 36])
def test_what_is_stated_a_term_befalls_every_term(term: int) -> None:
    """Odds of a tenth a term of losing a fifth leave (1 - 0.02)^n of ARR after n terms; 2 % a term are 1.02^n."""
    shrink = {"renewal__contraction_odds": "10% a term", "renewal__contraction_by": 0.2}
    arr = column(held(term, 1.0, **shrink, renewal__contraction_uncovered=0), Column.ARR)
    terms = 36 // term
    mean, square = 0.98**terms, (0.9 + 0.1 * 0.8**2) ** terms
    agrees(arr[36] / arr[0], math.sqrt((square - mean**2) / ACCOUNTS), mean)
    rising = column(held(term, 1.0, renewal__escalator="2% a term", renewal__rise_refused=0), Column.ARR)
    np.testing.assert_allclose(rising[36] / rising[0], 1.02**terms)


RATE, MARK, MANY = 0.8, -1.5, 20_000
MARKED = {
    "sponsors__leaves_a_year": RATE,
    "sponsors__log_odds": MARK,
    "sponsors__playbook": False,
    "opening__generated__accounts": MANY,
}


def kept(log_odds: float, months: int) -> float:
    """What a term keeps, around odds of 9 to 1 a year."""
    return float((1.0 / (1.0 + math.exp(-log_odds) / 9.0)) ** (months / 12))


def left_with_marks(term: int, months: int) -> float:
    """Share left where sponsors leave RATE times a year: each departure counts at the renewals of the next 365 days.

    With n terms a year these are n; step by step through the terms, by how many of them have passed since the last one.
    """
    n = 12 // term
    none = math.exp(-RATE / n)
    weights = {n: 1.0}
    for _ in range(months // term):
        after: dict[int, float] = {}
        for since, weight in weights.items():
            for age, odds in ((0, 1.0 - none), (min(n, since + 1), none)):
                stays = kept(MARK if age < n else 0.0, term)
                after[age] = after.get(age, 0.0) + weight * odds * stays
        weights = after
    return sum(weights.values())


@pytest.mark.parametrize("term", [1, 3, 6, 12])
def test_a_mark_counts_for_a_year_however_often_the_customer_decides(term: int) -> None:
    left = column(held(term, "90% a year", **MARKED), Column.CUSTOMERS) / MANY
    for month in (12, 24, 36):
        expected = left_with_marks(term, month)
        agrees(float(left[month]), math.sqrt(expected * (1.0 - expected) / MANY), expected)


def test_on_a_long_term_a_mark_weighs_one_year_of_it() -> None:
    left = float(column(held(36, "90% a year", **MARKED), Column.CUSTOMERS)[36]) / MANY
    none = math.exp(-3.0 * RATE)
    expected = none * kept(0.0, 36) + (1.0 - none) * kept(MARK / 3.0, 36)
    agrees(left, math.sqrt(expected * (1.0 - expected) / MANY), expected)


def test_who_is_not_onboarded_has_failed_only_once_there_was_time() -> None:
    """Work that never ends, by the month: the first five renewals are at full odds, those from day 180 on are not."""
    slow = {"onboarding__work": {"shape": "fixed", "mean": 3650}, "renewal__failed_onboarding": -3.0}
    deals = {"demand__bookings_a_year": 4e9, "demand__attainment": [1], "demand__arrivals": "even"}
    record = play(oracle("nrr_of_arr", horizon_months=8, segments__core__term_months=1, **slow, **deals), log=True)
    odds = {}
    for line in of_kind(record, EventKind.RENEWED, EventKind.CHURNED):
        customer = int(line["subject"])
        if customer >= ACCOUNTS:
            odds.setdefault(customer, []).append(float(line["amount"]))
    found = max(odds.values(), key=len)
    near = [kept(0.0, 1)] * 5 + [kept(-3.0, 1)] * 3
    np.testing.assert_allclose(found, near[: len(found)])
    assert len(found) > 5


def test_log_odds_and_prices_of_terms_are_those_declared() -> None:
    """-0.5 by the month and 0.5 for three years around odds of 9 to 1; a new customer pays 20 % more, 6 % less."""
    own = {"renewal__terms": {"monthly": -0.5, "three_years": 0.5, "monthly_dearer": 0.2, "discount": 0.03}}
    for term, shift in ((1, -0.5), (12, 0.0), (36, 0.5)):
        expected = kept(shift, 36)
        left = column(held(term, 0.9, opening__generated__accounts=MANY, **own), Column.CUSTOMERS)[36] / MANY
        agrees(left, math.sqrt(expected * (1.0 - expected) / MANY), expected)
        acv = oracle("nrr_of_arr", segments__core__term_months=term, **own).segments["acv"][0]
        usual = oracle("nrr_of_arr", segments__core__term_months=term).segments["acv"][0]
        assert acv / usual == pytest.approx({1: 1.2, 12: 1.0, 36: 0.94}[term])
