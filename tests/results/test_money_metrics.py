"""Ratios of money worked by hand, n/a where nothing is below the line, and identities across the engine's months."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from simulator.engine.contract import COLUMNS
from simulator.engine.ledger import Column, RoleColumn, role_column
from simulator.experiment.replications import simulate
from simulator.results.metrics import evaluate
from simulator.results.pnl import pnl_by_month, write_pnl
from simulator.results.result import Result
from simulator.roles import RoleId
from simulator.scenario.reading.files import load


def values(name: str, ledger: np.ndarray) -> np.ndarray:
    return evaluate(name, ledger, np.zeros(ledger.shape[:-1]))


@pytest.fixture(scope="module")
def two_years() -> np.ndarray:
    """Revenue $100K a month in the first year and $200K in the second; a fifth of it is cost of service."""
    ledger = np.zeros((25, COLUMNS))
    ledger[1:13, Column.REVENUE], ledger[13:, Column.REVENUE] = 100e3, 200e3
    ledger[:, Column.SERVICE_COST] = 0.2 * ledger[:, Column.REVENUE]
    ledger[:, Column.ARR] = 1e6 + 100e3 * np.arange(25)
    ledger[1:, Column.NEW_ARR], ledger[1:, Column.EXPANSION_ARR] = 110e3, 20e3
    ledger[1:, Column.CONTRACTION_ARR], ledger[1:, Column.CHURN_ARR] = 10e3, 20e3
    ledger[1:, Column.ACQUISITION_COST], ledger[1:, Column.EXPANSION_COST] = 165e3, 10e3
    ledger[1:, Column.OTHER_SPEND] = 60e3
    ledger[1:, role_column(RoleId.CSM, RoleColumn.COST)] = 15e3
    ledger[1:, Column.COLLECTED] = 1.1 * ledger[1:, Column.REVENUE]
    ledger[:, role_column(RoleId.CSM, RoleColumn.HEADS)] = 2.0
    ledger[1:, Column.OTHER_PEOPLE] = 14.0
    return ledger


@pytest.mark.parametrize(
    ("name", "month", "figure"),
    [
        ("gross_profit", 24, 160e3),
        ("gross_margin", 24, 0.8),
        ("gross_margin.after_cs", 24, (160 - 15) / 200),
        ("operating_result", 24, 200e3 - 40e3 - 175e3 - 60e3 - 15e3),
        ("operating_margin", 24, -90 / 200),
        ("burn", 24, 290e3 - 220e3),
        ("burn_multiple", 24, 70 / 100),
        ("burn_multiple", 12, (270 - 110) / 100),
        ("magic_number", 15, 4 * 300e3 / (3 * 175e3)),
        ("magic_number", 24, 0.0),
        ("cac_payback", 24, 12 * 165 / (110 * 0.8)),
        ("arr.growth", 24, 3.4 / 2.2 - 1.0),
        ("rule_of_40", 24, 3.4 / 2.2 - 1.0 - 70 / 200),
        ("employees", 24, 16.0),
        ("arr.per_employee", 24, 3.4e6 / 16),
    ],
)
def test_by_hand(two_years: np.ndarray, name: str, month: int, figure: float) -> None:
    assert values(name, two_years)[month] == pytest.approx(figure, rel=1e-12)


def test_a_company_that_does_not_grow_has_no_burn_multiple(two_years: np.ndarray) -> None:
    shrinking = two_years.copy()
    shrinking[:, Column.CHURN_ARR] = 200e3
    assert np.isnan(values("burn_multiple", shrinking)).all()


def test_value_less_burn_takes_off_what_was_burned_and_not_what_was_raised() -> None:
    ledger = np.zeros((14, COLUMNS))
    ledger[:, Column.VALUE] = 50e6
    ledger[:, Column.CASH] = 3e6 - 1e6 * np.arange(14)
    ledger[5:, Column.CASH] += 12e6
    ledger[5, Column.FUNDING] = 12e6
    ledger[:, Column.VALUE_ON_PLAN] = 40e6
    np.testing.assert_allclose(values("enterprise_value.less_burn", ledger), 50e6 - 1e6 * np.arange(14))
    np.testing.assert_allclose(values("value_less_burn", ledger), 40e6 - 1e6 * np.arange(14))


def test_the_cash_low_is_the_least_so_far_and_stays_when_money_comes_in() -> None:
    ledger = np.zeros((7, COLUMNS))
    ledger[:, Column.CASH] = 1e6 * np.array([3.0, 2.0, 2.5, -0.5, 9.0, 4.0, -1.0])
    ledger[4, Column.FUNDING] = 9e6
    np.testing.assert_array_equal(values("cash.low", ledger), 1e6 * np.array([3.0, 2.0, 2.0, -0.5, -0.5, -0.5, -1.0]))
    rising = np.cumsum(np.ones((2, 5, COLUMNS)), axis=1)
    np.testing.assert_array_equal(values("cash.low", rising), np.ones((2, 5)))  # the opening is never undercut


@pytest.fixture(scope="module")
def simulated() -> Result:
    return simulate(load("baseline", {"horizon_months": 30}), runs=4, seed=3, workers=1)


def test_cash_deferred_revenue_and_receivables_add_up(simulated: Result) -> None:
    """What is billed is earned or deferred, collected or owed; what is spent and not collected is gone."""
    one = {name: simulated[name] for name in ("cash", "deferred_revenue", "receivables")}
    flows = ("billings", "revenue", "collected", "funding", "burn", "operating_result")
    month = {name: simulated[name][:, 1:] for name in flows}
    close = {"rtol": 1e-9, "atol": 0.01}
    np.testing.assert_allclose(np.diff(one["cash"]), month["funding"] - month["burn"], **close)
    np.testing.assert_allclose(np.diff(one["deferred_revenue"]), month["billings"] - month["revenue"], **close)
    np.testing.assert_allclose(np.diff(one["receivables"]), month["billings"] - month["collected"], **close)
    timing = np.diff(one["deferred_revenue"]) - np.diff(one["receivables"])
    np.testing.assert_allclose(-month["burn"], month["operating_result"] + timing, **close)


def test_revenue_is_the_area_under_arr(simulated: Result) -> None:
    """A month's revenue lies between a twelfth of its lowest and of its highest ARR; losses only come at renewals."""
    arr, revenue = simulated["arr"], simulated["revenue"][:, 1:]
    around = (arr[:, 1:] + arr[:, :-1]) / 24.0
    assert abs(revenue.sum() / around.sum() - 1.0) < 0.01


def test_the_profit_and_loss_adds_up(simulated: Result) -> None:
    table = pnl_by_month(simulated)
    assert table.labels == simulated.labels[1:]
    lines = table.lines
    np.testing.assert_allclose(lines["gross_profit"], lines["revenue"] + lines["cost_of_service"], atol=0.01)
    departments = ("customer_success", "sales_people", "new_customers", "expansion", "other_people", "rnd_and_admin")
    costs = [lines[name] for name in departments]
    assert all(cost.min() < 0.0 for cost in costs)  # every department spends within these months
    np.testing.assert_allclose(lines["operating_result"], lines["gross_profit"] + sum(costs), atol=0.01)
    roles = [values for name, values in lines.items() if name.startswith("customer_success.")]
    np.testing.assert_allclose(lines["customer_success"], sum(roles), atol=0.01)
    timing = lines["increase_in_deferred_revenue"] + lines["decrease_in_receivables"]
    np.testing.assert_allclose(lines["cash_flow"], lines["operating_result"] + timing, atol=0.01)
    np.testing.assert_allclose(np.diff(lines["cash"]), (lines["cash_flow"] + lines["funding"])[1:], atol=0.01)


@pytest.fixture(scope="module")
def ahead() -> Result:
    """Spending along the plan, two departments, and renewals that pay commission."""
    one = {"budget": 0, "people": 0.75, "cost": 200e3}
    departments = {"rnd": {"follows": "plan", **one}, "administration": {"follows": "arr", **one}}
    changes = {
        "money.sales_marketing": {"follows": "plan", "ahead": 90, "commission": 0.12, "on_renewals": [0.25]},
        "money.departments": {"lag_months": 3, "planned_inflation": 0.03, **departments},
    }
    return simulate(load("baseline", {"horizon_months": 24, **changes}), runs=3, seed=3, workers=1)


def test_each_department_has_lines_of_its_own(ahead: Result) -> None:
    """Commission is part of what new customers cost, and the departments make up what they did together."""
    lines = pnl_by_month(ahead).lines
    for whole, parts in {
        "new_customers": ("commission", "programmes"),
        "rnd_and_admin": ("rnd", "administration"),
    }.items():
        assert all(lines[f"{whole}.{part}"].max() < 0.0 for part in parts)
        np.testing.assert_allclose(lines[whole], sum(lines[f"{whole}.{part}"] for part in parts), atol=0.01)
    np.testing.assert_allclose(lines["new_customers.commission"], -0.12 * ahead.bands("arr.new").mean[1:], atol=0.01)
    np.testing.assert_allclose(lines["renewals"], -0.03 * ahead.bands("bookings.renewals").mean[1:], atol=0.01)
    assert lines["renewals"].min() < 0.0
    costs = ("customer_success", "sales_people", "new_customers", "expansion", "renewals", "other_people")
    costs = (*costs, "rnd_and_admin")
    np.testing.assert_allclose(
        lines["operating_result"], lines["gross_profit"] + sum(lines[name] for name in costs), atol=0.01
    )
    assert (ahead["rnd.people"][:, 1:] % 1.0 > 0.0).any(), "parts of a person count"


def test_roles_of_the_users_own_have_lines_and_departments_add_up(tmp_path: Path) -> None:
    """Each department is the sum of its roles, whoever they are; so is what the file says, to the cent a line."""
    departments = {
        "trainer": "cs",
        "presales": "sales",
        "support": "service",
        "designer": "product",
        "legal": "general",
    }
    others = ", ".join(f"{name}: {{department: {one}, cost: $120K, in_place: 1}}" for name, one in departments.items())
    scenario = load("baseline", {"horizon_months": 18, "roles.others": f"{{{others}}}"})
    result = simulate(scenario, runs=3, seed=3, workers=1)
    lines = pnl_by_month(result).lines
    line = {"cs": "customer_success", "sales": "sales_people"}
    for name, department in departments.items():
        np.testing.assert_array_equal(
            lines[f"{line.get(department, 'other_people')}.{name}"], -result.bands(f"cost.{name}").mean[1:]
        )
    for total in ("customer_success", "sales_people", "other_people", "new_customers", "rnd_and_admin"):
        parts = [values for name, values in lines.items() if name.startswith(f"{total}.")]
        np.testing.assert_allclose(lines[total], sum(parts), atol=0.01)
    costs = ("customer_success", "sales_people", "new_customers", "expansion", "other_people", "rnd_and_admin")
    np.testing.assert_allclose(
        lines["operating_result"], lines["gross_profit"] + sum(lines[name] for name in costs), atol=0.01
    )
    write_pnl(result, tmp_path / "pnl.csv")
    with (tmp_path / "pnl.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    names = [name for name in row if name.startswith("customer_success.") and name.endswith("_mean")]
    parts_of_row = [float(row[name]) for name in names]
    assert float(row["customer_success_mean"]) == pytest.approx(sum(parts_of_row), abs=0.005 * (len(parts_of_row) + 1))
    assert float(row["customer_success.trainer_mean"]) < -9000.0


def test_the_file_of_the_profit_and_loss_holds_the_table_to_the_cent(simulated: Result, tmp_path: Path) -> None:
    write_pnl(simulated, tmp_path / "pnl.csv")
    with (tmp_path / "pnl.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pnl_by_month(simulated)
    assert [row["label"] for row in rows] == table.labels
    assert list(rows[0]) == [
        "month",
        "label",
        *(f"{name}_{of}" for name in table.lines for of in ("mean", "p5", "p95")),
        "band",
    ]
    assert {row["band"] for row in rows} == {"nine in ten" if len(simulated.runs) >= 19 else "range"}
    for of, columns in (("mean", table.lines), ("p5", table.p5), ("p95", table.p95)):
        for name, values in columns.items():
            np.testing.assert_allclose([float(row[f"{name}_{of}"]) for row in rows], values, atol=0.005001)


def test_p5_and_p95_of_the_profit_and_loss_are_those_of_the_lines_as_they_stand_there(simulated: Result) -> None:
    """A cost is told as a negative number, so its P5 is the dearest."""
    table = pnl_by_month(simulated)
    for name in table.lines:
        assert np.all(table.p5[name] <= table.p95[name]), name
    for line, values in {
        "revenue": simulated["revenue"],
        "customer_success": -simulated["cs_cost"],
        "other_people": simulated["cs_cost"]
        - simulated["cost.digital"]
        + simulated["spend.sales"]
        - simulated["spend.people"],
        "cash_flow": -simulated["burn"],
    }.items():
        for percent, found in ((5, table.p5), (95, table.p95)):
            np.testing.assert_allclose(
                found[line], np.percentile(values[:, 1:], percent, axis=0, method="weibull"), rtol=1e-9, atol=1e-6
            )


def test_changes_are_named_as_changes_with_the_sign_in_which_they_move_cash(simulated: Result) -> None:
    lines = pnl_by_month(simulated).lines
    assert not {"deferred_revenue", "receivables"} & {*lines}
    grown = {name: np.diff(simulated[name], axis=1).mean(axis=0) for name in ("deferred_revenue", "receivables")}
    np.testing.assert_allclose(lines["increase_in_deferred_revenue"], grown["deferred_revenue"], atol=0.01)
    np.testing.assert_allclose(lines["decrease_in_receivables"], -grown["receivables"], atol=0.01)


def test_fees_and_severance_of_the_roles_add_up_to_those_of_all(simulated: Result) -> None:
    for name in ("hiring_fees", "severance"):
        parts = [simulated[f"{name}.{role}"] for role in simulated.scenario.roles.names()]
        np.testing.assert_allclose(sum(parts), simulated[name], atol=0.01)
        assert sum(part[:, 1:].max() > 0.0 for part in parts) >= 1, "somebody is paid for"


def test_a_result_without_runs_has_an_empty_profit_and_loss(simulated: Result, tmp_path: Path) -> None:
    write_pnl(simulated.subset([]), tmp_path / "pnl.csv")
    assert (tmp_path / "pnl.csv").read_text(encoding="utf-8").splitlines()[1].startswith("1,Jan 2027,,,")
