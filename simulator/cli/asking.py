"""Questions put on a terminal, one after the other: the answer, Enter for what is usual, `?` for why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.terminal import say

if TYPE_CHECKING:
    from simulator.scenario.founding.draft import Draft
    from simulator.scenario.founding.questions import Question
    from simulator.scenario.units import InvalidValue


_NOT_KNOWN: Final = ("don't know", "don’t know", "i don't know", "i don’t know", "not known")
"""What says as much as Enter."""


def can_ask() -> bool:
    """Tell whether somebody is there to be asked: answers are typed, and questions seen."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_all(draft: Draft) -> None:
    """Ask all that neither options nor files have said, each until its answer can be read and fits those before."""
    questions = list(draft.asked())
    open_ones = [question for question in questions if not draft.has(question)]
    say('Enter or "don\'t know" takes what stands in brackets; ? says why it is asked; Ctrl-C ends it.', err=True)
    for question in questions:
        number = open_ones.index(question) + 1 if question in open_ones else 0
        _settle(draft, question, f"{number} of {len(open_ones)}" if number else "")


def _settle(draft: Draft, question: Question, place: str) -> None:
    """Settle a question: by what options said, if that fits; else by what is typed."""
    from simulator.scenario.units import InvalidValue

    if draft.has(question):
        try:
            draft.settle(question)
            return
        except InvalidValue as wrong:
            _say_wrong(wrong, question.option)
    say(f"\n{f'{place}. ' if place else ''}{question.asks}", err=True)
    while True:
        try:
            if _answered(draft, question):
                draft.settle(question)
                return
        except InvalidValue as wrong:
            _say_wrong(wrong)


def _answered(draft: Draft, question: Question) -> bool:
    """Put a question and read what is typed; say the reason, or that it has to be answered, where that is it."""
    usual = draft.usual(question)
    shown = f"  [{usual}] > " if usual else f"  (such as {question.example}) > "
    try:
        typed = click.prompt(shown, default="", show_default=False, prompt_suffix="", err=True).strip()
    except click.Abort:
        say(err=True)  # what is said last stands on a line of its own
        raise
    if typed == "?":
        say(f"  {question.why} Such as: {question.example}", err=True)
        return False
    if typed and typed.casefold() not in _NOT_KNOWN:
        draft.take(question, typed)
        return True
    if not usual:
        say(f"  This has to be known. {question.why}", err=True)
    return bool(usual)


def _say_wrong(wrong: InvalidValue, option: str = "") -> None:
    """Say what is wrong with an answer, and what would do."""
    problem = wrong.problem
    message = f"{option}: {problem.message}" if option else problem.message[:1].upper() + problem.message[1:]
    say(f"  {message}.", err=True)
    if problem.allowed:
        say(f"  Allowed: {problem.allowed}.", err=True)
    if problem.suggestion:
        say(f"  Did you mean {problem.suggestion}?", err=True)
