"""The colours of somebody else's theme: what they are, how far they stand out, which give way to others."""

from __future__ import annotations

from typing import Any, Final

from simulator.reports.deck.xml import found

ENOUGH: Final = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
_ENOUGH_TO_SEE: Final = 2.0
_ACCENTS: Final = tuple(f"accent{number}" for number in range(1, 7))
_RUN_FILL: Final = "a:defRPr/a:solidFill/*"
_TEXTS: Final = ("tx1", "bg1", "tx2", "bg2")


class ThemeColours:
    """The colours that a layout has: slots by name, and what is behind everything, None where that is a picture."""

    def __init__(self, layout: Any) -> None:
        master = layout.slide_master
        self._slots = _slots(master)
        self._map = _mapped(layout, master)
        self.behind = self._behind(layout, self._behind(master, self.of("bg1")))

    def of(self, slot: str) -> str | None:
        """Return a colour by its name in the theme as six hexadecimal digits; None for none."""
        return self._slots.get(self._map.get(slot, slot))

    def _behind(self, of: Any, otherwise: str | None) -> str | None:
        """Return the colour behind a layout or master, what is behind `otherwise` where it says nothing."""
        for fill in found(of._element, "./p:cSld/p:bg/p:bgPr/a:solidFill/* | ./p:cSld/p:bg/p:bgRef/*"):
            return fill.get("val") if fill.tag.endswith("srgbClr") else self.of(fill.get("val", ""))
        return None if found(of._element, "./p:cSld/p:bg") else otherwise

    def swaps(self) -> tuple[dict[str, str], list[str]]:
        """Return which names give way to which, so that text and lines stand out, and what there is to say of it."""
        if self.behind is None:
            return {}, ["the background is a picture or a gradient: look whether text stands out from it"]
        ink = self.of("tx1")
        swaps, said = {}, []
        best = max(_TEXTS, key=lambda slot: self._against(slot) if slot != "tx1" else self._against(slot) + 0.01)
        if ink is None or self._against("tx1") < ENOUGH:
            swaps["tx1"] = best
            said.append(f"text takes the colour {best} of the theme, with a contrast of {self._against(best):.1f}")
        else:
            said.append(f"text has a contrast of {self._against('tx1'):.1f}")
        fine = [slot for slot in _ACCENTS if self._against(slot) >= _ENOUGH_TO_SEE]
        for slot in _ACCENTS:
            if slot not in fine:
                swaps[slot] = next((one for one in fine if one not in swaps.values()), swaps.get("tx1", "tx1"))
                said.append(f"{slot} is too near to the background; {swaps[slot]} takes its place")
        return swaps, said

    def ink_of_titles(self, layout: Any, swaps: dict[str, str]) -> str | None:
        """Return what titles take where their own colour is too near to the background; None where it is fine."""
        if self.behind is None:
            return None
        places = ((layout._element, "./p:cSld/p:spTree/p:sp[p:nvSpPr/p:nvPr/p:ph/@type='title']"),)
        fills = [one for root, where in places for sp in found(root, where) for one in found(sp, f".//{_RUN_FILL}")]
        fills += found(layout.slide_master._element, f"./p:txStyles/p:titleStyle/a:lvl1pPr/{_RUN_FILL}")
        slot = fills[0].get("val", "tx1") if fills else "tx1"
        colour = slot if fills and fills[0].tag.endswith("srgbClr") else self.of(slot)
        if colour is None or contrast(colour, self.behind) >= ENOUGH:
            return None
        return swaps.get("tx1", "tx1")

    def _against(self, slot: str) -> float:
        colour = self.of(slot)
        return contrast(colour, self.behind) if colour is not None and self.behind is not None else 0.0


def _slots(master: Any) -> dict[str, str]:
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    known = {}
    for slot in found(root, ".//a:clrScheme/*"):
        for colour in slot:
            known[etree.QName(slot).localname] = colour.get("lastClr") or colour.get("val")
    return known


def _mapped(layout: Any, master: Any) -> dict[str, str]:
    """Return what the names of slides stand for in the theme: that of the master, which a layout may change."""
    over = found(layout._element, "./p:clrMapOvr/a:overrideClrMapping")
    own = found(master._element, "./p:clrMap")
    return {**dict((own or [{}])[0].items()), **(dict(over[0].items()) if over else {})}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    """Return the relative luminance of six hexadecimal digits."""
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
