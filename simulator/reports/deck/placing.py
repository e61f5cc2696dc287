"""Putting a slide of content on a master: title, charts, tables, words, the line on how to read it, foot, notes."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.deck.chart_book import book_of
from simulator.reports.deck.chart_xml import chart_markup
from simulator.reports.deck.content import Area, Chart, Table, Words
from simulator.reports.deck.fitting import LEADING, text_size
from simulator.reports.deck.master import Box
from simulator.reports.deck.native_tables import place_table
from simulator.reports.deck.texts import place_words, set_text
from simulator.reports.deck.xml import found, plain
from simulator.reports.svg.text import wrapped

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData
    from simulator.reports.deck.content import Slide
    from simulator.reports.deck.master import Master

PREFIX: Final = "t2d3:"
_CAPTION: Final = 12.0
_HEAD: Final = 14.0
_HEAD_ROOM: Final = 24.0
_GAP: Final = 6.0
_WORDS: Final = (18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0)
_FOOT: Final = 10.0
_FAIR: Final = 873.0
"""How wide a chart over the whole of our own master is, in points."""
_LEAST: Final = 8.0


def name_of(slide: str, part: str) -> str:
    """Return the name of a shape, by which it is found again."""
    return f"{PREFIX}{slide}:{part}"


class _Source:
    """A chart as python-pptx asks for it."""

    def __init__(self, data: ChartData, swaps: dict[str, str]) -> None:
        self._data, self._swaps = data, swaps

    def xml_bytes(self, kind: object) -> bytes:
        """Return the chart's part, whatever the kind."""
        return swapped(chart_markup(self._data), self._swaps)

    @property
    def xlsx_blob(self) -> bytes:
        """Return the workbook within it."""
        return book_of(self._data)


def swapped(markup: bytes, swaps: dict[str, str]) -> bytes:
    """Return markup in which colours of the theme that could not be seen give way to others."""
    for old, new in swaps.items():
        markup = markup.replace(f'schemeClr val="{old}"'.encode(), f'schemeClr val="{new}"'.encode())
    return markup


def place(master: Master, content: Slide, foot: str) -> Any:
    """Add a slide and return it."""
    slide = master.deck.slides.add_slide(master.layout)
    _title(master, slide, content)
    _clear(slide)
    body = _captioned(master, slide, content)
    for block in content.blocks:
        box, name = _within(body, block.area), name_of(content.key, block.key)
        if isinstance(block, Chart):
            _chart(master, slide, block, box, name)
        elif isinstance(block, Table):
            place_table(slide, block, box, name, master.swaps)
        elif isinstance(block, Words):
            size, lines = text_size(block.lines, box.width, box.height, _WORDS)
            place_words(slide, lines, box, name, size, master.swaps, apart=0.25)
    _foot(master, slide, foot)
    write_notes(slide, content)
    return slide


def _title(master: Master, slide: Any, content: Slide) -> None:
    sizes = [float(size) for size in range(round(master.title_size), 9, -1)]
    room = master.title.height if master.title.height > 20.0 else 20.0
    size, lines = text_size([plain(content.title)], master.title.width, room, sizes, bold=True)
    holder = slide.shapes.title
    if holder is None:
        ink = {"tx1": master.title_ink} if master.title_ink else {}
        place_words(slide, lines, master.title, name_of(content.key, "title"), size, ink, bold=True)
        holder = slide.shapes[-1]
    else:
        set_text(holder.text_frame, lines, size, master.title_ink)
    holder.name = name_of(content.key, "title")
    describe(holder, lines[0])


def _clear(slide: Any) -> None:
    """Take away placeholders that nothing is put into."""
    title = slide.shapes.title
    for holder in list(slide.placeholders):
        if title is None or holder._element is not title._element:
            holder._element.getparent().remove(holder._element)


def _captioned(master: Master, slide: Any, content: Slide) -> Box:
    """Place the line on how to read a slide at the foot of its body; return what is left."""
    body = master.body
    if not content.caption:
        return body
    size, (line, *_) = text_size([content.caption], body.width, 3.0 * _CAPTION * LEADING, (_CAPTION, 11.0, 10.0, 9.0))
    height = len(wrapped(line, body.width, size)) * size * LEADING
    box = Box(body.left, body.top + body.height - height, body.width, height)
    place_words(slide, [line], box, name_of(content.key, "caption"), size, master.swaps)
    return Box(body.left, body.top, body.width, body.height - height - _GAP)


def _within(body: Box, area: Area) -> Box:
    return Box(
        body.left + area.left * body.width,
        body.top + area.top * body.height,
        area.width * body.width,
        area.height * body.height,
    )


def _chart(master: Master, slide: Any, block: Chart, box: Box, name: str) -> None:
    from pptx.enum.chart import XL_CHART_TYPE

    if block.head:
        head = Box(box.left, box.top, box.width, _HEAD_ROOM)
        size, lines = text_size([block.head], box.width, _HEAD_ROOM, (_HEAD, 13.0, 12.0, 11.0, 10.0, 9.0), bold=True)
        place_words(slide, lines, head, f"{name}:head", size, master.swaps, bold=True)
        box = Box(box.left, box.top + _HEAD_ROOM, box.width, box.height - _HEAD_ROOM)
    fair = max(_LEAST, block.data.size * min(1.0, box.width / (_FAIR * block.area.width)))
    source: Any = _Source(replace(block.data, size=fair), master.swaps)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *box.emu(), source)
    frame.name = name
    describe(frame, block.data.about)


def write_notes(slide: Any, content: Slide) -> None:
    """Write the notes of a slide, and keep beside them by what it is told whether somebody has edited them."""
    holder = slide.notes_slide.notes_placeholder
    if holder is not None:
        holder.text_frame.text = plain("\n".join(content.notes))
        describe(holder, _mark(holder))


def notes_untouched(slide: Any) -> bool:
    """Tell whether the notes of a slide are still as they were written."""
    holder = slide.notes_slide.notes_placeholder if slide.has_notes_slide else None
    return holder is not None and found(holder._element, ".//p:cNvPr")[0].get("descr") == _mark(holder)


def _mark(holder: Any) -> str:
    return f"{PREFIX}{sha256(holder.text_frame.text.encode()).hexdigest()[:16]}"


def describe(shape: Any, words: str) -> None:
    """Set what is read aloud in place of a shape."""
    found(shape._element, ".//p:cNvPr")[0].set("descr", plain(words))


def _foot(master: Master, slide: Any, foot: str) -> None:
    """Copy the placeholders of footer and number from the layout, which python-pptx leaves out; or write the footer."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    there = False
    for holder in master.layout.placeholders:
        kind = holder.placeholder_format.type
        if kind not in (KIND.FOOTER, KIND.SLIDE_NUMBER):
            continue
        copied = deepcopy(holder._element)
        slide.shapes._spTree.append(copied)
        shape = slide.shapes[-1]
        found(copied, ".//p:cNvPr")[0].set("id", str(slide.shapes._next_shape_id))
        if kind == KIND.FOOTER:
            there = True
            room = (holder.width or 0) / 12_700 or 200.0
            size, lines = text_size([plain(foot)], room, 2.5 * _FOOT, (11.0, 10.0, 9.0, 8.0, 7.0, 6.0))
            set_text(shape.text_frame, lines[:1], size, master.foot_ink)
    if not there:
        body = master.body
        box = Box(body.left, body.top + body.height + 2.0, body.width, _FOOT * LEADING)
        size, lines = text_size([plain(foot)], body.width, _FOOT * LEADING, (_FOOT, 9.0, 8.0))
        place_words(slide, lines, box, f"{PREFIX}foot", size, {"tx1": master.foot_ink} if master.foot_ink else {})
