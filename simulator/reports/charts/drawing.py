"""What every chart over time is made of: a calendar axis, fans, labels at the end of lines."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from simulator.reports.theme import BOTTOM, LEFT, MUTED, RIGHT, TEXT_SIZE, broken
from simulator.reports.words import money, percent
from simulator.results.formatting import level
from simulator.scenario.writing import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands


_MONTHS_SHOWN_SINGLY: Final = 12
_MONTHS_IN_QUARTERS: Final = 36
_QUARTER: Final = 3  # months
_YEAR: Final = 12
_SPECK: Final = 1e-6  # of a month, by which a sum may miss the month that it means
_LEAST_STRETCH: Final = 0.35  # of a full period: a shorter piece of a year is too narrow to be named
_NAME_WIDTH: Final = 60.0  # pixels that a year or a month needs on the axis
_QUARTER_WIDTH: Final = 36.0
_LEAST_SIZE: Final = 8.0
_GAP: Final = 1.018  # where end labels begin, in widths of the panel
_MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Label:
    """A text at the end of a line: `at` is the value it belongs to, `detail` a lighter line below."""

    at: float
    text: str
    colour: str
    bold: bool = False
    detail: str = ""

    def within(self, room: float, size: float) -> Label:
        """Return the label with text and detail broken into lines that fit `room`, a share of the page's width."""
        text = [line for part in self.text.split("\n") for line in broken(part, size, room, self.bold)]
        detail = [line for part in self.detail.split("\n") for line in broken(part, size - 1.0, room)]
        return replace(self, text="\n".join(text), detail="\n".join(detail))

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return 1 + self.text.count("\n") + bool(self.detail) + self.detail.count("\n")


def calendar(start: date, months: int) -> Floats:
    """Return where the month ends 0 … `months` lie on a calendar axis counted in months since year 0.

    A whole number is the first of a month, so the end of December 2027 is 2028 × 12.
    """
    import calendar as almanac

    share = (start.day - 1) / almanac.monthrange(start.year, start.month)[1]
    return start.year * 12 + start.month - 1 + share + np.arange(months + 1, dtype=np.float64)


def time_axis(axes: Axes, first: float, last: float, named: bool = True) -> None:
    """Rule the axis off at calendar years, and name each stretch between two rules.

    Up to three years it is ruled off at quarters, up to one at months. A name stands in the middle of its stretch: on
    the rule itself it would be unclear which year ends there. Quarters too narrow for theirs are named year by year.
    """
    period = _period(last - first)
    edges = np.arange(math.ceil(first / period), math.floor(last / period) + 1) * period
    middles, unit = _middles(first, last, period), period
    if period == _QUARTER and _every(axes, middles, _QUARTER_WIDTH) > 1:
        middles, unit = _middles(first, last, _YEAR), _YEAR
    middles = middles[:: _every(axes, middles, _QUARTER_WIDTH if unit == _QUARTER else _NAME_WIDTH)]
    axes.set_xlim(first, last)
    axes.xaxis.remove_overlapping_locs = False  # the middle of a year is a quarter's rule
    axes.set_xticks(edges, labels=[""] * len(edges))
    axes.set_xticks([middle for middle, _ in middles], labels=_stretches([low for _, low in middles], unit), minor=True)
    axes.tick_params(axis="x", which="major", length=5, labelbottom=False)
    axes.tick_params(axis="x", which="minor", length=0, pad=8, labelbottom=named)
    axes.grid(True, axis="x", which="major")


def _period(months: float) -> int:
    if months <= _MONTHS_SHOWN_SINGLY + _SPECK:
        return 1
    return _QUARTER if months <= _MONTHS_IN_QUARTERS + _SPECK else _YEAR


def _middles(first: float, last: float, period: int) -> list[tuple[float, float]]:
    """Return middle and beginning of each stretch of so many months that is wide enough to be named."""
    edges = np.arange(math.ceil(first / period), math.floor(last / period) + 1) * period
    stops = np.unique(np.concatenate(([first], edges, [last])))
    return [
        ((low + high) / 2.0, low) for low, high in pairwise(stops.tolist()) if high - low >= _LEAST_STRETCH * period
    ]


def _every(axes: Axes, middles: Sequence[tuple[float, float]], width: float) -> int:
    """Return of how many names, each so many pixels wide, one has room on the axis."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return max(1, math.ceil(len(middles) * width / (axes.get_position().width * figure.bbox.width)))


def _stretches(begins: Sequence[float], period: int) -> list[str]:
    """Name years, or quarters or months with the year below the first one and below the first of each year."""
    places = [divmod(math.floor(begin + _SPECK), _YEAR) for begin in begins]
    if period == _YEAR:
        return [str(year) for year, _ in places]
    names = [_MONTH_NAMES[month] if period == 1 else f"Q{month // _QUARTER + 1}" for _, month in places]
    return [
        f"{name}\n{year}" if place == 0 or places[place - 1][0] != year else name
        for place, (name, (year, _)) in enumerate(zip(names, places, strict=True))
    ]


def money_axis(axes: Axes) -> None:
    """Write the vertical axis as money: `$50M`, and `$142.5M` where three digits would not tell where a line stands."""
    _value_axis(axes, lambda value: money_tick(value, axes.get_yticks()))


def money_tick(value: float, ticks: Floats) -> str:
    """Return what stands at one of these ticks."""
    short = all(abs(float(rounded(tick, 3)) - tick) <= 1e-9 * abs(tick) for tick in ticks.tolist())
    return money(value) if short else level(value)


def percent_axis(axes: Axes) -> None:
    """Write the vertical axis in percent."""
    _value_axis(axes, lambda value: percent(round(value, 9), 0 if _whole_percents(axes) else 1))


def _whole_percents(axes: Axes) -> bool:
    return all(abs(tick * 100.0 - round(tick * 100.0)) < 1e-6 for tick in axes.get_yticks())


def points_axis(axes: Axes) -> None:
    """Write the vertical axis in percentage points, without the unit: it stands in the heading."""
    _value_axis(axes, lambda value: f"{round(value * 100.0, 6):g}".replace("-", "−"))


def count_axis(axes: Axes) -> None:
    """Write the vertical axis in whole numbers."""
    _value_axis(axes, lambda value: f"{value:,.0f}".replace("-", "−"), whole=True)


def _value_axis(axes: Axes, words: Callable[[float], str], whole: bool = False) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

    if axes.get_yscale() == "linear":
        axes.yaxis.set_major_locator(
            MaxNLocator(6, steps=[1, 2, 2.5, 5, 10] if not whole else [1, 2, 5, 10], integer=whole)
        )
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words(value)))
    axes.grid(True, axis="y", which="major")


def heading(axes: Axes, text: str) -> None:
    """Name a panel above its upper left corner."""
    axes.set_title(text, loc="left", size=TEXT_SIZE, weight="bold", pad=10)


def fan(
    axes: Axes,
    x: Floats,
    bands: Bands,
    colour: str,
    spread: bool = True,
    middle: Literal["p50", "mean"] = "p50",
    dashes: Any = "-",
) -> None:
    """Draw the median (or mean) and, with `spread`, the bands P5–P95 (of few runs their range) and P25–P75 behind it.

    Where a value is undefined nothing is drawn; a month defined on its own gets a dot, since a line needs two.
    """
    line = bands.p50 if middle == "p50" else bands.mean
    if spread:
        axes.fill_between(x, bands.p5, bands.p95, color=colour, alpha=0.16, linewidth=0)
        axes.fill_between(x, bands.p25, bands.p75, color=colour, alpha=0.26, linewidth=0)
    axes.plot(x, line, color=colour, linewidth=2.6, linestyle=dashes, solid_capstyle="round")
    lonely = _without_neighbours(line)
    axes.plot(x[lonely], line[lonely], linestyle="none", marker="o", markersize=5, color=colour)


def _without_neighbours(values: Floats) -> npt.NDArray[np.intp]:
    defined = np.isfinite(values)
    padded = np.concatenate(([False], defined, [False]))
    return np.flatnonzero(defined & ~padded[:-2] & ~padded[2:])


def spread_apart(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres near `wanted`, in the same order, for things of these sizes, none overlapping, within low … high.

    Those that would overlap form a block, and the block is placed where its members wanted to be on average. Things
    that do not fit between low and high together start at low.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    offsets = [0.0]
    for before, after in pairwise(order):
        offsets.append(offsets[-1] + (sizes[before] + sizes[after]) / 2.0)
    blocks: list[tuple[float, int]] = []  # (sum of where the members want the first of all to be, members)
    for rank, i in enumerate(order):
        blocks.append((wanted[i] - offsets[rank], 1))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, members = blocks.pop()
            blocks[-1] = (blocks[-1][0] + total, blocks[-1][1] + members)
    bases = [total / members for total, members in blocks for _ in range(members)]
    highest = max(low, high - offsets[-1])
    placed = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        placed[i] = min(max(bases[rank], low), highest) + offsets[rank]
    return placed


def end_labels(axes: Axes, labels: Sequence[Label], size: float = TEXT_SIZE) -> None:
    """Write labels to the right of the panel beside the values they name, moved apart where they would overlap.

    Set the limits of the axis first. A moved label is tied to its value by a thin line.
    """
    shown = [label.within(_room_beside(axes), size) for label in labels if math.isfinite(label.at)]
    if not shown:
        return
    to_axes = axes.transData + axes.transAxes.inverted()
    own = [float(to_axes.transform((axes.get_xlim()[1], label.at))[1]) for label in shown]
    line = _line_height(axes, size)
    sizes = [label.lines * line for label in shown]
    for label, height, tall, place in zip(shown, own, sizes, spread_apart(own, sizes, 0.0, 1.0), strict=True):
        if abs(place - height) > 0.5 * line:
            axes.plot(
                [1.003, 1.014], [height, place], transform=axes.transAxes, color=MUTED, linewidth=0.7, clip_on=False
            )
        top = place + tall / 2.0
        weight = "bold" if label.bold else "normal"
        _beside(axes, top, label.text, label.colour, size, weight)
        if label.detail:
            _beside(axes, top - (1 + label.text.count("\n")) * line, label.detail, label.colour, size - 1.0, "normal")


def crowded_size(axes: Axes, labels: Sequence[Label]) -> float:
    """Return the size of type, the usual one or smaller, at which labels at the ends of lines have room one by one."""
    size = TEXT_SIZE
    while size > _LEAST_SIZE:
        lines = sum(label.within(_room_beside(axes), size).lines for label in labels)
        if lines * _line_height(axes, size) <= 1.0:
            break
        size -= 0.5
    return size


def _room_beside(axes: Axes) -> float:
    """Return how much of the page's width is left to the right of the panel."""
    panel = axes.get_position()
    return 0.995 - float(panel.x0 + _GAP * panel.width)


def _line_height(axes: Axes, size: float) -> float:
    """Return the height of a line of text as a share of the panel's."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return size * 1.3 * figure.dpi / 72.0 / (axes.get_position().height * figure.bbox.height)


def _beside(axes: Axes, top: float, text: str, colour: str, size: float, weight: str) -> None:
    place = axes.transAxes
    axes.text(
        _GAP, top, text, transform=place, color=colour, size=size, weight=weight, va="top", linespacing=1.2, gid="end"
    )


def room_above(low: float, high: float, share: float = 0.08) -> tuple[float, float]:
    """Return limits of a vertical axis from `low` to somewhat above `high`; never an empty stretch."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0
    span = high - low
    return (low, high + span * share) if span > 0.0 else (low, low + max(abs(low), 1.0))


def extent(*arrays: Floats) -> tuple[float, float]:
    """Return the smallest and the largest finite value of all arrays, NaN where there is none."""
    finite = np.concatenate([values[np.isfinite(values)] for values in arrays])
    return (float(finite.min()), float(finite.max())) if finite.size else (math.nan, math.nan)


# Pages of several panels.

_BETWEEN: Final = 0.085


def one_row(figure: Figure, top: float) -> Axes:
    """Return one panel with room for a heading above it and for end labels."""
    return figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, top - 0.025 - BOTTOM))


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
