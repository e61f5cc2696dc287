"""Several results side by side on one slide: on one calendar, by name, with the figures of each."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from reading_decks import books, fits, named, read
from synthetic_company import company, short_of_cash

from simulator.answers import deck, report
from simulator.reports.beside import Together
from simulator.reports.deck.deck import MOST_BEFORE_APPENDIX
from simulator.reports.page.report import sides_of
from simulator.results.formatting import decimals

LATE = {"name": "Late", "start_date": "2027-07-01"}


def test_each_measure_of_both_stands_in_one_chart_by_name_and_month() -> None:
    one, other = company(), company(behind=0.1, months=40, overrides=LATE)
    answer = deck([one, other])
    slide = next(found for found in answer.result.main if found.key == "beside")
    assert slide.title.startswith("In Oct 2030 Baseline has $"), slide.title
    assert "Late has $" in slide.title and "NRR" in slide.title and "cash" in slide.title
    sheets = {name: sheet for name, sheet, _ in books(read(answer.file)) if name.startswith("t2d3:beside:")}
    assert set(sheets) == {f"t2d3:beside:{part}" for part in ("arr", "nrr", "headcount-cs", "cash")}
    heads = [str(cell.value) for cell in sheets["t2d3:beside:arr"][1]]
    assert heads[1].startswith("Baseline, $") and heads[4].startswith("Late, $")
    rows = list(sheets["t2d3:beside:arr"].iter_rows(min_row=2, values_only=True))
    assert [f"{row[0]:%b %Y}" for row in rows] == list(one.labels)
    mine, theirs = (decimals(result.bands("arr").p50, 0) for result in (one, other))
    assert [row[1] for row in rows] == [float(value) for value in mine]
    inside = {label: float(value) for label, value in zip(other.labels, theirs, strict=True)}
    for row in rows:
        assert row[4] == inside.get(f"{row[0]:%b %Y}"), "a month of the other is not where the calendar has it"


def test_its_table_has_what_each_has_with_its_band() -> None:
    found = read(deck([company(), company(behind=0.1, overrides={"name": "Late"})], only="beside").file)
    table = named(found)["t2d3:beside:table"].table
    cells = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in cells] == ["Result", "Baseline", "Late"]
    assert all("(" in cell and "–" in cell for row in cells[1:] for cell in (row[2], row[3]))


def test_room_is_made_before_the_appendix_and_nothing_is_lost() -> None:
    results = [company(), *(company(behind=0.02 * at, overrides={"name": f"Plan {at}"}) for at in range(1, 7))]
    answer = deck(results)
    made, keys = answer.result, [one.key for one in answer.result.slides]
    assert len(made.main) <= MOST_BEFORE_APPENDIX and "beside" in [one.key for one in made.main]
    assert "beside-all" in [one.key for one in made.appendix]
    assert {f"difference-{letter}" for letter in "bcdefg"} <= set(keys) and len(keys) == len(set(keys))
    everyone = next(one for one in made.slides if one.key == "beside-all").blocks[0]
    assert [row[0] for row in everyone.rows] == [one.scenario.name for one in results]  # type: ignore[union-attr]


def test_one_result_stands_beside_nothing() -> None:
    assert not [one.key for one in deck(company()).result.slides if one.key.startswith("beside")]


def test_names_that_begin_alike_are_told_apart() -> None:
    long = [company(overrides={"name": f"The company of a very long name, number {at}"}) for at in range(3)]
    together = Together(sides_of(long))
    assert len(set(together.names(20))) == 3 and together.names(20)[1].startswith("B: The company")
    assert together.names(60)[1].endswith("number 1")


def test_results_that_share_no_month_are_told_by_their_own_last() -> None:
    early, late = company(months=12), company(months=12, overrides={"name": "Late", "start_date": "2030-01-01"})
    together = Together(sides_of([early, late]))
    assert together.month is None and [together.when(one) for one in together.sides] == ["Dec 2027", "Dec 2030"]
    low, middle, high = together.rows(together.sides[1], "arr")
    assert len(low) == len(middle) == len(high) == together.months + 1 == 49
    assert all(math.isnan(value) for value in middle[:36]) and middle[36] == pytest.approx(2e6)
    assert deck([early, late]).file


def test_of_several_results_what_is_about_one_bears_its_name(when_folder: Path) -> None:
    """Above all that cash runs out: without a name it would read as what awaits the company."""
    downside = replace(short_of_cash(4), scenario=company(4, 24, overrides={"name": "Kelp downside"}).scenario)
    made = deck([downside, company(4, 24), when_folder])
    told = {one.key: one.title for one in made.result.slides}
    assert told["cash"].startswith("Kelp downside: Cash runs out in 25% of")
    common = {"beside", "definitions", "limits", "difference-b"}
    asked = dict.fromkeys(("ask", "when", "change"), "Baseline")
    for key, title in told.items():
        assert (key in common) != title.startswith(f"{asked.get(key, 'Kelp downside')}: "), title
    for name, shape in named(read(made.file)).items():
        assert not name.endswith(":title") or fits(shape), name
    assert not any(one.title.startswith("Kelp") for one in deck(downside).result.slides), "alone it needs none"


def test_a_report_of_several_says_whose_its_sentence_is() -> None:
    ours, other = company(4), company(4, overrides={"name": "Kelp"})
    assert str(report([other, ours])) == f"Kelp: {report(other)}"
    assert not str(report(other)).startswith("Kelp")


def test_which_months_are_compared_is_said_where_results_have_not_all_the_same() -> None:
    long, short, late = company(4, 36), company(4, 24), company(4, 36, overrides=LATE)
    told = "The results have not the same months: compared over the 24 months they share, Jan 2027 to Dec 2028."
    later = told.replace("24", "30").replace("Jan 2027", "Jul 2027").replace("Dec 2028", "Dec 2029")
    for sides, notice in (([long, short], told), ([short, long], told), ([long, late], later)):
        assert deck(sides).notices[0] == notice
        assert report(sides).notices == (notice,) and notice in report(sides).page
        assert next(one for one in deck(sides).result.main if one.key == "beside").caption.startswith(notice)
    assert not any("compared over" in line for line in (*deck([long, long]).notices, *deck(long).notices))
    assert report([long, long]).notices == ()
    assert "share no month" in Together(sides_of([company(4, 6), late])).notice
