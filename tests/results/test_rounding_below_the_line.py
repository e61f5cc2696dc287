"""A ratio is n/a where what it is divided by is what rounding has left; shipped scenarios show no absurd figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.engine.contract import COLUMNS
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.experiment.replications import simulate
from simulator.results.arithmetic import over, over_what_is_left, quick_ratio
from simulator.results.metrics import METRICS, Metric, Unit, evaluate
from simulator.roles import RoleId
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import shipped

SPECK = 0.1 + 0.2 - 0.3
"""What rounding leaves where three amounts cancel: 5.6e-17."""
BOUNDS = {
    Unit.SHARE: 20.0,
    Unit.RATIO: 1e3,
    Unit.MONTHS: 1200.0,
    Unit.DAYS: 3650.0,
    Unit.PEOPLE: 1e5,
    Unit.PEOPLE_A_MONTH: 1e4,
    Unit.CUSTOMERS: 1e6,
    Unit.CUSTOMERS_A_MONTH: 1e5,
    Unit.LEADS_A_MONTH: 1e5,
    Unit.USD: 1e11,
    Unit.USD_A_MONTH: 1e10,
    Unit.USD_A_YEAR: 1e10,
}
"""No figure of a shipped company is larger, of either sign: shares of 2,000 %, a century, a hundred billion dollars."""
BY_RATIO = {Unit.USD: 1e9}
"""What a ratio comes to at most, where that is less."""


def values(name: str, ledger: np.ndarray) -> np.ndarray:
    return evaluate(name, ledger, np.zeros(ledger.shape[:-1]))


def gone() -> np.ndarray:
    """A company that ends with no ARR, but for what rounding leaves, and goes on spending for two years."""
    ledger = np.zeros((37, COLUMNS))
    ledger[:12, Column.ARR], ledger[12:, Column.ARR] = 1e6, 1e6 * SPECK
    ledger[1:12, Column.REVENUE], ledger[12:, Column.REVENUE] = 1e6 / 12, 1e6 * SPECK / 12
    ledger[:, Column.SERVICE_COST] = 0.2 * ledger[:, Column.REVENUE]
    ledger[1:, Column.NEW_ARR] = 0.1 + 0.2
    ledger[1:, Column.CHURN_ARR] = 0.3
    ledger[1:, Column.OTHER_SPEND] = 50e3
    ledger[:, Column.VALUE] = 3e6
    ledger[1:, role_column(RoleId.CSM, RoleColumn.COST)] = 15e3
    ledger[12:, Column.COHORT_THEN] = 1e6
    ledger[24:, Column.COHORT_THEN] = 1e6 * SPECK
    ledger[12:, [Column.COHORT_NOW, Column.COHORT_CAPPED]] = 0.5
    return ledger


def test_arr_that_comes_and_goes_has_no_burn_multiple() -> None:
    """Net burn of $600K over net new ARR of 6.7e-16: 9e20 if rounding counted."""
    assert np.isnan(values("burn_multiple", gone())).all()


@pytest.mark.parametrize(
    "name",
    ["cs_cost.share", "operating_margin", "rule_of_40", "nrr", "grr", "arr.growth"],
)
def test_nothing_is_divided_by_a_speck_of_arr_or_of_revenue(name: str) -> None:
    found = values(name, gone())
    assert np.isnan(found[27:]).all()
    assert np.isfinite(found[:26]).any()
    assert np.nanmax(np.abs(found)) < 100.0


def test_a_company_that_sells_at_cost_has_no_payback() -> None:
    ledger = np.zeros((13, COLUMNS))
    ledger[1:, Column.NEW_ARR] = 1e5
    ledger[1:, Column.ACQUISITION_COST] = 2e5
    ledger[1:, Column.REVENUE] = 1e5
    ledger[1:, Column.SERVICE_COST] = 1e5 * (1.0 - 1e-15)
    assert np.isnan(values("cac_payback", ledger)).all()


def test_a_loss_of_a_speck_is_no_loss() -> None:
    assert np.isnan(quick_ratio(1e6, 0.0, 1e6 * SPECK, 0.0))
    assert quick_ratio(1e6, 0.0, 1.0, 0.0) == 1e6  # a dollar is one


def test_what_remains_is_judged_by_what_it_was_made_of() -> None:
    assert np.isnan(over(1.0, SPECK, 1.0))
    assert float(over(1.0, 2e-9, 1.0)) == pytest.approx(5e8)
    assert float(over(1.0, SPECK)) == 1.0 / SPECK  # where nobody says what it was made of it is taken at its word
    np.testing.assert_array_equal(
        over_what_is_left(1.0, np.array([np.nan, 4.0, 8.0, 8.0 * SPECK, -8.0])), [np.nan, 0.25, 0.125, np.nan, np.nan]
    )


def test_founders_who_have_handed_their_book_over_have_no_utilisation() -> None:
    """Capacity fades from $2M to $481 while $2M wait for a CSM: 415,700 % of next to nothing is no figure."""
    ledger = np.zeros((5, COLUMNS))
    ledger[:, Column.FOUNDERS_LOAD] = 2e6, 2e6, 2e6, 2e6, 0.0
    ledger[:, Column.FOUNDERS_CAPACITY] = 2e6, 4e5, 2e5, 481.0, 0.0
    np.testing.assert_array_equal(values("founders.utilisation", ledger), [1.0, 5.0, 10.0, np.nan, np.nan])
    faded_before_the_start = ledger[3:].copy()
    assert np.isnan(values("founders.utilisation", faded_before_the_start)).all()


def limit(one: Metric) -> float:
    return min(BOUNDS[one.unit], BY_RATIO.get(one.unit, np.inf)) if one.kind == "ratio" else BOUNDS[one.unit]


@pytest.mark.parametrize(("name", "path"), shipped(), ids=lambda value: value if isinstance(value, str) else "")
def test_no_shipped_scenario_shows_an_absurd_figure(name: str, path: Path) -> None:
    """Every metric at every month of a few runs; infinity stands for a runway without burn alone."""
    result = simulate(load(path), runs=2, workers=1)
    for metric in result.metrics.values():
        figures = result[metric.name]
        if metric.name == "runway":
            figures = figures[np.isfinite(figures)]
        largest = float(np.nanmax(np.abs(figures))) if np.isfinite(figures).any() else 0.0
        assert largest <= limit(metric), f"{metric.name} of {name} comes to {largest:.4g} {metric.unit.value}"


def test_every_unit_has_a_bound() -> None:
    assert {one.unit for one in METRICS.values()} <= set(BOUNDS)
