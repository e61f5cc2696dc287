"""Which export a table is: of a vendor, by its headings, or any table of a kind, by what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from simulator.errors import InputError, Problem
from simulator.importers.meanings import KINDS, MEANINGS, NEEDED, Kind
from simulator.importers.sheet import Sheet, heading_key
from simulator.importers.vendors import BY_KEY, EXPORTS
from simulator.importers.vendors.export import Export

_ASIDE: Final = re.compile(r"\s*[(\[](utc|gmt|usd|us\$|\$|eur|€|gbp|£|[a-z]{3})[)\]]\s*$")
"""What headings say of the zone or the currency behind their name."""


@dataclass(frozen=True)
class Identified:
    """What a table was taken for: an export of a vendor, None where it is any other's, the kind, and its columns.

    `columns` has the number of a column for each meaning. `known` is how many headings are known.
    """

    export: Export | None
    kind: Kind
    columns: Mapping[str, int]
    known: int
    headings: int

    def words(self) -> str:
        """Return what it is, for a reader: "Stripe subscriptions, 12 of 14 headings"."""
        name = self.export.name if self.export is not None else f"a table of {self.kind}, by its headings"
        return f"{name}, {self.known} of {self.headings} headings"


def known_headings() -> frozenset[str]:
    """Return every heading that is known, of vendors and by meaning, as headings are compared."""
    by_meaning = {word for kind in KINDS for meaning in MEANINGS[kind].values() for word in meaning.words}
    return frozenset(by_meaning | {key for export in EXPORTS for key in export.by_key})


def identify(sheet: Sheet, stated: str = "") -> Identified:
    """Return what a table is; `stated` names an export or a kind, as the user does where it cannot be told.

    Raises InputError where two exports fit as well, where none does, and for a name that is neither.
    """
    keys = [heading_key(heading) for heading in sheet.headings]
    count = sum(bool(key) for key in keys)
    if stated:
        return _as_stated(sheet, keys, count, stated)
    fitting = [export for export in EXPORTS if _has_needed(export, keys)]
    if fitting:
        best = max(_known(export, keys) for export in fitting)
        tied = [export for export in fitting if _known(export, keys) == best]
        if len(tied) > 1:
            names = " and ".join(f"{export.name} ({export.key})" for export in tied)
            choice = " or ".join(f"--as {export.key}" for export in tied)
            message = f"{best} of {count} headings are those of {names} alike"
            raise InputError([Problem(message, file=sheet.file, allowed=choice)])
        return _of_export(tied[0], keys, count)
    found = [(len(columns), kind) for kind in KINDS if _complete(kind, columns := by_meaning(kind, keys))]
    if not found:
        raise InputError([_unknown(sheet)])
    best = max(found)[0]
    kinds = [kind for size, kind in found if size == best]
    if len(kinds) > 1:
        message = f"by its headings this may be a table of {' or of '.join(kinds)}"
        raise InputError([Problem(message, file=sheet.file, allowed=" or ".join(f"--as {kind}" for kind in kinds))])
    columns = by_meaning(kinds[0], keys)
    return Identified(None, kinds[0], columns, len(columns), count)


def _as_stated(sheet: Sheet, keys: Sequence[str], count: int, stated: str) -> Identified:
    if stated in BY_KEY:
        return _of_export(BY_KEY[stated], keys, count)
    if stated in KINDS:
        kind = next(kind for kind in KINDS if kind == stated)
        columns = by_meaning(kind, keys)
        return Identified(None, kind, columns, len(columns), count)
    names = [*BY_KEY, *KINDS]
    near = get_close_matches(stated, names, n=1)
    message = f'"{stated}" is no export that is known'
    raise InputError([Problem(message, path="as", allowed=", ".join(names), suggestion=near[0] if near else "")])


def _has_needed(export: Export, keys: Sequence[str]) -> bool:
    return all(heading_key(heading) in keys for heading in export.needed)


def _known(export: Export, keys: Sequence[str]) -> int:
    return sum(key in export.by_key for key in keys if key)


def _of_export(export: Export, keys: Sequence[str], count: int) -> Identified:
    """Return the columns of a vendor's export; headings that it does not know go by what they mean."""
    columns: dict[str, int] = {}
    for index, key in enumerate(keys):
        meaning = export.by_key.get(key, "")
        if meaning:
            columns.setdefault(meaning, index)
    others = ["" if key in export.by_key else key for key in keys]
    for meaning, index in by_meaning(export.kind, others).items():
        columns.setdefault(meaning, index)
    return Identified(export, export.kind, columns, _known(export, keys), count)


def by_meaning(kind: Kind, keys: Sequence[str]) -> dict[str, int]:
    """Return which column has which meaning by the words of its heading, `keys` being headings as compared."""
    plain = [_ASIDE.sub("", key) for key in keys]
    found: dict[str, int] = {}
    for name, meaning in MEANINGS[kind].items():
        for word in meaning.words:
            at = next((i for i, key in enumerate(plain) if key == word and i not in found.values()), None)
            if at is None:
                at = next((i for i, key in enumerate(keys) if key == word and i not in found.values()), None)
            if at is not None:
                found[name] = at
                break
    return found


def _complete(kind: Kind, columns: Mapping[str, int]) -> bool:
    return all(any(name in columns for name in group) for group in NEEDED[kind])


def _unknown(sheet: Sheet) -> Problem:
    """Return why a table cannot be told: what it would need, and all the headings there are."""
    keys = [heading_key(heading) for heading in sheet.headings]
    nearest = max(KINDS, key=lambda kind: _groups_met(kind, by_meaning(kind, keys)))
    columns = by_meaning(nearest, keys)
    lacking = [group for group in NEEDED[nearest] if not any(name in columns for name in group)]
    wanted = "; ".join(" or ".join(group) for group in lacking)
    headings = ", ".join(heading for heading in sheet.headings if heading) or "none"
    message = f"as a table of {nearest} it lacks a column for {wanted}; its headings are: {headings}"
    allowed = f'--map "HEADING={lacking[0][0]}"; or say what it is, --as {", ".join(KINDS)}'
    return Problem(message, file=sheet.file, allowed=allowed)


def _groups_met(kind: Kind, columns: Mapping[str, int]) -> int:
    return sum(any(name in columns for name in group) for group in NEEDED[kind])
