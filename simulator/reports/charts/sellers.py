"""Selling by capacity: what founders and sellers can sell against what the market would buy, and who makes quota."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_QUARTER, month_end
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    count_axis,
    end_labels,
    extent,
    fan,
    heading,
    money_axis,
    room_above,
    time_axis,
    two_rows,
)
from simulator.reports.charts.horizons import near_and_last
from simulator.reports.charts.role_looks import ROLE_LOOKS
from simulator.reports.theme import BLUE, DARK, INK, ORANGE, new_page, say, single, source, styled
from simulator.reports.words import money, number, percent, spread_words
from simulator.results.arithmetic import trailing
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

_YEARLY: Final = 12 // MONTHS_PER_QUARTER


def sells_by_capacity(scenario: Scenario) -> bool:
    """Tell whether bookings are limited by what founders and sellers can sell."""
    return scenario.demand.selling == "capacity"


def demand_of(result: Summarised) -> Floats:
    """Return what the market would buy (months + 1): new ARR a year in dollars, over the trailing three months.

    It follows the plan's path from the opening book on, times what references do; uncertain values stand at their
    means. NaN for the first two months, as for what is sold.
    """
    from simulator.engine.lowering import lower

    lowered = lower(central(result.scenario), result.today)
    days = np.array([int(month_end(month)) for month in range(result.months + 1)])
    dollars = np.diff(lowered.expected_deals) * lowered.deal_acv[: len(lowered.expected_deals) - 1]
    before = np.concatenate(([0.0], np.cumsum(dollars)))
    references = result.bands("references.demand").p50
    monthly = np.zeros(result.months + 1)
    monthly[1:] = np.diff(before[days]) * np.where(references > 0.0, references, 1.0)[1:]
    demand: Floats = trailing(monthly, MONTHS_PER_QUARTER) * _YEARLY
    return demand


def sold(result: Summarised) -> Floats:
    """Return new ARR sold at a yearly rate (months + 1): the mean over the runs, over the trailing three months."""
    new: Floats = np.nan_to_num(result.bands("arr.new").mean)
    rate: Floats = trailing(new, MONTHS_PER_QUARTER) * _YEARLY
    return rate


def sellers_title(result: Summarised) -> str:
    """Return the finding: what can be sold at the end against demand, and how many sellers make quota."""
    capacity, demand = float(result.bands("selling.capacity").p50[-1]), float(demand_of(result)[-1])
    sellers, quota = (float(result.bands(name).p50[-1]) for name in ("headcount.seller", "sellers.at_quota"))
    can = result.bands("selling.capacity").p50
    path = near_and_last(result, lambda month: money(float(can[month])), when="by").replace(" by", " a year by", 1)
    finding = f"Founders and sellers can sell {path}{_against(capacity, demand)}"
    if number(sellers) == "0":
        return f"{finding}; there are no sellers"
    return f"{finding}; {number(quota)} of {number(sellers)} sellers make their quota"


def _against(capacity: float, demand: float) -> str:
    if not demand > 0.0:
        return ""
    off = capacity / demand - 1.0
    if percent(off) == "0%":
        return ", what the market would buy"
    return f", {percent(abs(off))} {'more' if off > 0.0 else 'less'} than the market would buy"


def sellers_fans(result: Summarised) -> Figure:
    """Draw selling capacity against demand and what is sold, above the sellers in place and those who make quota."""
    with styled():
        subtitle = "Demand and sales over the last three months, at a yearly rate; capacity and people at month end"
        figure, top = new_page(sellers_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        heading(upper, "New ARR a year: capacity of founders and sellers, demand of the market, and what is sold")
        heading(lower, "Sellers in place, and (dashed) those of them who are through their ramp and make their quota")
        x = calendar(result.scenario.start_date, result.months)
        _capacity(upper, x, result)
        _people(lower, x, result)
    return figure


def _capacity(axes: Axes, x: Floats, result: Summarised) -> None:
    bands, demand, done = result.bands("selling.capacity"), demand_of(result), sold(result)
    axes.set_ylim(*room_above(0.0, max(extent(bands.p95, bands.p50, demand, done)[1], 1.0)))
    time_axis(axes, float(x[0]), float(x[-1]), named=False)
    money_axis(axes)
    fan(axes, x, bands, BLUE, spread=not single(result))
    axes.plot(x, demand, color=INK, linewidth=1.6, linestyle=(0, (5, 3)))
    axes.plot(x, done, color=ORANGE, linewidth=2.2)
    detail = "" if single(result) else spread_words(bands, result.months, money)
    labels = [
        Label(float(bands.p50[-1]), f"Capacity {money(float(bands.p50[-1]))}", DARK[BLUE], bold=True, detail=detail),
        Label(float(demand[-1]), f"Demand {money(float(demand[-1]))}", INK),
        Label(float(done[-1]), f"Sold {money(float(done[-1]))}", DARK[ORANGE], bold=True),
    ]
    end_labels(axes, labels)


def _people(axes: Axes, x: Floats, result: Summarised) -> None:
    sellers, quota = result.bands("headcount.seller"), result.bands("sellers.at_quota")
    high = extent(sellers.p95, sellers.p50, quota.p95)[1]
    if not high > 0.0:
        say(axes, "No seller is hired within this horizon.")
        return
    axes.set_ylim(*room_above(0.0, high))
    time_axis(axes, float(x[0]), float(x[-1]))
    count_axis(axes)
    labels = []
    seller = ROLE_LOOKS["seller"].colour
    for bands, dashes, name in ((sellers, "-", "sellers"), (quota, (0, (3, 1.5)), "at quota")):
        fan(axes, x, bands, seller, spread=not single(result), dashes=dashes)
        detail = "" if single(result) else spread_words(bands, result.months, number)
        last = float(bands.p50[-1])
        labels.append(Label(last, f"{number(last)} {name}", DARK[seller], bold=True, detail=detail))
    end_labels(axes, labels)
