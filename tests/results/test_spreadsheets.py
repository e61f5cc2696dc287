"""Whatever a company's files are called, a spreadsheet that opens what we wrote works nothing out."""

from __future__ import annotations

import csv
import math
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulator
from simulator.answers._table import Table
from simulator.cli.app import main
from simulator.reports.terminal import library
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.spreadsheets import as_cell, from_cell, may_need_care

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "-",
    "=",
    "-5 apples",
)
NUMBERS = ("-0.5", "+3", "-1e-7", "-inf", "12", "-.5", "-5.")
OTHERS = ("", "core", "'core", "2027", "a=b", "'", "it's", "5 - 3", "Jan 2027")

texts = st.text(st.sampled_from("=+-@\t\r'＝ a1.e,\"\n"), max_size=8) | st.text(max_size=5)


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_formula_is_kept_text(text: str) -> None:
    assert as_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", NUMBERS + OTHERS, ids=ascii)
def test_numbers_and_names_stay_as_they_are(text: str) -> None:
    assert as_cell(text) == text
    assert from_cell(text) == text


@given(texts)
def test_what_is_read_back_is_what_was_written(text: str) -> None:
    cell = as_cell(text)
    assert from_cell(cell) == text
    assert cell[:1] not in "=+-@\t\r＝" or not cell or math.isfinite(float(cell)) or "inf" in cell


@given(texts, texts)
def test_no_two_names_become_one(one: str, other: str) -> None:
    assert (as_cell(one) == as_cell(other)) == (one == other)


def test_a_table_is_written_so_and_its_numbers_stay_numbers(tmp_path: Path) -> None:
    rows = [(name, -0.5, -3, math.inf, -math.inf) for name in FORMULAS]
    path = Table.of("t", ["-arr (usd)", "a", "b", "c", "d"], rows).write(tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        header, *written = csv.reader(file)
    assert header[0] == "'-arr (usd)"
    assert [row[0] for row in written] == [f"'{name}" for name in FORMULAS]
    assert {tuple(row[1:]) for row in written} == {("-0.5", "-3", "inf", "-inf")}


def test_every_csv_file_has_this_writer() -> None:
    package = Path(simulator.__file__).parent
    others = [
        path.name for path in package.rglob("*.py") if re.search(r"csv\.(?:Dict)?[wW]riter|\.to_csv", path.read_text())
    ]
    assert others == ["csv_files.py"]


def test_scenarios_called_like_formulas_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    for name in ("=1+1", "@x", "-2+3"):
        Path(f"{name}.yaml").write_text(f"name: '{name}'\nhorizon_months: 12\n", encoding="utf-8")
    asked = ["compare", "--runs", "2", "--out", "o", "--", "=1+1.yaml", "@x.yaml", "-2+3.yaml"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    with Path("o/differences.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert {"'=1+1", "'@x", "'-2+3"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    result = simulator.simulate("baseline", runs=2, set={"horizon_months": 12})
    assert "'=1+1,Dec" in library.as_csv([("=1+1", result)])


def test_accounts_that_we_wrote_are_read_under_their_own_names(tmp_path: Path) -> None:
    names = [name for name in (*FORMULAS, "'=x", "'core") if name == " ".join(name.split())]
    rows = [(name, "$90K", "core", "2025-01-01", "2027-03-01", "yes", "") for name in names]
    header = ("account", "arr", "segment", "start", "renewal", "onboarded", "owner")
    path = Table.of("accounts", header, rows).write(tmp_path)
    sets = {"opening.accounts_csv": str(path), "opening.roster_csv": None, "start_date": "2027-01-01"}
    book = read_today(load("today", sets))
    assert book is not None
    assert [account.name for account in book.accounts] == names


def test_no_row_with_a_cell_to_change_passes_for_plain() -> None:
    """What looks at a whole row at once sees whatever looking at each cell would: any signs, in any place."""
    luck = random.Random(3)
    for _ in range(20_000):
        row = ["".join(luck.choices("=+-@\t\r\n'＝－0.5eEinfa ,;\0", k=luck.randrange(5))) for _ in range(3)]
        if any(as_cell(cell) != cell or "\r" in cell for cell in row):
            assert may_need_care(row), row
    for plain in (["2027-01-31", "Jan 2027", 3, -0.5, "-12.50", "inf", ""], ["a-b", "x=1", "it's"]):
        assert not may_need_care(plain)
