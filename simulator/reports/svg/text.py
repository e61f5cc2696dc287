"""How wide words are, near enough to keep them apart: the widths of a plain sans serif, with a little to spare."""

from __future__ import annotations

from typing import Final

__all__ = ["fitting", "width_of", "wrapped"]

_NARROW: Final = "iIjl|!.,:;'’`·"
_SLIM: Final = 'ftr()[]{}-/\\ "“”*'
_WIDE: Final = "mwMW@%—…"
_ROUND: Final = "ABCDEGHKNOPQRSUVXYZ&"
_EM: Final = {**dict.fromkeys(_NARROW, 0.28), **dict.fromkeys(_SLIM, 0.36), **dict.fromkeys(_WIDE, 0.9)}
_BOLD: Final = 1.07


def width_of(words: str, size: float = 13.0, bold: bool = False) -> float:
    """Return how many pixels one line of `words` takes at a `size` of type."""
    ems = sum(_EM.get(sign, 0.7 if sign in _ROUND else 1.0 if ord(sign) > 0x2E80 else 0.57) for sign in words)
    return ems * size * (_BOLD if bold else 1.0)


def fitting(words: str, room: float, size: float = 13.0, bold: bool = False) -> str:
    """Return `words`, cut short with an ellipsis where they take more than `room` pixels."""
    if width_of(words, size, bold) <= room:
        return words
    while len(words) > 1 and width_of(words + "…", size, bold) > room:
        words = words[:-1].rstrip()
    return words + "…"


def wrapped(words: str, room: float, size: float = 13.0, bold: bool = False) -> list[str]:
    """Return `words` in lines of at most `room` pixels, broken at blanks; a longer word is cut short."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(fitting(word, room, size, bold))
    return lines
