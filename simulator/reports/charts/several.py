"""Several scenarios held against the first: the sentence and the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import MONTHS_PER_YEAR, month_label
from simulator.decisions.paired import estimate
from simulator.reports.cash_words import odds_out, warned
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    crowded_size,
    end_labels,
    heading,
    money_axis,
    one_and_two,
    points_axis,
    time_axis,
)
from simulator.reports.charts.line_looks import line_look
from simulator.reports.theme import DARK, INK, new_page, say, styled
from simulator.reports.words import money, plural, short_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.several import Several
    from simulator.engine.contract import Floats

__all__ = ["several_chart", "several_title"]


def several_title(found: Several) -> str:
    """Return the finding: who has most ARR at the end of what was `found`, and how much more than the first.

    Whose cash runs out comes before that.
    """
    risks = [(f"with {short_name(name)}", odds_out(one)) for name, one in zip(found.names, found.results, strict=True)]
    return warned(_several_finding(found), *risks, alone=len(found.first.runs) == 1)


def _several_finding(found: Several) -> str:
    gaps, names = found.at("arr", found.months), [short_name(name) for name in found.names]
    when = month_label(found.first.scenario.start_date, found.months)
    best = int(np.argmax([gap.mean for gap in gaps]))
    gain = gaps[best]
    if all(gap.clear and gap.mean < 0.0 for gap in gaps):
        return f"{names[0]} has more ARR than any of the others by {when}"
    if not gain.clear or gain.mean < 0.0:
        return f"None of the others clearly has more ARR than {names[0]} by {when}"
    return f"{names[1 + best]} has most ARR by {when}, {money(gain.mean)} more than {names[0]} (± {money(gain.half)})"


def several_chart(found: Several) -> Figure:
    """Draw each scenario that was `found` less the first, month by month: ARR, NRR, and CS cost a year."""
    with styled():
        first = short_name(found.names[0])
        runs, seed = plural(len(found.first.runs), "common run"), found.first.seed
        bands = "" if len(found.first.runs) == 1 else " · bands: 95% interval of the mean difference"
        subtitle = f"Each minus {first}, run by run on common draws; above the line it has more than {first}"
        figure, top = new_page(several_title(found), subtitle, f"t2d3 · {runs}, seed {seed}{bands}")
        large, upper, lower = one_and_two(figure, top)
        for small in (upper, lower):  # names stand beside the large panel alone, and need the room
            box = small.get_position()
            small.set_position((0.705, box.y0, 0.265, box.height))
        heading(large, "ARR")
        labels = _lines(found, large, "arr", 1.0, money_axis, money)
        end_labels(large, labels, crowded_size(large, labels))
        heading(upper, "NRR, in points")
        _lines(found, upper, "nrr", 1.0, points_axis, None)
        heading(lower, "CS cost a year, at the month's rate")
        _lines(found, lower, "cs_cost", float(MONTHS_PER_YEAR), money_axis, None)
    return figure


def _lines(
    found: Several,
    axes: Axes,
    metric: str,
    times: float,
    axis: Callable[[Axes], None],
    words: Callable[[float], str] | None,
) -> list[Label]:
    """Draw one line a scenario and return the labels at their ends."""
    x = calendar(found.first.scenario.start_date, found.months)
    labels = []
    for place, one in enumerate(found.comparisons):
        low, mean, high = _bands(times * one.difference(metric))
        if not np.isfinite(mean).any():
            continue
        colour, dash = line_look(place)
        axes.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0)
        axes.plot(x, mean, color=colour, linewidth=2.2, linestyle=dash)
        if words is not None:
            end, name = float(mean[-1]), short_name(found.names[1 + place])
            labels.append(Label(end, name, DARK[colour], bold=True, detail=signed(end, words)))
    if not axes.lines:
        say(axes, "Undefined throughout.")
        return labels
    axes.axhline(0.0, color=INK, linewidth=1.0)
    axes.margins(y=0.08)
    time_axis(axes, float(x[0]), float(x[-1]))
    axis(axes)
    return labels


def _bands(gaps: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the mean of each month with its 95 % interval; no width where there is none."""
    months = [estimate(gaps[:, month]) for month in range(gaps.shape[1])]
    mean = np.array([one.mean for one in months])
    half = np.nan_to_num([one.half for one in months])
    return mean - half, mean, mean + half


def signed(value: float, words: Callable[[float], str]) -> str:
    """Return a difference with its sign: `+$1.2M`; nothing has none."""
    text = words(value)
    return f"+{text}" if value > 0.0 and any(c in "123456789" for c in text) else text
