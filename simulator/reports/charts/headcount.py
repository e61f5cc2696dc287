"""Headcount by role: customer success, and sales where it hires, with the dates on which the company changes."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from simulator.clock import month_label, months_of
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    count_axis,
    end_labels,
    heading,
    large_and_small,
    time_axis,
)
from simulator.reports.charts.horizons import near_and_last, near_month
from simulator.reports.charts.role_looks import OWN_ROLES, ROLE_LOOKS
from simulator.reports.theme import (
    BOTTOM,
    DARK,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_SIZE,
    TEXT_SIZE,
    legible,
    new_page,
    say,
    single,
    source,
    styled,
    text_width,
)
from simulator.reports.words import band_name, between, listed, month_of_day, number, percent, plural, short_name, whole
from simulator.results.milestones import reached_by
from simulator.results.pnl import roles_of
from simulator.results.result import Result
from simulator.roles import ROLE_NAMES, RoleId
from simulator.scenario.schema.words import role_word, role_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.roles import Department


_HEADS: Final = ("cs_head", "vp_sales")
_NAMED_OF_OWN: Final = 1
"""A user's own roles shown one by one; where there are more they make one layer."""
_MOST_IN_TITLE: Final = 4
_LONGEST_NAME: Final = 24
_IN: Final = re.compile(r"^(person|people) (?=in )")


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of a stack: people at month ends (months + 1), what one and several are called, the colour."""

    heads: Floats
    one: str
    many: str
    colour: str

    @property
    def last(self) -> int:
        """People at the end."""
        return whole(float(self.heads[-1]))

    @property
    def words(self) -> str:
        """How many there are at the end: `52 CSMs`."""
        return f"{number(self.last)} {self.one if self.last == 1 else self.many}"


def typical(result: Summarised, role: str) -> Floats:
    """Return a role's median headcount by month (months + 1), in whole people."""
    return np.floor(result.bands(f"headcount.{role}").p50 + 0.5)


def layers_of(result: Summarised, department: Department) -> list[Layer]:
    """Return the roles of a department that ever have anybody, from the bottom of the stack to its top."""
    roles = roles_of(result.scenario.roles, department)
    found = {role: heads for role in roles if (heads := typical(result, role)).any()}
    known = [Layer(found[role], *look) for role, look in ROLE_LOOKS.items() if role in found and role not in _HEADS]
    leaders = [Layer(found[role], *ROLE_LOOKS[role]) for role in _HEADS if role in found]
    return [*known, *_own({role: found[role] for role in found if role not in ROLE_NAMES}), *leaders]


def _own(found: dict[str, Floats]) -> list[Layer]:
    if len(found) > _NAMED_OF_OWN:
        words = f"in {len(found)} further roles"
        return [Layer(np.sum(list(found.values()), axis=0), words, words, OWN_ROLES)]
    return [Layer(heads, *_called(role), OWN_ROLES) for role, heads in found.items()]


def _called(role: str) -> tuple[str, str]:
    """Return what one and several people in a role of the user's own are called: `trainer`, or `in support`."""
    one, many = (short_name(_IN.sub("", words(role)), _LONGEST_NAME) for words in (role_word, role_words))
    return one, many


def headcount_title(result: Summarised) -> str:
    """Return the finding: how many people CS has at the end, in which roles, and how many sales has."""
    layers, when = layers_of(result, "cs"), month_label(result.scenario.start_date, result.months)
    total = sum(layer.last for layer in layers)
    beside = _beside([layer for layer in layers_of(result, "sales") if layer.last])
    if total == 0:
        return f"Nobody works in CS by {when}{beside}"
    verb = "grows to" if total > max(_people(layers, month) for month in (0, near_month(result) or 0)) else "has"
    path = near_and_last(result, lambda month: plural(_people(layers, month), "person", "people"), when="by")
    if path.count(" people by ") == 2:
        path = path.replace(" people by ", " by ").replace(" by ", " people by ", 1)  # the word once
    return f"CS {verb} {path}: {listed(_parts(layers))}{beside}"


def _people(layers: list[Layer], month: int) -> int:
    return sum(whole(float(layer.heads[month])) for layer in layers)


def _beside(sales: list[Layer]) -> str:
    if len(sales) == 1:
        return f"; sales has {sales[0].words}"
    return f"; sales has {number(sum(layer.last for layer in sales))} people" if sales else ""


def _parts(layers: list[Layer]) -> list[str]:
    """Say how many there are in each role, in a few largest ones where there are many."""
    staffed = [layer for layer in layers if layer.last]
    if len(staffed) <= _MOST_IN_TITLE:
        return [layer.words for layer in staffed]
    named = sorted(staffed, key=lambda layer: -layer.last)[: _MOST_IN_TITLE - 1]
    others = sum(layer.last for layer in staffed) - sum(layer.last for layer in named)
    return [*(layer.words for layer in staffed if layer in named), f"{number(others)} in other roles"]


def headcount_stack(result: Summarised) -> Figure:
    """Draw the median headcount of each role as steps on top of each other, with the dates of the first joiners.

    Sales has a panel of its own where it ever has anybody. A role that never has anybody is left out.
    """
    with styled():
        subtitle = "People at month end by role" + ("" if single(result) else ", each role at its median over the runs")
        figure, top = new_page(headcount_title(result), subtitle, source(result, bands=False))
        success, sales = layers_of(result, "cs"), layers_of(result, "sales")
        if sales:
            axes, below = large_and_small(figure, top)
            heading(axes, "Customer success")
            heading(below, "Sales")
            _stack(below, result, sales)
            end_labels(below, _ends(sales))
        else:
            axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, top - BOTTOM))
        if not success and not _anybody_joins(result):
            say(axes, "Nobody is hired into CS, and nobody is in place.")
            return figure
        _stack(axes, result, success, room=1.25, named=not sales)
        if isinstance(result, Result):  # the dates are those of single hires
            mark_joiners(axes, result, sum((layer.heads for layer in success), np.zeros(result.months + 1)))
        end_labels(axes, [*_ends(success), *_all_cs(result, success)])
    return figure


def _anybody_joins(result: Summarised) -> bool:
    roles = roles_of(result.scenario.roles, "cs")
    if isinstance(result, Result):
        numbers = [place for place, role in enumerate(result.scenario.roles.names()) if role in roles]
        return bool((result.hires["joined"][np.isin(result.hires["role"], numbers)] >= 0.0).any())
    return any(np.nansum(result.bands(f"joiners.{role}").mean) > 0.0 for role in roles)


def _stack(axes: Axes, result: Summarised, layers: list[Layer], room: float = 1.1, named: bool = True) -> None:
    x = calendar(result.scenario.start_date, result.months)
    floor = np.zeros(len(x))
    highest = float(sum((layer.heads for layer in layers), floor).max())
    axes.set_ylim(0.0, max(highest, 1.0) * room)
    time_axis(axes, float(x[0]), float(x[-1]), named=named)
    count_axis(axes)
    for layer in layers:
        axes.fill_between(x, floor, floor + layer.heads, step="pre", color=layer.colour, linewidth=0)
        floor = floor + layer.heads


def _ends(layers: list[Layer]) -> list[Label]:
    labels, floor = [], 0
    for layer in layers:
        if layer.last:
            words = legible(layer.words.replace("onboarding ", "onboarding\n").replace("-sales ", "-\nsales "))
            labels.append(Label(floor + layer.last / 2.0, words, DARK[layer.colour], bold=True))
        floor += layer.last
    return labels


def _all_cs(result: Summarised, layers: list[Layer]) -> list[Label]:
    if single(result):
        return []
    bands, floor = result.bands("headcount.cs"), sum(layer.last for layer in layers)
    spread = between(number(float(bands.p5[-1])), number(float(bands.p95[-1])))
    return [Label(floor * 1.1, "All of CS", MUTED, detail=f"{band_name(len(result.runs))} {spread}")]


# When the hires that change the company join: dates with a whisker from P5 to P95, over the chart of headcount.

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
    text = f"{event.replace(' joins', '') if found.from_start else event}: {when}"
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
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # the line of another date may pass behind it
    axes.text(
        *(x, height, text),
        transform=place, size=TEXT_SIZE, weight="bold", va=above, ha=side, color=INK, bbox=behind, zorder=6
    )  # fmt: skip
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
    if spread == _or_later(start, found.day, result) and missing == 0.0:
        return spread, f"{band_name(len(result.runs))} the same month"
    never = "" if missing == 0.0 else f"; never in {percent(missing, 0 if missing >= 0.01 else 1)} of runs"
    return _or_later(start, found.day, result), f"{band_name(len(result.runs))} {spread}{never}"


def _or_later(start: date, day: float, result: Result) -> str:
    if not math.isfinite(day):
        return f"after {month_label(start, result.months)}"
    return "the start" if day <= 0.0 else month_of_day(start, day)
