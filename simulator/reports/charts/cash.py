"""Cash at month end, and for how many months it lasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.clock import month_label
from simulator.reports.cash_words import cash_headline, in_runs, low_when, months_told, runway_words, share_words
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    count_axis,
    end_labels,
    extent,
    fan,
    heading,
    money_axis,
    one_above_two,
    percent_axis,
    time_axis,
    two_rows,
)
from simulator.reports.theme import BLUE, DARK, GREEN, INK, MUTED, VERMILLION, new_page, say, single, source, styled
from simulator.reports.words import money, plural, spread_words
from simulator.results.cash_outlook import CashOutlook, share_of
from simulator.results.metrics.solvency import BELOW_ZERO, SHORT_RUNWAYS, below
from simulator.results.result import Result
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised

_LONGEST: Final = 36.0
"""Months of runway shown; beyond, a company is not short of cash and the axis would show nothing else."""
_BEYOND: Final = 3.0
"""Heights of the panel at which what is above it is drawn."""
_TOP_LABEL: Final = 0.9
"""Where in the height of the panel the label of what is above it stands."""
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (1, 1.5)))
"""Lines of short runways, the shortest first."""


def cash_title(result: Summarised) -> str:
    """Return the finding: what cash ends at, what was raised, how low it got or how many runs ran out of it.

    Where many did, that comes first.
    """
    start, cash = result.scenario.start_date, result.bands("cash").p50
    finding = f"Cash stands at {money(float(cash[-1]))} in {month_label(start, result.months)}, {_raised(result)}"
    outlook = CashOutlook.of(result)
    if outlook.alarming:
        return f"{cash_headline(outlook)} {finding}"
    if outlook.out > 0.0:
        return f"{finding}; below zero {in_runs(outlook.out)}"
    return f"{finding}; it is lowest {low_when(outlook)}, at {money(outlook.low)}"


def _raised(result: Summarised) -> str:
    """Say what was raised in the median run; of summaries, which hold no single runs, on average."""
    if isinstance(result, Result):
        raised, runs = float(np.median(np.nan_to_num(result["funding"]).sum(axis=1))), ""
    else:
        raised, runs = float(np.nansum(result.bands("funding").mean)), " on average"
    return f"{money(raised)} raised on the way{runs}" if raised > 0.0 else "nothing raised on the way"


def cash_fans(result: Summarised) -> Figure:
    """Draw cash of all runs above the months for which it lasts, and beside these the odds that it does not."""
    with styled():
        months = plural(result.scenario.money.runway.burn_months, "month")
        subtitle = f"At month end; each round lifts cash at once; runway at the mean net burn of the last {months}"
        figure, top = new_page(cash_title(result), subtitle, source(result))
        if single(result):
            upper, lower = two_rows(figure, top)
        else:
            upper, lower, beside = one_above_two(figure, top)
            heading(beside, "Odds of cash below zero, of a short runway")
            _odds(beside, result)
        heading(upper, "Cash")
        x = calendar(result.scenario.start_date, result.months)
        _cash(upper, x, result)
        endless = "; above the panel: no burn" if np.isinf(result.bands("runway").p95).any() else ""
        heading(lower, f"Runway in months{endless}")
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
    if not np.isfinite(bands.p5).any():
        say(axes, "No cash is burned within this horizon." if single(result) else "Hardly any run burns cash.")
        return
    high = min(_LONGEST, extent(bands.p95, bands.p50, bands.p5)[1])
    hold = central(result.scenario).money.runway.hold_below
    top = max(1.08 * high, 6.0, 0.0 if hold is None else 1.3 * float(hold))  # type: ignore[arg-type]
    axes.set_ylim(0.0, top)
    time_axis(axes, float(x[0]), float(x[-1]))
    count_axis(axes)
    fan(axes, x, _within(bands, _BEYOND * top), BLUE, spread=not single(result))
    labels = [_end(bands, axes.get_ylim()[1], single(result))]
    if hold is not None:
        axes.axhline(float(hold), color=INK, linewidth=1.0)  # type: ignore[arg-type]
        labels.append(Label(float(hold), f"No new seat below {hold:g}", MUTED))  # type: ignore[arg-type]
    end_labels(axes, labels)


def _within(bands: Bands, highest: float) -> Bands:
    """Return the bands with what is endless, or far above the panel, at a height that can be drawn."""
    names = ("p5", "p25", "p50", "p75", "p95")
    return replace(bands, **{name: np.minimum(getattr(bands, name), highest) for name in names})


def _end(bands: Bands, highest: float, alone: bool) -> Label:
    """Return the label of the last month; one above the panel stands at its top."""
    last = float(bands.p50[-1])
    detail = "" if alone else spread_words(bands, len(bands.p50) - 1, months_told)
    text = f"{'' if alone else 'Median '}{runway_words(last)}"
    return Label(min(last, _TOP_LABEL * highest), text, DARK[BLUE], bold=True, detail=detail)


def _odds(axes: Axes, result: Summarised) -> None:
    """Draw by month in how many runs cash has been below zero, and in how many it lasts for fewer months."""
    x = calendar(result.scenario.start_date, result.months)
    axes.set_ylim(0.0, 1.0)
    time_axis(axes, float(x[0]), float(x[-1]))
    percent_axis(axes)
    lines = [
        (f"Under {months} months", below(months), BLUE, dashes)
        for months, dashes in zip(SHORT_RUNWAYS, _DASHES, strict=True)
    ]
    labels = []
    for name, metric, colour, dashes in (*reversed(lines), ("Below zero", BELOW_ZERO, VERMILLION, "-")):
        share = result.bands(metric).mean
        axes.plot(x, share, color=colour, linewidth=2.4, linestyle=dashes, clip_on=False)
        last = share_of(float(share[-1]))
        labels.append(Label(last, f"{name} {share_words(last)}", DARK[colour], bold=metric == BELOW_ZERO))
    end_labels(axes, labels)
