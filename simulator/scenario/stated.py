"""A share of which it is said for how long it holds: `91.3% a year`, `75% a term`."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["Stated", "said_of"]

Each = Literal["", "year", "term"]
TERM: Final = "term"


class Stated(float):
    """A share said to be that of a year or of a whole term. A plain number is that of a year, without saying so.

    Two are equal where they mean the same: one of a year and a plain one are, one of a term is equal to its like alone.
    What is worked out from one is a plain number.
    """

    __slots__ = ("each",)
    each: Each

    def __new__(cls, value: float, each: Each) -> Stated:
        """Make one of a number and the word for how long it holds."""
        made = super().__new__(cls, value)
        made.each = each
        return made

    def __getnewargs__(self) -> tuple[float, Each]:  # type: ignore[override]
        """Return what a copy is made of."""
        return float(self), self.each

    def __eq__(self, other: object) -> bool:
        """Whether another number is the same share of the same time."""
        if not isinstance(other, int | float):
            return NotImplemented
        return float(self) == float(other) and (said_of(other) == TERM) == (self.each == TERM)

    def __ne__(self, other: object) -> bool:
        """Whether it is not."""
        same = self.__eq__(other)
        return same if same is NotImplemented else not same

    __hash__ = float.__hash__


def said_of(value: object) -> Each:
    """Return for how long a share, `value`, is said to hold: "year", "term", or nothing where it is a plain number."""
    return value.each if isinstance(value, Stated) else ""
