"""Text on slides: paragraphs without a frame's margins, in the theme's letters and colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.reports.deck.xml import found, plain

if TYPE_CHECKING:
    from simulator.reports.deck.master import Box


def place_words(
    slide: Any,
    lines: Sequence[str],
    box: Box,
    name: str,
    size: float,
    swaps: dict[str, str],
    *,
    bold: bool = False,
    apart: float = 0.0,
) -> None:
    """Add paragraphs at so many points, `apart` by so many lines; their text is kept as what is read aloud too."""
    shape = slide.shapes.add_textbox(*box.emu())
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    set_text(frame, lines, size, swaps.get("tx1", "tx1"), bold=bold)
    if apart:
        from pptx.util import Pt

        for paragraph in frame.paragraphs[:-1]:
            paragraph.space_after = Pt(apart * size)
    found(shape._element, ".//p:cNvPr")[0].set("descr", plain("\n".join(lines)))


def set_text(frame: Any, lines: Sequence[str], size: float, colour: str | None, *, bold: bool | None = None) -> None:
    """Set the paragraphs of a frame; no `colour` leaves that of the master."""
    from pptx.util import Pt

    frame.text = plain("\n".join(lines))
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)
            if bold is not None:
                run.font.bold = bold
            if colour is not None:
                run.font.color.theme_color = _theme_colour(colour)


def _theme_colour(slot: str) -> Any:
    from pptx.enum.dml import MSO_THEME_COLOR

    known = {
        "tx1": MSO_THEME_COLOR.TEXT_1,
        "bg1": MSO_THEME_COLOR.BACKGROUND_1,
        "tx2": MSO_THEME_COLOR.TEXT_2,
        "bg2": MSO_THEME_COLOR.BACKGROUND_2,
    }
    return known[slot]
