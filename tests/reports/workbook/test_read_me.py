"""The first sheet says what the workbook is, what is live in it and what is not, in figures of this very result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from small_companies import begun, played, summarised

from simulator.reports.limits import limits_of
from simulator.reports.page.report import sides_of
from simulator.reports.workbook.book import SHEETS
from simulator.reports.workbook.choice import write_choice
from simulator.reports.workbook.locks import locked
from simulator.reports.workbook.sheets.assumptions import write_assumptions
from simulator.reports.workbook.sheets.read_me import write_read_me

HOSTILE = "=cmd|' /C calc'!A0 [x]"


def written(path: Path, *results: Any) -> Any:
    book = begun(path, *results)
    write_read_me(book, write_assumptions(book, write_choice(book)))
    book.book.close()
    return openpyxl.load_workbook(path)["Read me"]


def lines(sheet: Any) -> list[tuple[str, str]]:
    return [(row[0].value or "", row[1].value or "") for row in sheet.iter_rows(max_col=2)]


def test_it_says_which_company_this_is_and_how_it_was_run(tmp_path: Path) -> None:
    result = played()
    told = dict(lines(written(tmp_path / "one.xlsx", result)))
    assert told["Name"] == "Baseline"
    assert told["Purpose"] == result.scenario.purpose
    assert told["Months"] == "14, from Jan 2027 to Feb 2028"
    assert told["Runs"] == "2, seed 1"
    assert told["Customers on the first day"].startswith("A made-up book of 60 customers")
    assert told["Digest of the result"] == result.digest()


def test_it_says_how_many_inputs_are_locked_and_why(tmp_path: Path) -> None:
    result = played(changes={"money.runway.hold_below": 6})
    found = lines(written(tmp_path / "one.xlsx", result))
    reasons = locked(result)
    shut = [path for path, reason in reasons.items() if reason]
    assert (f"{len(shut)} of {len(reasons)}", "are locked on Assumptions; all others are live") in found
    assert any(text.startswith("Hiring waits while cash lasts for fewer than 6 months") for _, text in found)


def test_it_links_every_other_sheet(tmp_path: Path) -> None:
    sheet = written(tmp_path / "one.xlsx", played())
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert list(links) == list(ORDER)
    assert set(links) == set(SHEETS) - {"Read me"}
    assert links["P&L"] == "'P&L'!A1"


ORDER = (
    *("Summary", "Assumptions", "ARR bridge", "P&L", "Balance sheet", "Cash flow", "Headcount", "Retention", "Bands"),
    *("Actuals", "Charts", "Checks", "What needs a run", "Behaviour", "Data"),
)


def test_the_three_averages_are_those_of_this_result(tmp_path: Path) -> None:
    result = played()
    text = " ".join(text for _, text in lines(written(tmp_path / "one.xlsx", result)))
    runs = result["quick_ratio"][:, -1]
    gained = [result[f"arr.{name}"][:, 3:].sum() for name in ("new", "expansion", "renewal_gains", "mid_term_rises")]
    lost = [np.abs(result[f"arr.{name}"][:, 3:]).sum() for name in ("contraction", "churn")]
    words = (
        f"ratio of means {sum(gained) / sum(lost):.2f}, mean of ratios {runs.mean():.2f}, median {np.median(runs):.2f}"
    )
    assert words in text


def test_it_says_what_it_is_not(tmp_path: Path) -> None:
    result = played()
    told = [text for _, text in lines(written(tmp_path / "one.xlsx", result))]
    assert set(limits_of(sides_of([result]))) <= set(told)


def test_summaries_say_that_there_are_no_single_companies(tmp_path: Path) -> None:
    text = " ".join(text for _, text in lines(written(tmp_path / "one.xlsx", summarised())))
    assert "Single runs were not kept" in text
    assert "P90 company" not in text


def test_hostile_names_stay_text_and_every_scenario_is_told_of(tmp_path: Path) -> None:
    other = played(changes={"name": HOSTILE, "purpose": HOSTILE})
    sheet = written(tmp_path / "two.xlsx", other, played())
    told = lines(sheet)
    assert ("Name", HOSTILE) in told
    assert ("Name", "Baseline") in told
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
