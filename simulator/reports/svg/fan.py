"""A fan over months: the middle of the runs, where half of them lie, and nine in ten; lines beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from simulator.reports.svg.document import Chart, Named, dot, joined, line, path, text
from simulator.reports.svg.frame import End, Frame
from simulator.reports.svg.scales import Scale
from simulator.reports.svg.text import width_of, wrapped

_LINE: Final = 15.0


@dataclass(frozen=True)
class Fan:
    """Five rows of figures by month, from the lowest up, NaN where there is none.

    Without `spread` the middle alone is drawn, without `inner` the outer band around it.
    """

    rows: tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
    hue: str
    spread: bool = True
    inner: bool = True


@dataclass(frozen=True)
class Line:
    """One row of figures by month, drawn as a line; dashed in ink where it is a plan."""

    row: Sequence[float]
    hue: str = "ink"
    plan: bool = False


@dataclass(frozen=True)
class Mark:
    """A month that is marked, what is written there, and the figure it names, where it names one."""

    month: float
    words: str
    hue: str = "ink"
    level: float = math.nan


def fan_chart(
    frame: Frame,
    named: Named,
    fans: Sequence[Fan],
    lines: Sequence[Line] = (),
    ends: Sequence[End] = (),
    marks: Sequence[Mark] = (),
) -> Chart:
    """Draw fans and lines in a frame, with labels at their ends and months that are marked."""
    months = range(frame.months.first, frame.months.last + 1)
    x, y = frame.x, frame.y
    drawn = frame.axes()
    for fan in fans:
        drawn += _fan(fan, months, x, y)
    for one in lines:
        classes = "plan" if one.plan else f"line s-{one.hue}"
        drawn += [path(_points(stretch, one.row, x, y), classes) for stretch in stretches(one.row, months)]
    for mark in marks:
        drawn += _marked(mark, frame)
    drawn += frame.ends(ends)
    return Chart(frame.size.width, frame.size.height, named, joined(drawn))


def _fan(fan: Fan, months: range, x: Scale, y: Scale) -> list[str]:
    low, lower, middle, upper, high = fan.rows
    drawn = []
    if fan.spread:
        bands = ((low, high, "outer"), (lower, upper, "inner"))
        for under, over, shade in bands if fan.inner else bands[:1]:
            for stretch in stretches([a + b for a, b in zip(under, over, strict=True)], months):
                there = _points(stretch, over, x, y)
                back = reversed(list(_points(stretch, under, x, y)))
                drawn.append(path(chain(there, back), f"f-{fan.hue} {shade}", closed=True))
    for stretch in stretches(middle, months):
        if len(stretch) == 1:
            drawn.append(dot(x.at(stretch[0]), y.at(middle[stretch[0]]), 3.0, f"f-{fan.hue}"))
        else:
            drawn.append(path(_points(stretch, middle, x, y), f"line s-{fan.hue}"))
    return drawn


def stretches(row: Sequence[float], months: range) -> Iterator[range]:
    """Yield the unbroken stretches of months in which a row has a figure; infinity is one."""
    first = None
    for month in months:
        known = not math.isnan(row[month])
        if known and first is None:
            first = month
        if not known and first is not None:
            yield range(first, month)
            first = None
    if first is not None:
        yield range(first, months.stop)


def _points(stretch: range, row: Sequence[float], x: Scale, y: Scale) -> Iterator[tuple[float, float]]:
    for month in stretch:
        yield x.at(month), y.at(row[month])


def _marked(mark: Mark, frame: Frame) -> list[str]:
    """Draw an upright at a month, a dot at its figure, its words beside its top, on the side where there is room."""
    x, y = frame.x.at(mark.month), frame.y
    right = x + width_of(mark.words) + 8.0 <= frame.x.last or x < 0.5 * (frame.x.first + frame.x.last)
    room = frame.x.last - x - 8.0 if right else x - 8.0
    beside, anchor = (6.0, "start") if right else (-6.0, "end")
    words = [
        text(x + beside, y.last + 10.0 + _LINE * row, one, f"t-{mark.hue}", anchor)
        for row, one in enumerate(wrapped(mark.words, room))
    ]
    point = [dot(x, y.at(mark.level), 4.0, f"f-{mark.hue}")] if math.isfinite(mark.level) else []
    return [line(x, y.first, x, y.last, "mark"), *point, *words]
