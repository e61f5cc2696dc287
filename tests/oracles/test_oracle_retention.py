"""Renewals and expansion against closed forms: binomial cohorts, an immigration of customers, NRR on either basis."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from oracles.twins import survivors
from playing import SEED, column, many_ledgers, needs_machine_code, oracle, play
from standard_errors import agrees, mean_and_error, sd_and_error

from simulator.engine.contract import Floats
from simulator.engine.ledger import Column

RENEWALS = [1, 3, 5]
SURVIVORS = [900.0, 729.0, 590.49]
SPREADS = [9.486833, 14.055568, 15.550291]
TWIN_RUNS = 8_000
"""The standard error of a standard deviation is 1/√(2n) of it: 0.8 % here."""


def check_cohort(left: Floats) -> None:
    """Compare survivors (runs, renewals 1, 3, 5) with the binomial mean and standard deviation."""
    for at, (expected, spread) in enumerate(zip(SURVIVORS, SPREADS, strict=True)):
        agrees(*mean_and_error(left[:, at]), expected)
        agrees(*sd_and_error(left[:, at]), spread)


@cache
def customers_of_cohorts() -> Floats:
    """Return the customers of a thousand by run and month."""
    return many_ledgers(oracle("cohort"), range(8))[:, :, Column.CUSTOMERS]


@needs_machine_code
def test_a_cohort_of_a_thousand_is_its_twin_and_the_twin_is_binomial() -> None:
    """Renewals at a month end are in that month's books, so survivors stand in the ledger of months 12, 36 and 60."""
    twin = survivors(SEED, 0, TWIN_RUNS, 1_000, 0.9, 5)
    customers = customers_of_cohorts()[:, ::12]
    np.testing.assert_array_equal(customers[:, 1:], twin[: len(customers)])
    np.testing.assert_array_equal(customers[:, 0], 1_000.0)
    check_cohort(twin[:, [0, 2, 4]])
    for p, n, mean, sd in zip([0.9] * 3, RENEWALS, SURVIVORS, SPREADS, strict=True):
        assert 1_000 * p**n == pytest.approx(mean)
        assert math.sqrt(1_000 * p**n * (1 - p**n)) == pytest.approx(sd, abs=5e-7)


def test_mean_of_a_cohort_in_the_engine_itself() -> None:
    left = customers_of_cohorts()[:, [12, 36, 60]]
    for at, (expected, spread) in enumerate(zip(SURVIVORS, SPREADS, strict=True)):
        agrees(float(left[:, at].mean()), spread / math.sqrt(len(left)), expected)


@needs_machine_code
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_spread_of_a_cohort_in_the_engine_itself() -> None:
    check_cohort(many_ledgers(oracle("cohort"), range(TWIN_RUNS))[:, [12, 36, 60], Column.CUSTOMERS])


MONTHS = [12, 24, 42, 60, 120]
ACTIVE = [2.0, 3.8, 6.149, 8.1902, 13.026431]


def test_the_formula_gives_the_printed_values() -> None:
    for month, printed in zip(MONTHS, ACTIVE, strict=True):
        n, f = divmod(month / 12, 1.0)
        assert 2.0 * ((1 - 0.9**n) / 0.1 + f * 0.9**n) == pytest.approx(printed, abs=5e-7)


def test_customers_of_even_bookings_renewing_with_90_percent() -> None:
    """Two hundred evenly spaced customers a year are a hundred companies; what is left of luck are the renewals.

    With a whole number of deals a year the sum over the row of deals is the formula itself, but for one deal that
    may fall on either side of the month end. Its variance, p^n (1 - p^n) for each of the 200 customers of a past year,
    is known.
    """
    runs = 3
    customers = many_ledgers(oracle("bookings", demand__arrivals="even", demand__bookings_a_year=20e6), range(runs))
    for month, expected in zip(MONTHS, ACTIVE, strict=True):
        whole, part = divmod(month, 12)
        variance = sum(200 * 0.9**n * (1 - 0.9**n) for n in range(whole))
        variance += 200 * (part / 12) * 0.9**whole * (1 - 0.9**whole)
        counts = customers[:, month, Column.CUSTOMERS]
        agrees(float(counts.mean()), math.sqrt(variance / runs), 100.0 * expected, slack=1.0)


@needs_machine_code
def test_two_customers_a_year_at_random() -> None:
    """The literal setting. A count is Poisson, so 5,600 companies make 0.95 % after the first year, and less later."""
    runs = 5_600
    customers = many_ledgers(oracle("bookings"), range(runs))[:, :, Column.CUSTOMERS]
    for month, expected in zip(MONTHS, ACTIVE, strict=True):
        agrees(float(customers[:, month].mean()), math.sqrt(expected / runs), expected)


ACCOUNTS = 4_000


def test_nrr_of_expansion_as_a_share_of_arr() -> None:
    """p · e^(νm): with a Poisson number N of expansions by m, E[(1 + m)^N] = e^(νm).

    The standard error is that of one account, √(p e^(ν(2m + m²)) - NRR²), over √accounts; in the second year the
    starters are the survivors of the first, and unequal in size, which multiplies the squares by e^(νm²).
    """
    record = play(oracle("nrr_of_arr"))
    p, rate, uplift = 0.9, 0.5, 0.2
    expected = p * math.exp(rate * uplift)
    assert expected == pytest.approx(0.994654, abs=5e-7)
    spread = math.sqrt(p * math.exp(rate * (2 * uplift + uplift**2)) - expected**2)
    unequal = math.exp(rate * uplift**2)
    now, then = column(record, Column.COHORT_NOW), column(record, Column.COHORT_THEN)
    agrees(now[12] / then[12], spread / math.sqrt(ACCOUNTS), expected)
    agrees(now[24] / then[24], spread * math.sqrt(unequal / (0.9 * ACCOUNTS)), expected)
    grr = column(record, Column.COHORT_CAPPED)[12] / then[12]
    agrees(grr, math.sqrt(0.9 * 0.1 / ACCOUNTS), 0.9)  # what is lost; expansion of the others does not make up for it


def test_nrr_of_expansion_as_a_share_of_the_wallet() -> None:
    """p · [w - (w - 1) e^(-νs)]: each win takes the share s of what is left, and E[(1 - s)^N] = e^(-νs)."""
    record = play(oracle("nrr_of_wallet"))
    p, wallet, rate, share = 0.9, 1 / 0.55, 1.7 * 0.4, 0.44

    def arr_after(years: float) -> float:
        return wallet - (wallet - 1.0) * math.exp(-rate * share * years)

    now, then = column(record, Column.COHORT_NOW), column(record, Column.COHORT_THEN)
    square = (wallet - 1.0) ** 2 * math.exp(rate * ((1 - share) ** 2 - 1.0))
    mean_square = wallet**2 - 2.0 * wallet * (wallet - 1.0) * math.exp(-rate * share) + square
    spread = math.sqrt(p * mean_square - (p * arr_after(1.0)) ** 2)
    agrees(now[12] / then[12], spread / math.sqrt(ACCOUNTS), p * arr_after(1.0))
    # By then the remaining wallet is smaller, and so is NRR: it draws down by itself. Bounded by the first year's
    # spread.
    agrees(now[24] / then[24], spread / math.sqrt(0.85 * ACCOUNTS), p * arr_after(2.0) / arr_after(1.0))
    assert arr_after(2.0) / arr_after(1.0) < arr_after(1.0)


def test_nrr_of_a_wallet_that_grows() -> None:
    """What is left of the wallet after a year, u = (w - 1) e^(-νs), is u + g w at its renewal, and sales of the year
    after take 1 - e^(-νs) of that: ARR comes to w (1 + g) less what is left of it. The first year is as without.
    """
    p, wallet, rate, share, growth = 0.9, 1 / 0.55, 1.7 * 0.4, 0.44, 0.1
    record = play(oracle("nrr_of_wallet", expansion__wallet_growth=growth))
    kept = math.exp(-rate * share)
    first = wallet - (wallet - 1.0) * kept
    second = wallet * (1.0 + growth) - ((wallet - 1.0) * kept + growth * wallet) * kept
    now, then = column(record, Column.COHORT_NOW), column(record, Column.COHORT_THEN)
    plain = play(oracle("nrr_of_wallet"))
    assert now[12] == column(plain, Column.COHORT_NOW)[12]
    square = (wallet - 1.0) ** 2 * math.exp(rate * ((1 - share) ** 2 - 1.0))
    mean_square = wallet**2 - 2.0 * wallet * (wallet - 1.0) * kept + square
    spread = math.sqrt(p * mean_square - (p * first) ** 2)
    agrees(now[24] / then[24], spread / math.sqrt(0.85 * ACCOUNTS), p * second / first)
    bought, left = column(record, Column.LIST_ARR)[13], column(record, Column.WALLET_LEFT)[13]
    usual = column(plain, Column.LIST_ARR)[11] + column(plain, Column.WALLET_LEFT)[11]
    survivors = column(record, Column.CUSTOMERS)[13] / ACCOUNTS
    assert (bought + left) / survivors == pytest.approx(usual * (1.0 + growth)), "everybody's wallet at list"


@pytest.mark.parametrize("term", [1, 3, 12, 36])
def test_a_wallet_grows_alike_on_terms_of_any_length(term: int) -> None:
    """(1 + g)^3 after three years; ARR, list price and so discount stay what they were."""
    still = {"segments__core__renewal": 1, "segments__core__csqls_a_year": 0, "horizon_months": 37}
    priced = {"products__core__discount": 0.2, "products__core__fades_in": 36_500}
    what = oracle("nrr_of_wallet", expansion__wallet_growth=0.04, segments__core__term_months=term, **still, **priced)
    record = play(what)
    for name in (Column.ARR, Column.LIST_ARR):
        assert column(record, name)[37] == pytest.approx(column(record, name)[0])
    wallet = column(record, Column.LIST_ARR) + column(record, Column.WALLET_LEFT)
    assert wallet[37] / wallet[0] == pytest.approx(1.04 ** (3 if term != 1 else 37 / 12))


def test_nrr_of_a_launch_in_the_middle_of_the_year() -> None:
    """Each win takes the share s of what is left of the core and, from the launch on, of the new product as well.

    With N1 wins before the launch and N2 after it an account comes to w(1 + π) - (w - 1) (1 - s)^(N1 + N2)
    - wπ (1 - s)^N2, where E[(1 - s)^(kN)] = e^(ν((1 - s)^k - 1)) gives mean and spread.
    """
    product = {"opens": [{"month": 6}], "price": 0.5, "lands_new": 0.5, "lands_mature": 0.5, "matures_in": 0}
    what = oracle("nrr_of_wallet", products__second={**product, "discount": 0, "fades_in": 0}, hiring__review_every=1)
    record = play(what)
    p, w, rate, share, price = 0.9, 1 / 0.55, 1.7 * 0.4, 0.44, 0.5
    before, after = 183 / 365, 182 / 365  # the first daily review after six months

    def left(power: float, years: float) -> float:
        return math.exp(rate * years * ((1.0 - share) ** power - 1.0))

    top, core, new = w * (1.0 + price), w - 1.0, w * price
    mean = top - core * left(1, 1.0) - new * left(1, after)
    square = core**2 * left(2, 1.0) + new**2 * left(2, after) + 2.0 * core * new * left(1, before) * left(2, after)
    square += top**2 - 2.0 * top * (core * left(1, 1.0) + new * left(1, after))
    now, then = column(record, Column.COHORT_NOW), column(record, Column.COHORT_THEN)
    agrees(now[12] / then[12], math.sqrt((p * square - (p * mean) ** 2) / ACCOUNTS), p * mean)
    listed, unsold = column(record, Column.LIST_ARR), column(record, Column.WALLET_LEFT)
    np.testing.assert_allclose(
        listed + unsold,
        column(record, Column.CUSTOMERS)
        * 1e5
        * w
        * np.where(np.arange(len(listed)) * 365 / 12 < 183, 1.0, 1.0 + price),
    )


def test_csqls_come_and_are_won_at_their_rates() -> None:
    """In year one all accounts live to the end: 1.7 CSQLs a year each, 40 % of them won."""
    accounts = 10_000
    what = oracle(
        "nrr_of_wallet", horizon_months=11, path__start_arr=accounts * 1e5, opening__generated__accounts=accounts
    )
    record = play(what)
    years = 11 / 12 * accounts
    leads, won = column(record, Column.CSQLS).sum(), column(record, Column.CSQLS_WON).sum()
    agrees(leads, math.sqrt(1.7 * years), 1.7 * years)
    agrees(won / leads, math.sqrt(0.4 * 0.6 / leads), 0.4)
