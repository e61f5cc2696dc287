"""The ARR bridge: from opening to closing ARR, year by year, as a waterfall above a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import BridgeLine
from simulator.reports.charts.drawing import money_axis, room_above
from simulator.reports.theme import (
    BLUE,
    GREEN,
    GRID,
    INK,
    MARGIN,
    MUTED,
    ORANGE,
    PURPLE,
    SKY,
    SMALL_SIZE,
    TEXT_SIZE,
    VERMILLION,
    new_page,
    say,
    single,
    source,
    styled,
    text_width,
)
from simulator.reports.words import within, year_ends, year_names
from simulator.results.metrics import BRIDGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.results.protocols import Summarised

_COLOURS: Final = {
    BridgeLine.NEW_CUSTOMERS: GREEN,
    BridgeLine.EXPANSION: SKY,
    BridgeLine.RENEWAL_GAINS: PURPLE,
    BridgeLine.CONTRACTION: ORANGE,
    BridgeLine.CHURN: VERMILLION,
}
_STOCK: Final = BLUE
_YEARS_SHOWN: Final = 10
_YEARS_WITH_LABELS: Final = 6
_LEFT: Final = 0.15
_WIDTH: Final = 0.82
_STOCK_WIDTH: Final = 2.3  # of a flow's bar, wide enough for its figure
_YEAR_WIDTH: Final = _STOCK_WIDTH + float(len(BridgeLine))
_APART: Final = 0.012
"""The least gap between the heads of two columns, in widths of the page."""
_UNITS: Final = ((1e9, "B"), (1e6, "M"), (1e3, "K"), (1.0, ""))


@dataclass(frozen=True)
class YearBridge:
    """Dollars of ARR over one stretch of months, means over the runs; `flows` carry their sign, losses negative.

    opening + flows = closing, up to the rounding of a sum of doubles. `names` are what the stretch may be called, the
    shortest last.
    """

    names: tuple[str, ...]
    months: int
    opening: float
    flows: tuple[float, ...]
    closing: float

    @property
    def name(self) -> str:
        """What the stretch is called in a sentence."""
        return self.names[0]


def arr_bridge(result: Summarised) -> list[YearBridge]:
    """Return the bridge of every year of the simulation; the last may be shorter, where the horizon cuts it off."""
    ends = year_ends(result.scenario)
    arr = result.bands("arr").mean
    flows = [line.sign * np.nan_to_num(result.bands(BRIDGE[line]).mean) for line in BridgeLine]
    return [
        YearBridge(
            names=year_names(result.scenario, first, last),
            months=last - first,
            opening=float(arr[first]),
            flows=tuple(math.fsum(flow[first + 1 : last + 1]) for flow in flows),
            closing=float(arr[last]),
        )
        for first, last in zip([0, *ends[:-1]], ends, strict=True)
    ]


def bridge_title(result: Summarised) -> str:
    """Return the finding: what the growth of the last whole year is made of, or that ARR shrank."""
    years = arr_bridge(result)
    year = next((year for year in reversed(years) if year.months == MONTHS_PER_YEAR), years[-1])
    where = within(year.name)
    if _empty(year):
        return f"There is no ARR to bridge {where}"
    scale = _scale(years[-_YEARS_SHOWN:])
    opening, flows, closing = scale.round(year)
    new = flows[list(BridgeLine).index(BridgeLine.NEW_CUSTOMERS)]
    gained = sum(flow for line, flow in zip(BridgeLine, flows, strict=True) if line.sign > 0)
    lost = sum(flow for line, flow in zip(BridgeLine, flows, strict=True) if line.sign < 0)
    return (
        f"ARR {'grows' if closing >= opening else 'shrinks'} by {scale.write(abs(closing - opening))} {where}: "
        f"{scale.write(new)} from new customers and {scale.write(gained - new)} from expansion and renewals, "
        f"less {scale.write(-lost)} lost"
    )


def _empty(year: YearBridge) -> bool:
    return not (year.opening or year.closing or any(year.flows))


def bridge_waterfall(result: Summarised) -> Figure:
    """Draw the waterfall of every year above a table of the same figures; each column of the table adds up."""
    with styled():
        years = arr_bridge(result)
        left_out = max(0, len(years) - _YEARS_SHOWN)
        means = "" if single(result) else ", mean over the runs (the other charts show medians)"
        subtitle = f"From opening to closing ARR{means}"
        if left_out:
            subtitle += f"; the last {_YEARS_SHOWN} of {len(years)} years"
        figure, top = new_page(bridge_title(result), subtitle, source(result, bands=False))
        years = years[left_out:]
        axes = figure.add_axes((_LEFT, 0.355, _WIDTH, top - 0.355))
        if all(_empty(year) for year in years):
            say(axes, "There is no ARR within this horizon.")
            return figure
        _waterfall(axes, years)
        table = figure.add_axes((_LEFT, 0.075, _WIDTH, 0.25), sharex=axes)
        _table(table, years)
    return figure


def _waterfall(axes: Axes, years: Sequence[YearBridge]) -> None:
    """One wide bar for the opening, then the flows and the wide closing of each year, which opens the next."""
    axes.set_xlim(-_STOCK_WIDTH / 2.0 - 0.2, len(years) * _YEAR_WIDTH + _STOCK_WIDTH / 2.0 + 0.2)
    texts = written(years)
    _stock(axes, 0.0, years[0].opening, texts[0][0], len(years))
    levels = [years[0].opening]
    for index, (year, text) in enumerate(zip(years, texts, strict=True)):
        level, before = year.opening, index * _YEAR_WIDTH
        at = before + (_STOCK_WIDTH + 1.0) / 2.0
        for line, flow in zip(BridgeLine, year.flows, strict=True):
            axes.plot([before, at], [level, level], color=MUTED, linewidth=0.8, zorder=0.5)
            axes.bar(at, flow, bottom=level, width=0.8, color=_COLOURS[line])
            level += flow
            levels.append(level)
            before, at = at, at + 1.0
        axes.plot([before, (index + 1) * _YEAR_WIDTH], [level, level], color=MUTED, linewidth=0.8, zorder=0.5)
        _stock(axes, (index + 1) * _YEAR_WIDTH, year.closing, text[-1], len(years))
    axes.set_ylim(*room_above(min(0.0, *levels), max(levels), 0.1))
    money_axis(axes)
    axes.tick_params(axis="x", which="both", length=0, labelbottom=False)


def _stock(axes: Axes, at: float, level: float, text: str, years: int) -> None:
    axes.bar(at, level, width=_STOCK_WIDTH - 0.4, color=_STOCK)
    if years <= _YEARS_WITH_LABELS:
        size = SMALL_SIZE if years > 2 else TEXT_SIZE
        axes.annotate(text, (at, level), (0, 4), textcoords="offset points", ha="center", size=size, weight="bold")


def _table(axes: Axes, years: Sequence[YearBridge]) -> None:
    """Write the figures under their bars, one column a year."""
    axes.set_axis_off()
    rows = ["Opening ARR", *(line.value for line in BridgeLine), "Closing ARR"]
    colours = [_STOCK, *(_COLOURS[line] for line in BridgeLine), _STOCK]
    heights = [1.0 - (row + 1.6) / (len(rows) + 1.2) for row in range(len(rows))]
    edge = (MARGIN - _LEFT) / _WIDTH
    for name, colour, height in zip(rows, colours, heights, strict=True):
        bold = "bold" if name.endswith("ARR") else "normal"
        axes.text(edge, height, "■", transform=axes.transAxes, color=colour, size=TEXT_SIZE, va="center")
        axes.text(edge + 0.018, height, name, transform=axes.transAxes, size=TEXT_SIZE, va="center", weight=bold)
    low, high = axes.get_xlim()
    heads = heads_of_columns([year.names for year in years], _WIDTH * _YEAR_WIDTH / (high - low))
    for index, (head, column) in enumerate(zip(heads, written(years), strict=True)):
        middle = (index + 0.5) * _YEAR_WIDTH
        _cell(axes, middle, 1.0, head, MUTED, bold=True)
        for row, (text, height) in enumerate(zip(column, heights, strict=True)):
            _cell(axes, middle, height, text, INK, bold=row in (0, len(rows) - 1))
    for height in (heights[0] + 0.075, heights[-1] + 0.075):
        axes.plot([edge, 1.0], [height, height], transform=axes.transAxes, color=GRID, linewidth=1.0, clip_on=False)


def heads_of_columns(names: Sequence[tuple[str, ...]], apart: float) -> list[str]:
    """Return what stands above columns `apart`, in widths of the page: of each column's names the longest that all fit.

    The names of a column are given from the longest to the shortest, as many for each.
    """
    forms = list(zip(*names, strict=True))
    fitting = (form for form in forms if all(text_width(name, TEXT_SIZE, bold=True) + _APART < apart for name in form))
    return list(next(fitting, forms[-1]))


def _cell(axes: Axes, at: float, height: float, text: str, colour: str, bold: bool) -> None:
    axes.text(
        at,
        height,
        text,
        transform=axes.get_xaxis_transform(),
        size=TEXT_SIZE,
        ha="center",
        va="center",
        color=colour,
        weight="bold" if bold else "normal",
    )


@dataclass(frozen=True)
class _Scale:
    """Figures as whole numbers of the last digit written: `steps` of them make a dollar."""

    steps: float
    digits: int
    letter: str

    def round(self, year: YearBridge) -> tuple[int, list[int], int]:
        """Return opening, flows and closing in such steps; they add up exactly."""
        opening, closing = round(year.opening * self.steps), round(year.closing * self.steps)
        return opening, rounded_to([flow * self.steps for flow in year.flows], closing - opening), closing

    def write(self, figure: int, signed: bool = False) -> str:
        """Write such a whole number as money, with its sign where it is a change."""
        sign = "−" if figure < 0 else "+" if signed and figure > 0 else ""
        return f"{sign}${abs(figure) / 10**self.digits:,.{self.digits}f}{self.letter}"


def _scale(years: Sequence[YearBridge]) -> _Scale:
    largest = max(abs(figure) for year in years for figure in (year.opening, year.closing, *year.flows))
    unit, letter = next((size, letter) for size, letter in _UNITS if largest >= size or size == 1.0)
    digits = 0 if unit == 1.0 else 2 if largest < 10.0 * unit else 1
    return _Scale(10**digits / unit, digits, letter)


def written(years: Sequence[YearBridge]) -> list[list[str]]:
    """Return per year opening, flows with their signs and closing as text, in one unit, each adding up as written."""
    scale = _scale(years)
    columns = []
    for year in years:
        opening, flows, closing = scale.round(year)
        signed = [scale.write(flow, signed=True) for flow in flows]
        columns.append([scale.write(opening), *signed, scale.write(closing)])
    return columns


def rounded_to(values: Sequence[float], total: int) -> list[int]:
    """Round values to whole numbers that add up to `total`; those nearest to the next whole number give way.

    `total` is what they add up to, rounded, so each moves by less than one.
    """
    floors = [math.floor(value) for value in values]
    missing = total - sum(floors)
    order = sorted(range(len(values)), key=lambda i: floors[i] - values[i])
    for turn in range(abs(missing)):
        floors[order[turn % len(order)]] += 1 if missing > 0 else -1
    return floors
