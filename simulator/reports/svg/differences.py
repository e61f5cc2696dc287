"""What one company has over another, month by month: a fan of the differences of each run around nothing."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.reports.svg.document import Chart, Named
from simulator.reports.svg.fan import Fan, fan_chart
from simulator.reports.svg.frame import End, Frame, Months, Size
from simulator.reports.svg.scales import extent


def difference_chart(size: Size, months: Months, named: Named, kind: str, fan: Fan, ends: Sequence[End]) -> Chart:
    """Draw differences of a `kind`; nothing is always on the axis."""
    low, high = extent(*fan.rows, [0.0]) if fan.spread else extent(fan.rows[2], [0.0])
    pad = 0.06 * ((high - low) or 1.0)
    return fan_chart(Frame(size, months, low - pad, high + pad, kind), named, [fan], ends=ends)
