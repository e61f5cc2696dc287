"""Cash at month end: how low it gets, and the month that it ends where it does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.reports.cash_mark import cash_mark
from simulator.reports.cash_words import cash_lines
from simulator.reports.charts.cash import cash_title
from simulator.reports.deck.charts import MONEY
from simulator.reports.deck.content import Area, Chart, Slide, Words
from simulator.reports.deck.fans import line_data
from simulator.reports.deck.slides.common import notes_of
from simulator.reports.theme import single
from simulator.reports.words import money
from simulator.results.cash_outlook import CashOutlook

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised


def cash_slide(result: Summarised) -> Slide | None:
    """Return the slide of cash; None where none is known."""
    outlook = CashOutlook.of(result)
    if not math.isfinite(outlook.low):
        return None
    title, last = cash_title(result), money(float(result.bands("cash").p50[-1]))
    name = "Cash" if single(result) else "Median"
    words = f"{name}, {last} in {result.labels[-1]}"
    data = line_data(result, "cash", words, "green", MONEY, f"{title}.", cash_mark(outlook))
    blocks = (
        Chart("chart", data, Area(0.0, 0.0, 1.0, 0.78)),
        Words("lines", tuple(cash_lines(outlook)), Area(0.0, 0.8, 1.0, 0.2)),
    )
    return Slide(
        "cash", title, blocks, "Cash at month end, each round of funding in it.", notes_of(result, "cash", "runway")
    )
