"""Charts of differences with their intervals: a bar a choice or a cause, and bars of error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.reports.deck.charts import ChartData, Column, Series
from simulator.reports.deck.fans import bounds


@dataclass(frozen=True)
class Difference:
    """One of several: its words, the difference and its interval, its hue."""

    words: str
    mean: float
    low: float
    high: float
    hue: str


def differences_data(head: str, name: str, rows: Sequence[Difference], axis: str, about: str) -> ChartData:
    """Return bars on their side with the interval of each."""
    columns = (
        Column(name, tuple(one.mean for one in rows)),
        Column("Low", tuple(one.low for one in rows)),
        Column("High", tuple(one.high for one in rows)),
        Column("Up", tuple(one.high - one.mean for one in rows), "=D{row}-B{row}"),
        Column("Down", tuple(one.mean - one.low for one in rows), "=B{row}-C{row}"),
    )
    series = Series(0, "bars", rows[0].hue, points=tuple(one.hue for one in rows), error=(3, 4))
    low, high, step = bounds(min(0.0, *(one.low for one in rows)), max(0.0, *(one.high for one in rows)))
    data = ChartData(head, tuple(one.words for one in rows), columns, (series,), axis, about, low, high, step)
    return replace(data, stacked=False, legend=False, base=0.0)
