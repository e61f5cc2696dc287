"""What every engine is given, what it must return, and in which order things happen.

In: a `Lowered` record (engine/lowering.py), a seed and the number of a run. Out: a `RunRecord`. Two engines given the
same input return equal records, to the last bit, event log included.

Order rule. A calendar entry is (time, sequence): time is `now + delay` in double precision, sequence the order in which
entries were made. The earliest entry happens next; among equal times the one made first. An entry that has lost its
meaning (the customer has left, the onboarding was taken over) is passed over when its time comes. Everything an entry
sets off at the same instant happens at once, within it, in the order written in engine/reference; it makes no entry
with a delay of zero for that.

On the first day the entries are made in this order: people in place, accounts in the order of the book,
requisitions already out, what serving those who wait sets off, the next deal, the first month end, fixed hires, what
the first review of hiring (which happens at once) sets off, the next review. A run ends with the last month end;
entries at the same instant made before it still happen, later ones do not.

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

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_QUARTER
from simulator.scenario.schema import organisation

Floats = npt.NDArray[np.float64]

ROUND_BASE: Final = 1200
"""Conditions of the i-th round of funding belong to owner ROUND_BASE + i; roles own theirs by their number."""

NOBODY: Final = -1
FOUNDERS: Final = -2
ITSELF: Final = -3

FULLY_RAMPED: Final = 100 * DAYS_PER_YEAR
"""Days ago that people in place on the first day are taken to have joined when nothing says so."""


class RoleId(IntEnum):
    """The roles that every company knows, by number; the number is part of the key of a hire's draws and never changes.

    A user's own roles follow in the order of the file, from `ROLES` on. Their place is not part of any key.
    """

    CS_HEAD = 0
    CSM = 1
    ONBOARDING = 2
    VP_SALES = 3
    SELLER = 4
    CS_MANAGER = 5
    CUSTOMER_SALES = 6
    CS_OPS = 7


ROLE_NAMES: Final = organisation.ROLE_NAMES
ROLES: Final = len(ROLE_NAMES)
CS_ROLES: Final = (RoleId.CS_HEAD, RoleId.CSM, RoleId.ONBOARDING, RoleId.CS_MANAGER, RoleId.CS_OPS)

PROGRAMME_BASE: Final = 1000
"""What opens once and for all, rather than being hired, is numbered from here on; below it are roles."""


class Programme(IntEnum):
    """Programmes by number; product i is PROGRAMME_BASE + i. They are reviewed in this order, after the roles."""

    PACKAGES = 1100
    PRODUCT_LED = 1101
    DIGITAL_POOL = 1102
    SUCCESS_PLAN = 1103


class EventKind(IntEnum):
    """What the event log tells. `subject` is a customer for the first group and a hire for the second."""

    CLOSED = 0
    ONBOARDING_BEGAN = 1
    SIGNED_OFF = 2
    ONBOARDING_FAILED = 3
    ONBOARDING_MENDED = 4
    COVERED = 5
    UNCOVERED = 6
    CSQL = 7
    EXPANDED = 8
    RENEWED = 9
    CONTRACTED = 10
    CHURNED = 11
    ONBOARDING_INTERRUPTED = 12

    # programmes: `subject` is the programme's number
    PROGRAMME_OPENED = 13
    # products: `subject` is the product's number in the order of the scenario
    PRODUCT_LAUNCHED = 14
    # prices at renewals
    RECAPTURED = 15
    ESCALATED = 16
    PACKAGE_SOLD = 17
    # shocks
    COMPETITOR_CALLED = 18
    CALL_SHRUGGED_OFF = 19
    SPONSOR_LEFT = 20
    SPONSOR_ANSWERED = 21
    # selling: `amount` is the multiplier of demand, or dollars of new ARR that can be sold a day
    REFERENCES_REVIEWED = 30
    CAPACITY_CHANGED = 31
    # hand-over from the seller
    HANDED_OVER = 22
    # customer sales: `amount` is days, then odds
    LEAD_TAKEN = 32
    LEAD_CLOSED = 33
    # digital pool
    POOLED = 23

    SEAT_OPENED = 40
    JOINED = 41
    RAMPED = 42
    LEFT = 43
    CARVED_OUT = 44
    # from one role to another: the new hire, and who it was before; or the seat is filled another way
    CONVERTED = 45
    SEAT_REOPENED = 46

    MONTH_END = 60

    # money: `subject` is a customer of the first, a round of the second
    INVOICED = 61
    ROUND_RAISED = 62
    HIRING_HELD = 63
    HIRING_RESUMED = 64


class Column(IntEnum):
    """Columns of the ledger. A stock is read at the month's end; a flow adds up over the month."""

    ARR = 0
    CUSTOMERS = auto()
    COVERED_ARR = auto()
    UNCOVERED_ARR = auto()
    HEALTHY_ARR = auto()
    COHORT_THEN = auto()
    COHORT_NOW = auto()
    COHORT_CAPPED = auto()
    COHORT_STARTERS = auto()
    COHORT_SURVIVORS = auto()
    CSM_LOAD = auto()
    CSM_CAPACITY = auto()
    FOUNDERS_LOAD = auto()
    FOUNDERS_CAPACITY = auto()
    WAITING = auto()
    IN_PROGRESS = auto()
    SLOTS_USED = auto()
    SLOTS = auto()
    TTV_P50 = auto()
    TTV_P90 = auto()
    # products
    LIST_ARR = auto()
    WALLET_LEFT = auto()
    # shocks
    AT_RISK_ARR = auto()
    # digital pool
    POOLED_ARR = auto()
    POOLED_ACCOUNTS = auto()

    # money
    CASH = auto()
    DEFERRED = auto()
    RECEIVABLES = auto()
    RUNWAY = auto()
    VALUE = auto()
    # selling
    WELL_SERVED_ARR = auto()
    REFERENCES = auto()
    SELLING_CAPACITY = auto()
    RAMPING_CAPACITY = auto()
    SELLERS_AT_QUOTA = auto()
    # customer sales
    REP_LEADS = auto()
    REP_SLOTS = auto()

    NEW_ARR = auto()
    EXPANSION_ARR = auto()
    CONTRACTION_ARR = auto()
    CHURN_ARR = auto()
    NEW_CUSTOMERS = auto()
    LOST_CUSTOMERS = auto()
    CSQLS = auto()
    CSQLS_WON = auto()
    DUE_ARR = auto()
    RENEWED_ARR = auto()
    FIRST_DUE = auto()
    FIRST_RENEWED = auto()
    ONBOARDINGS_BEGUN = auto()
    WAIT_DAYS = auto()
    SIGN_OFFS = auto()
    TTV_DAYS = auto()
    FAILED = auto()
    MENDED = auto()
    # products
    LANDED_LIST = auto()
    LANDED_WALLET = auto()
    # prices at renewals
    RECAPTURE_ARR = auto()
    ESCALATOR_ARR = auto()
    PACKAGE_ARR = auto()
    # shocks
    COMPETITOR_CALLS = auto()
    CALLS_SHRUGGED_OFF = auto()
    SPONSORS_LEFT = auto()
    SPONSORS_ANSWERED = auto()
    # digital pool
    DIGITAL_COST = auto()

    # money
    REVENUE = auto()
    BILLINGS = auto()
    COLLECTED = auto()
    SERVICE_COST = auto()
    ACQUISITION_COST = auto()
    EXPANSION_COST = auto()
    OTHER_SPEND = auto()
    OTHER_PEOPLE = auto()
    FUNDING = auto()
    # customer sales
    LEADS = auto()
    LEADS_WON = auto()


FIRST_FLOW: Final = Column.NEW_ARR
ROLE_BLOCK: Final = len(Column)


class RoleColumn(IntEnum):
    """Columns each role has, one block a role after the columns above. HEADS and OPEN_SEATS are stocks."""

    HEADS = 0
    OPEN_SEATS = 1
    JOINERS = 2
    LEAVERS = 3
    STAFF_DAYS = 4
    COST = 5
    FEES = 6
    SEVERANCE = 7


ROLE_COLUMNS: Final = len(RoleColumn)
COLUMNS: Final = ROLE_BLOCK + ROLES * ROLE_COLUMNS
"""Columns of a ledger without roles of the user's own."""


def columns_with(roles: int) -> int:
    """Return how many columns a ledger has with so many roles in all."""
    return ROLE_BLOCK + roles * ROLE_COLUMNS


def roles_in(columns: int) -> int:
    """Return how many roles a ledger with so many columns has."""
    return (columns - ROLE_BLOCK) // ROLE_COLUMNS


def role_column(role: int, column: RoleColumn) -> int:
    """Return the ledger column of one role's figure."""
    return ROLE_BLOCK + role * ROLE_COLUMNS + column


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

    `ledger` has shape (months + 1, columns_with(roles)). `cohort_arr` and `cohort_customers` have shape (cohorts,
    months + 1): cohort 0 is the opening book, cohort q the customers that landed in the q-th quarter. `reached` holds
    the day on which ARR first reached each milestone, NaN if it never did. `hires` is an array of HIRE, `events` of
    EVENT (empty unless the log was asked for).
    """

    ledger: Floats
    cohort_arr: Floats
    cohort_customers: Floats
    reached: Floats
    hires: npt.NDArray[np.void]
    events: npt.NDArray[np.void]


def cohorts_in(months: int) -> int:
    """Return how many cohorts a horizon has: the opening book and one a quarter begun."""
    return 1 + -(-months // MONTHS_PER_QUARTER)
