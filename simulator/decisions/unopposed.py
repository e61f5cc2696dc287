"""Levers that nothing in the model answers, or only after the horizon: an answer about one of them says so."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

__all__ = ["unopposed"]

_WHY: Final = {
    "segments.*.term_months": "as many customers sign whatever the term costs, and what a long one holds back is due "
    "after the horizon",
    "money.departments.*": "less research or administration delays no launch and loses no customer",
    "money.other_spend*": "less research or administration delays no launch and loses no customer",
    "demand.attainment*": "bookings above plan take nothing but commission until the plan is drawn anew",
    "roles.*.slots": "how many cases one person can work at once costs nothing in how well it is done",
    "expansion.packages*": "nobody refuses a package for its price",
    "onboarding.product_led*": "a programme costs nothing but what it states",
    "renewal.mid_term_rise*": "a price raised shortly before the horizon loses its customers after it",
}
"""By pattern of a dotted path, why a sweep over it runs to the end of its grid."""


def unopposed(paths: Iterable[str]) -> dict[str, str]:
    """Return those of some dotted `paths` that nothing pushes back, each with the reason in words."""
    found = {}
    for path in paths:
        why = next((why for pattern, why in _WHY.items() if fnmatchcase(path, pattern)), None)
        if why is not None:
            found[path] = why
    return found
