"""What slides stand on: our own 16:9 master, or a layout of somebody else's, with the boxes that are free there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from simulator.reports import theme
from simulator.reports.deck.xml import found

if TYPE_CHECKING:
    from pptx.presentation import Presentation

EMU: Final = 12_700
"""English metric units of a point."""
_INCH: Final = 72.0
_FONT: Final = "Calibri"
_SRGB: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}srgbClr"
_TITLE_ONLY: Final = "Title Only"
_COLOURS: Final = {
    "dk1": theme.INK,
    "lt1": "#FFFFFF",
    "dk2": theme.MUTED,
    "lt2": theme.GRID,
    "accent1": theme.BLUE,
    "accent2": theme.VERMILLION,
    "accent3": theme.GREEN,
    "accent4": theme.ORANGE,
    "accent5": theme.SKY,
    "accent6": theme.PURPLE,
    "hlink": theme.BLUE,
    "folHlink": theme.PURPLE,
}


@dataclass(frozen=True)
class Box:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[int, int, int, int]:
        """Return it as python-pptx takes it."""
        left, top, width, height = (round(EMU * one) for one in (self.left, self.top, self.width, self.height))
        return left, top, width, height


@dataclass(frozen=True)
class Master:
    """A presentation to put slides into, the layout they get, the boxes for title and body, the largest title.

    `swaps` names colours of the theme that give way to others, where they could not be seen; `notices` say what was
    found in somebody else's master.
    """

    deck: Presentation
    layout: Any
    title: Box
    body: Box
    title_size: float
    swaps: dict[str, str]
    notices: tuple[str, ...] = ()
    title_ink: str | None = None
    """The colour that titles take where their own could not be read."""
    foot_ink: str | None = None
    """That of footers, likewise."""


_TITLE: Final = Box(0.6 * _INCH, 0.38 * _INCH, 12.13 * _INCH, 1.02 * _INCH)
_BODY: Final = Box(0.6 * _INCH, 1.5 * _INCH, 12.13 * _INCH, 5.35 * _INCH)
_FOOT: Final = Box(0.6 * _INCH, 6.98 * _INCH, 10.5 * _INCH, 0.3 * _INCH)
_NUMBER: Final = Box(11.73 * _INCH, 6.98 * _INCH, 1.0 * _INCH, 0.3 * _INCH)
_TITLE_SIZE: Final = 28.0


def own_master() -> Master:
    """Return our own master: 16:9, one layout, the colours of every other chart."""
    import pptx
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.util import Pt

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(13.333 * _INCH), Pt(7.5 * _INCH)
    for layout in list(deck.slide_layouts):
        if layout.name != _TITLE_ONLY:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    boxes = {KIND.TITLE: _TITLE, KIND.BODY: _BODY, KIND.FOOTER: _FOOT, KIND.SLIDE_NUMBER: _NUMBER}
    for holder in list(master.placeholders):
        box = boxes.get(holder.placeholder_format.type)
        if box is None:
            holder._element.getparent().remove(holder._element)
        else:
            holder.left, holder.top, holder.width, holder.height = box.emu()
    layout = deck.slide_layouts[0]
    for holder in list(layout.placeholders):
        if holder.placeholder_format.type == KIND.DATE:
            holder._element.getparent().remove(holder._element)
    _typeset(master)
    _colour(master)
    _bare(deck)
    return Master(deck, layout, _TITLE, _BODY, _TITLE_SIZE, {})


def _bare(deck: Presentation) -> None:
    """Take away the picture and the printer of whoever made the deck that python-pptx begins with."""
    for of in (deck.part.package, deck.part):
        rels = of._rels
        for key in [key for key, one in rels.items() if one.reltype.endswith(("/thumbnail", "/printerSettings"))]:
            rels.pop(key)


def _typeset(master: Any) -> None:
    """Set titles to the left in bold, and footers small, in the colour of text."""
    (level,) = found(master._element, "./p:txStyles/p:titleStyle/a:lvl1pPr")
    level.set("algn", "l")
    for run in found(level, "./a:defRPr"):
        run.set("sz", str(round(100 * _TITLE_SIZE)))
        run.set("b", "1")
    for body in found(master._element, ".//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='title']/p:txBody/a:bodyPr"):
        for name in ("lIns", "tIns", "rIns", "bIns"):
            body.set(name, "0")
        body.set("anchor", "t")
        for child in list(body):
            body.remove(child)
    for kind, side in (("ftr", "l"), ("sldNum", "r")):
        for sp in found(master._element, f".//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='{kind}']"):
            for body in found(sp, "./p:txBody/a:bodyPr"):
                body.set("lIns", "0")
                body.set("rIns", "0")
            for level in found(sp, ".//a:lvl1pPr"):
                level.set("algn", side)
                for run in found(level, "./a:defRPr"):
                    run.set("sz", "1100")
                    for colour in found(run, ".//a:schemeClr"):
                        colour.set("val", "tx2")
                        for child in list(colour):
                            colour.remove(child)


def _colour(master: Any) -> None:
    """Give the theme our colours and letters."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "t2d3")
    for name, colour in _COLOURS.items():
        (slot,) = found(root, f".//a:clrScheme/a:{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, _SRGB, val=colour[1:].upper())
    for font in found(root, ".//a:fontScheme/*/a:latin"):
        font.set("typeface", _FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
