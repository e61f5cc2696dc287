"""Characters that a reader sees: what a name consists of, and all that is ever written to a terminal.

An escape sequence, a null or a mark that turns the direction of reading can hide what stands beside it, or act on the
terminal. Such a character is refused where a name is read, and shown as `�` where a text is written.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "INVISIBLE",
    "is_name",
    "visible",
]

INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's default ignorable code points, control characters, and the blank pattern of Braille."""

_OF_EMOJI: Final = "\ufe0f"
"""Asks for a coloured picture of the character before it; keyboards write it."""

UNSEEN: Final = "�"
"""What stands in a message for a character that cannot be seen."""


def visible(text: str, *, lines: bool = False) -> str:
    """Return `text` with `�` for each character that cannot be seen; with `lines` the ends of lines stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or (lines and c == "\n") else UNSEEN for c in text)


def is_name(text: str) -> bool:
    """Tell whether `text` can name something: some of it can be seen, and nothing in it is hidden."""
    seen = text.replace(_OF_EMOJI, "")
    return text.isprintable() and bool(seen) and not seen.isspace() and not INVISIBLE.search(seen)
