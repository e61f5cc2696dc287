"""Retention by segment and by landing year, and what customers have signed for: worked cases, and what adds up."""

from __future__ import annotations

import numpy as np
import pytest
from playing import SEED

from simulator.engine.contract import groups_in, landing_years_in
from simulator.engine.ledger import Column, GroupColumn, columns_with, group_column
from simulator.experiment.replications import simulate
from simulator.results.columns import ledger_columns, ledger_names
from simulator.results.metrics import METRICS, metrics_of
from simulator.results.result import Result
from simulator.roles import ROLES
from simulator.scenario.reading.files import load

SEGMENTS = ("small", "large")
YEARS = 3


@pytest.fixture(scope="module")
def two_segments() -> Result:
    """A company with two segments whose terms differ."""
    return simulate(load("contract_terms"), runs=3, seed=SEED, workers=1)


def worked() -> np.ndarray:
    """The worked case of the definitions (A 100 to 150, B 200 to 150, C lost at 300, D 400 to 500) a year apart.

    A and C are small ones of the opening book, B and D large ones that landed in year 1.
    """
    ledger = np.zeros((37, columns_with(ROLES, len(SEGMENTS) + YEARS)))

    def put(group: int, then: tuple[float, int], now: tuple[float, float, int]) -> None:
        ledger[12, group_column(ROLES, group, GroupColumn.ARR)] = then[0]
        ledger[12, group_column(ROLES, group, GroupColumn.CUSTOMERS)] = then[1]
        for column, figure in zip(
            (GroupColumn.COHORT_NOW, GroupColumn.COHORT_CAPPED, GroupColumn.COHORT_SURVIVORS), now, strict=True
        ):
            ledger[24, group_column(ROLES, group, column)] = figure

    for group in (0, len(SEGMENTS)):
        put(group, (400.0, 2), (150.0, 100.0, 1))
    for group in (1, len(SEGMENTS) + 1):
        put(group, (600.0, 2), (650.0, 550.0, 2))
    return ledger


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nrr.segment.small", 0.375),
        ("grr.segment.small", 0.25),
        ("logo_retention.segment.small", 0.5),
        ("nrr.segment.large", 650.0 / 600.0),
        ("grr.segment.large", 550.0 / 600.0),
        ("nrr.landed.opening", 0.375),
        ("grr.landed.1", 550.0 / 600.0),
        ("logo_retention.landed.1", 1.0),
    ],
)
def test_the_worked_case_by_group(name: str, value: float) -> None:
    metrics = metrics_of((), SEGMENTS, YEARS)
    assert metrics[name].values(worked(), np.zeros(37))[24] == pytest.approx(value, rel=1e-12)


def test_a_landing_year_is_told_of_once_all_of_it_has_been_there_for_a_year() -> None:
    metrics, ledger = metrics_of((), SEGMENTS, YEARS), np.ones((49, columns_with(ROLES, len(SEGMENTS) + YEARS)))
    for name, first in (("opening", 12), ("1", 24), ("2", 36)):
        found = metrics[f"nrr.landed.{name}"].values(ledger, np.zeros(49))
        np.testing.assert_array_equal(np.isnan(found), np.arange(49) < first)
    np.testing.assert_array_equal(
        np.isnan(metrics["grr.segment.small"].values(ledger, np.zeros(49))), np.arange(49) < 12
    )


def test_one_segment_is_not_told_of_beside_the_whole() -> None:
    assert not [name for name in metrics_of((), ("core",), YEARS) if ".segment." in name]
    assert not [name for name in METRICS if ".segment." in name or ".landed." in name]


@pytest.mark.parametrize(("months", "years"), [(0, 1), (1, 2), (12, 2), (13, 3), (60, 6)])
def test_landing_years_in_a_horizon(months: int, years: int) -> None:
    assert landing_years_in(months) == years
    assert groups_in(2, months) == 2 + years


@pytest.mark.parametrize("kind", ["segment.", "landed."])
def test_groups_add_up_to_all_customers(two_segments: Result, kind: str) -> None:
    names = ledger_names(two_segments.scenario)
    assert len(names) == len(set(names)) == ledger_columns(two_segments.scenario) == two_segments.ledger.shape[-1]
    for column, whole in (
        ("arr", Column.ARR),
        ("customers", Column.CUSTOMERS),
        ("cohort_now", Column.COHORT_NOW),
        ("cohort_capped", Column.COHORT_CAPPED),
        ("cohort_survivors", Column.COHORT_SURVIVORS),
    ):
        places = [place for place, name in enumerate(names) if name.startswith(kind) and name.endswith("." + column)]
        assert len(places) > 1
        np.testing.assert_allclose(two_segments.ledger[..., places].sum(axis=-1), two_segments.ledger[..., whole])


def test_landing_years_have_the_customers_of_their_quarters(two_segments: Result) -> None:
    names = ledger_names(two_segments.scenario)
    for year in range(1, 6):
        cohorts = two_segments.cohort_arr[:, 4 * year - 3 : 4 * year + 1].sum(axis=1)
        np.testing.assert_allclose(two_segments.ledger[..., names.index(f"landed.{year}.arr")], cohorts)


def test_what_is_signed_for_is_billed_or_still_to_be_billed(two_segments: Result) -> None:
    """Yearly terms are billed whole, so that all of them is deferred revenue; longer ones are billed a year ahead."""
    baseline = simulate("baseline", runs=2, seed=SEED, workers=1)
    np.testing.assert_allclose(baseline["rpo"], baseline["deferred_revenue"], rtol=1e-9)
    np.testing.assert_array_equal(baseline["rpo"], baseline["rpo.current"])
    long = two_segments
    assert np.all(long["rpo"] > long["deferred_revenue"])
    assert np.all(long["rpo.current"] < long["rpo"])
    booked = long["bookings"][:, 1:].sum(axis=1)
    grown = long["rpo"][:, -1] - long["rpo"][:, 0]
    np.testing.assert_allclose(booked, grown + long["revenue"][:, 1:].sum(axis=1), rtol=1e-9)


def test_live_arr_is_what_no_longer_waits_or_is_being_onboarded(two_segments: Result) -> None:
    share = two_segments["arr.live_share"]
    assert np.all((share > 0.0) & (share <= 1.0))
    assert np.all(share[:, 0] == 1.0)  # the opening book is onboarded
    assert float(share[:, 12].mean()) < 0.95
