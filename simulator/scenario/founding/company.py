"""What somebody has said of a company: the answers to the questions, read, in the units of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from simulator.fiscal import FirstMonth
from simulator.roles import RoleName

__all__ = ["Company"]


@dataclass(frozen=True)
class Moment:
    """When something comes: once ARR is `arr` dollars, or `on` a day; one of the two."""

    arr: float | None = None
    on: date | None = None


@dataclass(frozen=True)
class Growth:
    """A plan by year: by what ARR multiplies (`factors`), or the dollars that it reaches (`levels`); one of both."""

    factors: tuple[float, ...] = ()
    levels: tuple[float, ...] = ()

    @property
    def years(self) -> int:
        """For how many years it is said."""
        return len(self.factors or self.levels)

    def reached(self, arr: float) -> tuple[float, ...]:
        """Return the ARR in dollars after each of its years, from an opening of `arr`."""
        reached = [arr]
        for factor in self.factors:
            reached.append(reached[-1] * factor)
        return self.levels or tuple(reached[1:])

    def multiples(self, arr: float) -> tuple[float, ...]:
        """Return by what ARR multiplies in each of its years, from an opening of `arr` dollars."""
        before = (arr, *self.levels[:-1])
        return self.factors or tuple(level / then for level, then in zip(self.levels, before, strict=True))


@dataclass(frozen=True)
class Bookings:
    """No plan: so many dollars of new ARR a year from new customers."""

    a_year: float


@dataclass(frozen=True)
class Raise:
    """A round of funding: dollars, and when it closes."""

    amount: float
    when: Moment


@dataclass(frozen=True)
class Products:
    """How many products are sold today, and when each of those to come is launched."""

    sold: int = 1
    launches: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Retention:
    """Gross and net revenue retention of the last twelve months, shares of one; None where it is not known."""

    grr: float | None = None
    nrr: float | None = None


@dataclass(frozen=True)
class Spend:
    """Research and administration now: a share of ARR, or dollars a year; one of the two."""

    share: float | None = None
    a_year: float | None = None

    def of(self, arr: float) -> float:
        """Return it as a share of `arr` dollars."""
        return self.share if self.share is not None else (self.a_year or 0.0) / arr


@dataclass(frozen=True)
class SegmentToday:
    """A kind of customers that the accounts name: how many there are, their mean ARR in dollars, months of a term."""

    name: str
    customers: int
    acv: float
    term: int


@dataclass(frozen=True)
class Books:
    """Where today's customers, and its people, stand one by one; `roster` is None where only customers do."""

    accounts: Path
    roster: Path | None = None


@dataclass(frozen=True)
class Company:
    """All that was said, each by the name of its question; what is None, or empty, was not said.

    `arr` is in dollars a year, `customers` is their number on the first day; with `books` both are what those come to.
    `term` is in months; with `segments`, which the accounts name, each has a term and an ACV of its own. `team` has how
    many are in place, by role.
    """

    name: str
    start: date
    arr: float
    customers: int
    plan: Growth | Bookings
    cash: float
    fiscal_year: FirstMonth = "Jan"
    round: tuple[Raise, ...] = ()
    products: Products = Products()
    team: Mapping[RoleName, int] | None = None
    term: int | None = None
    acv: float | None = None
    segments: tuple[SegmentToday, ...] = ()
    retention: Retention = Retention()
    spend: Spend | None = None
    books: Books | None = None

    @property
    def mean(self) -> float:
        """What a customer of today brings on average, in dollars a year."""
        return self.arr / self.customers

    @property
    def months(self) -> int | None:
        """For how many months it is looked at; None where it says nothing of that."""
        return None if isinstance(self.plan, Bookings) else 12 * max(self.plan.years, LEAST_YEARS)


LEAST_YEARS: Final = 3
"""Answers are judged after so many years, so that no fewer are simulated."""
