"""Two scenarios under the same luck: what the first has over the second, run by run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import MONTHS_PER_YEAR, month_label
from simulator.reports.cash_words import odds_out, share_words, warned
from simulator.reports.charts.drawing import (
    Label,
    calendar,
    end_labels,
    extent,
    fan,
    heading,
    money_axis,
    one_and_two,
    points_axis,
    time_axis,
)
from simulator.reports.sides import differing_words, side_names
from simulator.reports.theme import BLUE, DARK, GREEN, INK, VERMILLION, bands_told, new_page, say, styled
from simulator.reports.words import (
    band_name,
    between,
    last_defined,
    money,
    plural,
    points,
)
from simulator.results.bands import Bands

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.compare import Comparison
    from simulator.engine.contract import Floats

__all__ = ["difference_chart", "difference_title"]


def names(comparison: Comparison) -> tuple[str, str]:
    """Return what the two scenarios of a `comparison` are called: two of one name by what they differ in."""
    return side_names(comparison.a.scenario, comparison.b.scenario)


def difference_title(comparison: Comparison) -> str:
    """Return the finding of a `comparison`: how much more or less ARR the first scenario has at the end, how surely.

    Whose cash runs out comes first.
    """
    risks = [
        (f"with {name}", odds_out(result))
        for name, result in zip(names(comparison), (comparison.a, comparison.b), strict=True)
    ]
    return warned(_difference_finding(comparison), *risks, alone=len(comparison.a.runs) == 1)


def _difference_finding(comparison: Comparison) -> str:
    found = comparison.at("arr", comparison.months)
    a, b = names(comparison)
    when = month_label(comparison.a.scenario.start_date, comparison.months)
    if found.mean == 0.0 and not found.se > 0.0:
        return f"{a} and {b} have the same ARR by {when}" + (" in every run" if found.n > 1 else "")
    more = found.mean >= 0.0
    finding = f"{a} has {money(abs(found.mean))} {'more' if more else 'less'} ARR than {b} by {when}"
    if found.n == 1:
        return finding
    half = money(found.high - found.mean)
    if not (found.clear or found.se == 0.0):
        return f"No clear difference in ARR by {when}: {a} against {b} ({_signed(found.mean)} ± {half})"
    odds = share_words(found.probability if more else found.behind)
    return f"{finding} (± {half}), and is {'ahead' if more else 'behind'} in {odds} of runs"


def _signed(value: float) -> str:
    return ("+" if value > 0.0 else "") + money(value)


def difference_chart(comparison: Comparison) -> Figure:
    """Draw the paired differences of a `comparison`, first minus second, and return the page.

    They are those of ARR in dollars, of NRR in points, and of CS cost a year in dollars.
    """
    with styled():
        a, b = names(comparison)
        count = len(comparison.a.runs)
        subtitle = (
            f"{a} minus {b}, run by run on common draws; above the line the first has more{_differ_in(comparison)}"
        )
        figure, top = new_page(difference_title(comparison), subtitle, _source(comparison, a, b))
        x = calendar(comparison.a.scenario.start_date, comparison.a.months)
        large, upper, lower = one_and_two(figure, top)
        alone = count == 1
        heading(large, "ARR")
        _panel(large, x, comparison.difference("arr"), BLUE, money, money_axis, alone, "")
        heading(upper, "NRR, in points")
        _panel(
            upper, x, comparison.difference("nrr"), GREEN, points, points_axis, alone, "NRR is undefined throughout."
        )
        heading(lower, "CS cost a year, at the month's rate")
        _panel(lower, x, MONTHS_PER_YEAR * comparison.difference("cs_cost"), VERMILLION, money, money_axis, alone, "")
    return figure


def _differ_in(comparison: Comparison) -> str:
    """Return what two scenarios of different names do differently."""
    a, b = comparison.a.scenario, comparison.b.scenario
    first, second = differing_words(a, b)
    return f". The first has {first}; the second {second}" if a.name != b.name and first != second else ""


def _source(comparison: Comparison, a: str, b: str) -> str:
    count, seed = len(comparison.a.runs), comparison.a.seed
    bands = "" if count == 1 else f" · {bands_told(count)}, ± 95% interval of the mean"
    return f"t2d3 · {a} against {b} · {plural(count, 'common run')}, seed {seed}{bands}"


def _panel(
    axes: Axes,
    x: Floats,
    differences: Floats,
    colour: str,
    words: Callable[[float], str],
    axis: Callable[[Axes], None],
    alone: bool,
    undefined: str,
) -> None:
    bands = Bands.of(differences)
    end = last_defined(bands.mean)
    if end is None:
        say(axes, undefined or "Undefined throughout.")
        return
    low, high = extent(bands.p5, bands.p95, bands.mean, np.zeros(1))
    pad = 0.08 * (high - low)
    axes.set_ylim((low - pad, high + pad) if high > low else (-1.0, 1.0))
    time_axis(axes, float(x[0]), float(x[-1]))
    axis(axes)
    axes.axhline(0.0, color=INK, linewidth=1.2)
    fan(axes, x, bands, colour, spread=not alone, middle="mean")
    value = float(bands.mean[end])
    spread = between(_plus(float(bands.p5[end]), words), _plus(float(bands.p95[end]), words))
    name, detail = ("", "") if alone else ("Mean\n", f"{band_name(len(differences))}\n{spread}")
    end_labels(axes, [Label(value, f"{name}{_plus(value, words)}", DARK[colour], bold=True, detail=detail)])


def _plus(value: float, words: Callable[[float], str]) -> str:
    text = words(value)
    return f"+{text}" if value > 0.0 and any(c in "123456789" for c in text) else text
