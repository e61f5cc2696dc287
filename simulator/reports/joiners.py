"""When the hires that change the company join: dates with a whisker from P5 to P95, over the chart of headcount."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from simulator.clock import month_label, months_of
from simulator.engine.contract import RoleId
from simulator.reports.theme import INK, MUTED, SMALL_SIZE, TEXT_SIZE, single, text_width
from simulator.reports.words import between, month_of_day, percent
from simulator.results.milestones import reached_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes

    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result

_EVENTS: Final = (
    (RoleId.CS_HEAD, "Head of CS joins"),
    (RoleId.ONBOARDING, "First onboarding specialist joins (carve-out)"),
)
_MARK_ROW: Final = 0.068  # of the page's height


@dataclass(frozen=True)
class FirstJoiner:
    """When the first hire of a role joins: days from the start over the runs in which that happens.

    `day`, `early` and `late` are the median, P5 and P95 over all runs, a run without such a hire counting as later
    than any day (infinite). `share` of the runs (0 to 1) have one; `from_start` says it was in place before day 0.
    """

    day: float
    early: float
    late: float
    share: float
    from_start: bool


def first_joiner(result: Result, role: RoleId) -> FirstJoiner:
    """Read off the log of hires when the first hire of a role joins."""
    hires = result.hires
    mine = hires[(hires["role"] == role) & np.isfinite(hires["joined"])]
    position = {int(run): index for index, run in enumerate(result.runs)}
    days = np.full(len(result.runs), np.inf)
    for run, joined in zip(mine["run"].tolist(), mine["joined"].tolist(), strict=True):
        days[position[run]] = min(days[position[run]], joined)
    early, day, late = (reached_by(days, share) for share in (5, 50, 95))
    return FirstJoiner(day, early, late, float(np.isfinite(days).mean()), bool((days <= 0.0).all()))


def mark_joiners(axes: Axes, result: Result, stack: Floats) -> None:
    """Mark the two dates in the upper left, with a whisker from P5 to P95, clear of a stack of bars.

    `stack` is the height of the bars in people (months + 1); where they would reach into the words the axis is raised.
    """
    marks = [_mark(axes, result, role, event, row) for row, (role, event) in enumerate(_EVENTS)]
    _make_room(axes, marks, stack)
    for mark in marks:
        if mark.ends:
            _whisker(axes, mark.ends, mark.height)
        _remark(axes, mark.x, mark.height, mark.text, mark.detail, mark.side)


def _make_room(axes: Axes, marks: Sequence[_Mark], stack: Floats) -> None:
    low, high = axes.get_xlim()
    top = axes.get_ylim()[1]
    for mark in marks:
        first, last = (math.floor(share * (high - low)) for share in mark.span)
        there = stack[max(0, first) : last + 2]
        floor = mark.height - 0.6 * _step(axes)
        if len(there) and floor > 0.0:
            top = max(top, float(there.max()) / floor)
    axes.set_ylim(0.0, top)


@dataclass(frozen=True)
class _Mark:
    """One date on the chart: its words, the whisker's ends on the calendar axis, and where the words stand.

    `x`, `height` and `span` (from the leftmost to the rightmost point of all of it) are shares of the panel.
    """

    text: str
    detail: str
    ends: tuple[float, ...]
    x: float
    height: float
    side: Literal["left", "right"]
    span: tuple[float, float]


def _mark(axes: Axes, result: Result, role: RoleId, event: str, row: int) -> _Mark:
    """Put the words to the right of the whisker, or to its left where they would run into the labels beside it."""
    found = first_joiner(result, role)
    height = 1.0 - (0.5 + row) * _step(axes)
    when, detail = _when(found, result)
    text = f"{event}: {when}"
    long = max(text_width(text, TEXT_SIZE, bold=True), text_width(detail, SMALL_SIZE)) / axes.get_position().width
    if found.from_start or not math.isfinite(found.day):
        return _Mark(text, detail, (), 0.012, height, "left", (0.0, 0.012 + long))
    ends = tuple(_place(axes, result, day) for day in (found.early, found.day, found.late))
    ends = ends[1:2] * 3 if single(result) else ends
    low, high = axes.get_xlim()
    left, right = (ends[0] - low) / (high - low) - 0.01, (ends[2] - low) / (high - low) + 0.01
    if right + long <= 1.0 or left < 1.0 - right:
        return _Mark(text, detail, ends, right, height, "left", (left, min(1.0, right + long)))
    return _Mark(text, detail, ends, left, height, "right", (max(0.0, left - long), right))


def _step(axes: Axes) -> float:
    return float(_MARK_ROW / axes.get_position().height)


def _remark(axes: Axes, x: float, height: float, text: str, detail: str, side: Literal["left", "right"]) -> None:
    above = "bottom" if detail else "center"
    place = axes.transAxes
    axes.text(x, height, text, transform=place, size=TEXT_SIZE, weight="bold", va=above, ha=side, color=INK)
    axes.text(x, height - 0.008, detail, transform=place, size=SMALL_SIZE, va="top", ha=side, color=MUTED)


def _place(axes: Axes, result: Result, day: float) -> float:
    """Return where a simulated day lies on the calendar axis."""
    left, right = axes.get_xlim()
    return left + min(months_of(max(day, 0.0)), right - left)


def _whisker(axes: Axes, ends: Sequence[float], height: float) -> None:
    early, at, late = ends
    rise = axes.get_xaxis_transform()
    axes.plot([at, at], [0.0, height], transform=rise, color=INK, linewidth=1.0, linestyle=(0, (2, 2)))
    if late > early:
        axes.plot([early, late], [height, height], transform=rise, color=INK, linewidth=1.6, marker="|", markersize=9)
    axes.plot([at], [height], transform=rise, color=INK, marker="o", markersize=8, markeredgecolor="white")


def _when(found: FirstJoiner, result: Result) -> tuple[str, str]:
    """Return the date in words, and how it is spread over the runs."""
    start = result.scenario.start_date
    if found.from_start:
        return "in place from the start", ""
    if found.share == 0.0:
        return f"not by {month_label(start, result.months)}", ""
    if single(result):
        return month_of_day(start, found.day), ""
    if not math.isfinite(found.day):
        return f"in {percent(found.share)} of runs", ""
    spread = between(_or_later(start, found.early, result), _or_later(start, found.late, result))
    missing = 1.0 - found.share
    never = "" if missing == 0.0 else f"; never in {percent(missing, 0 if missing >= 0.01 else 1)} of runs"
    return _or_later(start, found.day, result), f"P5–P95 {spread}{never}"


def _or_later(start: date, day: float, result: Result) -> str:
    if not math.isfinite(day):
        return f"after {month_label(start, result.months)}"
    return "the start" if day <= 0.0 else month_of_day(start, day)
