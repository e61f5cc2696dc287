"""HTML put together from parts: whatever is not markup already is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_VOID = frozenset({"meta", "br", "input"})


class Markup(str):
    """Text that is HTML; every other text is escaped where it is put into a page."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str | int | bool | None) -> Markup:
    """Return an element. Of attributes `class_` is `class`, `data_at` is `data-at`; True stands alone, None is none."""
    said = "".join(_attribute(one, value) for one, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{said}>")
    return Markup(f"<{name}{said}>{joined(children)}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Return parts one after the other, escaped where they are no markup."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    told = name.removesuffix("_").replace("_", "-")
    return f" {told}" if value is True else f' {told}="{escape(str(value), quote=True)}"'
