"""A native chart as data: the sheet that is embedded in it, and which columns of it are drawn how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

MONEY: Final = "money"
"""Dollars on an axis, in one unit that suits its ends."""
PERCENT: Final = "0%"
POINTS: Final = '0.0" pts"'
COUNT: Final = "#,##0"

Kind = Literal["area", "column", "line", "marks", "bars"]


@dataclass(frozen=True)
class Column:
    """A column of the embedded sheet: its head, its figures (NaN for none), and the formula they come from.

    In a formula `{row}` stands for the row of the sheet and `{above}` for the one before; one stands for all rows, of
    several each for its own, and where there is none the figure stands as it is.
    """

    head: str
    values: tuple[float, ...]
    formula: str | tuple[str, ...] = ""

    def formula_at(self, place: int) -> str:
        """Return the formula of a figure; nothing for none."""
        return self.formula if isinstance(self.formula, str) else self.formula[place]


@dataclass(frozen=True)
class Series:
    """A column that is drawn: which (0 for the first beside the categories), as what, in which colour.

    A `hue` of nothing draws nothing, as what carries others does. `alpha` is how much of the colour there is (0 to 1).
    """

    column: int
    kind: Kind
    hue: str = ""
    alpha: float = 1.0
    dashed: bool = False
    named: bool = True
    labels: str = ""
    told: tuple[str, ...] = ()
    """What is written at each point in place of its figure."""
    points: tuple[str, ...] = ()
    error: tuple[int, int] | None = None
    """The columns that hold how far the bar of an error reaches up and down."""


@dataclass(frozen=True)
class ChartData:
    """A chart: what its categories are (month ends as dates, or names), the sheet's columns, what is drawn, the axis.

    `about` is what is read aloud in its place. `low` and `high` bound the axis where they are given.
    """

    head: str
    categories: tuple[date, ...] | tuple[str, ...]
    columns: tuple[Column, ...]
    series: tuple[Series, ...]
    axis: str
    about: str
    low: float | None = None
    high: float | None = None
    step: float | None = None
    stacked: bool = True
    legend: bool = True
    size: float = 12.0
    """Points of the letters of its axes."""
    base: float | None = None
    """Where the axis of categories crosses that of figures; None for the lowest end of it."""

    @property
    def dated(self) -> bool:
        """Whether the categories are month ends."""
        return isinstance(self.categories[0], date)

    @property
    def sideways(self) -> bool:
        """Whether its bars lie on their side."""
        return any(one.kind == "bars" for one in self.series)
