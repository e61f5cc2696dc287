"""What lies behind a part of a slide: the colours that a master and its layout draw there, by how much they cover."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.deck.master import EMU, Box
from simulator.reports.deck.theme_colours import contrast
from simulator.reports.deck.xml import found

if TYPE_CHECKING:
    from pptx.presentation import Presentation

    from simulator.reports.deck.theme_colours import ThemeColours

_FILLS: Final = "./a:solidFill | ./a:gradFill | ./a:blipFill | ./a:pattFill | ./a:noFill | ./a:grpFill"
_GRID: Final = 8
"""Places across and down at which gradients and pictures are looked at."""
_WORST: Final = 0.1
"""The share of what lies behind on which text may be hard to read: the edge of a shape, a spot of a picture."""
_MOST_PIXELS: Final = 40_000_000

Shares = dict[str, float]
"""Shares of an area by colour, six hexadecimal digits; what they leave is covered by nothing."""


@dataclass(frozen=True)
class Under:
    """What lies behind a part of a slide: shares by colour, and how much of it is not known."""

    shares: Shares
    unknown: float = 0.0

    def contrast(self, colour: str, worst: float = _WORST) -> float:
        """Return the contrast that a `colour` has with all but the worst part of what is known; 1 where nothing is."""
        left = worst * sum(self.shares.values())
        for value, share in sorted((contrast(colour, other), share) for other, share in self.shares.items()):
            left -= share
            if left < 0.0:
                return value
        return 1.0


@dataclass(frozen=True)
class _Layer:
    """Something filled: where, its fill, and the part of the file that its pictures belong to."""

    box: Box
    fill: Any
    part: Any


class Scene:
    """What a layout and its master draw, from the bottom up."""

    def __init__(self, deck: Presentation, layout: Any, colours: ThemeColours) -> None:
        self._colours = colours
        whole = Box(0.0, 0.0, (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU)
        shown = [layout] if layout._element.get("showMasterSp") == "0" else [layout.slide_master, layout]
        self._layers = [
            *_background(layout, whole),
            *(layer for one in shown for shape in one.shapes for layer in _layers(shape, one.part, _as_it_is)),
        ]

    def under(self, box: Box) -> Under:
        """Return what lies behind a `box`."""
        shares: Shares = {self._colours.of("bg1") or "FFFFFF": 1.0}
        unknown = 0.0
        for layer in self._layers:
            seen = _meeting(layer.box, box)
            if seen is None:
                continue
            share = seen.width * seen.height / (box.width * box.height)
            painted = self._painted(layer, seen)
            covered = share * (1.0 if painted is None else sum(painted.values()))
            shares = {colour: there * (1.0 - covered) for colour, there in shares.items()}
            unknown *= 1.0 - covered
            for colour, part in (painted or {}).items():
                shares[colour] = shares.get(colour, 0.0) + part * share
            unknown += covered if painted is None else 0.0
        return Under(shares, unknown)

    def _painted(self, layer: _Layer, seen: Box) -> Shares | None:
        """Return what a layer paints where it is seen; None where that is not known."""
        kind = layer.fill.tag.rpartition("}")[2]
        if kind == "blipFill":
            return _pictured(layer, seen)
        if kind == "gradFill":
            return self._graded(layer, seen)
        shown = [self._colours.shown(one) for one in layer.fill] if kind != "schemeClr" else []
        shown = shown or [self._colours.shown(layer.fill)]
        known = [one for one in shown if one is not None]
        return _equal(known) if len(known) == len(shown) else None

    def _graded(self, layer: _Layer, seen: Box) -> Shares | None:
        stops = []
        for stop in found(layer.fill, "./a:gsLst/a:gs"):
            shown = self._colours.shown(next(iter(stop), None))
            if shown is None:
                return None
            stops.append((int(stop.get("pos", "0")) / 100_000.0, shown))
        stops.sort(key=lambda one: one[0])
        angles = found(layer.fill, "./a:lin/@ang")
        if not stops or not angles:
            return _equal([one for _, one in stops]) if stops else None
        angle = math.radians(int(angles[0]) / 60_000.0)
        return _equal([_mixed(stops, _along(angle, layer.box, x, y)) for x, y in _places(seen)])


Shown = tuple[str, float]
"""A colour and how opaque it is, 0 to 1."""


def _equal(colours: list[Shown]) -> Shares:
    """Return colours that have equal parts of an area."""
    shares: Shares = {}
    for colour, opaque in colours:
        shares[colour] = shares.get(colour, 0.0) + opaque / len(colours)
    return shares


def _background(layout: Any, whole: Box) -> list[_Layer]:
    """Return what is behind all shapes, that of the layout or of its master."""
    for of in (layout, layout.slide_master):
        for fill in found(
            of._element, "./p:cSld/p:bg/p:bgPr/*[contains(local-name(), 'Fill')] | ./p:cSld/p:bg/p:bgRef/*"
        ):
            return [_Layer(whole, fill, of.part)]
    return []


class _Frame:
    """How the places of a group's members stand on the slide: factors and offsets."""

    def __init__(self, across: float = 1.0, down: float = 1.0, left: float = 0.0, top: float = 0.0) -> None:
        self.across, self.down, self.left, self.top = across, down, left, top

    def box(self, element: Any) -> Box | None:
        """Return where an element is, None where it does not say."""
        for frame in found(element, "./p:spPr/a:xfrm | ./p:grpSpPr/a:xfrm"):
            (off, ext) = frame[0], frame[1]
            x, y, width, height = (int(one) / EMU for one in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
            return Box(self.left + self.across * x, self.top + self.down * y, self.across * width, self.down * height)
        return None

    def inside(self, element: Any, outer: Box) -> _Frame:
        """Return that of the members of a group which stands in a box."""
        for off, ext in zip(
            found(element, "./p:grpSpPr/a:xfrm/a:chOff"), found(element, "./p:grpSpPr/a:xfrm/a:chExt"), strict=True
        ):
            x, y, width, height = (int(one) / EMU for one in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy")))
            across, down = outer.width / (width or 1.0), outer.height / (height or 1.0)
            return _Frame(across, down, outer.left - across * x, outer.top - down * y)
        return self


_as_it_is: Final = _Frame()


def _layers(shape: Any, part: Any, frame: _Frame) -> Iterator[_Layer]:
    """Give what a shape fills, that of the members of a group one by one; placeholders show nothing on a slide."""
    element = shape._element
    if shape.is_placeholder:
        return
    box = frame.box(element)
    if box is None or box.width <= 0.0 or box.height <= 0.0:
        return
    if hasattr(shape, "shapes"):
        inner = frame.inside(element, box)
        for one in shape.shapes:
            yield from _layers(one, part, inner)
        return
    own = [one for properties in found(element, "./p:spPr") for one in found(properties, _FILLS)]
    fills = found(element, "./p:blipFill") or own or found(element, "./p:style/a:fillRef[@idx!='0']/*")
    if fills and not fills[0].tag.endswith(("noFill", "grpFill")):
        yield _Layer(box, fills[0], part)


def _meeting(one: Box, other: Box) -> Box | None:
    """Return where two boxes meet, None where they do not."""
    left, top = max(one.left, other.left), max(one.top, other.top)
    right = min(one.left + one.width, other.left + other.width)
    bottom = min(one.top + one.height, other.top + other.height)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _places(box: Box) -> Iterator[tuple[float, float]]:
    for row in range(_GRID):
        for column in range(_GRID):
            yield box.left + (column + 0.5) * box.width / _GRID, box.top + (row + 0.5) * box.height / _GRID


def _along(angle: float, box: Box, x: float, y: float) -> float:
    """Return how far along a linear gradient a place is, 0 to 1."""
    across, down = math.cos(angle), math.sin(angle)
    ends = [
        across * (box.width if right else 0.0) + down * (box.height if low else 0.0)
        for right in (0, 1)
        for low in (0, 1)
    ]
    at = across * (x - box.left) + down * (y - box.top)
    return (at - min(ends)) / ((max(ends) - min(ends)) or 1.0)


def _mixed(stops: list[tuple[float, Shown]], at: float) -> Shown:
    """Return the colour of a gradient at a place."""
    before = [one for one in stops if one[0] <= at] or stops[:1]
    after = [one for one in stops if one[0] >= at] or stops[-1:]
    (low, (one, opaque)), (high, (other, opaque_too)) = before[-1], after[0]
    share = (at - low) / (high - low) if high > low else 0.0
    parts = [
        round((1.0 - share) * int(one[place : place + 2], 16) + share * int(other[place : place + 2], 16))
        for place in (0, 2, 4)
    ]
    return "".join(f"{part:02X}" for part in parts), (1.0 - share) * opaque + share * opaque_too


def _pictured(layer: _Layer, seen: Box) -> Shares | None:
    """Return the colours of a picture where it is seen, the whole of one that is laid as tiles; None of none known."""
    from PIL import Image

    try:
        (key,) = found(layer.fill, "./a:blip/@r:embed")
        with Image.open(BytesIO(layer.part.related_part(key).blob)) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                return None
            box = layer.box
            tiled = bool(found(layer.fill, "./a:tile"))
            left, top = (seen.left - box.left) / box.width, (seen.top - box.top) / box.height
            right, bottom = left + seen.width / box.width, top + seen.height / box.height
            area = (0.0, 0.0, width, height) if tiled else (left * width, top * height, right * width, bottom * height)
            small = image.convert("RGBA").resize((_GRID, _GRID), Image.Resampling.BOX, area)
    except Exception:  # whatever a picture does to its reader: it is one that is not known
        return None
    pixels = small.tobytes()
    return _equal([(pixels[at : at + 3].hex().upper(), pixels[at + 3] / 255.0) for at in range(0, len(pixels), 4)])
