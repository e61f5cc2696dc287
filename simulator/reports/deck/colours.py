"""Colours by the names of the theme, so that a deck takes those of the master it stands on, on dark ones too."""

from __future__ import annotations

from typing import Final

SLOTS: Final = {
    "blue": "accent1",
    "vermillion": "accent2",
    "green": "accent3",
    "orange": "accent4",
    "sky": "accent5",
    "purple": "accent6",
    "ink": "tx1",
    "grey": "tx1",
    "yellow": "accent4",
}
"""Where in a theme each hue stands."""
_GREY: Final = 0.5


def fill(hue: str, alpha: float = 1.0) -> str:
    """Return the markup of a colour that fills, nothing for no `hue`; `alpha` is how much of it there is (0 to 1)."""
    if not hue:
        return "<a:noFill/>"
    share = alpha * (_GREY if hue == "grey" else 1.0)
    inside = f'<a:alpha val="{round(100_000 * share)}"/>' if share < 1.0 else ""
    return f'<a:solidFill><a:schemeClr val="{SLOTS[hue]}">{inside}</a:schemeClr></a:solidFill>'


def line(hue: str, points: float, *, dashed: bool = False, alpha: float = 1.0) -> str:
    """Return the markup of a line so many points wide; of no `hue` there is none."""
    if not hue:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    return f'<a:ln w="{round(12_700 * points)}" cap="rnd">{fill(hue, alpha)}{dash}<a:round/></a:ln>'


def text_properties(size: float, *, bold: bool = False, turned: bool = False) -> str:
    """Return the markup of text in a chart at so many points; it is never turned on its side unless so wished."""
    weight = ' b="1"' if bold else ' b="0"'
    body = "<a:bodyPr/>" if turned else '<a:bodyPr rot="0" vert="horz"/>'
    run = f'<a:defRPr sz="{round(100 * size)}"{weight}>{fill("ink")}</a:defRPr>'
    return f'<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{run}</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
