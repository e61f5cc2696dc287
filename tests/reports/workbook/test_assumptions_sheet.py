"""The sheet of assumptions, read back: blue can be changed, grey says why not, what is in use follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small_companies import begun, played

from simulator.reports.workbook.cell_names import legal_names
from simulator.reports.workbook.choice import write_choice
from simulator.reports.workbook.locks import locked
from simulator.reports.workbook.money import inputs_of
from simulator.reports.workbook.sheets.assumption_columns import HEADS
from simulator.reports.workbook.sheets.assumptions import Assumptions, write_assumptions
from simulator.results.result import Result

BLUE = "FF0000C8"
HOSTILE = "=cmd|' /C calc'!A0 [x]"


def written(path: Path, *results: Result) -> tuple[Assumptions, dict[str, int], Any]:
    """Write a workbook and return its rows, the number of each row by its path, and the sheet read back."""
    book = begun(path, *results)
    found = write_assumptions(book, write_choice(book))
    book.book.close()
    sheet = openpyxl.load_workbook(path)["Assumptions"]
    column = columns(sheet)["In the file"]
    return found, {sheet.cell(row, column).value: row for row in range(HEADS + 2, sheet.max_row + 1)}, sheet


def columns(sheet: Any) -> dict[str, int]:
    return {sheet.cell(HEADS + 1, column).value: column for column in range(1, sheet.max_column + 1)}


def test_each_input_of_money_has_a_named_cell_with_its_value_in_full(tmp_path: Path) -> None:
    result = played()
    found, rows, _ = written(tmp_path / "one.xlsx", result)
    book = openpyxl.load_workbook(tmp_path / "one.xlsx", data_only=True)
    money = inputs_of(result)
    assert list(found.inputs) != []
    for path, value in money.items():
        assert book.defined_names[path].attr_text == f"Assumptions!$C${rows[path]}"
        assert book["Assumptions"].cell(rows[path], 3).value == value
        assert found.inputs[path].written("P&L") == path


def test_live_inputs_are_blue_and_open_and_all_else_is_locked(tmp_path: Path) -> None:
    result = played()
    _, rows, sheet = written(tmp_path / "one.xlsx", result)
    reasons, at = locked(result), columns(sheet)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for path, reason in reasons.items():
        cell, why = sheet.cell(rows[path], 4), sheet.cell(rows[path], at["Live here, or why not"]).value
        assert cell.protection.locked == bool(reason)
        assert (cell.font.color.rgb == BLUE) == (not reason)
        assert why == (reason or "live")
        assert sheet.cell(rows[path], at["Wanted in a run"]).protection.locked == (not reason)
    assert sheet.cell(rows["segments.core.acv"], 4).protection.locked
    assert not sheet.cell(rows["segments.core.acv"], at["Wanted in a run"]).protection.locked


def test_a_cell_says_what_it_may_hold_and_takes_nothing_else(tmp_path: Path) -> None:
    _, rows, sheet = written(tmp_path / "one.xlsx", played())
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    margin = rules[f"D{rows['money.gross_margin']}"]
    assert (margin.type, float(margin.formula1), float(margin.formula2)) == ("decimal", -1.0, 1.0)
    assert margin.prompt.startswith("Allowed: -100% to 100% (%).")
    assert margin.error == "Allowed: -100% to 100%."
    assert rules[f"F{rows['demand.selling']}"].formula1 == '"plan,capacity"'
    assert rules[f"F{rows['horizon_months']}"].type == "whole"
    assert rules[f"D{rows['roles.seller.cost']}"].prompt == "Nobody was in this role"


def test_what_is_in_use_follows_the_scenario_that_is_chosen(tmp_path: Path) -> None:
    one = played()
    other = played(changes={"name": HOSTILE, "roles.csm.cost": "$210K", "money.runway.hold_below": 3})
    found, rows, sheet = written(tmp_path / "two.xlsx", one, other)
    row, at = rows["roles.csm.cost"], columns(sheet)
    assert list(at)[2:8] == ["In use", "Baseline", HOSTILE, "As run", "Wanted in a run", "From"]
    picked = f"INDEX($D${row}:$E${row},1,scenario_number)"
    assert sheet.cell(row, 3).value == f"=IF(ISNUMBER({picked}),{picked},$F${row})"
    assert found.inputs["roles.csm.cost"].value == 185_000.0
    assert [sheet.cell(row, column).value for column in (4, 5)] == [185_000, 210_000]
    assert [sheet.cell(row, column).protection.locked for column in (4, 5)] == [False, True]
    why = sheet.cell(row, at["Live here, or why not"]).value
    assert why == f"=INDEX($V${row}:$W${row},1,scenario_number)"
    assert [sheet[f"{column}{row}"].value[:12] for column in "VW"] == ["live", "Hiring waits"]
    assert [sheet.cell(rows["money.runway.hold_below"], column).value for column in (4, 5)] == ["none", 3]


def test_a_role_of_one_scenario_costs_nothing_in_the_other(tmp_path: Path) -> None:
    support = {"roles.others.support": {"cost": "$80K", "department": "service", "in_place": 2}}
    found, rows, sheet = written(tmp_path / "two.xlsx", played(), played(changes={"name": "With support", **support}))
    row = rows["roles.others.support.cost"]
    assert [sheet.cell(row, column).value for column in (4, 5)] == [0, 80_000]
    assert found.inputs["roles.others.support.cost"].value == 0.0


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["money.gross_margin"], ["money.gross_margin"]),
        (
            ["money.rounds.a b!.amount", "money.rounds.a_b_.amount"],
            ["money.rounds.a_b_.amount", "money.rounds.a_b_.amount_2"],
        ),
        (["money.rounds.A.amount", "money.rounds.a.amount"], ["money.rounds.A.amount", "money.rounds.a.amount_2"]),
    ],
)
def test_names_of_cells_are_legal_and_differ_by_more_than_case(paths: list[str], names: list[str]) -> None:
    assert list(legal_names(paths).values()) == names


def test_what_is_pasted_beyond_its_bounds_is_counted(tmp_path: Path) -> None:
    found, rows, sheet = written(tmp_path / "one.xlsx", played())
    row, last = rows["money.gross_margin"], sheet.max_column
    assert sheet.cell(row, last).value == f"=IF(OR(money.gross_margin<G{row},money.gross_margin>H{row}),1,0)"
    column = sheet.cell(row, last).column_letter
    assert found.not_allowed.value == 0.0
    assert found.not_allowed.written("Checks") == f"Assumptions!${column}${HEADS + 1}"
    assert sheet.cell(HEADS + 1, last).value == f"=SUM({column}{HEADS + 2}:{column}{sheet.max_row})"


def test_long_names_are_cut(tmp_path: Path) -> None:
    long = f"money.rounds.{'é' * 300}.amount"
    assert max(map(len, legal_names([long, f"{long}x"]).values())) < 255
