"""Which files an import writes, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from simulator.importers.gather import Gathered
from simulator.importers.history import rows_of
from simulator.importers.past_opening import past_accounts, past_roster
from simulator.importers.reconciliation import HEADER, Reconciliation
from simulator.importers.segments import segments_of
from simulator.importers.writing import CsvFile, accounts_file, roster_file


def files_of(found: Gathered, reconciliation: Reconciliation, month: date | None) -> Iterator[CsvFile]:
    """Yield the files of an import; those of an earlier opening too, for the first day of its `month`."""
    if found.book.accounts:
        yield accounts_file("accounts.csv", found.book.accounts, found.segments)
    if found.people is not None:
        yield roster_file("roster.csv", found.people)
    header, rows = rows_of(found.history, found.names)
    if rows:
        yield CsvFile("history.csv", header, rows)
    if month is not None:
        yield from _past(found, month)
    yield CsvFile("reconciliation.csv", HEADER, reconciliation.rows())


def _past(found: Gathered, first: date) -> Iterator[CsvFile]:
    accounts = past_accounts(found.history, found.book, found.ended, first, found.moment.first_day)
    yield accounts_file(f"accounts-{first:%Y-%m}.csv", accounts, segments_of(accounts, found.book.accounts))
    if found.read_people is not None:
        yield roster_file(f"roster-{first:%Y-%m}.csv", past_roster(found.read_people, first))
