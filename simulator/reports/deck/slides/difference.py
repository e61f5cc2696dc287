"""What one policy has over another, run by run on the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.charts.difference import difference_title
from simulator.reports.deck.charts import MONEY, ChartData, Column, Series
from simulator.reports.deck.content import Chart, Slide
from simulator.reports.deck.fans import banded, bounds, month_ends, rounded
from simulator.reports.deck.slides.common import sources
from simulator.reports.page.differences import comparison_of
from simulator.reports.theme import bands_told
from simulator.reports.words import money, short_name
from simulator.results.bands import Bands

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side


def difference_slide(one: Side, other: Side) -> Slide | None:
    """Return the slide of two sides; None where they have not the same runs, seed and months."""
    comparison = comparison_of(one, other)
    if comparison is None:
        return None
    bands, count = Bands.of(comparison.difference("arr")), len(comparison.a.runs)
    title, mean = difference_title(comparison), float(bands.mean[-1])
    low, *_, high = banded(bands, 0, "")
    names = f"{short_name(one.name, 30)} minus {short_name(other.name, 30)}"
    middle = Column(f"Mean, {money(mean)} in {one.result.labels[-1]}", rounded(bands.mean, 0))
    columns = (low, middle, high)
    known = [value for column in columns for value in column.values]
    bottom, top, step = bounds(min(0.0, *known), max(0.0, *known))
    series = (
        Series(2, "line", "blue", 0.55, dashed=True),
        Series(0, "line", "blue", 0.55, dashed=True),
        Series(1, "line", "blue"),
    )
    months = month_ends(one.result, range(one.result.months + 1))
    data = ChartData("Month end", months, columns, series, MONEY, f"{names} in ARR. {title}.", bottom, top, step)
    caption = f"ARR of {names}, on the same luck; {bands_told(count)}."
    return Slide(
        f"difference-{other.key}",
        title,
        (Chart("chart", data),),
        caption,
        (*sources(one.result), *sources(other.result)),
    )
