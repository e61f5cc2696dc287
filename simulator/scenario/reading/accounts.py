"""The customers of today, from the accounts CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from simulator.clock import add_months, month_end, simulated_day
from simulator.errors import Problem
from simulator.scenario.reading import csv_cells
from simulator.scenario.reading.amounts import Amounts
from simulator.scenario.reading.csv_cells import Dates
from simulator.scenario.reading.csv_records import Row
from simulator.scenario.reading.csv_table import CsvTable
from simulator.scenario.reading.nearest import folded, nearest_name, told_apart
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.roster import RESERVED, Roster
from simulator.scenario.schema.todays_book import FOUNDERS, NOBODY, Account
from simulator.scenario.units import InvalidValue, quoted

if TYPE_CHECKING:
    from simulator.progress import Stage
    from simulator.scenario.schema.market import Segment
    from simulator.scenario.schema.scenario import Scenario

MAX_ACCOUNTS: Final = 1_000_000
_AT_ONCE: Final = 20_000  # rows between two signs of progress
TOLERANCE: Final = timedelta(days=1)
_SIGN_OFF: Final = "yes, no, or the date of the sign-off"
PAID_THROUGH: Final = "paid_through"
"""The column that says the last day of the running term, in place of `renewal`, the first day of the next one."""
MRR: Final = "mrr"
"""The column that says revenue by the month, in place of `arr`, by the year."""


@dataclass(frozen=True, slots=True)
class _SegmentDates:
    """What a segment means for the dates of its accounts: the months and days of a term, the latest renewal."""

    name: str
    months: int
    days: float
    latest: date


@dataclass(frozen=True)
class AccountsRead:
    """The accounts of a file as far as they could be read, what is wrong in it, and how it was read."""

    accounts: tuple[Account, ...]
    problems: Problems
    notices: tuple[Notice, ...] = ()


def read_accounts(
    file: str,
    scenario: Scenario,
    roster: Roster | None,
    dates: Dates,
    stage: Stage,
) -> AccountsRead:
    """Return the accounts of a file, what is wrong in it or contradicts the roster, and how it was read.

    `stage` is shown how many of the file's lines have been read.
    """
    one_segment = len(scenario.segments) == 1
    assigned = roster is not None and (roster.gives_accounts or not roster.table.usable)
    columns = {"account": True, "arr": True, "start": True, "renewal": True}
    columns |= {"segment": not one_segment, "owner": not assigned, "onboarded": True}
    table = CsvTable(file, columns, instead={"arr": MRR, "renewal": PAID_THROUGH})
    problems = table.problems
    if not table.usable:
        return AccountsRead((), problems)
    reader = _Reader(table, scenario, roster, dates)
    accounts: list[Account] = []
    count = 0
    with stage(f"Reading {table.name}", table.size) as advance:
        for row in table.rows():
            count += 1
            account = reader.account(row)
            if account is not None and count <= MAX_ACCOUNTS:
                accounts.append(account)
            if count % _AT_ONCE == 0:
                advance(_AT_ONCE)
    if count > MAX_ACCOUNTS:
        message = f"{count:,} accounts, {count - MAX_ACCOUNTS:,} more than the {MAX_ACCOUNTS:,} allowed"
        problems.too_large = Problem(message, file=file)
    if count == 0 and not table.malformed:
        problems.add(Problem("there are no accounts below the header", file=file, allowed="at least one account"))
    reader.check_assignments()
    amounts = (Notice(f"{table.name}: {text}", in_runs=True) for text in reader.amounts.notes())
    return AccountsRead(tuple(accounts), problems, (*amounts, *table.notices()))


class _Reader:
    """Reads the rows of an accounts file one by one."""

    def __init__(self, table: CsvTable, scenario: Scenario, roster: Roster | None, dates: Dates) -> None:
        self._table = table
        self._start = scenario.start_date
        self._roster = roster
        self._dates = dates
        self._segments = {
            name: _SegmentDates(name, segment.term_months, month_end(segment.term_months), self._latest(segment))
            for name, segment in scenario.segments.items()
        }
        monthly = MRR in table.columns
        self._arr = MRR if monthly else "arr"
        self._ends = PAID_THROUGH if PAID_THROUGH in table.columns else "renewal"
        cells = partial(table.cells, self._arr)
        self.amounts = Amounts(scenario.opening.decimal, monthly, table.semicolons, cells)
        self._by_any_spelling = {folded(name): one for name, one in self._segments.items()} | self._segments
        self._lines: dict[str, tuple[int, str]] = {}
        self._owners: dict[str, int | None] = {}
        self._closings: dict[str, tuple[date, float]] = {}
        self._renewals: dict[tuple[str, str], tuple[date, float]] = {}

    def _latest(self, segment: Segment) -> date:
        return add_months(self._start, segment.term_months) + TOLERANCE

    def account(self, row: Row) -> Account | None:
        """Return the account of a row; None, with every cell that is wrong in it noted, where there is none."""
        name, key = self._name(row)
        amount = self._table.read(row, self._arr, self.amounts.read)
        segment = self._segment(row)
        closed = self._closed(row)
        renewal = self._renewal(row, segment, closed)
        owner = self._owner(row, key)
        onboarded = self._onboarded(row, closed)
        if not name or segment is None or closed is None or renewal is None or owner is None:
            return None
        if amount is None or onboarded is None:
            return None
        closed_day, renewal_day = closed[1], renewal[1]
        term_start = max(min(renewal_day - segment.days, 0.0), closed_day)
        return Account(name, segment.name, owner, onboarded, amount, closed_day, term_start, renewal_day)

    def _name(self, row: Row) -> tuple[str, str]:
        """Return the name of an account, empty where it is wrong, and the form in which it is compared."""
        name = " ".join(self._table.raw(row, "account").split())
        key = folded(name)
        allowed = "a name, each only once"
        if not key:
            self._table.note(row, "account", "the name of the account is missing", allowed)
            return "", key
        line, known = self._lines.setdefault(key, (row.line, name))
        if line != row.line:
            message = f"{quoted(name)} stands on line {line + 1} already{told_apart(name, known)}"
            self._table.note(row, "account", message, allowed)
            return "", key
        return name, key

    def _segment(self, row: Row) -> _SegmentDates | None:
        text = self._table.text(row, "segment")
        if not text and len(self._segments) == 1:
            return next(iter(self._segments.values()))
        found = self._by_any_spelling.get(text) or self._by_any_spelling.get(folded(text))
        if found is None:
            message = f"{quoted(text)} is not a segment of the scenario" if text else "the segment is missing"
            likely = partial(nearest_name, text, self._segments)
            self._table.note(row, "segment", message, ", ".join(self._segments), likely)
        return found

    def _closed(self, row: Row) -> tuple[date, float] | None:
        text = self._table.text(row, "start")
        known = self._closings.get(text)
        if known is not None:
            return known
        found = self._table.read(row, "start", self._dates.read)
        if found is not None and found[0] > self._start:
            message = f"the contract starts on {found[0]}, after the start date of the scenario"
            allowed = f"{self._start} or before; leave out contracts not signed yet"
            self._table.note(row, "start", message, allowed)
            return None
        if found is not None:
            found = self._closings[text] = found[0], min(found[1], 0.0)  # what is in the opening book is signed
        return found

    def _renewal(
        self, row: Row, segment: _SegmentDates | None, closed: tuple[date, float] | None
    ) -> tuple[date, float] | None:
        """Return the first day of the next term, each spelling looked at once for the accounts of a segment."""
        text, name = self._table.text(row, self._ends), "" if segment is None else segment.name
        found = self._renewals.get((text, name))
        if found is None:
            found = self._next_term(row, segment)
            if found is None:
                return None
            self._renewals[text, name] = found
        if closed is not None and found[0] <= closed[0]:
            message = f"{self._said(found[0])} is not after the contract's start on {closed[0]}"
            self._table.note(row, self._ends, message, self._within(segment))
            return None
        return found

    def _next_term(self, row: Row, segment: _SegmentDates | None) -> tuple[date, float] | None:
        """Return the first day of the next term where the company may have such a one."""
        found = self._table.read(row, self._ends, self._dates.read)
        if found is None:
            return None
        paid = self._ends == PAID_THROUGH
        when = found[0] + timedelta(days=1) if paid else found[0]  # the next term begins the day after
        said, lies = self._said(when), "ends" if paid else "is"
        if when < self._start:
            message = f"{said} is past: the scenario starts on {self._start}"
        elif segment is not None and when > segment.latest:
            term = f"{segment.months} month{'' if segment.months == 1 else 's'}"
            message = f"{said} {lies} more than one term of {term} after the start date {self._start}"
        else:
            return when, simulated_day(self._start, when)
        self._table.note(row, self._ends, message, self._within(segment))
        return None

    def _said(self, when: date) -> str:
        """Return how the first day of the next term is said in the file's own way."""
        if self._ends == PAID_THROUGH:
            return f"the term paid through {when - timedelta(days=1)}"
        return f"the renewal on {when}"

    def _within(self, segment: _SegmentDates | None) -> str:
        """Return from when to when the running term may end, in the file's own way."""
        behind = timedelta(days=1 if self._ends == PAID_THROUGH else 0)
        first = self._start - behind
        return f"{first} or later" if segment is None else f"{first} to {segment.latest - behind}"

    def _onboarded(self, row: Row, closed: tuple[date, float] | None) -> bool | None:
        text = self._table.text(row, "onboarded")
        answer = csv_cells.yes_or_no(text)
        if answer is not None:
            return answer
        found = self._table.read(row, "onboarded", self._signed_off)
        if found is None:
            return None
        when, day = found
        if closed is not None and day < closed[1]:
            message = f"signed off on {when}, before the contract's start on {closed[0]}"
            self._table.note(row, "onboarded", message, _SIGN_OFF)
            return None
        return when <= self._start

    def _signed_off(self, text: str) -> tuple[date, float]:
        if not text:
            raise InvalidValue("it is not said whether the account is onboarded", _SIGN_OFF)
        try:
            return self._dates.read(text)
        except InvalidValue as error:
            message = f"{quoted(text)} is neither yes or no nor a date"
            raise InvalidValue(message, _SIGN_OFF, error.problem.suggestion) from None

    def _owner(self, row: Row, account: str) -> int | None:
        """Return who an account belongs to by its own row, or else by the roster; None where that is wrong."""
        text = self._table.text(row, "owner")
        assigned = None if self._roster is None else self._roster.assignments.get(account)
        if not text:
            return NOBODY if assigned is None else assigned.person
        owner = self._owners[text] if text in self._owners else self._named_owner(row, text, folded(text))
        if owner is not None:
            self._owners[text] = owner
            if assigned is not None and assigned.person is not None and assigned.person != owner:
                self._contradicted(row, text, assigned.person, assigned.row)
        return owner

    def _contradicted(self, row: Row, owner: str, person: int, assigned_in: Row) -> None:
        assert self._roster is not None
        place = self._roster.table.place_of(assigned_in, "accounts")
        theirs = quoted(self._roster.people[person].name)
        message = f"the owner here is {quoted(owner)}, but the roster lists the account under {theirs} ({place})"
        self._table.note(row, "owner", message, "one owner, named in either file or the same in both")

    def _named_owner(self, row: Row, text: str, key: str) -> int | None:
        if key in RESERVED:
            return FOUNDERS
        roster = self._roster
        if roster is None:
            allowed = "founders, or nothing; a name needs a roster_csv in the scenario"
            self._table.note(row, "owner", f"there is no roster to find {quoted(text)} in", allowed)
        elif key not in roster.by_name:
            if roster.table.usable and not roster.table.malformed:
                names = roster.owners()
                likely = partial(nearest_name, text, [*names, RESERVED[0]])
                self._table.note(row, "owner", f"{quoted(text)} is not on the roster", _owners_in_words(names), likely)
        else:
            person = roster.by_name[key]
            if person is None or person not in roster.cannot_own:
                return person
            self._table.note(row, "owner", roster.cannot_own[person], _owners_in_words(roster.owners()))
        return None

    def check_assignments(self) -> None:
        """Note accounts that the roster gives away and this file does not have, at their place in the roster."""
        roster = self._roster
        if roster is None or self._table.malformed:
            return
        for key, assigned in roster.assignments.items():
            if key not in self._lines:
                message = f"{quoted(assigned.account)} is not in the accounts file"
                allowed = "names of accounts, with ; or | between them"
                likely, name = partial(self._likely_account, key), assigned.account
                roster.table.note(
                    assigned.row, "accounts", message, allowed, likely, part=name, into=self._table.problems
                )

    def _likely_account(self, key: str) -> str:
        return nearest_name(key, (name for other, (_, name) in self._lines.items() if other[:1] == key[:1]))


def _owners_in_words(names: list[str]) -> str:
    shown = names[:8]
    more = [f"{len(names) - 8:,} more CSMs"] if len(names) > 8 else []
    return f"a CSM in place ({', '.join(shown + more)}), founders, or nothing" if names else "founders, or nothing"
