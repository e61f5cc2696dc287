"""Results side by side: ARR, NRR, people and cash of all in one chart each, and a table of what each has."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import add_months
from simulator.reports.beside import HUES, Together
from simulator.reports.deck.charts import COUNT, MONEY, PERCENT, ChartData, Column, Series
from simulator.reports.deck.content import Area, Chart, Slide, Table
from simulator.reports.deck.fans import bounds, rounded
from simulator.reports.deck.slides.common import notes_of, sources
from simulator.results.formatting import DECIMALS
from simulator.results.metrics import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.reports.beside import Measured
    from simulator.reports.page.panels import Side

KEY: Final = "beside"
_AXES: Final = {"money": MONEY, "percent": PERCENT, "count": COUNT}
_NAME: Final = 30
_SIZE: Final = 11.0
_SHORT: Final = 18
"""Letters of a name in a legend, of two results and of more."""
_FEW: Final = 4
"""Results that charts have room for."""
_TOLD: Final = 2
"""Results whose table stands below charts; that of more is a slide of its own, in the appendix."""
_WIDTH: Final = 0.485


def beside_slide(sides: Sequence[Side]) -> Slide:
    """Return the slide of several results side by side."""
    together = Together(tuple(sides))
    height = 0.062 * (len(sides) + 1) if len(sides) <= _TOLD else -0.015
    rows = -(-len(together.measures) // 2)
    each = (0.985 - height) / rows
    charts = [
        Chart(
            one.metric.replace(".", "-"),
            _chart(together, one),
            Area((1.0 - _WIDTH) * (at % 2), each * (at // 2), _WIDTH, each - 0.01),
            one.title,
        )
        for at, one in enumerate(together.measures)
    ]
    tables = [_table(together, Area(0.0, 1.0 - height, 1.0, height))] if len(sides) <= _TOLD else []
    notes = notes_of(sides[0].result, *(one.metric for one in together.measures))
    more = [line for side in sides[1:] for line in sources(side.result)]
    return Slide(KEY, together.finding, (*charts, *tables), _caption(together), (*notes, *more))


def all_slide(sides: Sequence[Side]) -> Slide | None:
    """Return the table of all results, None where the slide of them side by side has them all."""
    if len(sides) <= _TOLD:
        return None
    together = Together(tuple(sides))
    title = f"What each of {len(sides)} results has in {together.label}"
    notes = tuple(line for side in sides for line in sources(side.result))
    return Slide(f"{KEY}-all", title, (_table(together, Area()),), f"{together.bracketed}.", notes)


def _caption(together: Together) -> str:
    dashes = ", dashed" if together.banded else ""
    read = f"{together.notice} {together.read}{dashes}.".lstrip()
    if len(together.sides) <= _TOLD:
        return read
    which = f" These are the first {_FEW} of {len(together.sides)} results." if len(together.sides) > _FEW else ""
    return f"{read}{which} The appendix has what each has in {together.label}."


def _table(together: Together, area: Area) -> Table:
    heads = ("Result", "Month", *(one.title for one in together.measures))
    rows = tuple(
        (name, together.when(side), *(together.spread(side, one) for one in together.measures))
        for name, side in zip(together.names(_NAME), together.sides, strict=True)
    )
    return Table("table", heads, rows, f"What each result has. {together.finding}.", area)


def _names(together: Together) -> tuple[str, ...]:
    return together.names(_NAME if len(together.sides) <= _TOLD else _SHORT)


def _chart(together: Together, measure: Measured) -> ChartData:
    """Return a measure of all: a line each by its name, dashes above and below where bands can be told apart."""
    columns: list[Column] = []
    around: list[Series] = []
    lines: list[Series] = []
    for side, name, hue in zip(together.sides[:_FEW], _names(together), HUES, strict=False):
        places = DECIMALS.get(find(measure.metric, side.result.metrics).unit, 2)
        low, middle, high = together.rows(side, measure.metric)
        lines.append(Series(len(columns), "line", hue))
        columns.append(Column(f"{name}, {together.told(side, measure)}", rounded(np.array(middle), places)))
        for words, row in (("lowest", low), ("highest", high)) if together.banded else ():
            around.append(Series(len(columns), "line", hue, 0.55, dashed=True, named=False))
            columns.append(Column(f"{name}, {words}", rounded(np.array(row), places)))
    known = [value for column in columns for value in column.values if math.isfinite(value)] or [0.0]
    low_end = min(known) if measure.kind == "percent" else min(0.0, *known)
    bottom, top, step = bounds(low_end, max(known))
    months = tuple(add_months(together.start, month) - timedelta(days=1) for month in range(together.months + 1))
    told = "; ".join(column.head for place, column in enumerate(columns) if any(one.column == place for one in lines))
    about = f"{measure.title} of each result, in {together.label}: {told}."
    base = 0.0 if bottom == 0.0 else None
    axis = _AXES[measure.kind]
    return ChartData(
        "Month end", months, tuple(columns), (*around, *lines), axis, about, bottom, top, step, size=_SIZE, base=base
    )
