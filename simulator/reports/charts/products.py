"""What is sold: how much of their wallets customers have bought, at what price, and what launches do to both."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from simulator.clock import DAYS_PER_MONTH
from simulator.reports.charts.arr import crossing
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    end_labels,
    extent,
    fan,
    heading,
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
    SMALL_SIZE,
    VERMILLION,
    legible,
    new_page,
    say,
    single,
    source,
    styled,
    text_width,
)
from simulator.reports.words import last_defined, percent, plural, short_name, spread_words
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.organisation import Condition
    from simulator.scenario.schema.scenario import Scenario


_ON_SALE: Final = " of what is on sale for them by"


def sells_products(scenario: Scenario) -> bool:
    """Tell whether there is a wallet to win or a discount to lose: customers buy part of it first, or below list."""
    products = [one for one in central(scenario).products.values() if one.opens or one.on_sale_at_start]
    return len(products) > 1 or any(
        float(value) != full  # type: ignore[arg-type]
        for product in products
        for value, full in ((product.lands_new, 1.0), (product.lands_mature, 1.0), (product.discount, 0.0))
    )


def wallet_won(result: Summarised) -> Bands:
    """Return the share of their wallets that customers have bought: one less what is left, band by band."""
    left = result.bands("wallet.left")
    return replace(
        left,
        p5=1.0 - left.p95,
        p25=1.0 - left.p75,
        p50=1.0 - left.p50,
        p75=1.0 - left.p25,
        p95=1.0 - left.p5,
        mean=1.0 - left.mean,
    )


def products_title(result: Summarised) -> str:
    """Return the finding: how much of their wallets customers have bought, what they pay of list, and the launches."""
    won, price = wallet_won(result).p50, result.bands("price.realised").p50
    end = last_defined(won)
    if end is None:
        return "Nobody buys anything within this horizon"
    path = near_and_last(result, lambda month: percent(float(won[month])), end, "by").replace(" by", _ON_SALE, 1)
    finding = f"Customers have bought {path}"
    full = last_defined(price)
    if full is not None:
        finding += f" and pay {percent(float(price[full]))} of list price"
    launches = launches_of(result)
    return f"{finding}, after {plural(len(launches), 'launch', 'launches')}" if launches else finding


def products_fans(result: Summarised) -> Figure:
    """Draw the share of the wallet won and of new customers' first deals above the price realised, launches marked."""
    with styled():
        launches = launches_of(result)
        subtitle = "At month end, in list prices"
        if launches:
            subtitle += "; each launch puts more on sale for every customer, marked where the median run comes to it"
        figure, top = new_page(products_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        x = calendar(result.scenario.start_date, result.months)
        heading(upper, "Bought of what is on sale for them: by all customers, and by new ones with their first deal")
        heading(lower, "Price paid in % of list price: ARR over what the same would cost at list; the rest is discount")
        won, landed, price = wallet_won(result), result.bands("land.share"), result.bands("price.realised")
        if last_defined(won.p50) is None:
            say(upper, "Nobody buys anything within this horizon.")
            say(lower, "So there is no price to tell.")
            return figure
        upper.set_ylim(0.0, 1.25 if launches else 1.06)
        time_axis(upper, float(x[0]), float(x[-1]), named=False)
        percent_axis(upper)
        upper.set_yticks([0.0, 0.25, 0.5, 0.75, 1.0])
        labels = []
        for name, bands, colour in (("All customers", won, BLUE), ("New customers", landed, VERMILLION)):
            fan(upper, x, bands, colour, spread=not single(result))
            labels += _end(result, name, bands, DARK[colour])
        end_labels(upper, labels)
        _price(lower, x, price, result)
        for axes in (upper, lower):
            mark_launches(axes, launches, named=axes is upper)
    return figure


def _price(axes: Axes, x: Floats, price: Bands, result: Summarised) -> None:
    axes.set_ylim(0.0, 1.06 * max(1.0, extent(price.p95, price.p50)[1]))
    time_axis(axes, float(x[0]), float(x[-1]))
    percent_axis(axes)
    axes.axhline(1.0, color=INK, linewidth=1.0)
    fan(axes, x, price, GREEN, spread=not single(result))
    end_labels(axes, _end(result, "", price, DARK[GREEN]))


def _end(result: Summarised, name: str, bands: Bands, colour: str) -> list[Label]:
    end = last_defined(bands.p50)
    if end is None:
        return []
    words = [name, "" if single(result) or name else "Median", percent(float(bands.p50[end]))]
    spread = "" if single(result) else spread_words(bands, end, percent)
    return [Label(float(bands.p50[end]), " ".join(word for word in words if word), colour, bold=True, detail=spread)]


# When products are launched, read off the medians of what their conditions ask for, and the marks for it.

_METRICS: Final = {
    "arr": "arr",
    "customers": "customers",
    "backlog": "onboarding.backlog",
    "uncovered_arr": "arr.uncovered",
    "sellers_at_quota": "sellers.at_quota",
}
"""What a condition may ask for at least, and the metric that tells when it is so."""
_LONGEST_NAME: Final = 24
_ROWS: Final = 3
_ROW: Final = 0.026  # of the page's height


@dataclass(frozen=True)
class Launch:
    """One launch: the product's name as people write it, and after how many months."""

    product: str
    month: float


def launches_of(result: Summarised) -> list[Launch]:
    """Return the launches within the horizon, in order: where the medians of the runs first meet a condition.

    One that hangs on what no metric tells (founders' renewals, the longest wait, ramped sellers) is left out.
    """
    found = []
    for name, product in central(result.scenario).products.items():
        if not product.on_sale_at_start:
            month = min((_first_met(condition, result) for condition in product.opens), default=math.inf)
            if month <= result.months:
                found.append(Launch(short_name(name.replace("_", " "), _LONGEST_NAME), month))
    return sorted(found, key=lambda launch: launch.month)


def _first_met(condition: Condition, result: Summarised) -> float:
    """Return after how many months all that a condition asks for has come about, infinity for never or unknown."""
    months = [0.0]
    for key in condition.model_fields_set - {"at_least"}:
        asked = getattr(condition, key)
        if asked is None:
            continue
        if key == "month":
            months.append(float(asked))
        elif key == "on":
            months.append((asked - result.scenario.start_date).days / DAYS_PER_MONTH)
        elif key == "in_place":
            months.append(crossing(result.bands(f"headcount.{asked}").p50, float(condition.at_least or 1)))  # type: ignore[arg-type]
        else:
            months.append(crossing(result.bands(_METRICS[key]).p50, float(asked)) if key in _METRICS else math.nan)
    return math.inf if any(math.isnan(month) for month in months) else max(months)


def mark_launches(axes: Axes, launches: Sequence[Launch], named: bool) -> None:
    """Draw a line at each launch; with `named`, write the product's name above the panel's top, moved apart in rows."""
    left, right = axes.get_xlim()
    wide, tall = axes.get_position().width, axes.get_position().height
    free = [-math.inf] * _ROWS
    for launch in launches:
        at = left + launch.month
        axes.axvline(at, color=INK, linewidth=1.0, linestyle=(0, (2, 2)))
        name, place = f"{launch.product[:1].upper()}{launch.product[1:]}", (at - left) / (right - left)
        text = legible(f"{name} launched")
        across = text_width(text, SMALL_SIZE) / wide + 0.01
        row = next((row for row in range(_ROWS) if free[row] <= place), None)
        if not named or row is None:
            continue
        height, side = 1.0 - (row + 0.3) * _ROW / tall, "left"
        if place + across > 1.0:
            side = "right"
            row = next((row for row in range(_ROWS) if free[row] <= place - across), None)
            if row is None:
                continue
            height = 1.0 - (row + 0.3) * _ROW / tall
        free[row] = place + (across if side == "left" else 0.0)
        shift = 0.005 if side == "left" else -0.005
        axes.text(
            place + shift, height, text, transform=axes.transAxes, size=SMALL_SIZE, color=MUTED, va="top", ha=side
        )
