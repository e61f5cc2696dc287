"""Choices against one of them: a dot each, and the interval in which its difference lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from simulator.reports.svg.document import Chart, Named, dot, joined, line, text
from simulator.reports.svg.frame import Size
from simulator.reports.svg.scales import Scale, extent, round_ticks
from simulator.reports.svg.text import fitting, width_of

_ROW: Final = 28.0
_FOOT: Final = 26.0


@dataclass(frozen=True)
class Candidate:
    """One choice: its words, the difference with its interval, how it stands, its hue."""

    words: str
    low: float
    mean: float
    high: float
    standing: str
    hue: str
    strong: bool = False


def candidates_chart(size: Size, named: Named, kind: str, rows: Sequence[Candidate]) -> Chart:
    """Draw a row a choice: the interval of its difference and its mean, over an axis of `kind` below."""
    left = min(max(width_of(row.words, bold=row.strong) for row in rows) + 12.0, 0.3 * size.width)
    right = max(width_of(row.standing, bold=row.strong) for row in rows) + 12.0
    low, high = extent([row.low for row in rows], [row.high for row in rows], [0.0])
    pad = 0.04 * ((high - low) or 1.0)
    across = Scale(low - pad, high + pad, left, size.width - right)
    foot = len(rows) * _ROW
    drawn: list[str] = []
    for tick in round_ticks(across, kind, 5 if size.width > 500 else 3):
        at = across.at(tick.at)
        drawn.append(line(at, 0.0, at, foot, "base" if tick.at == 0.0 else "rule"))
        drawn.append(text(at, foot + 17.0, tick.words, "quiet", "middle"))
    for place, row in enumerate(rows):
        middle = (place + 0.5) * _ROW
        classes = "strong" if row.strong else ""
        drawn.append(text(0.0, middle + 4.5, fitting(row.words, left - 8.0, bold=row.strong), classes))
        if row.high > row.low:
            drawn.append(line(across.at(row.low), middle, across.at(row.high), middle, f"line s-{row.hue}"))
        drawn.append(dot(across.at(row.mean), middle, 5.0, f"f-{row.hue}"))
        drawn.append(text(size.width, middle + 4.5, row.standing, classes or "quiet", "end"))
    return Chart(size.width, round(foot + _FOOT), named, joined(drawn))
