"""What ARR is lost to: a bar a cause, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.deck.charts import MONEY
from simulator.reports.deck.content import Area, Chart
from simulator.reports.deck.differing import Difference, differences_data

if TYPE_CHECKING:
    from simulator.reports.deck.stored_why import StoredWhy

_MOST: Final = 10


def why_chart(found: StoredWhy, area: Area) -> Chart:
    """Return the chart of what each cause takes away, those that take most first."""
    rows = [
        Difference(one.words, one.mean, one.low, one.high, "vermillion" if one.mean < 0.0 else "green")
        for one in found.causes[:_MOST]
    ]
    about = f"{found.finding}. " + "; ".join(f"{one.words}: {found.told(one)}" for one in found.causes[:_MOST])
    data = differences_data("Cause", found.measure, rows, MONEY, about)
    return Chart("why", data, area, f"What takes {found.measure} away, with 95% intervals")
