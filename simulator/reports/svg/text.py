"""How wide words are, near enough to keep them apart: as in the widest sans serif that a reader may have."""

from __future__ import annotations

import re
from typing import Final

_NARROW: Final = "iIjl|!.,:;'’`·"
_SLIM: Final = 'ftr()[]{}-/\\ "“”*'
_WIDE: Final = "mwMW@%—…"
_ROUND: Final = "ABCDEGHKNOPQRSUVXYZ&"
_EM: Final = {**dict.fromkeys(_NARROW, 0.32), **dict.fromkeys(_SLIM, 0.41), **dict.fromkeys(_WIDE, 0.97)}
_PIECE: Final = re.compile(r"[^\s-]*-|[^\s-]+\s*|-\s*")
"""A word with the blank after it, or a part of one up to a hyphen."""
_BOLD: Final = 1.1


def width_of(words: str, size: float = 13.0, bold: bool = False) -> float:
    """Return how many pixels one line of `words` takes at a `size` of type."""
    ems = sum(_EM.get(sign, 0.72 if sign in _ROUND else 1.0 if ord(sign) > 0x2E80 else 0.63) for sign in words)
    return ems * size * (_BOLD if bold else 1.0)


def fitting(words: str, room: float, size: float = 13.0, bold: bool = False) -> str:
    """Return `words`, cut short with an ellipsis where they take more than `room` pixels."""
    if width_of(words, size, bold) <= room:
        return words
    while len(words) > 1 and width_of(words + "…", size, bold) > room:
        words = words[:-1].rstrip()
    return words + "…"


def wrapped(words: str, room: float, size: float = 13.0, bold: bool = False) -> list[str]:
    """Return `words` in lines of at most `room` pixels, broken at blanks and after hyphens.

    What is still longer is cut short.
    """
    lines: list[str] = []
    for piece in _PIECE.findall(words):
        longer = f"{lines[-1]}{piece}" if lines else piece
        if lines and width_of(longer.rstrip(), size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return [fitting(one.rstrip(), room, size, bold) for one in lines]
