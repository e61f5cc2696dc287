"""ARR against plan: the fan of all runs, the plan and its milestones."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from simulator.clock import month_label, months_of
from simulator.reports.cash_words import odds_out, warned
from simulator.reports.charts.drawing import Label, calendar, end_labels, extent, fan, money_axis, room_above, time_axis
from simulator.reports.charts.horizons import near_and_last, near_month
from simulator.reports.theme import (
    BLUE,
    BOTTOM,
    DARK,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_SIZE,
    TEXT_SIZE,
    new_page,
    single,
    source,
    styled,
    text_width,
)
from simulator.reports.words import between, money, month_of_day, percent
from simulator.results.bands import holds_nine_in_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.milestones import MilestoneOdds
    from simulator.results.protocols import Summarised

__all__ = ["arr_fan"]

Scale = Literal["linear", "log"]
_NAME_HEIGHT: Final = 46.0  # pixels that the two lines beside a milestone take


def arr_title(result: Summarised) -> str:
    """Return the finding: median ARR at the end, how far from plan, where 90 % of the runs lie, or all of few.

    That cash runs out, where it does in a fifth of the runs or more, comes first.
    """
    return warned(_arr_finding(result), ("", odds_out(result)), alone=single(result))


def _arr_finding(result: Summarised) -> str:
    bands, plan = result.bands("arr"), result.bands("arr.plan").p50
    last, when = float(bands.p50[-1]), month_label(result.scenario.start_date, result.months)
    if not last > 0.0:
        return f"There is no ARR by {when}{_against_nothing(float(plan[-1]))}"
    title = f"ARR {_path(result, bands.p50)}{_against(last, float(plan[-1]))}"
    if not single(result):
        within = "90% of runs" if holds_nine_in_ten(len(result.runs)) else f"all {len(result.runs)} runs"
        title += f" ({within}: {between(money(float(bands.p5[-1])), money(float(bands.p95[-1])))})"
    return title


def _path(result: Summarised, arr: Floats) -> str:
    """Say what ARR comes to in eight quarters, where the horizon lies beyond, and at the end."""
    near, last = near_month(result), float(arr[-1])
    if near is not None and arr[near] > last:
        start = result.scenario.start_date
        there, then = f"{money(float(arr[near]))} by {month_label(start, near)}", month_label(start, result.months)
        return f"is {there} and falls to {money(last)} by {then}"
    moves = "reaches" if last >= float(arr[0]) else "falls to"
    return f"{moves} {near_and_last(result, lambda month: money(float(arr[month])), when='by')}"


def _against(arr: float, plan: float) -> str:
    if not plan > 0.0:
        return ""
    ratio = arr / plan
    if ratio >= 2.0:
        return f", {ratio:,.1f} times the plan"
    off = percent(abs(ratio - 1.0))
    return ", on plan" if off == "0%" else f", {off} {'above' if ratio > 1.0 else 'below'} plan"


def _against_nothing(plan: float) -> str:
    return f"; the plan is {money(plan)}" if plan > 0.0 else ""


def arr_fan(result: Summarised, scale: Scale = "linear") -> Figure:
    """Draw ARR of all runs of a `result` against plan, with the plan's milestones; return the page.

    A linear axis shows dollars as a board counts them; a `scale` of `log` shows growth rates, and is used only where
    every figure is above zero.
    """
    with styled():
        subtitle = (
            "ARR at month end against the plan; on time is the share of runs that reach a milestone by its planned date"
        )
        if single(result) or not _planned(result):
            subtitle = "ARR at month end against the plan"
        figure, top = new_page(arr_title(result), subtitle, source(result))
        axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, top - BOTTOM))
        bands, plan = result.bands("arr"), result.bands("arr.plan").p50
        x = calendar(result.scenario.start_date, result.months)
        _limits(axes, bands, plan, scale)
        time_axis(axes, float(x[0]), float(x[-1]))
        money_axis(axes)
        fan(axes, x, bands, BLUE, spread=not single(result))
        axes.plot(x, plan, color=INK, linewidth=1.6, linestyle=(0, (5, 3)))
        _milestones(axes, result, x, bands)
        end_labels(axes, _ends(result, bands, plan))
    return figure


def _limits(axes: Axes, bands: Bands, plan: Floats, scale: Scale) -> None:
    low, high = extent(bands.p5, bands.p95, bands.p50, plan)
    if scale == "log" and low > 0.0:
        axes.set_yscale("log")
        axes.set_ylim(low / 1.15, high * 1.25)
        steps = [level * 10.0**power for power in range(2, 13) for level in (1.0, 2.0, 5.0)]
        axes.set_yticks([step for step in steps if low / 1.15 <= step <= high * 1.25])
    else:
        axes.set_ylim(*room_above(0.0, high))


def _ends(result: Summarised, bands: Bands, plan: Floats) -> list[Label]:
    name = "ARR" if single(result) else "Median"
    labels = [
        Label(float(bands.p50[-1]), f"{name} {money(float(bands.p50[-1]))}", DARK[BLUE], bold=True),
        Label(float(plan[-1]), f"Plan {money(float(plan[-1]))}", INK),
    ]
    if not single(result):
        low, high = ("P5", "P95") if holds_nine_in_ten(len(result.runs)) else ("Lowest", "Highest")
        labels += [
            Label(float(bands.p95[-1]), f"{high} {money(float(bands.p95[-1]))}", MUTED),
            Label(float(bands.p5[-1]), f"{low} {money(float(bands.p5[-1]))}", MUTED),
        ]
    return labels


def _planned(result: Summarised) -> list[MilestoneOdds]:
    """Return the milestones that the plan reaches after the start and within the horizon."""
    return [found for found in result.milestone_probability() if 0.0 < found.planned_day < math.inf]


def _milestones(axes: Axes, result: Summarised, x: Floats, bands: Bands) -> None:
    """Mark where the plan reaches each milestone, named to the left of the fan, where nothing else is drawn.

    The largest is named first; one so near to it that the names would overlap keeps its dot alone.
    """
    months = np.arange(len(x))
    free_below = math.inf
    for found in reversed(_planned(result)):
        at, level = months_of(found.planned_day), found.milestone
        place = float(x[0]) + at
        axes.plot([place], [level], "o", markersize=8, color=INK, markeredgecolor="white", zorder=5, clip_on=False)
        height = float(axes.transData.transform((place, level))[1])
        if height > free_below:
            continue
        free_below = height - _NAME_HEIGHT
        first = crossing(bands.p95, level)
        beside = float(np.interp(min(at, first) if math.isfinite(first) else at, months, x))
        _name(axes, found, beside, place, alone=single(result))


def _name(axes: Axes, found: MilestoneOdds, beside: float, place: float, alone: bool) -> None:
    """Write a milestone's amount, date and odds above and left of `beside`.

    For want of room there they stand right of its dot: below it, or above it where it is too near to the axis.
    """
    level = found.milestone
    text = f"{money(level)}  {month_of_day(found.start, found.planned_day)}"
    odds = "" if alone else f"{percent(found.by_plan.probability)} on time"
    room = (beside - axes.get_xlim()[0]) / (axes.get_xlim()[1] - axes.get_xlim()[0]) * axes.get_position().width
    above = 21.0 if odds else 5.0
    if room < text_width(text, TEXT_SIZE) + 0.005:
        is_low = axes.transData.transform((place, level))[1] - axes.bbox.y0 < _NAME_HEIGHT
        x, heights = (-4.0, (above + 7.0, 11.0)) if is_low else (9.0, (-12.0, -28.0))
        _write(axes, place, level, text, (x, heights[0]), INK, TEXT_SIZE, "left")
        _write(axes, place, level, odds, (x, heights[1]), MUTED, SMALL_SIZE, "left")
        return
    axes.plot([beside, place], [level, level], color=MUTED, linewidth=0.7)
    _write(axes, beside, level, text, (-2.0, above), INK, TEXT_SIZE, "right")
    _write(axes, beside, level, odds, (-2.0, 4.0), MUTED, SMALL_SIZE, "right")


def _write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    shift: tuple[float, float],
    colour: str,
    size: float,
    side: Literal["left", "right"],
) -> None:
    """Write a text `shift` points away from a place."""
    axes.annotate(text, (x, y), shift, textcoords="offset points", size=size, color=colour, ha=side)


def crossing(values: Floats, level: float) -> float:
    """Return after how many months a line first reaches a level, between month ends read off the line; NaN if never."""
    reached = np.flatnonzero(values >= level)
    if not reached.size:
        return math.nan
    month = int(reached[0])
    if month == 0 or not np.isfinite(values[month - 1]):
        return float(month)
    before, after = float(values[month - 1]), float(values[month])
    return month - 1 + (level - before) / (after - before)
