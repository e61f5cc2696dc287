"""The plan before anything is simulated: planned ARR with its milestones, and what the plan leaves of cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import month_label
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    end_labels,
    extent,
    heading,
    money_axis,
    room_above,
    time_axis,
    two_rows,
)
from simulator.reports.planned_cash_words import planned_cash_line
from simulator.reports.theme import BLUE, DARK, GREEN, INK, MUTED, new_page, styled
from simulator.reports.words import money, short_name
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.experiment.planned_cash import PlannedCash
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["plan_chart"]


def plan_title(scenario: Scenario, found: PlannedCash) -> str:
    """Return what the plan comes to, and how cash fares on it."""
    start = scenario.start_date
    arr = f"The plan goes from {money(float(found.arr[0]))} of ARR to {money(float(found.arr[-1]))}"
    cash = planned_cash_line(scenario, found).rstrip(".").replace("; plan, not simulated:", " is")
    return f"{arr} by {month_label(start, scenario.horizon_months)}. {cash}"


def plan_chart(scenario: Scenario, found: PlannedCash) -> Figure:
    """Draw ARR and cash of the plan at month ends, at the means of what is uncertain; return the page.

    `found` is the plan of the `scenario`, in dollars, each of shape (months + 1,).
    """
    with styled():
        note = f"t2d3 · {short_name(scenario.name)} · plain arithmetic along the plan, nothing is simulated"
        figure, top = new_page(plan_title(scenario, found), "The plan at month ends", note)
        x = calendar(scenario.start_date, scenario.horizon_months)
        upper, lower = two_rows(figure, top)
        heading(upper, "Planned ARR, and the milestones")
        _line(upper, x, found.arr, BLUE, named=False)
        for dollars in central(scenario).milestones:
            if float(dollars) <= float(found.arr.max()):  # type: ignore[arg-type]
                upper.axhline(float(dollars), color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))  # type: ignore[arg-type]
        heading(lower, "Cash along the plan")
        _line(lower, x, found.cash, GREEN, named=True)
        if float(found.cash.min()) < 0.0:
            lower.axhline(0.0, color=INK, linewidth=1.0)
    return figure


def _line(axes: Axes, x: Floats, values: Floats, colour: str, named: bool) -> None:
    low, high = extent(np.minimum(values, 0.0), values)
    axes.set_ylim(1.08 * low, room_above(low, high)[1])
    time_axis(axes, float(x[0]), float(x[-1]), named=named)
    money_axis(axes)
    axes.plot(x, values, color=colour, linewidth=2.4, clip_on=False)
    end_labels(axes, [Label(float(values[-1]), money(float(values[-1])), DARK[colour], bold=True)])
