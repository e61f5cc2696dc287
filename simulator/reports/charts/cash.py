"""Cash at month end, and for how many months it lasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.clock import month_label
from simulator.reports.cash_mark import cash_mark
from simulator.reports.cash_words import (
    cash_headline,
    in_runs,
    low_when,
    missing_words,
    months_told,
    runway_words,
    share_words,
)
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
from simulator.reports.charts.horizons import near_and_last
from simulator.reports.theme import (
    BLUE,
    DARK,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    SMALL_SIZE,
    VERMILLION,
    new_page,
    say,
    single,
    source,
    styled,
)
from simulator.reports.words import NOT_DEFINED, money, plural, spread_words
from simulator.results.cash_outlook import CashOutlook, share_of
from simulator.results.metrics.solvency import BELOW_ZERO, SHORT_RUNWAYS, below
from simulator.results.protocols import SingleRuns
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
_SMALL: Final = 0.1
"""Of the most cash there is: a low below this share of it is not to be seen on a scale of dollars."""
_APART: Final = 0.11
"""Of the height of the panel: how far amounts on the axis stand apart."""
_LEFT_OF: Final = 0.6
"""Of the width of the panel: marks beyond have their words on the left."""
_TOP_LABEL: Final = 0.9
"""Where in the height of the panel the label of what is above it stands."""
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (1, 1.5)))
"""Lines of short runways, the shortest first; their labels tell them apart by colour, where they meet at the end."""
_SHORT_COLOURS: Final = (PURPLE, BLUE, ORANGE)


def cash_title(result: Summarised) -> str:
    """Return the finding: what cash comes to, what was raised, how low it got or how many runs ran out of it and when.

    Where many did, that comes first, with what is missing; what cash stands at later, money that is not there has paid.
    """
    cash = result.bands("cash").p50
    outlook = CashOutlook.of(result)
    if outlook.alarming and outlook.low < 0.0:
        return f"{cash_headline(outlook)} {missing_words(outlook)}".rstrip(". ")
    path = near_and_last(result, lambda month: money(float(cash[month])))
    finding = f"Cash stands at {path}, {_raised(result)}"
    if outlook.alarming:
        return f"{cash_headline(outlook)} {finding}"
    if outlook.out > 0.0:
        return f"{finding}; below zero {in_runs(outlook.out)}, first in {_month(result, outlook.first_out)}"
    return f"{finding}; it is lowest {low_when(outlook)}, at {money(outlook.low)}"


def _month(result: Summarised, month: int | None) -> str:
    return NOT_DEFINED if month is None else month_label(result.scenario.start_date, month)


def _raised(result: Summarised) -> str:
    """Say what was raised in the median run; of summaries, which hold no single runs, on average."""
    if isinstance(result, SingleRuns):
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
        roots = ", on a square-root scale, which shows small amounts beside large ones"
        heading(upper, f"Cash{roots if _spans(result.bands('cash')) else ''}")
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
    if _spans(bands):
        _scale_of_roots(axes, low, high)
    else:
        span = (high - low) or 1.0
        axes.set_ylim(low - (0.06 * span if low < 0.0 else 0.0), max(high, 0.0) + 0.08 * span)
    time_axis(axes, float(x[0]), float(x[-1]), named=False)
    money_axis(axes)
    fan(axes, x, bands, GREEN, spread=not single(result))
    if low < 0.0:
        axes.axhline(0.0, color=INK, linewidth=1.0)
    _mark_low(axes, x, result)
    name, detail = ("", "") if single(result) else ("Median ", spread_words(bands, result.months, money))
    text = f"{name}{money(float(bands.p50[-1]))}"
    end_labels(axes, [Label(float(bands.p50[-1]), text, DARK[GREEN], bold=True, detail=detail)])


def _spans(bands: Bands) -> bool:
    """Tell whether the least amount would lie on the axis beside the largest, on a scale of dollars."""
    low, high = extent(bands.p50)[0], extent(bands.p95, bands.p50)[1]
    return high > 0.0 and abs(low) < _SMALL * high


def _scale_of_roots(axes: Axes, low: float, high: float) -> None:
    """Scale the axis by square roots, below zero as above, with round amounts that stand apart."""
    axes.set_yscale("function", functions=(_root, _square))
    foot, top = float(_root(np.array(low))), float(_root(np.array(high)))
    span = top - foot
    below = float(_square(np.array(foot - 0.06 * span))) if low < 0.0 else 0.0
    axes.set_ylim(below, float(_square(np.array(top + 0.06 * span))))
    shown = [0.0]
    for amount in (step * 10.0**power for power in range(12, 2, -1) for step in (5.0, 2.0, 1.0)):
        for signed in (amount, -amount):
            apart = min(abs(float(_root(np.array(signed))) - float(_root(np.array(one)))) for one in shown)
            if low <= signed <= high and apart >= _APART * span:
                shown.append(signed)
    axes.set_yticks(sorted(shown))


def _root(amounts: Floats) -> Floats:
    found: Floats = np.sign(amounts) * np.sqrt(np.abs(amounts))
    return found


def _square(roots: Floats) -> Floats:
    found: Floats = np.sign(roots) * np.square(roots)
    return found


def _mark_low(axes: Axes, x: Floats, result: Summarised) -> None:
    """Mark the month in which cash ends, or, where it never does, that in which it is lowest, as the title has it."""
    outlook = CashOutlook.of(result)
    if not np.isfinite(outlook.low):
        return
    mark = cash_mark(outlook)
    _mark(axes, float(x[mark.month]), mark.words, DARK[VERMILLION] if mark.ends else INK)


def _mark(axes: Axes, at: float, text: str, colour: str) -> None:
    """Draw a line at a month and write a text beside its top."""
    first, last = axes.get_xlim()
    axes.axvline(at, color=colour, linewidth=1.0, linestyle=(0, (2, 2)))
    left = (at - first) / (last - first) < _LEFT_OF
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.8}
    axes.annotate(
        *(text, (at, 0.97), (5 if left else -5, 0)),
        xycoords=axes.get_xaxis_transform(), textcoords="offset points", ha="left" if left else "right", va="top",
        size=SMALL_SIZE, color=colour, bbox=behind, gid="low"
    )  # fmt: skip


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
        (f"Under {months} months", below(months), colour, dashes)
        for months, colour, dashes in zip(SHORT_RUNWAYS, _SHORT_COLOURS, _DASHES, strict=True)
    ]
    labels = []
    for name, metric, colour, dashes in (*reversed(lines), ("Below zero", BELOW_ZERO, VERMILLION, "-")):
        share = result.bands(metric).mean
        axes.plot(x, share, color=colour, linewidth=2.4, linestyle=dashes, clip_on=False)
        last = share_of(float(share[-1]))
        labels.append(Label(last, f"{name} {share_words(last)}", DARK[colour], bold=metric == BELOW_ZERO))
    end_labels(axes, labels)
