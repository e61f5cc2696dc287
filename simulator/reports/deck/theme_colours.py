"""The colours of somebody else's theme: what they are, how far they stand out, which give way to others."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.deck.xml import found

if TYPE_CHECKING:
    from simulator.reports.deck.behind import Under

ENOUGH: Final = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
_ENOUGH_TO_SEE: Final = 2.0
_ACCENTS: Final = tuple(f"accent{number}" for number in range(1, 7))
_TEXTS: Final = ("tx1", "bg1", "tx2", "bg2")
_PRESETS: Final = {"white": "FFFFFF", "black": "000000"}
_WHOLE: Final = 100_000.0
_LITTLE: Final = 0.1
"""The share of what lies behind text that may be unknown without a word."""


class ThemeColours:
    """The colours that a layout has: slots by name, and whatever a fill says."""

    def __init__(self, layout: Any) -> None:
        master = layout.slide_master
        self._slots = _slots(master)
        self._map = _mapped(layout, master)

    def of(self, slot: str) -> str | None:
        """Return a colour by its name in the theme as six hexadecimal digits; None for none."""
        return self._slots.get(self._map.get(slot, slot))

    def shown(self, colour: Any) -> tuple[str, float] | None:
        """Return what an element of a colour shows, and how opaque it is; None where that is not known."""
        if colour is None:
            return None
        kind, value = colour.tag.rpartition("}")[2], colour.get("val", "")
        plain = {
            "srgbClr": value,
            "schemeClr": self.of(value),
            "sysClr": colour.get("lastClr"),
            "prstClr": _PRESETS.get(value),
        }.get(kind)
        if not plain:
            return None
        opaque = 1.0
        for change in colour:
            amount = int(change.get("val", "0").rstrip("%") or 0) / _WHOLE
            name = change.tag.rpartition("}")[2]
            opaque = amount if name == "alpha" else opaque
            plain = _changed(plain, name, amount)
        return plain.upper(), opaque

    def swaps(self, under: Under) -> tuple[dict[str, str], list[str]]:
        """Return which names give way to which, so that text and lines stand out from what lies `under` them.

        And what there is to say of it.
        """
        swaps, said = {}, []
        best, most = self.best_ink(under)
        if self.against("tx1", under) < ENOUGH and best != "tx1":
            swaps["tx1"] = best
            said.append(f"text takes the colour {best} of the theme, with a contrast of {most:.1f}")
        else:
            said.append(f"text has a contrast of {self.against('tx1', under):.1f}")
        if most < ENOUGH:
            said.append(f"no text colour of the theme has {ENOUGH:g}: look whether text stands out")
        if under.unknown > _LITTLE:
            said.append("some of what lies behind is not known: look whether text stands out from it")
        seen = [slot for slot in (*_ACCENTS, *_TEXTS) if slot not in swaps and self._seen(slot, under)]
        for slot in _ACCENTS:
            if slot not in seen:
                swaps[slot] = next((one for one in seen if one not in swaps.values()), swaps.get("tx1", "tx1"))
                said.append(f"{slot} is too near to the background; {swaps[slot]} takes its place")
        return swaps, said

    def best_ink(self, under: Under) -> tuple[str, float]:
        """Return which colour of the theme text stands out best with, that of text where others are no better."""
        best = max(_TEXTS, key=lambda slot: self.against(slot, under) + (0.01 if slot == "tx1" else 0.0))
        return best, self.against(best, under)

    def ink_of(self, fills: list[Any], under: Under) -> str | None:
        """Return what text takes whose own colour (the first of some `fills`, that of text without any) is too near.

        None where its own stands out from what lies `under` it, or no other does so more.
        """
        own = self.shown(fills[0]) if fills else None
        told = under.contrast(own[0]) if own is not None else self.against("tx1", under)
        best, most = self.best_ink(under)
        return None if told >= ENOUGH or most <= told else best

    def _seen(self, slot: str, under: Under) -> bool:
        """Tell whether lines and areas in a colour can be seen on most of what lies `under` them."""
        colour = self.of(slot)
        return colour is not None and under.contrast(colour, 0.5) >= _ENOUGH_TO_SEE

    def against(self, slot: str, under: Under) -> float:
        """Return the contrast of a colour of the theme with what lies `under` it."""
        colour = self.of(slot)
        return under.contrast(colour) if colour is not None else 0.0


def _changed(colour: str, change: str, amount: float) -> str:
    """Return a colour with one of the changes that a theme's colours may have."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255.0 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    if change in ("lumMod", "lumOff", "satMod"):
        light = light * amount if change == "lumMod" else light + amount if change == "lumOff" else light
        full = full * amount if change == "satMod" else full
        red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), min(1.0, max(0.0, full)))
    elif change == "shade":
        red, green, blue = (amount * one for one in (red, green, blue))
    elif change == "tint":
        red, green, blue = (amount * one + 1.0 - amount for one in (red, green, blue))
    return "".join(f"{round(255.0 * min(1.0, max(0.0, one))):02X}" for one in (red, green, blue))


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
