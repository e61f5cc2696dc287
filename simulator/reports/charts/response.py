"""The response curve: too early, too late, and the stretch of choices that cannot be told from the best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from simulator.clock import month_label
from simulator.decisions.hiring_point import opens_at_once
from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.broken_axis import from_zero, mark_broken, tell_broken
from simulator.reports.charts.drawing import heading
from simulator.reports.charts.labelling import difference_axis, spaced, value_axis
from simulator.reports.sides import at_words, choice_words
from simulator.reports.theme import (
    BLUE,
    DARK,
    GREEN,
    INK,
    LEFT,
    MUTED,
    ORANGE,
    SMALL_SIZE,
    VERMILLION,
    broken,
    new_page,
    styled,
)
from simulator.reports.words import first_of, joined_label, listed, plural, read_by, short_name
from simulator.results.cash_outlook import share_out
from simulator.results.formatting import shown_in
from simulator.results.metrics import Unit
from simulator.scenario.explain.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.axis import Axis
    from simulator.decisions.paired import Estimate
    from simulator.decisions.sweep import Sweep
    from simulator.engine.contract import Floats
    from simulator.results.measure import Measure
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["response_chart"]

PLATEAU: Final = "#e3f1ea"
_LOG_FROM: Final = 4.0  # an axis that spans so many times its low end is drawn in proportion
_COLOURS: Final = (BLUE, GREEN, VERMILLION, ORANGE, MUTED)
_MOST_BESIDE: Final = 3
_LEAST_ROOM: Final = 0.11
_LINE_ROOM: Final = 0.02
"""Height of the page below the panels, and for each line of what stands below the axis."""
_SMALL_TICKS: Final = 4
_LARGE: Final = 0.475
_SMALL: Final = 0.3
"""Widths of the panels."""
_WIDEST: Final = {_LARGE: 0.155, _SMALL: 0.085}
"""How wide a label below the axis may be, so that none at an end crosses the edge of the page."""
_LEAST_SHARE: Final = 0.04
"""A small panel spans at least so much of its level, so that a speck does not look like a mountain."""
_LEAST_POINTS: Final = 0.02
AT_BEST: Final = "at the best choice"


def sweep_title(found: Sweep) -> str:
    """Return the finding of a sweep over one axis: the best value, and which cannot be told from it.

    Where cash runs out even so, that comes first.
    """
    low = found.values[found.best, found.place(CASH_LOW)]
    return warned(_sweep_finding(found), (AT_BEST, share_out(low)), alone=found.runs == 1)


_MOST_NAMED: Final = 3
"""So many values that are no numbers are named one by one."""


def _sweep_finding(found: Sweep) -> str:
    axis = found.axes[0]
    best = axis.choices[found.best]
    first, last = found.plateau
    if not found.matters():
        ends = [choice_words(found.scenario, axis, axis.choices[place]) for place in (0, -1)]
        between = f"between {' and '.join(ends)}"
        return f"{sentence(axis.name)} makes no difference to {found.measures[0].within} {between}"
    name = f"{found.measures[0].words} is highest"
    where = best.point.words if best.point is not None else f"with {at_words(found.scenario, axis, best)}"
    if axis.role is not None:
        name = f"Hire {first_of(axis.role, axis.taken)}"
        months = found.months_joined()
        joins = joined_label(found.scenario.start_date, months[found.best])
        depends = any(month != months[found.best] for month in months)  # founders may hire the first before that
        if best.point is not None and best.point.kind == "arr" and joins != "never" and depends:
            where += f" (at work by {joins})"
    if first == last:
        edge = f": still rising at {'the first' if found.best == 0 else 'the last'} value tried, so look beyond it"
        inside = found.best not in (0, len(axis.choices) - 1) or not axis.numeric
        outermost = found.best == 0 and best.point is not None and opens_at_once(found.scenario, best.point)
        return f"{name} {where}" + (": every other choice tried is clearly worse" if inside or outermost else edge)
    near = [choice_words(found.scenario, axis, axis.choices[at]) for at in range(first, last + 1) if at != found.best]
    if best.point is None and not axis.numeric and len(near) <= _MOST_NAMED:  # words follow one another in no order
        return f"{name} {where}; {listed(near)} cannot be told from it"
    low, high = (choice_words(found.scenario, axis, axis.choices[place]) for place in (first, last))
    return f"{name} {where}; from {low} to {high} no choice can be told from the best"


class Curve(Protocol):
    """What a response chart shows: choices along one axis, the judged measure first, differences from the best."""

    @property
    def scenario(self) -> Scenario:
        """The scenario in which one value varies."""

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The one axis."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The judged measure and those shown beside it."""

    @property
    def reference(self) -> str:
        """What the differences are from, in words."""

    @property
    def best(self) -> int:
        """The place of the best choice."""

    @property
    def plateau(self) -> tuple[int, int]:
        """First and last of the choices that are as good."""

    def levels(self, measure: int = 0) -> list[float]:
        """Return the levels of a measure."""

    def differences(self, measure: int = 0) -> list[Estimate]:
        """Return the differences from the best."""

    def months_joined(self) -> list[float]:
        """Return when the first of the role joins."""


def response_chart(found: Sweep) -> Figure:
    """Draw a sweep over one axis that was `found`: the judged measure against the best, large, the others beside it."""
    return curve_chart(found, sweep_title(found), curve_subtitle(found), footer(found))


def curve_chart(found: Curve, title: str, subtitle: str, note: str, matters: float = 0.0) -> Figure:
    """Draw a curve; differences smaller than `matters` are marked as a band."""
    with styled():
        figure, top = new_page(title, subtitle, note)
        beside = found.measures[1 : 1 + _MOST_BESIDE]
        x, log = places(found)
        lines = 1 + max(label.count("\n") for label in _labels(found, x, log, _LARGE))
        bottom = _LEAST_ROOM + _LINE_ROOM * lines
        height = top - 0.02 - bottom
        large = figure.add_axes((LEFT, bottom, _LARGE, height))
        _large(large, found, x, log, matters)
        gap = 0.085
        small = (height - gap * (len(beside) - 1)) / max(len(beside), 1)
        for place, measure in enumerate(beside):
            axes = figure.add_axes((0.665, bottom + (len(beside) - 1 - place) * (small + gap), _SMALL, small))
            _small(axes, found, 1 + place, measure, x, log)
            _x_axis(axes, found, x, log, few=True)
            axes.tick_params(axis="x", labelbottom=place == len(beside) - 1)
            mark_broken(axes, across=_has_zero(found, log), up=True)
        tell_broken(figure)
    return figure


def curve_subtitle(found: Curve) -> str:
    """Return what the choices are judged by, and until when."""
    return f"Judged by {read_by(found.measures[0], found.scenario)}; all choices meet the same customers and luck"


def axis_words(axis: Axis) -> str:
    """Return what an axis shows: `ARR at which hiring of the head of CS opens`, or the path in words."""
    if axis.role is None:
        return sentence(axis.name)
    return f"{_kind(axis.unit)} at which hiring of {first_of(axis.role, axis.taken)} opens"


def _kind(unit: str) -> str:
    return {"arr": "ARR", "on": "date", "month": "month"}.get(unit, "point")


def footer(found: Sweep) -> str:
    """Return where the figures come from, and what the bars are."""
    bars = "bars: 95% interval of the difference from the best, same luck"
    shade = "shaded: holds the true best with 95% confidence"
    who = short_name(found.scenario.name)
    return f"t2d3 · {who} · {plural(found.runs, 'run')} at each point, seed {found.seed} · {bars} · {shade}"


def places(found: Curve) -> tuple[Floats, bool]:
    """Return where the points stand along the axis, and whether it is drawn in proportion."""
    axis = found.axes[0]
    x = np.array([choice.place for choice in axis.choices])
    log = axis.numeric and axis.unit != "on" and float(x.min()) > 0.0 and float(x.max() / x.min()) >= _LOG_FROM
    return x, log


def _large(axes: Axes, found: Curve, x: Floats, log: bool, matters: float) -> None:
    from matplotlib.patheffects import withStroke

    unit = found.measures[0].unit
    differences = found.differences()
    heading(axes, f"Difference from {found.reference}")
    _x_axis(axes, found, x, log)
    shade(axes, x, found.plateau, log)
    axes.axhline(0.0, color=INK, linewidth=1.0, zorder=1)
    if matters > 0.0:
        axes.axhline(-matters, color=MUTED, linewidth=1.0, linestyle=(0, (2, 3)), zorder=1)
        axes.annotate(
            f"as good\ndown to\n{found.measures[0].difference(-matters)}",
            (1.0, -matters),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            color=MUTED,
            size=SMALL_SIZE,
            gid="matters",
        )
    curve(axes, x, [one.mean for one in differences], differences, BLUE, 3.0)
    low = min([-1.15 * matters, *(_low(one) for one in differences)])
    high = max(_high(one) for one in differences)
    room = (high - low) or (_LEAST_POINTS if unit is Unit.SHARE else 1.0)
    axes.set_ylim(low - 0.08 * room, high + 0.2 * room)
    difference_axis(axes, unit)
    best = differences[found.best]
    level = found.levels()[found.best]
    axes.plot([x[found.best]], [best.mean], marker="o", markersize=11, color=DARK[BLUE], zorder=5)
    axes.annotate(
        f"{'selected' if matters > 0.0 else 'best'}: {shown_in(unit, level)}",
        (float(x[found.best]), 0.93),
        xycoords=("data", "axes fraction"),
        ha="right" if found.best > 0.7 * len(x) else "left" if found.best < 0.3 * len(x) else "center",
        color=DARK[BLUE],
        weight="bold",
        gid="best",
        path_effects=[withStroke(linewidth=3.0, foreground="white")],
    )
    _mark_now(axes, found, log)
    mark_broken(axes, across=_has_zero(found, log))


def _mark_now(axes: Axes, found: Curve, log: bool) -> None:
    now = found.axes[0].now
    low, high = axes.get_xlim()
    if not (math.isfinite(now) and low <= now <= high):
        return
    axes.axvline(now, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
    right = (math.log(now / low) > 0.8 * math.log(high / low)) if log else now - low > 0.8 * (high - low)
    axes.text(
        now,
        axes.get_ylim()[1],
        "the scenario now " if right else " the scenario now",
        ha="right" if right else "left",
        va="top",
        color=MUTED,
        size=SMALL_SIZE,
    )


def _small(axes: Axes, found: Curve, place: int, measure: Measure, x: Floats, log: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    means, differences = found.levels(place), found.differences(place)
    heading(axes, f"{measure.words}, {_how(measure, found.scenario)}")
    shade(axes, x, found.plateau, log)
    curve(axes, x, means, differences, _COLOURS[place % len(_COLOURS)], 2.2)
    value_axis(axes, measure.unit)
    axes.yaxis.set_major_locator(MaxNLocator(_SMALL_TICKS, steps=[1, 2, 2.5, 5, 10]))
    ends = [mean + side * one.half for mean, one in zip(means, differences, strict=True) for side in (-1.0, 1.0)]
    finite = [end for end in [*means, *ends] if math.isfinite(end)]
    if finite:
        middle = (max(finite) + min(finite)) / 2.0
        least = _LEAST_POINTS if measure.unit is Unit.SHARE else _LEAST_SHARE * abs(middle)
        room = max(1.15 * (max(finite) - min(finite)), least) or 1.0
        axes.set_ylim(*from_zero(middle - room / 2.0, middle + room / 2.0))


def _how(measure: Measure, scenario: Scenario) -> str:
    term = measure.terms[0]
    month = month_label(scenario.start_date, scenario.horizon_months if term.month is None else term.month)
    return f"until {month}" if term.through else month


def curve(
    axes: Axes, x: Floats, means: Sequence[float], differences: Sequence[Estimate], colour: str, width: float
) -> None:
    """Draw the means with a line, and on each the interval of its difference from the best."""
    halves = [one.half if math.isfinite(one.half) else 0.0 for one in differences]
    axes.errorbar(
        x, means, yerr=halves, color=colour, linewidth=width, marker="o", markersize=5, elinewidth=1.4, capsize=3
    )


def shade(axes: Axes, x: Floats, plateau: tuple[int, int], log: bool) -> None:
    """Shade the stretch of choices that cannot be told from the best, to half-way to its neighbours."""
    first, last = plateau
    at = np.log(x) if log else x
    left = at[first] - (at[first] - at[first - 1]) / 2.0 if first > 0 else at[0] - 0.05 * np.ptp(at)
    right = at[last] + (at[last + 1] - at[last]) / 2.0 if last + 1 < len(at) else at[-1] + 0.05 * np.ptp(at)
    low, high = (math.exp(left), math.exp(right)) if log else (float(left), float(right))
    axes.axvspan(low, high, color=PLATEAU, zorder=0, linewidth=0, gid="plateau")


def _x_axis(axes: Axes, found: Curve, x: Floats, log: bool, few: bool = False) -> None:
    from matplotlib.ticker import NullFormatter, NullLocator

    if log:
        axes.set_xscale("log")
        margin = (x[-1] / x[0]) ** 0.05
        axes.set_xlim(x[0] / margin, x[-1] * margin)
    else:
        margin = 0.05 * (x[-1] - x[0])
        axes.set_xlim(x[0] - margin, x[-1] + margin)
    labels = _labels(found, x, log, _SMALL if few else _LARGE)
    if few:
        room = max(label.count("\n") for label in _labels(found, x, log, _LARGE))
        labels = [label if label.count("\n") <= room else "" for label in labels]
    elif found.axes[0].role is not None and _says_when(found):
        who = first_of(found.axes[0].role, found.axes[0].taken)
        axes.set_xlabel(f"ARR at which hiring opens; below, when {who} is at work on average")
    else:
        axes.set_xlabel(axis_words(found.axes[0]))
    shown = spaced(axes, x, labels, log, found.best)
    axes.set_xticks(x[shown], labels=[labels[place] for place in shown])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="x", length=4, labelsize=SMALL_SIZE)


def _labels(found: Curve, x: Floats, log: bool, width: float) -> list[str]:
    """Return what stands below the axis of a panel of this width at each choice, in lines that fit between others."""
    axis = found.axes[0]
    words = [choice_words(found.scenario, axis, choice) for choice in axis.choices]
    if _says_when(found) and width == _LARGE:
        start = found.scenario.start_date
        joins = [joined_label(start, month).replace(" ", "\n").replace("never", "") for month in found.months_joined()]
        return [f"{label}\n{join}" for label, join in zip(words, joins, strict=True)]
    at = np.log(x) if log else x
    slot = 0.9 * width * float(np.diff(at).min() / np.ptp(at)) if len(at) > 1 else width
    if axis.numeric or axis.unit == "on":
        return words
    return ["\n".join(broken(label, SMALL_SIZE, min(0.95 * slot, _WIDEST[width]))) for label in words]


def _says_when(found: Curve) -> bool:
    """Tell whether below each choice stands when the first of the role joins."""
    return found.axes[0].role is not None and found.axes[0].unit == "arr"


def _has_zero(found: Curve, log: bool) -> bool:
    """Tell whether the axis of choices could begin at zero: numbers can, dates, words and proportions cannot."""
    return found.axes[0].numeric and found.axes[0].unit != "on" and not log


def _low(one: Estimate) -> float:
    return one.low if math.isfinite(one.low) else one.mean


def _high(one: Estimate) -> float:
    return one.high if math.isfinite(one.high) else one.mean
