"""Cash over months: a fan on an axis that shows small amounts beside large ones, zero, and the month that matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from simulator.reports.svg.document import Chart, Named
from simulator.reports.svg.fan import Fan, Mark, fan_chart
from simulator.reports.svg.frame import End, Frame, Months, Size
from simulator.reports.svg.scales import extent

_SMALL: Final = 0.1


def spans(middle: Sequence[float], high: Sequence[float]) -> bool:
    """Tell whether the least of the middle would lie on the axis beside the largest, on a scale of dollars."""
    low, top = extent(middle)[0], extent(middle, high)[1]
    return top > 0.0 and abs(low) < _SMALL * top


def cash_chart(
    size: Size, months: Months, named: Named, fan: Fan, ends: Sequence[End], marks: Sequence[Mark] = ()
) -> Chart:
    """Draw cash at month ends; where amounts differ a great deal the axis goes by square roots."""
    levels = [mark.level for mark in marks]
    low, high = extent(*fan.rows, levels) if fan.spread else extent(fan.rows[2], levels)
    low, high = min(0.0, low), max(high, 1.0)
    root = spans(fan.rows[2], fan.rows[4])
    pad = 0.12 if root else 0.05
    frame = Frame(size, months, low + pad * low, high + pad * (high - low), "money", root)
    return fan_chart(frame, named, [fan], ends=ends, marks=marks)
