"""What renewals add, against closed forms: escalators, discount taken back, success packages."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playing import column, oracle, play
from standard_errors import agrees

from simulator.engine.contract import Floats
from simulator.engine.ledger import Column

ACCOUNTS = 4_000
HELD = {"segments__core__renewal": 1, "segments__core__csqls_a_year": 0, "horizon_months": 36}
"""Accounts that all renew on their anniversaries, looked after by the founders, and do nothing else."""


def arr_by_year(**overrides: object) -> Floats:
    """Return ARR over the opening ARR at the end of years 0 to 3."""
    arr = column(play(oracle("nrr_of_arr", **HELD, **overrides)), Column.ARR)
    return arr[::12] / arr[0]


def test_an_escalator_compounds() -> None:
    np.testing.assert_allclose(arr_by_year(renewal__escalator=0.04, renewal__rise_refused=0), 1.04 ** np.arange(4))


def test_who_refuses_a_rise_pays_no_more_ever() -> None:
    """With odds q a customer refuses them all: q + (1 - q) 1.04^n of ARR; the same customers every time."""
    refused = 0.35
    found = arr_by_year(renewal__escalator=0.04, renewal__rise_refused=refused)
    for year in (1, 2, 3):
        rise = 1.04**year - 1.0
        error = rise * math.sqrt(refused * (1.0 - refused) / ACCOUNTS)
        agrees(found[year], error, 1.0 + (1.0 - refused) * rise)
    pays = (found[1] - 1.0) / 0.04
    np.testing.assert_allclose(found, 1.0 - pays + pays * 1.04 ** np.arange(4))


@pytest.mark.parametrize("term", [1, 12, 36])
def test_a_rise_counts_in_the_odds_of_every_renewal_at_which_it_is_offered(term: int) -> None:
    """Around odds of 9 to 1 a tenth a year takes 0.7 in log-odds, on terms of any length; who refuses is as ever."""
    rise, refused, many = 0.2, 0.35, 20_000
    segment = {"segments__core__term_months": term, "segments__core__renewal": 0.9, "segments__core__csqls_a_year": 0}
    prices = {"renewal__escalator": rise, "renewal__rise_refused": refused, "renewal__rise_log_odds": -0.7}
    what = oracle("nrr_of_arr", horizon_months=36, opening__generated__accounts=many, **segment, **prices)
    left = float(column(play(what), Column.CUSTOMERS)[36]) / many
    dearer = (1.0 / (1.0 + math.exp(0.7 * rise / 0.1) / 9.0)) ** 3
    expected = refused * 0.9**3 + (1.0 - refused) * dearer
    agrees(left, math.sqrt(expected * (1.0 - expected) / many), expected)


RISE = {"month": 6, "by": 0.2}


def test_a_rise_in_mid_term_is_paid_at_once_by_all_who_do_not_refuse() -> None:
    """Six months of the year billed are left: half of what they pay more is billed in the month of the rise."""
    refused = 0.35
    record = play(oracle("nrr_of_arr", **HELD, renewal__mid_term_rise=RISE, renewal__rise_refused=refused))
    arr, rises = column(record, Column.ARR), column(record, Column.RISE_ARR)
    assert arr[6] == pytest.approx(arr[0]), "the month before has closed by then"
    error = 0.2 * math.sqrt(refused * (1.0 - refused) / ACCOUNTS)
    agrees(arr[7] / arr[0], error, 1.0 + (1.0 - refused) * 0.2)
    np.testing.assert_allclose(arr[7:], arr[7])
    assert rises[7] == rises.sum() == pytest.approx(arr[7] - arr[0])
    for flow in (Column.BILLINGS, Column.BOOKED_EXPANSION):
        assert column(record, flow)[7] == pytest.approx(rises[7] / 2.0, rel=1e-6)
    listed = column(record, Column.LIST_ARR)
    assert listed[7] / listed[0] == pytest.approx(arr[7] / arr[0]), "list price rises alike"


@pytest.mark.parametrize("term", [1, 12, 36])
def test_a_rise_in_mid_term_counts_for_a_year_whatever_the_term(term: int) -> None:
    """Around odds of 9 to 1 one of a tenth takes 0.7 in log-odds of one year of three; who refuses is as ever.

    By the month it counts at the twelve renewals within a year of it, by the year at the next, in three years at a
    third of its weight.
    """
    refused, many = 0.35, 20_000
    segment = {"segments__core__term_months": term, "segments__core__renewal": 0.9, "segments__core__csqls_a_year": 0}
    prices = {"renewal__mid_term_rise": RISE, "renewal__rise_refused": refused, "renewal__rise_log_odds": -0.7}
    what = oracle("nrr_of_arr", horizon_months=36, opening__generated__accounts=many, **segment, **prices)
    left = float(column(play(what), Column.CUSTOMERS)[36]) / many

    def a_year(log_odds: float) -> float:
        return 1.0 / (1.0 + math.exp(-log_odds) / 9.0)

    dearer = a_year(-1.4 / 3.0) ** 3 if term == 36 else 0.9**2 * a_year(-1.4)
    expected = refused * 0.9**3 + (1.0 - refused) * dearer
    agrees(left, math.sqrt(expected * (1.0 - expected) / many), expected)


def test_who_is_still_being_onboarded_pays_what_it_signed() -> None:
    """Nobody onboards the customers of this company, so that none is live."""
    record = play(oracle("bookings", horizon_months=24, renewal__mid_term_rise={"month": 12, "by": 0.1}))
    assert column(record, Column.CUSTOMERS)[24] > 0.0
    assert not column(record, Column.RISE_ARR).any()


def test_discount_taken_back_closes_in_on_list_price() -> None:
    """A fifth below list; with odds q a renewal takes the share s of what is left: 1 + D (1 - (1 - qs)^n) of ARR.

    The discount does not fade here: its time constant is a century, and it was given on the first day.
    """
    odds, share, given = 0.5, 0.5, 0.2
    discount = {
        "products__core__discount": given,
        "products__core__fades_in": 36_500,
        "products__core__age_at_start": 0,
    }
    found = arr_by_year(renewal__recapture_odds=odds, renewal__recapture_share=share, **discount)
    most = given / (1.0 - given)
    for year in (1, 2, 3):
        left = (1.0 - odds * share) ** year
        square = (1.0 - odds + odds * (1.0 - share) ** 2) ** year
        agrees(found[year], most * math.sqrt((square - left**2) / ACCOUNTS), 1.0 + most * (1.0 - left))


def test_everybody_buys_one_success_package_in_the_end() -> None:
    """With odds q a renewal sells one, for the share v of ARR, unless it has been sold: 1 + v (1 - (1 - q)^n)."""
    odds, price = 0.4, 0.1
    packages = {"opens": [{"month": 0}], "odds": odds, "price": price}
    found = arr_by_year(expansion__packages=packages)
    for year in (1, 2, 3):
        sold = 1.0 - (1.0 - odds) ** year
        agrees(found[year], price * math.sqrt(sold * (1.0 - sold) / ACCOUNTS), 1.0 + price * sold)


def test_without_coverage_nothing_is_taken_back_and_no_package_sold() -> None:
    discount = {"products__core__discount": 0.2, "products__core__fades_in": 36_500, "renewal__recapture_odds": 1}
    packages = {"opens": [{"month": 0}], "odds": 1, "price": 0.1}
    alone = {"opening__generated__held_by_founders": False, "coverage__founders_book": 0}
    np.testing.assert_allclose(arr_by_year(expansion__packages=packages, **discount, **alone), 1.0)
    served = arr_by_year(expansion__packages=packages, cs_effect=0, **discount, **alone)
    assert served[1] > 1.1, "to a sceptic they are as good as covered"
