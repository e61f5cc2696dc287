"""The charts are native, follow the cells, have their caches filled, and say what they show in words."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from small_books import few_runs, written

from simulator.reports.charts.arr import arr_title
from simulator.reports.charts.cash import cash_title
from simulator.reports.workbook.book import CHARTS, Book, Choice
from simulator.reports.workbook.sheets.actuals import write_actuals
from simulator.reports.workbook.sheets.bands import write_bands
from simulator.reports.workbook.sheets.charts import write_charts

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
GIVEN = {"arr": {1: 2.2e6, 2: 2.4e6}}


def write_all(book: Book, choice: Choice) -> None:
    bands = write_bands(book, choice)
    names = ("arr.new", "arr.churn", "revenue", "operating_result")
    rows = {name: bands[name].mean for name in names} | {"costs": bands["cs_cost"].mean}
    assert write_charts(book, choice, bands, rows, write_actuals(book, choice, bands, GIVEN)) == 8


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("charts") / "a.xlsx"


@pytest.fixture(scope="module")
def sheet(path: Path) -> Worksheet:
    return written(path, [few_runs(), few_runs("3M")], write_all, CHARTS)[0]


def parts(path: Path, pattern: str) -> list[str]:
    with zipfile.ZipFile(path) as file:
        return [file.read(name).decode() for name in sorted(file.namelist()) if re.fullmatch(pattern, name)]


def test_every_series_has_its_figures_at_hand(sheet: Worksheet, path: Path) -> None:
    charts = parts(path, r"xl/charts/chart\d+\.xml")
    assert len(charts) == 8
    for chart in charts:
        root = ElementTree.fromstring(chart)
        for series in root.iter(f"{C}ser"):
            for what in ("cat", "val"):
                cache = series.find(f"{C}{what}")
                assert cache is not None
                count = next(cache.iter(f"{C}ptCount")).attrib["val"]
                figures = [point.findtext(f"{C}v") for point in cache.iter(f"{C}pt")]
                assert figures and all(figures)
                name = series.findtext(f"{C}tx/{C}v") or ""
                assert len(figures) == (2 if (name, what) == ("Actual", "val") else int(count))
        title = root.find(f".//{C}title")
        assert title is not None and title.findtext(f".//{C}strCache/{C}pt/{C}v")


def test_titles_are_findings_of_the_chosen_scenario(sheet: Worksheet, path: Path) -> None:
    titles = [
        ElementTree.fromstring(chart).findtext(f".//{C}title//{C}v")
        for chart in parts(path, r"xl/charts/chart\d+\.xml")
    ]
    first, second = few_runs(), few_runs("3M")
    assert {arr_title(first), cash_title(first)} <= set(titles)
    assert any(str(title).startswith("Actual ARR against the model. 2 actual figures are in") for title in titles)
    texts = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert cash_title(second) in texts and cash_title(second) != cash_title(first)


def test_every_chart_is_told_in_words(sheet: Worksheet, path: Path) -> None:
    (drawing,) = parts(path, r"xl/drawings/drawing\d+\.xml")
    told = re.findall(r'descr="([^"]+)"', drawing)
    assert len(told) == 8
    assert told[0].startswith("ARR at month end against the plan. ARR reaches")


def test_layers_of_a_fan_add_up_to_its_bands(sheet: Worksheet) -> None:
    bands = few_runs().bands("arr")
    rows = list(sheet.iter_rows(min_row=15, min_col=23, values_only=True))
    heads = rows[0]
    start = heads.index("arr: P5")
    for month in range(31):
        low, outer, inner, upper, median, plan = rows[1 + month][start : start + 6]
        assert low == pytest.approx(bands.p5[month])
        assert low + outer + inner == pytest.approx(bands.p75[month])
        assert low + outer + inner + upper == pytest.approx(bands.p95[month])
        assert median == pytest.approx(bands.p50[month])
        assert plan == pytest.approx(few_runs().bands("arr.plan").p50[month])


def test_charts_without_rows_are_left_out(tmp_path: Path) -> None:
    def write(book: Book, choice: Choice) -> None:
        assert write_charts(book, choice, write_bands(book, choice), {}) == 5

    written(tmp_path / "a.xlsx", [few_runs()], write, CHARTS)
    assert len(parts(tmp_path / "a.xlsx", r"xl/charts/chart\d+\.xml")) == 5
