"""Retention against contract terms: with odds p at each term end, n term ends keep p^n."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playing import column, oracle, play
from standard_errors import agrees

from simulator.engine.contract import RunRecord
from simulator.engine.ledger import Column

ACCOUNTS = 4_000


def held(term: int, odds: float, **more: object) -> RunRecord:
    """Return a run of accounts that all began on the first day and only renew or leave."""
    segment = {"segments__core__term_months": term, "segments__core__renewal": odds}
    return play(oracle("nrr_of_arr", horizon_months=36, segments__core__csqls_a_year=0, **segment, **more))


@pytest.mark.parametrize(("term", "odds"), [(1, 0.99), (3, 0.97), (12, 0.9), (18, 0.85), (24, 0.8), (36, 0.72)])
def test_grr_and_nrr_follow_the_number_of_term_ends(term: int, odds: float) -> None:
    """A cohort of month m - 12 has met as many term ends as lie between; NRR is GRR where nothing expands."""
    record = held(term, odds)
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
    """Odds q of losing a share s: (1 - s q / 12)^12 of ARR is left by the month, 1 - s q by the year."""
    odds, share, rise = 0.5, 0.2, 0.06
    shrink = {"renewal__contraction_odds": odds, "renewal__contraction_by": share, "renewal__contraction_uncovered": 0}
    monthly = column(held(1, 1.0, **shrink), Column.ARR)
    yearly = column(held(12, 1.0, **shrink), Column.ARR)
    one = odds / 12.0
    mean, square = (1.0 - one * share) ** 12, (1.0 - one + one * (1.0 - share) ** 2) ** 12
    agrees(monthly[12] / monthly[0], math.sqrt((square - mean**2) / ACCOUNTS), mean)
    agrees(yearly[12] / yearly[0], share * math.sqrt(odds * (1.0 - odds) / ACCOUNTS), 1.0 - odds * share)
    rising = column(held(1, 1.0, renewal__escalator=rise), Column.ARR)
    np.testing.assert_allclose(rising[12] / rising[0], (1.0 + rise / 12.0) ** 12)
