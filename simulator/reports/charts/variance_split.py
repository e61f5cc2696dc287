"""Luck and not knowing, year by year: how much of the band each is to blame for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.clock import month_label
from simulator.reports.charts.drawing import heading
from simulator.reports.theme import BLUE, BOTTOM, INK, LEFT, SKY, SMALL_SIZE, TEXT_SIZE, new_page, styled
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.variance_split import Split, VarianceSplit

__all__ = ["variance_split_chart", "variance_split_title"]


def variance_split_title(found: VarianceSplit) -> str:
    """Return the finding of the split that was `found` for the first metric at the end."""
    end = found.at_the_end(found.splits[0].measure.terms[0].metric.name)
    what = f"the spread of {end.measure.terms[0].metric.title}"
    when = month_label(found.scenario.start_date, end.month)
    if not math.isfinite(end.luck):
        return f"There is no spread of {end.measure.terms[0].metric.title} to be explained by {when}"
    return f"{_percent(end.luck)} of {what} by {when} is luck, {_percent(1.0 - end.luck)} is not knowing the values"


def variance_split_chart(found: VarianceSplit) -> Figure:
    """Draw the two parts of the variance that were `found` at each year end, a panel a metric."""
    names = list(dict.fromkeys(one.measure.terms[0].metric.name for one in found.splits))
    with styled():
        subtitle = "Share of the variance across runs; luck stays however well the company is known"
        note = (
            f"t2d3 · {short_name(found.scenario.name)} · {found.rows} sets of values, {plural(found.each, 'run')} each"
            f" · seed {found.seed} · lines: 95% interval of the share of luck"
        )
        figure, top = new_page(variance_split_title(found), subtitle, note)
        width = (0.93 - LEFT - 0.07 * (len(names) - 1)) / len(names)
        for place, name in enumerate(names):
            axes = figure.add_axes((LEFT + place * (width + 0.07), BOTTOM + 0.02, width, top - BOTTOM - 0.05))
            _panel(axes, found, [one for one in found.splits if one.measure.terms[0].metric.name == name])
    return figure


def _panel(axes: Axes, found: VarianceSplit, splits: Sequence[Split]) -> None:
    heading(axes, f"Variance of {splits[0].measure.terms[0].metric.title}")
    shown = [one for one in splits if math.isfinite(one.luck)]
    for place, one in enumerate(shown):
        axes.bar(place, one.luck, width=0.62, color=BLUE, linewidth=0)
        axes.bar(place, 1.0 - one.luck, bottom=one.luck, width=0.62, color=SKY, linewidth=0)
        axes.plot([place + 0.22, place + 0.22], [one.low, one.high], color=INK, linewidth=1.3)
        if one.luck > 0.08:
            text = f"luck\n{_percent(one.luck)}" if place == 0 else _percent(one.luck)
            axes.text(place - 0.02, 0.03, text, color="white", weight="bold", ha="center", va="bottom", size=SMALL_SIZE)
        if one.luck < 0.94:
            text = f"not\nknowing\n{_percent(1.0 - one.luck)}" if place == 0 else _percent(1.0 - one.luck)
            axes.text(place - 0.02, 0.985, text, color=INK, ha="center", va="top", size=SMALL_SIZE, weight="bold")
    labels = [month_label(found.scenario.start_date, one.month) for one in shown]
    axes.set_xticks(range(len(shown)), labels=labels)
    axes.tick_params(axis="x", labelsize=TEXT_SIZE - 1.0)
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")


def _percent(share: float) -> str:
    return f"{share:.0%}"
