"""A company while it is being told: what has been said so far, what is still to be asked, and the company it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from simulator.errors import InputError, Problem
from simulator.scenario.founding import books
from simulator.scenario.founding.agreement import check
from simulator.scenario.founding.company import Books, Company
from simulator.scenario.founding.questions import QUESTIONS, Question, usual
from simulator.scenario.units import InvalidValue

__all__ = ["Draft"]


class Draft:
    """Answers by the name of their question, taken in any order and settled in the order of the questions.

    `today` is the day of asking. The files of `accounts` and `roster` answer some of the questions, once it is settled
    with which month to begin.
    """

    def __init__(self, today: date, accounts: Path | None = None, roster: Path | None = None) -> None:
        self.files = None if accounts is None else Books(accounts, roster)
        self._said: dict[str, Any] = {"today": today}
        self._taken: dict[str, Any] = {}
        self._left: list[tuple[str, str]] = []

    def answered_by_files(self, question: Question) -> bool:
        """Tell whether the files say what is asked: of terms and ACV where they name segments, once they are read."""
        if self.files is None:
            return False
        if question.name in ("term", "acv"):
            return bool(self._said.get("segments"))
        return question.name in ("arr", "customers") or (question.name == "team" and self.files.roster is not None)

    def asked(self) -> Iterator[Question]:
        """Yield the questions that the files do not answer."""
        yield from (question for question in QUESTIONS if not self.answered_by_files(question))

    def take_all(self, answers: Mapping[str, str | None]) -> None:
        """Read the answers that options give, by name; raise InputError with all that is wrong with them."""
        problems: list[Problem] = []
        for question in QUESTIONS:
            text = answers.get(question.name)
            if text is None:
                continue
            if self.answered_by_files(question):
                problems.append(Problem("the files say it already", path=question.option, allowed="either of the two"))
                continue
            try:
                self.take(question, text)
            except InvalidValue as wrong:
                problems.append(replace(wrong.problem, path=question.option))
        if problems:
            raise InputError(problems)

    def take(self, question: Question, text: str) -> None:
        """Read an answer; raise InvalidValue where it says nothing of the kind."""
        self._taken[question.name] = question.read(text)

    @property
    def lacking(self) -> tuple[Question, ...]:
        """The questions that have to be answered and are not."""
        return tuple(question for question in self.asked() if question.needed and not self.has(question))

    def has(self, question: Question) -> bool:
        """Tell whether an answer was taken."""
        return question.name in self._taken

    def usual(self, question: Question) -> str:
        """Return what a question left open means, in words; nothing where it has to be answered."""
        found = usual(question, self._said)
        return "" if found is None else found.words

    def settle(self, question: Question) -> None:
        """Hold the answer taken, or what a question left open means, against what was settled before.

        Raises InvalidValue where they contradict one another, and ScenarioError for what is wrong in the files.
        """
        name = question.name
        if name in self._taken:
            check(name, {**self._said, name: self._taken[name]})
            self._said[name] = self._taken[name]
        else:
            found = usual(question, self._said)
            assert found is not None, f"{name} has to be answered"
            self._said[name] = found.value
            self._left.append((question.option, found.words))
        if name == "start" and self.files is not None:
            read = books.read(self.files, self._said["start"])
            self._said |= {"arr": read.arr, "customers": read.customers, "term_of_books": read.term}
            self._said["segments"] = read.segments

    def settle_all(self) -> None:
        """Settle every question, none of which may be lacking; raise InputError with all that contradict."""
        problems: list[Problem] = []
        for question in self.asked():
            try:
                self.settle(question)
            except InvalidValue as wrong:
                problems.append(replace(wrong.problem, path=question.option))
        if problems:
            raise InputError(problems)

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        """Which options have said nothing, and what that means."""
        return tuple(self._left)

    def company(self) -> Company:
        """Return the company, once every question is settled.

        Raises InputError for what was said of all customers, where the files say it of each segment.
        """
        known = [one for one in QUESTIONS if one.name in self._taken and self.answered_by_files(one)]
        if known:
            allowed = "left out; each segment in the file that is written has its own"
            raise InputError([Problem("the files say it already", path=one.option, allowed=allowed) for one in known])
        said = {name: value for name, value in self._said.items() if name not in ("today", "term_of_books")}
        return Company(**said, books=self.files)
