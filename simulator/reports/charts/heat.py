"""The heat map of two values varied at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.response import AT_BEST, axis_words, footer
from simulator.reports.sides import at_words, choice_words
from simulator.reports.theme import INK, ORANGE, SMALL_SIZE, TEXT_SIZE, broken, new_page, styled, text_width
from simulator.reports.words import first_of, read_by
from simulator.results.cash_outlook import share_out
from simulator.results.formatting import signed
from simulator.scenario.writing import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.axis import Axis
    from simulator.decisions.sweep import Sweep
    from simulator.engine.contract import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["heat_map"]

_COLOURS: Final = "YlGnBu"
_DARK: Final = 0.65
"""Shades above this hide dark letters."""
_NEAREST: Final = 0.2
_TICKS: Final = 7
_SCALE_NOTE: Final = " · colours: finer steps near the best"
_RIGHT: Final = 0.89
_AXIS_ROOM: Final = 0.06
"""Left of the names of the rows: the margin and what the axis shows."""
_WIDEST_LABEL: Final = 0.2
_LEAST_BOTTOM: Final = 0.135
_LINE_ROOM: Final = 0.025
_MOST_WRITTEN: Final = 16
"""Cells along an axis up to which each has its figure written in it."""


def heat_title(found: Sweep) -> str:
    """Return the finding of a sweep over two axes: the best pair, and how many cannot be told from it.

    Where cash runs out even so, that comes first.
    """
    low = found.values[found.best, found.place(CASH_LOW)]
    return warned(_heat_finding(found), (AT_BEST, share_out(low)), alone=found.runs == 1)


def _heat_finding(found: Sweep) -> str:
    a, b = found.axes
    first, second = found.points[found.best].at
    if not found.matters():
        return f"Neither {a.name} nor {b.name} makes a difference to {found.measure.within}"
    level = found.measure.shown(found.levels()[found.best])
    best = f"{named(found.scenario, a, first)} and {named(found.scenario, b, second)}"
    others = int(np.count_nonzero(found.candidates)) - 1
    told = f"{others} of {len(found.points) - 1} others cannot be told from it" if others else "clearly the best tried"
    return f"{found.measure.words} is highest, {level}, with {best}; {told}"


def chosen(axis: Axis, place: int) -> str:
    """Return one value of an axis in a sentence: `the head of CS at $8M ARR`, `hiring lookahead at 90 days`."""
    choice = axis.choices[place]
    if axis.role is None or choice.point is None:
        return axis.at(choice)
    return f"{first_of(axis.role, axis.taken)} {choice.point.words}"


def named(scenario: Scenario, axis: Axis, place: int) -> str:
    """Return one value of an axis in a sentence, also where it is no number but a text."""
    choice = axis.choices[place]
    return chosen(axis, place) if choice.point is not None else at_words(scenario, axis, choice)


def heat_map(found: Sweep) -> Figure:
    """Draw the two axes of a sweep that was `found`: the judged measure against the best pair; return the page.

    Framed cells could be the best.
    """
    a, b = found.axes
    shape = (len(a.choices), len(b.choices))
    means = np.array([one.mean for one in found.differences()]).reshape(shape).T
    with styled():
        subtitle = f"Difference from the best pair; judged by {read_by(found.measure, found.scenario)}"
        note = f"{footer(found).partition(' · bars')[0]} · framed: hold the true best with 95% confidence{_SCALE_NOTE}"
        figure, top = new_page(heat_title(found), subtitle, note)
        below, beside = (_labels(found, axis) for axis in (a, b))
        left = _AXIS_ROOM + max(text_width(line, TEXT_SIZE) for label in beside for line in label.split("\n"))
        bottom = _LEAST_BOTTOM + _LINE_ROOM * max(label.count("\n") for label in below)
        place = (left, bottom, _RIGHT - left, top - 0.02 - bottom)
        axes = figure.add_axes(place)
        scale = Nearness.of(means)
        image = axes.imshow(
            scale.shade(means), origin="lower", aspect="auto", cmap=_COLOURS, vmin=0.0, vmax=1.0,
            interpolation="nearest",
        )  # fmt: skip
        _name_cells(axes, below, beside)
        axes.set_xlabel(axis_words(a))
        axes.set_ylabel(axis_words(b))
        for spine in axes.spines.values():
            spine.set_visible(False)
        _write_cells(axes, found, means, scale)
        bar = figure.colorbar(image, cax=figure.add_axes((_RIGHT + 0.02, bottom, 0.015, place[3])))
        bar.outline.set_visible(False)
        ticks = scale.ticks()
        names = [signed(found.measure.unit, tick) for tick in ticks]
        bar.set_ticks([float(scale.shade(tick)) for tick in ticks], labels=names)
        bar.ax.tick_params(labelsize=SMALL_SIZE)
    return figure


def _labels(found: Sweep, axis: Axis) -> list[str]:
    """Return what stands beside the cells of an axis, texts in lines."""
    words = [choice_words(found.scenario, axis, choice) for choice in axis.choices]
    width = min(_WIDEST_LABEL, 0.95 * (_RIGHT - _AXIS_ROOM - _WIDEST_LABEL) / len(words))
    if axis.numeric or axis.unit == "on":
        return words
    return ["\n".join(broken(label, TEXT_SIZE, width)) for label in words]


def _name_cells(axes: Axes, below: Sequence[str], beside: Sequence[str]) -> None:
    """Write what the columns and the rows are; where they are many only as many as do not overlap."""
    room = axes.get_position()
    widest = max(text_width(line, TEXT_SIZE) for label in below for line in label.split("\n")) + 0.008
    tallest = (1 + max(label.count("\n") for label in beside)) * _LINE_ROOM
    across = max(1, math.ceil(widest * len(below) / room.width))
    up = max(1, math.ceil(tallest * len(beside) / room.height))
    axes.set_xticks(range(0, len(below), across), labels=below[::across])
    axes.set_yticks(range(0, len(beside), up), labels=beside[::up])
    axes.tick_params(length=0)


def _write_cells(axes: Axes, found: Sweep, means: Floats, scale: Nearness) -> None:
    """Frame the cells that could be the best, and write in each its difference where they are few enough."""
    from matplotlib.patches import Rectangle

    many = max(means.shape)
    size = TEXT_SIZE if many <= 9 else SMALL_SIZE - 2.0
    framed = found.candidates.reshape(means.T.shape).T
    for row, column in np.ndindex(means.shape):
        if framed[row, column]:
            frame = Rectangle(
                (column - 0.47, row - 0.47), 0.94, 0.94, fill=False, edgecolor=ORANGE,
                linewidth=3.0 if many <= _MOST_WRITTEN else 1.2,
            )  # fmt: skip
            axes.add_patch(frame)
        if many <= _MOST_WRITTEN:
            best = (column, row) == found.points[found.best].at
            text = "best" if best else signed(found.measure.unit, float(means[row, column]))
            colour = "white" if scale.shade(means[row, column]) > _DARK else INK
            axes.text(column, row, text, ha="center", va="center", color=colour, size=size, weight="bold")


@dataclass(frozen=True)
class Nearness:
    """The colours of a map: finer near the best, where cells lie close together, and coarser far from it.

    A cell that is d behind the best has the shade 1 - log(1 + d / unit) / log(1 + worst / unit): 1 is the best, 0 the
    worst. `unit` is how far the nearest fifth of the cells are behind, which get the larger part of the colours.
    """

    unit: float
    worst: float

    @classmethod
    def of(cls, means: Floats) -> Nearness:
        """Return the scale for these differences from the best, none above 0."""
        behind = -means[means < 0.0]
        if not behind.size:
            return cls(1.0, 1.0)
        return cls(float(np.quantile(behind, _NEAREST, method="lower")), float(behind.max()))

    def shade(self, difference: Floats | float) -> Floats:
        """Return the shade of a difference, 0 to 1."""
        behind = np.maximum(0.0, -np.asarray(difference, dtype=np.float64))
        shade: Floats = 1.0 - np.log1p(behind / self.unit) / math.log1p(self.worst / self.unit)
        return shade

    def ticks(self) -> list[float]:
        """Return differences about evenly spaced on the scale, in two digits."""
        steps = np.linspace(0.0, math.log1p(self.worst / self.unit), _TICKS)
        ticks = [-float(rounded(one, 2)) for one in (self.unit * np.expm1(steps)).tolist()]
        return list(dict.fromkeys([*ticks[:-1], -self.worst]))
