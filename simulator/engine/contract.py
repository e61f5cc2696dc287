"""What every engine is given, what it must return, and in which order things happen.

In: a `Lowered` record (engine/record.py), a seed and the number of a run. Out: a `RunRecord`. Given the same, two
engines return equal records, to the last bit, the event log included. The columns of the ledger are declared in
engine/ledger.py, the kinds of events in engine/events.py.

Order. Whatever happens later has an entry in the calendar: a time and a number. The time is `now + delay` in double
precision; entries are numbered in the order in which they are made. The earliest entry happens next; of several at one
time, the one with the lowest number. An entry that has lost its meaning meanwhile (the customer has left, another has
taken the onboarding over) is passed over. What an entry sets off at its own instant happens within it, in the order in
which engine/reference has it, and not through entries of its own.

The first day happens in the order of `FirstDay`. A run ends with the last month end: entries at that instant which were
made before it still happen, those made after it do not.

Days and months (simulator/clock.py). A month's end belongs to the month it closes. Whatever is dated by calendar falls
a second after midnight, so never on the instant at which books close. Terms and invoices fall due in whole months from
the first day of the contract (laws/months.py).

Draws. Nothing is random but keyed draws (simulator/numerics/draws.py): customers of the opening book, new customers and
hires have entities of their own, so an extra draw for one moves nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Final

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_QUARTER, MONTHS_PER_YEAR
from simulator.engine.ledger import columns_with
from simulator.roles import ROLES

__all__ = [
    "FOUNDERS",
    "FULLY_RAMPED",
    "HIRE",
    "ITSELF",
    "NOBODY",
    "Floats",
    "Programme",
    "RunRecord",
    "cohorts_in",
    "groups_in",
    "landing_years_in",
]

Floats = npt.NDArray[np.float64]


class FirstDay(IntEnum):
    """What happens on the first day, in this order; each makes its entries in the calendar when its turn has come."""

    PEOPLE_IN_PLACE = 0
    """Whoever works here already: their ramps and last days."""
    ACCOUNTS = auto()
    """The book, account by account: what comes of itself in their lives, and invoices."""
    REQUISITIONS_OUT = auto()
    """Seats that are open already: the first days of those who will fill them."""
    SERVICE = auto()
    """Who waits is served: onboardings begin."""
    FIRST_DEAL = auto()
    FIRST_MONTH_END = auto()
    FIXED_HIRES = auto()
    MID_TERM_RISE = auto()
    """The day of a rise of prices in mid-term, if there is one."""
    OPENING_STOCKS = auto()
    """The stocks of month 0 are read; this makes no entry."""
    FIRST_REVIEW = auto()
    """Hiring is reviewed at once: programmes open, seats open."""
    NEXT_REVIEW = auto()


ROUND_BASE: Final = 1200
"""Conditions of the i-th round of funding belong to owner ROUND_BASE + i; roles own theirs by their number."""

NOBODY: Final = -1
FOUNDERS: Final = -2
ITSELF: Final = -3

FULLY_RAMPED: Final = 100 * DAYS_PER_YEAR
"""Days ago that people in place on the first day are taken to have joined when nothing says so."""


PROGRAMME_BASE: Final = 1000
"""What opens once and for all, rather than being hired, is numbered from here on; below it are roles."""


class Programme(IntEnum):
    """Programmes by number, with the words for their start; product i is PROGRAMME_BASE + i. They are reviewed in this
    order, after the roles.
    """

    words: str

    def __new__(cls, number: int, words: str) -> Programme:
        """Make a programme that knows its words."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.words = words
        return member

    PACKAGES = 1100, "Paid success packages are offered from now on."
    PRODUCT_LED = 1101, "Product-led onboarding starts."
    DIGITAL_POOL = 1102, "The digital pool opens."
    SUCCESS_PLAN = 1103, "Mutual success plans start."


COLUMNS: Final = columns_with(ROLES)
"""Columns of a ledger without roles of the user's own."""


HIRE: Final = np.dtype(
    [
        ("role", "i8"),
        ("ordinal", "i8"),
        ("opened", "f8"),  # day the seat opened; NaN for those in place on the first day
        ("joined", "f8"),  # day of joining; NaN while the seat is open
        ("left", "f8"),  # day of leaving; NaN while in place
        ("wrong", "i8"),  # 1 for a mis-hire
        ("full_book", "f8"),  # a CSM's own full book in dollars; 0 for others
        ("converted_from", "i8"),  # the row of the same person in the role before; -1 for those from outside
        ("attainment", "f8"),  # share of quota that a seller makes once ramped; 0 for others
    ]
)
"""One row of the log of hires; days count from the start."""

EVENT: Final = np.dtype([("day", "f8"), ("kind", "i8"), ("subject", "i8"), ("other", "i8"), ("amount", "f8")])
"""One row of the event log. `other` is a second party (a manager, a role) or -1; `amount` dollars, days or odds."""


@dataclass(frozen=True)
class RunRecord:
    """What one run leaves behind.

    `ledger` has shape (months + 1, columns_with(roles, groups_in(segments, months))). `cohort_arr` and
    `cohort_customers` have shape (cohorts, months + 1): cohort 0 is the opening book, cohort q the customers that
    landed in the q-th quarter. `reached` holds the day on which ARR first reached each milestone, NaN if it never did.
    `hires` is an array of HIRE, `events` of EVENT (empty unless the log was asked for).
    """

    ledger: Floats
    cohort_arr: Floats
    cohort_customers: Floats
    reached: Floats
    hires: npt.NDArray[np.void]
    events: npt.NDArray[np.void]


def cohorts_in(months: int) -> int:
    """Return how many cohorts a horizon of so many `months` has: the opening book and one a quarter begun.

    `months` is at least 0. At least 1.
    """
    return 1 + -(-months // MONTHS_PER_QUARTER)


def landing_years_in(months: int) -> int:
    """Return how many landing years a horizon of so many `months` has: the opening book and one for each year begun."""
    return 1 + -(-months // MONTHS_PER_YEAR)


def groups_in(segments: int, months: int) -> int:
    """Return of how many groups of customers retention is told: `segments` and the landing years of the `months`."""
    return segments + landing_years_in(months)
