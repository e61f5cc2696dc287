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
from simulator.results.result import Result
from simulator.scenario.uncertainty import central

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.summary import Summarised

_LONGEST: Final = 36.0
"""Months of runway shown; beyond, a company is not short of cash and the axis would show nothing else."""
_MOST_TOLD: Final = 100.0
"""Months of runway told as a figure; beyond, nearly nothing is burned and the figure means nothing."""


def cash_title(result: Summarised) -> str:
    """Return the finding: what cash ends at, what was raised, how low it got or how many runs ran out of it."""
    start, cash = result.scenario.start_date, result.bands("cash").p50
    finding = f"Cash stands at {money(float(cash[-1]))} in {month_label(start, result.months)}, {_raised(result)}"
    short = _run_out(result)
    if short:
        return f"{finding}; {'it runs out' if single(result) else f'{short} out of it'}"
    low = trough(cash)
    return f"{finding}; it is lowest in {month_label(start, low)}, at {money(float(cash[low]))}"


def _raised(result: Summarised) -> str:
    """Say what was raised in the median run; of summaries, which hold no single runs, on average."""
    if isinstance(result, Result):
        raised, runs = float(np.median(np.nan_to_num(result["funding"]).sum(axis=1))), ""
    else:
        raised, runs = float(np.nansum(result.bands("funding").mean)), " on average"
    return f"{money(raised)} raised on the way{runs}" if raised > 0.0 else "nothing raised on the way"


def _run_out(result: Summarised) -> str:
    """Say how many runs are ever short of cash, nothing for none; of summaries, as many as are so at one month end."""
    if isinstance(result, Result):
        short = float(np.mean((result["cash"] < 0.0).any(axis=1)))
        return "every run runs" if short == 1.0 else f"{percent(short)} of runs run" if short > 0.0 else ""
    cash = result.bands("cash")
    if (cash.p50 < 0.0).any():
        return "half of the runs or more run"
    return "one run in twenty or more runs" if (cash.p5 < 0.0).any() else ""


def cash_fans(result: Summarised) -> Figure:
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


def _cash(axes: Axes, x: Floats, result: Summarised) -> None:
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


def _runway(axes: Axes, x: Floats, result: Summarised) -> None:
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
        return f"{value:.1f}" if value < _MOST_TOLD else f">{_MOST_TOLD:.0f}"

    last = float(bands.p50[end])
    detail = "" if alone else spread_words(bands, end, months)
    text = f"{'' if alone else 'Median '}{months(last)} months"
    return Label(min(last, highest), text, DARK[BLUE], bold=True, detail=detail)
