"""Metrics over fiscal quarters and years: each is read in its own way, in every run, and only then summarised."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from synthetic_results import result

from simulator.engine.contract import COLUMNS
from simulator.engine.ledger import Column, RoleColumn, Unit, role_column
from simulator.errors import OutputError
from simulator.fiscal import Period
from simulator.results.bands import Bands
from simulator.results.disk.parquet import read_tables, write_tables
from simulator.results.metrics import METRICS, evaluate
from simulator.results.metrics.definition import READINGS, Metric, ratio_of_sums
from simulator.results.periods import BY, over_periods, periods_of, sums
from simulator.results.result import Result
from simulator.results.sketch import ACCURACY
from simulator.results.store import read_summaries, sha256_of, write
from simulator.results.summaries import Summaries
from simulator.results.tally import COLUMNS as TABLES
from simulator.results.tally import Layout, Tally
from simulator.roles import RoleId

MONTHS = 26
AT_END = """
    arr arr.plan cash cash.low runway headcount.csm nrr grr logo_retention arr.growth rule_of_40 magic_number health
    cs_cost.share enterprise_value enterprise_value.less_burn value_less_burn ttv.p50 ttv.p90 arr.per_csm employees
    csm.utilisation deferred_revenue receivables arpa ltv ltv_cac
"""
ADDED_UP = """
    revenue burn spend billings funding arr.new arr.churn customers.new csqls joiners.csm leavers.csm cost.csm cs_cost
    hiring_fees.csm severance.csm arr.net_new deferred_revenue.change receivables.change operating_result
"""
REBUILT = """
    gross_margin gross_margin.with_onboarding gross_margin.after_cs operating_margin burn_multiple cac_payback
    quick_ratio renewal.rate renewal.rate.net fcf_margin sales_marketing.of_revenue cac
    first_renewal.rate ttv.mean onboarding.wait onboarding.failed_share land.share competitor.held_off sponsor.answered
    cs_cost.of_revenue rnd.of_revenue administration.of_revenue
"""
"""All ratios that are made from sums of flows, and no others."""


def random_ledger(months: int) -> np.ndarray:
    ledger = np.random.default_rng(3).uniform(1.0, 2.0, (4, months + 1, COLUMNS))
    ledger[..., [Column.REVENUE, Column.NEW_ARR]] += 3.0  # a company with a margin that grows
    return ledger


def of_periods(name: str, ledger: np.ndarray, stretches: list[Period]) -> np.ndarray:
    return over_periods(METRICS[name], evaluate(name, ledger, np.ones(ledger.shape[:-1])), ledger, stretches)


def stretch(first: int, last: int) -> Period:
    return Period(f"{first} to {last}", first, last)


# how each is read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_how_it_is_read_over_a_period(name: str) -> None:
    assert METRICS[name].reading in READINGS


def test_each_is_read_in_the_way_that_makes_sense_for_it() -> None:
    assert {name: METRICS[name].reading for name in AT_END.split()} == dict.fromkeys(AT_END.split(), "end")
    assert {name: METRICS[name].reading for name in ADDED_UP.split()} == dict.fromkeys(ADDED_UP.split(), "sum")
    assert sorted(REBUILT.split()) == sorted(name for name in METRICS if METRICS[name].reading == "rebuilt")


def test_a_ratio_that_does_not_say_how_it_is_read_is_refused() -> None:
    with pytest.raises(ValueError, match="how it is read"):
        Metric("x", "X", Unit.SHARE, "ratio", "A ratio.", "ledger: ARR", lambda ledger, plan: ledger[..., 0])
    with pytest.raises(ValueError, match="how it is read"):
        Metric("x", "X", Unit.USD, "stock", "A stock.", "ledger: ARR", lambda ledger, plan: ledger[..., 0], over="end")


@pytest.mark.parametrize("name", METRICS)
def test_a_period_of_one_month_has_the_figure_of_the_month(name: str) -> None:
    """Of ratios over trailing months the same ratio over one month."""
    ledger = random_ledger(MONTHS)
    found = of_periods(name, ledger, [stretch(month, month) for month in range(1, MONTHS + 1)])
    if METRICS[name].reading != "rebuilt":
        np.testing.assert_array_equal(found, evaluate(name, ledger, np.ones(ledger.shape[:-1]))[:, 1:])
        return
    of = METRICS[name].over
    assert callable(of)
    monthly = ratio_of_sums(name, "T", Unit.RATIO, "M.", (0,), of, months=1)
    np.testing.assert_array_equal(found, monthly.values(ledger, ledger[..., 0])[:, 1:])
    assert np.isfinite(found).all()


@pytest.mark.parametrize("name", METRICS)
def test_a_period_as_long_as_the_window_of_a_ratio_has_the_monthly_figure_of_its_end(name: str) -> None:
    ledger = random_ledger(MONTHS)
    if METRICS[name].reading != "rebuilt":
        return
    monthly = evaluate(name, ledger, np.ones(ledger.shape[:-1]))
    window = 12 if np.isnan(monthly[0, 11]) else 3
    found = of_periods(name, ledger, [stretch(month - window + 1, month) for month in range(window, MONTHS + 1)])
    np.testing.assert_array_equal(found, monthly[:, window:])


@pytest.mark.parametrize("name", [name for name in METRICS if METRICS[name].kind == "flow"])
def test_a_years_flow_is_the_sum_of_its_months_in_every_run_exactly(name: str) -> None:
    ledger = random_ledger(MONTHS)
    monthly = evaluate(name, ledger, np.ones(ledger.shape[:-1]))
    found = of_periods(name, ledger, [stretch(1, 6), stretch(7, 18), stretch(19, 26)])
    for place, (first, last) in enumerate([(1, 6), (7, 18), (19, 26)]):
        for run in range(len(ledger)):
            assert found[run, place] == sum(monthly[run, first : last + 1].tolist())


def test_sums_over_periods_of_different_lengths() -> None:
    flow = np.array([np.nan, 1.0, 2.0, 4.0, 8.0, 16.0])
    assert sums(flow, [stretch(1, 1), stretch(2, 4), stretch(5, 5)]).tolist() == [1.0, 14.0, 16.0]
    assert sums(np.stack([flow, 2.0 * flow]), [stretch(1, 5)]).tolist() == [[31.0], [62.0]]


# worked cases -------------------------------------------------------------------------------------------------------


def year() -> np.ndarray:
    """Return twelve months: revenue of 10, 20, ... 120; a fifth of it costs service; all else 0."""
    ledger = np.zeros((13, COLUMNS))
    ledger[1:, Column.REVENUE] = 10.0 * np.arange(1, 13)
    ledger[1:, Column.SERVICE_COST] = 2.0 * np.arange(1, 13)
    return ledger


def test_gross_margin_of_a_year_is_gross_profit_over_revenue_of_all_its_months() -> None:
    ledger = year()
    ledger[1:7, Column.SERVICE_COST] = 0.0  # service is free until July
    found = of_periods("gross_margin", ledger, [stretch(1, 6), stretch(1, 12)])
    assert found.tolist() == [1.0, (780.0 - 114.0) / 780.0]


def test_burn_multiple_of_a_half_year_is_its_burn_over_its_net_new_arr() -> None:
    ledger = year()
    ledger[1:, Column.NEW_ARR], ledger[1:, Column.CHURN_ARR] = 12.0, 2.0
    ledger[1:, Column.OTHER_SPEND], ledger[1:, Column.COLLECTED] = 40.0, 10.0
    burned = sum(40.0 + 2.0 * month - 10.0 for month in range(1, 7))
    assert of_periods("burn_multiple", ledger, [stretch(1, 6)]).tolist() == [burned / 60.0]
    assert np.isnan(evaluate("burn_multiple", ledger, np.ones(13))[6]), "by month it takes twelve of them"


def test_quick_ratio_of_a_quarter_counts_its_own_months() -> None:
    ledger = year()
    ledger[1:, Column.NEW_ARR], ledger[1:4, Column.CHURN_ARR], ledger[4:, Column.CHURN_ARR] = 10.0, 2.0, 5.0
    assert of_periods("quick_ratio", ledger, [stretch(1, 3), stretch(4, 6)]).tolist() == [5.0, 2.0]


def test_time_to_value_of_a_year_is_the_mean_over_its_sign_offs() -> None:
    ledger = year()
    ledger[[2, 11], Column.SIGN_OFFS], ledger[[2, 11], Column.TTV_DAYS] = (3.0, 1.0), (90.0, 70.0)
    assert of_periods("ttv.mean", ledger, [stretch(1, 12)]).tolist() == [40.0]


def test_nrr_of_a_year_is_that_of_its_end() -> None:
    ledger = year()
    ledger[12, [Column.COHORT_NOW, Column.COHORT_THEN]] = 110.0, 100.0
    found = of_periods("nrr", ledger, [stretch(1, 6), stretch(1, 12)])
    assert np.isnan(found[0])
    assert found[1] == 1.1


def test_cs_cost_of_a_year_over_its_revenue_stands_beside_the_run_rate() -> None:
    ledger = year()
    ledger[10:, role_column(RoleId.CSM, RoleColumn.COST)] = 26.0
    ledger[:, Column.ARR] = 1560.0
    assert of_periods("cs_cost.of_revenue", ledger, [stretch(1, 12)]).tolist() == [78.0 / 780.0]
    assert of_periods("cs_cost.share", ledger, [stretch(1, 12)]).tolist() == [12.0 * 26.0 / 1560.0]


def test_a_change_over_a_year_is_its_end_less_its_beginning() -> None:
    ledger = year()
    ledger[:, Column.DEFERRED] = np.arange(13) ** 2
    assert evaluate("deferred_revenue.change", ledger, np.ones(13))[1:].tolist() == [
        2 * month - 1 for month in range(1, 13)
    ]
    assert of_periods("deferred_revenue.change", ledger, [stretch(1, 12), stretch(7, 12)]).tolist() == [144.0, 108.0]


# results ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def runs() -> Result:
    return result(range(150), MONTHS, fiscal_year_starts="Jul")


@pytest.fixture(scope="module")
def summaries(runs: Result) -> Summaries:
    tally = Tally(Layout(runs.scenario))
    tally.add(runs)
    return Summaries(runs.scenario, runs.seed, runs.engine, runs.today, tally)


def test_bands_are_those_of_the_runs_own_figures_and_not_of_added_months(runs: Result) -> None:
    burned = np.stack(
        [runs["burn"][:, first : last + 1].sum(axis=1) for first, last in ((1, 6), (7, 18), (19, 26))], axis=1
    )
    bands, monthly = runs.period_bands("burn", "years"), runs.bands("burn")
    np.testing.assert_allclose(bands.p5, Bands.of(burned).p5, rtol=1e-12)
    assert bands.p95[1] - bands.p5[1] < 0.5 * (monthly.p95[7:19].sum() - monthly.p5[7:19].sum())
    assert bands.mean[1] == pytest.approx(monthly.mean[7:19].sum(), rel=1e-12), "means do add up"


def test_bands_made_at_once_are_those_made_one_by_one(runs: Result) -> None:
    fresh = result(range(150), MONTHS, fiscal_year_starts="Jul")
    fresh.remember_bands(fresh.every_value())
    for by in BY:
        for name in METRICS:
            one, other = fresh.period_bands(name, by), runs.period_bands(name, by)
            np.testing.assert_array_equal(one.p5, other.p5, err_msg=name)
            np.testing.assert_array_equal(one.mean, other.mean, err_msg=name)


def test_summaries_have_the_bands_of_periods_to_within_their_accuracy(runs: Result, summaries: Summaries) -> None:
    for by in BY:
        for name in METRICS:
            exact, found = runs.period_bands(name, by), summaries.period_bands(name, by)
            assert found.count.tolist() == exact.count.tolist()
            np.testing.assert_allclose(found.mean, exact.mean, rtol=1e-9, atol=1e-9, err_msg=name)
            for band in ("p5", "p50", "p95"):
                within = ACCURACY * (1.0 + 1e-9) * np.maximum(np.abs(exact.p5), np.abs(exact.p95))
                assert np.all(~(np.abs(getattr(found, band) - getattr(exact, band)) > within)), (name, by)


def test_what_is_read_at_the_end_takes_no_room_in_summaries(summaries: Summaries) -> None:
    layout = summaries.tally.layout
    assert layout.period("arr", "years").tolist() == [layout.metric("arr").start + last for last in (6, 18, 26)]
    own = sum(metric.reading != "end" for metric in layout.metrics.values())
    periods = sum(len(periods_of(summaries.scenario, by)) for by in BY)
    assert layout.cells == len(layout.metrics) * (MONTHS + 1) + 4 * layout.milestones + own * periods


def test_stored_summaries_have_the_same_periods(summaries: Summaries, tmp_path: Path) -> None:
    write(summaries, tmp_path)
    again = read_summaries(tmp_path)
    np.testing.assert_array_equal(
        again.period_bands("burn", "quarters").p95, summaries.period_bands("burn", "quarters").p95
    )


def test_summaries_laid_out_by_another_version_are_refused(summaries: Summaries, tmp_path: Path) -> None:
    """The file fits the manifest, but holds other cells than the scenario asks for."""
    write(summaries, tmp_path)
    tables = read_tables(tmp_path / "summaries.parquet", TABLES)
    short = {name: column[:-5] for name, column in tables["extremes"].items()}
    with pytest.raises(ValueError, match="cells"):
        Tally.of(summaries.tally.layout, {**tables, "extremes": short})
    other = result([1], MONTHS + 1)
    tally = Tally(Layout(other.scenario))
    tally.add(other)
    write_tables(tally.tables(), tmp_path / "other.parquet")
    manifest = (tmp_path / "manifest.json").read_text()
    was, now = (sha256_of(tmp_path / name) for name in ("summaries.parquet", "other.parquet"))
    (tmp_path / "other.parquet").replace(tmp_path / "summaries.parquet")
    (tmp_path / "manifest.json").write_text(manifest.replace(was, now))
    with pytest.raises(OutputError, match="another version of t2d3; simulate the scenario afresh"):
        read_summaries(tmp_path)


# files --------------------------------------------------------------------------------------------------------------


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_of_years_and_quarters_hold_the_bands(runs: Result, tmp_path: Path) -> None:
    write(runs, tmp_path)
    years, quarters = (rows_of(tmp_path / f"summary_{by}.csv") for by in ("years", "quarters"))
    assert len(years) == 3 * len(runs.metrics)
    assert list(dict.fromkeys(row["period"] for row in years)) == ["FY2027 (6 months)", "FY2028", "FY2029 (8 months)"]
    assert len(quarters) == 9 * len(runs.metrics)
    (row,) = [row for row in years if row["metric"] == "burn" and row["period"] == "FY2028"]
    bands = runs.period_bands("burn", "years")
    assert (row["first_day"], row["last_day"], row["months"]) == ("2027-07-01", "2028-06-30", "12")
    assert (row["unit"], row["read"], row["n"]) == ("usd", "sum", "150")
    for name in ("mean", "p5", "p25", "p50", "p75", "p95"):
        assert row[name] == f"{getattr(bands, name)[1]:.0f}"
    (early,) = [row for row in years if row["metric"] == "nrr" and row["period"].startswith("FY2027")]
    assert (early["n"], early["mean"], early["p50"], early["read"]) == ("0", "", "", "end")
    units = {row["metric"]: row["unit"] for row in years}
    assert (units["customers.new"], units["joiners.csm"], units["leads"]) == ("customers", "people", "leads")
    assert not any("_a_month" in unit for unit in units.values()), "nothing of a year is told by the month"


def test_the_files_of_summaries_have_the_same_rows(runs: Result, summaries: Summaries, tmp_path: Path) -> None:
    write(runs, tmp_path / "runs")
    write(summaries, tmp_path / "summaries")
    for by in BY:
        exact, found = (rows_of(tmp_path / kept / f"summary_{by}.csv") for kept in ("runs", "summaries"))
        for one, other in zip(exact, found, strict=True):
            assert {name: one[name] for name in list(one)[:8]} == {name: other[name] for name in list(other)[:8]}
