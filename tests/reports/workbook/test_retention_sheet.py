"""The sheet of retention: triangles by landing year of the chosen case, and what a dollar has become."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_books import at, few_runs, written

from simulator.reports.workbook.book import RETENTION, Book, Choice
from simulator.reports.workbook.formula import Live
from simulator.reports.workbook.sheets.retention import write_retention
from simulator.results.result import Result

DIGITS = 1e-15
Triangles = dict[str, tuple[tuple[Live, ...], ...]]


def test_triangles_are_those_of_the_metrics(tmp_path: Path) -> None:
    result, found = few_runs(months=36), Triangles()

    def write(book: Book, choice: Choice) -> None:
        found.update(write_retention(book, choice))

    shown, formulas = written(tmp_path / "a.xlsx", [result], write, RETENTION)
    for kind in ("nrr", "grr", "logo_retention"):
        assert [len(row) for row in found[kind]] == [3, 2, 1]
        for number, row in enumerate(found[kind]):
            bands = result.bands(f"{kind}.landed.{number or 'opening'}")
            for year, cell in enumerate(row, 1):
                month = 12 * (number + year)
                assert at(shown, cell) == pytest.approx(bands.mean[month], rel=DIGITS)
                (place,) = cell.parts
                assert not isinstance(place, str)
                beside = [shown.cell(place.row + 1, place.column + 1 + 4 * block).value for block in (1, 2)]
                assert beside == pytest.approx([bands.p5[month], bands.p95[month]], rel=DIGITS)
                behind = at(formulas, cell)
                assert behind.startswith("=INDEX(") and behind.endswith(",chosen_case)")
    rows = {row[0].value: row for row in shown.iter_rows() if row[0].value}
    (heading,) = (row for title, row in rows.items() if str(title).startswith("What $1 of ARR has become"))
    opening = shown[heading[0].row + 2]
    one, two, three = (at(shown, cell) for cell in found["nrr"][0])
    assert [cell.value for cell in opening[1:4]] == pytest.approx([one, one * two, one * two * three])
    assert formulas.cell(opening[0].row, 3).value.count("*") == 1


def test_of_a_company_they_are_its_own(tmp_path: Path) -> None:
    result: Result = few_runs(months=36)
    found = Triangles()
    cases: list[int | None] = []

    def write(book: Book, choice: Choice) -> None:
        cases.extend(case.place for case in book.cases.cases)
        found.update(write_retention(book, choice))

    shown, formulas = written(tmp_path / "a.xlsx", [result], write, RETENTION)
    block = at(formulas, found["grr"][1][0]).removeprefix("=INDEX(").split(",")[0]
    behind = [cell.value for (cell,) in shown[block]]
    own = [result["grr.landed.1"][place, 24] for place in cases[1:]]
    assert behind[1:] == pytest.approx(own, rel=DIGITS)


def test_below_a_year_there_is_nothing_to_tell(tmp_path: Path) -> None:
    def write(book: Book, choice: Choice) -> None:
        assert write_retention(book, choice) == {}

    shown, _ = written(tmp_path / "a.xlsx", [few_runs(months=8)], write, RETENTION)
    assert "shorter than a year" in shown["A6"].value
