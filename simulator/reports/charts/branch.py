"""Futures of one past: the sentence and the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import month_label
from simulator.decisions.branch import LIKE
from simulator.decisions.sweep import CASH_LOW
from simulator.reports.cash_words import warned
from simulator.reports.charts.drawing import Label, calendar, crowded_size, end_labels, heading, money_axis, time_axis
from simulator.reports.charts.line_looks import line_look
from simulator.reports.sides import future_words
from simulator.reports.theme import (
    BLUE,
    BOTTOM,
    DARK,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_SIZE,
    new_page,
    styled,
)
from simulator.reports.words import money, plural, short_name
from simulator.results.cash_outlook import share_out

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.decisions.branch import Branches

__all__ = ["branch_chart", "branch_title"]


def branch_title(found: Branches) -> str:
    """Return the finding of what was `found`: which decision is worth most, and whether it is worth anything.

    That cash runs out, on the course as it stands or with the best decision, comes first.
    """
    low = found.values[:, [one.text for one in found.measures].index(CASH_LOW)]
    label = future_words(found.scenario, found.futures[found.best])
    best = label if label.startswith(LIKE) else f"with {label}"
    risks = [("on the course as it stands", share_out(low[0])), (best, share_out(low[1 + found.best]))]
    return warned(_branch_finding(found), *risks, alone=found.runs == 1)


def _branch_finding(found: Branches) -> str:
    best = found.futures[found.best]
    gain, measure = found.differences()[found.best], found.measures[0]
    when = _decided_in(found)
    if not gain.clear:
        return f"No decision of {when} is clearly better than staying the course, in {measure.within}"
    if gain.mean < 0.0:
        return f"Stay the course: every decision of {when} costs {measure.within}"
    more = f"{measure.size(gain.mean)} of {measure.within}"
    return f"Of the decisions of {when}, {future_words(found.scenario, best)} adds most: {more}"


def _decided_in(found: Branches) -> str:
    """Return the calendar month in which is decided: so many months after the start, it is on the first of the next."""
    return month_label(found.scenario.start_date, found.month + 1)


def branch_chart(found: Branches) -> Figure:
    """Draw ARR of each future that was `found` less that of staying the course, month by month; return the page."""
    with styled():
        when = _decided_in(found)
        subtitle = f"One past until {when}, then each future on the same luck; mean over the runs"
        note = (
            f"t2d3 · {short_name(found.scenario.name)} · {plural(found.runs, 'run')} of each future, seed {found.seed} "
            f"· bands: 95% interval of the mean difference"
        )
        figure, top = new_page(branch_title(found), subtitle, note)
        axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT - 0.04, top - BOTTOM - 0.02))
        heading(axes, "ARR against staying the course")
        x = calendar(found.scenario.start_date, found.scenario.horizon_months)
        labels = []
        for place, future in enumerate(found.futures):
            gaps = found.path[1 + place] - found.path[0]
            mean = gaps.mean(axis=1)
            half = 1.96 * gaps.std(axis=1, ddof=1) / np.sqrt(found.runs) if found.runs > 1 else np.zeros(len(mean))
            colour, dash = line_look(place, BLUE)
            axes.fill_between(x, mean - half, mean + half, color=colour, alpha=0.18, linewidth=0)
            axes.plot(x, mean, color=colour, linewidth=2.4, linestyle=dash)
            sign = "+" if mean[-1] > 0.0 else ""
            detail = f"{sign}{money(float(mean[-1]))}"
            labels.append(
                Label(float(mean[-1]), future_words(found.scenario, future), DARK[colour], bold=True, detail=detail)
            )
        axes.axhline(0.0, color=INK, linewidth=1.0)
        axes.margins(y=0.08)
        time_axis(axes, float(x[0]), float(x[-1]))
        money_axis(axes)
        axes.axvline(float(x[found.month]), color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
        axes.text(float(x[found.month]), axes.get_ylim()[1], " decided", color=MUTED, size=SMALL_SIZE, va="top")
        end_labels(axes, labels, crowded_size(axes, labels))
    return figure
