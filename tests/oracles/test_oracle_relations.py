"""Changes of account manager against closed forms: what a renewal loses while nobody holds the account, and after."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playing import column, of_kind, oracle, play
from standard_errors import agrees

from simulator.engine.contract import RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column

ACCOUNTS = 8_000
BOOK: dict[str, object] = {
    "opening__generated__accounts": ACCOUNTS,
    "horizon_months": 12,
    "segments__core__csqls_a_year": 0,
    "coverage__handover_from": "$0",
    "coverage__handover_until": "$1K",
    "renewal__uncovered": 0,
    "relations__log_odds": -1,
}
"""The founders' time is over at once: they drop all they have, or hand it to whoever has room."""


def odds(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds) / 9.0)


def test_a_customer_that_nobody_holds_decides_by_all_of_it() -> None:
    left = float(column(play(oracle("nrr_of_arr", **BOOK)), Column.CUSTOMERS)[12]) / ACCOUNTS
    expected = odds(-1.0)
    agrees(left, math.sqrt(expected * (1.0 - expected) / ACCOUNTS), expected)


def handed_to_csms(**more: object) -> RunRecord:
    """Return a year of renewals by the month, after one hand-over to CSMs who were there or who came later."""
    large = {"roles__csm__book_low": "$900M", "roles__csm__book_high": "$1B", "segments__core__term_months": 1}
    return play(oracle("nrr_of_arr", **{**BOOK, **large, "opening__generated__renewals": "spread", **more}), log=True)


@pytest.mark.parametrize(
    ("csms", "loss"),
    [
        ({"roles__csm__in_place": 3}, 0.5),
        ({"roles__csm__schedule": [{"month": 3, "count": 3}], "roles__csm__lead__median": 0}, 1.0),
    ],
)
def test_it_fades_under_the_successor_and_is_half_under_one_who_was_there(csms: dict[str, object], loss: float) -> None:
    """Every renewal against ln 9 - loss x (1 - days / 120), days counted from the line that says who took over."""
    record = handed_to_csms(**csms)
    since, lost, seen = {}, set(), 0
    kinds = (EventKind.COVERED, EventKind.UNCOVERED, EventKind.RENEWED, EventKind.CHURNED)
    for line in of_kind(record, *kinds):
        customer, day = int(line["subject"]), float(line["day"])
        if line["kind"] == EventKind.UNCOVERED:
            lost.add(customer)
        elif line["kind"] == EventKind.COVERED:
            if line["other"] >= 0:
                since[customer] = day
        else:
            strain = 0.0
            if customer in since:
                strain = loss * max(0.0, 1.0 - (day - since[customer]) / 120.0)
            elif customer in lost:
                strain = 1.0
            np.testing.assert_allclose(float(line["amount"]), odds(-strain) ** (1.0 / 12.0), rtol=1e-9)
            seen += 0.0 < strain < 1.0
    assert seen > ACCOUNTS, "many renewals while it fades"
    changes = column(record, Column.RELATIONS_LOST)
    assert changes.sum() == changes[1] == ACCOUNTS, "each of them once, in the first month"


def test_adoption_falls_once_with_a_change_and_grows_again() -> None:
    """CSQLs come in proportion to adoption, of which a quarter is lost when all change hands, and that comes back by
    e^(-t/100). Before, contracts began at any time of the last 60 months, and adoption with them.
    """
    leads = {"segments__core__csqls_a_year": 10, "expansion__adoption_covered": 100, "expansion__win_share": 0}
    same = {"segments__core__renewal": 1, "relations__log_odds": 0, "segments__core__term_months": 60}
    record = handed_to_csms(roles__csm__in_place=3, relations__adoption=0.75, **leads, **same)
    usual = handed_to_csms(roles__csm__in_place=3, **leads, **same)
    days = of_kind(record, EventKind.COVERED)
    moved = float(days["day"][days["other"] >= 0].max())
    adopted = 1.0 - 100.0 / (5.0 * 365.0) * math.exp(-moved / 100.0)
    fewer = ACCOUNTS * 10.0 / 365.0 * 0.25 * adopted * 100.0 * (1.0 - math.exp(-(365.0 - moved) / 100.0))
    found = float(column(usual, Column.CSQLS).sum() - column(record, Column.CSQLS).sum())
    agrees(found, math.sqrt(fewer), fewer, sharp=0.02)
