"""NRR and GRR on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import month_label
from simulator.reports.charts.drawing import Label, calendar, end_labels, extent, fan, percent_axis, time_axis
from simulator.reports.charts.horizons import near_and_last
from simulator.reports.theme import (
    BLUE,
    BOTTOM,
    DARK,
    INK,
    LEFT,
    RIGHT,
    VERMILLION,
    new_page,
    say,
    single,
    source,
    styled,
)
from simulator.reports.words import last_defined, peak, percent, spread_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised


def retention_title(result: Summarised) -> str:
    """Return the finding: where median NRR stands in eight quarters and at the end, below which peak, and GRR."""
    start = result.scenario.start_date
    nrr, grr = result.bands("nrr").p50, result.bands("grr").p50
    end = last_defined(nrr)
    if end is None:
        return _undefined(result)
    top = peak(nrr)
    last, best = percent(float(nrr[end])), percent(float(nrr[top]))
    finding = f"NRR {_stands(last, float(nrr[end]), float(nrr[top]))}"
    finding += f" {near_and_last(result, lambda month: percent(float(nrr[month])), end)}"
    if last != best:
        finding += f", below its peak of {best} in {month_label(start, top)}"
    elif np.isfinite(nrr).sum() > 1:
        finding += ", its highest"
    finish = last_defined(grr)
    return finding if finish is None else f"{finding}; GRR is {percent(float(grr[finish]))}"


def _stands(told: str, last: float, best: float) -> str:
    if told != "100%" and last < 1.0:
        return "falls below 100%:" if best >= 1.0 else "stays below 100%:"
    return "is"


def _undefined(result: Summarised) -> str:
    if result.months < 12:
        return f"NRR cannot be told yet: it looks back 12 months, and this horizon has {result.months}"
    return "NRR is undefined: there were no customers twelve months earlier"


def retention_fans(result: Summarised) -> Figure:
    """Draw NRR and GRR of all runs, from the first month in which they are defined."""
    with styled():
        nrr, grr = result.bands("nrr"), result.bands("grr")
        defined = np.flatnonzero(np.isfinite(nrr.p50) | np.isfinite(grr.p50))
        subtitle = (
            "ARR now of the customers of twelve months ago, over their ARR then; GRR counts none above its ARR then"
        )
        if defined.size and defined[0] > 0:
            begins = month_label(result.scenario.start_date, int(defined[0]))
            subtitle += f". Both begin in {begins}, when there are twelve months to look back on"
        figure, top = new_page(retention_title(result), subtitle, source(result))
        axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, top - BOTTOM))
        if not defined.size:
            say(axes, _undefined(result) + ".")
            return figure
        x = calendar(result.scenario.start_date, result.months)
        first = max(0, min(int(defined[0]), result.months - 1))
        _limits(axes, nrr, grr)
        time_axis(axes, float(x[first]), float(x[-1]))
        percent_axis(axes)
        axes.axhline(1.0, color=INK, linewidth=1.0)
        for bands, colour in ((nrr, BLUE), (grr, VERMILLION)):
            fan(axes, x, bands, colour, spread=not single(result))
        end_labels(axes, [*_ends(result, "NRR", nrr, DARK[BLUE]), *_ends(result, "GRR", grr, DARK[VERMILLION])])
    return figure


def _limits(axes: Axes, nrr: Bands, grr: Bands) -> None:
    low, high = extent(nrr.p5, nrr.p95, nrr.p50, grr.p5, grr.p95, grr.p50)
    low, high = min(low, 1.0), max(high, 1.0)
    pad = 0.06 * max(high - low, 0.05)
    axes.set_ylim(max(0.0, low - pad) if low >= 0.0 else low - pad, high + pad)


def _ends(result: Summarised, name: str, bands: Bands, colour: str) -> list[Label]:
    end = last_defined(bands.p50)
    if end is None:
        return []
    spread = "" if single(result) else spread_words(bands, end, percent)
    return [Label(float(bands.p50[end]), f"{name} {percent(float(bands.p50[end]))}", colour, bold=True, detail=spread)]
