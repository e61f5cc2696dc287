"""Which values are the company's own, beside those of the laws, as a board reads them: no brackets, no half values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

from simulator.decisions.changing import shape_at, value_at
from simulator.decisions.differing import differs, written
from simulator.reports.sides import change_words
from simulator.roles import ROLE_NAMES
from simulator.scenario.explain.conditions import opens_in_words
from simulator.scenario.explain.words import listed
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.words import path_words, role_word
from simulator.scenario.writing import plain, rounded

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.shapes import Shape

NONE: Final = "none"
_OF_A_COMPANY: Final = re.compile(
    r"start_date|milestones|path\.(start_arr|multiples|tail)|demand\.bookings_a_year|money\.opening_cash"
    r"|opening\.(generated\.(accounts|arr)|accounts_csv|roster_csv)|roles\.(others\.)?[^.]+\.in_place|segments\.[^.]+\.weight"
)
"""What only a company has: the laws hold stand-ins or nothing there, which would read as a figure of theirs."""
_ABSENT: Final = {"opening.generated.arr": "as the path begins", "path.start_arr": "the ARR of the first day"}
"""What holds of a company that leaves these out."""
_NAMED: Final = re.compile(r"(segments|products|roles\.others|money\.rounds)\.[^.]+")
_KINDS: Final = {"segments": "segment", "products": "product", "roles": "role", "money": "round"}
_FIRST: Final = ("department", "acv", "amount", "cost", "weight", "price", "in_place", "opens", "sold_at_start")
"""What is said first of a thing of the company's own."""
_ORDER: Final = "in the order "


@dataclass(frozen=True)
class OwnValue:
    """A value of the company's own: its path, that path in words, the value, and that of the laws, if there is one."""

    path: str
    name: str
    own: str
    laws: str


def own_values(scenario: Scenario, longest: int) -> list[OwnValue]:
    """Return what a `scenario` has otherwise than the laws, in the order of the schema.

    Of a value with many entries those are told that fit into `longest` characters, and how many more there are.
    """
    from simulator.scenario.reading.files import laws_alone

    laws = laws_alone()
    return [
        OwnValue(
            one.path,
            path_words(one.path),
            _told(scenario, one.path, one.a, longest),
            _of_laws(laws, one.path, one.b, longest),
        )
        for one in differs(scenario, laws)
    ]


def _of_laws(laws: Scenario, path: str, text: str, longest: int) -> str:
    absent = _NAMED.fullmatch(path) is not None and value_at(laws, path) is None
    return "" if absent or _OF_A_COMPANY.fullmatch(path) else _told(laws, path, text, longest)


def _told(scenario: Scenario, path: str, text: str, longest: int) -> str:
    """Return the value at a path, which differing has as `text`; of a file its name alone."""
    value, shape = value_at(scenario, path), shape_at(path)
    if text.startswith(_ORDER):
        return "in another order" if text.endswith("…") else fitted(text.split(", "), longest)
    if value is None:
        return _ABSENT.get(path, NONE)
    if path.endswith(".opens"):
        return change_words(scenario, path, text)
    if path.endswith("_csv"):
        return PureWindowsPath(str(value)).name
    if _NAMED.fullmatch(path):
        kind = _KINDS[path.partition(".")[0]]
        return f"a {kind} of its own: {fitted(list(_entries(scenario, value.__dict__, shape)), longest)}"
    return _spoken(scenario, value, shape, longest)


def _spoken(scenario: Scenario, value: Any, shape: Shape | None, longest: int) -> str:
    if isinstance(value, Part | Mapping):
        entries = value.__dict__ if isinstance(value, Part) else value
        return fitted(list(_entries(scenario, entries, shape)), longest)
    if isinstance(value, tuple | list):
        return _list(scenario, value, shape, longest)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if _is(shape, "a weight") and isinstance(value, float) and value < 1.0:
        return f"{plain(rounded(100.0 * value, 4))}%"
    if isinstance(value, str):
        return role_word(value) if value in ROLE_NAMES else value.replace("_", " ")
    if isinstance(value, Distribution):
        return value.describe()
    text = written(value, shape)
    return f"{int(text):,}" if text.isdecimal() else text


def _is(shape: Shape | None, noun: str) -> bool:
    return shape is not None and isinstance(shape.marker, Quantity) and shape.marker.unit.noun == noun


def _list(scenario: Scenario, values: Sequence[Any], shape: Shape | None, longest: int) -> str:
    """Return entries in a row: multipliers as `2.19×, 2.14×`, those of several values with a semicolon between."""
    if not values:
        return NONE
    shapes = [shape.at(place) if shape is not None else None for place in range(len(values))]
    told = [_entry(scenario, one, of, longest) for one, of in zip(values, shapes, strict=True)]
    return fitted(told, longest, "; " if isinstance(values[0], Part) else ", ")


def _entry(scenario: Scenario, value: Any, shape: Shape | None, longest: int) -> str:
    if _is(shape, "a multiplier") and isinstance(value, int | float):
        return f"{plain(rounded(value, 3))}×"
    return _spoken(scenario, value, shape, longest)


def _entries(scenario: Scenario, values: Mapping[str, Any], shape: Shape | None) -> Iterator[str]:
    """Yield the fields that say something, each with its name: `ACV $110K`, `opens once ARR reaches $9M`."""
    names = sorted(values, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    for name in names:
        value, below = values[name], shape.at(name) if shape is not None else None
        if name == "opens" and not values.get("sold_at_start"):
            yield f"opens {listed([f'once {opens_in_words(one, scenario)}' for one in value], 'or') or 'never'}"
        elif value is None or value == ():
            continue
        elif name == "days":  # a length of time says what it is
            yield _spoken(scenario, value, below, _WHOLE)
        elif isinstance(value, Part | Mapping | tuple | list):
            yield f"{path_words(name)} ({_spoken(scenario, value, below, _WHOLE)})"
        else:
            yield f"{path_words(name)} {_spoken(scenario, value, below, _WHOLE)}"


_WHOLE: Final = 10_000


def fitted(parts: Sequence[str], longest: int, between: str = ", ") -> str:
    """Return `parts` in a row, at least one: as many whole ones as fit into `longest` characters, and how many more."""
    for count in range(len(parts), 0, -1):
        more = f"{between}and {len(parts) - count:,} more" if count < len(parts) else ""
        text = f"{between.join(parts[:count])}{more}"
        if len(text) <= longest or count == 1:
            return text
    return NONE
