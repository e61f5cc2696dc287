"""Pages of several panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.theme import BOTTOM, LEFT, RIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BETWEEN: Final = 0.085


def two_rows(figure: Figure, top: float) -> tuple[Axes, Axes]:
    """Return two panels of equal height over the same stretch of time, with room for a heading above each."""
    top -= 0.025
    height = (top - BOTTOM - _BETWEEN) / 2.0
    upper = figure.add_axes((LEFT, BOTTOM + height + _BETWEEN, RIGHT - LEFT, height))
    lower = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, height))
    return upper, lower


def one_above_two(figure: Figure, top: float) -> tuple[Axes, Axes, Axes]:
    """Return a wide panel and two below it side by side, with room for headings and for end labels of all."""
    top -= 0.025
    height = (top - BOTTOM - _BETWEEN) / 2.0
    upper = figure.add_axes((LEFT, BOTTOM + height + _BETWEEN, RIGHT - LEFT, height))
    lower = figure.add_axes((LEFT, BOTTOM, 0.315, height))
    beside = figure.add_axes((0.565, BOTTOM, RIGHT - 0.565, height))
    return upper, lower, beside


def large_and_small(figure: Figure, top: float) -> tuple[Axes, Axes]:
    """Return two panels over the same stretch of time, the upper one larger, with room for a heading above each."""
    top -= 0.025
    height = top - BOTTOM - _BETWEEN
    upper = figure.add_axes((LEFT, BOTTOM + 0.3 * height + _BETWEEN, RIGHT - LEFT, 0.7 * height))
    lower = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, 0.3 * height))
    return upper, lower


def one_and_two(figure: Figure, top: float) -> tuple[Axes, Axes, Axes]:
    """Return a large panel on the left and two small ones on the right, with room for headings and for end labels."""
    top -= 0.025
    height = (top - BOTTOM - _BETWEEN - 0.02) / 2.0
    large = figure.add_axes((LEFT, BOTTOM, 0.4, top - BOTTOM))
    upper = figure.add_axes((0.635, BOTTOM + height + _BETWEEN + 0.02, 0.23, height))
    lower = figure.add_axes((0.635, BOTTOM, 0.23, height))
    return large, upper, lower
