"""What renewals add, against closed forms: escalators, discount taken back, success packages."""

from __future__ import annotations

import math

import numpy as np
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
    np.testing.assert_allclose(arr_by_year(renewal__escalator=0.04), 1.04 ** np.arange(4))


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
