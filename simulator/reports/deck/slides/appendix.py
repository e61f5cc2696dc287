"""What the appendix holds: profit and loss, assumptions, definitions, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.charts.pnl import SUMS, line_name, pnl_title, shown_lines, written, years_of_books
from simulator.reports.deck.content import Slide, Table, Words
from simulator.reports.deck.slides.common import notes_of, sources
from simulator.reports.limits import limits_of
from simulator.reports.own_values import own_values
from simulator.reports.page.assumptions import own_words
from simulator.reports.page.definitions import RUNS
from simulator.reports.theme import single
from simulator.reports.words import plural, short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.reports.page.panels import Side
    from simulator.results.protocols import Summarised

_YEARS: Final = 6
_MOST: Final = 11
_LONGEST: Final = 60
_DEFINED: Final = ("arr", "nrr", "grr", "runway", "ttv.p50", "cs_cost.share")


def pnl_slide(result: Summarised) -> Slide | None:
    """Return the profit and loss by year as a table; None where no money comes or goes."""
    years = years_of_books(result)[-_YEARS:]
    if not any(value for year in years for value in year.lines.values()):
        return None
    texts, names = written(years), shown_lines(result, years)
    rows = tuple((line_name(name).strip(), *(text[name] for text in texts)) for name in names)
    heads = ("Dollars" if single(result) else "Means over the runs", *(year.name for year in years))
    strong = frozenset(place for place, name in enumerate(names) if name in SUMS)
    table = Table("pnl", heads, rows, "Profit and loss by year", first=2.4, strong=strong)
    return Slide(
        "pnl", pnl_title(result), (table,), "", notes_of(result, "revenue", "gross_profit", "operating_result")
    )


_FIRST: Final = ("opening", "path")
"""What a reader looks for first: where the company stands, and where it means to go."""


def assumptions_slide(side: Side) -> Slide:
    """Return which assumptions are the company's own."""
    own = own_values(side.result.scenario, _LONGEST)
    own.sort(key=lambda one: not one.path.startswith(_FIRST))
    title = own_words(len(own))
    rows = [(short_name(one.name, _LONGEST), one.own, one.laws) for one in own]
    caption = (
        f"And {plural(len(rows) - _MOST, 'more', 'more')}; t2d3 explain tells them all." if len(rows) > _MOST else ""
    )
    table = Table(
        "own", ("Assumption", "The company's own", "The laws"), tuple(rows[:_MOST]), title, first=1.0, wordy=True
    )
    return Slide("assumptions", title, (table,), caption, sources(side.result))


def definitions_slide(result: Summarised) -> Slide:
    """Return what the figures of the deck mean."""
    known = [result.metrics[name] for name in _DEFINED if name in result.metrics]
    rows = tuple((one.title, one.meaning.replace("`", "")) for one in known)
    table = Table("terms", ("Definition", ""), rows, "Definitions", first=0.3, wordy=True)
    return Slide("definitions", "What the figures mean", (table,), RUNS, notes_of(result, *_DEFINED))


def limits_slide(sides: Sequence[Side]) -> Slide:
    """Return what the deck does not say."""
    return Slide("limits", "What this is not", (Words("lines", limits_of(sides)),), "", sources(sides[0].result))
