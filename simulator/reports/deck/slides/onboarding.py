"""Onboarding: how long until customers have value, and how many wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.charts.onboarding import onboarding_title
from simulator.reports.deck.charts import COUNT, ChartData
from simulator.reports.deck.content import LEFT, RIGHT, Chart, Slide
from simulator.reports.deck.fans import fan_data
from simulator.reports.deck.slides.common import listed_lines, notes_of
from simulator.reports.page.fans import how_to_read
from simulator.reports.words import number

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised

_DAYS: Final = '#,##0" days"'


def onboarding_slide(result: Summarised) -> Slide | None:
    """Return the slide of onboarding; None where none is ever signed off."""
    days = _fan(result, "ttv.p50", "Median customer", "orange", _DAYS)
    waiting = _fan(result, "onboarding.backlog", "Waiting", "vermillion", COUNT)
    if days is None or waiting is None:
        return None
    blocks = (
        Chart("ttv", days, LEFT, "Days from signing to value"),
        Chart("backlog", waiting, RIGHT, "Customers waiting for onboarding to begin"),
    )
    notes = notes_of(result, "ttv.p50", "ttv.p90", "onboarding.backlog")
    return Slide("onboarding", onboarding_title(result), blocks, listed_lines(how_to_read(result)), notes)


def _fan(result: Summarised, metric: str, name: str, hue: str, axis: str) -> ChartData | None:
    middle = result.bands(metric).p50
    known = np.flatnonzero(np.isfinite(middle))
    if known.size < 2:
        return None
    last = number(float(middle[known[-1]]))
    words = f"{name}, {last} in {result.labels[int(known[-1])]}"
    return fan_data(result, metric, words, hue, axis, f"{result.metrics[metric].title}. {words}.", first=int(known[0]))
