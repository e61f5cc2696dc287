"""Where ARR comes from and goes: a year within the next eight quarters, and the last one, as waterfalls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.charts.bridge import arr_bridge, bridge_title, written
from simulator.reports.deck.content import LEFT, RIGHT, WHOLE, Chart, Slide
from simulator.reports.deck.slides.common import notes_of
from simulator.reports.deck.waterfall import waterfall_data
from simulator.reports.page.bridge import shown_years
from simulator.reports.theme import single

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised


def bridge_slide(result: Summarised) -> Slide | None:
    """Return the slide of the bridge; None where there never is any ARR."""
    years = arr_bridge(result)
    if all(not (year.opening or year.closing or any(year.flows)) for year in years):
        return None
    shown = shown_years(result, years)
    areas = [WHOLE] if len(shown) == 1 else [LEFT, RIGHT]
    blocks = []
    for year, area, key in zip(shown, areas, ("near", "last"), strict=False):
        told = ", ".join(written([*years, year])[-1])
        about = f"ARR bridge of {year.name}, from opening to closing: {told}."
        blocks.append(
            Chart(key, waterfall_data(years, year, about, 12.0 if len(shown) == 1 else 10.0), area, year.name)
        )
    means = "" if single(result) else "Means over the runs, which add up; fans show medians."
    return Slide("bridge", bridge_title(result), tuple(blocks), means, notes_of(result, "arr", "nrr"))
