"""Results side by side: ARR, NRR, people and cash of all in one chart each, and a table of what each has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import month_label
from simulator.reports.beside import HUES, MOST_DRAWN, Together
from simulator.reports.page.markup import Markup, tag
from simulator.reports.page.panels import sheet
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.svg.document import Named
from simulator.reports.svg.fan import Fan, Line, fan_chart
from simulator.reports.svg.frame import NARROW, End, Frame, Months
from simulator.reports.svg.scales import extent
from simulator.results.formatting import DECIMALS, decimals
from simulator.results.metrics import find

if TYPE_CHECKING:
    from simulator.reports.beside import Measured
    from simulator.reports.page.panels import Side

KEY: Final = "beside"
_NAME: Final = 40
_SHORT: Final = 14
"""Letters of a name beside its line, of few results and of more."""
_FEW: Final = 2


def beside_section(sides: Sequence[Side]) -> Markup:
    """Return the section of several results side by side."""
    together = Together(tuple(sides))
    charts = [_article(together, one) for one in together.measures]
    parts = [_table(together).markup(), tag("p", _how_to_read(together), class_="note")]
    return sheet(KEY, "Side by side", together.finding, *parts, tag("div", *charts, class_="beside"))


def _how_to_read(together: Together) -> str:
    read = f"{together.notice} {together.read}.".lstrip()
    if len(together.sides) <= MOST_DRAWN:
        return read
    return f"{read} Charts have the first {MOST_DRAWN}, the table has all."


def _article(together: Together, measure: Measured) -> Markup:
    rows = [together.rows(side, measure.metric) for side in together.drawn]
    shown = [row for three in rows for row in (three if together.banded else three[1:2])]
    low, high = extent(*shown)
    pad = 0.06 * max(high - low, 1e-9)
    ends, fans, lines = [], [], []
    names = together.names(_NAME if len(together.sides) <= _FEW else _SHORT)
    for name, hue, three in zip(names, HUES, rows, strict=False):
        under, middle, over = three
        last = max(at for at, value in enumerate(middle) if math.isfinite(value)) if _any(middle) else None
        if last is None:
            continue
        ends.append(End(middle[last], f"{name} {measure.words(middle[last])}", hue, strong=True))
        fans += [Fan((under, middle, middle, middle, over), hue, inner=False)] if together.banded else []
        lines += [] if together.banded else [Line(middle, hue)]
    floor = low - pad if measure.kind == "percent" else min(0.0, low - (pad if low < 0.0 else 0.0))
    told = "; ".join(f"{one.words}" for one in ends)
    frame = Frame(NARROW, Months(together.start, 0, together.months), floor, high + pad, measure.kind)
    chart = fan_chart(
        frame, Named(f"{KEY}-{measure.metric.replace('.', '-')}", measure.title, f"{told}."), fans, lines, ends
    )
    return tag("article", tag("h3", measure.title), tag("figure", Markup(chart.svg())))


def _any(row: Sequence[float]) -> bool:
    return any(map(math.isfinite, row))


def _table(together: Together) -> PageTable:
    """Return what each side has in the last month of all; its file has the medians of every month."""
    heads = ("Result", "Month", *(one.title for one in together.measures))
    rows = tuple(
        (side.name, together.when(side), *(together.spread(side, one) for one in together.measures))
        for side in together.sides
    )
    return PageTable(f"{together.bracketed}; all months in the file", heads, rows, _file(together))


def _file(together: Together) -> CsvFile:
    header, columns = ["label"], [[month_label(together.start, month) for month in range(together.months + 1)]]
    for measure in together.measures:
        for side in together.sides:
            header.append(f"{measure.metric} {side.key}")
            places = DECIMALS.get(find(measure.metric, side.result.metrics).unit, 2)
            columns.append(list(decimals(np.array(together.rows(side, measure.metric)[1]), places)))
    return CsvFile("side_by_side.csv", tuple(header), tuple(zip(*columns, strict=True)))
