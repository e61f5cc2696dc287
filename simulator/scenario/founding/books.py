"""What the two CSV files of a company say already: its ARR, its customers, how long their contracts run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from simulator.clock import month_end
from simulator.scenario.founding.company import Books
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today

if TYPE_CHECKING:
    from simulator.scenario.schema.todays_book import TodaysBook

_TERMS: Final = (1, 3, 6, 12, 24, 36, 48, 60)
"""Months of the contracts that there are."""


@dataclass(frozen=True)
class BooksRead:
    """ARR in dollars and customers in the files; `term` is the shortest, in months, that every renewal fits."""

    files: Books
    arr: float
    customers: int
    term: int


def read(files: Books, start: date) -> BooksRead:
    """Return what `files` say of the first day, `start`; raise ScenarioError with every problem in them."""
    named = {"opening.accounts_csv": str(files.accounts), "segments.core.term_months": _TERMS[-1]}
    if files.roster is not None:
        named["opening.roster_csv"] = str(files.roster)
    book = read_today(load("baseline", {"start_date": start.isoformat(), **named}))
    assert book is not None
    return BooksRead(files, sum(account.arr for account in book.accounts), len(book.accounts), _term(book))


def _term(book: TodaysBook) -> int:
    latest = max(account.renewal_day for account in book.accounts)
    return next((months for months in _TERMS if latest <= month_end(months) + 1.0), _TERMS[-1])
