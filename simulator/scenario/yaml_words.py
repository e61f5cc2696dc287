"""What the YAML parser objects to, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

    from simulator.errors import Problem
    from simulator.scenario.nodes import Source

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
