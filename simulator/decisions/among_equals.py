"""Which of several equally good choices to take: the one of least cash, then of most ARR, then the first.

As good as the best in what is judged, choices differ in what else they bring. So among them the one with the highest
cash low is taken; those whose difference from it luck alone could make (zero lies in its paired 95 % interval) count as
equal to it. Among these it is the one with most ARR at the month that is judged, likewise; then the first in order.

That keeps every promise of the verdict, though the fresh runs have a say in it. The intervals are those of differences
from the choice that led on other runs, and hold whichever of the others is taken. Whatever is taken is
among those as good, so it is behind by less than what matters. And a choice truly ahead of all others by what matters
is the leader, none of the others is then as good (while the intervals hold), and it is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulator.decisions.paired import estimate
from simulator.results.arithmetic import gap

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats

Why = Literal["alone", "cash", "arr", "first"]


@dataclass(frozen=True)
class Pick:
    """The choice that is taken, and what told it from the others that are as good."""

    place: int
    why: Why


def pick(as_good: Sequence[int], cash_low: Floats, arr: Floats) -> Pick:
    """Return which of the choices that are `as_good`, in order, is taken.

    `cash_low` and `arr` are (choices, runs) in dollars, on the same runs; in both more is better.
    """
    if len(as_good) == 1:
        return Pick(as_good[0], "alone")
    cheapest = level_with_the_highest(as_good, cash_low)
    if len(cheapest) == 1:
        return Pick(cheapest[0], "cash")
    largest = level_with_the_highest(cheapest, arr)
    return Pick(largest[0], "arr" if len(largest) == 1 else "first")


def level_with_the_highest(places: Sequence[int], values: Floats) -> list[int]:
    """Return the places whose mean is the highest, or differs from it by what luck alone could make."""
    highest = max(places, key=lambda place: float(values[place].mean()))
    gaps = {place: estimate(gap(values[place], values[highest])) for place in places}
    return [place for place, one in gaps.items() if not one.high < 0.0]
