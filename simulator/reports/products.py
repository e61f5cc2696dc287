"""What is sold: how much of their wallets customers have bought, at what price, and what launches do to both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.clock import month_label
from simulator.reports.drawing import Label, calendar, end_labels, extent, fan, heading, percent_axis, time_axis
from simulator.reports.launches import launches_of, mark_launches
from simulator.reports.panels import two_rows
from simulator.reports.theme import BLUE, DARK, GREEN, INK, VERMILLION, new_page, say, single, source, styled
from simulator.reports.words import last_defined, percent, plural, spread_words
from simulator.scenario.uncertainty import central

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.bands import Bands
    from simulator.results.summary import Summarised
    from simulator.scenario.schema import Scenario


def sells_products(scenario: Scenario) -> bool:
    """Tell whether there is a wallet to win or a discount to lose: customers buy part of it first, or below list."""
    products = [one for one in central(scenario).products.values() if one.opens or one.age_at_start is not None]
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
    finding = f"Customers have bought {percent(float(won[end]))} of what is on sale for them by "
    finding += month_label(result.scenario.start_date, end)
    full = last_defined(price)
    if full is not None:
        finding += f" and pay {percent(float(price[full]))} of list"
    launches = launches_of(result)
    return f"{finding}, after {plural(len(launches), 'launch', 'launches')}" if launches else finding


def products_fans(result: Summarised) -> Figure:
    """Draw the share of the wallet won and of new customers' first deals above the price realised, launches marked."""
    with styled():
        launches = launches_of(result)
        marked = "; each launch enlarges every wallet, marked where the median run comes to it" if launches else ""
        subtitle = f"At month end; a wallet is all that is on sale for a customer, at list prices{marked}"
        figure, top = new_page(products_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        x = calendar(result.scenario.start_date, result.months)
        heading(upper, "Share of the wallet won: by all customers, and by new ones with their first deal")
        heading(lower, "Price realised: ARR over what the same would cost at list; the rest is discount")
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
        for name, bands, colour in (("All", won, BLUE), ("New", landed, VERMILLION)):
            fan(upper, x, bands, colour, spread=not single(result))
            labels += _end(result, name, bands, DARK[colour])
        end_labels(upper, labels)
        _price(lower, x, price, result)
        for axes in (upper, lower):
            mark_launches(axes, launches, named=axes is upper)
    return figure


def _price(axes: Axes, x: Floats, price: Bands, result: Summarised) -> None:
    low, high = extent(price.p5, price.p95, price.p50)
    low, high = min(low, 0.9), max(high, 1.0)
    axes.set_ylim(max(0.0, low - 0.08 * (high - low)), high + 0.08 * (high - low))
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
