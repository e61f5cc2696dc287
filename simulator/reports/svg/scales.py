"""From figures to pixels, and where an axis has its ticks: round amounts, whole years."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from simulator.clock import MONTHS_PER_YEAR, add_months
from simulator.reports.words import money, number, percent

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_WHOLE: Final = (1.0, 2.0, 5.0, 10.0)
"""Steps whose multiples need no digit after the point."""
_PERCENT: Final = 0.01
_POINTS: Final = 100.0
_ROOMY: Final = 400.0
WORDS: Final[dict[str, Callable[[float], str]]] = {
    "money": money,
    "percent": percent,
    "points": lambda value: f"{value * _POINTS:g}".replace("-", "−"),
    "count": number,
}
"""How the ticks of an axis are written, by its kind."""


@dataclass(frozen=True)
class Scale:
    """A stretch of figures from `low` to `high` laid on pixels from `first` to `last`.

    With `root` small amounts show beside large ones: the axis goes by square roots, below zero as above.
    """

    low: float
    high: float
    first: float
    last: float
    root: bool = False

    def at(self, value: float) -> float:
        """Return the pixel of a figure; what lies beyond the ends is drawn at them."""
        low, high, there = (self._laid(one) for one in (self.low, self.high, min(max(value, self.low), self.high)))
        share = (there - low) / (high - low) if high > low else 0.0
        return self.first + share * (self.last - self.first)

    def _laid(self, value: float) -> float:
        return math.copysign(math.sqrt(abs(value)), value) if self.root else value


@dataclass(frozen=True)
class Tick:
    """A place on an axis, and what is written there (nothing for a mark alone)."""

    at: float
    words: str


def round_ticks(scale: Scale, kind: str, most: int = 6) -> list[Tick]:
    """Return ticks at round figures, at most so many; on an axis of roots further apart as figures grow."""
    if scale.root:
        return _root_ticks(scale, kind)
    span = scale.high - scale.low
    if not (span > 0.0 and math.isfinite(span)):
        return []
    least = span / most
    size = 10.0 ** math.floor(math.log10(least))
    fine = _WHOLE if kind == "percent" else _STEPS
    steps = [step * size for step in fine if step * size >= least and not (kind == "count" and step * size % 1.0)]
    step = steps[0] if steps else 10.0 * size
    first, last = math.ceil(scale.low / step - 1e-9), math.floor(scale.high / step + 1e-9)
    words = partial(percent, digits=1) if kind == "percent" and step < _PERCENT else WORDS[kind]
    return [Tick(place * step, words(place * step)) for place in range(first, last + 1)]


def _root_ticks(scale: Scale, kind: str) -> list[Tick]:
    apart = 0.13 * abs(scale.last - scale.first)
    shown = [0.0] if scale.low <= 0.0 <= scale.high else []
    for power in range(12, -1, -1):
        for step in (5.0, 2.0, 1.0):
            for amount in (step * 10.0**power, -step * 10.0**power):
                free = all(abs(scale.at(amount) - scale.at(one)) >= apart for one in shown)
                if scale.low <= amount <= scale.high and free:
                    shown.append(amount)
    return [Tick(amount, WORDS[kind](amount)) for amount in sorted(shown)]


def month_ticks(start: date, first: int, last: int, room: float) -> list[Tick]:
    """Return a tick where each calendar year begins between two months, named in the middle of what is shown of it.

    `room` is the width in pixels; where years are many, some go unnamed. A stretch within one year has quarters.
    """
    begins = [(month, add_months(start, month)) for month in range(first, last + 1)]
    years = [(month, day.year) for month, day in begins if day.month == 1]
    if last - first < 2 * MONTHS_PER_YEAR:
        apart = 3 if last - first <= MONTHS_PER_YEAR and room > _ROOMY else 6
        told = [Tick(month, f"{day:%b %Y}") for month, day in begins if day.month % apart == 1]
        return told or [Tick(first, f"{begins[0][1]:%b %Y}")]
    every = max(1, math.ceil(len(years) * 44.0 / room))
    return [Tick(month, str(year) if place % every == 0 else "") for place, (month, year) in enumerate(years)]


def extent(*rows: Sequence[float]) -> tuple[float, float]:
    """Return the smallest and the largest finite figure of all rows; 0 and 1 where there is none."""
    known = [value for row in rows for value in row if math.isfinite(value)]
    return (min(known), max(known)) if known else (0.0, 1.0)
