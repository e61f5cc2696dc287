"""What became of every row, and the figures to hold against the ledger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from simulator.importers.book import Account
from simulator.importers.records import Fate

LARGEST: Final = 10
_MONTHS: Final = 13
_ORDER: Final = {"used": 0, "history": 1, "duplicate": 2, "dropped": 3}


@dataclass(frozen=True)
class Change:
    """One account that differs from the last import; ARR is None where there is none."""

    account: str
    before: float | None
    now: float | None


@dataclass(frozen=True)
class Reconciliation:
    """The rows of all exports, the accounts, month-end ARR, and what changed since the last import, None at first."""

    fates: tuple[Fate, ...]
    accounts: tuple[Account, ...]
    months: tuple[tuple[date, int, float], ...]
    changes: tuple[Change, ...] | None

    @property
    def arr(self) -> float:
        """The ARR of all accounts."""
        return sum(one.arr for one in self.accounts)

    def by_reason(self, file: str) -> list[tuple[str, str, int, float]]:
        """Return for the rows of a file: what became of them, why, how many, and their ARR; the most first."""
        groups: dict[tuple[str, str], list[Fate]] = defaultdict(list)
        for one in self.fates:
            if one.place.rpartition(":")[0] == file:
                groups[one.fate, plain(one.reason) if one.fate in ("dropped", "duplicate") else ""].append(one)
        ranked = sorted(groups, key=lambda kind: (_ORDER[kind[0]], -len(groups[kind]), kind[1]))
        return [
            (fate, many[0].reason if reason and len(many) == 1 else reason, len(many), sum(one.arr for one in many))
            for (fate, reason), many in ((kind, groups[kind]) for kind in ranked)
        ]

    def lines(self) -> Iterator[str]:
        """Yield the reconciliation as it is printed."""
        files = list(dict.fromkeys(one.place.rpartition(":")[0] for one in self.fates))
        for file in files:
            found = self.by_reason(file)
            rows = sum(row[2] for row in found)
            yield f"{file}: {rows:,} row{'' if rows == 1 else 's'} in"
            for fate, reason, count, arr in found:
                words = {"used": "used", "history": "in the history alone", "duplicate": "there already"}.get(
                    fate, reason
                )
                words += f": {reason}" if fate == "duplicate" else ""
                yield f"  {count:>7,}  {words}{f', {dollars(arr)} ARR' if arr else ''}"
        if self.accounts:
            several = "" if len(self.accounts) == 1 else "s"
            yield f"{len(self.accounts):,} account{several}, {dollars(self.arr)} ARR: hold this against the ledger"
            yield "The largest:"
            for one in self.accounts[:LARGEST]:
                yield f"  {dollars(one.arr):>14}  {one.arr / self.arr:5.1%}  {one.customer}, renews {one.renewal}"
        if self.months:
            yield "ARR at the end of the month:"
            for day, count, arr in self.months[-_MONTHS:]:
                yield f"  {day:%b %Y}  {dollars(arr):>14}  {count:,} customer{'' if count == 1 else 's'}"
        yield from self._changes()

    def _changes(self) -> Iterator[str]:
        if self.changes is None:
            return
        if not self.changes:
            yield "Nothing changed since the last import."
            return
        new = [one for one in self.changes if one.before is None]
        gone = [one for one in self.changes if one.now is None]
        other = [one for one in self.changes if one.before is not None and one.now is not None]
        yield f"Since the last import: {len(new):,} new, {len(gone):,} gone, {len(other):,} pay more or less"
        largest = sorted(self.changes, key=lambda one: -abs((one.now or 0.0) - (one.before or 0.0)))
        for one in largest[:LARGEST]:
            before, now = ("none" if value is None else dollars(value) for value in (one.before, one.now))
            yield f"  {one.account}: {before} before, {now} now"

    def rows(self) -> list[tuple[object, ...]]:
        """Return the rows of reconciliation.csv: one for every row of every export."""
        return [(one.place, one.customer, one.fate, one.reason, f"{one.arr:.2f}") for one in self.fates]


HEADER: Final = ("row", "customer", "became", "reason", "arr")


def plain(reason: str) -> str:
    """Return a reason without the days and numbers in it, so that alike ones count as one."""
    return re.sub(r"\d{4}-\d\d-\d\d|\b\d[\d,.]*\b", "…", reason)


def dollars(amount: float) -> str:
    """Return dollars with all their digits, cents where there are any: what a ledger is held against."""
    text = f"{amount:,.2f}".removesuffix(".00")
    return f"-${text[1:]}" if text.startswith("-") else f"${text}"


def changes(before: Mapping[str, float], accounts: Sequence[Account]) -> tuple[Change, ...]:
    """Return the accounts whose ARR is another than before by more than half a dollar, those that came and went too."""
    now = {one.customer: one.arr for one in accounts}
    names = [*now, *(name for name in before if name not in now)]
    found = (Change(name, before.get(name), now.get(name)) for name in names)
    return tuple(one for one in found if one.before is None or one.now is None or abs(one.now - one.before) > 0.5)
