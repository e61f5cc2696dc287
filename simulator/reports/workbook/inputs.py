"""Every single value of a scenario as a workbook lists it: what it is and may be, whose it is, whether it is live."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.leaves import leaves
from simulator.reports.known_words import known_of, own_paths
from simulator.reports.workbook.money import inputs_of
from simulator.scenario.assumed.assumptions import as_written
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.notes import note_of
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.words import path_words
from simulator.scenario.stated import said_of
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.reports.workbook.styles import Kind
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.shapes import Shape

_LABELS: Final = ("name", "purpose")
_UNITS: Final = {
    "money": "$",
    "days": "days",
    "share": "%",
    "share a year": "% a year",
    "odds": "% a year",
    "points": "% points",
    "factor": "times",
    "log-odds": "log-odds",
    "per year": "a year",
    "hours": "hours",
    "count": "number",
}
_OF_A_TERM: Final = " a term"
"""What a file writes behind a share that is not that of a year."""
SPENT: Final = "money.other_spend"
_PERCENT: Final = ("share", "share a year", "odds", "points")
_FILLED_IN: Final = ("segments", "products")
_SETTABLE: Final = re.compile(r"[^=.]+(\.[^=.]+)*")
"""Paths that can be written before the sign of equality of `--set`."""


@dataclass(frozen=True)
class Input:
    """One value of a scenario, by its dotted `path`.

    `value` is a number in the canonical unit, at full precision, or a text as a file writes it; of an input of money
    that is a range it is the mean. `low` and `high` are None for what is no number, of which `options` are all that it
    may be, empty where that is not a matter of a few words; `allowed` says so in words. `each` is what a file writes
    behind the number to say for how long it holds. `lock` says why it is not live: nothing where it is; `is_money`
    whether it ever can be, and `is_set` whether a run can be asked for with another.
    """

    path: str
    title: str
    meaning: str
    unit: str
    kind: Kind
    value: float | str
    low: float | None
    high: float | None
    is_whole: bool
    allowed: str
    options: tuple[str, ...]
    each: str
    is_own: bool
    known: str
    source: str
    is_money: bool
    lock: str
    is_set: bool

    @property
    def is_live(self) -> bool:
        """Whether costs follow it in the workbook."""
        return self.is_money and not self.lock


NEEDS_RUN: Final = "needs a run"


def inputs_in(result: Summarised, locks: Mapping[str, str]) -> dict[str, Input]:
    """Return every single value of a result's scenario by its path, inputs of money first, the rest as files have it.

    `locks` are the reasons of `locks.locked`. What is absent is left out, a list of numbers is told one by one.
    """
    scenario, own, means = result.scenario, own_paths(result.scenario), inputs_of(result)
    found: dict[str, Input] = {}
    for path in dict.fromkeys([*means, *_paths(scenario)]):
        lock = locks.get(path, "") if path in means else NEEDS_RUN
        found[path] = _input(scenario, path, means.get(path), lock, own)
    return found


def _paths(scenario: Scenario) -> Iterator[str]:
    """Yield the path of every value, of lists of single values that of each."""
    for path, value in leaves(scenario):
        if value is None or path in _LABELS:
            continue
        found = value_at(scenario, path)
        if isinstance(found, tuple) and found and _is_number(shape_at(f"{path}.0")):
            yield from (f"{path}.{place}" for place in range(len(found)))
        else:
            yield path


def _is_number(shape: Shape | None) -> bool:
    return shape is not None and isinstance(shape.marker, Quantity)


def _input(scenario: Scenario, path: str, mean: float | None, lock: str, own: frozenset[str]) -> Input:
    value, shape, note = value_at(scenario, path), shape_at(path), note_of(path)
    marker = shape.marker if shape is not None and isinstance(shape.marker, Quantity) else None
    number = isinstance(value, int | float) and not isinstance(value, bool) and marker is not None
    shown = float(value) if number else mean if mean is not None else _text(scenario, path, value, shape)
    known = known_of(path, own)
    return Input(
        path=path,
        title=capital(_title(scenario, path)),
        meaning="" if note is None else note.meaning,
        unit=_unit(marker, value) if marker is not None else "",
        kind=_kind(marker, shown),
        value=shown,
        low=None if marker is None else float(marker.low),
        high=None if marker is None else float(marker.high),
        is_whole=marker is not None and marker.unit.name == "count",
        allowed="" if note is None else note.allowed,
        options=_options(shape),
        each=_OF_A_TERM if said_of(value) == "term" else "",
        is_own=known.own,
        known=known.words,
        source=known.source,
        is_money=mean is not None,
        lock=lock,
        is_set=(marker is not None or bool(_options(shape))) and value is not None and can_be_set(path),
    )


def can_be_set(path: str) -> bool:
    """Tell whether a path can be written after `--set`.

    One through a list of a segment or a product leads nowhere where the file leaves that list to be filled in.
    """
    first, *steps = path.split(".")
    through_a_list = any(step.isdigit() for step in steps[1:])
    return bool(_SETTABLE.fullmatch(path)) and not (first in _FILLED_IN and through_a_list)


def _text(scenario: Scenario, path: str, value: Any, shape: Shape | None) -> str:
    """Return what is no number as a file writes it; of a name with a dot in it, to which no path leads, as it is."""
    if value is None:
        return str(next((found for known, found in leaves(scenario) if known == path), ""))
    return as_written(value, shape)


def _options(shape: Shape | None) -> tuple[str, ...]:
    if shape is None:
        return ()
    if shape.type_ is bool:
        return "true", "false"
    return tuple(map(str, get_args(shape.type_))) if shape.decides else ()


def _unit(marker: Quantity, value: Any) -> str:
    if isinstance(value, Distribution):
        return f"{_UNITS[marker.unit.name]}, a range"
    return f"%{_OF_A_TERM}" if said_of(value) == "term" else _UNITS[marker.unit.name]


def _kind(marker: Quantity | None, value: float | str) -> Kind:
    """Return how a number is written, so that nothing of it is hidden."""
    if isinstance(value, str):
        return "text"
    if marker is not None and marker.unit.name in _PERCENT:
        return "exact share"
    if marker is not None and marker.unit.name == "money":
        return "dollars" if value.is_integer() else "cents"
    return "number"


def _title(scenario: Scenario, path: str) -> str:
    """Return what a value is called: one of a list by its place, a share of ARR by the ARR at which it holds."""
    above, _, last = path.rpartition(".")
    if last == "share" and above.startswith(f"{SPENT}_by_arr."):
        at = value_at(scenario, f"{above}.arr")
        return f"R&D and administration, of ARR, at {money(float(at))} of ARR"
    if not last.isdigit():
        return spoken(path)
    place = int(last)
    if above == SPENT:
        when = f"after year {place} of the path" if place else "at the start of the path"
        return f"R&D and administration, of ARR, {when}"
    return f"{spoken(above)}, {place + 1}"


def spoken(path: str) -> str:
    """Return a dotted path in words, without saying of money that it is."""
    return " ".join("R&D" if word == "rnd" else word for word in path_words(path.removeprefix("money.")).split(" "))


def capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
