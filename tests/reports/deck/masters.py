"""Masters of other people, made here: 4:3, dark by its map of colours, dark behind dark text, with words of its own."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pptx
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.util import Emu, Inches, Pt

from simulator.reports.deck.xml import found

_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def four_by_three() -> Presentation:
    """The one that python-pptx has: 4:3, with a slide of somebody's in it."""
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Somebody's own"
    return deck


def wide(deck: Presentation) -> Presentation:
    """Make a deck 16:9, all its boxes wider by the same share."""
    share, deck.slide_width = 12_192_000 / deck.slide_width, Emu(12_192_000)
    for part in (deck.slide_master, *deck.slide_layouts):
        for shape in found(part._element, ".//a:xfrm"):
            for place, name in ((shape[0], "x"), (shape[1], "cx")):
                place.set(name, str(round(int(place.get(name)) * share)))
    return deck


def dark() -> Presentation:
    """Dark by its map of colours: text is the light colour of the theme."""
    deck = wide(pptx.Presentation())
    (mapping,) = found(deck.slide_master._element, "./p:clrMap")
    for one, other in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapping.set(one, other)
    return deck


def night() -> Presentation:
    """A dark colour behind everything, though text is dark by its map; two accents are nearly as dark."""
    deck = wide(pptx.Presentation())
    (scene,) = found(deck.slide_master._element, "./p:cSld")
    for old in found(scene, "./p:bg"):
        scene.remove(old)
    behind = (
        f'<p:bg xmlns:p="{_SLIDES}" xmlns:a="{_SPACE}"><p:bgPr><a:solidFill><a:srgbClr val="101820"/></a:solidFill>'
    )
    scene.insert(0, etree.fromstring(f"{behind}<a:effectLst/></p:bgPr></p:bg>"))
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    for name, colour in (("accent1", "101830"), ("accent3", "202020")):
        (slot,) = found(root, f".//a:clrScheme/a:{name}")
        slot[0].set("val", colour)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return deck


def own_words() -> Presentation:
    """Layouts with names and places of their own, a narrow title, and no footers."""
    deck = wide(pptx.Presentation())
    for place, layout in enumerate(deck.slide_layouts):
        layout.name = f"Folie {place}"
        for holder in list(layout.placeholders):
            if holder.placeholder_format.idx in (10, 11, 12):
                holder._element.getparent().remove(holder._element)
    title = next(one for one in deck.slide_layouts[5].placeholders if one.placeholder_format.idx == 0)
    title.left, title.top, title.width, title.height = Inches(4), Inches(0.2), Inches(8), Pt(50)
    return deck


MASTERS: dict[str, Callable[[], Presentation]] = {
    "four_by_three": four_by_three,
    "dark": dark,
    "night": night,
    "own_words": own_words,
}


def saved(deck: Presentation, path: Path) -> Path:
    """Write a deck, as a template where its name ends so, with its properties twice as LibreOffice writes them."""
    file = BytesIO()
    deck.save(file)
    if path.suffix == ".pptx":
        path.write_bytes(file.getvalue())
        return path
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            inside = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                inside = inside.replace(b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
            new.writestr(entry.filename, inside)
    return path
