"""Answers that a deck is made of beside results, read again from their folders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from simulator.reports.deck.stored_sensitivity import StoredSensitivity, is_sensitivity, read_sensitivity
from simulator.reports.deck.stored_why import StoredWhy, is_why, read_why
from simulator.reports.page.stored_when import StoredWhen, is_when, read_when

__all__ = ["Answers"]


@dataclass(frozen=True)
class Answers:
    """When to hire, what is lost to what, what matters; of each kind the first is what slides are about."""

    whens: tuple[StoredWhen, ...] = ()
    whys: tuple[StoredWhy, ...] = ()
    moved: tuple[StoredSensitivity, ...] = ()

    def with_that_in(self, folder: Path) -> Answers | None:
        """Return these and the answer in a `folder`; None where it holds none.

        Raises OutputError for one that cannot be read.
        """
        if is_when(folder):
            return replace(self, whens=(*self.whens, read_when(folder)))
        if is_why(folder):
            return replace(self, whys=(*self.whys, read_why(folder)))
        if is_sensitivity(folder):
            return replace(self, moved=(*self.moved, read_sensitivity(folder)))
        return None
