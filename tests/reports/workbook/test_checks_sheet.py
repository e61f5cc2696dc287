"""The sheet of checks can fail: red where a difference is larger than it may be, and told on the summary."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_books import few_runs, written

from simulator.reports.workbook.book import CHECKS, Book, Choice
from simulator.reports.workbook.formula import Live, as_live
from simulator.reports.workbook.sheets.checks import Check, write_checks


@pytest.mark.parametrize(
    ("difference", "at_most", "verdict", "words"),
    [
        (0.0, 0.01, "OK", "All checks hold"),
        (0.02, 0.01, "off", "A check does not hold: see Checks"),
        (0.01, 0.01, "OK", "All checks hold"),
    ],
)
def test_a_difference_beyond_what_it_may_be_is_off(
    difference: float, at_most: float, verdict: str, words: str, tmp_path: Path
) -> None:
    told: list[Live] = []

    def write(book: Book, _: Choice) -> None:
        cell = book["Data"].put(0, 0, difference)
        checks = [Check("One", "this against that", as_live(0.0)), Check("Two", "that", cell, at_most)]
        told.append(write_checks(book, checks, as_live(0.0)))

    shown, formulas = written(tmp_path / "checks.xlsx", [few_runs()], write, CHECKS)
    assert [shown.cell(row, 5).value for row in (6, 7)] == ["OK", verdict]
    assert shown.cell(2, 1).value == told[0].value == words
    assert "<=" in formulas.cell(7, 5).value
