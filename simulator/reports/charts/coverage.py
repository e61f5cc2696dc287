"""How much of ARR has an account manager, and how full the CSMs' books are."""

from __future__ import annotations

import math
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
    one_row,
    percent_axis,
    time_axis,
    two_rows,
)
from simulator.reports.charts.horizons import near_and_last
from simulator.reports.theme import BLUE, DARK, GREEN, INK, new_page, say, single, source, styled
from simulator.reports.words import last_defined, percent, spread_words, trough

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised

_ALL = "All ARR has an account manager throughout"
_NONE = "No ARR ever has an account manager"
_NO_CSM = "no CSM is ever hired"


def coverage_title(result: Summarised) -> str:
    """Return the finding: the share of ARR covered, in eight quarters and at the end, its low, how full books are."""
    share, books = result.bands("arr.covered_share").p50, result.bands("csm.utilisation").p50
    end = last_defined(share)
    if end is None:
        return "There is no ARR to cover"
    low, full = trough(share), last_defined(books)
    told = "" if full is None else percent(float(books[full]))
    ending = f"; {_NO_CSM if full is None else f'CSM books are {told} full'}"
    flat = _flat(result)
    if flat is not None:
        return (
            f"{'All ARR has an account manager throughout' if flat else 'No ARR ever has an account manager'}{ending}"
        )
    path = near_and_last(result, lambda month: percent(float(share[month])), end)
    finding = f"The share of ARR with an account manager is {path}"
    if percent(float(share[low])) != percent(float(share[end])):
        finding += f", after a low of {percent(float(share[low]))} in {month_label(result.scenario.start_date, low)}"
    return f"{finding}{ending}"


def coverage_fans(result: Summarised) -> Figure:
    """Draw the covered share of ARR above the utilisation of the CSMs' books, with the line where books are full.

    Where one of them has nothing to show (all ARR is covered in every run and month or none is, or there are no CSMs),
    a sentence takes its place, and the other the whole page.
    """
    with styled():
        share, books = result.bands("arr.covered_share"), result.bands("csm.utilisation")
        flat, booked = _flat(result), last_defined(books.p50) is not None
        varies = flat is None and last_defined(share.p50) is not None
        subtitle = "At month end; founders and CSMs cover accounts until their books are full"
        if flat is not None:
            every = "" if single(result) else " of every run"
            subtitle += f". All ARR is covered at every month end{every}" if flat else ". No ARR is ever covered"
        if not booked:
            subtitle += f". {_NO_CSM.capitalize().replace('csm', 'CSM')}, so there are no books to fill"
        figure, top = new_page(coverage_title(result), subtitle, source(result))
        x = calendar(result.scenario.start_date, result.months)
        upper, lower = two_rows(figure, top) if varies and booked else (one_row(figure, top),) * 2
        if varies:
            heading(upper, "Share of ARR with an account manager")
            upper.set_ylim(_floor(extent(share.p5, share.p50)[0]), 1.0 + 0.06 * (1.0 - _floor(extent(share.p5)[0])))
            _panel(upper, x, share, GREEN, result, named=not booked)
        if booked:
            heading(
                lower,
                "CSM utilisation: load in the books over what they hold; at 100% they are full and new accounts wait",
            )
            _books(lower, x, result)
        if not varies and not booked:
            say(upper, f"{coverage_title(result)}.")
    return figure


def _flat(result: Summarised) -> bool | None:
    """Tell whether all ARR is covered in every run and month (True) or none in any (False); None for in between."""
    bands = result.bands("arr.covered_share")
    told = {percent(edge) for edge in (*extent(bands.p5), *extent(bands.p95)) if math.isfinite(edge)}
    return {"100%": True, "0%": False}.get(told.pop()) if len(told) == 1 else None


def _floor(lowest: float) -> float:
    """Return where the axis of a share begins: the tenth below the lowest value, so that no half of it is empty."""
    return max(0.0, math.floor(lowest * 10.0 - 0.2) / 10.0)


def _books(axes: Axes, x: Floats, result: Summarised) -> None:
    bands = result.bands("csm.utilisation")
    low, high = extent(bands.p5, bands.p95, bands.p50)
    axes.set_ylim(_floor(min(low, 0.9)), max(1.1, high * 1.08))
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
