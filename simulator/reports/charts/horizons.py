"""What titles speak of: the next eight quarters, which a board plans by, and the end of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import month_label
from simulator.reports.words import NOT_DEFINED

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.results.protocols import Summarised

NEXT_EIGHT_QUARTERS: Final = 24
"""Months after the start."""


def near_month(result: Summarised) -> int | None:
    """Return the month with which the next eight quarters end; None where nothing shown lies beyond them."""
    return NEXT_EIGHT_QUARTERS if result.months > NEXT_EIGHT_QUARTERS else None


def near_and_last(result: Summarised, words: Callable[[int], str], last: int | None = None, when: str = "in") -> str:
    """Return what `words` say of a month in eight quarters, where that is news, and in the `last`, with the months:
    `103% in Dec 2028 and 111% in Dec 2031`.

    It is no news where both are the same, or where nothing can be told yet.
    """
    start, end = result.scenario.start_date, result.months if last is None else last
    near = near_month(result)
    told = f"{words(end)} {when} {month_label(start, end)}"
    if near is None or near >= end or words(near) in (words(end), NOT_DEFINED):
        return told
    return f"{words(near)} {when} {month_label(start, near)} and {told}"
