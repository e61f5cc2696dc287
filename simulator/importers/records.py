"""What is read of exports, in records that all importers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from simulator.clock import add_months

FateOf = Literal["used", "history", "dropped", "duplicate"]
"""What becomes of a row: in the opening book; in the history alone; left out; left out as it was there already."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one row of an export, why, and the ARR it has (dollars a year; 0 where that was not read)."""

    place: str
    customer: str
    fate: FateOf
    reason: str = ""
    arr: float = 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """The day of an export, and the first day of the scenario: the next first of a month."""

    as_of: date

    @property
    def first_day(self) -> date:
        """The first of a month that the export is for: its own day, or the next one."""
        return self.as_of if self.as_of.day == 1 else add_months(self.as_of.replace(day=1), 1)


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one customer pays by one contract.

    `key` tells customers apart and `customer` is the name. `arr` is dollars a year. `renewal` is the first day of the
    next term, None where there is none; `term` the months of a term, None where it is not said. `ends` is the day on
    which it ends or has ended, None where it goes on. `since` says from which day on it is known to be `onboarded`, or
    only whether.
    """

    place: str
    key: str
    customer: str
    id: str
    arr: float
    start: date
    renewal: date | None = None
    term: int | None = None
    ends: date | None = None
    owner: str = ""
    segment: str = ""
    onboarded: bool | date | None = None
    assumed: tuple[str, ...] = ()
    note: str = ""


MovementKind = Literal["new", "expansion", "contraction", "churn", "return"]


@dataclass(frozen=True, slots=True)
class Movement:
    """A change of what a customer pays a month: `mrr_change` in dollars, on a day."""

    day: date
    key: str
    customer: str
    kind: MovementKind
    mrr_change: float
    segment: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a CRM or a list of customers says of one of them; empty where it says nothing."""

    key: str
    customer: str
    owner: str = ""
    segment: str = ""
    onboarded: bool | date | None = None


@dataclass(frozen=True, slots=True)
class Employee:
    """One person of an HR system: a role of the model, the days at work, whether the seat is open."""

    place: str
    name: str
    title: str
    role: str
    start: date | None
    end: date | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal that was won, by the name of the customer; `arr` is dollars a year, None where the export has none."""

    place: str
    customer: str
    day: date | None
    arr: float | None
    owner: str = ""
