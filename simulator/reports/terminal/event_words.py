"""A line of the event log as a sentence: the words of its kind, its numbers written as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.engine.contract import FOUNDERS, ITSELF, Programme
from simulator.reports.words import money, percent, plural
from simulator.scenario.schema.words import role_word
from simulator.scenario.writing import days as days_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from simulator.decisions.story import Story
    from simulator.engine.events import EventKind


def sentence(found: Story, kind: EventKind, subject: int, other: int, amount: float) -> str:
    """Return what happened, told of one line of a run's log."""
    return kind.words.format_map(_Written(found, subject, other, amount))


class _Written:
    """The numbers of a line by the placeholders of `EventKind.words`, each written only when it is asked for."""

    def __init__(self, found: Story, subject: int, other: int, amount: float) -> None:
        self.found, self.subject, self.other, self.amount = found, subject, other, amount

    def __getitem__(self, placeholder: str) -> str:
        if placeholder in _AMOUNT:
            return _AMOUNT[placeholder](self.amount)
        if placeholder in _SUBJECT:
            return _SUBJECT[placeholder](self.found, self.subject)
        return _OTHER[placeholder](self.found, self.other)


def role_called(found: Story, role: int) -> str:
    """Return what one person of a role is called."""
    names = found.scenario.roles.names()
    return role_word(names[role]) if 0 <= role < len(names) else f"role {role}"


def who(found: Story, other: int) -> str:
    """Return what the second party of an event is called, where it is a person."""
    if other == FOUNDERS:
        return "the founders"
    if other == ITSELF:
        return "nobody: the customer starts by itself"
    if 0 <= other < len(found.hires):
        return f"{role_called(found, int(found.hires[other]['role']))} {other}"
    return "nobody"


def _named(names: Iterable[str], number: int) -> str:
    known = list(names)
    return known[number].replace("_", " ") if 0 <= number < len(known) else str(number)


def _segment(found: Story, number: int) -> str:
    names = list(found.scenario.segments)
    return names[number] if 0 <= number < len(names) else "?"


_PROGRAMMES: Final = {int(programme): programme.words for programme in Programme}
_SUBJECT: Final[Mapping[str, Callable[[Story, int], str]]] = {
    "product": lambda found, number: _named(found.scenario.products, number),
    "programme": lambda found, number: _PROGRAMMES[number],
    "round": lambda found, number: _named(found.scenario.money.rounds, number),
}
_OTHER: Final[Mapping[str, Callable[[Story, int], str]]] = {
    "who": who,
    "role": role_called,
    "segment": _segment,
    "months": lambda found, number: plural(number, "month"),
}
_AMOUNT: Final[Mapping[str, Callable[[float], str]]] = {
    "money": money,
    "odds": percent,
    "share": percent,
    "days": lambda amount: days_words(float(round(amount))),
    "times": lambda amount: f"{amount:g}",
}
