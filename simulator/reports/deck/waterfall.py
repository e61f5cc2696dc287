"""The bridge of a stretch of months as a waterfall: every step stands on a base of no colour, by formulas."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from simulator.engine.ledger import BridgeLine
from simulator.reports.charts.bridge import lines_of, written
from simulator.reports.deck.charts import MONEY, ChartData, Column, Series
from simulator.reports.deck.fans import bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.reports.charts.bridge import YearBridge

_SHORT: Final = {BridgeLine.NEW_CUSTOMERS: "New", BridgeLine.RENEWAL_GAINS: "Renewals"}


def waterfall_data(years: Sequence[YearBridge], year: YearBridge, about: str, size: float) -> ChartData:
    """Return the bridge of one `year`, with the lines that the `years` have."""
    places = list(BridgeLine)
    lines = lines_of(years)
    flows = [round(year.flows[places.index(line)]) + 0.0 for line in lines]
    opening = round(year.opening) + 0.0
    levels, level = [opening], opening
    for flow in flows:
        level += flow
        levels.append(level)
    inner = len(flows)
    texts = written([*years, year])[-1]
    told = (texts[0], *(texts[1 + places.index(line)] for line in lines), texts[-1])
    names = ("Opening", *(_SHORT.get(line, line.value) for line in lines), "Closing")
    columns = (
        Column("Amount", (opening, *flows, level), ("", *[""] * inner, "=C{above}")),
        Column("Level after it", (*levels, level), ("=B{row}", *["=C{above}+B{row}"] * inner, "=B{row}")),
        Column("ARR", (opening, *[math.nan] * inner, level), ("=B{row}", *[""] * inner, "=B{row}")),
        Column(
            "Base",
            (0.0, *(min(pair) for pair in pairwise(levels)), 0.0),
            ("", *["=MIN(C{above},C{row})"] * inner, ""),
        ),
        Column("Gained", _only(flows, gained=True), ("", *["=IF(B{row}>0,B{row},NA())"] * inner, "")),
        Column("Lost", _only(flows, gained=False), ("", *["=IF(B{row}<0,-B{row},NA())"] * inner, "")),
        Column(
            "Top",
            (opening, *(max(pair) for pair in pairwise(levels)), level),
            ("=B{row}", *["=MAX(C{above},C{row})"] * inner, "=B{row}"),
        ),
    )
    series = (
        Series(3, "column", "", named=False),
        Series(2, "column", "blue"),
        Series(4, "column", "green"),
        Series(5, "column", "vermillion"),
        Series(6, "line", told=told),
    )
    _, top, step = bounds(0.0, 1.08 * max(*levels, 1.0))
    return ChartData("Step", names, columns, series, MONEY, about, 0.0, top, step, legend=False, size=size)


def _only(flows: Sequence[float], gained: bool) -> tuple[float, ...]:
    """Return the gains among some flows, or the losses without their sign."""
    sign = 1.0 if gained else -1.0
    return (math.nan, *(sign * flow if sign * flow > 0.0 else math.nan for flow in flows), math.nan)
