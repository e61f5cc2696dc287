"""What was assumed of a user's company, in lines: a count, the values that move the answer most, how to say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from simulator.reports.words import percent

if TYPE_CHECKING:
    from simulator.scenario.assumed.assumptions import Assumption

__all__ = ["assumed_lines"]

_LEAST: Final = 0.001
_WIDEST: Final = 64


def assumed_lines(found: Sequence[Assumption], file: str, most: int | None) -> Iterator[str]:
    """Yield what `file` does not say and what is assumed for it: a heading, and a line to write for each value.

    At most `most` of the values `found` are shown, those first that move the answer most, and of several of a kind
    (each product's discount) the first. None shows all, with what each means and where it comes from.
    """
    if not found:
        return
    first_of_kind = {one.pattern: one for one in reversed(found)}
    kinds = Counter(one.pattern for one in found)
    shown = found if most is None else [one for one in found if first_of_kind[one.pattern] is one][:most]
    all_of_them = len(shown) == len(found)
    what = f"{len(found):,} value{'' if len(found) == 1 else 's'} that {file} does not say"
    order = "those first that move the answer most" if all_of_them else f"the {len(shown)} that move the answer most"
    off = "± is how far value after three years may be off"
    yield f"Assumed: {what}; {order}, each as the line that would say it ({off}):"
    width = min(max(len(one.line) for one in shown), _WIDEST)
    for one in shown:
        if most is None:
            yield f"  {one.line:<{width}}  {_about(one)}"
            continue
        more = f"  and {kinds[one.pattern] - 1} like it" if kinds[one.pattern] > 1 else ""
        yield f"  {one.line:<{width}}  {moves_words(one)}{more}".rstrip()
    if not all_of_them:
        yield f"All of them, with what each means and where it comes from: t2d3 check {file} --assumed"


def _about(one: Assumption) -> str:
    """Return as a comment by how much an assumption moves the answer, what it means and where it comes from."""
    said = [moves_words(one), one.meaning, f"{one.grade}: {one.source}" if one.source else one.grade]
    return "# " + "; ".join(part for part in said if part)


def moves_words(one: Assumption) -> str:
    """Return by how much of the answer a company may be off on account of `one` assumption; nothing where unknown."""
    if one.moves is None:
        return ""
    return f"± {percent(one.moves, 1)}" if one.moves >= _LEAST else "next to nothing"
