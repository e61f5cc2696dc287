"""What a page is made of: sides (one a result), panels (a finding, its charts, its tables), sections of panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from simulator.reports.page.markup import Markup, joined, tag
from simulator.reports.svg.frame import NARROW, WIDE, Size

if TYPE_CHECKING:
    from simulator.reports.page.tables import PageTable
    from simulator.reports.svg.document import Chart
    from simulator.results.protocols import Summarised


@dataclass(frozen=True, eq=False)
class Side:
    """One result of the page: a key for ids, what it is called there, and the result."""

    key: str
    name: str
    result: Summarised


@dataclass(frozen=True)
class Panel:
    """A finding and what shows it: charts for wide pages and for narrow ones, how to read them, the figures behind.

    `open_tables` are themselves what is shown.
    """

    finding: str
    wide: tuple[Chart, ...] = ()
    narrow: tuple[Chart, ...] = ()
    caption: str = ""
    tables: tuple[PageTable, ...] = ()
    open_tables: tuple[PageTable, ...] = ()
    notes: tuple[str, ...] = ()

    def body(self, beside: str = "") -> Markup:
        """Return all but the finding; a panel `beside` others, by its name, has its narrow charts alone."""
        parts: list[str] = []
        charts = self._charts(not beside)
        if charts:
            caption = [tag("figcaption", self.caption)] if self.caption else []
            parts.append(tag("figure", *charts, *caption))
        elif self.caption:
            parts.append(tag("p", self.caption, class_="note"))
        parts += [table.markup(beside) for table in self.open_tables]
        parts += [tag("p", note, class_="note") for note in self.notes]
        if self.tables:
            inside = [table.markup(beside) for table in self.tables]
            parts.append(tag("details", tag("summary", "The figures behind it"), *inside))
        return joined(parts)

    def _charts(self, alone: bool) -> list[Markup]:
        if not alone:
            return [Markup(chart.svg()) for chart in self.narrow]
        return [
            *(Markup(chart.svg("wide")) for chart in self.wide),
            *(Markup(chart.svg("narrow")) for chart in self.narrow),
        ]


class Sizes(TypedDict):
    """A chart in both sizes."""

    wide: tuple[Chart, ...]
    narrow: tuple[Chart, ...]


def both_sizes(key: str, draw: Callable[[Size, str], Chart]) -> Sizes:
    """Return a chart in both sizes, as a panel takes them; `draw` is given the size and a key of its own."""
    return {"wide": (draw(WIDE, f"{key}-w"),), "narrow": (draw(NARROW, f"{key}-n"),)}


@dataclass(frozen=True)
class Section:
    """A part of the page: its key, what it is about, and a panel a side, None where a side has nothing to show."""

    key: str
    topic: str
    panels: tuple[Panel | None, ...]

    def markup(self, sides: Sequence[Side]) -> Markup:
        """Return the section: of one side its finding as the heading, of several one below the topic for each."""
        shown = [(side, panel) for side, panel in zip(sides, self.panels, strict=True) if panel is not None]
        if not shown:
            return Markup("")
        if len(sides) == 1:
            panel = shown[0][1]
            return sheet(self.key, self.topic, panel.finding, panel.body())
        parts = [_beside(side, panel) for side, panel in shown]
        return sheet(self.key, "", self.topic, tag("div", *parts, class_="beside"))

    @property
    def is_empty(self) -> bool:
        """Whether no side has anything to show."""
        return all(panel is None for panel in self.panels)


def sheet(key: str, topic: str, finding: str, *inside: str) -> Markup:
    """Return a section of the page: its topic (nothing where the finding says so), the finding, and what shows it."""
    above = [tag("p", topic, class_="topic", id=f"{key}-t")] if topic else []
    named = f"{key}-t {key}-h" if topic else f"{key}-h"
    heading = tag("h2", finding, id=f"{key}-h")
    return tag("section", *above, heading, *inside, id=key, class_="sheet", aria_labelledby=named)


def _beside(side: Side, panel: Panel) -> Markup:
    return tag("article", tag("p", side.name, class_="topic"), tag("h3", panel.finding), panel.body(side.name))
