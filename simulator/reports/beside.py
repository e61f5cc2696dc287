"""Several results beside one another: on one calendar, by the same measures, each in a hue of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.theme import single
from simulator.reports.words import band_name, between, money, number, percent, plural, short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from simulator.reports.page.panels import Side
    from simulator.results.bands import Bands

__all__ = ["Together"]

HUES: Final = ("blue", "vermillion", "green", "purple", "orange", "sky")
MOST_DRAWN: Final = len(HUES)
"""Results that are told apart in a chart; of more the first, while a table has all."""
_MOST_BANDED: Final = 3
"""Results whose bands can be told apart in a chart; of more it has middles alone."""
_MOST_IN_FINDING: Final = 2
_LONGEST: Final = 30


@dataclass(frozen=True)
class Measured:
    """What results are told by: a metric, its words, the kind of its axis and how a figure of it is written."""

    metric: str
    title: str
    kind: str
    words: Callable[[float], str]


MEASURES: Final = (
    Measured("arr", "ARR", "money", money),
    Measured("nrr", "NRR", "percent", percent),
    Measured("headcount.cs", "People in CS", "count", number),
    Measured("cash", "Cash", "money", money),
)


@dataclass(frozen=True, eq=False)
class Together:
    """Results on one calendar: month 0 is the opening of whichever starts first."""

    sides: tuple[Side, ...]

    @property
    def drawn(self) -> tuple[Side, ...]:
        """Those that charts show."""
        return self.sides[:MOST_DRAWN]

    @property
    def banded(self) -> bool:
        """Whether charts show where nine runs in ten lie, or all of few, and not middles alone."""
        return len(self.drawn) <= _MOST_BANDED and not all(single(one.result) for one in self.drawn)

    def names(self, longest: int) -> tuple[str, ...]:
        """Return what they are called in at most about so many characters; where that is not enough by letters too."""
        short = [short_name(one.name, longest) for one in self.sides]
        if len(set(short)) == len(short):
            return tuple(short)
        return tuple(f"{side.key.upper()}: {name}" for side, name in zip(self.sides, short, strict=True))

    @property
    def read(self) -> str:
        """How to read the lines of charts."""
        if all(single(one.result) for one in self.drawn):
            return "Lines: a single run of each"
        return f"Lines: medians; around them {self._band}" if self.banded else "Lines: medians"

    @property
    def bracketed(self) -> str:
        """How to read the figures of a table."""
        if all(single(one.result) for one in self.sides):
            return "A single run of each"
        return f"Medians over the runs, with {self._band} in brackets"

    @property
    def _band(self) -> str:
        names = {band_name(len(one.result.runs)) for one in self.sides if not single(one.result)}
        return names.pop().replace("range", "the range") if len(names) == 1 else "P5–P95, of few runs their range,"

    @cached_property
    def start(self) -> date:
        """The first day of whichever starts first."""
        return min(one.result.scenario.start_date for one in self.sides)

    @cached_property
    def months(self) -> int:
        """The last month of whichever ends last."""
        return max(self.offset(one) + one.result.months for one in self.sides)

    def offset(self, side: Side) -> int:
        """Return by how many months a side starts later than the first."""
        day = side.result.scenario.start_date
        return (day.year - self.start.year) * 12 + day.month - self.start.month

    @cached_property
    def month(self) -> int | None:
        """The last month that all of them have; None where they have none together."""
        last = min(self.offset(one) + one.result.months for one in self.sides)
        return last if last >= max(self.offset(one) for one in self.sides) else None

    @property
    def notice(self) -> str:
        """Which months are compared, where the sides have not all the same; nothing where they have."""
        if len({(one.result.scenario.start_date, one.result.months) for one in self.sides}) < 2:
            return ""
        first = max(self.offset(one) for one in self.sides)
        if self.month is None or self.month == first:
            return "The results share no month: each is told by its own last one."
        told = plural(self.month - first, "month")
        ends = f"{month_label(self.start, first + 1)} to {month_label(self.start, self.month)}"
        return f"The results have not the same months: compared over the {told} they share, {ends}."

    @cached_property
    def measures(self) -> tuple[Measured, ...]:
        """What any of them has a figure of."""
        return tuple(one for one in MEASURES if any(_known(side.result.bands(one.metric)) for side in self.sides))

    def rows(self, side: Side, metric: str) -> tuple[list[float], list[float], list[float]]:
        """Return lowest, middle and highest figures of a side by month of the calendar, NaN where it has none."""
        bands, before = side.result.bands(metric), self.offset(side)
        after = self.months - before - side.result.months
        low, middle, high = (
            [math.nan] * before + [_finite(value) for value in row] + [math.nan] * after
            for row in (bands.p5, bands.p50, bands.p95)
        )
        return low, middle, high

    def when(self, side: Side) -> str:
        """Return the month by which a side is told: that of all, or its own last."""
        return side.result.labels[self._month_of(side)]

    @property
    def label(self) -> str:
        """The month by which all are told; `the last month` where they have none together."""
        return "the last month" if self.month is None else month_label(self.start, self.month)

    def told(self, side: Side, measure: Measured) -> str:
        """Return a side's middle in that month."""
        return measure.words(_finite(side.result.bands(measure.metric).p50[self._month_of(side)]))

    def spread(self, side: Side, measure: Measured) -> str:
        """Return a side's middle in that month and where nine in ten runs lie, all of few: `$149M ($136M–$161M)`."""
        bands, at = side.result.bands(measure.metric), self._month_of(side)
        low, high = (measure.words(_finite(row[at])) for row in (bands.p5, bands.p95))
        middle = self.told(side, measure)
        return middle if low == high else f"{middle} ({between(low, high)})"

    def _month_of(self, side: Side) -> int:
        return side.result.months if self.month is None else self.month - self.offset(side)

    @property
    def finding(self) -> str:
        """What sets them apart: what each of two has, or which of more is highest and lowest in ARR."""
        names = self.names(_LONGEST)
        begins = f"In {self.label}"
        if len(self.sides) > _MOST_IN_FINDING:
            return f"{begins} {self._extremes(names)}"
        arr, *others = self.measures
        has = [f"{name} has {self.told(one, arr)}" for name, one in zip(names, self.sides, strict=True)]
        rest = [f"{_lower(each.title)} {' and '.join(self.told(one, each) for one in self.sides)}" for each in others]
        first = f"{begins} {has[0]} of {arr.title}, {', '.join(has[1:])}"
        return f"{first}; {', '.join(rest)}" if rest else first

    def _extremes(self, names: Sequence[str]) -> str:
        """Return which have most and least ARR, and how much that is."""
        arr = MEASURES[0]
        levels = [float(one.result.bands(arr.metric).p50[self._month_of(one)]) for one in self.sides]
        most, least = levels.index(max(levels)), levels.index(min(levels))
        told = [self.told(self.sides[at], arr) for at in (most, least)]
        return f"{names[most]} has most {arr.title}, {told[0]}, and {names[least]} least, {told[1]}"


def _lower(title: str) -> str:
    return title if title.isupper() else title[:1].lower() + title[1:]


def _known(bands: Bands) -> bool:
    return any(math.isfinite(float(value)) for value in bands.p50)


def _finite(value: object) -> float:
    figure = float(value)  # type: ignore[arg-type]
    return figure if math.isfinite(figure) else math.nan
