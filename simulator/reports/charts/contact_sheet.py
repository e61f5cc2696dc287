"""Many scenarios on one page: NRR and headcount of each, on the same scales, so that the eye can compare."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.cash_words import in_runs, odds_out
from simulator.reports.charts.drawing import calendar, fan, percent_axis, time_axis
from simulator.reports.theme import (
    BLUE,
    DARK,
    GREEN,
    INK,
    MUTED,
    SMALL_SIZE,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    VERMILLION,
    legible,
    single,
    styled,
)
from simulator.reports.words import band_name, last_defined, percent, plural
from simulator.results.cash_outlook import often

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from simulator.results.bands import Bands
    from simulator.results.result import Result

__all__ = ["contact_sheet"]

_COLUMNS: Final = 4
_WIDTH: Final = 16.0
_ROW_HEIGHT: Final = 3.1
_HEAD: Final = 1.25
_HEADCOUNT: Final = "headcount.cs"
_LOWEST_NRR, _HIGHEST_NRR = 0.6, 1.4


def contact_sheet(results: Sequence[tuple[str, Result]]) -> Figure:
    """Draw one cell for each of `results`, scenarios with their names, in the order given; return the page.

    Above its NRR, below the people in CS; both on common scales.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with styled():
        rows = max(1, math.ceil(len(results) / _COLUMNS))
        height = _HEAD + rows * _ROW_HEIGHT
        figure = Figure(figsize=(_WIDTH, height), dpi=100, facecolor="white")
        FigureCanvasAgg(figure)
        title = f"NRR and people in CS, {plural(len(results), 'scenario')} on one page"
        figure.set_label(title)
        figure.text(0.035, 1.0 - 0.35 / height, title, size=TITLE_SIZE, weight="bold", va="top")
        figure.text(
            0.035, 1.0 - 0.75 / height, _subtitle(results), size=SUBTITLE_SIZE, color=MUTED, va="top", gid="subtitle"
        )
        low, high = _scale([result.bands("nrr") for _, result in results])
        most = max((_most(result.bands(_HEADCOUNT)) for _, result in results), default=1.0)
        for place, (name, result) in enumerate(results):
            row, column = divmod(place, _COLUMNS)
            left = 0.03 + column * 0.95 / _COLUMNS
            bottom = (height - _HEAD - (row + 1) * _ROW_HEIGHT) / height
            _cell(figure, (left, bottom, 0.95 / _COLUMNS, _ROW_HEIGHT / height), name, result, (low, high), most)
    return figure


def _subtitle(results: Sequence[tuple[str, Result]]) -> str:
    runs = {(len(result.runs), result.seed) for _, result in results}
    told = ", ".join(f"{plural(count, 'run')} each, seed {seed}" for count, seed in sorted(runs))
    name = band_name(min((len(result.runs) for _, result in results), default=0))
    return f"Median, P25–P75 and {name} by month; every cell has the same scales · {told}"


def _scale(bands: Sequence[Bands]) -> tuple[float, float]:
    """Return common limits for NRR, cut where a single odd scenario would flatten all others."""
    lows = [float(np.nanmin(one.p5)) for one in bands if np.isfinite(one.p5).any()]
    highs = [float(np.nanmax(one.p95)) for one in bands if np.isfinite(one.p95).any()]
    low, high = min([*lows, 0.9]), max([*highs, 1.1])
    return max(low, _LOWEST_NRR) - 0.02, min(high, _HIGHEST_NRR) + 0.02


def _most(bands: Bands) -> float:
    return float(np.nanmax(bands.p95)) if np.isfinite(bands.p95).any() else 1.0


def _cell(
    figure: Figure | SubFigure,
    box: tuple[float, float, float, float],
    name: str,
    result: Result,
    nrr_scale: tuple[float, float],
    most: float,
) -> None:
    left, bottom, width, height = box
    inner_left, inner_width = left + 0.16 * width, 0.78 * width
    upper = figure.add_axes((inner_left, bottom + 0.475 * height, inner_width, 0.345 * height))
    lower = figure.add_axes((inner_left, bottom + 0.14 * height, inner_width, 0.24 * height))
    figure.text(left + 0.02 * width, bottom + 0.99 * height, legible(name), size=TEXT_SIZE, weight="bold", va="top")
    x = calendar(result.scenario.start_date, result.months)
    for axes, metric, colour in ((upper, "nrr", BLUE), (lower, _HEADCOUNT, GREEN)):
        bands = result.bands(metric)
        time_axis(axes, float(x[0]), float(x[-1]), named=axes is lower)
        fan(axes, x, bands, colour, spread=not single(result))
        axes.tick_params(which="both", labelsize=9.0)
        for line in axes.get_lines():
            line.set_linewidth(1.8)
    upper.set_ylim(*nrr_scale)
    upper.axhline(1.0, color=INK, linewidth=0.8)
    percent_axis(upper)
    _heads_axis(lower, most)
    _ending(upper, "NRR", result.bands("nrr"), percent)
    if often(odds_out(result)):
        text = f"cash runs out {in_runs(odds_out(result))}"
        colour, inside = DARK[VERMILLION], upper.transAxes
        upper.text(1.0, 1.03, text, transform=inside, size=SMALL_SIZE, color=colour, va="bottom", ha="right", gid="out")
    _ending(lower, "people in CS", result.bands(_HEADCOUNT), lambda value: f"{value:,.0f}")


def _heads_axis(axes: Axes, most: float) -> None:
    """Square roots on the axis: teams of three and of a hundred are both to be seen."""
    axes.set_yscale("function", functions=(lambda y: np.sqrt(np.maximum(y, 0.0)), lambda y: y * y))
    axes.set_ylim(0.0, most * 1.05)
    ticks = [tick for tick in (0, 10, 50, 100, 250, 500, 1000, 2500, 5000, 10000) if tick <= most * 1.05]
    axes.set_yticks(ticks, labels=[f"{tick:,}" for tick in ticks])
    axes.minorticks_off() if not axes.get_xticks(minor=True).size else axes.tick_params(
        axis="y", which="minor", length=0
    )
    axes.grid(True, axis="y", which="major")


def _ending(axes: Axes, what: str, bands: Bands, words: object) -> None:
    """Write above a panel what it shows and where it ends."""
    end = last_defined(bands.p50)
    text = what if end is None or not callable(words) else f"{what} {words(float(bands.p50[end]))}"
    axes.text(0.0, 1.03, text, transform=axes.transAxes, size=SMALL_SIZE, color=MUTED, va="bottom", gid="ending")
