"""Somebody else's master: the layout that suits, the boxes that are free on it, its colours; its slides go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import InputError, Problem
from simulator.reports.deck.behind import Scene
from simulator.reports.deck.master import EMU, Box, Master
from simulator.reports.deck.package import opened
from simulator.reports.deck.theme_colours import ThemeColours
from simulator.reports.deck.xml import found
from simulator.reports.words import listed

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_NAMES: Final = (
    *("title only", "nur titel", "titre seul", "solo título", "sólo el título", "solo titolo", "alleen titel"),
    *("title and content", "titel und inhalt", "titre et contenu", "título y objetos", "titolo e contenuto"),
)
"""What layouts are called that have a title above free room, in the languages of Office, the barest first."""
_MARGIN: Final = 0.05
_INSET: Final = 7.2
_LEAST_BODY: Final = 0.4
"""The least share of a slide's height that has to be free below its title."""
_LEAST_TITLE: Final = 0.5
"""The least share of a slide's width that a title has above it."""
_TITLE_SHARE: Final = 0.13
_TITLE_SIZE: Final = 28.0


def template_master(path: Path, layout: str | None) -> Master:
    """Return the master in a file; raise InputError where it is no deck or has no such layout, or none with room."""
    deck = opened(path)
    _empty(deck)
    layouts = [one for master in deck.slide_masters for one in master.slide_layouts]
    if not layouts:
        raise InputError([Problem("this deck has no layout", file=str(path), allowed="a deck with a layout")])
    chosen = _named(layouts, layout, path) if layout is not None else _suiting(deck, layouts)
    title, body = _boxes(deck, chosen)
    if body.height < _LEAST_BODY * (deck.slide_height or 1) / EMU:
        known = listed([one.name for one in layouts])
        raise InputError(
            [Problem(f'the layout "{chosen.name}" has no room below its title', file=str(path), allowed=known)]
        )
    colours = ThemeColours(chosen)
    scene = Scene(deck, chosen, colours)
    swaps, said = colours.swaps(scene.under(body))
    ink, foot = (
        colours.ink_of(_own_fills(chosen, kind), scene.under(box))
        for kind, box in (("title", title), ("ftr", _foot_box(deck, chosen, body)))
    )
    if ink is not None:
        said.append(f"titles take the colour {ink}, with a contrast of {colours.against(ink, scene.under(title)):.1f}")
    width, height = (round((one or 0) / EMU / 72.0, 2) for one in (deck.slide_width, deck.slide_height))
    where = f"{width:g} × {height:g} in, title {title.width:.0f} × {title.height:.0f} pt"
    notices = (f'On the layout "{chosen.name}" of {path.name} ({where}): {"; ".join(said)}.',)
    size = min(_size(chosen) or _TITLE_SIZE, 1.4 * _TITLE_SIZE)
    return Master(deck, chosen, title, body, size, swaps, notices, ink, foot)


def _empty(deck: Presentation) -> None:
    """Take away the slides of a template, and the sections and shows that name them."""
    ids = deck.slides._sldIdLst
    for one in list(ids):
        deck.part.drop_rel(one.rId)
        ids.remove(one)
    root = deck.part._element
    for extra in found(root, "./p:custShowLst | ./p:extLst/p:ext[.//*[local-name()='sectionLst']]"):
        extra.getparent().remove(extra)
    for empty in found(root, "./p:extLst[not(*)]"):
        root.remove(empty)


def _named(layouts: Iterable[Any], name: str, path: Path) -> Any:
    known = list(layouts)
    for one in known:
        if one.name.strip().casefold() == name.strip().casefold():
            return one
    from simulator.scenario.reading.nearest import closest

    near = closest(name, [one.name for one in known], 0.6)
    allowed = listed([one.name for one in known])
    raise InputError(
        [Problem(f'no layout is called "{name[:60]}"', file=str(path), allowed=allowed, suggestion=near or "")]
    )


def _suiting(deck: Presentation, layouts: Iterable[Any]) -> Any:
    """Return the layout that suits best: by its name, otherwise by the room below its title."""
    known = list(layouts)
    for name in _NAMES:
        called = [one for one in known if one.name.strip().casefold() == name and _room(deck, one) >= _LEAST_BODY]
        if called:
            return min(called, key=lambda one: _decorated(deck, one))
    titled = [one for one in known if _is_level(deck, _title_of(one))] or known
    return max(titled, key=lambda one: (-_decorated(deck, one), _room(deck, one), -len(list(one.placeholders))))


def _decorated(deck: Presentation, layout: Any) -> float:
    """Return which share of a slide is under pictures and shapes of a layout and its master, to a tenth; 1 at most."""
    whole = (deck.slide_width or 1) * (deck.slide_height or 1)
    shapes = [one for part in (layout, layout.slide_master) for one in part.shapes if not one.is_placeholder]
    return min(1.0, round(sum((one.width or 0) * (one.height or 0) for one in shapes) / whole, 1))


def _is_level(deck: Presentation, title: Any) -> bool:
    """Tell whether a title stands above a slide, not along its side."""
    if title is None or not title.width or not title.height:
        return False
    return bool(title.width >= _LEAST_TITLE * (deck.slide_width or 0) and title.width > title.height)


def _room(deck: Presentation, layout: Any) -> float:
    """Return the height of the free room of a layout as a share of the slide's."""
    return _boxes(deck, layout)[1].height * EMU / (deck.slide_height or 1)


def _title_of(layout: Any) -> Any:
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    return next((one for one in layout.placeholders if one.placeholder_format.type == KIND.TITLE), None)


def _own_fills(layout: Any, kind: str) -> list[Any]:
    """Return the colours of titles or footers, what counts first: of the layout, of its master, of its style."""
    if not found(layout._element, f"./p:cSld/p:spTree/p:sp[p:nvSpPr/p:nvPr/p:ph/@type='{kind}']"):
        return []  # what is written there instead is text like all other
    run = "a:lvl1pPr/a:defRPr/a:solidFill/*"
    own = f"./p:cSld/p:spTree/p:sp[p:nvSpPr/p:nvPr/p:ph/@type='{kind}']/p:txBody/a:lstStyle/{run}"
    fills = [*found(layout._element, own), *found(layout.slide_master._element, own)]
    return fills or (found(layout.slide_master._element, f"./p:txStyles/p:titleStyle/{run}") if kind == "title" else [])


def _foot_box(deck: Presentation, layout: Any, body: Box) -> Box:
    """Return where footers stand: those of the layout, or what is below the body."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    for holder in layout.placeholders:
        if holder.placeholder_format.type == KIND.FOOTER and holder.width and holder.height:
            return _box(holder)
    top = body.top + body.height
    return Box(body.left, top, body.width, max(1.0, (deck.slide_height or 0) / EMU - top))


def _boxes(deck: Presentation, layout: Any) -> tuple[Box, Box]:
    """Return the boxes for title and body: that of the title, and what is free from it down to the footers."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    width, height = (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU
    holder = _title_of(layout) or _level(deck, _title_of(layout.slide_master))
    if holder is not None and holder.width:
        outer = _box(holder)
        left, right, top, bottom = _insets(holder)
        title = Box(outer.left + left, outer.top + top, outer.width - left - right, outer.height - top - bottom)
    else:
        outer = title = Box(_MARGIN * width, 0.04 * height, (1.0 - 2.0 * _MARGIN) * width, _TITLE_SHARE * height)
    feet = [
        _box(one).top
        for one in layout.placeholders
        if one.placeholder_format.type in (KIND.FOOTER, KIND.SLIDE_NUMBER, KIND.DATE) and one.width
    ]
    low = min([top for top in feet if top > 0.6 * height] or [(1.0 - _MARGIN) * height])
    bodies = _bodies(layout) or [
        one for one in _bodies(layout.slide_master) if one.top >= outer.top + outer.height - 1.0
    ]
    top = outer.top + outer.height + 0.015 * height
    body = Box(title.left, top, min(title.width, width - title.left), low - top - 0.01 * height)
    large = max(bodies, key=lambda one: one.width * one.height, default=body)
    if large.height >= _LEAST_BODY * height and large.width > 0.6 * width:
        body = Box(large.left + _INSET, large.top, large.width - 2.0 * _INSET, min(large.height, low - large.top))
    return title, body


def _level(deck: Presentation, title: Any) -> Any:
    return title if _is_level(deck, title) else None


def _bodies(of: Any) -> list[Box]:
    """Return where a layout or a master has its text."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    kinds = (KIND.BODY, KIND.OBJECT)
    return [_box(one) for one in of.placeholders if one.placeholder_format.type in kinds and one.width and one.height]


def _box(shape: Any) -> Box:
    return Box(*((one or 0) / EMU for one in (shape.left, shape.top, shape.width, shape.height)))


def _insets(shape: Any) -> tuple[float, float, float, float]:
    """Return how far text stands from the edges of a title: left, right, top, bottom, in points."""
    frame = shape.text_frame
    edges = (frame.margin_left, frame.margin_right, frame.margin_top, frame.margin_bottom)
    left, right, top, bottom = (one / EMU for one in edges)
    return left, right, top, bottom


def _size(layout: Any) -> float | None:
    """Return the size of titles in points, that of the layout or of its master; None where neither says."""
    holder = _title_of(layout)
    places = [(holder._element, ".//a:lstStyle/a:lvl1pPr/a:defRPr")] if holder is not None else []
    places.append((layout.slide_master._element, "./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr"))
    for element, where in places:
        for run in found(element, where):
            if run.get("sz"):
                return int(run.get("sz")) / 100.0
    return None
