"""How much of ARR has an account manager, and how full the CSMs' books are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import month_label
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    end_labels,
    extent,
    fan,
    heading,
    percent_axis,
    time_axis,
    two_rows,
)
from simulator.reports.theme import BLUE, DARK, GREEN, INK, new_page, say, single, source, styled
from simulator.reports.words import last_defined, percent, spread_words, trough

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised

_NO_CSM = "no CSM is ever hired"


def coverage_title(result: Summarised) -> str:
    """Return the finding: the share of ARR covered at the end, its low, and how full the books are."""
    share, books = result.bands("arr.covered_share").p50, result.bands("csm.utilisation").p50
    end = last_defined(share)
    if end is None:
        return "There is no ARR to cover"
    start = result.scenario.start_date
    low = trough(share)
    finding = f"{percent(float(share[end]))} of ARR has an account manager in {month_label(start, end)}"
    if percent(float(share[low])) != percent(float(share[end])):
        finding += f", after a low of {percent(float(share[low]))} in {month_label(start, low)}"
    full = last_defined(books)
    return f"{finding}; {_NO_CSM if full is None else f'CSM books are {percent(float(books[full]))} full'}"


def coverage_fans(result: Summarised) -> Figure:
    """Draw the covered share of ARR above the utilisation of the CSMs' books, with the line where books are full."""
    with styled():
        subtitle = "At month end; founders and CSMs cover accounts until their books are full"
        figure, top = new_page(coverage_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        x = calendar(result.scenario.start_date, result.months)
        heading(upper, "Share of ARR with an account manager")
        share = result.bands("arr.covered_share")
        if last_defined(share.p50) is None:
            say(upper, "There is no ARR to cover.")
        else:
            upper.set_ylim(0.0, 1.06)
            _panel(upper, x, share, GREEN, result, named=False)
        heading(
            lower, "CSM utilisation: load in the books over what they hold; at 100% they are full and new accounts wait"
        )
        _books(lower, x, result)
    return figure


def _books(axes: Axes, x: Floats, result: Summarised) -> None:
    bands = result.bands("csm.utilisation")
    if last_defined(bands.p50) is None:
        say(axes, f"{_NO_CSM.capitalize().replace('csm', 'CSM')}, so there are no books to fill.")
        return
    high = extent(bands.p95, bands.p50)[1]
    axes.set_ylim(0.0, max(1.2, high * 1.08))
    _panel(axes, x, bands, BLUE, result, named=True)
    axes.axhline(1.0, color=INK, linewidth=1.0)


def _panel(axes: Axes, x: Floats, bands: Bands, colour: str, result: Summarised, named: bool) -> None:
    time_axis(axes, float(x[0]), float(x[-1]), named=named)
    percent_axis(axes)
    fan(axes, x, bands, colour, spread=not single(result))
    end = int(np.flatnonzero(np.isfinite(bands.p50))[-1])
    name, spread = ("", "") if single(result) else ("Median ", spread_words(bands, end, percent))
    text = f"{name}{percent(float(bands.p50[end]))}"
    end_labels(axes, [Label(float(bands.p50[end]), text, DARK[colour], bold=True, detail=spread)])
