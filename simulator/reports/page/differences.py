"""What the first of several results has over another, run by run, where they share their luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from simulator.decisions.compare import Comparison
from simulator.errors import InputError
from simulator.reports.charts.difference import difference_title
from simulator.reports.page.fans import months_of
from simulator.reports.page.markup import Markup
from simulator.reports.page.panels import Panel, Side, both_sizes, sheet
from simulator.reports.page.rows import rows_of, thinned, thinned_words
from simulator.reports.page.tables import CsvFile, PageTable
from simulator.reports.svg.differences import difference_chart
from simulator.reports.svg.document import Named
from simulator.reports.svg.fan import Fan
from simulator.reports.svg.frame import End
from simulator.reports.theme import bands_told
from simulator.reports.words import band_name, between, money
from simulator.results.bands import Bands
from simulator.results.formatting import decimals
from simulator.results.protocols import SingleRuns

if TYPE_CHECKING:
    from simulator.results.result import Result


def difference_sections(sides: Sequence[Side]) -> list[tuple[str, Markup]]:
    """Return a section for the first side against each other one that has the same runs, seed and months, by key."""
    found = []
    for other in sides[1:]:
        comparison = comparison_of(sides[0], other)
        if comparison is not None:
            key = f"difference-{other.key}"
            found.append((key, _section(key, comparison, sides[0], other)))
    return found


def comparison_of(one: Side, other: Side) -> Comparison | None:
    """Return the comparison of two sides, run by run; None where they have not the same runs, seed and months."""
    results = (one.result, other.result)
    if not all(isinstance(result, SingleRuns) for result in results) or len(one.result.runs) < 2:
        return None
    try:
        return Comparison(*(cast("Result", result) for result in results))
    except InputError:
        return None


def _section(key: str, comparison: Comparison, one: Side, other: Side) -> Markup:
    panel = _panel(key, comparison, one, other)
    return sheet(key, f"{one.name} minus {other.name}", panel.finding, panel.body())


def _panel(key: str, comparison: Comparison, one: Side, other: Side) -> Panel:
    bands = Bands.of(comparison.difference("arr"))
    count, finding = len(comparison.a.runs), difference_title(comparison)
    low, _, _, _, high = rows_of(bands)
    mean = [float(value) for value in bands.mean]
    fan = Fan((low, rows_of(bands)[1], mean, rows_of(bands)[3], high), "blue")
    spread = f"{band_name(count)} {between(_plus(low[-1]), _plus(high[-1]))}"
    ends = [End(mean[-1], f"Mean {_plus(mean[-1])}", "blue", strong=True, detail=spread)]
    return Panel(
        finding,
        caption=(
            f"ARR of {one.name} minus that of {other.name}, run by run on the same luck. Line: the mean of {count:,} "
            f"runs; {bands_told(count)}."
        ),
        tables=(_table(key, comparison, bands),),
        **both_sizes(
            key,
            lambda size, own: difference_chart(
                size, months_of(one.result), Named(own, "Difference in ARR", f"{finding}."), "money", fan, ends
            ),
        ),
    )


def _plus(value: float) -> str:
    return f"+{money(value)}" if value > 0.0 else money(value)


def _table(key: str, comparison: Comparison, bands: Bands) -> PageTable:
    result = comparison.a
    name = band_name(len(result.runs))
    rows = tuple(
        (result.labels[month], *(_plus(float(row[month])) for row in (bands.mean, bands.p5, bands.p95)))
        for month in thinned(result)
    )
    columns = [decimals(row, 0) for row in (bands.mean, bands.se, bands.p5, bands.p50, bands.p95)]
    file = CsvFile(
        f"{key.replace('-', '_')}.csv",
        ("month", "label", "mean", "se", "p5", "p50", "p95"),
        tuple(zip(range(result.months + 1), result.labels, *columns, strict=True)),
    )
    heads = ("Month", "ARR, mean difference", f"{name} from", "to")
    return PageTable(f"Difference in ARR; {thinned_words(result)}", heads, rows, file)
