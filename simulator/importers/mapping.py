"""How one export is read, in a small file beside it: which column is what, its words, its decimal mark, its dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from simulator.errors import InputError, Problem
from simulator.importers.identify import Identified, identify
from simulator.importers.meanings import KINDS, MEANINGS, NEEDED, Kind
from simulator.importers.sheet import Sheet, heading_key
from simulator.importers.statuses import WORDS
from simulator.importers.vendors import BY_KEY
from simulator.importers.vendors.export import Units
from simulator.scenario.reading.amounts import Mark
from simulator.scenario.reading.csv_cells import Order
from simulator.scenario.units import quoted

_ALIASES: Final = {"account": "customer", "role": "title", "name": "customer", "close date": "date"}
"""What meanings are called in the files that are written, where that differs."""
_ONE_OF: Final = (
    frozenset(("arr", "mrr", "amount", "unit_price")),
    frozenset(("renewal", "paid_through")),
)
"""Meanings of which one is enough: what the user maps takes the place of the others."""


@dataclass(frozen=True)
class Said:
    """What the user says of exports on the command line; None or empty where nothing is said."""

    decimal: Mark | None = None
    dates: Order | None = None
    fx: Mapping[str, float] = field(default_factory=dict)
    units: Units | None = None
    sheet: str = ""
    export: str = ""
    maps: Sequence[str] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExportMapping:
    """How one export is read: `columns` are headings by meaning, `statuses` our words by those of the export."""

    kind: Kind
    columns: Mapping[str, str]
    export: str = ""
    sheet: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    units: Units | None = None
    decimal: Mark | None = None
    dates: Order | None = None
    fx: Mapping[str, float] = field(default_factory=dict)
    per_unit_unknown: bool = False
    """Whether `amount` may be the price of one unit or of all, and nobody has said which."""
    """Whether `amount` may be the price of one unit or of all, and nobody has said which."""

    def written(self) -> str:
        """Return the text of its file."""
        lines = ["# How t2d3 import reads the export beside this file: correct what is wrong, it is read again."]
        lines += [
            f"{name}: {json.dumps(value)}" for name, value in (("export", self.export), ("kind", self.kind)) if value
        ]
        lines += [f"sheet: {json.dumps(self.sheet)}"] if self.sheet else []
        lines += ["columns:", *(f"  {name}: {_text(heading)}" for name, heading in self.columns.items())]
        if self.statuses:
            lines += ["statuses:", *(f"  {_text(word)}: {ours}" for word, ours in self.statuses.items())]
        if self.titles:
            lines += ["titles:", *(f"  {_text(title)}: {role}" for title, role in self.titles.items())]
        known = BY_KEY[self.export].per_unit_unknown if self.export else False
        lines += ["amount_of: all"] if known and not self.per_unit_unknown else []
        lines += [f"amounts: {self.units}"] if self.units else []
        lines += [f"decimal: {_text(self.decimal)}"] if self.decimal else []
        lines += [f"dates: {self.dates}"] if self.dates else []
        if self.fx:
            lines += ["fx:", *(f"  {code}: {rate!r}" for code, rate in self.fx.items())]
        return "\n".join(lines) + "\n"

    def with_said(self, said: Said) -> ExportMapping:
        """Return the mapping with what the user says in place of what it has."""
        return replace(
            self,
            units=said.units or self.units,
            decimal=said.decimal or self.decimal,
            dates=said.dates or self.dates,
            fx={**self.fx, **said.fx},
            statuses={**self.statuses, **_of_kind(said.statuses, WORDS[self.kind])},
            titles={**self.titles, **(said.titles if self.kind == "people" else {})},
            per_unit_unknown=self.per_unit_unknown and not any(_maps_price(one) for one in said.maps),
        )


def _of_kind(words: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    return {word.casefold(): ours for word, ours in words.items() if ours in known}


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _maps_price(said: str) -> bool:
    return said.rpartition("=")[2].strip() in ("arr", "mrr", "amount", "unit_price")


def mapping_for(sheet: Sheet, said: Said) -> tuple[ExportMapping, Identified]:
    """Return how a table that has no mapping yet is to be read, and what it was taken for."""
    wanted = _mapped(sheet, said.maps, None)
    try:
        found = identify(sheet, said.export)
    except InputError:
        found = _by_maps(sheet, wanted, said)
    columns = {name: sheet.headings[index] for name, index in found.columns.items()}
    export = found.export
    mapping = ExportMapping(
        found.kind,
        _with_maps(columns, _mapped(sheet, said.maps, found.kind)),
        export="" if export is None else export.key,
        sheet=said.sheet,
        statuses={} if export is None else dict(export.statuses),
        units="units" if export is None else export.units,
        per_unit_unknown=export is not None and export.per_unit_unknown,
    ).with_said(said)
    _check_needed(sheet, mapping)
    return mapping, found


def _by_maps(sheet: Sheet, wanted: Mapping[str, str], said: Said) -> Identified:
    """Return the kind that a table is of once the user's own columns are counted in; raise as before if none is."""
    keys = [heading_key(heading) for heading in sheet.headings]
    from simulator.importers.identify import by_meaning

    for kind in KINDS if wanted else ():
        own = {name: keys.index(heading_key(heading)) for name, heading in wanted.items() if name in MEANINGS[kind]}
        columns = {**by_meaning(kind, keys), **own}
        if len(own) == len(wanted) and all(any(name in columns for name in group) for group in NEEDED[kind]):
            return Identified(None, kind, columns, len(columns), sum(bool(key) for key in keys))
    return identify(sheet, said.export)


def _mapped(sheet: Sheet, maps: Sequence[str], kind: Kind | None) -> dict[str, str]:
    """Return the headings by meaning that the user maps; an empty meaning stands for a column not to be read."""
    found: dict[str, str] = {}
    for text in maps:
        heading, equals, name = (part.strip() for part in text.rpartition("="))
        if not equals:
            allowed = '--map "HEADING=MEANING", such as --map "Company name=account"'
            raise InputError([Problem(f"{quoted(text)} has no =", path="map", allowed=allowed)])
        by_key = {heading_key(one): one for one in sheet.headings if one}
        if heading_key(heading) not in by_key:
            raise InputError([no_heading(sheet, heading)])
        own = _meaning(name, kind)
        found[own or f"-{heading}"] = by_key[heading_key(heading)]
    return found


def no_heading(sheet: Sheet, heading: str) -> Problem:
    """Return that a table has no such heading, and which it has."""
    headings = ", ".join(one for one in sheet.headings if one)
    return Problem(f"there is no column {quoted(heading)}; the headings are: {headings}", file=sheet.file, path="map")


def _meaning(name: str, kind: Kind | None) -> str:
    kinds = KINDS if kind is None else (kind,)
    known = [meaning for one in kinds for meaning in MEANINGS[one]]
    alias = _ALIASES.get(name, name)
    own = name if name in known else alias
    if own and own not in known:
        allowed = ", ".join(dict.fromkeys(known)) + "; nothing, for a column not to be read"
        raise InputError([Problem(f"{quoted(name)} is nothing that a column can mean", path="map", allowed=allowed)])
    return own


def _with_maps(columns: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the columns with those of the user's in place of what stood for the same."""
    taken = set(wanted.values())
    left = {name: heading for name, heading in columns.items() if heading not in taken and name not in wanted}
    for group in _ONE_OF:
        if group & set(wanted):
            left = {name: heading for name, heading in left.items() if name not in group}
    return {**left, **{name: heading for name, heading in wanted.items() if not name.startswith("-")}}


def _check_needed(sheet: Sheet, mapping: ExportMapping) -> None:
    lacking = [group for group in NEEDED[mapping.kind] if not any(name in mapping.columns for name in group)]
    if lacking:
        headings = ", ".join(heading for heading in sheet.headings if heading)
        wanted = "; ".join(" or ".join(group) for group in lacking)
        message = f"no column says {wanted}; the headings are: {headings}"
        allowed = f'--map "HEADING={lacking[0][0]}"'
        raise InputError([Problem(message, file=sheet.file, allowed=allowed)])


def apply(sheet: Sheet, mapping: ExportMapping, said: Said) -> ExportMapping:
    """Return a mapping that was read, with what the user says on top, checked against the table's headings."""
    columns = _with_maps(mapping.columns, _mapped(sheet, said.maps, mapping.kind))
    found = replace(mapping, columns=columns).with_said(said)
    keys = {heading_key(heading) for heading in sheet.headings}
    missing = [heading for heading in found.columns.values() if heading_key(heading) not in keys]
    if missing:
        raise InputError([no_heading(sheet, heading) for heading in missing])
    _check_needed(sheet, found)
    return found


def columns_of(sheet: Sheet, mapping: ExportMapping) -> dict[str, int]:
    """Return the number of the column for each meaning."""
    keys = [heading_key(heading) for heading in sheet.headings]
    return {name: keys.index(heading_key(heading)) for name, heading in mapping.columns.items()}
