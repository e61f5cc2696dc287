"""What lies behind titles and bodies: shapes, gradients, pictures, groups; what text takes there to be read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
import pytest
from lxml import etree
from masters import FOREIGN, saved, wide
from PIL import Image
from pptx.presentation import Presentation
from pptx.util import Pt
from reading_decks import read
from synthetic_company import company

from simulator.answers import deck
from simulator.reports.deck.behind import Scene, Under
from simulator.reports.deck.master import Box
from simulator.reports.deck.template import template_master
from simulator.reports.deck.theme_colours import ENOUGH, ThemeColours, contrast

_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
BOX = Box(100.0, 100.0, 200.0, 100.0)


def solid(colour: str, inside: str = "") -> str:
    return f'<a:solidFill xmlns:a="{_SPACE}"><a:srgbClr val="{colour}">{inside}</a:srgbClr></a:solidFill>'


def with_shape(fill: str, box: Box = BOX) -> Presentation:
    """A deck whose master has a rectangle with a fill."""
    found = wide(pptx.Presentation())
    shape = found.slide_layouts[5].shapes._spTree
    drawn = found.slides.add_slide(found.slide_layouts[6]).shapes.add_shape(1, *map(Pt, _points(box)))
    element = drawn._element
    properties = element.spPr
    for old in list(properties)[2:]:
        properties.remove(old)
    properties.append(etree.fromstring(fill))
    shape.append(element)
    return found


def _points(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.width, box.height


def under(found: Presentation, box: Box = BOX) -> Under:
    layout = found.slide_layouts[5]
    return Scene(found, layout, ThemeColours(layout)).under(box)


def test_a_shape_covers_what_is_below_it_as_far_as_it_reaches() -> None:
    assert under(with_shape(solid("101820"))).shares["101820"] == pytest.approx(1.0)
    half = under(with_shape(solid("101820"), Box(0.0, 100.0, 200.0, 400.0))).shares
    assert half["101820"] == pytest.approx(0.5) and half["FFFFFF"] == pytest.approx(0.5)
    assert under(with_shape(solid("101820"), Box(500.0, 0.0, 10.0, 10.0))).shares == {"FFFFFF": 1.0}


def test_what_is_half_transparent_covers_half() -> None:
    shares = under(with_shape(solid("101820", '<a:alpha val="50000"/>'))).shares
    assert shares["101820"] == pytest.approx(0.5) and shares["FFFFFF"] == pytest.approx(0.5)


def test_a_gradient_is_looked_at_where_it_is_seen() -> None:
    stops = "".join(
        f'<a:gs pos="{at}"><a:srgbClr val="{one}"/></a:gs>' for at, one in ((0, "000000"), (100_000, "FFFFFF"))
    )
    fill = f'<a:gradFill xmlns:a="{_SPACE}"><a:gsLst>{stops}</a:gsLst><a:lin ang="5400000"/></a:gradFill>'
    found = with_shape(fill, Box(0.0, 0.0, 960.0, 540.0))
    top, bottom = (under(found, Box(0.0, at, 960.0, 50.0)) for at in (0.0, 490.0))
    assert top.contrast("FFFFFF") > 15.0 and bottom.contrast("000000") > 15.0
    assert top.contrast("000000") < 2.0 and bottom.contrast("FFFFFF") < 2.0


def test_a_colour_of_the_theme_is_taken_with_its_changes() -> None:
    def fill(change: str) -> str:
        return f'<a:solidFill xmlns:a="{_SPACE}"><a:schemeClr val="tx1">{change}</a:schemeClr></a:solidFill>'

    assert set(under(with_shape(fill(""))).shares) >= {"000000"}
    change = '<a:lumMod val="50000"/><a:lumOff val="50000"/>'
    assert under(with_shape(fill(change))).shares["808080"] == pytest.approx(1.0)


def picture(colours: tuple[tuple[int, int, int], tuple[int, int, int]]) -> BytesIO:
    """A picture whose upper half has one colour and whose lower half another."""
    image = Image.new("RGB", (40, 40), colours[0])
    image.paste(colours[1], (0, 20, 40, 40))
    file = BytesIO()
    image.save(file, "PNG")
    return file


def with_picture(file: BytesIO) -> Presentation:
    found = wide(pptx.Presentation())
    slide = found.slides.add_slide(found.slide_layouts[6])
    drawn = slide.shapes.add_picture(file, 0, 0, found.slide_width, found.slide_height)
    layout = found.slide_layouts[5]
    image = slide.part.related_part(drawn._element.blipFill.blip.rEmbed)
    drawn._element.blipFill.blip.rEmbed = layout.part.relate_to(image, pptx.opc.constants.RELATIONSHIP_TYPE.IMAGE)
    layout.shapes._spTree.insert(2, drawn._element)
    return found


def test_a_picture_is_looked_at_where_it_is_seen(tmp_path: Path) -> None:
    found = with_picture(picture(((16, 24, 32), (255, 255, 255))))
    assert under(found, Box(0.0, 0.0, 900.0, 200.0)).shares["101820"] == pytest.approx(1.0)
    assert under(found, Box(0.0, 300.0, 900.0, 200.0)).shares["FFFFFF"] == pytest.approx(1.0)
    master = template_master(saved(found, tmp_path / "theirs.pptx"), "Title Only")
    assert master.title_ink == "bg1" and any("titles take the colour bg1" in line for line in master.notices)


def test_a_picture_that_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    found = with_picture(picture(((0, 0, 0), (0, 0, 0))))
    layout = found.slide_layouts[5]
    for relation in layout.part.rels.values():
        if relation.reltype.endswith("/image"):
            relation.target_part._blob = b"no picture"
    told = under(found)
    assert told.unknown == pytest.approx(1.0) and told.contrast("000000") == 1.0
    notices = template_master(saved(found, tmp_path / "theirs.pptx"), "Title Only").notices
    assert "some of what lies behind is not known" in " ".join(notices)


def test_members_of_a_group_stand_where_the_group_puts_them() -> None:
    found = with_shape(solid("101820"), Box(0.0, 0.0, 10.0, 10.0))
    slide = found.slides.add_slide(found.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    element = found.slide_layouts[5].shapes._spTree[-1]
    group._element.append(element)
    frame = group._element.grpSpPr.get_or_add_xfrm()
    for name, (x, y) in (("off", (100, 100)), ("ext", (200, 100)), ("chOff", (0, 0)), ("chExt", (10, 10))):
        for old in frame.findall(f"{{{_SPACE}}}{name}"):
            frame.remove(old)
        keys = ("cx", "cy") if name.endswith(("ext", "Ext")) else ("x", "y")
        etree.SubElement(frame, f"{{{_SPACE}}}{name}", {keys[0]: str(Pt(x)), keys[1]: str(Pt(y))})
    found.slide_layouts[5].shapes._spTree.append(group._element)
    assert under(found).shares["101820"] == pytest.approx(1.0)


BEHIND_TITLES = {"midnightblue": "2C3E50", "lights": "000032", "night": "101820", "four_by_three": "FFFFFF"}
"""What can be seen behind the upper edge of each stored master, read off its picture."""


@pytest.mark.parametrize("name", sorted(BEHIND_TITLES))
def test_titles_stand_out_from_what_lies_behind_them(name: str) -> None:
    found = read(deck(company(), template=FOREIGN[name], only="arr,cash").file)
    for slide in found.slides:
        layout = slide.slide_layout
        (title,) = (one for one in slide.shapes if one.name.endswith(":title"))
        (colour,) = {_colour(run) for paragraph in title.text_frame.paragraphs for run in paragraph.runs}
        told = ThemeColours(layout).of(colour or "tx1")
        assert told is not None and contrast(told, BEHIND_TITLES[name]) >= ENOUGH


def _colour(run: Any) -> str | None:
    found = run._r.xpath("./a:rPr/a:solidFill/a:schemeClr/@val")
    return str(found[0]) if found else None


def test_what_stands_on_a_master_without_a_title_in_its_layout_has_that_of_the_master() -> None:
    master = template_master(FOREIGN["midnightblue"], None)
    assert (round(master.title.left), round(master.title.top)) == (28, 18)
    assert master.body.top >= 1_215_000 / 12_700, "the body begins within the band"


PARTS: dict[str, Callable[[Any], Any]] = {"title": lambda one: one.title, "body": lambda one: one.body}


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_text_and_titles_have_contrast_enough_on_every_stored_master(name: str) -> None:
    master = template_master(FOREIGN[name], None)
    colours = ThemeColours(master.layout)
    scene = Scene(master.deck, master.layout, colours)
    for part, ink in (("title", master.title_ink), ("body", master.swaps.get("tx1", "tx1"))):
        if ink is not None:
            assert colours.against(ink, scene.under(PARTS[part](master))) >= ENOUGH, (name, part)
