"""The topics of the guide, read from the Markdown files beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.errors import InputError

GROUPS: Final = ("First steps", "Questions", "Your company", "Looking things up", "Taking part")
"""What topics are listed under, in this order."""

_HEAD: Final = re.compile(r"<!-- (?P<group>[^\n]+) -->\n# (?P<title>[^\n]+)\n\n(?P<summary>[^\n]+)\n\n")
_ALIKE: Final = 0.7  # "runway" is not "runs"
_MOST_MENTIONS: Final = 6


@dataclass(frozen=True)
class Topic:
    """One page: the name of its file, what its first lines say, and the whole text as Markdown."""

    name: str
    group: str
    title: str
    summary: str
    text: str


def topics() -> list[Topic]:
    """Return every topic, group by group and in each by name.

    Raises ValueError, naming the file, for one that does not open with group, title and summary.
    """
    found = [_read(page.stem, page.read_text(encoding="utf-8")) for page in Path(__file__).parent.glob("*.md")]
    return sorted(found, key=lambda topic: (GROUPS.index(topic.group), topic.name))


def topic(name: str) -> Topic:
    """Return the topic called `name`.

    Raises InputError, with the nearest name or where the word is spoken of, for an unknown one.
    """
    known = {topic.name: topic for topic in topics()}
    if name in known:
        return known[name]
    raise InputError(f'There is no topic "{name[:40]}" in the guide. {_instead(name, known)}')


def _read(name: str, text: str) -> Topic:
    head = _HEAD.match(text)
    if head is None or head["group"] not in GROUPS:
        raise ValueError(f"guide/{name}.md must open with the comment of its group, its title and one line on it")
    return Topic(name, head["group"], head["title"], head["summary"], text[head.start("title") - 2 :])


def _instead(name: str, known: dict[str, Topic]) -> str:
    from simulator.scenario.reading.nearest import closest

    near = closest(name, known, _ALIKE)
    if near:
        return f'Did you mean "{near}"?'
    word = re.compile(rf"\b{re.escape(name.strip())}", re.IGNORECASE)
    spoken_of = [topic.name for topic in known.values() if name.strip() and word.search(topic.text)]
    if spoken_of:
        return f"It is spoken of in: {', '.join(spoken_of[:_MOST_MENTIONS])}."
    return f"There are: {', '.join(known)}."
