"""Names beside the points of a chart, so that none lies on another, on a point or across the edge of the panel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.charts.drawing import money_axis, percent_axis, points_axis
from simulator.reports.theme import INK, MUTED, SMALL_SIZE, broken, text_width
from simulator.results.formatting import difference_in
from simulator.results.metrics import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from simulator.engine.contract import Floats


_DISTANCES: Final = (11.0, 20.0, 32.0, 46.0, 62.0, 80.0, 100.0, 122.0)  # pixels from the point to the near edge
_ANGLES: Final = (0, 180, 90, 270, 45, 315, 135, 225, 20, 340, 160, 200)
_WIDEST_NAME: Final = 0.2  # of the page's width; a longer name is broken into lines
_LEADER_FROM: Final = 20.0  # beyond, a line leads from the point to its name


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    low: float
    right: float
    high: float

    def shared(self, other: Box) -> float:
        """Return the area that two rectangles share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.high, other.high) - max(self.low, other.low)
        return across * up if across > 0.0 and up > 0.0 else 0.0

    def within(self, other: Box) -> bool:
        """Tell whether it lies in another."""
        return (
            other.left <= self.left and self.right <= other.right and other.low <= self.low and self.high <= other.high
        )


@dataclass(frozen=True)
class Spot:
    """Where a name goes: its box, and the end of the line that leads there, None where it stands close by."""

    box: Box
    leader: tuple[float, float] | None


def spots(
    places: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], taken: Sequence[Box], room: Box
) -> list[Spot]:
    """Return where names of these sizes go, each as near to its place as it can be without lying on what is taken.

    All in pixels; `room` is the panel. A name with nowhere to go takes the spot where least is hidden.
    """
    taken, found = list(taken), list[Spot]()
    for place, size in zip(places, sizes, strict=True):
        best = min(_around(place, size), key=lambda spot: _cost(spot, taken, room))
        taken.append(best.box)
        found.append(best)
    return found


def _around(place: tuple[float, float], size: tuple[float, float]) -> Iterator[Spot]:
    wide, tall = size
    for distance, angle in product(_DISTANCES, _ANGLES):
        across, up = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        x, y = place[0] + distance * across, place[1] + distance * up
        left = x - wide * (1.0 - across) / 2.0  # the edge of the box that faces the point is at the distance
        low = y - tall * (1.0 - up) / 2.0
        leader = (x, y) if distance >= _LEADER_FROM else None
        yield Spot(Box(left, low, left + wide, low + tall), leader)


def _cost(spot: Spot, taken: Sequence[Box], room: Box) -> float:
    """Return how much is hidden; of spots that hide nothing the first, which is the nearest, costs least."""
    hidden = sum(spot.box.shared(other) for other in taken)
    return hidden + (0.0 if spot.box.within(room) else 1e6)


def name_points(
    axes: Axes, points: Sequence[tuple[float, float]], names: Sequence[str], bold: Sequence[bool], taken: Sequence[Box]
) -> None:
    """Write names beside points (in data coordinates); limits and scales of the axes have to be final."""
    from matplotlib.patheffects import withStroke

    figure = axes.get_figure(root=True)
    assert figure is not None
    page, panel = figure.bbox, axes.get_window_extent()
    places = [tuple(axes.transData.transform(point)) for point in points]
    tall = SMALL_SIZE * 1.25 * figure.dpi / 72.0
    widest = min(_WIDEST_NAME, 0.9 * panel.width / page.width)
    lines = [broken(name, SMALL_SIZE, widest, heavy) for name, heavy in zip(names, bold, strict=True)]
    sizes = [
        (max(text_width(line, SMALL_SIZE, heavy) for line in name) * page.width, tall * len(name))
        for name, heavy in zip(lines, bold, strict=True)
    ]
    room = Box(panel.x0, panel.y0, panel.x1, panel.y1)
    for place, spot, name, heavy in zip(places, spots(places, sizes, taken, room), lines, bold, strict=True):
        if spot.leader is not None:
            ends = axes.transAxes.inverted().transform([place, spot.leader])
            axes.plot(ends[:, 0], ends[:, 1], transform=axes.transAxes, color=MUTED, linewidth=0.7, zorder=3)
        at = axes.transAxes.inverted().transform((spot.box.left, (spot.box.low + spot.box.high) / 2.0)).tolist()
        axes.text(
            at[0], at[1], "\n".join(name), transform=axes.transAxes, size=SMALL_SIZE, zorder=6, gid="name",
            va="center_baseline" if len(name) == 1 else "center", linespacing=1.25,
            color=INK if heavy else MUTED, weight="bold" if heavy else "normal",
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )  # fmt: skip


def around(axes: Axes, x: float, y: float, half: float) -> Box:
    """Return the box of so many pixels to every side of a point in data coordinates."""
    across, up = axes.transData.transform((x, y))
    return Box(across - half, up - half, across + half, up + half)


def stretch(axes: Axes, one: tuple[float, float], other: tuple[float, float], half: float = 2.0) -> Box:
    """Return the box around an upright or level line between two points in data coordinates."""
    a, b = axes.transData.transform((one, other)).tolist()
    return Box(min(a[0], b[0]) - half, min(a[1], b[1]) - half, max(a[0], b[0]) + half, max(a[1], b[1]) + half)


# The axes of response curves: labels that do not overlap, values and differences in any unit.


def spaced(axes: Axes, x: Floats, labels: Sequence[str], log: bool, first: int) -> list[int]:
    """Return which labels to print so that none overlaps: that of the `first` place, both ends, and what fits."""
    at = np.log(x) if log else x
    span = float(np.ptp(at)) * 1.1
    width = axes.get_position().width
    shown: list[tuple[float, float, int]] = []
    for place in dict.fromkeys((first, 0, len(labels) - 1, *range(len(labels)))):
        half = max(text_width(line, SMALL_SIZE) for line in labels[place].split("\n")) / 2.0 + 0.004
        centre = width * float(at[place] - at[0]) / span if span > 0.0 else 0.0
        if all(abs(centre - other) >= half + wide for other, wide, _ in shown):
            shown.append((centre, half, place))
    return sorted(place for _, _, place in shown)


def difference_axis(axes: Axes, unit: Unit) -> None:
    """Write the vertical axis as differences in a unit."""
    if unit is Unit.SHARE:
        points_axis(axes)
        axes.set_ylabel("points")
    else:
        value_axis(axes, unit)


def value_axis(axes: Axes, unit: Unit) -> None:
    """Write the vertical axis in a unit."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    if unit in (Unit.USD, Unit.USD_A_MONTH):
        money_axis(axes)
    elif unit is Unit.SHARE:
        percent_axis(axes)
    else:
        axes.yaxis.set_major_locator(MaxNLocator(6))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: difference_in(unit, value)))
        axes.grid(True, axis="y", which="major")
