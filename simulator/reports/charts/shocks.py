"""What befalls customers between renewals: competitors' calls and departing sponsors, and the ARR at risk for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR, month_label
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
from simulator.reports.theme import (
    BLUE,
    DARK,
    INK,
    ORANGE,
    SMALL_SIZE,
    VERMILLION,
    new_page,
    say,
    single,
    source,
    styled,
    text_width,
)
from simulator.reports.words import listed, money, number, percent, spread_words, within, year_ends, year_names
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.engine.contract import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario

_PALE: Final = 0.3
"""How much of its colour the part of a bar has that was held off; the rest is white."""


@dataclass(frozen=True)
class Kind:
    """One kind of shock: the metrics of how many came and how many did harm, how one says that, its colour."""

    came: str
    harmed: str
    words: str
    hit: str
    name: str
    held: str
    colour: str


_COMPETITORS: Final = Kind(
    *("competitor.calls", "competitor.landed", "competitors' calls", "hit"),
    *("Competitors' calls", "pale: shrugged off", VERMILLION),
)
_SPONSORS: Final = Kind(
    *("sponsor.left", "sponsor.lost", "sponsors who leave", "are not replaced"),
    *("Sponsors leaving", "pale: replaced in time", BLUE),
)


def kinds_of(scenario: Scenario) -> list[Kind]:
    """Return the kinds of shock that the scenario has switched on."""
    middle = central(scenario)
    rates = ((_COMPETITORS, middle.competitors.calls_a_year), (_SPONSORS, middle.sponsors.leaves_a_year))
    return [kind for kind, rate in rates if float(rate) > 0.0]  # type: ignore[arg-type]


def has_shocks(scenario: Scenario) -> bool:
    """Tell whether competitors call or sponsors leave."""
    return bool(kinds_of(scenario))


def shocks_title(result: Summarised) -> str:
    """Return the finding: how much ARR is at risk at the end, and what the last whole year's shocks come to."""
    at_risk, share = result.bands("arr.at_risk").p50, result.bands("arr.at_risk_share").p50
    when = month_label(result.scenario.start_date, result.months)
    if not at_risk[-1] > 0.0:
        finding = f"No ARR is at risk from a competitor or for want of a sponsor in {when}"
    else:
        path = near_and_last(result, lambda month: money(float(at_risk[month])))
        finding = path.replace(" in ", " of ARR is at risk in ", 1) + f", {percent(float(share[-1]))} of all"
    ends = [0, *year_ends(result.scenario)]
    years = list(pairwise(ends))
    first, last = next((one for one in reversed(years) if one[1] - one[0] == MONTHS_PER_YEAR), years[-1])
    told = []
    for kind in kinds_of(result.scenario):
        came, harmed = (_over(result, metric, first, last) for metric in (kind.came, kind.harmed))
        if came >= 0.5:
            of = "all" if number(harmed) == number(came) else f"{number(harmed)} of"
            told.append(f"{of} {number(came)} {kind.words} {kind.hit}")
    where = within(year_names(result.scenario, first, last)[0])
    return f"{finding}; {where}, {listed(told)}" if told else finding


def _over(result: Summarised, metric: str, first: int, last: int) -> float:
    """Return the mean over the runs of what a flow adds up to in the months after `first` up to `last`."""
    return math.fsum(result.bands(metric).mean[first + 1 : last + 1])


def shocks_page(result: Summarised) -> Figure:
    """Draw a bar a year and kind of shock, what was held off paler, above the ARR that is at risk."""
    with styled():
        kinds = kinds_of(result.scenario)
        means = "" if single(result) else ", means over the runs"
        subtitle = (
            f"Counts a year{means}; ARR at month end is at risk while a call or a departure weighs on the next renewal"
        )
        figure, top = new_page(shocks_title(result), subtitle, source(result))
        upper, lower = two_rows(figure, top)
        heading(upper, "How often each year: how many did harm, of how many; the paler part of a bar was held off")
        heading(lower, "ARR at risk")
        x = calendar(result.scenario.start_date, result.months)
        _bars(upper, x, result, kinds)
        _at_risk(lower, x, result)
    return figure


def _bars(axes: Axes, x: Floats, result: Summarised, kinds: Sequence[Kind]) -> None:
    years = list(pairwise([0, *year_ends(result.scenario)]))
    counts = [
        [[_over(result, metric, *year) for metric in (kind.harmed, kind.came)] for year in years] for kind in kinds
    ]
    shown = [place for place, one in enumerate(counts) if any(came > 0.0 for _, came in one)]
    kinds, counts = [kinds[place] for place in shown], [counts[place] for place in shown]
    most = max((came for one in counts for _, came in one), default=0.0)
    if not most > 0.0:
        say(axes, "No competitor calls and no sponsor leaves within this horizon.")
        return
    axes.set_ylim(*room_above(0.0, most, 0.16))
    time_axis(axes, float(x[0]), float(x[-1]), named=False)
    axes.grid(False, axis="x")
    count_axis(axes)
    for place, (kind, found) in enumerate(zip(kinds, counts, strict=True)):
        for (first, last), (harmed, came) in zip(years, found, strict=True):
            wide = 0.8 * (last - first) / len(kinds)
            at = float(x[0]) + first + 0.1 * (last - first) + (place + 0.5) * wide
            axes.bar(at, harmed, width=0.94 * wide, color=kind.colour)
            axes.bar(at, came - harmed, bottom=harmed, width=0.94 * wide, color=_pale(kind.colour))
            text = f"{number(harmed)} of {number(came)}"
            if came >= 0.5 and text_width(text, SMALL_SIZE) <= wide / result.months * axes.get_position().width:
                axes.annotate(
                    text, (at, came), (0, 4), textcoords="offset points", ha="center", size=SMALL_SIZE, color=INK
                )
    top = axes.get_ylim()[1]
    labels = [
        Label((0.85 - 0.45 * place) * top, kind.name, DARK[kind.colour], bold=True, detail=kind.held)
        for place, kind in enumerate(kinds)
    ]
    end_labels(axes, labels)


def _pale(colour: str) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgb

    red, green, blue = (1.0 - _PALE * (1.0 - part) for part in to_rgb(colour))
    return red, green, blue


def _at_risk(axes: Axes, x: Floats, result: Summarised) -> None:
    bands, share = result.bands("arr.at_risk"), float(result.bands("arr.at_risk_share").p50[-1])
    axes.set_ylim(*room_above(0.0, extent(bands.p95, bands.p50)[1]))
    time_axis(axes, float(x[0]), float(x[-1]))
    money_axis(axes)
    fan(axes, x, bands, ORANGE, spread=not single(result))
    last = float(bands.p50[-1])
    name, spread = ("", "") if single(result) else ("Median ", spread_words(bands, result.months, money))
    of_all = f"{percent(share)} of all ARR" if math.isfinite(share) else ""
    detail = "\n".join(line for line in (of_all, spread) if line)
    end_labels(axes, [Label(last, f"{name}{money(last)}", DARK[ORANGE], bold=True, detail=detail)])
