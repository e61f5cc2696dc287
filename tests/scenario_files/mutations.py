"""Broken scenario files made out of the shipped baseline: each with the place and the field that must be reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from simulator.scenario.reading.inheritance import bases, shipped
from simulator.scenario.reading.nodes import Node, Place
from simulator.scenario.reading.yaml_tree import read_yaml
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import Shape, literals, shape_of

EXTENDS = "extends:"


@dataclass(frozen=True)
class BrokenFile:
    """One broken file: its text, and what one of its problems must say.

    An empty `path` or `suggestion` means that none is expected; `within` is part of the message.
    """

    what: str
    text: str
    line: int
    column: int
    path: str = ""
    suggestion: str = ""
    within: str = ""


@dataclass(frozen=True)
class Field:
    """One entry of the baseline: its path, its node and its shape; the schema has a `default` for some."""

    path: TreePath
    node: Node
    shape: Shape
    named: bool
    has_default: bool = False
    default: object = None


class Baseline:
    """The text of the baseline with all that it extends, and edits of it."""

    def __init__(self) -> None:
        self.text = _whole_text()
        self.lines = self.text.split("\n")
        tree, _ = read_yaml(self.text.encode(), "baseline.yaml", None)
        assert tree is not None
        self.tree = tree
        self.fields = list(_fields(self.tree, shape_of(Scenario), ()))

    def replaced(self, place: Place, old: str, new: str) -> str:
        """Return the text with `old`, which stands at the place, replaced."""
        lines = list(self.lines)
        line = lines[place.line - 1]
        start = place.column - 1
        assert line[start : start + len(old)] == old, (place.line, place.column, old)
        lines[place.line - 1] = line[:start] + new + line[start + len(old) :]
        return "\n".join(lines)

    def written(self, field: Field) -> str:
        """Return the text of a single value as it stands in the file."""
        rest = self.lines[field.node.place.line - 1][field.node.place.column - 1 :]
        found = re.match(r"[^#]*[^# ]" if self.alone(field) else r"[^,\]}#]*[^,\]}# ]", rest)
        assert found is not None
        return found[0]

    def key(self, field: Field) -> str:
        """Return the key of an entry as it stands in the file."""
        return str(field.path[-1])

    def singles(self) -> list[Field]:
        """Return the entries that hold a single quantity."""
        return [
            field
            for field in self.fields
            if field.shape.kind == "quantity"
            and not isinstance(field.node.value, dict)
            and field.node.value is not None
        ]

    def alone(self, field: Field) -> bool:
        """Return whether the entry has its line to itself."""
        line = self.lines[field.node.named_at.line - 1]
        return line.strip().startswith(f"{field.path[-1]}:") and "{" not in line and "[" not in line

    def left_out(self, field: Field) -> str:
        """Return the text without an entry that has its line to itself."""
        lines = list(self.lines)
        del lines[field.node.named_at.line - 1]
        return "\n".join(lines)

    def optional(self) -> list[Field]:
        """Return the entries on lines of their own that the schema has a default for.

        Not the age of the product that is on sale on the first day: without one the company has nothing to sell. Nor
        what only another line can take the place of: with how much ARR, and how many customers, the company begins.
        """
        alone = [field for field in self.singles() if field.named and field.has_default and self.alone(field)]
        return [field for field in alone if field.path[-1] not in ("sold_at_start", "start_arr", "accounts")]


def _whole_text() -> str:
    """Return the baseline laid over the laws as one text, each part as the file that says it has laid it out."""
    writer = YAML()
    writer.width = 1_000
    laws, company = (writer.load(dict(found)[name]) for found, name in ((bases(), "laws"), (shipped(), "baseline")))
    _lay(company, laws)
    laws["extends"] = "nothing"
    text = StringIO()
    writer.dump(laws, text)
    return text.getvalue()


def _lay(over: Any, base: Any) -> None:
    for name, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(name), dict) and base[name]:
            _lay(value, base[name])
        else:
            base[name] = value


def _fields(node: Node, shape: Shape, path: TreePath) -> Iterator[Field]:
    children: list[tuple[str | int, Node]] = []
    if isinstance(node.value, dict):
        children = list(node.value.items())
    elif isinstance(node.value, list):
        children = list(enumerate(node.value))
    for step, inner in children:
        below = shape.at(step)
        if below is not None:
            known = shape.model.model_fields[str(step)] if shape.kind == "part" and shape.model else None
            optional = known is not None and not known.is_required()
            default = known.default if known is not None and optional else None
            yield Field((*path, step), inner, below, shape.kind == "part", optional, default)
            if below.kind != "quantity":
                yield from _fields(inner, below, (*path, step))


def _mistyped(word: str) -> str:
    """Return a word with the letter in the middle typed twice."""
    middle = len(word) // 2
    return word[: middle + 1] + word[middle:]


WHOLE = 24
"""One in so many files is a whole scenario."""
FEWER = 4
"""Of the mistakes that can be made in every entry, one in so many is made; each kind in other entries."""


def some_broken(base: Baseline) -> list[BrokenFile]:
    """Return broken files with every kind of mistake.

    One in twenty-four is a whole scenario that extends nothing. The others hold the block with the mistake and extend
    the baseline for the rest, as nearly every file that somebody writes does; they are read ten times as fast.
    """
    made = []
    for place, maker in enumerate(IN_EVERY_ENTRY):
        made += [one for number, one in enumerate(maker(base)) if number % FEWER == place]
    for maker in IN_SOME:
        made += maker(base)
    mixed = [one if number % WHOLE == 0 else narrowed(one) for number, one in enumerate(made)]
    return [*mixed, *_missing(base), *_extends(base)]


def all_broken(base: Baseline) -> Iterator[BrokenFile]:
    """Yield every broken file, as a whole scenario and narrowed."""
    for maker in (*IN_EVERY_ENTRY, *IN_SOME):
        for one in maker(base):
            yield from {one.text: one, (narrow := narrowed(one)).text: narrow}.values()


def narrowed(broken: BrokenFile) -> BrokenFile:
    """Return a file that extends the baseline and keeps of the text what is around the mistake, in its place."""
    lines = broken.text.split("\n")
    at = broken.line - 1
    if lines[at].startswith(EXTENDS[:3]):
        return broken
    top = next(number for number in range(at, -1, -1) if _indent(lines[number]) == 0)
    first = next(number for number in range(at, -1, -1) if _indent(lines[number]) <= 2)
    first -= lines[first] == lines[first - 1]  # what stands there twice has to
    deepest = 0 if first == top else 2  # of a mistake in a heading, all that stands below it is kept
    rest = range(at + 1, len(lines))
    end = next((number for number in rest if _indent(lines[number]) <= deepest), len(lines))
    kept = {top, *range(first, end)}
    alone = [line if number in kept else "" for number, line in enumerate(lines)]
    alone[lines.index(f"{EXTENDS} nothing")] = f"{EXTENDS} baseline"
    return replace(broken, text="\n".join(alone))


def _indent(line: str) -> int:
    """Return where an entry begins; what holds none is as deep as can be."""
    text = line.lstrip(" ")
    return len(line) - len(text) if text and not text.startswith("#") else len(line) + 100


def _keys(base: Baseline) -> Iterator[BrokenFile]:
    for field in base.fields:
        if not field.named:
            continue
        key = base.key(field)
        wrong = _mistyped(key)
        place = field.node.named_at
        path = dotted((*field.path[:-1], wrong))
        yield BrokenFile(f"key {path}", base.replaced(place, key, wrong), place.line, place.column, path, key, wrong)


def _at_value(base: Baseline, field: Field, what: str, new: str, within: str = "", suggestion: str = "") -> BrokenFile:
    place = field.node.place
    text = base.replaced(place, base.written(field), new)
    path = dotted(field.path)
    return BrokenFile(f"{what} {path}", text, place.line, place.column, path, suggestion, within)


def _units(base: Baseline) -> Iterator[BrokenFile]:
    for number, field in enumerate(base.singles()):
        unit = field.shape.marker.unit.name if isinstance(field.shape.marker, Quantity) else ""
        wrong = {"money": "3 weeks", "days": "$5", "share": "4 a quarter"}.get(unit, "6 weeks")
        yield _at_value(base, field, "unit", (wrong, "lemons")[number % 2], "is not")


def _bounds(base: Baseline) -> Iterator[BrokenFile]:
    for number, field in enumerate(base.singles()):
        marker = field.shape.marker
        assert isinstance(marker, Quantity)
        beyond = repr(marker.low - 1) if number % 3 == 0 else repr(marker.high * 10 + 7)
        yield _at_value(base, field, "bound", beyond.removesuffix(".0"), "is not between")


def _types(base: Baseline) -> Iterator[BrokenFile]:
    for number, field in enumerate(base.fields):
        one_line = not isinstance(field.node.value, dict | list) and field.node.value is not None
        if literals(field.shape):
            option = str(literals(field.shape)[0])
            yield _at_value(base, field, "choice", _mistyped(option), "not one of the choices", option)
        elif one_line and field.shape.type_ is bool:
            yield _at_value(base, field, "flag", "yes", "true or false", "true")
        elif one_line and field.shape.type_ is str and field.shape.marker is None:
            yield _at_value(base, field, "text", "17", "text belongs", '"17"')
        elif one_line and number % 3 == 0:
            yield _at_value(base, field, "list", "[1, 2]", "stands where|is not")
        elif one_line and field.shape.uncertain and number % 3 == 1:
            yield from _distributions(base, field)


def _distributions(base: Baseline, field: Field) -> Iterator[BrokenFile]:
    place, path = field.node.place, dotted(field.path)
    for new, inside, offset, suggestion in (
        ("{unifrom: [1, 2]}", "unifrom", 1, "uniform"),
        ("{normal: {mean: 1, std: 1}}", "normal.std", 19, "sd"),
        ("{triangular: [1, lemons, 2]}", "triangular.1", 17, ""),
        ("{lognormal: {median: 0, sigma: 1}}", "lognormal.median", 21, ""),
    ):
        text = base.replaced(place, base.written(field), new)
        yield BrokenFile(f"{new} {path}", text, place.line, place.column + offset, f"{path}.{inside}", suggestion)


def _nothing(base: Baseline) -> Iterator[BrokenFile]:
    for field in base.singles()[::5]:
        if not field.shape.nullable:
            yield _at_value(base, field, "null", "null", "no value here")


def _not_finite(base: Baseline) -> Iterator[BrokenFile]:
    for number, field in enumerate(base.singles()[::7]):
        wrong = _at_value(base, field, "infinite", (".nan", "-.inf", "1e999")[number % 3], "not a finite number")
        yield BrokenFile(wrong.what, wrong.text, wrong.line, wrong.column, within=wrong.within)


def _missing(base: Baseline) -> Iterator[BrokenFile]:
    for field in base.singles()[::3]:
        if not (field.named and base.alone(field)) or field.has_default:
            continue
        holder = base.tree
        for step in field.path[:-1]:
            child = holder.child(step)
            assert child is not None
            holder = child
        text = base.left_out(field)
        place = holder.named_at if field.path[:-1] else _first(text.split("\n"))
        yield BrokenFile(f"missing {dotted(field.path)}", text, *_of(place), dotted(field.path), "", "missing")


def _first(lines: list[str]) -> tuple[int, int]:
    number = next(number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#"))
    return number, 1


def _of(place: Place | tuple[int, int]) -> tuple[int, int]:
    return place if isinstance(place, tuple) else (place.line, place.column)


def _twice(base: Baseline) -> Iterator[BrokenFile]:
    for field in base.fields[::4]:
        if field.named and base.alone(field) and not isinstance(field.node.value, dict | list):
            line, column = _of(field.node.named_at)
            lines = list(base.lines)
            lines.insert(line, lines[line - 1])
            yield BrokenFile(f"twice {dotted(field.path)}", "\n".join(lines), line + 1, column, "", "", "second time")


def _yaml(base: Baseline) -> Iterator[BrokenFile]:
    alone = [field for field in base.singles() if base.alone(field)]
    for number, field in enumerate(alone[::4]):
        line, column = _of(field.node.place)
        value = base.written(field)
        for new, within in (("!!str ", "tags"), ("&x ", "anchors"), ("*x #", "aliases"), ("@", "quotes"))[number % 4 :][
            :1
        ]:
            text = base.replaced(field.node.place, value, new + value)
            yield BrokenFile(f"{new}{dotted(field.path)}", text, line, column, "", "", within)
    for number, text in enumerate(base.lines, 1):
        if number % 9 == 0 and text.startswith("  ") and not text.strip().startswith("#"):
            lines = list(base.lines)
            lines[number - 1] = "\t" + text.lstrip()
            yield BrokenFile(f"tab in line {number}", "\n".join(lines), number, 1, "", "", "tab")


def _odd(base: Baseline) -> Iterator[BrokenFile]:
    """Yield values that another reader of YAML would silently turn into something else."""
    for number, field in enumerate(base.singles()[::6]):
        yield _at_value(
            base, field, "trap", ("012", "1:30", "no", "0x1F", "2.5.1", "~x")[number % 6], "is not|begins|comma"
        )


def _extends(base: Baseline) -> Iterator[BrokenFile]:
    line = next(number for number, text in enumerate(base.lines, 1) if text.startswith("extends:"))
    for wrong, suggestion in (("baselin", "baseline"), ("nowhere/x.yaml", ""), ("[]", ""), ("5", ""), ("{a: 1}", "")):
        lines = list(base.lines)
        lines[line - 1] = f"extends: {wrong}"
        yield BrokenFile(f"extends {wrong}", "\n".join(lines), line, 10, "extends", suggestion)
    yield BrokenFile("two documents", base.text + "\n---\nname: x\n", len(base.lines) + 1, 1, "", "", "second document")
    yield BrokenFile("nothing", "", 1, 1, "", "", "empty")
    yield BrokenFile("a list", "- name\n", 1, 1, "", "", "list stands where a scenario")
    yield BrokenFile("a text", "name\n", 1, 1, "", "", "single value")


IN_EVERY_ENTRY = (_keys, _units, _bounds, _types)
IN_SOME = (_nothing, _not_finite, _twice, _yaml, _odd)
