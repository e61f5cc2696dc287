"""Results as a deck of native slides, as a question and as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.answers._arguments import asked
from simulator.answers._file_answer import FileAnswer
from simulator.answers._parts import check_number, parts_of, refuse
from simulator.answers._request import Request, texts_of
from simulator.errors import InputError, Problem
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from simulator.progress import Progress
    from simulator.reports.deck.deck import Deck
    from simulator.results.protocols import Summarised

FILE: Final = "deck.pptx"


@asked
def deck(
    results: str | Path | Summarised | Sequence[str | Path | Summarised],
    *,
    template: str | Path | None = None,
    layout: str | None = None,
    into: str | Path | None = None,
    only: str | Sequence[str] = (),
    progress: Progress | None = None,
) -> DeckAnswer:
    """Put results onto native slides, as `t2d3 deck` does: charts with their data and formulas, tables, notes.

    - `results`: folders that `t2d3 run`, `when`, `why`, `sensitivity` or `compare` wrote, or results as `simulate`
      returns them. The first result is what the deck is about.
    - `template`: a .pptx or .potx whose master the slides take; `layout`: the name of the layout, found by itself
      otherwise.
    - `into`: a deck made by this before and edited since: shapes named `t2d3:...` get the new figures, nothing else
      changes.
    - `only`: keys of slides, such as `arr` and `cash`; by default all that there is data for.
    - `progress` is told nothing, since no run is played.

    `answer.save(path)` writes the .pptx, `answer.file` is its bytes: the same for the same results. Raises OutputError
    for a folder that holds no answer, InputError for a template or a key that is none, and where the packages of
    `t2d3[office]` are missing.
    """
    return DeckRequest.of(results, template=template, layout=layout, into=into, only=only).answer_with(progress)


@dataclass(frozen=True, eq=False, repr=False)
class DeckAnswer(FileAnswer):
    """The deck of some results. It has no table and no chart of its own."""

    name = FILE

    result: Deck
    request: DeckRequest

    @cached_property
    def _made(self) -> tuple[bytes, tuple[str, ...]]:
        from simulator.reports.deck.file import deck_file

        request = self.request
        return deck_file(self.result, template=request.template, layout=request.layout, into=request.into)

    @property
    def file(self) -> bytes:
        """The bytes of the .pptx; raises InputError for a template or a deck that cannot be used."""
        return self._made[0]

    @property
    def notices(self) -> tuple[str, ...]:
        """What was found in a template, what was left alone in an edited deck, which slides are left out and why.

        Before these which months are compared, where results have not all the same.
        """
        compared = (self.result.notice,) if self.result.notice else ()
        return (*compared, *self._made[1], *map(str, self.result.left_out))

    def __str__(self) -> str:
        from simulator.reports.words import plural

        main, more = plural(len(self.result.main), "slide"), len(self.result.appendix)
        return f"{main}{f' and {more} in the appendix' if more else ''}: {self.result.title}."


@dataclass(frozen=True, eq=False)
class DeckRequest(Request[DeckAnswer]):
    """Which results go onto slides, which slides, and on whose master."""

    deck: Deck
    template: Path | None = None
    layout: str | None = None
    into: Path | None = None

    @classmethod
    def of(
        cls,
        results: str | Path | Summarised | Sequence[str | Path | Summarised],
        *,
        template: str | Path | None = None,
        layout: str | None = None,
        into: str | Path | None = None,
        only: str | Sequence[str] = (),
    ) -> DeckRequest:
        """Read and check what is asked; errors are those of `deck`."""
        from simulator.reports.deck.deck import deck_of
        from simulator.reports.deck.stored_answers import Answers
        from simulator.reports.office import office_there
        from simulator.reports.page.report import sides_of

        office_there("a deck")
        _check(template, layout, into)
        found: list[Summarised] = []
        answers = Answers()
        for one in parts_of(results):
            if not isinstance(one, Path):
                found.append(one)
                continue
            more = answers.with_that_in(one)
            if more is None:
                refuse(one, "no result of t2d3 run and no answer of t2d3 when, why or sensitivity")
            answers = more
        check_number(len(found), "make a deck of")
        keys = [key.strip() for text in texts_of(only) for key in text.split(",")]
        made = deck_of(sides_of(found), answers, keys)
        return cls(made, _path(template), layout, _path(into))

    def answer(self, stage: Stage = no_progress) -> DeckAnswer:
        """Return the answer; nothing is played for it."""
        return DeckAnswer(self.deck, self)


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)


def _check(template: str | Path | None, layout: str | None, into: str | Path | None) -> None:
    if into is not None and (template is not None or layout is not None):
        raise InputError([Problem("an edited deck has its own master", allowed="into, or template and layout")])
    if layout is not None and template is None:
        raise InputError([Problem("a layout is one of a template", allowed="layout with template")])
