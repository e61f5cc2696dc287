"""Odds as twenty dots: so many of twenty futures meet it. A row a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from simulator.reports.svg.document import Chart, Named, dot, joined, text
from simulator.reports.svg.frame import Size
from simulator.reports.svg.text import width_of

DOTS: Final = 20
_ROW: Final = 34.0
_WIDEST_STEP: Final = 24.0


@dataclass(frozen=True)
class DotRow:
    """One row: what it is about, and the share (0 to 1) that meets it."""

    words: str
    share: float


def dots_of(share: float) -> int:
    """Return how many of twenty dots a share (0 to 1) fills: none and all mean none and all."""
    if share <= 0.0:
        return 0
    return DOTS if share >= 1.0 else min(max(round(share * DOTS), 1), DOTS - 1)


def dot_chart(size: Size, named: Named, rows: Sequence[DotRow], hue: str = "blue") -> Chart:
    """Draw a row of twenty dots for each share, the filled ones first; the words stand before, or above if narrow."""
    beside = max(width_of(row.words) for row in rows) + 14.0
    counted = width_of("20 of 20", bold=True) + 10.0
    above = beside + counted + DOTS * 12.0 > size.width
    left = 0.0 if above else beside
    step = min(_WIDEST_STEP, (size.width - left - counted) / DOTS)
    tall = _ROW + (14.0 if above else 0.0)
    drawn: list[str] = []
    for place, row in enumerate(rows):
        middle = (place + 1) * tall - 0.5 * _ROW
        filled = dots_of(row.share)
        drawn.append(text(0.0, middle - 14.0 if above else middle + 4.5, row.words))
        for at in range(DOTS):
            classes = f"f-{hue}" if at < filled else "empty"
            drawn.append(dot(left + (at + 0.5) * step, middle, 0.36 * step, classes))
        drawn.append(text(left + DOTS * step + 8.0, middle + 4.5, f"{filled} of {DOTS}", "strong"))
    return Chart(size.width, round(len(rows) * tall + 4.0), named, joined(drawn))
