"""The workbook as it is written: every figure the run's, every formula with its value, no text a formula."""

from __future__ import annotations

import csv
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from click.testing import CliRunner
from open_xml import validated
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from rich_company import MONTHS, RICH, played

from simulator.answers import workbook
from simulator.cli.app import main
from simulator.errors import InputError, OutputError
from simulator.reports.workbook.book import SHEETS
from simulator.reports.workbook.formula import FUNCTIONS
from simulator.results.pnl import pnl_by_month
from simulator.results.result import Result
from simulator.results.store import write
from simulator.results.stored import Stored, read_stored

HOSTILE = "=cmd|' /C calc'!A0"
NAMES = (HOSTILE, "[x]*?:/\\ שלום FILTER(1) " + "🚀" * 20 + "n" * 200, "@SUM(A1)")
ERRORS = re.compile(r"#(N/A|REF|VALUE|NAME|DIV|NUM)")


@pytest.fixture(scope="module")
def result() -> Result:
    return played(RICH)


@pytest.fixture(scope="module")
def stored(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Stored:
    folder = tmp_path_factory.mktemp("stored") / "rich"
    write(result, folder)
    found = read_stored(folder)
    assert isinstance(found, Stored)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "small"
    write(played({"horizon_months": 12}, runs=2), folder)
    return folder


@pytest.fixture(scope="module")
def file(stored: Stored) -> bytes:
    return workbook([stored, played({**RICH, "name": "Down", "money.gross_margin": "60%"})]).file


@pytest.fixture(scope="module")
def values(file: bytes) -> Workbook:
    return load_workbook(BytesIO(file), data_only=True)


def rows(book: Workbook, sheet: str) -> dict[str, list[Any]]:
    """Return the figures of each row by its label and month; headings have none."""
    found: dict[str, list[Any]] = {}
    heads = [cell.value for cell in book[sheet][4]]
    months = [place for place, head in enumerate(heads) if re.fullmatch(r"[A-Z][a-z]{2} \d{4}", str(head))]
    assert len(months) == MONTHS
    for row in book[sheet].iter_rows(min_row=5, values_only=True):
        if row[0] and any(row[place] is not None for place in months):
            found.setdefault(str(row[0]), [row[place] for place in months])
    return found


def test_money_is_the_runs_at_full_precision(values: Workbook, result: Result) -> None:
    lines, found = pnl_by_month(result).lines, rows(values, "P&L")
    for title, line in (
        ("Revenue", "revenue"),
        ("Cost of service", "cost_of_service"),
        ("Gross profit", "gross_profit"),
        ("Customer success", "customer_success"),
        ("Marketing and the like", "new_customers.programmes"),
        ("Commission on renewals", "renewals"),
        ("Other people, fees and severance", "other_people"),
        ("Research and development", "rnd_and_admin.rnd"),
        ("R&D and administration", "rnd_and_admin"),
        ("Operating result", "operating_result"),
    ):
        assert found[title] == pytest.approx(list(lines[line]), rel=1e-9, abs=1e-6), title
    cash = rows(values, "Cash flow")
    assert cash["Cash at the end"] == pytest.approx(list(lines["cash"]), rel=1e-9, abs=1e-6)
    assert cash["Cash flow before funding"] == pytest.approx(list(lines["cash_flow"]), rel=1e-9, abs=1e-6)


def test_what_is_shown_equals_the_summary(values: Workbook, stored: Stored) -> None:
    with (stored.folder / "summary.csv").open(encoding="utf-8", newline="") as table:
        known = {(row["metric"], row["month"]): row["mean"] for row in csv.DictReader(table)}
    shown = {"arr": rows(values, "ARR bridge")["Closing ARR"], "cash": rows(values, "Cash flow")["Cash at the end"]}
    shown["receivables"] = rows(values, "Balance sheet")["Receivables"]
    for metric, figures in shown.items():
        for month, figure in enumerate(figures, 1):
            text = known[metric, str(month)]
            decimals = len(text.partition(".")[2])
            assert float(text) == pytest.approx(figure, abs=0.5001 * 10.0**-decimals), (metric, month)


def test_companies_are_single_runs_of_whole_people(values: Workbook, result: Result) -> None:
    order = np.argsort(result["arr"][:, -1], kind="stable")
    picked = {"P10 company": order[round(0.1 * 5)], "Median company": order[round(0.5 * 5)], "P90 company": order[4]}
    found: dict[tuple[str, str], list[float]] = {}
    for row in values["Data"].iter_rows(min_row=5, values_only=True):
        found.setdefault((str(row[0]), str(row[1])), [value for value in row[2:] if value is not None])
    title = result.metrics["headcount.csm"].title
    for company, place in picked.items():
        case = f"Baseline: {company}"
        assert found["ARR", case] == pytest.approx(list(result["arr"][place]), rel=1e-15)  # 16 digits are written
        assert found[title, case] == list(result["headcount.csm"][place])
        assert all(float(value).is_integer() for value in found[title, case])


def test_quarters_and_years_add_up_in_the_companys_own_fiscal_years(values: Workbook) -> None:
    sheet = values["P&L"]
    heads = [str(cell.value) for cell in sheet[4]]
    assert "FY2028" in heads
    revenue = next(row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0] == "Revenue")
    year = heads.index("FY2028")
    months = [revenue[place] for place in range(heads.index("FY2027 (3 months)") + 1, year) if heads[place][:2] != "FY"]
    quarters = [revenue[place] for place in range(year) if heads[place].startswith("FY2028 Q")]
    assert len(months) == 12
    assert len(quarters) == 4
    assert revenue[year] == pytest.approx(sum(months))
    assert revenue[year] == pytest.approx(sum(quarters))


def formulas(file: bytes) -> list[tuple[str, str, str]]:
    """Return every formula of a workbook: the part it stands in, its text, and what follows it up to its cell's end."""
    found = []
    with ZipFile(BytesIO(file)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                text = parts.read(name).decode()
                found += [(name, *one) for one in re.findall(r"<f[^>]*>([^<]*)</f>(.*?)</c>", text)]
    return found


def test_every_formula_carries_its_value_and_names_only_old_functions(file: bytes) -> None:
    every = formulas(file)
    assert len(every) > 5_000
    for part, text, rest in every:
        assert rest.startswith("<v>"), (part, text)
        bare = re.sub(r'"[^"]*"|&quot;.*?&quot;|\'[^\']*\'', "", text)
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) <= FUNCTIONS, text
    with ZipFile(BytesIO(file)) as parts:
        assert not [name for name in parts.namelist() if b"_xlfn" in parts.read(name)]


def test_no_value_is_an_error(values: Workbook) -> None:
    for sheet in values:
        for row in sheet.iter_rows(values_only=True):
            assert not [cell for cell in row if isinstance(cell, str) and ERRORS.match(cell)]


def test_all_checks_hold(values: Workbook) -> None:
    verdicts = [row[4] for row in values["Checks"].iter_rows(min_row=6, values_only=True) if row[3] is not None]
    assert len(verdicts) == 11
    assert set(verdicts) == {"OK"}


def test_no_name_becomes_a_formula() -> None:
    roles = {"roles.others": {"a_1": {"department": "cs", "in_place": 1, "cost": "$90K"}}}
    sides = [played({"horizon_months": 12, "name": name, "purpose": name, **roles}, runs=2) for name in NAMES]
    book = load_workbook(BytesIO(workbook(sides).file))
    made = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [cell for cell in made if str(cell.value)[1:].startswith(("cmd", "@", "SUM(A1)"))]
    texts = {cell.value for row in book["Data"].iter_rows(min_col=2, max_col=2) for cell in row}
    assert f"{HOSTILE}: Mean of all runs" in texts
    assert tuple(sheet.title for sheet in book) == SHEETS


def test_workbooks_are_right_by_the_schema(file: bytes, small: Path, tmp_path: Path) -> None:
    paths = []
    for name, made in {"two": file, "small": workbook(small).file}.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(made)
    validated(paths)


def test_results_over_other_months_are_refused(result: Result, small: Path) -> None:
    with pytest.raises(InputError, match="other months"):
        workbook([result, small])


def test_without_the_packages_it_says_what_to_install(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = CliRunner().invoke(main, ["workbook", str(small)])
    assert ran.exit_code == 2
    assert "pip install 't2d3[office]'" in ran.output


def test_the_command_keeps_what_is_there_and_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    first = CliRunner().invoke(main, ["workbook", str(small), "--out", str(path)])
    assert first.exit_code == 0, first.output
    assert "ARR of $" in first.output
    made = path.read_bytes()
    path.write_bytes(b"somebody's")
    again = CliRunner().invoke(main, ["workbook", str(small), "--out", str(path)])
    assert again.exit_code == 3
    assert "is there already" in again.output
    assert path.read_bytes() == b"somebody's"
    assert CliRunner().invoke(main, ["workbook", str(small), "-o", str(path), "--replace", "-q"]).output == ""
    assert path.read_bytes() == made


def test_a_folder_that_holds_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no result of t2d3 run"):
        workbook(tmp_path)


def test_what_there_is_no_year_for_is_empty_and_costs_are_shares_above_zero(values: Workbook) -> None:
    sheet = {row[0]: row[2:] for row in values["Summary"].iter_rows(min_row=9, values_only=True) if row[0]}
    assert str(sheet["Fiscal years"][0]) == "FY2027 (3 months)"
    assert sheet["NRR, cohort now over then"][0] is None
    assert sheet["ARR growth over 12 months"][0] is None
    assert 0.0 < sheet["NRR, cohort now over then"][1] < 2.0
    assert sheet["Customer success, of revenue"][1] > 0.0
    assert "% of runs" in values["Summary"]["A2"].value
    assert "the average of cash is $" in values["Summary"]["A2"].value


def test_a_file_that_no_spreadsheet_would_open_is_refused(small: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["workbook", str(small), "--out", str(tmp_path / "plan.x")])
    assert ran.exit_code == 2
    assert ".xlsx" in ran.output
    assert not list(tmp_path.iterdir())
