"""Decks on masters of other people: the layout, the boxes, the theme's colours, contrast, files as they come."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from masters import FOREIGN, dark, four_by_three, night, own_words, saved
from reading_decks import EMU, entries, fits, named, read
from synthetic_company import company

from simulator.answers import deck
from simulator.errors import InputError, OutputError
from simulator.reports.deck.template import template_master
from simulator.reports.deck.theme_colours import ENOUGH, contrast


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The stored files of other people, and one that is dark by its map of colours."""
    return {**FOREIGN, "dark": saved(dark(), tmp_path_factory.mktemp("masters") / "dark.pptx")}


@pytest.mark.parametrize("name", [*FOREIGN, "dark"])
def test_slides_stand_within_a_foreign_master_in_its_colours(name: str, masters: dict[str, Path]) -> None:
    path = masters[name]
    answer = deck(company(), template=path)
    found = read(answer.file)
    assert len(found.slides) == len(answer.result.slides), "slides of the template are still there"
    for slide in found.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= found.slide_width, shape.name
            assert shape.top >= 0 and shape.top + shape.height <= found.slide_height, shape.name
            if shape.has_text_frame and shape.name.startswith("t2d3:"):
                assert fits(shape), (shape.name, shape.text_frame.text)
    for part, inside in entries(answer.file).items():
        if part.startswith(("ppt/slides/slide", "ppt/charts/chart")):
            assert b"srgbClr" not in inside, part
    assert any(line.startswith("On the layout") for line in answer.notices)
    assert deck(company(), template=path).file == answer.file


def test_titles_and_bodies_do_not_meet(masters: dict[str, Path]) -> None:
    for name, path in masters.items():
        master = template_master(path, None)
        assert master.title.top + master.title.height <= master.body.top + 1.0, name
        assert master.body.height > 150.0 and master.body.width > 300.0, name


def test_text_stands_out_on_dark(tmp_path: Path) -> None:
    light_text = template_master(saved(dark(), tmp_path / "dark.pptx"), None)
    assert light_text.swaps.get("tx1", "tx1") == "tx1" and light_text.title_ink is None
    master = template_master(saved(night(), tmp_path / "night.pptx"), None)
    assert master.swaps["tx1"] == "bg1" == master.title_ink
    assert {"accent1", "accent3"} <= set(master.swaps)
    assert contrast("FFFFFF", "101820") >= ENOUGH
    charts = [
        inside
        for part, inside in entries(deck(company(), template=tmp_path / "night.pptx").file).items()
        if "charts/chart" in part
    ]
    assert all(b'"tx1"' not in inside and b'"accent1"' not in inside for inside in charts)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21.0)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_a_layout_is_found_by_its_name_and_by_its_room(tmp_path: Path) -> None:
    path = saved(four_by_three(), tmp_path / "theirs.pptx")
    assert template_master(path, None).layout.name == "Title Only"
    assert template_master(path, "title and content").layout.name == "Title and Content"
    other = template_master(saved(own_words(), tmp_path / "other.pptx"), None)
    assert other.title.width > other.title.height
    with pytest.raises(InputError, match=r'no layout is called "Titel Only"(.|\n)*did you mean: Title Only'):
        deck(company(), template=path, layout="Titel Only").file  # noqa: B018


def test_properties_that_stand_there_twice_do_so_once(tmp_path: Path) -> None:
    path = saved(four_by_three(), tmp_path / "theirs.pptx")
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("docProps/core.xml", file.read("docProps/core.xml"))
    entries(deck(company(), template=path).file)


def test_what_is_no_deck_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.pptx").write_text("no deck", encoding="utf-8")
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "empty.pptx").write_bytes(file.getvalue())
    for name in ("words.pptx", "empty.pptx"):
        with pytest.raises(InputError, match="this is no deck that can be read"):
            deck(company(), template=tmp_path / name).file  # noqa: B018
    with pytest.raises(OutputError, match="cannot be read"):
        deck(company(), template=tmp_path / "nowhere.pptx").file  # noqa: B018


def test_titles_are_fitted_to_their_box(tmp_path: Path) -> None:
    answer = deck(company(), template=saved(own_words(), tmp_path / "theirs.pptx"))
    for name, shape in named(read(answer.file)).items():
        if name.endswith(":title"):
            (size,) = {run.font.size.pt for paragraph in shape.text_frame.paragraphs for run in paragraph.runs}
            assert 9.0 <= size * 1.2 <= shape.height / EMU
