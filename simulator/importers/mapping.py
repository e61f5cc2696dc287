"""How one export is read, in a small file beside it: which column is what, its words, its decimal mark, its dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, get_args

from simulator.errors import InputError, Problem
from simulator.importers.identify import Identified, identify
from simulator.importers.meanings import KINDS, MEANINGS, NEEDED, Kind
from simulator.importers.sheet import Sheet, heading_key
from simulator.importers.statuses import WORDS
from simulator.importers.vendors import BY_KEY
from simulator.importers.vendors.export import Units
from simulator.roles import ROLE_NAMES
from simulator.scenario.reading.amounts import Mark
from simulator.scenario.reading.csv_cells import Order
from simulator.scenario.reading.nodes import Node
from simulator.scenario.units import quoted

ENDING: Final = ".mapping.yaml"
_ALIASES: Final = {"account": "customer", "role": "title", "name": "customer", "close date": "date"}
"""What meanings are called in the files that are written, where that differs."""
_ONE_OF: Final = (
    frozenset(("arr", "mrr", "amount", "unit_price")),
    frozenset(("renewal", "paid_through")),
)
"""Meanings of which one is enough: what the user maps takes the place of the others."""
_FIELDS: Final = (
    *("export", "kind", "sheet", "columns", "statuses", "titles", "amount_of", "amounts", "decimal", "dates"),
    *("fx", "as_of"),
)


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
    as_of: date | None = None
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


def mapping_file(export: str) -> Path:
    """Return where the mapping of an export stands: beside it."""
    return Path(export + ENDING)


def read_mapping(file: Path) -> ExportMapping:
    """Return the mapping in a file; raise InputError with everything that is wrong in it."""
    from simulator.scenario.reading.yaml_tree import read_yaml

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError([Problem(f"the mapping cannot be read: {error.strerror}", file=str(file))]) from None
    tree, wrong = read_yaml(data, str(file), None)
    problems = list(wrong)
    if not problems and (tree is None or not isinstance(tree.value, dict)):
        problems.append(Problem("this is no mapping", file=str(file), allowed=f"entries {', '.join(_FIELDS)}"))
    if problems:
        raise InputError(problems)
    assert tree is not None and isinstance(tree.value, dict)
    return _checked(tree, file)


def _checked(tree: Node, file: Path) -> ExportMapping:
    assert isinstance(tree.value, dict)
    problems = [
        node.named_at.problem(f"{quoted(name)} is nothing a mapping says", allowed=", ".join(_FIELDS))
        for name, node in tree.value.items()
        if name not in _FIELDS
    ]
    read = _Fields(tree, problems)
    export = read.choice("export", tuple(BY_KEY))
    kind = read.choice("kind", KINDS) or (BY_KEY[export].kind if export else "")
    if not kind:
        problems.append(
            Problem(
                "the mapping does not say of what kind the export is", str(file), path="kind", allowed=", ".join(KINDS)
            )
        )
    if problems:
        raise InputError(problems)
    own = next(one for one in KINDS if one == kind)
    mapping = ExportMapping(
        own,
        read.texts("columns", tuple(MEANINGS[own])),
        export,
        read.text("sheet"),
        read.words("statuses", WORDS[own]),
        read.words("titles", (*ROLE_NAMES, "none")),
        next((one for one in get_args(Units) if one == read.choice("amounts", get_args(Units))), None),
        next((one for one in get_args(Mark) if one == read.choice("decimal", get_args(Mark))), None),
        next((one for one in get_args(Order) if one == read.choice("dates", get_args(Order))), None),
        read.rates("fx"),
        read.day("as_of"),
        bool(export) and BY_KEY[export].per_unit_unknown and not read.choice("amount_of", ("all",)),
    )
    if problems:
        raise InputError(problems)
    return mapping


class _Fields:
    """Reads the entries of a mapping file, noting what is wrong with each."""

    def __init__(self, tree: Node, problems: list[Problem]) -> None:
        self._tree = tree
        self._problems = problems

    def text(self, name: str) -> str:
        node = self._tree.child(name)
        if node is None or node.value is None:
            return ""
        if isinstance(node.value, dict | list | bool):
            self._problems.append(node.shown_at.problem("is not a text", path=name))
            return ""
        return str(node.value)

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        found, node = self.text(name), self._tree.child(name)
        if found and found not in allowed and node is not None:
            self._problems.append(node.shown_at.problem(f"is {quoted(found)}", path=name, allowed=", ".join(allowed)))
            return ""
        return found

    def _entries(self, name: str) -> dict[str, Node]:
        node = self._tree.child(name)
        if node is None or node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self._problems.append(node.shown_at.problem("is no list of entries", path=name))
            return {}
        return node.value

    def texts(self, name: str, known: Sequence[str]) -> dict[str, str]:
        found = {}
        for key, node in self._entries(name).items():
            if key not in known:
                message = f"{quoted(key)} is nothing that a column can mean"
                self._problems.append(node.named_at.problem(message, path=name, allowed=", ".join(known)))
            else:
                found[key] = str(node.value)
        return found

    def words(self, name: str, ours: Sequence[str]) -> dict[str, str]:
        found = {}
        for key, node in self._entries(name).items():
            if node.value not in ours:
                allowed = ", ".join(ours)
                self._problems.append(node.shown_at.problem(f"is {node.value}", path=f"{name}.{key}", allowed=allowed))
            else:
                found[key.casefold()] = str(node.value)
        return found

    def rates(self, name: str) -> dict[str, float]:
        found = {}
        for key, node in self._entries(name).items():
            if isinstance(node.value, bool) or not isinstance(node.value, int | float) or node.value <= 0:
                allowed = "dollars for one of the currency, above 0"
                self._problems.append(node.shown_at.problem(f"is {node.value}", path=f"{name}.{key}", allowed=allowed))
            else:
                found[key.upper()] = float(node.value)
        return found

    def day(self, name: str) -> date | None:
        found, node = self.text(name), self._tree.child(name)
        try:
            return date.fromisoformat(found) if found else None
        except ValueError:
            assert node is not None
            self._problems.append(node.shown_at.problem(f"is {quoted(found)}", path=name, allowed="2026-12-18"))
            return None


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
