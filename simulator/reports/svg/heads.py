"""People by role as layers on top of each other, in steps of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.reports.svg.document import Chart, Named, joined, path
from simulator.reports.svg.frame import End, Frame, Months, Size


@dataclass(frozen=True)
class Layer:
    """One layer: people at month ends, how many there are at the end in words, its hue."""

    heads: Sequence[float]
    words: str
    hue: str


def heads_chart(size: Size, months: Months, named: Named, layers: Sequence[Layer]) -> Chart:
    """Draw layers from the bottom up; each has its label at its right end, those with nobody left in it have none."""
    stacks: list[list[float]] = [[0.0] * (months.last + 1)]
    for layer in layers:
        stacks.append([below + heads for below, heads in zip(stacks[-1], layer.heads, strict=True)])
    frame = Frame(size, months, 0.0, max(1.0, *stacks[-1]) * 1.06, "count")
    drawn = frame.axes()
    ends = []
    for place, layer in enumerate(layers):
        under, over = stacks[place], stacks[place + 1]
        there, back = _steps(frame, over), reversed(_steps(frame, under))
        drawn.append(path([*there, *back], f"f-{layer.hue}", closed=True))
        if over[-1] > under[-1]:
            ends.append(End((over[-1] + under[-1]) / 2.0, layer.words, layer.hue, strong=True))
    drawn += frame.ends(ends)
    return Chart(size.width, size.height, named, joined(drawn))


def _steps(frame: Frame, row: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points of a line that is level over each month and steps at its beginning."""
    first, x, y = frame.months.first, frame.x, frame.y
    points = [(x.at(first), y.at(row[first]))]
    for month in range(first + 1, frame.months.last + 1):
        if row[month] != row[month - 1]:
            points += [(x.at(month - 1), y.at(row[month - 1])), (x.at(month - 1), y.at(row[month]))]
    return [*points, (x.at(frame.months.last), y.at(row[frame.months.last]))]
