"""Markup put together from text: what is written for readers is escaped, and signs that XML has not are left out."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final
from xml.sax.saxutils import escape

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, *inside: str) -> str:
    """Return an element around markup."""
    return f"<{name}>{''.join(inside)}</{name}>"


def plain(text: str) -> str:
    """Return a text without what no XML file may hold."""
    return _NO_XML.sub("�", text)


def words(text: str) -> str:
    """Return a text as markup."""
    return escape(plain(text), {'"': "&quot;"})


_SPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def found(root: Any, path: str) -> list[Any]:
    """Return what an XPath finds below an element, in the prefixes that Office gives its own."""
    return list(_path(path)(root))


@cache
def _path(path: str) -> Any:
    from lxml import etree

    return etree.XPath(path, namespaces=_SPACES)
