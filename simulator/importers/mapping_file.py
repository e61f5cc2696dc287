"""The file of a mapping: where it stands, and its entries as they are read, each mistake at its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, get_args

from simulator.errors import InputError, Problem
from simulator.importers.mapping import ExportMapping
from simulator.importers.meanings import KINDS, MEANINGS
from simulator.importers.statuses import WORDS
from simulator.importers.vendors import BY_KEY
from simulator.importers.vendors.export import Units
from simulator.roles import ROLE_NAMES
from simulator.scenario.reading.amounts import Mark
from simulator.scenario.reading.csv_cells import Order
from simulator.scenario.reading.nodes import Node
from simulator.scenario.units import quoted

ENDING: Final = ".mapping.yaml"
_FIELDS: Final = (
    *("export", "kind", "sheet", "columns", "statuses", "titles", "amount_of", "amounts", "decimal", "dates"),
    "fx",
)


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
