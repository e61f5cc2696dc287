"""The deck: its slides in the order in which a board asks, ten at most before the appendix, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from simulator.errors import InputError, Problem
from simulator.reports.beside import Together
from simulator.reports.deck.missing import missing_slides
from simulator.reports.deck.slides.appendix import assumptions_slide, definitions_slide, limits_slide, pnl_slide
from simulator.reports.deck.slides.arr import arr_slide
from simulator.reports.deck.slides.beside import all_slide, beside_slide
from simulator.reports.deck.slides.bridge import bridge_slide
from simulator.reports.deck.slides.cash import cash_slide
from simulator.reports.deck.slides.change import change_slide
from simulator.reports.deck.slides.difference import difference_slide
from simulator.reports.deck.slides.hiring import ask_slide, when_slide
from simulator.reports.deck.slides.onboarding import onboarding_slide
from simulator.reports.deck.slides.people import hires_slide
from simulator.reports.deck.slides.retention import retention_slides
from simulator.reports.deck.slides.stand import stand_slide
from simulator.reports.terminal.run import provenance
from simulator.reports.words import listed, short_name

if TYPE_CHECKING:
    from simulator.reports.deck.content import LeftOut, Slide
    from simulator.reports.deck.stored_answers import Answers
    from simulator.reports.page.panels import Side

__all__ = ["Deck", "deck_of"]

MOST_BEFORE_APPENDIX: Final = 10
_FIRST_COMPARED: Final = 2
"""How many slides of several results are worth one about the first alone: side by side, and the first difference."""
_GIVES_WAY: Final = ("onboarding", "bridge")
"""What goes into the appendix first where several results are shown."""
_NAME: Final = 30
"""Letters of the name before a finding."""
_ORDER: Final = ("ask", "stand", "arr", "when", "hires", "onboarding", "nrr", "bridge", "cash", "change")


@dataclass(frozen=True)
class Deck:
    """A deck: its title, slides before the appendix and in it, what is left out, and the line at the foot of each.

    `notice` says which months are compared, where results have not all the same.
    """

    title: str
    main: tuple[Slide, ...]
    appendix: tuple[Slide, ...]
    left_out: tuple[LeftOut, ...]
    foot: str
    notice: str = ""

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All slides in order."""
        return (*self.main, *self.appendix)


def deck_of(sides: Sequence[Side], answers: Answers, only: Sequence[str] = ()) -> Deck:
    """Return the deck of results (`sides`) and `answers`; with `only` the slides of those keys.

    The first side is what it is about; what it has over each other one that has the same luck is shown too. Raises
    InputError for a key that no slide has.
    """
    found, more = _main(sides, answers)
    found, more = _with_names(found, sides, answers), _with_names(more, sides, answers)
    compared = _compared(sides)
    found, away = _making_room(found, len(compared[:_FIRST_COMPARED]))
    room = MOST_BEFORE_APPENDIX - len(found)
    main = _after(found, "when" if any(one.key == "when" for one in found) else "arr", compared[:room])
    more = [*away, *more]
    result = sides[0].result
    pnl = pnl_slide(result)
    own = _with_names([*([pnl] if pnl else []), assumptions_slide(sides[0])], sides, answers)
    appendix = [*compared[room:], *_all(sides), *more, *own, definitions_slide(result), limits_slide(sides)]
    there = {one.key for one in (*main, *appendix)} | ({"why"} if answers.whys else set())
    there |= {"sensitivity"} if answers.moved else set()
    missing = missing_slides(result, there)
    foot = provenance(result)
    title = f"{listed([side.name for side in sides])}: what growth asks for"
    made = Deck(title, tuple(main), tuple(appendix), missing, foot, Together(tuple(sides)).notice)
    return _only(made, only) if only else made


def _compared(sides: Sequence[Side]) -> list[Slide]:
    """Return several results side by side, and what the first has over each other one of the same luck."""
    if len(sides) < 2:
        return []
    differences = [difference_slide(sides[0], other) for other in sides[1:]]
    return [beside_slide(sides), *(one for one in differences if one is not None)]


def _all(sides: Sequence[Side]) -> list[Slide]:
    found = all_slide(sides) if len(sides) > 1 else None
    return [] if found is None else [found]


def _making_room(slides: list[Slide], wanted: int) -> tuple[list[Slide], list[Slide]]:
    """Return slides with room for so many more before the appendix, and those that go there instead."""
    keys = [key for key in _GIVES_WAY if any(one.key == key for one in slides)]
    gone = keys[: max(0, len(slides) + wanted - MOST_BEFORE_APPENDIX)]
    return [one for one in slides if one.key not in gone], [one for one in slides if one.key in gone]


def _main(sides: Sequence[Side], answers: Answers) -> tuple[list[Slide], list[Slide]]:
    """Return the slides before the appendix in order, and those about the first result that belong into it."""
    result, whens = sides[0].result, answers.whens
    retention = retention_slides(result, answers.whys[0] if answers.whys else None)
    slides = [stand_slide(result), arr_slide(result), hires_slide(result), onboarding_slide(result)]
    slides += [*retention[:1], bridge_slide(result), cash_slide(result)]
    slides.append(change_slide(whens[0] if whens else None, answers.moved[0] if answers.moved else None))
    more = list(retention[1:])
    if whens:
        slides += [ask_slide(whens[0], result), when_slide(whens[0], result)]
        more += [_numbered(when_slide(one, result), at) for at, one in enumerate(whens[1:], 2)]
    found = {one.key: one for one in slides if one is not None}
    return [found[key] for key in _ORDER if key in found], more


def _with_names(slides: Sequence[Slide], sides: Sequence[Side], answers: Answers) -> list[Slide]:
    """Return slides about one of several results with its name before their findings; as they are where it is alone.

    What answers when to hire, or what would change our mind, is about the scenario that was asked about.
    """
    if len(sides) < 2:
        return list(slides)
    first = Together(tuple(sides)).names(_NAME)[0]
    names = {"ask": answers.whens[:1], "change": answers.whens[:1] or answers.moved[:1]}
    names |= {"when" if at == 1 else f"when-{at}": (one,) for at, one in enumerate(answers.whens, 1)}
    named = []
    for slide in slides:
        asked = next((short_name(one.name, _NAME) for one in names.get(slide.key, ())), first)
        name = first if asked == short_name(sides[0].result.scenario.name, _NAME) else asked
        named.append(replace(slide, title=f"{name}: {slide.title}"))
    return named


def _numbered(slide: Slide, number: int) -> Slide:
    return replace(slide, key=f"{slide.key}-{number}")


def _after(slides: list[Slide], key: str, more: list[Slide]) -> list[Slide]:
    place = next(at for at, one in enumerate(slides) if one.key == key) + 1
    return [*slides[:place], *more, *slides[place:]]


def _only(deck: Deck, only: Sequence[str]) -> Deck:
    known = [one.key for one in deck.slides]
    for key in only:
        if key in known:
            continue
        missing = next((one for one in deck.left_out if one.key == key), None)
        if missing is not None:
            raise InputError([Problem(f"there is no data for the slide {key}", path="--only", allowed=missing.command)])
        told = f'no slide is called "{key[:40]}"' if key else "a key of a slide is empty"
        raise InputError([Problem(told, path="--only", allowed=listed(known))])
    main, appendix = (tuple(one for one in part if one.key in only) for part in (deck.main, deck.appendix))
    return replace(deck, main=main, appendix=appendix, left_out=())
