"""Fiscal years, quarters and months on the screen, and the years of other tables and charts that follow them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from rich.console import Console
from synthetic_company import company

from simulator.cli.app import main
from simulator.decisions.compare import Comparison
from simulator.reports.charts.bridge import arr_bridge, bridge_title
from simulator.reports.charts.pnl import pnl_title, years_of_books
from simulator.reports.terminal.comparison import print_comparison
from simulator.reports.terminal.periods import _COLUMNS, BY, By, print_periods
from simulator.reports.terminal.run import print_result
from simulator.reports.words import even_money, percent
from simulator.results.bands import bands_of
from simulator.results.result import Result

JULY = {"fiscal_year_starts": "Jul"}


def periods(result: Result, by: By, width: int = 100) -> list[str]:
    out = io.StringIO()
    print_periods(result, by, Console(file=out, width=width))
    return out.getvalue().splitlines()


def first_words(lines: list[str], word: str) -> list[str]:
    return [line.split("  ")[0].strip() for line in lines if line.startswith(word)]


def test_a_row_each_fiscal_year_with_each_runs_own_burn() -> None:
    result = company(40, 30, JULY)
    lines = periods(result, "years")
    assert first_words(lines, "FY") == ["FY2027 (6 months)", "FY2028", "FY2029"]
    burned = result["burn"][:, 7:19].sum(axis=1)
    row = next(line for line in lines if line.startswith("FY2028"))
    low, middle, high = (even_money(float(np.percentile(burned, p, method="weibull"))) for p in (5, 50, 95))
    assert middle in row.split()
    assert f"{low}–{high}" in row.split()
    cost, revenue = (result[name][:, 7:19].sum(axis=1) for name in ("cs_cost", "revenue"))
    assert percent(float(np.median(cost / revenue)), 1) in row.split()


def test_quarters_and_months_are_rows_too() -> None:
    result = company(40, 8, JULY)
    quarters = first_words(periods(result, "quarters"), "FY")
    assert quarters == ["FY2027 Q3", "FY2027 Q4", "FY2028 Q1 (2 months)"]
    lines = periods(result, "months")
    rows = [line for line in lines if line[3:6] == " 20"]
    assert [row[:8] for row in rows] == result.labels[1:]
    assert even_money(float(result.bands("burn").p50[8])) in rows[-1].split()


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("width", [100, 80, 60])
@pytest.mark.parametrize("runs", [1, 20])
def test_no_line_is_too_long_and_no_cell_is_cut(by: By, width: int, runs: int) -> None:
    lines = periods(company(runs, 30, JULY), by, width)
    assert max(len(line) for line in lines) <= width
    assert "…" not in "".join(lines)
    assert "nan" not in "".join(lines).lower()


def test_the_first_table_has_the_companys_own_years() -> None:
    out = io.StringIO()
    result = company(20, 30, JULY)
    print_result(result, Console(file=out, width=100))
    lines = out.getvalue().splitlines()
    assert first_words(lines, "FY") == ["FY2027 (6 months)", "FY2028", "FY2029"]
    assert even_money(float(result.bands("arr").p50[18])) in next(line for line in lines if line.startswith("FY2028"))


def test_a_comparison_has_the_years_of_the_first_company() -> None:
    out = io.StringIO()
    print_comparison(Comparison(company(9, 24, JULY), company(9, 24, behind=0.1)), Console(file=out, width=200))
    assert first_words(out.getvalue().splitlines(), "FY") == ["FY2027 (6 months)", "FY2028", "FY2029 (6 months)"]


def test_charts_by_year_have_the_companys_own_years() -> None:
    result = company(9, 30, JULY)
    assert [year.name for year in arr_bridge(result)] == ["FY2027 (6 months)", "FY2028", "FY2029"]
    assert re.match(r"ARR grows by \S+ in FY2028; in FY2029 it grows by \S+: ", bridge_title(result))
    books = years_of_books(result)
    assert [(year.name, year.months, year.last) for year in books] == [
        ("FY2027 (6 months)", 6, 6),
        ("FY2028", 12, 18),
        ("FY2029", 12, 30),
    ]
    assert books[1].lines["revenue"] == pytest.approx(result.period_bands("revenue", "years").mean[1], rel=1e-12)
    assert "in FY2029:" in pnl_title(result)


def test_the_command_prints_quarters_where_asked_and_not_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    short = ["--runs", "3", "--no-charts", "--set", "horizon_months=13", "--set", "fiscal_year_starts=Jul"]
    for keep in ("runs", "summaries"):
        done = CliRunner().invoke(main, ["run", *short, "--keep", keep, "--by", "quarters"])
        assert done.exit_code == 0, done.output
        names = ["FY2027 Q3", "FY2027 Q4", "FY2028 Q1", "FY2028 Q2", "FY2028 Q3 (1 month)"]
        assert first_words(done.output.splitlines(), "FY20")[-5:] == names
    assert "Q3" not in CliRunner().invoke(main, ["run", *short]).output
    refused = CliRunner().invoke(main, ["run", *short, "--by", "weeks"])
    assert refused.exit_code == 2
    assert "years" in refused.output


def test_a_median_over_fewer_than_half_of_the_runs_is_not_told() -> None:
    """Two of ten runs grew: their burn multiple is not the company's."""
    column = next(one for one in _COLUMNS if one.metric == "burn_multiple")
    few, most = (np.full((10, 1), np.nan) for _ in range(2))
    few[:2], most[:6] = 0.6, 0.6
    assert column.cell(bands_of({"x": few})["x"], 0, 10) == "n/a"
    assert column.cell(bands_of({"x": most})["x"], 0, 10) == "0.6"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_comparison_names_the_columns_that_a_narrow_screen_has_no_room_for_and_cuts_none(width: int) -> None:
    out = io.StringIO()
    both = Comparison(company(9, 40, JULY), company(9, 40, JULY, behind=0.1))
    print_comparison(both, Console(file=out, width=width))
    text = out.getvalue()
    table = text[text.index("A ahead") :].split("\n\n")[0]
    assert "…" not in table
    assert "FY2027 (6 months)" in table
    heads = text[: text.index("───")].split()
    named = " ".join(text.split()).partition("No room here for ")[2]
    for head in ("Value less burn", "GRR, pts", "CSMs", "CS cost/ARR, pts"):
        assert all(word in heads for word in head.split()) or head in named
    assert ("No room here for" in text) == (width < 120)
