"""The frame of a chart over months: its plot, grid, axes, and the labels at the ends of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from simulator.reports.charts.drawing import spread_apart
from simulator.reports.svg.document import line, text
from simulator.reports.svg.scales import Scale, month_ticks, round_ticks
from simulator.reports.svg.text import width_of, wrapped

_TOP: Final = 12.0
_BOTTOM: Final = 26.0
_LINE: Final = 15.0
_GAP: Final = 8.0
_SMALL: Final = 11.5


@dataclass(frozen=True)
class Size:
    """How large a chart is, in pixels at which its letters are 13 pixels high, and the room beside the plot."""

    width: int
    height: int
    beside: float


WIDE: Final = Size(880, 380, 150.0)
NARROW: Final = Size(372, 290, 106.0)
"""For a screen of a telephone, and for charts side by side."""


@dataclass(frozen=True)
class Months:
    """The months that a chart shows: the scenario's start, first and last month after it."""

    start: date
    first: int
    last: int


@dataclass(frozen=True)
class End:
    """What is written at the right end of a line: where, what, in which hue, and a second line of it."""

    at: float
    words: str
    hue: str = "ink"
    strong: bool = False
    detail: str = ""


@dataclass(frozen=True)
class Frame:
    """A plot of months across and figures up; `kind` is money, percent, points or count."""

    size: Size
    months: Months
    low: float
    high: float
    kind: str
    root: bool = False

    @property
    def left(self) -> float:
        """The left edge of the plot: beside the widest figure of its axis."""
        upright = Scale(self.low, self.high, self.size.height - _BOTTOM, _TOP, self.root)
        widest = max((width_of(tick.words) for tick in round_ticks(upright, self.kind)), default=20.0)
        return math.ceil(widest + _GAP)

    @property
    def x(self) -> Scale:
        """Months to pixels."""
        return Scale(self.months.first, self.months.last, self.left, self.size.width - self.size.beside)

    @property
    def y(self) -> Scale:
        """Figures to pixels."""
        return Scale(self.low, self.high, self.size.height - _BOTTOM, _TOP, self.root)

    def axes(self) -> list[str]:
        """Return grid lines, their figures, and the years below."""
        x, y = self.x, self.y
        marks = []
        for tick in round_ticks(y, self.kind):
            marks.append(line(x.first, y.at(tick.at), x.last, y.at(tick.at), "base" if tick.at == 0.0 else "rule"))
            marks.append(text(x.first - 6.0, y.at(tick.at) + 4.5, tick.words, "quiet", "end"))
        foot, ticks = y.first, month_ticks(self.months.start, self.months.first, self.months.last, x.last - x.first)
        marks.append(line(x.first, foot, x.last, foot, "base"))
        for tick in ticks:
            at = x.at(tick.at)
            marks.append(line(at, foot, at, foot + 5.0, "base"))
            if (
                tick.words
                and tick.at < self.months.last
                and at + width_of(tick.words) <= x.last + 0.5 * self.size.beside
            ):
                marks.append(text(at + 3.0, foot + 18.0, tick.words, "quiet"))
        return marks

    def ends(self, ends: Sequence[End]) -> list[str]:
        """Return the labels at the right, moved apart where they would overlap."""
        beside = self.x.last + 7.0
        room = self.size.width - beside
        shown = [(end, _lines(end, room)) for end in ends if math.isfinite(end.at)]
        wanted = [self.y.at(end.at) for end, _ in shown]
        sizes = [_LINE * len(lines) for _, lines in shown]
        uppermost = min(zip(wanted, sizes, strict=True), default=(0.0, _LINE))[1]
        places = spread_apart(wanted, sizes, 0.5 * uppermost, self.y.first)
        marks = []
        for (_, lines), own, place, tall in zip(shown, wanted, places, sizes, strict=True):
            if abs(own - place) > 0.6 * _LINE:
                marks.append(line(self.x.last + 1.0, own, beside - 2.0, place, "rule"))
            for row, (words, classes) in enumerate(lines):
                marks.append(text(beside, place - tall / 2.0 + 11.5 + row * _LINE, words, classes))
        return marks


def _lines(end: End, room: float) -> list[tuple[str, str]]:
    """Return the lines of a label, each with its classes."""
    classes = f"t-{end.hue}{' strong' if end.strong else ''}"
    words = [(one, classes) for one in wrapped(end.words, room, bold=end.strong)]
    return [*words, *((one, "quiet small") for one in wrapped(end.detail, room, _SMALL))]
