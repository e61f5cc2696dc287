"""Inputs of money in the groups in which people look for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from simulator.reports.workbook.locks import ROUNDS, VALUE
from simulator.reports.workbook.money import (
    ACQUISITION,
    COMMISSION,
    DIGITAL,
    EXPANSION,
    MARGIN,
    MARKETING,
    OPENING_CASH,
    PAY,
    PLANNED_PAY,
)

_Belongs = Callable[[str], bool]
_GROUPS: Final[tuple[tuple[str, _Belongs], ...]] = (
    ("Pay by role", lambda path: path.startswith("roles.") and path.endswith(".cost")),
    ("Hiring fees and severance", lambda path: path.startswith("roles.")),
    ("Inflation", lambda path: path in (PAY, PLANNED_PAY)),
    ("Margin and cost to serve", lambda path: path in (MARGIN, DIGITAL)),
    ("Sales and marketing", lambda path: path in (ACQUISITION, MARKETING, COMMISSION, EXPANSION)),
    ("Cash and rounds", lambda path: path == OPENING_CASH or path.startswith(ROUNDS)),
    ("Value", lambda path: path.startswith(VALUE)),
    ("Research, development and administration", lambda _: True),
)
"""Inputs of money, by the first group that they belong to."""
_ORDER: Final = (0, 1, 2, 3, 4, 7, 5, 6)
"""The order in which groups stand on the sheet."""


def grouped(paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the groups of inputs of money, as they stand on the sheet, with the paths of each."""
    inside: list[list[str]] = [[] for _ in _GROUPS]
    for path in paths:
        inside[next(place for place, (_, belongs) in enumerate(_GROUPS) if belongs(path))].append(path)
    yield from ((_GROUPS[place][0], inside[place]) for place in _ORDER if inside[place])
