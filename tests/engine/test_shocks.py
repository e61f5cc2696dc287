"""Shocks in the engine: their rates against closed forms, and what CS does about them on common draws."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from playing import column, lowered, many_ledgers, needs_machine_code, oracle, play
from standard_errors import agrees

from simulator.engine.contract import Floats
from simulator.engine.ledger import Column

ACCOUNTS = 4_000
QUIET: dict[str, Any] = {"horizon_months": 11, "segments__core__csqls_a_year": 0}
YEARS = 11 / 12


def test_sponsors_leave_and_competitors_call_at_their_rates() -> None:
    """Nobody leaves in the first eleven months, so the counts are Poisson; half way through the range half call."""
    record = play(
        oracle(
            "nrr_of_arr",
            **QUIET,
            sponsors__leaves_a_year=4,
            competitors__calls_a_year=6,
            competitors__from_arr=2e8,
            competitors__until_arr=6e8,
        )
    )
    left, calls = column(record, Column.SPONSORS_LEFT).sum(), column(record, Column.COMPETITOR_CALLS).sum()
    agrees(float(left), math.sqrt(4.0 * YEARS * ACCOUNTS), 4.0 * YEARS * ACCOUNTS)
    agrees(float(calls), math.sqrt(3.0 * YEARS * ACCOUNTS), 3.0 * YEARS * ACCOUNTS)
    assert not column(record, Column.SPONSORS_ANSWERED).any(), "there is no head of CS"
    assert not column(record, Column.CALLS_SHRUGGED_OFF).any(), "there are no CSQLs"


def test_a_year_of_unanswered_shocks_lowers_the_renewals_at_its_end() -> None:
    """A mark is there unless no event came: with odds e^-rate none; the two kinds are independent."""
    both = {"sponsors__leaves_a_year": 0.2, "sponsors__log_odds": -0.5, "competitors__calls_a_year": 0.5}
    both |= {"competitors__from_arr": 0, "competitors__until_arr": 0, "competitors__log_odds": -0.65}
    found = column(
        play(oracle("nrr_of_arr", horizon_months=12, segments__core__csqls_a_year=0, **both)), Column.CUSTOMERS
    )

    def renews(shift: float) -> float:
        return 1.0 / (1.0 + math.exp(-(math.log(9.0) + shift)))

    sponsor, competitor = 1.0 - math.exp(-0.2), 1.0 - math.exp(-0.5)
    expected = (1 - sponsor) * (1 - competitor) * renews(0.0) + sponsor * (1 - competitor) * renews(-0.5)
    expected += (1 - sponsor) * competitor * renews(-0.65) + sponsor * competitor * renews(-1.15)
    agrees(float(found[12]) / ACCOUNTS, math.sqrt(expected * (1.0 - expected) / ACCOUNTS), expected)


def grr(changes: dict[str, Any]) -> Floats:
    ledger = many_ledgers(lowered("baseline", {"horizon_months": 48, **changes}), range(100))[:, 48]
    figures: Floats = 100.0 * ledger[:, Column.COHORT_CAPPED] / ledger[:, Column.COHORT_THEN]
    return figures


@needs_machine_code
@pytest.mark.parametrize(
    "worse", [{"sponsors.playbook": False}, {"competitors.insured": 0}, {"competitors.calls_a_year": 1.5}]
)
def test_what_holds_shocks_off_keeps_grr_up(worse: dict[str, Any]) -> None:
    """Paired runs of the baseline; the mean difference is more than 4 standard errors."""
    difference = grr({}) - grr(worse)
    assert difference.mean() > 4.0 * float(difference.std(ddof=1)) / math.sqrt(len(difference))


def test_without_shocks_nothing_is_at_risk() -> None:
    none = {"sponsors.leaves_a_year": 0, "competitors.calls_a_year": 0, "horizon_months": 18}
    record = play(lowered("baseline", none))
    for name in (Column.AT_RISK_ARR, Column.SPONSORS_LEFT, Column.COMPETITOR_CALLS):
        assert not column(record, name).any()
    unmarked = play(lowered("baseline", {"sponsors.log_odds": 0, "competitors.log_odds": 0, "horizon_months": 18}))
    np.testing.assert_array_equal(column(record, Column.ARR), column(unmarked, Column.ARR))
