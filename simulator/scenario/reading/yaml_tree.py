"""YAML 1.2 with the position of every key and value, and without its traps.

Only what a scenario needs is read: mappings, lists and scalars of the core schema. Anchors, aliases, tags, merge keys,
several documents and numbers that are not finite are refused, each at its place. A limit on what a file may hold keeps
the answer below a second for any file, hostile ones included: the parser is given no more than it can read in time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from simulator.errors import Problem
from simulator.scenario.reading.nodes import Node, Place, Source
from simulator.scenario.reading.text_checks import DEEPEST, TOO_DEEP, checked_text

__all__ = ["read_yaml"]

MOST_VALUES: Final = 4_000
"""Keys and values in one file; the default scenario has some 350."""

_LONGEST_FLOW: Final = 20_000

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9]\d{0,39})", re.ASCII)
_DECIMAL: Final = re.compile(r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


@lru_cache(maxsize=32)
def read_yaml(
    data: bytes, source_name: str, folder: Path | None, quoted: bool = True
) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a YAML file by its `data`, None where it is none, and all that is wrong with it as YAML.

    `source_name` is what messages call it, and `folder` is where the paths it names start.

    Problems show its lines only where they may be `quoted`.

    The same text is read once: nearly every scenario extends the same baseline, and nobody changes a tree.
    """
    source, problems = checked_text(data, source_name, folder, quoted)
    if problems:
        return None, tuple(problems)
    return _tree(source, "\n".join(line.rstrip(" \t") for line in source.lines) + "\n")


def read_flow(text: str, source: Source) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a value written on one line, as in an override, and what is wrong with it as YAML."""
    if len(text) > _LONGEST_FLOW:
        return None, [source.problem(f"the value is longer than {_LONGEST_FLOW:,} characters")]
    found, wrong = checked_text(text.encode("utf-8", "surrogatepass"), source.name, source.folder)
    tree, problems = (None, tuple(wrong)) if wrong else _tree(found, text + "\n")
    if tree is None or problems:
        return None, [source.problem(one.message.replace("the file", "the value")) for one in problems]
    return _moved(tree, Place(source)), []


def _moved(node: Node, place: Place) -> Node:
    if isinstance(node.value, dict):
        return Node({name: _moved(inner, place) for name, inner in node.value.items()}, place, place)
    if isinstance(node.value, list):
        return Node([_moved(inner, place) for inner in node.value], place, place)
    return Node(node.value, place, place)


def _tree(source: Source, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a text that has been checked, and what is wrong with it; no tree where anything is."""
    builder = _Builder(source)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if not builder.take(event):
                break
    except MarkedYAMLError as error:
        builder.problems.append(in_plain_words(error, source))
    except (YAMLError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        builder.problems.append(source.problem(f"this is not valid YAML ({type(error).__name__})", 1, 1))
    problems = builder.problems
    if builder.root is None and not problems:
        problems = [source.problem("the file is empty", 1, 1, allowed="a mapping such as `name: ...`")]
    in_order = sorted(problems, key=lambda problem: (problem.line, problem.column))
    return (None if problems else builder.root), tuple(in_order)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been met: its place, what it holds so far, and the key that awaits a value.

    `is_key` marks one that stands where a key belongs.
    """

    place: Place
    entries: dict[str, Node] | list[Node]
    is_key: bool = False
    key: str | None = None
    key_place: Place | None = None

    @property
    def awaits_key(self) -> bool:
        """Whether the next thing in it is a key."""
        return isinstance(self.entries, dict) and self.key_place is None


class _Builder:
    """Builds a tree from the parser's events one by one, and notes every problem it meets."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._documents = 0
        self._values = 0

    def take(self, event: Event) -> bool:
        """Take in the next event; return False where there is no use in reading on."""
        if isinstance(event, DocumentStartEvent):
            return self._starts_document(event)
        if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
            return self._is_plain(event) and self._starts_value(event)
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            closed = self._open.pop()
            self._ends_value(Node(closed.entries, closed.place), closed.is_key)
        return True

    def _starts_document(self, event: DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            message = "a second document starts here; a scenario is one document, so remove the `---`"
        elif event.version or event.tags:
            message = "YAML directives (lines that start with %) are not used in scenarios"
        else:
            return True
        return self._note(event, message)

    def _is_plain(self, event: Event) -> bool:
        """Return whether an event is of the YAML that scenarios are written in, within the limits of a file."""
        self._values += 1
        deeper = isinstance(event, MappingStartEvent | SequenceStartEvent)
        if deeper and len(self._open) >= DEEPEST:
            return self._note(event, TOO_DEEP)
        if self._values > MOST_VALUES:
            return self._note(event, f"more than {MOST_VALUES:,} keys and values in one file; no scenario needs more")
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            return self._note(
                event, "anchors (&) and aliases (*) are not used in scenarios; write the value out, or quote it"
            )
        if getattr(event, "tag", None) is not None:
            return self._note(event, "tags (!) are not used in scenarios; remove it, or quote the text")
        return True

    def _starts_value(self, event: Event) -> bool:
        holder = self._open[-1] if self._open else None
        is_key = holder is not None and holder.awaits_key
        place = self._place(event)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._open.append(_Open(place, {} if isinstance(event, MappingStartEvent) else [], is_key))
        elif isinstance(event, ScalarEvent) and is_key and holder is not None:
            holder.key, holder.key_place = self._key(event), place
        elif isinstance(event, ScalarEvent):
            self._ends_value(Node(self._scalar(event), place), False)
            if holder is not None and isinstance(holder.entries, list):
                self._check_thousands(event)
        return True

    def _ends_value(self, node: Node, is_key: bool) -> None:
        """Put a finished value where it belongs: under its key, at the end of its list, or at the root."""
        holder = self._open[-1] if self._open else None
        if holder is None:
            self.root = node
        elif is_key:
            self.problems.append(node.place.problem("a list or mapping cannot be a key"))
            holder.key, holder.key_place = None, node.place
        elif isinstance(holder.entries, list):
            holder.entries.append(node)
        else:
            self._ends_entry(holder, holder.entries, node)

    def _ends_entry(self, holder: _Open, entries: dict[str, Node], node: Node) -> None:
        name, place = holder.key, holder.key_place
        holder.key = holder.key_place = None
        assert place is not None
        if name is None:
            return
        if name in entries:
            first = entries[name].named_at.line
            self.problems.append(
                place.problem(f"the key {name} stands here a second time; the first is in line {first}")
            )
            return
        left_out = node.value is None and node.place.line != place.line
        entries[name] = Node(node.value, place if left_out else node.place, place)

    def _key(self, event: ScalarEvent) -> str | None:
        """Return the text of a key, or None (and a problem) where it cannot be one."""
        if not event.value:
            self._note(event, "there is no key before the colon")
            return None
        if event.value == "<<" and event.style is None:
            self._note(event, "`<<` merges are not used; write `extends:` at the top of the file")
            return None
        return str(event.value)

    def _check_thousands(self, event: ScalarEvent) -> None:
        """Refuse `[$2,500,000]`: in a list the commas would silently make it three values."""
        if event.style is None and re.match(r"\d{3}(?!\d)", event.value, re.ASCII):
            line, column = event.start_mark.line, event.start_mark.column
            if re.search(r"\d,$", self.source.lines[line][:column], re.ASCII):
                self._note(
                    event,
                    "a comma in a list separates values, not thousands",
                    allowed="$2.5M or 2_500_000, or a blank after a comma that separates",
                )

    def _scalar(self, event: ScalarEvent) -> str | int | float | bool | None:
        text = str(event.value)
        if event.style is not None:
            return text
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if len(text) <= 40 and _WHOLE.fullmatch(text):
            return int(text)
        if len(text) <= 400 and _DECIMAL.fullmatch(text):
            number = float(text)
            if abs(number) < float("inf"):
                return number
        elif not _NOT_FINITE.fullmatch(text):
            return text
        self._note(event, f"{text[:40]} is not a finite number")
        return None

    def _place(self, event: Event) -> Place:
        return Place(self.source, event.start_mark.line + 1, event.start_mark.column + 1)

    def _note(self, event: Event, message: str, **more: str) -> bool:
        """Note a problem where an event starts; return False, since what it was noted of is not plain YAML."""
        self.problems.append(self._place(event).problem(message, **more))
        return False


# What the YAML parser objects to, in plain words.

_WORDS: Final = (
    ("mapping values are not allowed here", "a colon followed by a blank cannot stand here; put the text in quotes"),
    ("could not find expected ':'", "a key without a colon"),
    ("expected <block end>, but found '<block mapping start>'", "the indentation does not fit the lines above"),
    ("expected <block end>, but found '<block sequence start>'", "the indentation does not fit the lines above"),
    ("expected <block end>, but found '?'", "a key stands where a list entry belongs"),
    ("expected <block end>, but found '-'", "a list entry stands where a key belongs"),
    ("expected <block end>, but found '<scalar>'", "text goes on after the end of a value; put it all in quotes"),
    ("expected <block end>", "the value does not end here; check the indentation, quotes and brackets"),
    ("found unexpected end of stream", "the quote that opens here is never closed"),
    ("found unexpected document separator", "the quote that opens here is never closed"),
    ("found duplicate anchor", "anchors (&) and aliases (*) are not used in scenarios; put the text in quotes"),
    ("expected alphabetic or numeric character", "anchors (&) and aliases (*) are not used; put the text in quotes"),
    ("expected ',' or ']'", "the list is not closed: a comma or ] is missing"),
    ("expected ',' or '}'", "the mapping is not closed: a comma or } is missing"),
    ("expected the node content, but found '<stream end>'", "the file ends inside a bracket that is not closed"),
    ("expected the node content", "a value is missing here"),
    ("sequence entries are not allowed here", "a list entry (-) cannot stand here; start it on a line of its own"),
    ("mapping keys are not allowed here", "a key cannot stand here"),
    ("block sequence entries are not allowed", "a list entry (-) cannot stand here; start it on a line of its own"),
    ("found undefined tag handle", "tags (!) are not used in scenarios; put the text in quotes"),
    ("expected '<document start>'", "text stands after the end of the scenario; check the indentation"),
    ("found unknown escape character", "a backslash in double quotes starts an escape; use single quotes"),
    ("special characters are not allowed", "a control character cannot stand in a scenario"),
    ("expected chomping or indentation indicators", "text that starts with | or > belongs in quotes"),
    ("expected a comment or a line break", "text that starts with | or > belongs in quotes"),
    ("expected URI, but found", "tags (!) are not used in scenarios; put the text in quotes"),
    ("found unknown directive", "YAML directives (lines that start with %) are not used in scenarios"),
)
_AT_CONTEXT: Final = (
    "found unexpected end of stream",
    "found unexpected document separator",
    "could not find expected ':'",
)


def in_plain_words(error: MarkedYAMLError, source: Source) -> Problem:
    """Return the parser's error as a problem at its place."""
    said = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    if (said.startswith(_AT_CONTEXT) or "<stream end>" in said) and error.context_mark is not None:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    line = min(line, max(len(source.lines), 1))
    return source.problem(_words(said, str(error.context or "")), line, column)


def _words(said: str, context: str) -> str:
    start = re.fullmatch(r"found character (.+) that cannot start any token", said, re.DOTALL)
    if start:
        if "\\t" in start[1]:
            return "a tab cannot stand here; use spaces"
        return f"a value cannot start with {start[1]}; put it in quotes"
    if said.startswith("expected") and ("tag" in context or "directive" in context):
        what = "tags (!)" if "tag" in context else "YAML directives (lines that start with %)"
        return f"{what} are not used in scenarios; put the text in quotes"
    for phrase, words in _WORDS:
        if phrase in said:
            return words
    return f"this is not valid YAML: {said[:120]}"
