"""Charts over months: a fan as stacked areas on a transparent base, or as lines where figures go below zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import add_months
from simulator.reports.deck.charts import PERCENT, ChartData, Column, Series
from simulator.reports.theme import single
from simulator.results.bands import holds_nine_in_ten
from simulator.results.formatting import DECIMALS, decimals
from simulator.results.metrics import find

if TYPE_CHECKING:
    from simulator.reports.cash_mark import CashMark
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised

_PARTS: Final = ("p5", "p25", "p50", "p75", "p95")
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_LINES: Final = 5


def month_ends(result: Summarised, months: Sequence[int]) -> tuple[date, ...]:
    """Return the last day of each of some months; the day before the first for month 0."""
    return tuple(add_months(result.scenario.start_date, month) - timedelta(days=1) for month in months)


def rounded(row: object, places: int) -> tuple[float, ...]:
    """Return figures as the summary has them, NaN where there is none."""
    return tuple(float(one) if one and one != "inf" else math.nan for one in decimals(row, places))  # type: ignore[arg-type]


def columns_of(result: Summarised, metric: str, words: str, first: int = 0) -> list[Column]:
    """Return the five columns of a metric from a month on, rounded as `summary.csv` is; `words` name the middle."""
    return banded(result.bands(metric), DECIMALS.get(find(metric, result.metrics).unit, 2), words, first)


def banded(bands: Bands, places: int, words: str, first: int = 0) -> list[Column]:
    """Return the five columns of some bands; `words` name the middle."""
    low, high = _ends(bands)
    heads = (low, "P25", words, "P75", high)
    return [
        Column(head, rounded(getattr(bands, part), places)[first:]) for head, part in zip(heads, _PARTS, strict=True)
    ]


def _ends(bands: Bands) -> tuple[str, str]:
    return ("P5", "P95") if holds_nine_in_ten(int(bands.count.max())) else ("Lowest", "Highest")


def fan_data(
    result: Summarised,
    metric: str,
    words: str,
    hue: str,
    axis: str,
    about: str,
    plan: Column | None = None,
    *,
    first: int = 0,
) -> ChartData:
    """Return a metric as a fan from a month on, with a `plan` beside it; of a single run, or below zero, as lines."""
    columns = columns_of(result, metric, words, first)
    beside = [plan] if plan is not None else []
    low, high = _extent([*columns, *beside])
    months = month_ends(result, range(first, result.months + 1))
    if single(result) or low < 0.0:
        return _lines(months, columns, beside, hue, axis, about, single(result))
    base = 0.0 if axis != PERCENT else low
    bottom, top, step = bounds(base, high)
    sheet = [*columns, *beside, *_layers(columns)]
    at = len(columns) + len(beside)
    series = [
        Series(at, "area", "", named=False),
        Series(at + 1, "area", hue, 0.22),
        Series(at + 2, "area", hue, 0.45),
        Series(at + 3, "area", hue, 0.22, named=False),
        Series(2, "line", hue),
        *([Series(5, "line", "ink", dashed=True)] if beside else []),
    ]
    return ChartData("Month end", months, tuple(sheet), tuple(series), axis, about, bottom, top, step)


def _layers(columns: Sequence[Column]) -> list[Column]:
    """Return the layers of a fan, each what the next figure has over the one below it."""
    low, quarter, _, three, high = columns
    nine = "Nine runs in ten" if low.head == "P5" else "All runs"
    return [
        Column("Below", low.values, "=B{row}"),
        Column(f"{nine} ({low.head}–{high.head})", _over(quarter, low), "=C{row}-B{row}"),
        Column("Half of the runs (P25–P75)", _over(three, quarter), "=E{row}-C{row}"),
        Column("Above P75", _over(high, three), "=F{row}-E{row}"),
    ]


def _over(one: Column, other: Column) -> tuple[float, ...]:
    return tuple(a - b for a, b in zip(one.values, other.values, strict=True))


def _lines(
    months: tuple[date, ...],
    columns: list[Column],
    beside: list[Column],
    hue: str,
    axis: str,
    about: str,
    alone: bool,
    *marked: Column,
) -> ChartData:
    """Return three lines, or one of a single run, on an axis with room for what is `marked` too."""
    low, high = _extent([*([columns[2]] if alone else columns), *beside, *marked])
    bottom, top, step = bounds(low if axis == PERCENT else min(low, 0.0), high)
    sheet = [columns[2], *beside] if alone else [columns[0], columns[2], columns[4], *beside]
    at = 0 if alone else 1
    series = [] if alone else [Series(2, "line", hue, 0.55, dashed=True), Series(0, "line", hue, 0.55, dashed=True)]
    series.append(Series(at, "line", hue))
    if beside:
        series.append(Series(len(sheet) - 1, "line", "ink", dashed=True))
    return ChartData(
        "Month end",
        months,
        tuple(sheet),
        tuple(series),
        axis,
        about,
        bottom,
        top,
        step,
        base=0.0 if bottom == 0.0 else None,
    )


def line_data(
    result: Summarised, metric: str, words: str, hue: str, axis: str, about: str, mark: CashMark
) -> ChartData:
    """Return a metric as three lines: the middle, and where nine runs in ten lie, or all of few.

    A `mark` stands at its month and at the figure that its words name, which need not be that of a line.
    """
    columns, months = columns_of(result, metric, words), range(result.months + 1)
    level = rounded(np.array([mark.level]), DECIMALS.get(find(metric, result.metrics).unit, 2))[0]
    marked = Column("Marked", tuple(level if at == mark.month else math.nan for at in months))
    data = _lines(month_ends(result, months), columns, [], hue, axis, about, single(result), marked)
    texts = tuple(mark.words if at == mark.month else "" for at in months)
    point = Series(len(data.columns), "marks", "vermillion" if mark.ends else "ink", named=False, told=texts)
    return replace(data, columns=(*data.columns, marked), series=(*data.series, point))


def _extent(columns: Sequence[Column]) -> tuple[float, float]:
    known = [value for column in columns for value in column.values if math.isfinite(value)] or [0.0]
    return min(known), max(known)


def bounds(low: float, high: float) -> tuple[float, float, float]:
    """Return round ends of an axis around two figures, and the step of its lines."""
    span = (high - low) or max(abs(high), 1.0)
    size = 10.0 ** math.floor(math.log10(span / _LINES))
    step = next(size * one for one in _STEPS if size * one * _LINES >= span)
    return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9), step
