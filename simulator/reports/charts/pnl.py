"""The profit and loss as a board reads it: a column a year, each line with its share of revenue, down to cash."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.reports.charts.bridge import heads_of_columns, rounded_to
from simulator.reports.charts.horizons import NEXT_EIGHT_QUARTERS
from simulator.reports.theme import (
    GRID,
    INK,
    MARGIN,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    VERMILLION,
    new_page,
    say,
    single,
    source,
    styled,
)
from simulator.reports.words import marked, money, number, percent, short_name, within, year_ends, year_names
from simulator.results.pnl import pnl_by_month, roles_of
from simulator.roles import ROLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.results.protocols import Summarised

_YEARS_SHOWN: Final = 6
_MOST_OWN: Final = 3
"""Lines for a user's own roles; with more the page would no longer be read at a glance."""
_LONGEST_NAME: Final = 24
_UNITS: Final = ((1e9, "B"), (1e6, "M"), (1e3, "K"), (1.0, ""))
_NAMES: Final = {
    "revenue": "Revenue",
    "cost_of_service": "Cost of service",
    "gross_profit": "Gross profit",
    "customer_success": "Customer success",
    "new_customers": "Sales and marketing, new customers",
    "expansion": "Sales and marketing, expansion",
    "renewals": "Commission on renewals",
    "sales_people": "People in sales",
    "other_people": "Other people, fees and severance",
    "rnd_and_admin": "R&D and administration",
    "operating_result": "Operating result",
    "increase_in_deferred_revenue": "Paid ahead by customers",
    "decrease_in_receivables": "Still owed by customers",
    "cash_flow": "Cash flow before funding",
    "funding": "Funding",
    "cash": "Cash at the end",
}
SUMS: Final = ("revenue", "gross_profit", "operating_result", "cash_flow", "cash")
_COSTS: Final = (
    *("customer_success", "sales_people", "new_customers", "expansion", "renewals", "other_people"),
    "rnd_and_admin",
)
_NOT_EVERYWHERE: Final = ("sales_people", "renewals", "other_people")
"""Costs that many companies have none of."""
_SHARES: Final = ("cost_of_service", "gross_profit", *_COSTS, "operating_result")
_RATIOS: Final[tuple[tuple[str, str, Callable[[float], str]], ...]] = (
    ("Burn multiple", "burn_multiple", lambda value: f"{value:.1f}"),
    ("Magic number", "magic_number", lambda value: f"{value:.1f}"),
    ("CAC payback, months", "cac_payback", number),
    ("Rule of 40", "rule_of_40", percent),
    ("ARR per employee", "arr.per_employee", money),
    ("Enterprise value", "enterprise_value", money),
)


@dataclass(frozen=True)
class YearOfBooks:
    """Dollars of one stretch of months by line, means over the runs; `cash` is that of its last month.

    `names` are what the stretch may be called, the shortest last.
    """

    names: tuple[str, ...]
    last: int
    months: int
    lines: dict[str, float]

    @property
    def name(self) -> str:
        """What the stretch is called in a sentence."""
        return self.names[0]


def years_of_books(result: Summarised) -> list[YearOfBooks]:
    """Return the profit and loss of every year of the simulation; the last may be shorter."""
    table, ends = pnl_by_month(result), year_ends(result.scenario)
    years = []
    for first, last in pairwise([0, *ends]):
        lines = {name: math.fsum(values[first:last]) for name, values in table.lines.items()}
        lines["cash"] = float(table.lines["cash"][last - 1])
        names = year_names(result.scenario, first, last)
        years.append(YearOfBooks(names, last, last - first, lines))
    return years


def pnl_title(result: Summarised) -> str:
    """Return the finding: what the last whole year earns or loses, that in eight quarters, and where revenue goes."""
    years = years_of_books(result)
    year = next((year for year in reversed(years) if year.months == MONTHS_PER_YEAR), years[-1])
    lines, where = year.lines, within(year.name)
    revenue, left = lines["revenue"], lines["operating_result"]
    if not revenue > 0.0:
        return f"There is no revenue {where}"
    success, margin = -lines["customer_success"] / revenue, lines["gross_profit"] / revenue
    near = _near(years, year)
    gross = marked(percent(margin), "gross_margin", result.scenario)
    return (
        f"The company {near}{_earns(left)} on {money(revenue)} of revenue {where}: gross margin is {gross}, and "
        f"customer success takes {percent(success)} of revenue"
    )


def _earns(left: float) -> str:
    return f"{'earns' if left >= 0.0 else 'loses'} {money(abs(left))}"


def _near(years: Sequence[YearOfBooks], last: YearOfBooks) -> str:
    """Say what the last whole year within the next eight quarters earns or loses, where a later one is told too."""
    near = [year for year in years if year.months == MONTHS_PER_YEAR and year.last <= NEXT_EIGHT_QUARTERS]
    if not near or near[-1] is last:
        return ""
    return f"{_earns(near[-1].lines['operating_result'])} {within(near[-1].name)} and "


def pnl_page(result: Summarised) -> Figure:
    """Draw the profit and loss of the last years as a table whose columns add up as they are written."""
    with styled():
        years = years_of_books(result)[-_YEARS_SHOWN:]
        means = "" if single(result) else ", mean over the runs; ratios at the year's end are medians"
        subtitle = f"Dollars and share of revenue{means}"
        figure, top = new_page(pnl_title(result), subtitle, source(result, bands=False))
        axes = figure.add_axes((MARGIN, 0.06, 1.0 - 2.0 * MARGIN, top - 0.03))
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(0.0, 1.0)
        axes.set_axis_off()
        if not any(value for year in years for value in year.lines.values()):
            say(axes, "No money comes or goes within this horizon.")
            return figure
        names = shown_lines(result, years)
        height = 1.0 / (len(names) + len(_RATIOS) + 2.6)
        _lines(axes, years, names, height)
        _ratios(axes, result, years, 1.0 - (len(names) + 2.2) * height, height)
    return figure


def shown_lines(result: Summarised, years: Sequence[YearOfBooks]) -> list[str]:
    """Return the lines shown, from top to bottom: a user's own roles in CS, where there are few, below its line."""
    own = [f"customer_success.{name}" for name in roles_of(result.scenario.roles, "cs") if name not in ROLE_NAMES]
    names = [name for name in _NAMES if _shown(name, years)]
    after = names.index("customer_success") + 1
    return [*names[:after], *(own if len(own) <= _MOST_OWN else []), *names[after:]]


def _shown(name: str, years: Sequence[YearOfBooks]) -> bool:
    return name not in _NOT_EVERYWHERE or any(abs(year.lines[name]) >= 1.0 for year in years)


def _place(column: int, columns: int) -> float:
    """Return the right edge of a year's column."""
    return 0.25 + 0.705 * (column + 1) / max(columns, 3)


def _lines(axes: Axes, years: Sequence[YearOfBooks], names: Sequence[str], height: float) -> None:
    texts = written(years)
    apart = (_place(1, len(years)) - _place(0, len(years))) * axes.get_position().width
    for column, name in enumerate(heads_of_columns([year.names for year in years], apart)):
        _cell(axes, _place(column, len(years)), 1.0 - 0.5 * height, name, MUTED, True)
    for row, name in enumerate(names):
        level, bold = 1.0 - (row + 1.7) * height, name in SUMS
        if bold:
            over = level + 0.5 * height
            axes.plot([0.0, 1.0], [over, over], color=GRID, linewidth=1.2)
        part = name not in _NAMES
        axes.text(
            *(0.0, level, line_name(name)),
            size=SMALL_SIZE if part else TEXT_SIZE,
            color=MUTED if part else INK,
            va="center",
            weight="bold" if bold else "normal",
        )
        for column, (year, text) in enumerate(zip(years, texts, strict=True)):
            at = _place(column, len(years))
            lost = bold and text[name].startswith("−")
            colour = VERMILLION if lost else MUTED if part else INK
            _cell(axes, at, level, text[name], colour, bold, SMALL_SIZE if part else TEXT_SIZE)
            revenue = year.lines["revenue"]
            if name in _SHARES and revenue > 0.0:
                share = year.lines[name] / revenue
                _cell(axes, at + 0.042, level, _share(share, signed=bold), MUTED, False, SMALL_SIZE - 1.0)


def line_name(line: str) -> str:
    """Return what a line is called, a part of another as `of which trainers`."""
    if line in _NAMES:
        return _NAMES[line]
    return f"    of which {short_name(line.partition('.')[2].replace('_', ' '), _LONGEST_NAME)}"


def _share(share: float, signed: bool) -> str:
    """Return a share of revenue, a cost's without its sign; nothing where revenue is too small to compare with."""
    return percent(share if signed else abs(share)) if abs(share) < 9.995 else ""


def _ratios(axes: Axes, result: Summarised, years: Sequence[YearOfBooks], top: float, height: float) -> None:
    axes.plot([0.0, 1.0], [top + 0.5 * height] * 2, color=MUTED, linewidth=1.2)
    for row, (title, metric, words) in enumerate(_RATIOS):
        middle, level = result.bands(metric).p50, top - row * height
        axes.text(0.0, level, marked(title, metric, result.scenario), size=TEXT_SIZE, va="center", color=MUTED)
        for column, year in enumerate(years):
            value = float(middle[year.last])
            text = words(value).replace("-", "−") if np.isfinite(value) else "n/a"
            _cell(axes, _place(column, len(years)), level, text, MUTED, False)


def _cell(axes: Axes, at: float, level: float, text: str, colour: str, bold: bool, size: float = TEXT_SIZE) -> None:
    weight = "bold" if bold else "normal"
    axes.text(at, level, text, ha="right", va="center", size=size, color=colour, weight=weight)


def written(years: Sequence[YearOfBooks]) -> list[dict[str, str]]:
    """Return per year each line as text, all in one unit; every column adds up as written."""
    largest = max(abs(value) for year in years for value in year.lines.values())
    unit, letter = next((size, letter) for size, letter in _UNITS if largest >= size or size == 1.0)
    digits = 0 if unit == 1.0 else 2 if largest < 10.0 * unit else 1
    steps = 10**digits / unit
    texts = []
    for year in years:
        whole = _adding_up({name: value * steps for name, value in year.lines.items()})
        texts.append({name: _written(value, digits, letter) for name, value in whole.items()})
    return texts


def _adding_up(lines: dict[str, float]) -> dict[str, int]:
    """Round a year's lines so that each sum is that of the rounded lines above it."""
    whole = {name: round(lines[name]) for name in SUMS} | {"funding": round(lines["funding"])}

    def fill(names: Sequence[str], total: int) -> None:
        whole.update(zip(names, rounded_to([lines[name] for name in names], total), strict=True))

    fill(("cost_of_service",), whole["gross_profit"] - whole["revenue"])
    fill(_COSTS, whole["operating_result"] - whole["gross_profit"])
    fill(("increase_in_deferred_revenue", "decrease_in_receivables"), whole["cash_flow"] - whole["operating_result"])
    for name in _COSTS:
        parts = [part for part in lines if part.startswith(f"{name}.")]
        if parts:
            fill(parts, whole[name])
    return whole


def _written(value: int, digits: int, letter: str) -> str:
    return f"{'−' if value < 0 else ''}${abs(value) / 10**digits:,.{digits}f}{letter}"
