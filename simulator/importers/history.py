"""What customers have paid over time: movements of MRR, or MRR by the month, and month-end ARR of either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from simulator.clock import MONTHS_PER_YEAR, add_months
from simulator.importers.records import Movement, MovementKind, Subscription

_NOTHING: Final = 0.005
"""Dollars a month below which a customer is taken to pay nothing: half a cent, lost in rounding."""


@dataclass
class History:
    """Movements in the order of their days; or, of invoices, the MRR of each customer at the end of each month.

    `months` has, by the first day of a month and the customer's key, the name and dollars a month.
    """

    movements: list[Movement] = field(default_factory=list)
    months: dict[date, dict[str, tuple[str, float]]] = field(default_factory=dict)

    @property
    def by_month(self) -> bool:
        """Whether it is told by the month."""
        return bool(self.months)


def of_subscriptions(subscriptions: Iterable[Subscription], until: date) -> History:
    """Return the movements of subscriptions that began before a day, each paying all its life what it pays now.

    `until` is that day. What several of one customer come to on a day is one movement.
    """
    changes: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    names: dict[str, Subscription] = {}
    for one in subscriptions:
        names.setdefault(one.key, one)
        changes[one.key][one.start] += one.arr / MONTHS_PER_YEAR
        if one.ends is not None and one.ends <= until:
            changes[one.key][one.ends] -= one.arr / MONTHS_PER_YEAR
    found = [
        movement
        for key, by_day in changes.items()
        for movement in _movements(names[key], by_day)
        if movement.day <= until
    ]
    return History(in_order(found))


def _movements(customer: Subscription, by_day: Mapping[date, float]) -> Iterator[Movement]:
    level, before = 0.0, False
    for day in sorted(by_day):
        change = by_day[day]
        if abs(change) < _NOTHING:
            continue
        kind = kind_of(level, level + change, before)
        level, before = level + change, True
        yield Movement(day, customer.key, customer.customer, kind, change, customer.segment)


def kind_of(level: float, following: float, before: bool) -> MovementKind:
    """Return the kind of a change of MRR from a `level` to the `following` one, `before` if it was paid earlier on."""
    if level < _NOTHING:
        return "return" if before else "new"
    if following < _NOTHING:
        return "churn"
    return "expansion" if following > level else "contraction"


def in_order(movements: Iterable[Movement]) -> list[Movement]:
    """Return movements by day and customer."""
    return sorted(movements, key=lambda one: (one.day, one.customer, one.key))


def levels_at(history: History, day: date) -> dict[str, tuple[str, float]]:
    """Return what customers pay on a day, before what happens on it: by key, the name and dollars a month.

    Of a history by the month it is the end of the month before.
    """
    if history.by_month:
        return {key: one for key, one in history.months.get(add_months(day, -1), {}).items() if one[1] >= _NOTHING}
    levels: dict[str, tuple[str, float]] = {}
    for one in history.movements:
        if one.day < day:
            levels[one.key] = (one.customer, levels.get(one.key, ("", 0.0))[1] + one.mrr_change)
    return {key: one for key, one in levels.items() if one[1] >= _NOTHING}


def month_ends(history: History, until: date) -> list[tuple[date, int, float]]:
    """Return for each month from the first to that before `until`: its last day, the customers and their ARR."""
    if history.by_month:
        return [
            (add_months(month, 1) - timedelta(days=1), len(levels), MONTHS_PER_YEAR * _sum(levels.values()))
            for month, levels in sorted(history.months.items())
            if month < until
        ]
    found: list[tuple[date, int, float]] = []
    levels: dict[str, float] = defaultdict(float)
    waiting = list(history.movements)
    if not waiting:
        return found
    total, paying = 0.0, 0
    at, following = 0, add_months(waiting[0].day.replace(day=1), 1)
    while following <= until:
        while at < len(waiting) and waiting[at].day < following:
            before = levels[waiting[at].key]
            after = levels[waiting[at].key] = before + waiting[at].mrr_change
            total += (after if after >= _NOTHING else 0.0) - (before if before >= _NOTHING else 0.0)
            paying += (after >= _NOTHING) - (before >= _NOTHING)
            at += 1
        found.append((following - timedelta(days=1), paying, MONTHS_PER_YEAR * round(total, 4)))
        following = add_months(following, 1)
    return found


def _sum(levels: Iterable[tuple[str, float]]) -> float:
    return sum(mrr for _, mrr in levels)


def rows_of(history: History, names: Mapping[str, str]) -> tuple[tuple[str, ...], Sequence[Sequence[object]]]:
    """Return the header and the rows of history.csv; `names` are the names of customers in accounts.csv, by key."""
    if history.by_month:
        rows = [
            (f"{month:%Y-%m}", names.get(key, name), _cents(mrr))
            for month, levels in sorted(history.months.items())
            for key, (name, mrr) in sorted(levels.items(), key=lambda item: item[1][0])
        ]
        return ("month", "account", "mrr"), rows
    segments = any(one.segment for one in history.movements)
    header = ("date", "account", "kind", "mrr_change", *(("segment",) if segments else ()))
    return header, [
        (
            one.day.isoformat(),
            names.get(one.key, one.customer),
            one.kind,
            _cents(one.mrr_change),
            *((one.segment,) if segments else ()),
        )
        for one in history.movements
    ]


def _cents(amount: float) -> str:
    return f"{amount:.2f}".removesuffix(".00")
