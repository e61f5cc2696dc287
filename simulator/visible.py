"""Characters that a reader sees: what a name consists of, and all that is ever written to a terminal.

An escape sequence, a null or a mark that turns the direction of reading can hide what stands beside it, or act on the
terminal. Such a character is refused where a name is read, and shown as `�` where a text is written.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "is_name",
    "visible",
]

UNSEEN: Final = "�"
"""What stands in a message for a character that cannot be seen."""


def visible(text: str, *, lines: bool = False) -> str:
    """Return `text` with `�` for each character that cannot be seen; with `lines` the ends of lines stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or (lines and c == "\n") else UNSEEN for c in text)


def is_name(text: str) -> bool:
    """Tell whether `text` can name something: some of it can be seen, and nothing in it is hidden."""
    return text.isprintable() and not text.isspace() and bool(text)
