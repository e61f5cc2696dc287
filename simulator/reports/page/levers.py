"""Levers: the bands at every stop lie in the page, and a slider shows one after the other, without any network."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.page.markup import Markup, tag
from simulator.reports.page.panels import sheet
from simulator.reports.page.plan_dots import dots_finding
from simulator.reports.page.rows import row_of, rows_of
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.svg.document import Named
from simulator.reports.svg.fan import Fan, Line, fan_chart
from simulator.reports.svg.frame import Frame, Months, Size
from simulator.reports.svg.scales import extent
from simulator.reports.words import NOT_DEFINED, last_defined, money, percent, spread_words
from simulator.results.formatting import DECIMALS, decimals
from simulator.results.metrics import METRICS
from simulator.results.summary import years_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.decisions.levers import Lever, Stop
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised


_SIZE: Final = Size(420, 250, 10.0)
_LOOKS: Final[dict[str, tuple[str, str, str, Callable[[float], str]]]] = {
    "arr": ("ARR", "blue", "money", money),
    "nrr": ("NRR", "blue", "percent", percent),
    "grr": ("GRR", "vermillion", "percent", percent),
    "cash": ("Cash", "green", "money", money),
}


def lever_section(key: str, lever: Lever, result: Summarised, of: str = "") -> Markup:
    """Return the section of one lever; without a script it shows the scenario as it stands.

    Where several results are shown it is called a lever `of` the first.
    """
    shown = [name for name in _LOOKS if _first(lever, name) is not None]
    name = lever.axis.name
    data = {
        "labels": [stop.label for stop in lever.stops],
        "said": [_said(lever, place, result) for place in range(len(lever.stops))],
        "charts": [_data(lever, metric, result) for metric in shown],
    }
    told = Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))
    slider = tag(
        "input", type="range", id=f"{key}-in", min=0, max=len(lever.stops) - 1, step=1, value=lever.own,
        disabled=True, autocomplete="off", aria_valuetext=lever.stops[lever.own].label,
    )  # fmt: skip
    inside = tag(
        "div",
        tag("label", f"{name[:1].upper()}{name[1:]}", for_=f"{key}-in"),
        slider,
        tag("output", _said(lever, lever.own, result), for_=f"{key}-in"),
        tag("div", *(_figure(key, lever, metric, result) for metric in shown), class_="four"),
        tag("script", told, type="application/json"),
        class_="lever",
    )
    note = (
        f"One lever at a time, from the scenario as it stands: all else is as in {result.scenario.name}. "
        f"Every stop was played over the same {lever.runs:,} runs with the same luck; between stops nothing was played."
    )
    figures = tag("details", tag("summary", "The figures behind it"), _table(key, lever, result).markup())
    topic = f"A lever · {of}" if of else "A lever"
    return sheet(key, topic, _heading(lever, result), inside, tag("p", note, class_="note"), figures)


def _heading(lever: Lever, result: Summarised) -> str:
    """Return the finding: what median ARR is at the end at either end of the lever."""
    ends = [lever.stops[0], lever.stops[-1]]
    arr = [money(float(stop.bands["arr"].p50[-1])) for stop in ends]
    name, when = lever.axis.name, result.labels[-1]
    if arr[0] == arr[1]:
        return f"{name[:1].upper()}{name[1:]} from {ends[0].label} to {ends[1].label}: ARR by {when} stays at {arr[0]}"
    return (
        f"{name[:1].upper()}{name[1:]} from {ends[0].label} to {ends[1].label}: ARR by {when} goes from "
        f"{arr[0]} to {arr[1]}"
    )


def _said(lever: Lever, place: int, result: Summarised) -> str:
    stop = lever.stops[place]
    own = " (the scenario as it stands)" if place == lever.own and stop.label != "as it stands" else ""
    odds = f" {dots_finding(stop.met, result.labels[stop.met.month])}." if stop.met is not None else ""
    return f"{lever.axis.name[:1].upper()}{lever.axis.name[1:]}: {stop.label}{own}.{odds}"


def _first(lever: Lever, metric: str) -> int | None:
    """Return the first month from which on every stop has all figures of a metric; None where there is none."""
    rows = [row for stop in lever.stops for row in rows_of(stop.bands[metric])]
    broken = np.flatnonzero(~np.isfinite(np.array(rows)).all(axis=0))
    first = int(broken[-1]) + 1 if broken.size else 0
    return first if first < len(rows[0]) - 1 else None


def _frame(lever: Lever, metric: str, result: Summarised) -> Frame:
    """Return the frame that all stops share, so that what moves is the company and not the axis."""
    first = _first(lever, metric)
    assert first is not None
    _, _, kind, _ = _LOOKS[metric]
    beside = [row_of(result.bands("arr.plan").p50)] if metric == "arr" else []
    low, high = extent(*(row[first:] for stop in lever.stops for row in rows_of(stop.bands[metric])), *beside)
    low = min(0.0, low) if kind == "money" else min(1.0, low)
    high = high if kind == "money" else max(1.0, high)
    pad = 0.05 * ((high - low) or 1.0)
    months = Months(result.scenario.start_date, first, result.months)
    return Frame(_SIZE, months, low - (pad if low < 0.0 or kind == "percent" else 0.0), high + pad, kind)


def _figure(key: str, lever: Lever, metric: str, result: Summarised) -> Markup:
    name, hue, _, _ = _LOOKS[metric]
    stop = lever.stops[lever.own]
    fan = Fan(rows_of(stop.bands[metric]), hue, lever.runs > 1)
    lines = [Line(row_of(result.bands("arr.plan").p50), plan=True)] if metric == "arr" else []
    told = _told(stop, metric, result)
    about = f"{_said(lever, lever.own, result)} {told}"
    named = Named(f"{key}-{metric}", f"{name} along the lever", about)
    chart = fan_chart(_frame(lever, metric, result), named, [fan], lines)
    return tag("figure", tag("h3", name), Markup(chart.svg()), tag("figcaption", told, class_="told"))


def _told(stop: Stop, metric: str, result: Summarised) -> str:
    _, _, _, words = _LOOKS[metric]
    bands = stop.bands[metric]
    end = last_defined(bands.p50)
    if end is None:
        return NOT_DEFINED
    spread = f", {spread_words(bands, end, words)}" if int(bands.count[end]) > 1 else ""
    return f"Median in {result.labels[end]}: {words(float(bands.p50[end]))}{spread}"


def _data(lever: Lever, metric: str, result: Summarised) -> dict[str, object]:
    """Return what the script draws: where months stand, and of each stop the heights of its five rows."""
    frame = _frame(lever, metric, result)
    months = range(frame.months.first, frame.months.last + 1)
    return {
        "places": [round(frame.x.at(month), 1) for month in months],
        "stops": [";".join(_steps(row, months, frame) for row in rows_of(stop.bands[metric])) for stop in lever.stops],
        "told": [_told(stop, metric, result) for stop in lever.stops],
    }


def _steps(row: Sequence[float], months: range, frame: Frame) -> str:
    heights = [math.floor(2.0 * frame.y.at(row[month]) + 0.5) for month in months]
    return " ".join(str(height - before) for height, before in zip(heights, [0, *heights], strict=False))


def _table(key: str, lever: Lever, result: Summarised) -> PageTable:
    shown = [name for name in _LOOKS if _first(lever, name) is not None]
    heads = ("Stop", *(f"{_LOOKS[name][0]}, {result.labels[-1]}" for name in shown), "Runs that meet the plan")
    rows = tuple((stop.label, *(_cell(stop, name) for name in shown), _met(stop)) for stop in lever.stops)
    months = [year.last for year in years_of(result.scenario)]
    file = CsvFile(
        f"{key.replace('-', '_')}.csv",
        ("stop", "metric", "month", "label", "p5", "p50", "p95"),
        tuple(
            (stop.label, name, month, result.labels[month], *_figures(stop.bands[name], name, month))
            for stop in lever.stops
            for name in shown
            for month in months
        ),
    )
    return PageTable(f"Along {lever.axis.name}: medians at the end", heads, rows, file)


def _cell(stop: Stop, metric: str) -> str:
    end = last_defined(stop.bands[metric].p50)
    return NOT_DEFINED if end is None else _LOOKS[metric][3](float(stop.bands[metric].p50[end]))


def _met(stop: Stop) -> str:
    return NOT_DEFINED if stop.met is None else percent(stop.met.share)


def _figures(bands: Bands, metric: str, month: int) -> list[str]:
    places = DECIMALS.get(METRICS[metric].unit, 2)
    return [decimals(row[month : month + 1], places)[0] for row in (bands.p5, bands.p50, bands.p95)]
