"""What the roster says of a seat: its role in the titles people have, whether it is taken, and by whole people.

A title that is not word for word a role is read as one where only one can be meant, and `Readings` says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final, Literal

from simulator.roles import RoleName
from simulator.scenario.schema.words import ROLE_WORDS, a_person
from simulator.scenario.units import InvalidValue, quoted

__all__ = ["PART_TIME", "role", "whole_person"]

_SPELLINGS: Final[Mapping[RoleName, tuple[str, ...]]] = {
    "cs_head": (
        "cs head",
        "head of cs",
        "head of customer success",
        "head cs",
        "vp cs",
        "vp of cs",
        "vp customer success",
        "vp of customer success",
        "director of cs",
        "director of customer success",
        "chief customer officer",
        "cco",
    ),
    "csm": ("csm", "csms", "customer success manager", "client success manager"),
    "onboarding": (
        "onboarding",
        "onboarding specialist",
        "onboarding manager",
        "onboarder",
        "implementation specialist",
        "implementation manager",
    ),
    "vp_sales": ("vp sales", "vp of sales", "head of sales", "chief revenue officer", "cro", "sales director"),
    "seller": ("seller", "sellers", "account executive", "ae", "sales rep", "sales representative"),
    "cs_manager": ("cs manager", "csm manager", "manager of csms", "manager cs", "cs team lead"),
    "customer_sales": ("customer sales", "customer sales rep", "account manager", "expansion rep"),
    "cs_ops": ("cs ops", "cs ops specialist", "cs operations", "customer success operations"),
}
_ROLE_OF: Final = {spelling: role for role, spellings in _SPELLINGS.items() for spelling in spellings}
_KNOWN_ROLES: Final = ", ".join(ROLE_WORDS.values())

_RANKS: Final = frozenset(("senior", "sr", "global"))
_KINDS: Final = frozenset(
    ("junior", "jr", "principal", "staff", "associate", "enterprise", "strategic", "commercial", "regional", "key")
) | {"mid", "market", "midmarket", "smb"}
_BEHIND: Final = frozenset(
    ("i", "ii", "iii", "iv", "1", "2", "3", "4", "emea", "amer", "americas", "apac", "us", "uk", "eu", "dach")
)
_CONTRIBUTORS: Final = frozenset(("csm", "onboarding", "seller", "customer_sales", "cs_ops"))
"""Roles that stay what they are at any rank and for any kind of customers."""

_MISTAKABLE: Final[Mapping[RoleName, tuple[str, ...]]] = {
    "cs_manager": ("a CS manager, who manages CSMs and keeps no accounts", "write CSM for somebody who keeps accounts"),
    "customer_sales": (
        "a customer-sales rep, who sells to customers and keeps no accounts",
        "write CSM for somebody who keeps accounts",
    ),
}
"""Roles that go by titles which elsewhere stand for a CSM: what is said of them."""


def role(text: str, others: Iterable[RoleName] = ()) -> RoleName:
    """Return the role that a `text` means: one of the model's, or one of the scenario's `others` by its name.

    Raises InvalidValue where it means none.
    """
    own = {_plain(name): name for name in others}
    known = ", ".join([_KNOWN_ROLES, *own.values()])
    if not text:
        raise InvalidValue("the role is missing", known)
    wanted = _plain(text)
    if wanted in own:
        return own[wanted]
    found = _ROLE_OF.get(wanted) or _of_any_rank(wanted.split())
    if found is not None:
        return found
    close = get_close_matches(wanted, [*_ROLE_OF, *own], n=1, cutoff=0.8)
    raise InvalidValue(
        f"{quoted(text)} is not a role of the model; people in other roles are left out of the roster",
        known,
        (own.get(close[0]) or ROLE_WORDS[_ROLE_OF[close[0]]]) if close else "",
    )


def _of_any_rank(title: list[str]) -> RoleName | None:
    """Return the role of a title with words of rank, of the kind of customers or of a region around it."""
    middle, kinds = list(title), False
    while middle and middle[0] in _RANKS | _KINDS:
        kinds = middle.pop(0) in _KINDS or kinds
    while middle and middle[-1] in _BEHIND:
        middle.pop()
        kinds = True
    found = _ROLE_OF.get(" ".join(middle))
    return found if found in _CONTRIBUTORS or not kinds else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())


def _word_for_word(text: str, found: RoleName) -> bool:
    if text.casefold() == found.casefold() or found not in ROLE_WORDS:
        return True
    return found not in _MISTAKABLE and _plain(text) == _plain(ROLE_WORDS[found])


Status = Literal["in place", "open", "unsaid"]
_STATUS: Final[Mapping[str, Status]] = {
    **dict.fromkeys(("in place", "inplace", "active", "employed", "current", "filled"), "in place"),
    **dict.fromkeys(("open", "vacant", "vacancy", "requisition", "open requisition", "to be hired"), "open"),
    **dict.fromkeys(("hiring", "recruiting", "starting", "offer accepted", "offer signed", "signed"), "open"),
}
_AWAY: Final = re.compile(r"\bleave\b|\bsabbatical\b|\bsecondment\b")
_GONE: Final = frozenset(("inactive", "terminated", "left", "leaver", "former", "resigned", "on notice", "notice"))


def status(text: str) -> Status:
    """Return what is said of a seat; that nothing is said is an answer as well."""
    if not text:
        return "unsaid"
    wanted = _plain(text)
    if wanted in _STATUS:
        return _STATUS[wanted]
    if _AWAY.search(wanted):
        message = f"{quoted(text)} is neither in place nor open: nobody who is away is simulated"
        allowed = "no row while they are away; or open, with the day they come back as start"
        raise InvalidValue(message, allowed)
    if wanted in _GONE:
        raise InvalidValue(f"{quoted(text)} is neither in place nor open", "no row for those who leave; or in place")
    close = get_close_matches(wanted, ("in place", "open"), n=1)
    raise InvalidValue(f"{quoted(text)} is not a status", "in place, open, or nothing", close[0] if close else "")


class Readings:
    """How cells were read that are not word for word what they were taken for, and how often each."""

    def __init__(self) -> None:
        self._roles: Counter[tuple[str, RoleName]] = Counter()
        self._status: Counter[tuple[str, Status]] = Counter()

    def role(self, text: str, found: RoleName) -> None:
        """Take note of the role of a title."""
        if not _word_for_word(text, found):
            self._roles[text, found] += 1

    def status(self, text: str, found: Status) -> None:
        """Take note of a status."""
        if text and _plain(text) != found:
            self._status[text, found] += 1

    def notes(self) -> Iterator[str]:
        """Yield each reading."""
        for (text, name), count in self._roles.items():
            said, *otherwise = _MISTAKABLE.get(name, (a_person(name),))
            yield f"{quoted(text)} is read as {'; '.join([f'{said} ({_people(count)})', *otherwise])}"
        for (text, state), count in self._status.items():
            yield f"{quoted(text)} is read as {state} ({_people(count)})"


def _people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"


WHOLE_PEOPLE: Final = "whole people: one row for every two at half time, or none for those who fill no whole seat"
PART_TIME: Final = re.compile(r"\b(half|part)[ -]?time\b|\b\d?\d ?%", re.IGNORECASE)
_WHOLE: Final = frozenset(
    ("", "1", "1.0", "1,0", "1.00", "1,00", "100%", "100 %", "100", "full-time", "full time", "full")
)


def whole_person(text: str) -> bool:
    """Return true for a `text` that says of somebody that they fill a whole seat; raise InvalidValue for any other."""
    if text.casefold() not in _WHOLE:
        raise InvalidValue(f"{quoted(text)} of a person cannot be simulated", f"1, or 100%; {WHOLE_PEOPLE}")
    return True
