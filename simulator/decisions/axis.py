"""What a sweep varies: one axis of values, written `path=from:to:n` or `path=a,b,c`, in the units people write.

`roles.csm.book_high=2M:5M:7` are seven values evenly apart, `...:7:log` evenly in proportion; dates go by whole days,
firsts of months by whole months. The path is that of `--set`. `hire.cs_head=2M:14M:7` varies the hiring point of a
role.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import MONTHS_PER_YEAR, add_months
from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.differing import written
from simulator.decisions.hiring_point import check_role, read_point, read_points
from simulator.decisions.holders import check_vacant, holders
from simulator.errors import InputError, Problem
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.schema.hiring_points import HIRE, HiringPoint
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.words import a_person, path_words
from simulator.scenario.stated import Stated, said_of
from simulator.scenario.units import COUNT, InvalidValue
from simulator.scenario.writing import rounded

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.shapes import Shape

__all__ = ["Axis", "Choice", "split_values"]

MOST_VALUES: Final = 200
_DIGITS: Final = 6
EXAMPLES: Final = "path=from:to:n, such as hire.cs_head=2M:14M:7, or path=a,b,c, such as roles.csm.cost=150K,185K,220K"


@dataclass(frozen=True)
class Choice:
    """One value of an axis: how it is written, where it stands along the axis, and what it sets."""

    label: str
    place: float
    changes: dict[str, Any]
    point: HiringPoint | None = None


@dataclass(frozen=True)
class Axis:
    """The values of one path, in order. `role` is set where they are hiring points; `numeric` where places are values.

    `now` is the place at which the scenario itself stands, NaN where it is not on the axis. `taken` is how many seats
    of the role are taken on the first day, so that whoever is hired is not its first.
    """

    path: str
    choices: tuple[Choice, ...]
    unit: str
    numeric: bool
    now: float = math.nan
    role: str | None = None
    taken: int = 0

    @property
    def name(self) -> str:
        """What the axis is called in a sentence: the role that is hired, or the path in words."""
        return f"the hiring point of {a_person(self.role)}" if self.role is not None else path_words(self.path)

    def at(self, choice: Choice) -> str:
        """Return a value of a path in a sentence: `hiring lookahead at 60 days`, `organisation reports to = cro`."""
        return f"{path_words(self.path)} {'at' if self.numeric else '='} {choice.label}"


def read_axis(scenario: Scenario, text: str) -> Axis:
    """Return the axis that was written; raise InputError or ScenarioError with what is wrong in it."""
    path, equals, values = text.partition("=")
    path, values = path.strip(), values.strip()
    if not equals or not path or not values:
        raise InputError([Problem(f'"{text[:60]}" does not say what to vary', allowed=EXAMPLES)])
    axis = _hiring(scenario, path[len(HIRE) :], values) if path.startswith(HIRE) else _field(scenario, path, values)
    if len(axis.choices) < 2:
        raise InputError([Problem(f"{path} has one value only; there is nothing to vary", allowed=EXAMPLES)])
    if len(axis.choices) > MOST_VALUES:
        raise InputError(f"{path} has {len(axis.choices):,} values; at most {MOST_VALUES} can be played")
    return axis


def split_values(text: str, between: str = ",") -> list[str]:
    """Return the values of `text` `between` commas (or another sign) that stand outside brackets and quotes."""
    found, depth, quote, piece = [], 0, "", ""
    for c in text:
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'":
            quote = c
        elif c in "[{(":
            depth += 1
        elif c in ")}]":
            depth -= 1
        if c == between and depth == 0 and not quote:
            found.append(piece.strip())
            piece = ""
        else:
            piece += c
    found.append(piece.strip())
    return [value for value in found if value]


@dataclass(frozen=True)
class _Range:
    """`from:to:n`, with `:log` for steps in proportion."""

    low: str
    high: str
    count: int
    log: bool

    @classmethod
    def read(cls, text: str) -> _Range | None:
        """Return the range that was written, None where the text is none."""
        parts = [part.strip() for part in text.split(":")]
        log = parts[-1] == "log"
        parts = parts[:-1] if log else parts
        if len(parts) != 3 or any(c in text for c in "[{\"'"):
            return None
        if not (parts[2].isdecimal() and len(parts[2]) <= 6 and int(parts[2]) >= 2):
            raise InputError([Problem(f'"{parts[2][:20]}" is no number of values, 2 or more', allowed=EXAMPLES)])
        if int(parts[2]) > MOST_VALUES:
            raise InputError(f"{int(parts[2]):,} values; at most {MOST_VALUES} can be played on one axis")
        return cls(parts[0], parts[1], int(parts[2]), log)

    def between(self, low: float, high: float) -> list[float]:
        """Return the values from low to high."""
        if low == high:
            raise InputError([Problem(f"{self.low}:{self.high} has no width", allowed=EXAMPLES)])
        steps = range(self.count)
        if not self.log:
            return [low + (high - low) * step / (self.count - 1) for step in steps]
        if min(low, high) <= 0.0:
            raise InputError("steps in proportion need two values above zero")
        return [low * (high / low) ** (step / (self.count - 1)) for step in steps]


def _hiring(scenario: Scenario, role: str, text: str) -> Axis:
    check_role(scenario, role)
    check_vacant(scenario, role)
    asked = _Range.read(text)
    if asked is None:
        points = read_points(scenario, role, split_values(text))
    else:
        ends = [read_point(scenario, role, end) for end in (asked.low, asked.high)]
        if ends[0].kind != ends[1].kind or ends[0].kind == "never":
            raise InputError("both ends of the range must be of one kind: ARR, dates or months")
        kind, in_place = ends[0].kind, ends[0].in_place
        values = [_tidy(value, kind == "on") for value in asked.between(ends[0].value, ends[1].value)]
        points = [HiringPoint(role, kind, value, in_place) for value in sorted(set(values))]
    return hiring_axis(scenario, role, points)


def hiring_axis(scenario: Scenario, role: str, points: list[HiringPoint]) -> Axis:
    """Return hiring points of one role, in order, as an axis."""
    choices = tuple(Choice(point.label, point.value, point.changes(), point) for point in points)
    numeric = all(math.isfinite(point.value) for point in points)
    if not numeric:
        choices = tuple(Choice(one.label, float(place), one.changes, one.point) for place, one in enumerate(choices))
    now, taken = _now(scenario, role, points, numeric), len(holders(scenario, role))
    return Axis(f"{HIRE}{role}", choices, points[0].kind, numeric, now, role, taken)


def _now(scenario: Scenario, role: str, points: list[HiringPoint], numeric: bool) -> float:
    """Return the scenario's own trigger on the axis, where it is one ARR figure."""
    own = [one.arr for one in scenario.roles.of(role).opens if isinstance(one.arr, int | float)]
    return float(own[0]) if numeric and points[0].kind == "arr" and len(own) == 1 else math.nan


def _tidy(value: float, whole: bool) -> float:
    return float(round(value)) if whole else float(rounded(value, _DIGITS))


def _field(scenario: Scenario, path: str, text: str) -> Axis:
    shape = shape_at(path)
    asked = _Range.read(text)
    values: list[Any] = list(split_values(text)) if asked is None else _spaced(scenario, path, shape, asked)
    found = [value_at(changed(scenario, {path: value}), path) for value in values]  # refuses what does not fit
    numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)
    if numeric or all(isinstance(value, date) for value in found):
        order = sorted(range(len(found)), key=lambda i: found[i])
        order = [i for rank, i in enumerate(order) if rank == 0 or found[i] != found[order[rank - 1]]]
        values, found = [values[i] for i in order], [found[i] for i in order]
    choices = tuple(
        Choice(written(value, shape), float(value) if numeric else float(place), {path: text})
        for place, (value, text) in enumerate(zip(found, values, strict=True))
    )
    own = value_at(scenario, path)
    now = float(own) if numeric and isinstance(own, int | float) else math.nan
    unit = shape.marker.unit.name if shape is not None and isinstance(shape.marker, Quantity) else ""
    return Axis(path, choices, unit, numeric, now)


def _dates(asked: _Range, low: date, high: date) -> list[str]:
    """Return the dates of a range: whole days apart, or whole months where both ends are firsts of months."""
    if low.day == high.day == 1:
        months = asked.between(0.0, float((high.year - low.year) * MONTHS_PER_YEAR + high.month - low.month))
        return [add_months(low, round(month)).isoformat() for month in months]
    days = asked.between(float(low.toordinal()), float(high.toordinal()))
    return [date.fromordinal(round(day)).isoformat() for day in days]


def _spaced(scenario: Scenario, path: str, shape: Shape | None, asked: _Range) -> list[Any]:
    """Return the values of a range, in a form that the path takes."""
    marker = shape.marker if shape is not None else None
    try:
        if isinstance(marker, When):
            return _dates(asked, marker.read(asked.low), marker.read(asked.high))
        if isinstance(marker, Quantity):
            low, high = (marker.unit.read(end) for end in (asked.low, asked.high))
            whole = marker.unit is COUNT
            values = [_whole(value) if whole else _tidy(value, False) for value in asked.between(low, high)]
            return _said_alike(values, marker, low, high)
    except InvalidValue as error:
        allowed = error.problem.allowed or EXAMPLES
        raise InputError([replace(error.problem, path=path, allowed=allowed)]) from None
    if shape is None:
        changed(scenario, {path: asked.low})  # says what is wrong with the path
    raise InputError([Problem("this is no number and no date; list its values", path=path, allowed=EXAMPLES)])


def _said_alike(values: list[Any], marker: Quantity, low: float, high: float) -> list[Any]:
    """Return the values as text that says for how long each holds, where an end of their range says so."""
    each = said_of(low) or said_of(high)
    if each and said_of(low) and said_of(high) and said_of(low) != said_of(high):
        raise InvalidValue("one end of the range is that of a year, the other that of a term")
    return [marker.unit.write(Stated(value, each)) for value in values] if each else values


def _whole(value: float) -> int:
    return round(value)
