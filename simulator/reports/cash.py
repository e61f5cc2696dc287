"""Cash at month end, and for how many months it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import month_label
from simulator.reports.drawing import (
    Label,
    calendar,
    count_axis,
    end_labels,
    extent,
    fan,
    heading,
    money_axis,
    time_axis,
)
from simulator.reports.panels import two_rows
from simulator.reports.theme import BLUE, DARK, GREEN, INK, MUTED, new_page, say, single, source, styled
from simulator.reports.words import last_defined, money, percent, plural, spread_words, trough
from simulator.scenario.uncertainty import central

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.result import Result

_LONGEST: Final = 36.0
"""Months of runway shown; beyond, a company is not short of cash and the axis would show nothing else."""


def cash_title(result: Result) -> str:
    """Return the finding: what cash ends at, what was raised, how low it got or how many runs ran out of it."""
    start, cash = result.scenario.start_date, result.bands("cash").p50
    raised = float(np.median(np.nan_to_num(result["funding"]).sum(axis=1)))
    with_it = f"{money(raised)} raised on the way" if raised > 0.0 else "nothing raised on the way"
    finding = f"Cash stands at {money(float(cash[-1]))} in {month_label(start, result.months)}, {with_it}"
    short = float(np.mean((result["cash"] < 0.0).any(axis=1)))
    if short > 0.0:
        runs = "every run runs" if short == 1.0 else f"{percent(short)} of runs run"
        return f"{finding}; {'it runs out' if single(result) else f'{runs} out of it'}"
    low = trough(cash)
    return f"{finding}; it is lowest in {month_label(start, low)}, at {money(float(cash[low]))}"


def cash_fans(result: Result) -> Figure:
    """Draw cash of all runs above the months for which it lasts."""
    with styled():
        subtitle = "At month end; customers pay ahead, so cash leads revenue, and each round lifts it at once"
        figure, top = new_page(cash_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        x = calendar(result.scenario.start_date, result.months)
        heading(upper, "Cash")
        _cash(upper, x, result)
        months = plural(result.scenario.money.runway.burn_months, "month")
        longest = f"up to {_LONGEST:.0f} shown, " if extent(result.bands("runway").p95)[1] > _LONGEST else ""
        heading(
            lower, f"Runway in months at the mean net burn of the last {months} ({longest}none while none is burned)"
        )
        _runway(lower, x, result)
    return figure


def _cash(axes: Axes, x: Floats, result: Result) -> None:
    bands = result.bands("cash")
    low, high = extent(bands.p5, bands.p95, bands.p50)
    low = min(0.0, low)
    span = (high - low) or 1.0
    axes.set_ylim(low - (0.06 * span if low < 0.0 else 0.0), max(high, 0.0) + 0.08 * span)
    time_axis(axes, float(x[0]), float(x[-1]), named=False)
    money_axis(axes)
    fan(axes, x, bands, GREEN, spread=not single(result))
    if low < 0.0:
        axes.axhline(0.0, color=INK, linewidth=1.0)
    name, detail = ("", "") if single(result) else ("Median ", spread_words(bands, result.months, money))
    text = f"{name}{money(float(bands.p50[-1]))}"
    end_labels(axes, [Label(float(bands.p50[-1]), text, DARK[GREEN], bold=True, detail=detail)])


def _runway(axes: Axes, x: Floats, result: Result) -> None:
    bands = result.bands("runway")
    end = last_defined(bands.p50)
    if end is None:
        say(axes, "No cash is burned within this horizon.")
        return
    high = min(_LONGEST, extent(bands.p95, bands.p50)[1])
    hold = central(result.scenario).money.runway.hold_below
    axes.set_ylim(0.0, max(1.08 * high, 6.0, 0.0 if hold is None else 1.3 * float(hold)))  # type: ignore[arg-type]
    time_axis(axes, float(x[0]), float(x[-1]))
    count_axis(axes)
    fan(axes, x, bands, BLUE, spread=not single(result))
    labels = [_end(bands, end, axes.get_ylim()[1], single(result))]
    if hold is not None:
        axes.axhline(float(hold), color=INK, linewidth=1.0)  # type: ignore[arg-type]
        labels.append(Label(float(hold), f"No new seat below {hold:g}", MUTED))  # type: ignore[arg-type]
    end_labels(axes, labels)


def _end(bands: Bands, end: int, highest: float, alone: bool) -> Label:
    """Return the label of the last month in which runway is defined; one above the panel stands at its top."""

    def months(value: float) -> str:
        return f"{value:.1f}" if value < 100.0 else f"{value:,.0f}"

    last = float(bands.p50[end])
    detail = "" if alone else spread_words(bands, end, months)
    text = f"{'' if alone else 'Median '}{months(last)} months"
    return Label(min(last, highest), text, DARK[BLUE], bold=True, detail=detail)
