"""What the two CSV files of a company say already: its ARR, its customers and their kinds, how long contracts run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import DAYS_PER_MONTH, MONTHS_PER_YEAR, month_end
from simulator.scenario.founding.company import Books, SegmentToday
from simulator.scenario.reading.csv_table import CsvTable
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.visible import is_name

if TYPE_CHECKING:
    from simulator.scenario.schema.todays_book import Account, TodaysBook

_TERMS: Final = (1, 3, 6, 12, 24, 36, 48, 60)
"""Months of the contracts that there are."""
_MOST: Final = 0.65
"""One or the other account is several contracts, of which the first began earlier."""


@dataclass(frozen=True)
class BooksRead:
    """ARR in dollars and customers in the files; `term` is that of their contracts, in months, as far as dates tell.

    `segments` are those that the accounts name, the one with most ARR first; none where they name none.
    """

    files: Books
    arr: float
    customers: int
    term: int
    segments: tuple[SegmentToday, ...] = ()


def read(files: Books, start: date) -> BooksRead:
    """Return what `files` say of the first day, `start`; raise ScenarioError with every problem in them."""
    names = _segments_named(files.accounts)
    named: dict[str, Any] = {"opening.accounts_csv": str(files.accounts)}
    named |= {f"segments.{name}": {"term_months": _TERMS[-1]} for name in names or ("core",)}
    if files.roster is not None:
        named["opening.roster_csv"] = str(files.roster)
    book = read_today(load("baseline", {"start_date": start.isoformat(), **named}))
    assert book is not None
    found = sorted((_segment(name, book) for name in names), key=lambda one: -one.acv * one.customers)
    arr = sum(account.arr for account in book.accounts)
    return BooksRead(files, arr, len(book.accounts), _term(book.accounts), tuple(found))


def _segments_named(file: Path) -> list[str]:
    """Return the segments that an accounts file names; what is wrong with it is told by whoever reads it whole."""
    table = CsvTable(str(file), {"account": False, "segment": False})
    if not table.usable or "segment" not in table.columns:
        return []
    return list(dict.fromkeys(name for row in table.rows() if is_name(name := table.text(row, "segment"))))


def _segment(name: str, book: TodaysBook) -> SegmentToday:
    own = [account for account in book.accounts if account.segment == name]
    return SegmentToday(name, len(own), sum(account.arr for account in own) / len(own), _term(own))


def _term(accounts: Sequence[Account]) -> int:
    """Return the term that most contracts have run in whole numbers of, and into which each renewal fits.

    Of several it is the longest up to a year, since what has run for two years may be two contracts of one; of longer
    ones the shortest. Where dates tell none it is the shortest into which each renewal fits.
    """
    latest = max(account.renewal_day for account in accounts)
    fitting = [months for months in _TERMS if latest <= month_end(months) + 1.0] or [_TERMS[-1]]
    run = [round((account.renewal_day - account.closed_day) / DAYS_PER_MONTH) for account in accounts]
    told = [term for term in fitting if sum(months % term == 0 for months in run) >= _MOST * len(run)]
    usual = [term for term in told if term <= MONTHS_PER_YEAR]
    return max(usual) if usual else min(told, default=fitting[0])
