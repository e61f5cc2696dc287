"""A report read as a browser reads it: elements, addresses, ids, words."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

_VOID = frozenset({"meta", "br", "input", "rect", "path", "circle"})


@dataclass
class Element:
    """One element: its name, attributes, and the text inside it, that of inner ones included."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All elements of a page in their order; the parser fails on one that is not closed where it was opened."""

    elements: list[Element] = field(default_factory=list)
    open_: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, html: str) -> Page:
        page = cls()
        page.feed(html)
        page.close()
        assert not page.open_
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self.open_.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_ and self.open_.pop().name == tag, f"</{tag}> where another is open"

    def handle_data(self, data: str) -> None:
        for element in self.open_:
            element.text += data

    def named(self, *names: str) -> list[Element]:
        """Return the elements of some names."""
        return [element for element in self.elements if element.name in names]

    def files(self) -> dict[str, list[dict[str, str]]]:
        """Return the CSV files within the page by name, as rows."""
        found = {}
        for link in self.named("a"):
            kind, _, text = link.attributes.get("href", "").partition(",")
            if kind.startswith("data:text/csv"):
                found[link.attributes["download"]] = list(csv.DictReader(io.StringIO(unquote(text))))
        return found
