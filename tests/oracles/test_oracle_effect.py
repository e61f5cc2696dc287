"""Odds mixed by `cs_effect` against closed forms: customers whom nobody looks after, between themselves as they are and
as they would be, fully served.
"""

from __future__ import annotations

import math

import pytest
from playing import column, of_kind, oracle, play
from standard_errors import agrees

from simulator.engine.events import EventKind
from simulator.engine.ledger import Column

MANY = 20_000
ALONE: dict[str, object] = {
    "opening__generated__accounts": MANY,
    "opening__generated__held_by_founders": False,
    "coverage__founders_book": 0,
}
"""Nobody looks after them, and there is no head of CS."""
EFFECTS = pytest.mark.parametrize("effect", [0.0, 0.4, 0.65, 1.0])


def odds(base: float, shift: float) -> float:
    return 1.0 / (1.0 + math.exp(-shift) * (1.0 - base) / base)


@EFFECTS
@pytest.mark.parametrize("months", [1, 12, 36])
def test_a_customer_renews_by_both_odds_of_its_term(effect: float, months: int) -> None:
    """Probabilities are mixed, after the power of the term: n terms of k months keep ((1 - e) s^(k/12) + e a^(k/12))^n
    where served ones renew with s, those that nobody covers and no head leads with a, a year.
    """
    rules = {"renewal__uncovered": -0.8, "renewal__cs_head": 0.5}
    segment = {"segments__core__renewal": 0.8, "segments__core__term_months": months, "segments__core__csqls_a_year": 0}
    what = oracle("nrr_of_arr", horizon_months=36, cs_effect=effect, **ALONE, **rules, **segment)
    left = float(column(play(what), Column.CUSTOMERS)[36]) / MANY
    served, actual = odds(0.8, 0.5), odds(0.8, -0.8)
    a_term = (1.0 - effect) * served ** (months / 12) + effect * actual ** (months / 12)
    expected = a_term ** (36 // months)
    agrees(left, math.sqrt(expected * (1.0 - expected) / MANY), expected, sharp=0.02)


@EFFECTS
def test_a_csql_and_its_sale_are_mixed_as_one_product(effect: float) -> None:
    """Fully adopted, each candidate of the year becomes a sale with (1 - e) w_s + e q_a w_a: served it is a CSQL in any
    case and won by a manager; as it is, a quarter of two fifths are CSQLs and a fifth of those turn into a sale.
    """
    a_year = 2.0
    figures = {
        "segments__core__csqls_a_year": a_year,
        "expansion__csqls_uncovered": 0.25,
        "expansion__csqls_without_head": 0.4,
        "expansion__won_by_manager": 0.5,
        "expansion__won_by_nobody": 0.2,
        "expansion__adoption_uncovered": 0,
    }
    record = play(oracle("nrr_of_arr", horizon_months=12, cs_effect=effect, **ALONE, **figures))
    csqls = MANY * a_year * ((1.0 - effect) + effect * 0.25 * 0.4)
    sales = MANY * a_year * ((1.0 - effect) * 0.5 + effect * 0.25 * 0.4 * 0.2)
    found = float(column(record, Column.CSQLS).sum()), float(column(record, Column.CSQLS_WON).sum())
    agrees(found[0], math.sqrt(csqls), csqls, sharp=0.05)
    agrees(found[1], math.sqrt(sales), sales, sharp=0.05)


@EFFECTS
def test_a_lost_sponsor_marks_as_it_is_and_as_it_would_be(effect: float) -> None:
    """Sponsors leave once a year and nobody answers; fully served three in five would be answered, of the same ones. A
    customer is marked with 1 - e^-1, fully served with 1 - e^-.4, and decides by the mix of both.
    """
    shift, base = -1.5, 0.9
    what = oracle(
        "nrr_of_arr",
        horizon_months=12,
        cs_effect=effect,
        **ALONE,
        **{
            "segments__core__renewal": base,
            "segments__core__csqls_a_year": 0,
            "sponsors__leaves_a_year": 1,
            "sponsors__log_odds": shift,
            "sponsors__answered": 0.6,
        },
    )
    record = play(what, log=True)
    assert not len(of_kind(record, EventKind.SPONSOR_ANSWERED)), "there is nobody to answer"
    left = float(column(record, Column.CUSTOMERS)[12]) / MANY
    whole, harmed = odds(base, 0.0), odds(base, shift)
    marked = 1.0 - math.exp(-1.0)
    marked_if_served = 1.0 - math.exp(-0.4)
    actual = marked * harmed + (1.0 - marked) * whole
    served = marked_if_served * harmed + (1.0 - marked_if_served) * whole
    expected = (1.0 - effect) * served + effect * actual
    agrees(left, math.sqrt(expected * (1.0 - expected) / MANY), expected)
