"""ARR, NRR and GRR as fans; of several results all on the same axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.reports.charts.arr import arr_title
from simulator.reports.charts.retention import retention_title
from simulator.reports.page.panels import Panel, both_sizes
from simulator.reports.page.rows import band_table, row_of, rows_of
from simulator.reports.svg.document import Named
from simulator.reports.svg.fan import Fan, Line, fan_chart
from simulator.reports.svg.frame import End, Frame, Months
from simulator.reports.svg.scales import extent
from simulator.reports.theme import bands_told, single
from simulator.reports.words import between, last_defined, money, percent, spread_words
from simulator.results.bands import holds_nine_in_ten

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side
    from simulator.results.bands import Bands
    from simulator.results.protocols import Summarised


def months_of(result: Summarised, first: int = 0) -> Months:
    """Return the months of a chart of a `result`, from the `first` on."""
    return Months(result.scenario.start_date, first, result.months)


def how_to_read(result: Summarised) -> str:
    """Return what the shades around a line are; nothing for a single run."""
    if single(result):
        return ""
    return f"Line: the median of {len(result.runs):,} runs; {bands_told(len(result.runs))}"


def arr_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return ARR against the plan, a panel a side."""
    high = max(_highest(side.result, "arr", "arr.plan") for side in sides)
    return [_arr(side, high) for side in sides]


def _highest(result: Summarised, *metrics: str) -> float:
    found = [extent(*rows_of(result.bands(metric)))[1] for metric in metrics]
    return max(found)


def _arr(side: Side, high: float) -> Panel:
    result = side.result
    bands, plan = result.bands("arr"), row_of(result.bands("arr.plan").p50)
    finding, last = arr_title(result), float(bands.p50[-1])
    low_word, high_word = ("P5", "P95") if holds_nine_in_ten(len(result.runs)) else ("Lowest", "Highest")
    ends = [End(last, f"{'ARR' if single(result) else 'Median'} {money(last)}", "blue", strong=True)]
    ends += [End(plan[-1], f"Plan {money(plan[-1])}")] if plan[-1] > 0.0 else []
    if not single(result):
        for word, row in ((high_word, bands.p95), (low_word, bands.p5)):
            ends.append(End(float(row[-1]), f"{word} {money(float(row[-1]))}", "grey"))
    fan, line = Fan(rows_of(bands), "blue", not single(result)), Line(plan, plan=True)
    about = f"{finding}. {how_to_read(result)}. The dashed line is the plan."
    return Panel(
        finding,
        caption=". ".join(filter(None, ("ARR at month end; dashed: the plan", how_to_read(result)))) + ".",
        tables=(band_table(side, "ARR at month end", ["arr"], ["arr.plan"]),),
        **both_sizes(
            f"arr-{side.key}",
            lambda size, key: fan_chart(
                Frame(size, months_of(result), 0.0, 1.05 * max(high, 1.0), "money"),
                Named(key, "ARR against the plan", about),
                *([fan], [line], ends),
            ),
        ),
    )


def nrr_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return net revenue retention, a panel a side; the finding is that of NRR and GRR together."""
    return _retention(sides, "nrr", "NRR", "blue", lambda side: retention_title(side.result))


def grr_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return gross revenue retention, a panel a side."""
    return _retention(sides, "grr", "GRR", "vermillion", lambda side: grr_finding(side.result))


def grr_finding(result: Summarised) -> str:
    """Return the finding: where median GRR stands last, and how it is spread over the runs of a `result`."""
    bands = result.bands("grr")
    end = last_defined(bands.p50)
    if end is None:
        return "GRR cannot be told within this horizon"
    told = f"GRR is {percent(float(bands.p50[end]))} in {result.labels[end]}"
    if single(result):
        return told
    within = "90% of runs" if holds_nine_in_ten(len(result.runs)) else f"all {len(result.runs)} runs"
    return f"{told} ({within}: {between(percent(float(bands.p5[end])), percent(float(bands.p95[end])))})"


def _retention(
    sides: Sequence[Side], metric: str, name: str, hue: str, finding: Callable[[Side], str]
) -> list[Panel | None]:
    every = [side.result.bands(metric) for side in sides]
    low, high = extent(*(row for bands in every for row in rows_of(bands)), [1.0])
    pad = 0.06 * max(high - low, 0.05)
    return [
        _share(side, metric, name, hue, finding(side), low - pad, high + pad) if _known(bands) else None
        for side, bands in zip(sides, every, strict=True)
    ]


def _known(bands: Bands) -> bool:
    return bool(np.isfinite(bands.p50).any())


def _share(side: Side, metric: str, name: str, hue: str, finding: str, low: float, high: float) -> Panel:
    result = side.result
    bands = result.bands(metric)
    first = int(np.flatnonzero(np.isfinite(bands.p50))[0])
    end = last_defined(bands.p50)
    assert end is not None
    last = float(bands.p50[end])
    detail = "" if single(result) else spread_words(bands, end, percent)
    ends = [End(last, f"{name} {percent(last)}", hue, strong=True, detail=detail)]
    fan = Fan(rows_of(bands), hue, not single(result))
    begins = f"It begins in {result.labels[first]}, when there are twelve months to look back on" if first else ""
    caption = ". ".join(filter(None, (result.metrics[metric].meaning.rstrip("."), begins, how_to_read(result)))) + "."
    first = min(first, result.months - 1)
    return Panel(
        finding,
        caption=caption,
        tables=(band_table(side, result.metrics[metric].title, [metric]),),
        **both_sizes(
            f"{metric}-{side.key}",
            lambda size, key: fan_chart(
                Frame(size, months_of(result, first), max(low, 0.0) if low > 0.0 else low, high, "percent"),
                Named(key, f"{result.metrics[metric].title} ({name})", f"{finding}. {how_to_read(result)}."),
                *([fan], [Line([1.0] * (result.months + 1), plan=True)] if not math.isnan(last) else [], ends),
            ),
        ),
    )
