"""A waterfall: from an opening amount over what is added and taken to a closing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from simulator.reports.svg.document import Chart, Named, box, joined, line, text
from simulator.reports.svg.frame import Size
from simulator.reports.svg.scales import Scale
from simulator.reports.svg.text import fitting, width_of

_ROW: Final = 30.0
_BAR: Final = 18.0


@dataclass(frozen=True)
class Step:
    """One bar, lying: what it is called, from and to which amount, how that is written, its hue."""

    words: str
    before: float
    after: float
    told: str
    hue: str
    strong: bool = False


def bridge_chart(size: Size, named: Named, steps: Sequence[Step]) -> Chart:
    """Draw a waterfall with lying bars, one below the other, so that every name has its room at any width."""
    left = min(max(width_of(step.words, bold=step.strong) for step in steps) + 10.0, 0.42 * size.width)
    told = max(width_of(step.told, bold=True) for step in steps) + 8.0
    ends = [amount for step in steps for amount in (step.before, step.after)]
    across = Scale(min(0.0, *ends), max(0.0, *ends), left, size.width - told)
    drawn: list[str] = []
    for place, step in enumerate(steps):
        top = place * _ROW + 0.5 * (_ROW - _BAR)
        low, high = sorted((across.at(step.before), across.at(step.after)))
        classes = "strong" if step.strong else ""
        drawn.append(text(0.0, top + 14.0, fitting(step.words, left - 8.0, bold=step.strong), classes))
        drawn.append(box(low, top, max(high - low, 1.0), _BAR, f"f-{step.hue}"))
        drawn.append(text(high + 6.0, top + 14.0, step.told, classes))
        if place + 1 < len(steps):
            at = across.at(step.after)
            drawn.append(line(at, top + _BAR, at, top + _ROW, "base"))
    drawn.append(line(across.at(0.0), 0.0, across.at(0.0), len(steps) * _ROW, "base"))
    return Chart(size.width, round(len(steps) * _ROW), named, joined(drawn))
