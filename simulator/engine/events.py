"""What an event log tells: each kind of event declared once, with whom it concerns, what it does to ARR and its words.

The story of a run or of a customer and the table in MODEL.md follow from here. The replay in tests/conservation does
not: it knows by itself which lines a log may have and what each does, so that what is wrong here is found there.
"""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from simulator.engine.ledger import Column

__all__ = ["EVENT_KINDS", "Amount", "EventKind", "Subject"]


class Subject(Enum):
    """Whom an event is about: what its number `subject` counts."""

    CUSTOMER = "customer"
    HIRE = "hire"
    """A row of the log of hires; a seat is one as soon as it opens."""
    ROLE = "role"
    PROGRAMME = "programme"
    PRODUCT = "product"
    ROUND = "round of funding"
    MONTH = "month"
    COMPANY = "the company"
    """There is one: `subject` is NOBODY."""


class Amount(Enum):
    """What an event's `amount` is."""

    NOTHING = ""
    DOLLARS = "dollars"
    ITS_ARR = "dollars of ARR it has"
    LOAD = "dollars of load"
    DOLLARS_A_DAY = "dollars of ARR a day"
    ODDS = "odds"
    DAYS = "days"
    TIMES = "times"
    SHARE = "share"
    MISHIRE = "1 for a mis-hire"


class EventKind(IntEnum):
    """The kinds of events; a number, once given, is never changed.

    `moves` names the flow by which the event changes its customer's ARR, and so the sign: by `amount` dollars, or by
    all that the customer pays where it leaves. What moves no flow keeps ARR as it is.

    `words` tell the event in a sentence. Placeholders stand for its numbers as people write them: of the subject
    {product}, {programme}, {round}; of the other party {who}, {role}, {segment}, {months}; of the amount {money},
    {odds}, {share}, {days}, {times}.
    """

    subject: Subject
    other: str
    amount: Amount
    words: str
    moves: Column | None

    def __new__(
        cls, number: int, subject: Subject, other: str, amount: Amount, words: str, moves: Column | None = None
    ) -> EventKind:
        """Make a kind; `other` says what the number of the second party is, nothing where there is none."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.subject, member.other, member.amount = subject, other, amount
        member.words, member.moves = words, moves
        return member

    CLOSED = 0, Subject.CUSTOMER, "segment", Amount.DOLLARS, "Signs (segment {segment}).", Column.NEW_ARR
    ONBOARDING_BEGAN = (
        *(1, Subject.CUSTOMER, "hire", Amount.DAYS),
        "Onboarding begins, done by {who}: {days} of work.",
    )
    SIGNED_OFF = 2, Subject.CUSTOMER, "", Amount.DAYS, "Onboarding is signed off, {days} after the close."
    ONBOARDING_FAILED = 3, Subject.CUSTOMER, "", Amount.ODDS, "It has failed (odds of that {odds})."
    ONBOARDING_MENDED = 4, Subject.CUSTOMER, "", Amount.NOTHING, "A second try mends it."
    COVERED = 5, Subject.CUSTOMER, "hire", Amount.LOAD, "Looked after by {who}."
    UNCOVERED = (
        *(6, Subject.CUSTOMER, "", Amount.ITS_ARR),
        "Nobody looks after it; it waits for an account manager.",
    )
    CSQL = 7, Subject.CUSTOMER, "", Amount.ODDS, "A CS-qualified lead (odds {odds})."
    EXPANDED = 8, Subject.CUSTOMER, "", Amount.DOLLARS, "Buys {money} more.", Column.EXPANSION_ARR
    RENEWED = 9, Subject.CUSTOMER, "", Amount.ODDS, "Renews (odds {odds})."
    CONTRACTED = (
        *(10, Subject.CUSTOMER, "", Amount.DOLLARS),
        "The renewal shrinks by {money}.",
        Column.CONTRACTION_ARR,
    )
    CHURNED = (
        *(11, Subject.CUSTOMER, "", Amount.ODDS),
        "Leaves, though the odds of renewing were {odds}.",
        Column.CHURN_ARR,
    )
    ONBOARDING_INTERRUPTED = (
        *(12, Subject.CUSTOMER, "", Amount.DAYS),
        "Onboarding stops: whoever did it has left.",
    )
    PROGRAMME_OPENED = 13, Subject.PROGRAMME, "", Amount.NOTHING, "{programme}"
    PRODUCT_LAUNCHED = (
        *(14, Subject.PRODUCT, "", Amount.TIMES),
        "Product {product} is launched, at {times}x the size of a customer.",
    )
    # prices at renewals
    RECAPTURED = (
        *(15, Subject.CUSTOMER, "", Amount.DOLLARS),
        "The renewal takes back {money} of the discount.",
        Column.RECAPTURE_ARR,
    )
    ESCALATED = 16, Subject.CUSTOMER, "", Amount.DOLLARS, "The escalator adds {money}.", Column.ESCALATOR_ARR
    PACKAGE_SOLD = (
        *(17, Subject.CUSTOMER, "", Amount.DOLLARS),
        "Buys a success package for {money}.",
        Column.PACKAGE_ARR,
    )
    # shocks
    COMPETITOR_CALLED = (
        *(18, Subject.CUSTOMER, "", Amount.ODDS),
        "A competitor calls (odds of shrugging it off {odds}).",
    )
    CALL_SHRUGGED_OFF = 19, Subject.CUSTOMER, "", Amount.NOTHING, "It shrugs the call off."
    SPONSOR_LEFT = 20, Subject.CUSTOMER, "", Amount.ODDS, "Its sponsor leaves (odds of finding another {odds})."
    SPONSOR_ANSWERED = 21, Subject.CUSTOMER, "", Amount.NOTHING, "Another sponsor is found."
    # hand-over from the seller
    HANDED_OVER = 22, Subject.CUSTOMER, "", Amount.NOTHING, "The seller hands it over."
    # digital pool
    POOLED = 23, Subject.CUSTOMER, "", Amount.ITS_ARR, "Looked after in the digital pool."
    # prices in mid-term
    PRICE_RISEN = 24, Subject.CUSTOMER, "", Amount.DOLLARS, "Its price rises in mid-term, by {money}.", Column.RISE_ARR
    # selling
    REFERENCES_REVIEWED = (
        *(30, Subject.COMPANY, "", Amount.TIMES),
        "References multiply demand by {times} from now on.",
    )
    CAPACITY_CHANGED = 31, Subject.COMPANY, "", Amount.DOLLARS_A_DAY, "{money} of new ARR can be sold a day."
    # customer sales
    LEAD_TAKEN = 32, Subject.CUSTOMER, "hire", Amount.DAYS, "The lead goes to {who}, who works it for {days}."
    LEAD_CLOSED = 33, Subject.CUSTOMER, "hire", Amount.ODDS, "The lead is closed by {who} (odds of a sale {odds})."

    # people
    SEAT_OPENED = 40, Subject.HIRE, "role", Amount.DAYS, "A seat for a {role} opens; filling it takes {days}."
    JOINED = 41, Subject.HIRE, "role", Amount.MISHIRE, "A {role} joins."
    RAMPED = (
        *(42, Subject.HIRE, "role", Amount.SHARE),
        "A stretch of a {role}'s ramp is over: {share} of full strength from now on.",
    )
    LEFT = 43, Subject.HIRE, "role", Amount.DAYS, "A {role} leaves after {days}."
    CARVED_OUT = 44, Subject.ROLE, "", Amount.NOTHING, "Onboarding is carved out of CS."
    CONVERTED = 45, Subject.HIRE, "hire", Amount.DAYS, "Comes from another role, for {days} as {who}."
    SEAT_REOPENED = (
        *(46, Subject.HIRE, "role", Amount.DAYS),
        "The colleague meant to become a {role} has left; filling the seat takes {days} more.",
    )

    MONTH_END = 60, Subject.MONTH, "", Amount.ITS_ARR, "The books of the month close with {money} of ARR."

    # money
    INVOICED = 61, Subject.CUSTOMER, "months", Amount.DOLLARS, "Is invoiced {money} for {months}."
    ROUND_RAISED = 62, Subject.ROUND, "", Amount.DOLLARS, "The round {round} brings {money}."
    HIRING_HELD = 63, Subject.COMPANY, "", Amount.DOLLARS, "Hiring stops for want of money: cash is {money}."
    HIRING_RESUMED = 64, Subject.COMPANY, "", Amount.DOLLARS, "Hiring goes on: cash is {money}."


EVENT_KINDS: Final = {int(kind): kind for kind in EventKind}
"""The kinds by the numbers that stand in a log."""
