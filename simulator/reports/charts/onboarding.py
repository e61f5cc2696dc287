"""Customers waiting for onboarding, and how long it takes until they have value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import month_label
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    count_axis,
    end_labels,
    extent,
    fan,
    heading,
    room_above,
    time_axis,
    two_rows,
)
from simulator.reports.theme import BLUE, DARK, ORANGE, VERMILLION, new_page, say, single, source, styled
from simulator.reports.words import last_defined, number, peak, spread_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.protocols import Summarised

_NONE = "no onboarding is signed off"


def onboarding_title(result: Summarised) -> str:
    """Return the finding: time-to-value at the end, and when most customers wait for their onboarding."""
    start = result.scenario.start_date
    median, slow = result.bands("ttv.p50").p50, result.bands("ttv.p90").p50
    end = last_defined(median)
    if end is None:
        finding = _NONE.capitalize()
    else:
        half, nine = (number(float(days[end])) for days in (median, slow))
        when = month_label(start, end)
        finding = f"Half of the customers reach value within {half} days in {when}, nine in ten within {nine}"
    backlog = result.bands("onboarding.backlog").p50
    most = peak(backlog)
    if number(float(backlog[most])) == "0":
        return f"{finding}; nobody is left waiting for an onboarding to begin"
    return f"{finding}; the backlog peaks at {number(float(backlog[most]))} in {month_label(start, most)}"


def onboarding_fans(result: Summarised) -> Figure:
    """Draw the backlog above time-to-value at its median and at P90."""
    with styled():
        subtitle = "Backlog at month end; time-to-value of the customers signed off within three months"
        figure, top = new_page(onboarding_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        x = calendar(result.scenario.start_date, result.months)
        heading(upper, "Backlog: customers waiting for their onboarding to begin")
        _backlog(upper, x, result)
        heading(lower, "Time-to-value: days from close to sign-off for half (P50) and for nine in ten customers (P90)")
        _time_to_value(lower, x, result)
    return figure


def _backlog(axes: Axes, x: Floats, result: Summarised) -> None:
    bands = result.bands("onboarding.backlog")
    axes.set_ylim(*room_above(0.0, max(4.0, extent(bands.p95, bands.p50)[1])))
    time_axis(axes, float(x[0]), float(x[-1]), named=False)
    count_axis(axes)
    fan(axes, x, bands, BLUE, spread=not single(result))
    last = float(bands.p50[-1])
    name, spread = ("", "") if single(result) else ("Median ", spread_words(bands, -1, number))
    end_labels(axes, [Label(last, f"{name}{number(last)}", DARK[BLUE], bold=True, detail=spread)])


def _time_to_value(axes: Axes, x: Floats, result: Summarised) -> None:
    half, most = result.bands("ttv.p50"), result.bands("ttv.p90")
    if last_defined(half.p50) is None:
        say(axes, f"{_NONE.capitalize()} within this horizon.")
        return
    axes.set_ylim(*room_above(0.0, extent(half.p50, most.p95, most.p50)[1]))
    time_axis(axes, float(x[0]), float(x[-1]))
    count_axis(axes)
    labels = []
    for bands, colour, name in ((most, VERMILLION, "P90"), (half, ORANGE, "P50")):
        fan(axes, x, bands, colour, spread=not single(result))
        end = last_defined(bands.p50)
        if end is not None:
            value = float(bands.p50[end])
            labels.append(Label(value, f"{name} {number(value)} days", DARK[colour], bold=True))
    end_labels(axes, labels)
