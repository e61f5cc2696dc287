"""Onboarding as a queue: waits in M/M/c and M/G/1, and how many are in progress in M/G/infinity.

A queue with ρ = 0.9 remembers for long: a mean wait within 1 % takes some ten million customers. So the engine is held
against a twin customer by customer, and the twin against the formula (see twins.py). The long tier has the means that
take most customers, and plays the fast engine itself for as many as it takes.

Transients. The queue starts empty. Its memory fades with a time constant of about 1 / (c (1 - √ρ)²) days of service,
360 days at c = 1 and ρ = 0.9; the first tenth of the twin's row, hundreds of thousands of customers, is left out,
which is hundreds of time constants.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from oracles.twins import fifo_waits
from playing import SEED, Events, many_ledgers, needs_machine_code, of_kind, oracle, play
from standard_errors import agrees, batch_mean_and_error

from simulator.engine.contract import Floats, RunRecord
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.record import Lowered
from simulator.laws.onboarding import EXPONENTIAL, LOGNORMAL

ACV = 100_000.0
DAYS = 365.0


def queue(servers: int, busy: float, months: int, cv: float | None = None) -> Lowered:
    """Return the scenario of a queue with a mean service of one day and utilisation `busy`."""
    work = {"shape": "exponential", "mean": 1, "cv": 1} if cv is None else {"shape": "lognormal", "mean": 1, "cv": cv}
    return oracle(
        "waits",
        demand__bookings_a_year=busy * servers * DAYS * ACV,
        roles__onboarding__in_place=servers,
        onboarding__work=work,
        horizon_months=months,
    )


def waits_of(record: RunRecord) -> Floats:
    """Return the wait of each customer that was begun, in the order of closing, from the event log."""
    closed = of_kind(record, EventKind.CLOSED)
    began = of_kind(record, EventKind.ONBOARDING_BEGAN)
    assert np.array_equal(began["subject"], np.arange(len(began))), "first come, first served"
    waits: Floats = began["day"] - closed["day"][: len(began)]
    return waits


def erlang_c_wait(servers: int, busy: float) -> float:
    """Return the mean wait in M/M/c with service rate 1, by Erlang's C formula."""
    load = servers * busy
    term, below = 1.0, 1.0
    for k in range(1, servers):
        term *= load / k
        below += term
    top = term * load / servers / (1.0 - busy)
    return top / (below + top) / (servers * (1.0 - busy))


MMC = [(1, 0.5, 1.000000), (2, 0.75, 1.285714), (10, 0.9, 0.668732), (20, 0.9, 0.275385)]
MG1 = [(0.5, 2.5), (1.0, 4.0), (2.0, 10.0)]
CUSTOMERS = {1: 3_000_000, 2: 3_000_000, 10: 12_000_000, 20: 14_000_000}
MMC_MEANS = [*MMC[:2], *(pytest.param(*one, marks=pytest.mark.long) for one in MMC[2:])]
MG1_MEANS = [*MG1[:2], pytest.param(*MG1[2], marks=pytest.mark.long)]
"""Means that take more than ten million customers are of the long tier."""


@pytest.mark.parametrize(("servers", "busy", "printed"), MMC)
def test_erlang_c_gives_the_printed_values(servers: int, busy: float, printed: float) -> None:
    assert erlang_c_wait(servers, busy) == pytest.approx(printed, abs=5e-7)


FEW = 20_000
"""Customers of a twin that is only held against the engine."""


@needs_machine_code
@pytest.mark.parametrize(("servers", "busy"), [one[:2] for one in MMC])
def test_waits_in_mmc_are_the_twins(servers: int, busy: float) -> None:
    waits = waits_of(play(queue(servers, busy, months=max(3, 120 // servers)), log=True))
    twin = fifo_waits(SEED, 0, FEW, servers, 1.0 / (servers * busy), EXPONENTIAL, 1.0)
    assert 1_500 < len(waits) < FEW
    np.testing.assert_allclose(waits, twin[: len(waits)], rtol=0.0, atol=1e-7)


@needs_machine_code
@pytest.mark.parametrize(("servers", "busy", "expected"), MMC_MEANS)
def test_the_twins_mean_wait_in_mmc_is_erlangs(servers: int, busy: float, expected: float) -> None:
    twin = fifo_waits(SEED, 0, CUSTOMERS[servers], servers, 1.0 / (servers * busy), EXPONENTIAL, 1.0)
    mean, error = batch_mean_and_error(twin[len(twin) // 10 :])
    agrees(mean, error, expected)


@needs_machine_code
@pytest.mark.parametrize("cv", [one[0] for one in MG1])
def test_waits_in_mg1_are_the_twins(cv: float) -> None:
    waits = waits_of(play(queue(1, 0.8, months=100, cv=cv), log=True))
    twin = fifo_waits(SEED, 0, FEW, 1, 1.25, LOGNORMAL, cv)
    assert 1_500 < len(waits) < FEW
    np.testing.assert_allclose(waits, twin[: len(waits)], rtol=0.0, atol=1e-7)


@needs_machine_code
@pytest.mark.parametrize(("cv", "expected"), MG1_MEANS)
def test_the_twins_mean_wait_in_mg1_is_pollaczeks(cv: float, expected: float) -> None:
    twin = fifo_waits(SEED, 0, 14_000_000 if cv == 2.0 else 6_000_000, 1, 1.25, LOGNORMAL, cv)
    mean, error = batch_mean_and_error(twin[len(twin) // 10 :])
    agrees(mean, error, expected)
    assert 0.8 / 0.2 * (1.0 + cv * cv) / 2.0 == pytest.approx(expected)


def check_mean_wait(what: Lowered, runs: int, expected: float) -> None:
    """Compare the mean wait over runs of 20 years, each without its first, which is some time constants long.

    The few who still wait at the end are left out, one in ten thousand.
    """
    months = many_ledgers(what, range(runs))[:, 13:]
    waited, begun = months[:, :, Column.WAIT_DAYS].sum(1), months[:, :, Column.ONBOARDINGS_BEGUN].sum(1)
    mean = float(waited.sum() / begun.sum())
    error = float(np.std(waited - mean * begun, ddof=1)) / math.sqrt(runs) / float(begun.mean())
    agrees(mean, error, expected)


RUNS = {1: 120, 2: 160, 10: 280, 20: 180}


@needs_machine_code
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("servers", "busy", "expected"), MMC)
def test_mean_waits_in_mmc_of_the_engine_itself(servers: int, busy: float, expected: float) -> None:
    check_mean_wait(queue(servers, busy, months=240), RUNS[servers], expected)


@needs_machine_code
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("cv", "expected"), MG1)
def test_mean_waits_in_mg1_of_the_engine_itself(cv: float, expected: float) -> None:
    check_mean_wait(queue(1, 0.8, months=240, cv=cv), 3_000 if cv == 2.0 else 800, expected)


IN_PROGRESS = [(15, 7.437600), (30, 13.649876), (60, 19.787231), (90, 21.630529), (180, 22.451567)]
COMPANIES = 100
"""Fifty customers a day are a hundred companies with half a customer a day: independent Poisson rows add up."""


def expected_in_progress(day: float, mean: float = 45.0, cv: float = 0.6, rate: float = 0.5) -> float:
    """Return rate · ∫₀^day P(S > u) du for a lognormal S, by parts: day · P(S > day) + E[S; S < day]."""
    from scipy.special import ndtr

    variance = math.log1p(cv * cv)
    z = (math.log(day / mean) + variance / 2.0) / math.sqrt(variance)
    return rate * (day * float(ndtr(-z)) + mean * float(ndtr(z - math.sqrt(variance))))


@pytest.mark.parametrize(("day", "printed"), IN_PROGRESS)
def test_the_integral_gives_the_printed_values(day: int, printed: float) -> None:
    assert expected_in_progress(day) == pytest.approx(printed, abs=5e-7)


def count_before(events: Events, day: float) -> int:
    return int(np.searchsorted(events["day"], day, side="right"))


def in_progress(record: RunRecord) -> list[tuple[int, int]]:
    """Return, for each day asked for, how many have arrived and how many of them are in progress."""
    began = of_kind(record, EventKind.ONBOARDING_BEGAN)
    done = of_kind(record, EventKind.SIGNED_OFF)
    found = []
    for day, _ in IN_PROGRESS:
        arrived = count_before(began, day)
        found.append((arrived, arrived - count_before(done, day)))
    return found


def check_in_progress(runs: int) -> None:
    """Compare with the integral, using that the number of arrivals has a known mean.

    What is in progress moves with the arrivals; in expectation a share q of them. The estimate is therefore corrected
    by q · (arrivals - their mean), a control variate that leaves the expectation as it is. The arrivals themselves are
    compared with their mean over the whole span.
    """
    what = oracle("in_progress")
    counts = np.array([in_progress(play(what, run, log=True)) for run in range(runs)], dtype=np.float64)
    for at, (day, expected) in enumerate(IN_PROGRESS):
        arrivals = 0.5 * day
        q = expected / arrivals
        a_company = (counts[:, at, 1] - q * (counts[:, at, 0] - arrivals * COMPANIES)) / COMPANIES
        # The variance left is binomial, arrivals · q · (1 - q), a company: known, so it need not be estimated from
        # few runs.
        error = math.sqrt(arrivals * q * (1.0 - q) / (runs * COMPANIES))
        agrees(float(a_company.mean()), error, expected)
    agrees(float(counts[:, -1, 0].mean()) / COMPANIES, math.sqrt(90.0 / (runs * COMPANIES)), 90.0)


def test_onboardings_in_progress_from_an_empty_start() -> None:
    check_in_progress(runs=4)


@pytest.mark.long
def test_onboardings_in_progress_from_an_empty_start_over_many_runs() -> None:
    check_in_progress(runs=60)
