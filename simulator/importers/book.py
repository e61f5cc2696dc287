"""The opening book: subscriptions merged into one account a customer, joined with what a CRM says of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from simulator.clock import MONTHS_PER_YEAR, add_months
from simulator.importers.records import About, Fate, Moment, Subscription
from simulator.scenario.reading.nearest import folded
from simulator.scenario.reading.notices import Notice

ONBOARDED_AFTER: Final = timedelta(days=90)
"""Customers whose contract began longer ago are taken for onboarded where nothing says so; it is marked."""
_LEGAL: Final = re.compile(
    r"\b(inc|incorporated|llc|ltd|limited|corp|corporation|co|gmbh|ag|sa|sas|bv|plc|ab|oy|as|aps|pty)\b"
)


@dataclass(frozen=True, slots=True)
class Account:
    """One customer of the opening book; `assumed` names what no export says."""

    customer: str
    key: str
    arr: float
    start: date
    renewal: date
    term: int
    owner: str = ""
    segment: str = ""
    onboarded: bool = True
    assumed: tuple[str, ...] = ()


@dataclass
class Book:
    """The accounts of the first day, the largest first, what became of the rows, and what is worth saying."""

    accounts: list[Account] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def arr(self) -> float:
        """The ARR of all accounts, dollars a year."""
        return sum(account.arr for account in self.accounts)


def merged(running: Sequence[Subscription], about: Sequence[About], moment: Moment) -> Book:
    """Return the book of subscriptions that run on the first day: those of one customer are one account.

    Its ARR is their sum, its first day their earliest, and its renewal and its term are those of the largest.
    """
    book = Book()
    by_customer: dict[str, list[Subscription]] = defaultdict(list)
    for one in running:
        by_customer[one.key].append(one)
    known = Directory(about)
    names = Counter(folded(known.name(many[0])) for many in by_customer.values())
    several = 0
    for key, many in by_customer.items():
        largest = max(many, key=lambda one: one.arr)
        several += len(many) > 1
        name = known.name(largest)
        name = f"{name} ({key.partition(' ')[2]})" if names[folded(name)] > 1 else name
        book.accounts.append(_account(name, largest, many, known, moment))
        book.fates += [_used(one, largest, many, name) for one in many]
    if several:
        what = "customer has" if several == 1 else "customers have"
        text = f"{several:,} {what} several subscriptions: ARR is added up, the renewal is that of the largest"
        book.notices.append(Notice(text))
    twice = sum(count for count in names.values() if count > 1)
    if twice:
        text = f"{twice:,} customers share a name with another; their numbers stand behind it, and they were not merged"
        book.notices.append(Notice(text, doubtful=True))
    book.notices += known.notices()
    book.accounts.sort(key=lambda one: (-one.arr, one.customer))
    return book


def _used(one: Subscription, largest: Subscription, many: Sequence[Subscription], name: str) -> Fate:
    reason = one.note
    if len(many) > 1:
        how = "the largest of" if one is largest else "merged with the largest of"
        reason = "; ".join(part for part in (f"{how} {len(many)} subscriptions of this customer", reason) if part)
    return Fate(one.place, name, "used", reason, one.arr)


def _account(
    name: str, largest: Subscription, many: Sequence[Subscription], known: Directory, moment: Moment
) -> Account:
    about = known.about(largest)
    start = min(one.start for one in many)
    first, renewal = moment.first_day, largest.renewal
    assert renewal is not None
    term = largest.term or MONTHS_PER_YEAR
    while renewal > add_months(first, term) + timedelta(days=1):
        term += MONTHS_PER_YEAR if term >= MONTHS_PER_YEAR else 1
    assumed = [*largest.assumed, *([] if largest.term == term else ["term"])]
    said = next((one.onboarded for one in (largest, *many) if one.onboarded is not None), about.onboarded)
    if said is None:
        assumed.append("onboarded")
    onboarded = start <= first - ONBOARDED_AFTER if said is None else said is True or _by(said, first)
    owner = next((one.owner for one in (largest, *many) if one.owner), about.owner)
    segment = next((one.segment for one in (largest, *many) if one.segment), about.segment)
    arr = sum(one.arr for one in many)
    return Account(name, largest.key, arr, start, renewal, term, owner, segment, onboarded, tuple(assumed))


def _by(said: bool | date, first: date) -> bool:
    return isinstance(said, date) and said <= first


class Directory:
    """What is known of customers besides what they pay, found by their number or else by their name.

    A name is compared as it is, and then without marks and the legal form, where only one customer has it so.
    """

    def __init__(self, about: Sequence[About]) -> None:
        self._by_key = {one.key: one for one in about if one.key}
        self._by_name = _unique((folded(one.customer), one) for one in about)
        self._by_core = _unique((core_of(one.customer), one) for one in about)
        self._loose: list[tuple[str, str]] = []
        self._missed: list[str] = []
        self._any = bool(about)

    def about(self, one: Subscription) -> About:
        """Return what is said of a subscription's customer."""
        found = self._by_key.get(one.key) or self._by_name.get(folded(one.customer))
        if found is None:
            found = self._by_core.get(core_of(one.customer))
            if found is not None:
                self._loose.append((one.customer, found.customer))
        if found is None and self._any:
            self._missed.append(one.customer)
        return found or About("", "")

    def name(self, one: Subscription) -> str:
        """Return the name of a customer: by its number where a list of customers has it, else as it stands."""
        found = self._by_key.get(one.key)
        return found.customer if found is not None and found.customer else one.customer

    def notices(self) -> list[Notice]:
        """Return how customers were found, where not by number or by the very name, and which were not."""
        found = []
        if self._loose:
            pairs = ", ".join(f"{one} is {other}" for one, other in self._loose[:3])
            more = f" and {len(self._loose) - 3:,} more" if len(self._loose) > 3 else ""
            found.append(Notice(f"joined by name without marks and legal form: {pairs}{more}", doubtful=True))
        if self._missed:
            names = ", ".join(self._missed[:5])
            more = f" and {len(self._missed) - 5:,} more" if len(self._missed) > 5 else ""
            found.append(Notice(f"not in the list of customers: {names}{more}"))
        return found


def core_of(name: str) -> str:
    """Return a company's name without marks and its legal form."""
    return " ".join(_LEGAL.sub(" ", re.sub(r"[^\w\s]", "", folded(name))).split())


def _unique(pairs: Iterable[tuple[str, About]]) -> Mapping[str, About]:
    found: dict[str, About | None] = {}
    for name, one in pairs:
        found[name] = None if name in found else one
    return {name: one for name, one in found.items() if name and one is not None}


def with_owners(book: Book, csms: Sequence[str] | None) -> Book:
    """Return a book whose owners are all on the roster as CSMs in place; None stands for no roster at all.

    Other owners, such as sellers, are left out, and it is said how many accounts had them.
    """
    by_name = {folded(name): name for name in csms or ()} | {"founders": "founders", "founder": "founders"}
    left = Counter(one.owner for one in book.accounts if one.owner and folded(one.owner) not in by_name)
    accounts = [replace(one, owner=by_name.get(folded(one.owner), "")) for one in book.accounts]
    notices = list(book.notices)
    if left:
        who = ", ".join(f"{name} ({count:,})" for name, count in left.most_common(5))
        why = "no roster was imported with them" if csms is None else "they are no CSM in place on the roster"
        notices.append(Notice(f"owners of accounts left out, since {why}: {who}", doubtful=True))
    return Book(accounts, book.fates, notices)
