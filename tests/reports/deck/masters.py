"""Masters of other people, made here: 4:3, dark by its map of colours, dark behind dark text, with words of its own.

`python tests/reports/deck/masters.py` makes the files in `foreign/` anew; its README tells how and under which licence.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Final

import pptx
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.util import Emu, Inches, Pt

from simulator.reports.deck.package import bytes_of, opened
from simulator.reports.deck.xml import found

_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"

FOLDER: Final = Path(__file__).parent / "foreign"
FOREIGN: Final = {
    path.stem: path
    for path in (
        *(FOLDER / "midnightblue.pptx", FOLDER / "lights.potx"),
        *(FOLDER / "night.potx", FOLDER / "four_by_three.pptx", FOLDER / "own_words.pptx"),
    )
}
"""The stored files, two of which LibreOffice has made out of masters that it comes with."""
PRESETS: Final = Path("/usr/lib/libreoffice/share/template/common/presnt")


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
    """Layouts with names and places of their own, a narrow title, a line below it and a logo, and no footers."""
    deck = wide(pptx.Presentation())
    for place, layout in enumerate(deck.slide_layouts):
        layout.name = f"Folie {place}"
        for holder in list(layout.placeholders):
            if holder.placeholder_format.idx in (10, 11, 12):
                holder._element.getparent().remove(holder._element)
    layout = deck.slide_layouts[5]
    title = next(one for one in layout.placeholders if one.placeholder_format.idx == 0)
    title.left, title.top, title.width, title.height = Inches(4), Inches(0.2), Inches(8), Pt(50)
    for number, (kind, name, box) in enumerate(
        (
            ("body", "Unterzeile", (Inches(4), Inches(0.95), Inches(8), Pt(24))),
            ("pic", "Logo", (Inches(0.4), Inches(0.3), Inches(1.6), Pt(40))),
            ("body", "Quelle", (Inches(4), Inches(7.0), Inches(8), Pt(20))),
        ),
        21,
    ):
        copied = deepcopy(title._element)
        title._element.getparent().append(copied)
        (about,), (holder,) = found(copied, ".//p:cNvPr"), found(copied, ".//p:ph")
        about.set("id", str(number))
        about.set("name", name)
        holder.set("type", kind)
        holder.set("idx", str(number))
        shape = layout.placeholders[-1]
        shape.left, shape.top, shape.width, shape.height = box
    return deck


MAKERS: Final[dict[str, Callable[[], Presentation]]] = {
    "four_by_three": four_by_three,
    "night": night,
    "own_words": own_words,
}
_LAYOUTS_KEPT: Final = ("Title Slide", "Title and Content", "Title Only", "Title, Content", "Blank Slide", "Folie")


def saved(deck: Presentation, path: Path) -> Path:
    """Write a deck, as a template where its name ends so."""
    path.write_bytes(_as_template(bytes_of(deck)) if path.suffix == ".potx" else bytes_of(deck))
    return path


def _as_template(data: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            inside = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                inside = inside.replace(b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
            new.writestr(entry, inside)
    return file.getvalue()


def converted(path: Path, kind: str, folder: Path, office: str = "soffice") -> Path:
    """Return what LibreOffice makes of a file."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=280)
    return folder / f"{path.stem}.{kind}"


def small(deck: Presentation) -> Presentation:
    """Take away most layouts, and the picture and the printer of whoever made the deck."""
    for master in deck.slide_masters:
        for layout in list(master.slide_layouts):
            if not layout.name.startswith(_LAYOUTS_KEPT) and not layout.used_by_slides:
                master.slide_layouts.remove(layout)
    for of in (deck.part.package, deck.part):
        rels = of._rels
        for key in [key for key, one in rels.items() if one.reltype.endswith(("/thumbnail", "/printerSettings"))]:
            rels.pop(key)
    return deck


def main() -> None:
    """Make the stored files anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, path in FOREIGN.items():
        if name in MAKERS:
            saved(small(MAKERS[name]()), path)
            continue
        with tempfile.TemporaryDirectory() as folder:
            made = converted(PRESETS / f"{name.capitalize()}.otp", path.suffix[1:], Path(folder))
            saved(small(opened(made)), path)
    for path in FOREIGN.values():
        sys.stdout.write(f"{path.stat().st_size:7,} {path.name}\n")


if __name__ == "__main__":
    main()
