"""Actuals: each pasted figure stands beside the model with its variance and its place among the runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from small_books import few_runs, written

from simulator.reports.workbook.book import ACTUALS, Book, Choice
from simulator.reports.workbook.sheets.actuals import METRICS, write_actuals
from simulator.reports.workbook.sheets.bands import write_bands
from simulator.results.result import Result

FIRST_ROW, GROUPS = 7, len(METRICS) + 3


def sheet_with(path: Path, given: Mapping[str, Mapping[int, float]]) -> tuple[Worksheet, Worksheet]:
    def write(book: Book, choice: Choice) -> None:
        write_actuals(book, choice, write_bands(book, choice), given)

    return written(path, [few_runs()], write, ACTUALS)


def beside(sheet: Worksheet, metric: str, month: int) -> list[Any]:
    """Return median, mean, variance, variance in per cent and percentile."""
    column = GROUPS + METRICS.index(metric) * 5
    return [sheet.cell(FIRST_ROW + month - 1, column + place).value for place in range(5)]


def test_an_actual_is_placed_among_the_runs(tmp_path: Path) -> None:
    result: Result = few_runs()
    arr, heads = np.sort(result["arr"][:, 12]), result["headcount.csm"][:, 20]
    given = {
        "arr": {12: float(arr[4] * 0.75 + arr[5] * 0.25), 13: 1.0, 14: 1e12},
        "headcount.csm": {20: float(np.median(heads))},
    }
    shown, _ = sheet_with(tmp_path / "a.xlsx", given)
    median, mean, variance, share, percentile = beside(shown, "arr", 12)
    assert median == pytest.approx(np.median(arr)) and mean == pytest.approx(arr.mean())
    assert variance == pytest.approx(given["arr"][12] - median) and share == pytest.approx(variance / median)
    shares = np.linspace(0.0, 1.0, 21)
    quantiles = np.quantile(arr, shares, method="weibull")
    assert percentile == pytest.approx(np.interp(given["arr"][12], quantiles, shares))
    assert beside(shown, "arr", 13)[4] == "below all runs" and beside(shown, "arr", 14)[4] == "above all runs"
    known = np.quantile(heads, shares, method="weibull")
    same = shares[np.isclose(known, given["headcount.csm"][20])]
    assert len(same) > 1 and beside(shown, "headcount.csm", 20)[4] == pytest.approx((same[0] + same[-1]) / 2.0)
    assert not any(beside(shown, "nrr", 12)[2:])
    told = shown["A2"].value
    assert told.startswith("4 actual figures are in, 2 outside P5 to P95. Furthest off: ARR ($) in Feb 2028")


def test_without_actuals_it_is_quiet(tmp_path: Path) -> None:
    shown, formulas = sheet_with(tmp_path / "a.xlsx", {})
    assert shown["A2"].value.startswith("No actual figures are in yet")
    for metric in METRICS:
        assert not any(beside(shown, metric, 5)[2:])
    assert formulas["B7"].value is None and not formulas["B7"].protection.locked
    assert formulas["A7"].protection.locked


def test_summaries_tell_of_five_quantiles(tmp_path: Path) -> None:
    from simulator import load, simulate

    few = simulate(load("baseline", {"horizon_months": 14}), runs=30, seed=3, workers=1, keep="summaries")

    def write(book: Book, choice: Choice) -> None:
        given = {"arr": {12: float(few.bands("arr").p25[12]), 13: 1.0}}
        write_actuals(book, choice, write_bands(book, choice), given)

    shown, _ = written(tmp_path / "s.xlsx", [few], write, ACTUALS)
    names = [shown.cell(6, column).value for column in range(2, 14)]
    first = next(column for column in range(2, 30) if shown.cell(5, column).value == "ARR")
    assert names[0] == "ARR ($)"
    assert [shown.cell(row, first + 4).value for row in (FIRST_ROW + 11, FIRST_ROW + 12)] == [0.25, "below P5"]
    assert "P5, P25, median, P75 and P95 alone" in shown["A3"].value
