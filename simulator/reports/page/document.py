"""The page around its sections: one file, its style and script in it, allowed by their hashes and nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Final

from simulator.reports.page.markup import Markup, joined, tag
from simulator.reports.svg.colours import DARK, LIGHT, chart_rules, custom_properties

__all__ = ["GENERATOR"]


GENERATOR: Final = "t2d3 report"
"""What a page says of itself, by which it is known again."""
_HERE: Final = Path(__file__).parent


def style() -> str:
    """Return the style of a page: colours for light and dark, on paper those for light, then the rules."""
    light, dark = custom_properties(LIGHT), custom_properties(DARK)
    colours = f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    return colours + chart_rules() + (_HERE / "page.css").read_text(encoding="utf-8")


def script() -> str:
    """Return the script of a page that has levers."""
    return (_HERE / "levers.js").read_text(encoding="utf-8")


def page_of(title: str, body: Markup, *, moves: bool) -> str:
    """Return the whole file, with a script where something on it `moves`."""
    styled, run = style(), script() if moves else ""
    allowed = [f"style-src {_hash(styled)}", f"script-src {_hash(run)}" if moves else "script-src 'none'"]
    policy = "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name_="generator", content=GENERATOR),
        tag("meta", name_="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(styled)),
    )
    end = [tag("script", Markup(run))] if moves else []
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', body, *end), lang='en')}\n"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def contents(entries: list[tuple[str, str]]) -> Markup:
    """Return links to the sections of a page, by key and words."""
    items = [tag("li", tag("a", words, href=f"#{key}")) for key, words in entries]
    return tag("nav", joined([tag("ul", *items)]), aria_label="Sections")
