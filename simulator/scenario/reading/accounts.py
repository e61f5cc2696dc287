"""The customers of today, from the accounts CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from simulator.clock import add_months, month_end, simulated_day
from simulator.errors import Problem, SizeError
from simulator.scenario.reading import csv_words
from simulator.scenario.reading.complaints import Complaints, folded
from simulator.scenario.reading.csv_sheet import Row, Sheet
from simulator.scenario.reading.csv_words import Dates
from simulator.scenario.reading.roster import RESERVED, Roster
from simulator.scenario.schema.todays_book import FOUNDERS, NOBODY, Account
from simulator.scenario.units import Misread, quoted

if TYPE_CHECKING:
    from simulator.scenario.schema.market import Segment
    from simulator.scenario.schema.scenario import Scenario

MAX_ACCOUNTS: Final = 1_000_000
TOLERANCE: Final = timedelta(days=1)
PAID_THROUGH: Final = "paid_through"
"""The column that says the last day of the running term, in place of `renewal`, the first day of the next one."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a segment means for the dates of its accounts."""

    name: str
    months: int
    days: float
    latest: date


def read_accounts(
    file: str, scenario: Scenario, roster: Roster | None, dates: Dates, complaints: Complaints
) -> list[Account]:
    """Return the accounts of a file; what is wrong in it goes to `complaints`. Raises SizeError beyond a million."""
    one_segment = len(scenario.segments) == 1
    listed = roster is not None and (roster.gives_accounts or not roster.sheet.usable)
    columns = {"account": True, "arr": True, "start": True, "renewal": True}
    columns |= {"segment": not one_segment, "owner": not listed, "onboarded": True}
    sheet = Sheet(file, columns, complaints, instead={"renewal": PAID_THROUGH})
    if not sheet.usable:
        return []
    reader = _Reader(sheet, scenario, roster, dates)
    accounts: list[Account] = []
    count = 0
    for row in sheet.rows():
        count += 1
        account = reader.account(row)
        if account is not None and count <= MAX_ACCOUNTS:
            accounts.append(account)
    if count > MAX_ACCOUNTS:
        message = f"{count:,} accounts, {count - MAX_ACCOUNTS:,} more than the {MAX_ACCOUNTS:,} allowed"
        raise SizeError([Problem(message, file=file)])
    if count == 0 and not sheet.broken:
        complaints.add(Problem("there are no accounts below the header", file=file, allowed="at least one account"))
    reader.check_listed()
    return accounts


class _Reader:
    """Reads the rows of an accounts file one by one."""

    def __init__(self, sheet: Sheet, scenario: Scenario, roster: Roster | None, dates: Dates) -> None:
        self._sheet = sheet
        self._start = scenario.start_date
        self._roster = roster
        self._dates = dates
        self._kinds = {
            name: _Kind(name, segment.term_months, month_end(segment.term_months), self._latest(segment))
            for name, segment in scenario.segments.items()
        }
        self._by_any_spelling = {folded(name): kind for name, kind in self._kinds.items()} | self._kinds
        self._lines: dict[str, tuple[int, str]] = {}
        self._owners: dict[str, int | None] = {}

    def _latest(self, segment: Segment) -> date:
        return add_months(self._start, segment.term_months) + TOLERANCE

    def account(self, row: Row) -> Account | None:
        """Return the account of a row, or None after complaining about every cell that is wrong in it."""
        name = self._name(row)
        amount = self._arr(row)
        kind = self._kind(row)
        closed = self._closed(row)
        renewal = self._renewal(row, kind, closed)
        owner = self._owner(row, folded(name))
        onboarded = self._onboarded(row, closed)
        if not name or kind is None or closed is None or renewal is None or owner is None:
            return None
        if amount is None or onboarded is None:
            return None
        closed_day, renewal_day = closed[1], renewal[1]
        term_start = max(min(renewal_day - kind.days, 0.0), closed_day)
        return Account(name, kind.name, owner, onboarded, amount, closed_day, term_start, renewal_day)

    def _name(self, row: Row) -> str:
        name = " ".join(self._sheet.text(row, "account").split())
        if not name:
            self._sheet.complain(row, "account", "the name of the account is missing", "a name, each only once")
            return ""
        line, _ = self._lines.setdefault(folded(name), (row.line, name))
        if line != row.line:
            self._sheet.complain(
                row, "account", f"{quoted(name)} stands on line {line + 1} already", "a name, each only once"
            )
            return ""
        return name

    def _arr(self, row: Row) -> float | None:
        try:
            return csv_words.arr(self._sheet.text(row, "arr"))
        except Misread as problem:
            self._sheet.misread(row, "arr", problem)
            return None

    def _kind(self, row: Row) -> _Kind | None:
        text = self._sheet.text(row, "segment")
        if not text and len(self._kinds) == 1:
            return next(iter(self._kinds.values()))
        kind = self._by_any_spelling.get(text) or self._by_any_spelling.get(folded(text))
        if kind is None:
            message = f"{quoted(text)} is not a segment of the scenario" if text else "the segment is missing"
            nearest = self._sheet.complaints.nearest(text, self._kinds)
            self._sheet.complain(row, "segment", message, ", ".join(self._kinds), nearest)
        return kind

    def _closed(self, row: Row) -> tuple[date, float] | None:
        found = self._date(row, "start")
        if found is not None and found[0] > self._start:
            self._sheet.complain(
                row,
                "start",
                f"the contract starts on {found[0]}, after the start date of the scenario",
                f"{self._start} or before; leave out contracts not signed yet",
            )
            return None
        return found if found is None else (found[0], min(found[1], 0.0))  # what is in the opening book is signed

    def _renewal(self, row: Row, kind: _Kind | None, closed: tuple[date, float] | None) -> tuple[date, float] | None:
        column = PAID_THROUGH if PAID_THROUGH in self._sheet.columns else "renewal"
        found = self._date(row, column)
        if found is None:
            return None
        behind = timedelta(days=1 if column == PAID_THROUGH else 0)  # the next term begins so long after the date
        when, latest = found[0] + behind, kind.latest if kind is not None else date.max
        said = f"the term paid through {found[0]}" if behind else f"the renewal on {when}"
        first = self._start - behind
        allowed = f"{first} to {latest - behind}" if kind is not None else f"{first} or later"
        if when < self._start:
            message = f"{said} is past: the scenario starts on {self._start}"
        elif when > latest:
            term = f"{kind.months} month{'' if kind.months == 1 else 's'}" if kind is not None else ""
            lies = "ends" if behind else "is"
            message = f"{said} {lies} more than one term of {term} after the start date {self._start}"
        elif closed is not None and when <= closed[0]:
            message = f"{said} is not after the contract's start on {closed[0]}"
        else:
            return when, simulated_day(self._start, when)
        self._sheet.complain(row, column, message, allowed)
        return None

    def _date(self, row: Row, name: str) -> tuple[date, float] | None:
        try:
            return self._dates.read(self._sheet.text(row, name))
        except Misread as problem:
            self._sheet.misread(row, name, problem)
            return None

    def _onboarded(self, row: Row, closed: tuple[date, float] | None) -> bool | None:
        text = self._sheet.text(row, "onboarded")
        answer = csv_words.yes_or_no(text)
        if answer is not None:
            return answer
        allowed = "yes, no, or the date of the sign-off"
        if not text:
            self._sheet.complain(row, "onboarded", "it is not said whether the account is onboarded", allowed)
            return None
        try:
            when, day = self._dates.read(text)
        except Misread as problem:
            self._sheet.complain(row, "onboarded", f"{quoted(text)} is neither yes or no nor a date", allowed,
                                 problem.suggestion)  # fmt: skip
            return None
        if closed is not None and day < closed[1]:
            self._sheet.complain(
                row, "onboarded", f"signed off on {when}, before the contract's start on {closed[0]}", allowed
            )
            return None
        return when <= self._start

    def _owner(self, row: Row, account: str) -> int | None:
        """Return who an account belongs to by its own row, or else by the roster's lists; None where that is wrong."""
        text = self._sheet.text(row, "owner")
        listed = None if self._roster is None else self._roster.listed.get(account)
        if not text:
            return NOBODY if listed is None else listed.person
        owner = self._owners[text] if text in self._owners else self._named_owner(row, text, folded(text))
        if owner is not None:
            self._owners[text] = owner
            if listed is not None and listed.person is not None and listed.person != owner:
                self._contradicted(row, text, listed.person, listed.row)
        return owner

    def _contradicted(self, row: Row, owner: str, person: int, listed_in: Row) -> None:
        assert self._roster is not None
        place = self._roster.sheet.place_of(listed_in, "accounts")
        theirs = quoted(self._roster.people[person].name)
        self._sheet.complain(
            row,
            "owner",
            f"the owner here is {quoted(owner)}, but the roster lists the account under {theirs} ({place})",
            "one owner, named in either file or the same in both",
        )

    def _named_owner(self, row: Row, text: str, key: str) -> int | None:
        if key in RESERVED:
            return FOUNDERS
        roster = self._roster
        if roster is None:
            allowed = "founders, or nothing; a name needs a roster_csv in the scenario"
            self._sheet.complain(row, "owner", f"there is no roster to find {quoted(text)} in", allowed)
        elif key not in roster.by_name:
            if roster.sheet.usable and not roster.sheet.broken:
                names = roster.owners()
                nearest = self._sheet.complaints.nearest(text, [*names, RESERVED[0]])
                self._sheet.complain(
                    row, "owner", f"{quoted(text)} is not on the roster", _owners_in_words(names), nearest
                )
        else:
            person = roster.by_name[key]
            if person is None or person not in roster.why_not:
                return person
            self._sheet.complain(row, "owner", roster.why_not[person], _owners_in_words(roster.owners()))
        return None

    def check_listed(self) -> None:
        """Complain about accounts that the roster lists and this file does not have."""
        roster = self._roster
        if roster is None or self._sheet.broken:
            return
        for key, listed in roster.listed.items():
            if key not in self._lines:
                alike = (name for other, (_, name) in self._lines.items() if other[:1] == key[:1])
                nearest = roster.sheet.complaints.nearest(listed.account, alike)
                message = f"{quoted(listed.account)} is not in the accounts file"
                allowed = "names of accounts, with ; or | between them"
                roster.sheet.complain(listed.row, "accounts", message, allowed, nearest, part=listed.account)


def _owners_in_words(names: list[str]) -> str:
    shown = names[:8]
    more = [f"{len(names) - 8:,} more CSMs"] if len(names) > 8 else []
    return f"a CSM in place ({', '.join(shown + more)}), founders, or nothing" if names else "founders, or nothing"
