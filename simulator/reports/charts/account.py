"""One customer of a run: what it pays, from its first day to its last."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.clock import months_of
from simulator.reports.charts.drawing import Label, calendar, end_labels, money_axis, time_axis
from simulator.reports.terminal.narration import account_title
from simulator.reports.theme import BLUE, BOTTOM, DARK, LEFT, RIGHT, VERMILLION, new_page, say, styled
from simulator.reports.words import money, short_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.decisions.story import History, Story

__all__ = ["account_chart"]


def account_chart(found: Story, one: History) -> Figure:
    """Draw a customer's ARR as its history tells it, step by step; a cross where it left. Return the page.

    `one` is the history of the customer in the run that `found` tells.
    """
    with styled():
        scenario = found.scenario
        note = f"t2d3 · {short_name(scenario.name)} · run {found.run:,}, seed {found.result.seed} · from the event log"
        figure, top = new_page(account_title(found, one), "What it pays a year after each event", note)
        axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, top - BOTTOM))
        x = calendar(scenario.start_date, scenario.horizon_months)
        steps = [(float(x[0]) + months_of(step.day), step.arr) for step in one.steps if math.isfinite(step.arr)]
        if not steps:
            say(axes, "The log does not tell what this customer pays.")
            return figure
        gone = math.isfinite(one.lost_on)
        end = float(x[0]) + months_of(one.lost_on) if gone else float(x[-1])
        days, paid = zip(*[*(step for step in steps if step[0] <= end), (end, steps[-1][1])], strict=True)
        axes.step(days, paid, where="post", color=BLUE, linewidth=2.4)
        if gone:
            axes.plot([end], [paid[-1]], marker="X", markersize=12, color=VERMILLION)
        axes.set_ylim(0.0, 1.15 * max(paid) or 1.0)
        time_axis(axes, float(x[0]), float(x[-1]))
        money_axis(axes)
        colour = VERMILLION if gone else BLUE
        end_labels(axes, [Label(float(paid[-1]), f"{'Left with ' if gone else ''}{money(paid[-1])}", DARK[colour])])
    return figure
