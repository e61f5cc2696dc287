"""The axes of response curves: labels that do not overlap, values and differences in any unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.reports.drawing import money_axis, percent_axis, points_axis
from simulator.reports.theme import SMALL_SIZE, text_width
from simulator.results.measure import difference_in
from simulator.results.metric import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from simulator.engine.contract import Floats


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
