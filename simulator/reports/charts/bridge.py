"""The ARR bridge: from opening to closing ARR as a waterfall above a table, year by year, of one year by quarters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import BridgeLine
from simulator.fiscal import fiscal_quarters
from simulator.reports.charts.drawing import money_axis, room_above
from simulator.reports.charts.horizons import NEXT_EIGHT_QUARTERS
from simulator.reports.charts.labelling import Box
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
    YELLOW,
    new_page,
    say,
    single,
    source,
    styled,
    text_width,
)
from simulator.reports.words import stretch, within, year_ends, year_names
from simulator.results.metrics import BRIDGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from matplotlib.text import Annotation

    from simulator.results.protocols import Summarised

COLOURS: Final = {
    BridgeLine.NEW_CUSTOMERS: GREEN,
    BridgeLine.EXPANSION: SKY,
    BridgeLine.RENEWAL_GAINS: PURPLE,
    BridgeLine.MID_TERM_RISES: YELLOW,
    BridgeLine.CONTRACTION: ORANGE,
    BridgeLine.CHURN: VERMILLION,
}
_STOCK: Final = BLUE
_YEARS_SHOWN: Final = 10
_YEARS_WITH_LABELS: Final = 6
_LEFT: Final = 0.15
_WIDTH: Final = 0.82
_STOCK_WIDTH: Final = 2.3  # of a flow's bar, wide enough for its figure
_SELDOM: Final = (BridgeLine.MID_TERM_RISES,)
"""Lines that few companies have; they are left out where nothing is in them."""
_FLOW_WIDTH: Final = 0.8
_STEP_SIZE: Final = 10.0
_STEP_GAP: Final = 3.0  # pixels between a flow's bar and its figure
_APART: Final = 0.012
"""The least gap between the heads of two columns, in widths of the page."""
_UNITS: Final = ((1e9, "B"), (1e6, "M"), (1e3, "K"), (1.0, ""))


@dataclass(frozen=True)
class YearBridge:
    """Dollars of ARR over one stretch of months up to the `last`, means over the runs; losses are negative `flows`.

    opening + flows = closing, up to the rounding of a sum of doubles. `names` are what the stretch may be called, the
    shortest last.
    """

    names: tuple[str, ...]
    last: int
    months: int
    opening: float
    flows: tuple[float, ...]
    closing: float

    @property
    def name(self) -> str:
        """What the stretch is called in a sentence."""
        return self.names[0]


def arr_bridge(result: Summarised) -> list[YearBridge]:
    """Return the bridge of every year of the simulation; the last may be shorter, where the horizon cuts it off.

    Of a simulation of one year or less it is that of every quarter.
    """
    stretches = _quarters(result) if by_quarters(result) else _years(result)
    arr = result.bands("arr").mean
    flows = [line.sign * np.nan_to_num(result.bands(BRIDGE[line]).mean) for line in BridgeLine]
    return [
        YearBridge(
            names=names,
            last=last,
            months=last - first,
            opening=float(arr[first]),
            flows=tuple(math.fsum(flow[first + 1 : last + 1]) for flow in flows),
            closing=float(arr[last]),
        )
        for first, last, names in stretches
    ]


def lines_of(years: Sequence[YearBridge]) -> tuple[BridgeLine, ...]:
    """Return the lines that a picture of these `years` has, from top to bottom."""
    filled = [line for place, line in enumerate(BridgeLine) if any(year.flows[place] for year in years)]
    return tuple(line for line in BridgeLine if line in filled or line not in _SELDOM)


def _year_width(lines: Sequence[BridgeLine]) -> float:
    """Return the width of a year's bars, one for each flow and the wide one of its closing, in widths of a flow's."""
    return _STOCK_WIDTH + float(len(lines))


def by_quarters(result: Summarised) -> bool:
    """Tell whether the bridge is that of quarters."""
    return result.months <= MONTHS_PER_YEAR


def _years(result: Summarised) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the months between which each fiscal year lies, and what it may be called."""
    ends = year_ends(result.scenario)
    return [(first, last, year_names(result.scenario, first, last)) for first, last in pairwise([0, *ends])]


def _quarters(result: Summarised) -> list[tuple[int, int, tuple[str, ...]]]:
    scenario = result.scenario
    begins, start = scenario.fiscal_year_starts, scenario.start_date
    found = fiscal_quarters(start, scenario.horizon_months, begins)
    names = [stretch(start, one.first - 1, one.last) if begins == "Jan" else one.label for one in found]
    return [(one.first - 1, one.last, (name,)) for one, name in zip(found, names, strict=True)]


def bridge_title(result: Summarised) -> str:
    """Return the finding: what the growth of the last whole year is made of, or that ARR shrank, and that of a nearer.

    Quarters are told together.
    """
    years = [joined_bridge(result, arr_bridge(result))] if by_quarters(result) else arr_bridge(result)
    whole = [year for year in years if year.months == MONTHS_PER_YEAR] or years
    year, where = whole[-1], within(whole[-1].name)
    if _empty(year):
        return f"There is no ARR to bridge {where}"
    scale = _scale(years[-_YEARS_SHOWN:])
    _, flows, _ = scale.round(year)
    new = flows[list(BridgeLine).index(BridgeLine.NEW_CUSTOMERS)]
    gained = sum(flow for line, flow in zip(BridgeLine, flows, strict=True) if line.sign > 0)
    lost = sum(flow for line, flow in zip(BridgeLine, flows, strict=True) if line.sign < 0)
    near = [one for one in whole if one.last <= NEXT_EIGHT_QUARTERS < year.last]
    before = f"ARR {_moved(near[-1], scale)} {within(near[-1].name)}; {where} it" if near else "ARR"
    told = _moved(year, scale) if near else f"{_moved(year, scale)} {where}"
    rises = BridgeLine.MID_TERM_RISES in lines_of([year])
    others = "expansion, renewals and rises in mid-term" if rises else "expansion and renewals"
    return (
        f"{before} {told}: {scale.write(new)} from new customers and {scale.write(gained - new)} from {others}, less "
        f"{scale.write(-lost)} lost"
    )


def _moved(year: YearBridge, scale: _Scale) -> str:
    opening, _, closing = scale.round(year)
    return f"{'grows' if closing >= opening else 'shrinks'} by {scale.write(abs(closing - opening))}"


def joined_bridge(result: Summarised, parts: Sequence[YearBridge]) -> YearBridge:
    """Return the bridge over all parts together, the months of the simulation."""
    flows = tuple(math.fsum(flow) for flow in zip(*(part.flows for part in parts), strict=True))
    name = stretch(result.scenario.start_date, 0, result.months)
    return YearBridge((name,), result.months, result.months, parts[0].opening, flows, parts[-1].closing)


def _empty(year: YearBridge) -> bool:
    return not (year.opening or year.closing or any(year.flows))


def bridge_waterfall(result: Summarised) -> Figure:
    """Draw the waterfall of every year above a table of the same figures; each column of the table adds up."""
    with styled():
        years = arr_bridge(result)
        left_out = max(0, len(years) - _YEARS_SHOWN)
        means = "" if single(result) else ", mean over the runs (the other charts show medians)"
        subtitle = f"From opening to closing ARR{', by quarters' if by_quarters(result) else ''}{means}"
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
    lines, places = lines_of(years), list(BridgeLine)
    wide = _year_width(lines)
    axes.set_xlim(-_STOCK_WIDTH / 2.0 - 0.2, len(years) * wide + _STOCK_WIDTH / 2.0 + 0.2)
    texts = written(years)
    _stock(axes, 0.0, years[0].opening, texts[0][0], len(years))
    steps: list[tuple[float, float, float, str]] = []  # of each flow where it stands, from and to what, its figure
    levels = [years[0].opening]
    for index, (year, text) in enumerate(zip(years, texts, strict=True)):
        level, before = year.opening, index * wide
        at = before + (_STOCK_WIDTH + 1.0) / 2.0
        for line in lines:
            flow, figure = year.flows[places.index(line)], text[1 + places.index(line)]
            axes.plot([before, at], [level, level], color=MUTED, linewidth=0.8, zorder=0.5)
            axes.bar(at, flow, bottom=level, width=_FLOW_WIDTH, color=COLOURS[line])
            steps.append((at, level, level + flow, figure))
            level += flow
            levels.append(level)
            before, at = at, at + 1.0
        axes.plot([before, (index + 1) * wide], [level, level], color=MUTED, linewidth=0.8, zorder=0.5)
        _stock(axes, (index + 1) * wide, year.closing, text[-1], len(years))
    axes.set_ylim(*room_above(min(0.0, *levels), max(levels), 0.1))
    _name_steps(axes, steps)
    money_axis(axes)
    axes.tick_params(axis="x", which="both", length=0, labelbottom=False)


def _name_steps(axes: Axes, steps: Sequence[tuple[float, float, float, str]]) -> None:
    """Write a flow's figure over what it adds and under what it takes, or beside it, as far as there is room.

    The largest come first; all of them stand in the table below.
    """
    from matplotlib.text import Annotation

    figure = axes.get_figure(root=True)
    assert figure is not None
    tall, page = _STEP_SIZE * figure.dpi / 72.0, figure.bbox.width
    taken = [_box(axes, bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()) for bar in _bars(axes)]
    taken += [_around_stock(axes, text, page, figure.dpi) for text in axes.texts if isinstance(text, Annotation)]
    panel = axes.get_window_extent()
    room = Box(panel.x0, panel.y0, panel.x1, panel.y1)
    for at, before, after, text in sorted(steps, key=lambda step: -abs(step[2] - step[1])):
        if not any(c in "123456789" for c in text):
            continue
        wide = text_width(text, _STEP_SIZE) * page
        bar = _box(axes, at - _FLOW_WIDTH / 2.0, min(before, after), _FLOW_WIDTH, abs(after - before))
        for box in _places(bar, wide, tall, up=after >= before):
            if box.within(room) and not any(box.shared(other) > 0.0 for other in taken):
                taken.append(box)
                x, y = (
                    axes.transAxes.inverted().transform(((box.left + box.right) / 2.0, box.low + 0.2 * tall)).tolist()
                )
                axes.text(x, y, text, transform=axes.transAxes, ha="center", va="baseline", size=_STEP_SIZE, gid="step")
                break


def _bars(axes: Axes) -> list[Rectangle]:
    from matplotlib.patches import Rectangle

    return [bar for bar in axes.patches if isinstance(bar, Rectangle)]


def _places(bar: Box, wide: float, tall: float, up: bool) -> list[Box]:
    """Return where the figure of a bar may stand: at its end, or beside it, on the left before the right."""
    middle, height = (bar.left + bar.right) / 2.0, (bar.low + bar.high) / 2.0
    low = bar.high + _STEP_GAP if up else bar.low - _STEP_GAP - tall
    lefts = (middle - wide / 2.0, bar.left - _STEP_GAP - wide, bar.right + _STEP_GAP)
    lows = (low, height - tall / 2.0, height - tall / 2.0)
    return [Box(left, low, left + wide, low + tall) for left, low in zip(lefts, lows, strict=True)]


def _box(axes: Axes, x: float, y: float, width: float, height: float) -> Box:
    """Return the pixels of a bar in data coordinates."""
    (left, low), (right, high) = axes.transData.transform([(x, y), (x + width, y + height)]).tolist()
    return Box(left, min(low, high), right, max(low, high))


def _around_stock(axes: Axes, text: Annotation, page: float, dpi: float) -> Box:
    """Return the pixels of a figure that stands above a bar of opening or closing ARR."""
    x, y = axes.transData.transform(text.xy).tolist()
    half = text_width(text.get_text(), float(text.get_fontsize()), bold=True) * page / 2.0 + _STEP_GAP
    return Box(x - half, y, x + half, y + (float(text.get_fontsize()) * 1.2 + 4.0) * dpi / 72.0)


def _stock(axes: Axes, at: float, level: float, text: str, years: int) -> None:
    axes.bar(at, level, width=_STOCK_WIDTH - 0.4, color=_STOCK)
    if years <= _YEARS_WITH_LABELS:
        size = SMALL_SIZE if years > 2 else TEXT_SIZE
        axes.annotate(text, (at, level), (0, 4), textcoords="offset points", ha="center", size=size, weight="bold")


def _table(axes: Axes, years: Sequence[YearBridge]) -> None:
    """Write the figures under their bars, one column a year."""
    axes.set_axis_off()
    lines = lines_of(years)
    wide = _year_width(lines)
    rows = ["Opening ARR", *(line.value for line in lines), "Closing ARR"]
    colours = [_STOCK, *(COLOURS[line] for line in lines), _STOCK]
    heights = [1.0 - (row + 1.6) / (len(rows) + 1.2) for row in range(len(rows))]
    edge = (MARGIN - _LEFT) / _WIDTH
    for name, colour, height in zip(rows, colours, heights, strict=True):
        bold = "bold" if name.endswith("ARR") else "normal"
        axes.text(edge, height, "■", transform=axes.transAxes, color=colour, size=TEXT_SIZE, va="center")
        axes.text(edge + 0.018, height, name, transform=axes.transAxes, size=TEXT_SIZE, va="center", weight=bold)
    low, high = axes.get_xlim()
    heads = heads_of_columns([year.names for year in years], _WIDTH * wide / (high - low))
    left_out = [1 + place for place, line in enumerate(BridgeLine) if line not in lines]
    for index, (head, column) in enumerate(zip(heads, written(years), strict=True)):
        middle = (index + 0.5) * wide
        _cell(axes, middle, 1.0, head, MUTED, bold=True)
        told = [text for place, text in enumerate(column) if place not in left_out]
        for row, (text, height) in enumerate(zip(told, heights, strict=True)):
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
