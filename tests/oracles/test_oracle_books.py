"""Books against saturation in closed form: renewals of accounts whose manager has too few hours, or too many."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playing import of_kind, oracle, play

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind

ACCOUNTS, ARR = 400, 40e6
UNCOVERED = -1.5
MONTH = 365.0 / 12.0
BOOK: dict[str, object] = {
    "path__start_arr": ARR,
    "opening__generated__accounts": ACCOUNTS,
    "opening__generated__held_by_founders": False,
    "coverage__founders_book": 0,
    "coverage__quality_curve": 4,
    "horizon_months": 12,
    "segments__core__csqls_a_year": 0,
    "renewal__uncovered": UNCOVERED,
    "roles__csm__book_low": "$1B",
    "roles__csm__book_high": "$1B",
}
"""One CSM takes all that there is, whatever it is to have the hours for; contracts end together after a year."""


def with_hours(ratio: float, **more: object) -> RunRecord:
    """Return a year in which the CSM has this share of the hours that the book wants."""
    ends = {f"roles__csm__saturation_{end}": ratio * ARR for end in ("low", "mode", "high")}
    return play(oracle("nrr_of_arr", **{**BOOK, **ends, **more}), log=True)


def quality(ratio: float) -> float:
    return (1.0 - math.exp(-4.0 * ratio)) / (1.0 - math.exp(-4.0))


def renewals_agree(record: RunRecord, covered: float) -> None:
    """Every one of them has the odds of a term of which so much was covered."""
    odds = of_kind(record, EventKind.RENEWED, EventKind.CHURNED)["amount"]
    assert len(odds) == ACCOUNTS
    log_odds = math.log(9.0) + UNCOVERED * (1.0 - covered)
    np.testing.assert_allclose(odds, 1.0 / (1.0 + math.exp(-log_odds)), rtol=1e-9)


@pytest.mark.parametrize("ratio", [0.0001, 0.25, 0.5, 1.0, 2.0, 20.0])
def test_a_year_at_so_many_of_the_hours_it_wants(ratio: float) -> None:
    """With a quarter of the hours it is 64 % covered, with twice as many 101.8 %."""
    renewals_agree(with_hours(ratio, roles__csm__in_place=1), quality(ratio))


def test_the_founders_have_hours_for_their_book() -> None:
    founders = {"opening__generated__held_by_founders": True, "coverage__founders_book": 0.5 * ARR}
    renewals_agree(with_hours(1.0, **founders), quality(0.5))


def test_quality_is_added_up_over_the_term_and_not_read_at_its_end() -> None:
    """Nobody for two months; then a CSM who has half of the hours for a hundred days, and all of them after that."""
    record = with_hours(
        1.0,
        roles__csm__schedule=[{"month": 2, "count": 1}],
        roles__csm__lead__median=0,
        roles__csm__ramp=[{"days": 100, "capacity": 0.5}],
    )
    joined = float(of_kind(record, EventKind.JOINED)["day"][0])
    assert joined == pytest.approx(2.0 * MONTH, abs=1e-3)
    renewals_agree(record, (100.0 * quality(0.5) + (365.0 - joined - 100.0)) / 365.0)


def test_a_successor_begins_anew_and_what_there_was_stays() -> None:
    """Two who work at half their strength, one after the other, the first for 150 days; nobody in between."""
    record = with_hours(
        1.0,
        roles__csm__schedule=[{"month": 1, "count": 1}, {"month": 8, "count": 1}],
        roles__csm__lead__median=0,
        roles__csm__mishire={"odds": 1, "works_at": 0.5, "leaves_after": 150},
    )
    first, second = of_kind(record, EventKind.JOINED)["day"]
    assert float(of_kind(record, EventKind.LEFT)["day"][0]) == pytest.approx(first + 150.0)
    renewals_agree(record, (150.0 + 365.0 - float(second)) * quality(0.5) / 365.0)
