"""A company's real start: today's accounts and people, read from the two CSV files that a scenario names."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.progress import no_progress

if TYPE_CHECKING:
    from simulator.progress import Stage
    from simulator.scenario.reading.notices import Notice
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["read_books", "read_today"]


@dataclass(frozen=True)
class Books:
    """What was read of the two files: the book (None where the scenario names none), and how it was read."""

    book: TodaysBook | None
    notices: tuple[Notice, ...] = ()


def read_today(scenario: Scenario) -> TodaysBook | None:
    """Return the accounts and people that the opening of a `scenario` names; None where it names no accounts file.

    Raises ScenarioError with every problem of both files (the first fifty of them), each at its file, line and column,
    and SizeError for a file of more than 256 MB, a million accounts or thirty thousand people.

    An account's running term begins one contract term before its renewal, or at its first close where that is later.
    """
    return read_books(scenario).book


def read_books(scenario: Scenario, stage: Stage = no_progress) -> Books:
    """Return the same as `read_today` does of a `scenario`, and how the files were read where that is not plain.

    `stage` is shown the progress. The last books read are kept, for a command asks for them several times.
    """
    if scenario.opening.accounts_csv is None:
        return Books(None)
    key = _key(scenario)
    if key is None or key not in _LAST:
        _LAST.clear()
        books = _read(scenario, stage)
        if key is None or key != _key(scenario):  # a file that changed under the reader is read again next time
            return books
        _LAST[key] = books
        return books
    return _LAST[key]


_LAST: Final[dict[Hashable, Books]] = {}
"""The books that were read last, by what they depend on."""


def _key(scenario: Scenario) -> Hashable:
    """Return all that the reading of the files depends on; None where a file cannot be looked at."""
    opening = scenario.opening
    try:
        files = tuple(None if file is None else _stamp(file) for file in (opening.accounts_csv, opening.roster_csv))
    except (OSError, ValueError):
        return None
    segments = tuple((name, segment.term_months) for name, segment in scenario.segments.items())
    return files, scenario.start_date, opening.dates, opening.decimal, segments, tuple(scenario.roles.others)


def _stamp(file: str) -> Hashable:
    about = Path(file).stat()
    return str(Path(file).absolute()), about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino


def _read(scenario: Scenario, stage: Stage) -> Books:
    from simulator.scenario.reading.accounts import read_accounts
    from simulator.scenario.reading.csv_cells import Dates
    from simulator.scenario.reading.problems import Problems
    from simulator.scenario.reading.roster import read_roster
    from simulator.scenario.schema.todays_book import TodaysBook

    opening = scenario.opening
    assert opening.accounts_csv is not None
    dates, problems = Dates(scenario.start_date, opening.dates), Problems()
    roster = None
    if opening.roster_csv is not None:
        own_roles = tuple(scenario.roles.others)
        roster, found = read_roster(opening.roster_csv, scenario.start_date, dates, own_roles)
        problems.extend(found)
    accounts = read_accounts(opening.accounts_csv, scenario, roster, dates, stage)
    problems.extend(accounts.problems)
    book = problems.accept(TodaysBook(accounts.accounts, () if roster is None else tuple(roster.people)))
    of_roster = () if roster is None else tuple(roster.notices())
    return Books(book, (*accounts.notices, *of_roster))
