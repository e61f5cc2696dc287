"""What is checked about a scenario file before any YAML is read: its size, its encoding, its characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from simulator.errors import Problem
from simulator.scenario.reading.nodes import Source

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 1_000_000
MOST_LINES: Final = 20_000
MOST_CONTENT: Final = 120_000
"""Characters outside blank lines and comment lines; the default scenario has some 4,000."""
MOST_COMMENTS: Final = 300_000

DEEPEST: Final = 20
"""Levels of nesting."""

_TOO_MANY_LINES: Final = f"the file has more than {MOST_LINES:,} lines; no scenario needs more"
TOO_DEEP: Final = f"nested deeper than {DEEPEST} levels; no scenario needs more"

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TAB_INDENT: Final = re.compile(r" *\t[ \t]*[^ \t#]")
_DEEP: Final = re.compile(r"[^#]*?(?:[\[{] *){" + str(DEEPEST) + r"}[\[{]")  # the parser is slow on long rows of these


def checked_text(data: bytes, name: str, folder: Path | None, quoted: bool = True) -> tuple[Source, list[Problem]]:
    """Return the lines of a file's bytes, and what is wrong with them where it is too large or not plain UTF-8 text.

    Its lines are shown in messages only where they may be `quoted`.
    """
    empty = Source(name, folder, quoted=quoted)
    if len(data) > MOST_BYTES:
        return empty, [Problem(f"the file has {len(data):,} bytes; a scenario has at most {MOST_BYTES:,}", name)]
    text = _decoded(data, name)
    if isinstance(text, Problem):
        return empty, [text]
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:
        return empty, [Problem(_TOO_MANY_LINES, name)]
    source = Source(name, folder, tuple(re.split("\r\n|\n|\r|\x85", text.removeprefix("\ufeff"))), quoted)
    return source, _size_problems(source) or _character_problems(source)


def _decoded(data: bytes, name: str) -> str | Problem:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return Problem("the file is not UTF-8 text; save it with the encoding UTF-8", name, line, column)


def _size_problems(source: Source) -> list[Problem]:
    if len(source.lines) > MOST_LINES + 1:
        return [Problem(_TOO_MANY_LINES, source.name)]
    content = comments = 0
    for number, line in enumerate(source.lines, 1):
        bare = line.strip()
        content += len(bare) + 1 if bare and bare[0] != "#" else 0
        comments += len(bare) + 1 if bare[:1] == "#" else 0
        if content > MOST_CONTENT or comments > MOST_COMMENTS:
            limit = f"{MOST_CONTENT:,} characters" if content > MOST_CONTENT else f"{MOST_COMMENTS:,} of comments"
            return [source.problem(f"more than {limit} up to here; no scenario needs more", number, 1)]
    return []


def _character_problems(source: Source) -> list[Problem]:
    problems = []
    for number, line in enumerate(source.lines, 1):
        found = _CONTROL.search(line)
        if found:
            message = f"the character U+{ord(found[0]):04X} cannot stand in a scenario"
            problems.append(source.problem(message, number, found.start() + 1))
        elif _TAB_INDENT.match(line):
            column = line.index("\t") + 1
            problems.append(source.problem("a tab is used for indentation; use spaces", number, column))
        elif line.count("[") + line.count("{") > DEEPEST and (deep := _DEEP.match(line)):
            problems.append(source.problem(TOO_DEEP, number, deep.end()))
    return problems
