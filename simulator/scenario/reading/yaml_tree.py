"""YAML 1.2 with the position of every key and value, and without its traps.

Only what a scenario needs is read: mappings, lists and scalars of the core schema. Anchors, aliases, tags, merge keys,
several documents and numbers that are not finite are refused, each at its place. A limit on what a file may hold keeps
the answer below a second for any file, hostile ones included: the parser is given no more than it can read in time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

from simulator.errors import Problem, ScenarioError
from simulator.scenario.reading.nodes import Node, Place, Source
from simulator.scenario.reading.text_checks import DEEPEST, TOO_DEEP, checked_text

MOST_VALUES: Final = 4_000
"""Keys and values in one file; the default scenario has some 350."""

_LONGEST_FLOW: Final = 20_000
_MOST_PROBLEMS: Final = 50

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9]\d{0,39})", re.ASCII)
_DECIMAL: Final = re.compile(r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


@lru_cache(maxsize=32)
def read_yaml(data: bytes, source_name: str, folder: Path | None) -> Node:
    """Return the tree of a YAML file; raise ScenarioError with everything that is wrong with it as YAML.

    The same text is read once: nearly every scenario extends the same baseline, and nobody changes a tree.
    """
    source = checked_text(data, source_name, folder)
    return _Reader(source, "\n".join(line.rstrip(" \t") for line in source.lines) + "\n").read()


def read_flow(text: str, source: Source) -> Node:
    """Return the tree of a value written on one line, as in an override; raise ScenarioError where it is not YAML."""
    if len(text) > _LONGEST_FLOW:
        raise ScenarioError([source.problem(f"the value is longer than {_LONGEST_FLOW:,} characters")])
    try:
        found = checked_text(text.encode("utf-8", "surrogatepass"), source.name, source.folder)
        tree = _Reader(found, text + "\n").read()
    except ScenarioError as error:
        raise ScenarioError(
            [source.problem(one.message.replace("the file", "the value")) for one in error.problems]
        ) from None
    return _moved(tree, Place(source))


def _moved(node: Node, place: Place) -> Node:
    if isinstance(node.value, dict):
        return Node({name: _moved(inner, place) for name, inner in node.value.items()}, place, place)
    if isinstance(node.value, list):
        return Node([_moved(inner, place) for inner in node.value], place, place)
    return Node(node.value, place, place)


class _Reader:
    """Builds the tree from parser events, and keeps every problem it meets."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.problems: list[Problem] = []
        self.values = 0

    def read(self) -> Node:
        """Return the tree, or raise what was found wrong."""
        tree: Node | None = None
        try:
            tree = self._document(self._events())
        except MarkedYAMLError as error:
            self.problems.append(in_plain_words(error, self.source))
        except (YAMLError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
            self.problems.append(self.source.problem(f"this is not valid YAML ({type(error).__name__})", 1, 1))
        if self.problems or tree is None:
            raise ScenarioError(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))
        return tree

    def _events(self) -> Iterator[Event]:
        parser = YAML(typ="safe", pure=True)
        documents = depth = 0
        for event in parser.parse(self.text):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                self._check_document(event, documents)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                depth += 1
                if depth > DEEPEST:
                    self._stop(event, TOO_DEEP)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                depth -= 1
            yield event

    def _check_document(self, event: DocumentStartEvent, documents: int) -> None:
        if documents > 1:
            self._stop(event, "a second document starts here; a scenario is one document, so remove the `---`")
        if event.version or event.tags:
            self._stop(event, "YAML directives (lines that start with %) are not used in scenarios")

    def _document(self, events: Iterator[Event]) -> Node:
        for event in events:
            if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                tree = self._value(event, events)
                for _ in events:  # so that a second document is noticed
                    pass
                return tree
        raise ScenarioError([self.source.problem("the file is empty", 1, 1, allowed="a mapping such as `name: ...`")])

    def _value(self, event: Event, events: Iterator[Event]) -> Node:
        self.values += 1
        if self.values > MOST_VALUES:
            self._stop(event, f"more than {MOST_VALUES:,} keys and values in one file; no scenario needs more")
        self._check_plain_yaml(event)
        place = self._place(event)
        if isinstance(event, MappingStartEvent):
            return Node(self._mapping(events), place)
        if isinstance(event, SequenceStartEvent):
            return Node(self._list(events), place)
        return Node(self._scalar(event) if isinstance(event, ScalarEvent) else None, place)

    def _mapping(self, events: Iterator[Event]) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            name, place = self._key(event, events), self._place(event)
            node = self._value(next(events), events)
            if name is None:
                continue
            if name in found:
                first = found[name].named_at
                self._complain(place, f"the key {name} stands here a second time; the first is in line {first.line}")
                continue
            left_out = node.value is None and node.place.line != place.line
            found[name] = Node(node.value, place if left_out else node.place, place)
        return found

    def _key(self, event: Event, events: Iterator[Event]) -> str | None:
        """Return the text of a key, or None (and a problem) where it cannot be one."""
        if not isinstance(event, ScalarEvent):
            self._value(event, events)
            self._complain(self._place(event), "a list or mapping cannot be a key")
            return None
        self.values += 1
        self._check_plain_yaml(event)
        if not event.value:
            self._complain(self._place(event), "there is no key before the colon")
            return None
        if event.value == "<<" and event.style is None:
            self._complain(self._place(event), "`<<` merges are not used; write `extends:` at the top of the file")
            return None
        return str(event.value)

    def _list(self, events: Iterator[Event]) -> list[Node]:
        found: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            found.append(self._value(event, events))
            self._check_thousands(event)
        return found

    def _check_thousands(self, event: Event) -> None:
        """Refuse `[$2,500,000]`: in a list the commas would silently make it three values."""
        if isinstance(event, ScalarEvent) and event.style is None and re.match(r"\d{3}(?!\d)", event.value, re.ASCII):
            line, column = event.start_mark.line, event.start_mark.column
            if re.search(r"\d,$", self.source.lines[line][:column], re.ASCII):
                self._complain(
                    self._place(event),
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
        self._complain(self._place(event), f"{text[:40]} is not a finite number")
        return None

    def _check_plain_yaml(self, event: Event) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            self._stop(event, "anchors (&) and aliases (*) are not used in scenarios; write the value out, or quote it")
        if getattr(event, "tag", None) is not None:
            self._stop(event, "tags (!) are not used in scenarios; remove it, or quote the text")

    def _place(self, event: Event) -> Place:
        return Place(self.source, event.start_mark.line + 1, event.start_mark.column + 1)

    def _complain(self, place: Place, message: str, **more: str) -> None:
        self.problems.append(place.problem(message, **more))
        if len(self.problems) >= _MOST_PROBLEMS:
            raise ScenarioError(self.problems)

    def _stop(self, event: Event, message: str) -> None:
        raise ScenarioError([*self.problems, self._place(event).problem(message)])


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
