"""What is asked of an import: which exports, of which day, and what the user says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, TypeVar, get_args

from simulator.errors import InputError, Problem
from simulator.importers.mapping import Said
from simulator.importers.vendors.export import Units
from simulator.scenario.reading.amounts import Mark
from simulator.scenario.reading.csv_cells import Order

__all__ = ["Wanted"]

FOLDER: Final = "import"
"""Where the files of an import go unless another folder is named."""


@dataclass(frozen=True)
class Wanted:
    """Which exports to read and how; nothing is read before it is answered."""

    files: tuple[str, ...]
    as_of: date | str | None = None
    opening: str | None = None
    decimal: str | None = None
    dates: str | None = None
    fx: Mapping[str, float] = field(default_factory=dict)
    amounts: str | None = None
    export: str = ""
    mapping: str = ""
    sheet: str = ""
    maps: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    folder: str = FOLDER

    @cached_property
    def day(self) -> date:
        """The day of the exports; raises InputError where it is none."""
        if self.as_of is None:
            return date.today()
        if isinstance(self.as_of, date):
            return self.as_of
        try:
            return date.fromisoformat(self.as_of)
        except ValueError:
            raise InputError([Problem(f"is {self.as_of}", path="as_of", allowed="a day such as 2026-12-18")]) from None

    @cached_property
    def month(self) -> date | None:
        """The first day of the earlier opening that is asked for; raises InputError where it is no month."""
        if self.opening is None:
            return None
        try:
            return date.fromisoformat(f"{self.opening}-01")
        except ValueError:
            allowed = "a month such as 2024-01"
            raise InputError([Problem(f"is {self.opening}", path="opening", allowed=allowed)]) from None

    def said(self) -> Said:
        """Return what is said of all exports; raises InputError for a word that is none of those allowed."""
        return Said(
            _one("decimal", self.decimal, get_args(Mark)),
            _one("dates", self.dates, get_args(Order)),
            {code.upper(): rate for code, rate in self.fx.items()},
            _one("amounts", self.amounts, get_args(Units)),
            self.sheet,
            self.export,
            self.maps,
            self.statuses,
            {title.casefold(): role for title, role in self.titles.items()},
        )


Known = TypeVar("Known", bound=str)


def _one(name: str, value: str | None, allowed: tuple[Known, ...]) -> Known | None:
    """Return which of the `allowed` words an argument is, None where nothing is said."""
    found = next((one for one in allowed if one == value), None)
    if value is not None and found is None:
        raise InputError([Problem(f"is {value}", path=name, allowed=", ".join(allowed))])
    return found
