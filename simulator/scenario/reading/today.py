"""A company's real start: today's accounts and people, read from the two CSV files that a scenario names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.scenario.reading.accounts import read_accounts
from simulator.scenario.reading.csv_cells import Dates
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.roster import read_roster
from simulator.scenario.schema.todays_book import TodaysBook

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["read_today"]


@dataclass(frozen=True)
class Books:
    """What was read of the two files: the book (None where the scenario names none), and how it was read."""

    book: TodaysBook | None
    notices: tuple[Notice, ...] = ()


def read_today(scenario: Scenario) -> TodaysBook | None:
    """Return the accounts and people that the opening of a `scenario` names; None where it names no accounts file.

    Raises ScenarioError with every problem of both files (the first fifty of them), each at its file, line and column,
    and SizeError for a file of more than 50 MB, a million accounts or thirty thousand people.

    An account's running term begins one contract term before its renewal, or at its first close where that is later.
    """
    return read_books(scenario).book


def read_books(scenario: Scenario) -> Books:
    """Return the same as `read_today` does, and how the files were read where that is not plain from them."""
    opening = scenario.opening
    if opening.accounts_csv is None:
        return Books(None)
    dates, problems = Dates(scenario.start_date, opening.dates), Problems()
    roster = None
    if opening.roster_csv is not None:
        own_roles = tuple(scenario.roles.others)
        roster, found = read_roster(opening.roster_csv, scenario.start_date, dates, own_roles)
        problems.extend(found)
    accounts = read_accounts(opening.accounts_csv, scenario, roster, dates)
    problems.extend(accounts.problems)
    book = problems.accept(TodaysBook(accounts.accounts, () if roster is None else tuple(roster.people)))
    of_roster = () if roster is None else tuple(roster.notices())
    return Books(book, (*accounts.notices, *of_roster))
