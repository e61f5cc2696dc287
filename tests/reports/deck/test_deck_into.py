"""New figures for a deck that somebody has edited: data and untouched titles; everything else stays as it was."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx.dml.color import RGBColor
from pptx.util import Inches
from reading_decks import books, entries, named, read, texts
from synthetic_company import company

from simulator.answers import deck
from simulator.errors import InputError

OWN = "Our own words"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """A deck as its readers have edited it."""
    found = read(deck(company()).file)
    shapes = named(found)
    shapes["t2d3:cash:title"].text_frame.text = OWN
    chart = shapes["t2d3:arr:chart"]
    chart.left, chart.width = Inches(1), Inches(6)
    line = chart.chart.plots[1].series[0]
    line.format.line.color.rgb = RGBColor(0x12, 0x34, 0x56)
    slide = found.slides.add_slide(found.slide_layouts[0])
    slide.shapes.title.text = "A slide of ours"
    shapes["t2d3:nrr:caption"]._element.getparent().remove(shapes["t2d3:nrr:caption"]._element)
    return _saved(found, tmp_path / "board.pptx")


def _saved(found: Any, path: Path) -> Path:
    file = BytesIO()
    found.save(file)
    path.write_bytes(file.getvalue())
    return path


def test_data_and_untouched_titles_are_refreshed(board: Path) -> None:
    new = company(behind=0.2)
    answer = deck(new, into=board)
    found = read(answer.file)
    fresh = read(deck(new).file)
    assert named(found)["t2d3:arr:title"].text_frame.text == named(fresh)["t2d3:arr:title"].text_frame.text
    sheets = {name: [[cell.value for cell in row] for row in formulas] for name, _, formulas in books(found)}
    wanted = {name: [[cell.value for cell in row] for row in formulas] for name, _, formulas in books(fresh)}
    assert sheets == wanted, "formulas and figures are not those of a new deck"
    for name, shape in named(found).items():
        if shape.has_chart:
            ours, theirs = (one.chart for one in (shape, named(fresh)[name]))
            assert [list(one.values) for plot in ours.plots for one in plot.series] == [
                list(one.values) for plot in theirs.plots for one in plot.series
            ]
        if shape.has_table:
            assert _cells(shape) == _cells(named(fresh)[name])


def _cells(shape: Any) -> list[list[str]]:
    return [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]


def test_what_somebody_edited_stays(board: Path) -> None:
    answer = deck(company(behind=0.2), into=board)
    found, before = read(answer.file), read(board.read_bytes())
    assert named(found)["t2d3:cash:title"].text_frame.text == OWN
    assert any("t2d3:cash:title on slide" in line for line in answer.notices)
    chart = named(found)["t2d3:arr:chart"]
    assert (chart.left, chart.width) == (Inches(1), Inches(6))
    assert chart.chart.plots[1].series[0].format.line.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert "A slide of ours" in " ".join(
        shape.text_frame.text for shape in found.slides[-1].shapes if shape.has_text_frame
    )
    assert "t2d3:nrr:caption" not in named(found)
    assert len(found.slides) == len(before.slides)
    mine = {name for name in entries(board.read_bytes()) if name.startswith(("ppt/theme", "ppt/slideMaster"))}
    assert {name: entries(board.read_bytes())[name] for name in mine} == {
        name: entries(answer.file)[name] for name in mine
    }


def test_the_same_figures_change_nothing_that_can_be_seen(board: Path) -> None:
    answer = deck(company(), into=board)
    assert texts_of(read(answer.file)) == texts_of(read(board.read_bytes()))
    assert deck(company(), into=board).file == answer.file


def texts_of(found: Any) -> list[str]:
    own = found.slides[-1]
    assert not own.has_notes_slide
    return [text for slide in list(found.slides)[:-1] for text in _slide_texts(slide)]


def _slide_texts(slide: Any) -> list[str]:
    return [slide.notes_slide.notes_text_frame.text] + [
        shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
    ]


def test_a_deck_that_shows_what_is_not_there_is_refused(board: Path) -> None:
    before = board.read_bytes()
    with pytest.raises(InputError, match=r"there is no data for its slides nrr(.|\n)*horizon_months"):
        deck(company(runs=2, months=6), into=board).file  # noqa: B018
    assert board.read_bytes() == before


def test_a_deck_of_nobody_is_refused(tmp_path: Path) -> None:
    import pptx

    path = _saved(pptx.Presentation(), tmp_path / "theirs.pptx")
    with pytest.raises(InputError, match="no shape of it is named t2d3"):
        deck(company(), into=path).file  # noqa: B018
    assert texts(pptx.Presentation()) == []


def test_notes_that_somebody_has_edited_stay_and_others_are_refreshed(tmp_path: Path) -> None:
    found = read(deck(company(), only="arr,cash").file)
    found.slides[0].notes_slide.notes_text_frame.paragraphs[0].runs[0].text = OWN
    new = company(behind=0.2)
    after = read(deck(new, into=_saved(found, tmp_path / "board.pptx")).file)
    notes = [slide.notes_slide.notes_text_frame.text for slide in after.slides]
    fresh = [slide.notes_slide.notes_text_frame.text for slide in read(deck(new, only="arr,cash").file).slides]
    assert notes[0].startswith(OWN) and notes[1] == fresh[1] != notes[0]
