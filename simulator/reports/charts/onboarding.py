"""Customers waiting for onboarding, and how long it takes until they have value."""

from __future__ import annotations

import math
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
from simulator.reports.charts.horizons import near_and_last
from simulator.reports.theme import BLUE, DARK, ORANGE, VERMILLION, new_page, say, single, source, styled
from simulator.reports.words import NOT_DEFINED, last_defined, number, peak, spread_words
from simulator.results.bands import holds_nine_in_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.protocols import Summarised

_NONE = "no onboarding is signed off"


def onboarding_title(result: Summarised) -> str:
    """Return the finding: time-to-value in eight quarters and at the end, and when most customers wait."""
    median, slow = result.bands("ttv.p50").p50, result.bands("ttv.p90").p50
    end = last_defined(median)
    if end is None:
        return f"{_NONE.capitalize()}; {_waiting(result)}"
    path = near_and_last(result, lambda month: _days(float(median[month])), end)
    nine = number(float(slow[end]))
    return f"Half of the customers reach value within {path}, nine in ten within {nine}; {_waiting(result)}"


def _days(days: float) -> str:
    return f"{number(days)} days" if math.isfinite(days) else NOT_DEFINED


def _waiting(result: Summarised) -> str:
    """Say when most wait: in the median run, or, where nobody does in half of the runs, at the edge of the band."""
    start, bands = result.scenario.start_date, result.bands("onboarding.backlog")
    median = "" if single(result) else "median "
    most, values = peak(bands.p50), bands.p50
    if number(float(values[most])) == "0" and not single(result):
        worst = peak(bands.p95)
        if number(float(bands.p95[worst])) == "0":
            return "nobody is left waiting for an onboarding to begin"
        few = "one run in twenty" if holds_nine_in_ten(len(result.runs)) else "one run"
        return (
            f"in half of the runs nobody waits to begin, in {few} {number(float(bands.p95[worst]))} or more do in "
            f"{month_label(start, worst)}"
        )
    if number(float(values[most])) == "0":
        return "nobody is left waiting for an onboarding to begin"
    if most == len(values) - 1 and most > 0:
        return f"the {median}backlog is {number(float(values[most]))} by then and still rising"
    spread = "" if single(result) else f" ({spread_words(bands, most, number)})"
    return f"the {median}backlog peaks at {number(float(values[most]))}{spread} in {month_label(start, most)}"


def onboarding_fans(result: Summarised) -> Figure:
    """Draw the backlog above time-to-value at its median and at P90."""
    with styled():
        subtitle = "Backlog at month end; time-to-value of the customers signed off within three months"
        figure, top = new_page(onboarding_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        x = calendar(result.scenario.start_date, result.months)
        heading(upper, "Backlog: customers waiting for their onboarding to begin")
        _backlog(upper, x, result)
        heading(lower, "Time-to-value: days from close to sign-off within which half, and nine in ten, are there")
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
    for bands, colour, name in ((most, VERMILLION, "Nine in ten"), (half, ORANGE, "Half")):
        fan(axes, x, bands, colour, spread=not single(result))
        end = last_defined(bands.p50)
        if end is not None:
            value = float(bands.p50[end])
            spread = "" if single(result) else spread_words(bands, end, number)
            labels.append(Label(value, f"{name}: {number(value)} days", DARK[colour], bold=True, detail=spread))
    end_labels(axes, labels)
