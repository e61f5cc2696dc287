"""What a dollar landed becomes: ARR of each landing cohort by age, as a share of what it landed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reports.theme import INK, MUTED, SMALL_SIZE, TEXT_SIZE, new_page, say, single, source, styled
from simulator.reports.words import percent, stretch

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.result import Result

_QUARTER: Final = 3  # months
_YEAR: Final = 4  # quarters
_OPENING: Final = "Opening book"
_MOST_ROWS_WITH_NUMBERS: Final = 30
_MOST_AGES_NAMED: Final = 40  # quarters with a name for each year; beyond that for every second year, and so on
_FEW_AGES: Final = 9  # quarters, from landing on: two years
_LEAST_BAR: Final = 0.05  # of the scale of colours that is shown
_LEAST_RANGE: Final = 0.3  # the darkest colours stand for at least 30 points away from 100 %


def landed_arr(result: Result) -> Floats:
    """Return dollars of ARR landed (runs, cohorts): first the opening book at the start, then quarter by quarter."""
    new = np.nan_to_num(result["arr.new"])
    runs, cohorts, _ = result.cohort_arr.shape
    landed = np.zeros((runs, cohorts))
    landed[:, 0] = result.cohort_arr[:, 0, 0]
    for cohort in range(1, cohorts):
        first = (cohort - 1) * _QUARTER + 1
        landed[:, cohort] = new[:, first : first + _QUARTER].sum(axis=1)
    return landed


def retained(result: Result) -> Floats:
    """Return ARR by cohort and age in quarters (cohorts, ages) as a share of ARR landed, all runs pooled.

    The age counts from the end of the quarter of landing (from the start, for the opening book). A quarter cut off by
    the horizon has no row. NaN where the horizon ends before that age, or nothing landed.
    """
    arr, landed = result.cohort_arr.sum(axis=0), landed_arr(result).sum(axis=0)
    ages = result.months // _QUARTER + 1
    cohorts = ages  # the opening book and the quarters that have come to their end
    table = np.full((cohorts, ages), np.nan)
    for cohort in range(cohorts):
        now = arr[cohort, cohort * _QUARTER :: _QUARTER]
        if landed[cohort] > 0.0:
            table[cohort, : len(now)] = now / landed[cohort]
    return table


def cohort_title(result: Result) -> str:
    """Return the finding: what a dollar landed is worth one year and some years later, over all cohorts that old."""
    years = (result.months - _QUARTER) // 12
    worth = {year: _pooled(result, year * _YEAR) for year in range(1, years + 1)}
    known = {year: value for year, value in worth.items() if np.isfinite(value)}
    if not np.isfinite(retained(result)).any():
        return "No customer lands within this horizon"
    if not known:
        return "No cohort of new customers is a year old within this horizon"
    first, last = min(known), min(max(known), 3)
    title = f"A dollar of ARR from new customers is worth {_cents(known[first])} {_after(first)}"
    if last > first and last in known:
        title += f" and {_cents(known[last])} {_after(last)}"
    return title


def _pooled(result: Result, age: int) -> float:
    """Return ARR at an age in quarters over ARR landed, all new cohorts that reach it pooled."""
    arr, landed = result.cohort_arr.sum(axis=0), landed_arr(result).sum(axis=0)
    old = [cohort for cohort in range(1, len(landed)) if (cohort + age) * _QUARTER <= result.months]
    base = sum(float(landed[cohort]) for cohort in old)
    now = sum(float(arr[cohort, (cohort + age) * _QUARTER]) for cohort in old)
    return now / base if base > 0.0 else float("nan")


def _cents(share: float) -> str:
    return f"${share:.2f}"


def _after(years: int) -> str:
    return "after one year" if years == 1 else f"after {'two' if years == 2 else 'three' if years == 3 else years}"


def cohort_heatmap(result: Result) -> Figure:
    """Draw a row a landing quarter and a column a quarter of age; the colour says how far from 100 % it stands."""
    with styled():
        table = retained(result)
        unit = "" if single(result) else ", all runs together"
        subtitle = f"ARR of each landing cohort by age, in % of the ARR it landed with{unit}"
        figure, top = new_page(cohort_title(result), subtitle, source(result, bands=False))
        axes = figure.add_axes((0.115, 0.105, 0.805, top - 0.105))
        if not np.isfinite(table).any():
            say(axes, "No customer lands within this horizon, so there is no cohort to follow.")
            return figure
        _cells(figure, axes, table)
        _axes(axes, table, result.scenario.start_date)
    return figure


def _cells(figure: Figure, axes: Axes, table: Floats) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import TwoSlopeNorm

    away = max(_LEAST_RANGE, float(np.nanquantile(np.abs(table - 1.0), 0.98)))
    norm = TwoSlopeNorm(1.0, 1.0 - away, 1.0 + away)
    colours = ScalarMappable(norm, "RdBu")
    shades = colours.to_rgba(table)
    axes.pcolormesh(np.ma.masked_invalid(table), cmap=colours.cmap, norm=norm, edgecolors="white", linewidth=0.8)
    axes.invert_yaxis()
    if len(table) <= _MOST_ROWS_WITH_NUMBERS:
        size = min(SMALL_SIZE, 300.0 / len(table))
        for row, column in _told(table):
            share = float(table[row, column])
            ink = _readable_on(*shades[row, column, :3])
            axes.text(
                column + 0.5, row + 0.5, f"{share * 100:.0f}", ha="center", va="center_baseline", size=size, color=ink
            )
    _colour_bar(figure, axes, colours, away, (float(np.nanmin(table)), float(np.nanmax(table))))


def _told(table: Floats) -> list[tuple[int, int]]:
    """Return row and column of the cells with a number: those of whole years, of a short horizon all but the landing.

    The colours tell the others; a page of hundreds of numbers is not read.
    """
    every = _YEAR if table.shape[1] > _FEW_AGES else 1
    return [(row, age) for row, age in np.argwhere(np.isfinite(table)).tolist() if age and age % every == 0]


def _readable_on(red: float, green: float, blue: float) -> str:
    """Return white on dark colours and ink on light ones (ITU-R BT.709 luma)."""
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5 else INK


def _colour_bar(figure: Figure, axes: Axes, colours: ScalarMappable, away: float, extent: tuple[float, float]) -> None:
    """Draw the scale of colours as far as there are data; beyond the strongest colour it is told by an arrow."""
    (low, high), faintest, strongest = extent, 1.0 - away, 1.0 + away
    ends = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}
    box = axes.get_position()
    bar = figure.add_axes((0.935, box.y0 + 0.2 * box.height, 0.012, 0.6 * box.height))
    scale = figure.colorbar(colours, cax=bar, extend=ends[low < faintest, high > strongest], extendfrac=0.03)
    scale.outline.set_visible(False)
    first, last = max(low, faintest), min(high, strongest)
    if last - first < _LEAST_BAR:
        first, last = min(first, 1.0 - _LEAST_BAR / 2.0), max(last, 1.0 + _LEAST_BAR / 2.0)
    bar.set_ylim(first, last)
    steps = _steps(first, last)
    scale.set_ticks(steps, labels=[percent(step) for step in steps])
    bar.tick_params(length=0, labelsize=SMALL_SIZE)


def _steps(first: float, last: float) -> list[float]:
    """Return round shares between two."""
    from matplotlib.ticker import MaxNLocator

    steps = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(first, last)
    return [float(step) for step in steps if first <= step <= last]


def _axes(axes: Axes, table: Floats, start: date) -> None:
    rows, ages = table.shape
    every = -(-rows // _MOST_ROWS_WITH_NUMBERS)
    shown = range(0, rows, every)
    names = [_OPENING if row == 0 else _landing(start, row) for row in shown]
    axes.set_yticks([row + 0.5 for row in shown], labels=names, size=SMALL_SIZE)
    years = range(0, ages, _YEAR * -(-ages // _MOST_AGES_NAMED))
    axes.set_xticks([age + 0.5 for age in years], labels=[_age(age) for age in years])
    axes.set_xlabel("Age of the cohort, one column a quarter", color=MUTED, size=TEXT_SIZE, labelpad=4)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0)


def _age(quarters: int) -> str:
    years = quarters // _YEAR
    return "Landed" if years == 0 else "1 year" if years == 1 else f"{years} years"


def _landing(start: date, cohort: int) -> str:
    return stretch(start, (cohort - 1) * _QUARTER, cohort * _QUARTER)
