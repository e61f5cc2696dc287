"""The command for what was changed or wanted: it says each by its path, and t2d3 takes it as it stands."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from small_companies import begun, played

from simulator.reports.asked import UNKNOWN, Asked, asked_of, quoted
from simulator.reports.workbook.choice import write_choice
from simulator.reports.workbook.formula import FUNCTIONS, Live
from simulator.reports.workbook.sheets.assumptions import Assumption, write_assumptions
from simulator.reports.workbook.sheets.needs_run import write_needs_run
from simulator.results.result import Result
from simulator.results.store import write
from simulator.results.stored import read_stored
from simulator.scenario.reading.files import load

BASELINE = Asked("baseline", (("horizon_months", "14"),), "")


def sheet_of(path: Path, result: Result, changes: dict[str, Any], wanted: dict[str, Any]) -> Any:
    """Write a workbook in which values stand as somebody changed them, and return the sheet with what cells show."""
    book = begun(path, result)
    choice = write_choice(book)
    found = write_assumptions(book, choice)
    rows = tuple(_changed(row, changes, wanted) for row in found.rows)
    write_needs_run(book, choice, replace(found, rows=rows), [BASELINE])
    book.book.close()
    return openpyxl.load_workbook(path, data_only=True)["What needs a run"]


def _changed(row: Assumption, changes: dict[str, Any], wanted: dict[str, Any]) -> Assumption:
    if row.path in changes:
        assert row.is_live, row.path
        return replace(row, in_use=Live(row.in_use.parts, changes[row.path]))
    if row.path in wanted:
        assert row.wanted is not None, row.path
        return replace(row, wanted=Live(row.wanted.parts, wanted[row.path]))
    return row


def command_in(sheet: Any) -> str:
    rows = range(1, sheet.max_row + 1)
    return next(sheet.cell(row + 1, 1).value for row in rows if sheet.cell(row, 1).value == "The command")


def test_where_nothing_is_changed_it_says_so(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "none.xlsx", played(), {}, {})
    assert sheet["A2"].value == "Nothing is changed: every value is as it was run."
    assert command_in(sheet) == "Nothing is changed: every value is as it was run. No run is needed."


def test_one_command_plays_all_that_is_changed_or_wanted(tmp_path: Path) -> None:
    result = played(changes={"segments.core.renewal": "75% a term"})
    changes = {"roles.csm.cost": 201_500.5, "money.other_spend.2": 0.7}
    wanted = {
        "segments.core.renewal": 0.8,
        "path.multiples.1": 2.75,
        "demand.selling": "capacity",
        "horizon_months": 15.0,
    }
    sheet = sheet_of(tmp_path / "some.xlsx", result, changes, wanted)
    assert sheet["A2"].value.startswith("6 values are changed or wanted")
    words = shlex.split(command_in(sheet))
    assert words[:7] == ["t2d3", "run", "baseline", "--seed", "1", "--runs", "2"]
    assert words[7:9] == ["--out", "results/baseline_changed"]
    assert words[9::2] == ["--set"] * 7
    settings = dict(word.split("=", 1) for word in words[10::2])
    assert settings["segments.core.renewal"] == "0.8 a term"
    assert settings["demand.selling"] == "capacity"
    changed = load("baseline", settings)
    assert (changed.roles.csm.cost, changed.money.other_spend[2]) == (201_500.5, 0.7)
    assert (changed.path.multiples[1], changed.horizon_months) == (2.75, 15)
    listed = [cell.value for row in sheet.iter_rows(max_col=1) for cell in row if cell.value]
    hidden = [cell.value for row in sheet.iter_rows(min_col=16, max_col=16) for cell in row if cell.value]
    assert "What is changed or wanted" in listed
    assert "CSM cost: $185K → $201.5005K" in hidden
    assert "R&D and administration, of ARR, after year 2 of the path: 68% → 70%" in hidden
    assert "Core renewal: 75% a term → 80% a term" in hidden


def test_only_functions_that_every_spreadsheet_knows(tmp_path: Path) -> None:
    sheet_of(tmp_path / "one.xlsx", played(), {}, {})
    for sheet in openpyxl.load_workbook(tmp_path / "one.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert set(re.findall(r"[A-Za-z_.]+(?=\()", cell.value)) <= FUNCTIONS, cell.value


# how a scenario is named ----------------------------------------------------------------------------------------------


def recorded(folder: Path, source: dict[str, str], settings: dict[str, Any], command: str = "run") -> None:
    question = {"command": command, "scenarios": [source, source], "about": []}
    record = {"format": "t2d3 answer", "question": question, "asked": {"settings": settings}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "question.json").write_text(json.dumps(record), encoding="utf-8")


def test_a_stored_result_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "baseline"
    write(played(), folder)
    recorded(folder, {"shipped": "baseline"}, {"--set": {"horizon_months": "14"}})
    asked = asked_of(read_stored(folder))
    assert asked == Asked("baseline", (("horizon_months", "14"),), "")
    assert asked.options == " --set horizon_months=14"


def test_a_file_is_named_without_the_folders_around_it(tmp_path: Path) -> None:
    file, folder = tmp_path / "private" / "our own.yaml", tmp_path / "results"
    file.parent.mkdir()
    file.write_text("{horizon_months: 14}", encoding="utf-8")
    recorded(folder, {"file": str(file)}, {})
    result = played(changes=None)
    asked = asked_of(result, folder)
    assert asked == Asked("our own.yaml", (), "Run it in the folder that holds our own.yaml.")
    file.unlink()
    assert "not found here" in asked_of(result, folder).note


def test_a_side_of_a_comparison_has_what_was_set_for_all_and_for_it(tmp_path: Path) -> None:
    settings = {"--set": {"horizon_months": "14"}, "--set-b": {"roles.csm.cost": "$210K"}}
    recorded(tmp_path, {"shipped": "baseline"}, settings, "compare")
    dearer = played(changes={"roles.csm.cost": "$210K"})
    assert asked_of(dearer, tmp_path / "b").settings == (("horizon_months", "14"), ("roles.csm.cost", "$210K"))


def test_without_a_record_a_shipped_scenario_is_looked_for_and_nothing_is_made_up(tmp_path: Path) -> None:
    asked = asked_of(played())
    assert (asked.scenario, asked.settings) == ("baseline", (("horizon_months", "14"),))
    assert "No record" in asked.note
    unknown = asked_of(played(changes={"name": "Ours"}), tmp_path)
    assert unknown.scenario == UNKNOWN
    assert "not known" in unknown.note


@pytest.mark.parametrize(
    "text", ["baseline", "our own.yaml", "a=75% a term", "it's $5", 'say "no"', "path.x=0.5", "`id`"]
)
def test_words_of_the_command_come_through_a_shell(text: str) -> None:
    assert shlex.split(quoted(text)) == [text]


def test_a_name_that_no_setting_reaches_is_told_and_kept_out_of_the_command(tmp_path: Path) -> None:
    name = "=cmd|' /C calc'!A0"
    path = f"money.rounds.{name}.amount"
    result = played(changes={"money.rounds": {name: {"opens": [{"month": 2}], "amount": "$5M"}}})
    sheet = sheet_of(tmp_path / "odd.xlsx", result, {path: 6e6, "roles.csm.cost": 201_500.5}, {})
    assert "calc" not in command_in(sheet)
    assert "roles.csm.cost=201500.5" in command_in(sheet)
    hidden = [str(cell.value) for row in sheet.iter_rows(min_col=16, max_col=16) for cell in row if cell.value]
    assert [one for one in hidden if "$5M → $6M" in one and "only the file can say" in one]
