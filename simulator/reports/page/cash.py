"""Cash at month end: how low it gets, and the month that it ends where it does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.reports.cash_mark import cash_mark
from simulator.reports.cash_words import cash_lines
from simulator.reports.charts.cash import cash_title
from simulator.reports.page.fans import how_to_read, months_of
from simulator.reports.page.panels import Panel, both_sizes
from simulator.reports.page.rows import band_table, rows_of
from simulator.reports.svg.cash import cash_chart, spans
from simulator.reports.svg.document import Named
from simulator.reports.svg.fan import Fan, Mark
from simulator.reports.svg.frame import End
from simulator.reports.theme import single
from simulator.reports.words import money, spread_words
from simulator.results.cash_outlook import CashOutlook

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side


def cash_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return how cash fares, a panel a side."""
    return [_cash(side) for side in sides]


def _cash(side: Side) -> Panel | None:
    result = side.result
    bands, outlook = result.bands("cash"), CashOutlook.of(result)
    if not math.isfinite(outlook.low):
        return None
    finding, last = cash_title(result), float(bands.p50[-1])
    detail = "" if single(result) else spread_words(bands, result.months, money)
    fan = Fan(rows_of(bands), "green", not single(result))
    ends = [End(last, f"{'' if single(result) else 'Median '}{money(last)}", "green", strong=True, detail=detail)]
    roots = "the axis goes by square roots, which shows small amounts beside large ones"
    axis = roots if spans(fan.rows[2], fan.rows[4]) else ""
    caption = "; ".join(filter(None, ("Cash at month end, each round of funding in it", axis)))
    read = how_to_read(result)
    return Panel(
        finding,
        caption=". ".join(filter(None, (caption, read))) + ".",
        tables=(band_table(side, "Cash at month end, and for how many months it lasts", ["cash", "runway"]),),
        notes=tuple(cash_lines(outlook)),
        **both_sizes(
            f"cash-{side.key}",
            lambda size, key: cash_chart(
                size,
                months_of(result),
                Named(key, "Cash", f"{finding}. {read}."),
                *(fan, ends, [_marked(outlook)]),
            ),
        ),
    )


def _marked(outlook: CashOutlook) -> Mark:
    mark = cash_mark(outlook)
    return Mark(mark.month, mark.words, "vermillion" if mark.ends else "ink", mark.level)
