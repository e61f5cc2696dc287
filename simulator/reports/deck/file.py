"""A deck as a file: its slides placed on a master, or refreshed in a deck that its readers have edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator.reports.deck.into import refreshed
from simulator.reports.deck.master import own_master
from simulator.reports.deck.package import bytes_of, opened
from simulator.reports.deck.placing import place
from simulator.reports.deck.template import template_master

if TYPE_CHECKING:
    from simulator.reports.deck.deck import Deck

__all__ = ["deck_file"]


def deck_file(
    deck: Deck, template: Path | None = None, layout: str | None = None, into: Path | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """Return the .pptx of a `deck`, the same bytes for the same deck, and what there is to say of it.

    It stands on the master of a `template` (with the `layout` of that name), our own by default, or refreshes what is
    `into` a deck edited since.
    """
    if into is not None:
        edited = opened(into)
        notices = refreshed(edited, deck, into)
        return bytes_of(edited), notices
    master = own_master() if template is None else template_master(template, layout)
    for slide in deck.slides:
        place(master, slide, deck.foot)
    return bytes_of(master.deck, deck.title), master.notices
