"""The heat map of two values varied at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.response import AT_BEST, axis_words, footer
from simulator.reports.theme import INK, ORANGE, SMALL_SIZE, TEXT_SIZE, new_page, styled
from simulator.reports.words import first_of, read_by
from simulator.results.cash_outlook import share_out
from simulator.results.formatting import signed

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

    from simulator.decisions.axis import Axis
    from simulator.decisions.sweep import Sweep

__all__ = ["heat_map"]

_COLOURS: Final = "BuGn"
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
    best = f"{chosen(a, first)} and {chosen(b, second)}"
    others = int(np.count_nonzero(found.candidates)) - 1
    told = f"{others} of {len(found.points) - 1} others cannot be told from it" if others else "clearly the best tried"
    return f"{found.measure.words} is highest, {level}, with {best}; {told}"


def _greens() -> Colormap:
    """Return light to middle green: the darkest shades would hide what is written on them."""
    import matplotlib as mpl
    from matplotlib.colors import ListedColormap

    return ListedColormap(mpl.colormaps[_COLOURS](np.linspace(0.02, 0.82, 256)))


def chosen(axis: Axis, place: int) -> str:
    """Return one value of an axis in a sentence: `the head of CS at $8M ARR`, `hiring lookahead at 90 days`."""
    choice = axis.choices[place]
    if axis.role is None or choice.point is None:
        return axis.at(choice)
    return f"{first_of(axis.role, axis.taken)} {choice.point.words}"


def heat_map(found: Sweep) -> Figure:
    """Draw the two axes of a sweep that was `found`: the judged measure against the best pair; return the page.

    Framed cells could be the best.
    """
    from matplotlib.patches import Rectangle

    a, b = found.axes
    shape = (len(a.choices), len(b.choices))
    means = np.array([one.mean for one in found.differences()]).reshape(shape).T
    framed = found.candidates.reshape(shape).T
    with styled():
        subtitle = f"Difference from the best pair; judged by {read_by(found.measure, found.scenario)}"
        note = footer(found).partition(" · bars")[0] + " · framed: hold the true best with 95% confidence"
        figure, top = new_page(heat_title(found), subtitle, note)
        axes = figure.add_axes((0.13, 0.14, 0.76, top - 0.16))
        image = axes.imshow(means, origin="lower", aspect="auto", cmap=_greens(), interpolation="nearest")
        axes.set_xticks(range(shape[0]), labels=[choice.label for choice in a.choices])
        axes.set_yticks(range(shape[1]), labels=[choice.label for choice in b.choices])
        axes.tick_params(length=0)
        axes.set_xlabel(axis_words(a))
        axes.set_ylabel(axis_words(b))
        for spine in axes.spines.values():
            spine.set_visible(False)
        low, high = float(means.min()), float(means.max())
        size = TEXT_SIZE if max(shape) <= 9 else SMALL_SIZE - 2.0
        for row, column in np.ndindex(means.shape):
            if framed[row, column]:
                frame = Rectangle((column - 0.47, row - 0.47), 0.94, 0.94, fill=False, edgecolor=ORANGE, linewidth=3.0)
                axes.add_patch(frame)
            if max(shape) <= _MOST_WRITTEN:
                dark = high > low and (means[row, column] - low) / (high - low) > 0.55
                best = (column, row) == found.points[found.best].at
                text = "best" if best else signed(found.measure.unit, float(means[row, column]))
                colour = "white" if dark else INK
                axes.text(column, row, text, ha="center", va="center", color=colour, size=size, weight="bold")
        bar = figure.colorbar(image, cax=figure.add_axes((0.91, 0.14, 0.015, top - 0.16)))
        bar.outline.set_visible(False)
        bar.ax.yaxis.set_major_formatter(lambda value, _: signed(found.measure.unit, value))
        bar.ax.tick_params(labelsize=SMALL_SIZE)
    return figure
