"""What matters most: the tornado, and the shares of variance that uncertain values are to blame for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from simulator.reports.cash_words import warned
from simulator.reports.charts.drawing import heading
from simulator.reports.theme import (
    BLUE,
    BOTTOM,
    DARK,
    INK,
    ORANGE,
    SKY,
    SMALL_SIZE,
    new_page,
    say,
    styled,
    text_width,
)
from simulator.reports.words import plural, read_by, short_name
from simulator.results.formatting import shown_in, signed
from simulator.results.metrics import Unit
from simulator.scenario.explain.words import sentence
from simulator.scenario.schema.words import path_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.paired import Estimate
    from simulator.decisions.sobol import Sobol
    from simulator.decisions.tornado import Bar, Tornado

__all__ = ["sobol_chart", "sobol_title", "tornado_chart", "tornado_title"]

_MOST: Final = 14


def tornado_title(found: Tornado) -> str:
    """Return the finding of the tornado that was `found`: what moves the measure most, after that cash runs out."""
    return warned(_tornado_finding(found), ("", found.out), alone=found.runs == 1)


def _tornado_finding(found: Tornado) -> str:
    clear = [bar for bar in found.bars if bar.clear]
    what = found.measure.within
    if not clear:
        return f"None of {len(found.bars)} values moves {what} by more than luck does"
    first = clear[0]
    low, high = sorted((first.low.mean, first.high.mean))
    span = f"from {signed(found.measure.unit, low)} to {signed(found.measure.unit, high)}"
    second = f", then {path_words(clear[1].knob.path)}" if len(clear) > 1 else ""
    return f"{sentence(path_words(first.knob.path))} moves {what} most, {span}{second}"


def tornado_chart(found: Tornado) -> Figure:
    """Draw the low and high end of each value that was `found` as bars from the centre, the largest swing on top."""
    bars = found.bars[:_MOST]
    with styled():
        read = read_by(found.measure, found.scenario)
        subtitle = f"{read[:1].upper()}{read[1:]}; {found.how}"
        more = "" if len(found.bars) <= _MOST else f" · the {_MOST} largest of {len(found.bars)}"
        note = (
            f"t2d3 · {short_name(found.scenario.name)} · {plural(found.runs, 'run')} at each end, same luck, "
            f"seed {found.seed} · lines: 95% interval{more}"
        )
        figure, top = new_page(tornado_title(found), subtitle, note)
        labels = [sentence(path_words(bar.knob.path)) for bar in bars]
        names = max(text_width(label, SMALL_SIZE + 1.0) for label in labels)
        axes = figure.add_axes((names + 0.055, BOTTOM, 0.93 - names - 0.055, top - BOTTOM - 0.02))
        heading(axes, f"Change of {found.measure.within} from {found.measure.shown(found.centre)}")
        for place, bar in enumerate(bars):
            _bar(axes, -place, bar)
        axes.axvline(0.0, color=INK, linewidth=1.2)
        across(axes, found.measure.unit, [end for bar in bars for end in (*_ends(bar.low), *_ends(bar.high))])
        axes.set_ylim(-len(bars) + 0.4, 0.6)
        axes.set_yticks(range(0, -len(bars), -1), labels=labels)
        axes.tick_params(axis="y", labelsize=SMALL_SIZE + 1.0, labelcolor=INK)
    return figure


def _ends(one: Estimate) -> tuple[float, float]:
    return (one.low, one.high) if math.isfinite(one.low) else (one.mean, one.mean)


def _bar(axes: Axes, at: int, bar: Bar) -> None:
    for end, value, colour, raised in (
        (bar.low, bar.knob.low, ORANGE, 0.16),
        (bar.high, bar.knob.high, BLUE, -0.16),
    ):
        axes.barh(at + raised, end.mean, height=0.32, color=colour, linewidth=0)
        low, high = _ends(end)
        axes.plot([low, high], [at + raised, at + raised], color=INK, linewidth=1.2, solid_capstyle="butt")
        left = end.mean < 0.0
        axes.annotate(
            bar.knob.label(value),
            (min(low, 0.0) if left else max(high, 0.0), at + raised),
            xytext=(-6 if left else 6, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            size=SMALL_SIZE - 1.0,
            color=DARK[colour],
        )


def across(axes: Axes, unit: Unit, ends: list[float], room: float = 0.16) -> None:
    """Set the horizontal axis wide enough for bars and their labels, and write it in the unit."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    low, high = min([0.0, *ends]), max([0.0, *ends])
    margin = room * ((high - low) or 1.0)
    axes.set_xlim(low - (margin if low < 0.0 else 0.2 * margin), high + (margin if high > 0.0 else 0.2 * margin))
    axes.xaxis.set_major_locator(MaxNLocator(6 if room < 0.2 else 4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(unit, value)))
    axes.grid(True, axis="x", which="major")
    axes.tick_params(axis="x", labelsize=SMALL_SIZE)


def sobol_title(found: Sobol) -> str:
    """Return the finding of the indices that were `found`: what most of the not knowing is about."""
    if found.spread == 0.0:
        return f"No uncertain value moves {found.measure.within}"
    first = found.indices[0]
    return f"{_share(first.total)} of what is not known about {found.measure.within} hangs on {path_words(first.name)}"


def sobol_chart(found: Sobol) -> Figure:
    """Draw the share of the variance that was `found` for each value, alone and with all it interacts with."""
    with styled():
        subtitle = (
            f"Share of the variance of the mean of {found.measure.within} over {plural(found.luck, 'run')} of the same "
            f"luck (standard deviation {_spread(found)})"
        )
        points = f"{found.points} points (Saltelli), seed {found.seed}"
        note = f"t2d3 · {short_name(found.scenario.name)} · Sobol' indices · {points} · lines: 95% bootstrap interval"
        figure, top = new_page(sobol_title(found), subtitle, note)
        indices = found.indices[:_MOST]
        labels = [sentence(path_words(index.name)) for index in indices]
        names = max(text_width(label, SMALL_SIZE + 1.0) for label in labels)
        axes = figure.add_axes((names + 0.055, BOTTOM, 0.93 - names - 0.055, top - BOTTOM - 0.02))
        if found.spread == 0.0:
            say(axes, "The measure is the same whatever the values.")
            return figure
        heading(axes, "Share of the variance: alone (dark) and with all it interacts with (light)")
        for place, one in enumerate(indices):
            for value, low, high, colour, raised in (
                (one.first, one.first_low, one.first_high, BLUE, 0.16),
                (one.total, one.total_low, one.total_high, SKY, -0.16),
            ):
                axes.barh(-place + raised, max(value, 0.0), height=0.32, color=colour, linewidth=0)
                line = [max(low, 0.0), max(high, 0.0)]
                axes.plot(line, [-place + raised] * 2, color=INK, linewidth=1.2)
        axes.set_xlim(0.0, min(1.5, max(1.0, *(index.total_high for index in indices))) * 1.02)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.grid(True, axis="x", which="major")
        axes.set_ylim(-len(indices) + 0.4, 0.6)
        axes.set_yticks(range(0, -len(indices), -1), labels=labels)
        axes.tick_params(axis="y", labelsize=SMALL_SIZE + 1.0, labelcolor=INK)
    return figure


def _spread(found: Sobol) -> str:
    return (
        found.measure.size(found.spread)
        if found.measure.unit is Unit.SHARE
        else shown_in(found.measure.unit, found.spread)
    )


def _share(value: float) -> str:
    return f"{min(1.0, max(0.0, value)):.0%}"
