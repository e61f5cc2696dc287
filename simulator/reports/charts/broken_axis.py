"""Axes that do not begin at zero say so: two strokes across them, and a sentence at the foot of the page.

Without them a fall by a hundredth would look like one to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.theme import FOOTER_SIZE, INK, MARGIN, MUTED, broken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BREAK: Final = "broken axis"
_TOLD: Final = "two strokes across an axis: it does not begin at zero"
_FROM_ZERO: Final = 0.5
"""Values that fill so much of the panel even from zero on are drawn from there."""
_STROKES: Final = ((8.0, 2.5), (12.0, 2.5))
"""How far along the axis the strokes stand, and how much they lean, in pixels."""
_REACH: Final = 4.5


def from_zero(low: float, high: float) -> tuple[float, float]:
    """Return the limits of an axis: from zero where that leaves the values most of the room, else as they are."""
    if low > 0.0 and high - low >= _FROM_ZERO * high:
        return 0.0, high
    if high < 0.0 and high - low >= -_FROM_ZERO * low:
        return low, 0.0
    return low, high


def mark_broken(axes: Axes, across: bool = False, up: bool = False) -> None:
    """Draw the strokes where the horizontal (`across`) or the vertical (`up`) axis leaves zero out.

    Limits have to be final.
    """
    if across and _leaves_zero_out(*axes.get_xlim()):
        _strokes(axes, along=0)
    if up and _leaves_zero_out(*axes.get_ylim()):
        axes.spines["left"].set_visible(True)
        axes.spines["left"].set_color(MUTED)
        _strokes(axes, along=1)


def tell_broken(figure: Figure) -> None:
    """Say at the foot of the page what the strokes mean, where there are any."""
    if not any(line.get_gid() == _BREAK for axes in figure.axes for line in axes.lines):
        return
    foot = next(text for text in figure.texts if text.get_gid() == "footer")
    said = " ".join([*foot.get_text().split(), "·", _TOLD])
    foot.set_text("\n".join(broken(said, FOOTER_SIZE, 1.0 - 2.0 * MARGIN)))


def _leaves_zero_out(one: float, other: float) -> bool:
    return min(one, other) > 0.0 or max(one, other) < 0.0


def _strokes(axes: Axes, along: int) -> None:
    """Draw two strokes across the axis that runs `along` x (0) or y (1)."""
    panel = axes.get_window_extent()
    size = (panel.width, panel.height)
    for place, lean in _STROKES:
        ends = []
        for side in (-1.0, 1.0):
            pixels = [side * _REACH, side * _REACH]
            pixels[along] = place + side * lean
            ends.append([pixels[0] / size[0], pixels[1] / size[1]])
        (x0, y0), (x1, y1) = ends
        axes.plot(
            [x0, x1], [y0, y1], transform=axes.transAxes, color=INK, linewidth=1.2, clip_on=False, zorder=6, gid=_BREAK
        )
