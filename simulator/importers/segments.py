"""Segments of the opening book: a segment has one length of term, so accounts of other terms need one of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.importers.book import Account

_TERMS: Final = {1: "monthly", 3: "quarterly", 6: "half_yearly", 12: "annual", 24: "two_years", 36: "three_years"}
CORE: Final = "core"
"""The segment that every scenario begins with."""


@dataclass(frozen=True)
class Segments:
    """The segment of each account, by the customer's key, and the lines that the scenario needs for them.

    No account has one where the scenario's own single segment does for all.
    """

    of_account: Mapping[str, str]
    lines: tuple[str, ...]


def segments_of(accounts: Sequence[Account], today: Sequence[Account] = ()) -> Segments:
    """Return the segments that accounts need: those of the export, split where their terms differ.

    Accounts of an earlier day have the names that the same kinds have `today`, so that one scenario does for both.
    """
    everybody = (*today, *accounts)
    if not accounts:
        return Segments({}, ())
    terms: dict[str, set[int]] = defaultdict(set)
    for one in everybody:
        terms[one.segment].add(one.term)
    groups: dict[str, list[Account]] = defaultdict(list)
    named: dict[str, str] = {}
    arr: dict[str, float] = defaultdict(float)
    names = {_name(one, len(terms[one.segment]) > 1) for one in everybody}
    for one in accounts:
        named[one.key] = _name(one, len(terms[one.segment]) > 1)
        groups[named[one.key]].append(one)
    for one in today or accounts:
        arr[_name(one, len(terms[one.segment]) > 1)] += one.arr
    largest = max(arr, key=lambda name: arr[name])
    if set(terms) == {""}:  # the export knows no segments
        groups = {CORE if name == largest else name: many for name, many in groups.items()}
        named = {key: CORE if name == largest else name for key, name in named.items()}
        names = {CORE if name == largest else name for name in names}
    if names == {CORE}:
        (term,) = {one.term for one in accounts}
        lines = () if term == MONTHS_PER_YEAR else (f"segments: {{core: {{term_months: {term}}}}}",)
        return Segments({}, lines)
    return Segments(named, _lines(groups))


def _name(one: Account, split: bool) -> str:
    plain = re.sub(r"\W+", "_", one.segment.casefold()).strip("_")
    plain = f"s_{plain}" if plain[:1].isdigit() else plain
    term = _TERMS.get(one.term, f"term_of_{one.term}")
    if not plain:
        return term if split else CORE
    return f"{plain}_{term}" if split else plain


def _lines(groups: Mapping[str, Sequence[Account]]) -> tuple[str, ...]:
    """Return the lines of a scenario on the laws for segments: what the accounts say; the rest is the laws'."""
    lines = ["segments:"]
    for name, many in groups.items():
        acv = sum(one.arr for one in many) / len(many)
        lines.append(f"  {name}: {{weight: {len(many)}, acv: ${acv:.0f}, term_months: {many[0].term}}}")
    return tuple(lines)
