"""What would change our mind: from when to hire, from what matters, from both; laid out by what there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_decks import books, named, read
from synthetic_company import company

from simulator.answers import deck
from simulator.errors import OutputError
from simulator.reports.deck.content import Slide, Table
from simulator.reports.deck.fitting import table_fit
from simulator.reports.deck.stored_sensitivity import read_sensitivity


def change(*parts: object) -> Slide:
    (slide,) = (one for one in deck([company(), *parts]).result.slides if one.key == "change")  # type: ignore[list-item]
    return slide


def test_what_was_written_is_read_again(answer_and_folder: tuple[object, Path]) -> None:
    answer, folder = answer_and_folder
    found, bars = read_sensitivity(folder), answer.tornado.bars  # type: ignore[attr-defined]
    assert f"{found.finding}." == str(answer) and found.runs == 2
    assert [one.low.label for one in found.values] == [bar.knob.label(bar.knob.low) for bar in bars]
    for one, bar in zip(found.values, bars, strict=True):
        assert one.low.mean == pytest.approx(bar.low.mean, rel=1e-6)
        assert one.high.high == pytest.approx(bar.high.high, rel=1e-6)


def test_what_matters_alone_is_the_finding(answer_and_folder: tuple[object, Path]) -> None:
    _, folder = answer_and_folder
    slide = change(folder)
    assert slide.title == read_sensitivity(folder).finding
    assert [block.key for block in slide.blocks] == ["moved"] and slide.blocks[0].area.width == 1.0
    assert any("t2d3 sensitivity, scenario Baseline" in line for line in slide.notes)


def test_both_answers_stand_beside_each_other(answer_and_folder: tuple[object, Path], when_folder: Path) -> None:
    _, folder = answer_and_folder
    slide = change(folder, when_folder)
    assert slide.title.startswith("To open later does") and read_sensitivity(folder).finding in slide.caption
    assert [block.key for block in slide.blocks] == ["change", "moved"]
    found = read(deck([company(), folder, when_folder], only="change").file)
    for name, plain, formulas in books(found):
        assert name == "t2d3:change:moved"
        for row in range(2, plain.max_row + 1):
            mean, low, high, up, down = (plain.cell(row, column).value for column in range(2, 7))
            assert (up, down) == (pytest.approx(high - mean), pytest.approx(mean - low))
            assert (
                formulas.cell(row, 5).value == f"=D{row}-B{row}" and formulas.cell(row, 10).value == f"=I{row}-G{row}"
            )
    assert len(named(found)["t2d3:change:moved"].chart.plots[0].categories) == 2


def test_of_when_alone_the_table_has_the_whole_slide_unless_some_are_not_settled(
    when_folder: Path, tmp_path: Path
) -> None:
    assert [(one.key, one.area.width) for one in change(when_folder).blocks] == [("change", 1.0)]
    for name in ("when.json", "when.csv"):
        text = (when_folder / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("$6M,no,no,no,yes", "$6M,no,no,yes,no"), encoding="utf-8")
    table, chart = change(tmp_path).blocks
    assert ("Not settled, or as good", "$6M") in table.rows  # type: ignore[union-attr]
    assert chart.key == "close" and chart.data.categories == ("$2M", "$6M")  # type: ignore[union-attr]


def test_without_either_it_is_left_out_and_said(when_folder: Path) -> None:
    assert {"change", "sensitivity"} <= {one.key for one in deck(company()).result.left_out}
    assert "sensitivity" in {one.key for one in deck([company(), when_folder]).result.left_out}


def test_an_answer_without_its_words_is_to_be_asked_again(
    answer_and_folder: tuple[object, Path], tmp_path: Path
) -> None:
    table = (answer_and_folder[1] / "tornado.csv").read_bytes()
    (tmp_path / "tornado.csv").write_bytes(table)
    with pytest.raises(OutputError, match="of an earlier t2d3, without its words; ask it again"):
        deck([company(), tmp_path])
    (tmp_path / "sensitivity.json").write_text('{"format": "t2d3 sensitivity", "version": 1}', encoding="utf-8")
    with pytest.raises(OutputError, match="does not hold an answer to what matters"):
        deck([company(), tmp_path])


def test_a_roomy_table_fills_its_area_and_no_more() -> None:
    rows = (("Decision", "open hiring at $2M"), ("Cost", "$300K a year"))
    plain, roomy = (Table("x", ("Ask", ""), rows, "", first=0.2, wordy=True, roomy=one) for one in (False, True))
    (small, _, low), (large, _, high) = (table_fit(one, 800.0, 300.0) for one in (plain, roomy))
    assert large > small and sum(low) < sum(high) <= 300.0
