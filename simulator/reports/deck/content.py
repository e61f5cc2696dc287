"""A slide as content: a finding, what shows it in places of the body, how to read it, what a speaker has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.reports.deck.charts import ChartData


@dataclass(frozen=True)
class Area:
    """A part of the body of a slide, in shares of its width and height."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0


WHOLE = Area()
LEFT = Area(0.0, 0.0, 0.485, 1.0)
RIGHT = Area(0.515, 0.0, 0.485, 1.0)


@dataclass(frozen=True)
class Chart:
    """A native chart, with words above it where a slide has several."""

    key: str
    data: ChartData
    area: Area = WHOLE
    head: str = ""


@dataclass(frozen=True)
class Table:
    """A native table: heads, rows whose first cell names them, how wide the first column is beside the others.

    `strong` are the places of rows that sum up others; `wordy` tables are set to the left; a `roomy` one has few rows,
    which larger letters and more room between them spread over its area.
    """

    key: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    about: str
    area: Area = WHOLE
    first: float = 2.0
    strong: frozenset[int] = frozenset()
    wordy: bool = False
    roomy: bool = False


@dataclass(frozen=True)
class Words:
    """Paragraphs."""

    key: str
    lines: tuple[str, ...]
    area: Area = WHOLE


Block = Chart | Table | Words


@dataclass(frozen=True)
class Slide:
    """A slide: its key, the finding, what shows it, a line on how to read it, notes for whoever speaks."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    caption: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A slide that there is no data for: what it would show, and what brings it."""

    key: str
    what: str
    command: str

    def __str__(self) -> str:
        return f"{self.what} ({self.key}) is left out: {self.command}"
