"""What a ledger holds, month by month, each column declared once.

A column says its unit, whether it is a stock or a flow, what it means and, where it changes ARR, the line of the ARR
bridge that it belongs to, which has the sign. The bridge, the quick ratio, the burn multiple, the unit and the meaning
of a metric that is a column, and the table in MODEL.md all follow from here. The replay in tests/conservation does not:
it keeps lists of its own, so that what is wrong here is found there.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

__all__ = [
    "FLOW",
    "GAINS",
    "LOSSES",
    "ROLE_BLOCK",
    "ROLE_COLUMNS",
    "BridgeLine",
    "Column",
    "GroupColumn",
    "RoleColumn",
    "Unit",
    "columns_with",
    "declared",
    "group_column",
    "role_column",
]


class Unit(Enum):
    """What figures count; the value is the text used in files."""

    USD = "usd"
    USD_A_MONTH = "usd_a_month"
    USD_A_YEAR = "usd_a_year"
    SHARE = "share"
    RATIO = "ratio"
    DAYS = "days"
    MONTHS = "months"
    PEOPLE = "people"
    PEOPLE_A_MONTH = "people_a_month"
    CUSTOMERS = "customers"
    CUSTOMERS_A_MONTH = "customers_a_month"
    LEADS = "leads"
    LEADS_A_MONTH = "leads_a_month"

    @property
    def added(self) -> Unit:
        """The unit of what figures of several months add up to: dollars a month add up to dollars."""
        return Unit(self.value.removesuffix("_a_month"))


class Kind(Enum):
    """A stock is read at the month's end; a flow adds up over the month."""

    STOCK = "stock"
    FLOW = "flow"


class BridgeLine(Enum):
    """The lines of the ARR bridge from top to bottom, each with the sign with which its flows change ARR."""

    sign: int

    def __new__(cls, label: str, sign: int) -> BridgeLine:
        """Make a line that is called `label`."""
        member = object.__new__(cls)
        member._value_ = label
        member.sign = sign
        return member

    NEW_CUSTOMERS = "New customers", +1
    EXPANSION = "Expansion", +1
    RENEWAL_GAINS = "Gained at renewals", +1
    MID_TERM_RISES = "Price rises in mid-term", +1
    CONTRACTION = "Contraction", -1
    CHURN = "Churn", -1

    @property
    def columns(self) -> tuple[Column, ...]:
        """The flows that make the line, in the ledger's order."""
        return tuple(column for column in Column if column.line is self)


STOCK: Final = Kind.STOCK
FLOW: Final = Kind.FLOW


class Column(IntEnum):
    """The columns of a ledger: stocks first, then flows. Its order is that of stored tables."""

    kind: Kind
    unit: Unit
    meaning: str
    line: BridgeLine | None

    def __new__(cls, kind: Kind, unit: Unit, meaning: str, line: BridgeLine | None = None) -> Column:
        """Make the next column."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.kind, member.unit, member.meaning, member.line = kind, unit, meaning, line
        return member

    ARR = STOCK, Unit.USD, "Annual recurring revenue of all customers at the month's end."
    CUSTOMERS = STOCK, Unit.CUSTOMERS, "Customers at the month's end."
    COVERED_ARR = (
        *(STOCK, Unit.USD),
        "ARR looked after by an account manager or in a specialist's onboarding, at the month's end.",
    )
    UNCOVERED_ARR = STOCK, Unit.USD, "ARR waiting for an account manager with room, at the month's end."
    LIVE_ARR = (
        STOCK,
        Unit.USD,
        "ARR of customers whose onboarding has been signed off, well or not, at the month's end.",
    )
    HEALTHY_ARR = (
        *(STOCK, Unit.USD),
        "ARR times the probability that the next renewal is signed, customer by customer, as things stand.",
    )
    COHORT_THEN = STOCK, Unit.USD, "ARR twelve months ago of the customers of then."
    COHORT_NOW = STOCK, Unit.USD, "ARR now of the customers of twelve months ago."
    COHORT_CAPPED = (
        STOCK,
        Unit.USD,
        "ARR now of the customers of twelve months ago, each counted at no more than its ARR then.",
    )
    COHORT_STARTERS = STOCK, Unit.CUSTOMERS, "Customers twelve months ago."
    COHORT_SURVIVORS = STOCK, Unit.CUSTOMERS, "Customers of twelve months ago that are still customers."
    CSM_LOAD = STOCK, Unit.USD, "Load in the CSMs' books at the month's end."
    CSM_CAPACITY = STOCK, Unit.USD, "Load that the CSMs can be given at the month's end."
    CSM_SATURATION = STOCK, Unit.USD, "Load that the CSMs have the hours for at the month's end."
    FOUNDERS_LOAD = STOCK, Unit.USD, "Load in the founders' book at the month's end."
    FOUNDERS_CAPACITY = STOCK, Unit.USD, "Load that the founders can carry at the month's end."
    WAITING = STOCK, Unit.CUSTOMERS, "Customers waiting for their onboarding to begin, at the month's end."
    IN_PROGRESS = STOCK, Unit.CUSTOMERS, "Onboardings under way at the month's end, whoever does them."
    SLOTS_USED = STOCK, Unit.CUSTOMERS, "Onboardings that specialists have under way at the month's end."
    SLOTS = STOCK, Unit.CUSTOMERS, "Onboardings that specialists can have under way at a time."
    TTV_P50 = (
        *(STOCK, Unit.DAYS),
        "Median days from close to sign-off, of the sign-offs of the trailing three months.",
    )
    TTV_P90 = (
        *(STOCK, Unit.DAYS),
        "Days from close to sign-off that nine in ten sign-offs of the trailing three months stayed within.",
    )
    # products
    LIST_ARR = STOCK, Unit.USD, "What customers would pay at list prices for what they have, at the month's end."
    WALLET_LEFT = STOCK, Unit.USD, "What is on sale for customers at list prices that they have not bought yet."
    # shocks
    AT_RISK_ARR = (
        *(STOCK, Unit.USD),
        "ARR whose sponsor has left, or that a competitor has got to, as counts at the next renewal.",
    )
    # digital pool
    POOLED_ARR = STOCK, Unit.USD, "ARR in the pool at the month's end."
    POOLED_ACCOUNTS = STOCK, Unit.CUSTOMERS, "Small customers that the digital pool looks after at the month's end."
    # money
    CASH = STOCK, Unit.USD, "Cash at the month's end; below zero it shows what is missing."
    DEFERRED = STOCK, Unit.USD, "Billed and not yet earned at the month's end: opening + billings − revenue."
    RECEIVABLES = STOCK, Unit.USD, "Billed and not yet paid at the month's end: opening + billings − collections."
    RPO = (
        STOCK,
        Unit.USD,
        "What customers have signed for and has not been earned yet, billed or not, at the month's end.",
    )
    CURRENT_RPO = STOCK, Unit.USD, "That part of it which will be earned within twelve months."
    RUNWAY = (
        STOCK,
        Unit.MONTHS,
        "Months for which cash lasts at the mean net burn of the last months; empty without burn.",
    )
    VALUE = (
        *(STOCK, Unit.USD),
        "ARR times a declared multiple that rises with growth over twelve months and with NRR; from month 12 on.",
    )
    VALUE_ON_PLAN = (
        *(STOCK, Unit.USD),
        "ARR times the same multiple with the plan's growth over twelve months in place of the company's own.",
    )
    # selling
    WELL_SERVED_ARR = (
        *(STOCK, Unit.USD),
        "ARR whose onboarding has not failed, that is looked after, and has renewed before or is young.",
    )
    REFERENCES = STOCK, Unit.RATIO, "By what references multiplied the demand for new customers in the month."
    SELLING_CAPACITY = STOCK, Unit.USD_A_YEAR, "New ARR a year that founders and sellers can sell at the month's end."
    RAMPING_CAPACITY = STOCK, Unit.USD_A_YEAR, "Selling capacity of sellers still ramping, a year."
    SELLERS_AT_QUOTA = STOCK, Unit.PEOPLE, "Ramped sellers who make their quota, at the month's end."
    # customer sales
    REP_LEADS = STOCK, Unit.LEADS, "Leads that customer-sales reps work at the month's end."
    REP_SLOTS = STOCK, Unit.LEADS, "Leads that customer-sales reps can work at a time."

    NEW_ARR = (
        *(FLOW, Unit.USD_A_MONTH),
        "ARR landed with the customers that closed in the month.",
        BridgeLine.NEW_CUSTOMERS,
    )
    EXPANSION_ARR = FLOW, Unit.USD_A_MONTH, "ARR added by customers already won.", BridgeLine.EXPANSION
    CONTRACTION_ARR = (
        *(FLOW, Unit.USD_A_MONTH),
        "ARR given up at renewals by customers that stayed, as a positive amount.",
        BridgeLine.CONTRACTION,
    )
    CHURN_ARR = FLOW, Unit.USD_A_MONTH, "ARR of the customers that left, as a positive amount.", BridgeLine.CHURN
    NEW_CUSTOMERS = FLOW, Unit.CUSTOMERS_A_MONTH, "Customers that closed in the month."
    LOST_CUSTOMERS = FLOW, Unit.CUSTOMERS_A_MONTH, "Customers that left in the month."
    CSQLS = FLOW, Unit.LEADS_A_MONTH, "CS-qualified leads raised in the month."
    CSQLS_WON = FLOW, Unit.LEADS_A_MONTH, "CS-qualified leads turned into a sale in the month."
    DUE_ARR = FLOW, Unit.USD_A_MONTH, "ARR due for renewal in the month."
    RENEWED_ARR = FLOW, Unit.USD_A_MONTH, "ARR due in the month that was renewed."
    FIRST_DUE = (
        FLOW,
        Unit.CUSTOMERS_A_MONTH,
        "Customers whose first renewal fell due in the month, the opening book aside.",
    )
    FIRST_RENEWED = FLOW, Unit.CUSTOMERS_A_MONTH, "First renewals signed in the month."
    ONBOARDINGS_BEGUN = FLOW, Unit.CUSTOMERS_A_MONTH, "Onboardings that began in the month."
    WAIT_DAYS = FLOW, Unit.DAYS, "Days from close to the beginning, of the onboardings that began in the month."
    SIGN_OFFS = FLOW, Unit.CUSTOMERS_A_MONTH, "Onboardings that came to their end in the month, well or not."
    TTV_DAYS = FLOW, Unit.DAYS, "Days from close to sign-off, of the sign-offs of the month."
    FAILED = FLOW, Unit.CUSTOMERS_A_MONTH, "Sign-offs of the month whose onboarding failed."
    MENDED = FLOW, Unit.CUSTOMERS_A_MONTH, "Failed onboardings that were put right in the month."
    # products
    LANDED_LIST = (
        FLOW,
        Unit.USD_A_MONTH,
        "What the new customers of the month bought with the first deal, at list prices.",
    )
    LANDED_WALLET = FLOW, Unit.USD_A_MONTH, "All that was on sale for the new customers of the month, at list prices."
    # prices at renewals
    RECAPTURE_ARR = (
        *(FLOW, Unit.USD_A_MONTH),
        "Launch discount that renewals took back.",
        BridgeLine.RENEWAL_GAINS,
    )
    ESCALATOR_ARR = FLOW, Unit.USD_A_MONTH, "Price rises at renewals.", BridgeLine.RENEWAL_GAINS
    PACKAGE_ARR = FLOW, Unit.USD_A_MONTH, "Paid success packages sold at renewals.", BridgeLine.RENEWAL_GAINS
    # prices in mid-term
    RISE_ARR = FLOW, Unit.USD_A_MONTH, "Price rises in the middle of terms.", BridgeLine.MID_TERM_RISES
    # contracts
    BOOKED_NEW = (
        *(FLOW, Unit.USD_A_MONTH),
        "Total value of the first contracts signed in the month, over the whole of their terms.",
    )
    BOOKED_EXPANSION = (
        *(FLOW, Unit.USD_A_MONTH),
        "Total value of the month's expansion and price rises in mid-term, each until the end of the term it adds to.",
    )
    BOOKED_RENEWALS = (
        *(FLOW, Unit.USD_A_MONTH),
        "Total value of the terms that began with a renewal in the month, at their new prices.",
    )
    # shocks
    COMPETITOR_CALLS = FLOW, Unit.CUSTOMERS_A_MONTH, "Serious calls of competitors on customers in the month."
    CALLS_SHRUGGED_OFF = FLOW, Unit.CUSTOMERS_A_MONTH, "Calls of the month that customers shrugged off."
    SPONSORS_LEFT = FLOW, Unit.CUSTOMERS_A_MONTH, "Sponsors who left in the month."
    SPONSORS_ANSWERED = FLOW, Unit.CUSTOMERS_A_MONTH, "Sponsors who left in the month and were replaced in time."
    # relations
    RELATIONS_LOST = (
        *(FLOW, Unit.CUSTOMERS_A_MONTH),
        "Customers that lost their account manager in the month, to a leaver or a hand-over, that of sellers included.",
    )
    # digital pool
    DIGITAL_COST = FLOW, Unit.USD_A_MONTH, "Cost of the pool over the month."
    # money
    REVENUE = FLOW, Unit.USD_A_MONTH, "Revenue earned in the month, ARR over 365 a day."
    BILLINGS = (
        *(FLOW, Unit.USD_A_MONTH),
        "Invoices of the month: contracts a year ahead, changes for the rest of the period billed, less credits.",
    )
    COLLECTED = FLOW, Unit.USD_A_MONTH, "Cash paid by customers in the month."
    SERVICE_COST = (
        *(FLOW, Unit.USD_A_MONTH),
        "Hosting, support and licences of the month; customer success stands apart.",
    )
    ACQUISITION_COST = (
        *(FLOW, Unit.USD_A_MONTH),
        "Sales and marketing spent on new customers in the month, those who sell and are paid role by role aside.",
    )
    COMMISSION = (
        *(FLOW, Unit.USD_A_MONTH),
        "Commission on the new ARR of the month, a part of what winning new customers costs.",
    )
    EXPANSION_COST = (
        *(FLOW, Unit.USD_A_MONTH),
        "Sales and marketing spent on the month's expansion, customer success apart.",
    )
    RENEWAL_COMMISSION = FLOW, Unit.USD_A_MONTH, "Commission on what the renewals of the month signed."
    OTHER_SPEND = (
        *(FLOW, Unit.USD_A_MONTH),
        "Research, development and administration of the month, those paid role by role aside.",
    )
    RND_SPEND = (
        *(FLOW, Unit.USD_A_MONTH),
        "Research and development of the month, a part of other spending; the rest of that is administration.",
    )
    RND_PEOPLE = (
        *(FLOW, Unit.PEOPLE),
        "People whom the month pays in research and development beside those hired here, parts of one counted.",
    )
    ADMINISTRATION_PEOPLE = (
        *(FLOW, Unit.PEOPLE),
        "People whom the month pays in administration beside those hired here, parts of one counted.",
    )
    OTHER_PEOPLE = (
        *(FLOW, Unit.PEOPLE),
        "People whom the month pays in service, sales and marketing, R&D and administration, beside those hired here.",
    )
    FUNDING = FLOW, Unit.USD_A_MONTH, "Cash from rounds closed in the month."
    # customer sales
    LEADS = FLOW, Unit.LEADS_A_MONTH, "CS-qualified leads that a customer-sales rep took on in the month."
    LEADS_WON = FLOW, Unit.LEADS_A_MONTH, "Leads once taken by a rep that turned into a sale in the month."

    @property
    def sign(self) -> int:
        """What the column does to ARR: +1 adds to it, -1 takes from it, 0 for all others."""
        return 0 if self.line is None else self.line.sign


FIRST_FLOW: Final = next(column for column in Column if column.kind is FLOW)
ROLE_BLOCK: Final = len(Column)
GAINS: Final = tuple(column for column in Column if column.sign > 0)
"""Every flow that adds to ARR."""
LOSSES: Final = tuple(column for column in Column if column.sign < 0)
"""Every flow that takes from ARR; its figures are positive."""


class RoleColumn(IntEnum):
    """Columns each role has, one block a role after the columns above."""

    kind: Kind
    unit: Unit
    meaning: str

    def __new__(cls, kind: Kind, unit: Unit, meaning: str) -> RoleColumn:
        """Make the next column."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.kind, member.unit, member.meaning = kind, unit, meaning
        return member

    HEADS = STOCK, Unit.PEOPLE, "People in the role at the month's end."
    OPEN_SEATS = STOCK, Unit.PEOPLE, "Seats decided on and not filled yet, at the month's end."
    JOINERS = FLOW, Unit.PEOPLE_A_MONTH, "People that joined in the month."
    LEAVERS = FLOW, Unit.PEOPLE_A_MONTH, "People that left in the month."
    STAFF_DAYS = FLOW, Unit.DAYS, "Days that people were in the role over the month, added up."
    COST = FLOW, Unit.USD_A_MONTH, "Loaded cost of the people in the role over the month."
    FEES = FLOW, Unit.USD_A_MONTH, "What it cost to find the people who joined the role in the month."
    SEVERANCE = FLOW, Unit.USD_A_MONTH, "What it cost to part with the mis-hires who left the role in the month."


ROLE_COLUMNS: Final = len(RoleColumn)


class GroupColumn(IntEnum):
    """Columns of each group of customers that retention is told of: of each segment, then of each landing year.

    A group's figures of twelve months ago are those of the row of then: nobody changes segment or landing year.
    """

    kind: Kind
    unit: Unit
    meaning: str

    def __new__(cls, kind: Kind, unit: Unit, meaning: str) -> GroupColumn:
        """Make the next column."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.kind, member.unit, member.meaning = kind, unit, meaning
        return member

    ARR = STOCK, Unit.USD, "ARR of the group's customers at the month's end."
    CUSTOMERS = STOCK, Unit.CUSTOMERS, "The group's customers at the month's end."
    COHORT_NOW = STOCK, Unit.USD, "ARR now of the group's customers of twelve months ago."
    COHORT_CAPPED = (
        *(STOCK, Unit.USD),
        "ARR now of the group's customers of twelve months ago, each counted at no more than its ARR then.",
    )
    COHORT_SURVIVORS = STOCK, Unit.CUSTOMERS, "The group's customers of twelve months ago that are still customers."


GROUP_COLUMNS: Final = len(GroupColumn)


def columns_with(roles: int, groups: int = 0) -> int:
    """Return how many columns a ledger has with so many `roles`, the user's own counted in, and `groups`."""
    return ROLE_BLOCK + roles * ROLE_COLUMNS + groups * GROUP_COLUMNS


def role_column(role: int, column: RoleColumn) -> int:
    """Return the place in a ledger of one role's figure, from 0.

    `role` is the number of the role, from 0, and `column` one of the columns that each role has.
    """
    return ROLE_BLOCK + role * ROLE_COLUMNS + column


def group_column(roles: int, group: int, column: GroupColumn) -> int:
    """Return the place of one group's figure, from 0, in a ledger with so many `roles`.

    `column` is one of the columns that each `group` has. Groups are numbered from 0: the segments in their order, then
    the landing years, the opening book before the first.
    """
    return ROLE_BLOCK + roles * ROLE_COLUMNS + group * GROUP_COLUMNS + column


def declared(column: int) -> Column | RoleColumn:
    """Return what declares the column of a ledger at a place; that of a role is the same for every role.

    `column` is the place, from 0 and below `columns_with(roles)`; a larger one is taken for a further role's.
    """
    return _COLUMNS[column] if column < ROLE_BLOCK else _ROLE_COLUMNS[(column - ROLE_BLOCK) % ROLE_COLUMNS]


_COLUMNS: Final = tuple(Column)
_ROLE_COLUMNS: Final = tuple(RoleColumn)
