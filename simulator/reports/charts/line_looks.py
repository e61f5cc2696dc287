"""The colour and the dashes of each of several lines of one kind on a chart: choices, futures, scenarios."""

from __future__ import annotations

from typing import Final, TypeAlias

from simulator.reports.theme import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION

Dashes: TypeAlias = str | tuple[int, tuple[int, int]]

COLOURS: Final = (VERMILLION, BLUE, GREEN, ORANGE, PURPLE, SKY)
DASHES: Final[tuple[Dashes, ...]] = ("-", (0, (5, 2)))


def line_look(place: int, first: str = VERMILLION) -> tuple[str, Dashes]:
    """Return the colour and the line style of the line at a place (from 0); `first` is the colour of the first line.

    Once the colours are used up the lines are dashed.
    """
    colours = (first, *(colour for colour in COLOURS if colour != first))
    return colours[place % len(colours)], DASHES[place // len(colours) % len(DASHES)]
