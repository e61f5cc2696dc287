"""One customer worked by hand: what it pays, what winning it costs, what it is worth; and what of that is assumed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from simulator.engine.contract import COLUMNS
from simulator.engine.ledger import Column, RoleColumn, columns_with, role_column
from simulator.experiment.replications import simulate
from simulator.reports.charts.pnl import pnl_page
from simulator.reports.terminal.periods import print_periods
from simulator.reports.words import explained, read_by
from simulator.results.measure import Measure
from simulator.results.metrics import METRICS, assumed_in, evaluate, metrics_of
from simulator.results.result import Result
from simulator.results.store import write
from simulator.roles import ROLES, RoleId
from simulator.scenario.reading.files import load

FAMILY = ("cac", "cac_payback", "ltv_cac")


def values(name: str, ledger: np.ndarray) -> np.ndarray:
    return evaluate(name, ledger, np.zeros(ledger.shape[:-1]))


def year() -> np.ndarray:
    """Twelve months: $1M of revenue a month, a fifth of it cost of service; 5 customers won a month, each at $40K.

    Of the ARR of a year ago, $10M, $9M are left, expansion aside; 120 customers pay $12M now.
    """
    ledger = np.zeros((13, COLUMNS))
    ledger[1:, Column.REVENUE], ledger[1:, Column.SERVICE_COST] = 1e6, 0.2e6
    ledger[1:, Column.NEW_CUSTOMERS], ledger[1:, Column.NEW_ARR] = 5.0, 5 * 40e3
    ledger[1:, Column.ACQUISITION_COST], ledger[1:, Column.EXPANSION_COST] = 180e3, 45e3
    ledger[1:, Column.OTHER_SPEND], ledger[1:, Column.COLLECTED] = 900e3, 1.1e6
    ledger[:, Column.ARR], ledger[:, Column.CUSTOMERS] = 12e6, 120.0
    ledger[12, Column.COHORT_THEN], ledger[12, Column.COHORT_CAPPED] = 10e6, 9e6
    return ledger


def selling() -> np.ndarray:
    """The same with sellers at $100K a month, who cost $20K to find and $10K to part with; reps at 7, 2 and 1."""
    ledger = year()
    for role, (pay, fee, severance) in {
        RoleId.SELLER: (60e3, 15e3, 10e3),
        RoleId.VP_SALES: (40e3, 5e3, 0.0),
        RoleId.CUSTOMER_SALES: (7e3, 2e3, 1e3),
    }.items():
        ledger[1:, role_column(role, RoleColumn.COST)] = pay
        ledger[1:, role_column(role, RoleColumn.FEES)] = fee
        ledger[1:, role_column(role, RoleColumn.SEVERANCE)] = severance
    return ledger


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("arpa", 100e3),
        ("cac", 180e3 / 5),
        ("cac_payback", 12 * 180 / (200 * 0.8)),
        ("ltv", 100e3 * 0.8 / 0.1),
        ("ltv_cac", 800 / 36),
        ("fcf_margin", (1.1 - 0.2 - 0.18 - 0.045 - 0.9) / 1.0),
        ("sales_marketing.of_revenue", 0.225),
    ],
)
def test_by_hand(name: str, figure: float) -> None:
    assert values(name, year())[12] == pytest.approx(figure, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("cac", (180e3 + 100e3 + 20e3 + 10e3) / 5),  # of reps, who sell to customers already won, nothing
        ("cac_payback", 12 * 310 / (200 * 0.8)),
        ("ltv_cac", 800 / 62),
        ("sales_marketing.of_revenue", 0.225 + 0.13 + 0.01),
    ],
)
def test_hiring_those_who_sell_is_part_of_what_selling_costs(name: str, figure: float) -> None:
    assert values(name, selling())[12] == pytest.approx(figure, rel=1e-12)


def test_the_magic_number_counts_hiring_the_people_of_sales() -> None:
    ledger = selling()
    ledger[4:7, Column.REVENUE] = 1.5e6
    assert values("magic_number", ledger)[6] == pytest.approx(4 * 1.5e6 / (3 * (225e3 + 130e3 + 10e3)), rel=1e-12)


@pytest.mark.parametrize(
    ("column", "left", "names"),
    [
        (Column.NEW_CUSTOMERS, 0.0, ("cac", "ltv_cac")),
        (Column.NEW_ARR, 0.0, ("cac_payback",)),
        (Column.CUSTOMERS, 0.0, ("arpa", "ltv", "ltv_cac")),
        (Column.COHORT_CAPPED, 10e6, ("ltv", "ltv_cac")),  # nobody left
        (Column.COHORT_CAPPED, 10e6 - 1e-4, ("ltv", "ltv_cac")),  # rounding alone
        (Column.ACQUISITION_COST, 0.0, ("ltv_cac",)),  # customers who come for nothing
        (Column.REVENUE, 0.0, ("fcf_margin", "sales_marketing.of_revenue", "cac_payback", "ltv", "ltv_cac")),
    ],
)
def test_with_nothing_below_the_line_it_is_na(column: Column, left: float, names: tuple[str, ...]) -> None:
    ledger = year()
    ledger[:, column] = left
    for name in names:
        assert np.isnan(values(name, ledger)).all(), name


def test_net_new_arr_is_what_the_bridge_adds_less_what_it_takes() -> None:
    ledger = np.zeros((3, COLUMNS))
    ledger[1, [Column.NEW_ARR, Column.EXPANSION_ARR, Column.CONTRACTION_ARR, Column.CHURN_ARR]] = 100.0, 20.0, 5.0, 30.0
    ledger[1, [Column.RECAPTURE_ARR, Column.ESCALATOR_ARR, Column.PACKAGE_ARR]] = 3.0, 2.0, 1.0
    np.testing.assert_array_equal(values("arr.net_new", ledger), [np.nan, 91.0, 0.0])


def test_roles_of_your_own_count_where_their_department_does() -> None:
    """A trainer of the department service costs 100 a month, an SDR of sales 30 to pay and 3 to find."""
    ledger = np.zeros((13, columns_with(ROLES + 2)))
    ledger[:, :COLUMNS] = year()
    ledger[1:, role_column(RoleId.ONBOARDING, RoleColumn.COST)] = 50e3
    ledger[1:, role_column(ROLES, RoleColumn.COST)] = 100e3
    ledger[1:, role_column(ROLES + 1, RoleColumn.COST)], ledger[1:, role_column(ROLES + 1, RoleColumn.FEES)] = 30e3, 3e3
    own, plan = metrics_of([("trainer", "service"), ("sdr", "sales")]), np.zeros(13)
    found = {name: float(own[name].values(ledger, plan)[12]) for name in own}
    assert found["gross_margin.with_onboarding"] == pytest.approx(0.8 - 0.15)
    assert found["gross_margin.after_cs"] == pytest.approx(0.8 - 0.05)
    assert found["sales_marketing.of_revenue"] == pytest.approx(0.225 + 0.033)
    assert found["cac"] == pytest.approx(180e3 / 5)  # who of your own wins new customers, nobody says


# what is assumed -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planned() -> Result:
    """Bookings as planned, and sales and marketing spent as they come: so much for each dollar."""
    scenario = load("baseline", {"horizon_months": 24, "money.sales_marketing.follows": "won"})
    return simulate(scenario, runs=3, seed=3, workers=1)


@pytest.fixture(scope="module")
def by_capacity() -> Result:
    return simulate(load("selling_by_capacity", {"horizon_months": 24}), runs=3, seed=3, workers=1)


def spread(result: Result, name: str) -> float:
    """Return how far the runs and months from the second year on lie apart, over their mean."""
    figures = result[name][:, 12:]
    return float(np.ptp(figures) / np.mean(figures))


def test_net_new_arr_is_by_how_much_arr_grew(planned: Result) -> None:
    np.testing.assert_allclose(planned["arr.net_new"][:, 1:], np.diff(planned["arr"], axis=1), atol=0.01)


def test_what_is_called_assumed_comes_out_as_it_was_put_in(planned: Result, by_capacity: Result) -> None:
    """Twelve times what a dollar of ARR costs over the margin, in every run and month; with sellers it is found."""
    money = planned.scenario.money
    np.testing.assert_allclose(planned["cac_payback"][:, 12:], 12.0 * money.acquisition_cost / money.gross_margin)
    np.testing.assert_allclose(planned["gross_margin"][:, 1:], money.gross_margin)
    spent = planned["cac"][:, 24] * planned["customers.new"][:, 13:].sum(axis=1)
    np.testing.assert_allclose(spent, money.acquisition_cost * planned["arr.new"][:, 13:].sum(axis=1))
    assert spread(by_capacity, "cac_payback") > 0.05
    assert set(assumed_in(planned.scenario)) == {"gross_margin", *FAMILY}
    assert set(assumed_in(by_capacity.scenario)) == {"gross_margin"}


def test_what_follows_the_plan_is_found_and_not_assumed() -> None:
    """Spent ahead of bookings that may or may not come, a dollar of new ARR costs another sum in every run."""
    scenario = load("baseline", {"horizon_months": 24, "money.sales_marketing.follows": "plan"})
    assert set(assumed_in(scenario)) == {"gross_margin"}
    result = simulate(scenario, runs=3, seed=3, workers=1)
    assert all(spread(result, name) > 0.05 for name in FAMILY)


def test_no_other_ratio_is_the_same_in_every_run(planned: Result) -> None:
    """Whatever never differs is on the list."""
    assumed = assumed_in(planned.scenario)
    still = {
        name
        for name, one in METRICS.items()
        if one.kind == "ratio" and np.isfinite(planned[name][:, 12:]).all() and abs(spread(planned, name)) < 1e-9
    }
    assert still <= {*assumed}


def test_files_mark_what_is_assumed(planned: Result, tmp_path: Path) -> None:
    write(planned, tmp_path / "kept")
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text(encoding="utf-8"))["metrics"]
    assert {name for name, about in manifest.items() if about["assumed"]} == {"gross_margin", *FAMILY}
    assert "money.acquisition_cost" in manifest["cac"]["assumed"]
    assert "Skok" in manifest["ltv"]["school"]
    for file in ("summary.csv", "summary_years.csv", "summary_quarters.csv"):
        with (tmp_path / "kept" / file).open(encoding="utf-8", newline="") as rows:
            marks = {(row["metric"], row["assumed"]) for row in csv.DictReader(rows)}
        assert {name for name, mark in marks if mark == "assumed"} == {"gross_margin", *FAMILY}, file
        assert len(marks) == len(planned.metrics), file


def test_tables_and_charts_mark_what_is_assumed(planned: Result, by_capacity: Result) -> None:
    texts = {one: [text.get_text() for text in pnl_page(one).axes[0].texts] for one in (planned, by_capacity)}
    assert "CAC payback, months (assumed)" in texts[planned]
    assert "CAC payback, months" in texts[by_capacity]
    console = Console(file=io.StringIO(), width=120)
    print_periods(planned, "years", console)
    assert "Margin: gross margin, assumed." in " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]
    console = Console(file=io.StringIO(), width=50)
    print_periods(planned, "years", console)
    assert "assumed" not in console.file.getvalue(), "a column that has gone needs no note"  # type: ignore[attr-defined]


def test_answers_judged_by_an_assumed_figure_say_so(planned: Result, by_capacity: Result) -> None:
    measures = [Measure.read("cac_payback@24"), Measure.read("ltv_cac"), Measure.read("arr")]
    assert explained(measures, planned.scenario).endswith("; CAC payback and LTV/CAC are assumed")
    margin = [Measure.read("gross_margin")]
    assert explained(margin, by_capacity.scenario) == "Gross margin at the end; gross margin is assumed"
    assert explained(measures[2:], planned.scenario) == "ARR at the end"
    assert read_by(measures[0], planned.scenario) == "CAC payback at month 24 (Dec 2028); CAC payback is assumed"
    assert "assumed" not in explained(measures, by_capacity.scenario)
