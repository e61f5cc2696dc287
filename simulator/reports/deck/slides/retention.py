"""NRR and GRR as fans, and what is lost to what, where an answer to that is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.reports.charts.retention import retention_title
from simulator.reports.deck.charts import PERCENT
from simulator.reports.deck.content import LEFT, RIGHT, WHOLE, Area, Chart, Slide
from simulator.reports.deck.fans import fan_data
from simulator.reports.deck.slides.common import listed_lines, notes_of
from simulator.reports.deck.slides.why import why_chart
from simulator.reports.page.fans import how_to_read
from simulator.reports.words import last_defined, percent

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData
    from simulator.reports.deck.stored_why import StoredWhy
    from simulator.results.protocols import Summarised


def retention_slides(result: Summarised, why: StoredWhy | None) -> list[Slide]:
    """Return NRR with GRR beside it, or with what is lost to what, and GRR on its own; nothing without NRR."""
    nrr, grr = _fan(result, "nrr", "NRR", "blue"), _fan(result, "grr", "GRR", "vermillion")
    if nrr is None or grr is None:
        return []
    title, notes = retention_title(result), notes_of(result, "nrr", "grr")
    read = listed_lines(how_to_read(result))
    if why is None:
        blocks = (_beside("nrr", nrr, LEFT, "Net revenue retention (NRR)"), _beside("grr", grr, RIGHT, "Gross (GRR)"))
        return [Slide("nrr", title, blocks, read, notes)]
    lost = why_chart(why, RIGHT)
    first = Slide(
        "nrr",
        f"{title.partition(';')[0]}; {why.finding}",
        (_beside("chart", nrr, LEFT, "Net revenue retention (NRR)"), lost),
        read,
        (*notes_of(result, "nrr"), why.note),
    )
    end = last_defined(result.bands("grr").p50)
    assert end is not None
    told = f"GRR is {percent(float(result.bands('grr').p50[end]))} in {result.labels[end]}"
    return [first, Slide("grr", told, (Chart("chart", grr, WHOLE),), read, notes_of(result, "grr"))]


def _beside(key: str, data: ChartData, area: Area, head: str) -> Chart:
    return Chart(key, data, area, head)


def _fan(result: Summarised, metric: str, name: str, hue: str) -> ChartData | None:
    bands = result.bands(metric)
    known = np.flatnonzero(np.isfinite(bands.p50))
    if known.size < 2 or not np.isfinite(bands.p50[known[0] :]).all():
        return None
    last = float(bands.p50[-1])
    words = f"{name}, {percent(last)} in {result.labels[-1]}"
    about = f"{result.metrics[metric].title}: {percent(last)} in {result.labels[-1]}. {how_to_read(result)}."
    return fan_data(result, metric, words, hue, PERCENT, about, first=int(known[0]))
