"""The opening book of an earlier day, out of the history: for a scenario that begins back then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from simulator.clock import MONTHS_PER_YEAR, add_months
from simulator.errors import InputError, Problem
from simulator.importers.book import ONBOARDED_AFTER, Account, Book
from simulator.importers.history import History, levels_at
from simulator.importers.intervals import next_on_or_after
from simulator.importers.people import PeopleRead
from simulator.importers.records import Employee, Subscription


def past_accounts(
    history: History, book: Book, ended: Sequence[Subscription], first: date, opens: date
) -> list[Account]:
    """Return the accounts of an earlier first day, the largest first.

    MRR is that of the history. The first day of a contract is that of the history too, and the renewal the first of its
    anniversaries, a term apart, from that day on; both are marked `assumed`. Raises InputError for a day on which the
    history has nobody, or that is after `opens`, the first day of the book. `ended` are subscriptions that run no more,
    whose terms are known.
    """
    said = _span(history, opens)
    if first > opens:
        raise InputError([Problem(f"{first} is after the exports, which open {opens}", path="opening", allowed=said)])
    levels = levels_at(history, first)
    if not levels:
        raise InputError([Problem(f"the history has no customers on {first}", path="opening", allowed=said)])
    today = {one.key: one for one in book.accounts}
    began = _began(history, first)
    terms = {one.key: one.term for one in ended if one.term is not None} | {key: one.term for key, one in today.items()}
    found = [
        _account(key, name, mrr * MONTHS_PER_YEAR, began[key], first, today.get(key), terms.get(key), history.by_month)
        for key, (name, mrr) in levels.items()
    ]
    return sorted(found, key=lambda one: (-one.arr, one.customer))


def _began(history: History, first: date) -> dict[str, date]:
    """Return when each customer first paid, or came back last, before a day."""
    if history.by_month:
        found: dict[str, date] = {}
        for month, levels in sorted(history.months.items()):
            for key in levels if month < first else ():
                found.setdefault(key, month)
        return found
    return {one.key: one.day for one in history.movements if one.day < first and one.kind in ("new", "return")} | {
        one.key: one.day for one in reversed(history.movements) if one.day < first and one.kind == "new"
    }


def _account(
    key: str, name: str, arr: float, start: date, first: date, today: Account | None, term: int | None, by_month: bool
) -> Account:
    months = term or MONTHS_PER_YEAR
    if today is not None and today.start <= first and "renewal" not in today.assumed:
        renewal = _back(today.renewal, months, first)
    else:
        renewal, _ = next_on_or_after(start, months, max(first, start + timedelta(days=1)))
    assumed = (*(("start",) if by_month else ()), "renewal", *(("term",) if term is None else ()), "onboarded")
    return Account(
        today.customer if today is not None else name,
        key,
        arr,
        start,
        renewal,
        months,
        "",
        today.segment if today is not None else "",
        start <= first - ONBOARDED_AFTER,
        assumed,
    )


def _back(renewal: date, term: int, first: date) -> date:
    """Return the first day that lies whole terms before a renewal and not before an earlier first day."""
    terms = 0
    while add_months(renewal, -(terms + 1) * term) >= first:
        terms += 1
    return add_months(renewal, -terms * term)


def past_roster(read: PeopleRead, first: date) -> list[Employee]:
    """Return who was at work on an earlier first day: nobody who came later, and nobody who had left by then."""
    there = [one for one in read.people if one.start is not None and one.start <= first]
    return [replace(one, open=False) for one in there if one.end is None or one.end >= first]


def _span(history: History, opens: date) -> str:
    """Return in words the months on whose first day the history may have somebody."""
    days = list(history.months) if history.by_month else [one.day for one in history.movements]
    if not days:
        return "a history to look back in"
    earliest = add_months(min(days).replace(day=1), 1)
    return f"a month from {earliest:%Y-%m} to {opens:%Y-%m}, within the history"
