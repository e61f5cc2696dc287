"""The sheet of headcount: each person of one company month by month, adding up to its headcount by role."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from small_books import at, few_runs, pairs, written

from simulator.reports.page.report import sides_of
from simulator.reports.workbook.book import HEADCOUNT, Book, Choice
from simulator.reports.workbook.cases import cases_of
from simulator.reports.workbook.sheets import headcount
from simulator.reports.workbook.sheets.bands import write_bands
from simulator.reports.workbook.sheets.headcount import write_headcount
from simulator.reports.workbook.timeline import Row
from simulator.results.people import people_of


def sheet(path: Path, found: dict[str, Row]) -> Worksheet:
    def write(book: Book, choice: Choice) -> None:
        found.update(write_headcount(book, choice, write_bands(book, choice)))

    return written(path, [few_runs()], write, HEADCOUNT)[0]


def test_persons_add_up_to_headcount_by_role(tmp_path: Path) -> None:
    result, found = few_runs(), dict[str, Row]()
    shown = sheet(tmp_path / "a.xlsx", found)
    median = next(case for case in cases_of(sides_of([result])).cases if case.company == "Median company")
    for role in result.scenario.roles.names():
        heads = result[f"headcount.{role}"][median.place]
        if role not in found:
            assert not heads.any()
            continue
        assert at(shown, found[role].month(0)) == heads[0]
        assert [at(shown, cell) for cell, _ in pairs(found[role], heads)] == [
            value for _, value in pairs(found[role], heads)
        ]
    assert {"csm", "cs_head"} <= set(found)


def test_each_person_has_dates_and_a_row(tmp_path: Path) -> None:
    result = few_runs()
    shown = sheet(tmp_path / "a.xlsx", {})
    titles = [row[0].value for row in shown.iter_rows(max_col=1)]
    first = titles.index("Person") + 3
    median = next(case for case in cases_of(sides_of([result])).cases if case.company == "Median company")
    assert f"Median company of Baseline (run {median.run}), in place of a mean" in " ".join(filter(None, titles))
    people = people_of(result, [median.run or 0])
    assert people is not None
    dates = {(one.joined, one.left) for one in people[median.run or 0]}
    rows = [shown[row] for row in range(first, first + len(people[median.run or 0]))]
    told = {tuple(cell.value.date() if isinstance(cell.value, datetime) else None for cell in row[1:3]) for row in rows}
    assert told == dates


def test_a_limit_of_persons_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headcount, "MOST", 3)
    shown = sheet(tmp_path / "a.xlsx", {})
    titles = [str(row[0].value) for row in shown.iter_rows(max_col=1)]
    assert any(title.startswith("No more than 3 persons of a company are written") for title in titles)


def test_summaries_have_no_persons(tmp_path: Path) -> None:
    from simulator import load, simulate

    few = simulate(load("baseline", {"horizon_months": 14}), runs=3, seed=3, workers=1, keep="summaries")

    def write(book: Book, choice: Choice) -> None:
        assert write_headcount(book, choice, write_bands(book, choice)) == {}

    shown, _ = written(tmp_path / "s.xlsx", [few], write, HEADCOUNT)
    assert any("hold no single runs" in str(row[0].value) for row in shown.iter_rows(max_col=1))
