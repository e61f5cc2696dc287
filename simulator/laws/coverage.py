"""Coverage: how much a CSM carries, what the founders still carry, and how covered a customer was.

What an account weighs, and how good service is where hours are short, stands in `books`.
"""

from __future__ import annotations

from simulator.clock import DAYS_PER_YEAR
from simulator.numerics.jit import compiled

__all__ = [
    "book_factor",
    "covered_share",
    "founders_capacity",
    "is_well_served",
    "managed_factor",
    "ops_factor",
]


@compiled
def book_factor(head: float, without_head: float) -> float:
    """Return the share of its full size that a CSM's book has.

    `head` is the effect of the head of CS, 0 to 1; `without_head` the share while there is none, 0 to 1.
    Range `without_head` to 1.
    """
    return 1.0 - (1.0 - without_head) * (1.0 - head)


@compiled
def managed_factor(csms: int, led: float, unmanaged: float) -> float:
    """Return the share of its size that a CSM's book has on average when `led` of `csms` are led by somebody.

    Both are counts, at least 0; a CSM whom nobody leads has the share `unmanaged` (0 to 1). Range `unmanaged` to 1.
    """
    if csms <= led:
        return 1.0
    return (led + unmanaged * (csms - led)) / csms


@compiled
def ops_factor(csms: int, people: float, serves: float, factor: float) -> float:
    """Return by what CS Ops multiply a CSM's book.

    `people` in CS Ops are counted at their strength, each serves `serves` of the `csms`, all at least 0; `factor` (at
    least 0) is reached once all are served. Range 1 to `factor`.
    """
    return 1.0 + (factor - 1.0) * min(1.0, people * serves / max(1, csms))


@compiled
def founders_capacity(arr: float, book: float, handover_from: float, handover_until: float) -> float:
    """Return the dollars of load the founders can carry: all of `book`, fading evenly to nothing over the hand-over.

    All in dollars, at least 0: `arr` is the company's ARR, and the hand-over lasts from an ARR of `handover_from` to
    one of `handover_until`; where the two are equal it is a step. Range 0 to `book`. Source: Scaling customer success
    from $1M to $300M ARR, where founders carry every customer up to about $2M and then hand over.
    """
    if arr >= handover_until:
        return 0.0
    if arr <= handover_from:
        return book
    return book * ((handover_until - arr) / (handover_until - handover_from))


@compiled
def covered_share(days: float, served_days: float, service: float, since: float) -> float:
    """Return the share of `days` of a term in which a customer was covered, days counting as their service was good.

    `served_days` (at least 0) are counted already; its present level of `service`, 0 to 1, has lasted for `since` days
    of full quality. A term of no days has that level. At least 0; it passes 1 a little where managers have more hours
    than they need (see `books.quality`), and what is made of it takes that as it is.
    """
    if days <= 0.0:
        return service
    return (served_days + service * since) / days


@compiled
def is_well_served(failed: bool, service: float, terms: int, days: float) -> bool:
    """Tell whether a customer speaks well of the company: not failed, looked after, and renewed before or still young.

    `failed` is its onboarding, `service` its level of service now, 0 to 1, `terms` how often it has renewed, `days` how
    long ago it closed; young is younger than a year.
    """
    return (not failed) & (service > 0.0) & ((terms > 0) | (days < DAYS_PER_YEAR))
