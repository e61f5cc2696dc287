"""How numbers, dates and lists stand in a sentence, and how sentences stand on a page."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.odds import certain_odds, in_a_year, stated_at
from simulator.scenario.schema.quantities import Number
from simulator.scenario.stated import TERM, said_of
from simulator.scenario.units import ODDS
from simulator.scenario.writing import days, money, per_year, plain, rounded, share

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["listed", "sentence"]

WIDTH: Final = 100


class Section:
    """A heading with paragraphs, lists and small tables below it, wrapped to the width of the page."""

    def __init__(self, heading: str) -> None:
        self._blocks = [f"{heading}\n{'-' * len(heading)}"]
        self._items: list[str] = []

    def say(self, *sentences: str) -> None:
        """Add a paragraph; empty sentences are passed over."""
        self._end_list()
        text = " ".join(sentence for sentence in sentences if sentence)
        if text:
            self._blocks.append(wrapped(text))

    def item(self, *sentences: str) -> None:
        """Add a line to the list at hand."""
        text = " ".join(sentence for sentence in sentences if sentence)
        self._items.append(wrapped(text, "- ", "  "))

    def rows(self, rows: Sequence[Sequence[str]], notes: bool = False) -> None:
        """Add a table; the first column is text, the others stand flush right, save a last one of `notes`."""
        self._end_list()
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        widths[0] = min(widths[0], WIDTH - 2 - sum(2 + width for width in widths[1:]))
        lines = []
        for row in rows:
            first = textwrap.wrap(row[0], widths[0], subsequent_indent="  ") or [""]
            cells = "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
            cells = cells if not notes else cells[: -widths[-1]] + row[-1]
            lines += [f"  {line}" for line in first[:-1]]
            lines.append(f"  {first[-1]:<{widths[0]}}{cells}".rstrip())
        self._blocks.append("\n".join(lines))

    def text(self) -> str:
        """Return the section."""
        self._end_list()
        return "\n\n".join(self._blocks)

    def _end_list(self) -> None:
        if self._items:
            self._blocks.append("\n".join(self._items))
            self._items = []


def wrapped(text: str, first: str = "", following: str = "") -> str:
    """Return a paragraph in lines of at most `WIDTH` characters where its words allow."""
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=following, break_on_hyphens=False)


def mean_of(value: Number) -> float:
    """Return a number, or the mean of a distribution."""
    return value.mean() if isinstance(value, Distribution) else float(value)


def shown(value: Number, show: Callable[[float], str]) -> str:
    """Return a number in the words of its unit; an uncertain one as its mean, with `about` before it."""
    return f"{'about ' if isinstance(value, Distribution) else ''}{show(mean_of(value))}"


def dollars(value: Number) -> str:
    """Return an amount of money: `$2.5M`."""
    return shown(value, money)


def percent(value: Number) -> str:
    """Return a share as it was given: `91.3%`."""
    return shown(value, share)


def percent_a_year(scenario: Scenario, path: str) -> str:
    """Return the share at a path as it was given, and beside one that is said to be of a term that of a year."""
    value = stated_at(scenario, path)
    stated = certain_odds(value)
    if said_of(stated) != TERM:
        return percent(value)
    about = "about " if isinstance(value, Distribution) else ""
    return f"{about}{ODDS.show(stated)} ({odds(in_a_year(scenario, path, stated))} a year)"


def odds(probability: float) -> str:
    """Return a computed probability or share to a tenth of a per cent; finer only where that would hide it."""
    text = f"{100.0 * probability:.1f}"
    if text in ("0.0", "100.0") and 0.0 < probability < 1.0:
        return "under 0.1%" if probability < 0.5 else "over 99.9%"
    return f"{text}%"


def length(value: Number) -> str:
    """Return a length of time: `90 days`, to the day where a computed one has a fraction."""
    return shown(value, days)


def about_days(value: float) -> str:
    """Return a computed length of time to the day."""
    return days(float(round(value)))


def times(value: Number) -> str:
    """Return a factor: `1.5 times`."""
    return f"{shown(value, number)} times"


def rate(value: Number) -> str:
    """Return a rate: `1.7 a year`."""
    return shown(value, per_year)


def number(value: float) -> str:
    """Return a plain number to four significant digits."""
    return plain(rounded(value, 4))


def whole(value: float, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 account`, `60 accounts`."""
    return f"{round(value):,} {one if round(value) == 1 else many or one + 's'}"


def month_count(months: int) -> str:
    """Return a number of months."""
    return whole(months, "month")


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return `parts` as one list: `a, b and c`, with another word before the `last` one if it is given."""
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {last} {found[-1]}" if found else ""


def calendar_day(when: date) -> str:
    """Return a date, `when`, as people write it: `1 January 2027`."""
    return f"{when.day} {when:%B %Y}"


_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(index: int) -> str:
    """Return the index from 0 as a word: `first`."""
    return _ORDINALS[index] if index < len(_ORDINALS) else f"{index + 1}th"


def sentence(text: str) -> str:
    """Return `text` with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]
