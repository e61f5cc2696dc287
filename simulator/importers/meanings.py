"""What the columns of an export can mean, by the kind of export, and the words by which each meaning goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal["subscriptions", "customers", "people", "movements", "levels", "invoices", "deals"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True)
class Meaning:
    """One meaning: what the column says, and how its heading is spelt by those who name no vendor."""

    says: str
    words: tuple[str, ...] = ()


_CUSTOMER: Final = Meaning(
    "the customer's name",
    (
        *("account", "account name", "customer", "customer name", "company", "company name", "client", "client name"),
        *("organization", "organisation", "organization name", "customer company", "business name"),
        *("associated company", "associated companies", "name"),
    ),
)
_CUSTOMER_ID: Final = Meaning(
    "what tells customers apart",
    ("customer id", "account id", "client id", "company id", "customer uuid", "account code", "customer number"),
)
_CURRENCY: Final = Meaning("the currency of the amounts", ("currency", "currency code", "currency iso code"))
_SEGMENT: Final = Meaning("the customer's segment", ("segment", "customer segment", "tier", "size", "company size"))
_OWNER: Final = Meaning(
    "whose account it is",
    ("csm", "owner", "customer success manager", "account owner", "company owner", "cs owner", "success manager"),
)
_ONBOARDED: Final = Meaning(
    "whether, or since when, the customer is onboarded",
    ("onboarded", "onboarding complete", "onboarding completed", "onboarding completed on", "go live", "go live date"),
)
_START: Final = Meaning(
    "the first day of the first contract",
    (
        *(
            "start",
            "start date",
            "contract start",
            "contract start date",
            "subscription start",
            "started",
            "started at",
        ),
        *("customer since", "subscriber since", "activated at", "activated on", "signed", "first close"),
        *("subscription start date", "created", "created at", "created date"),
    ),
)
_ARR: Final = Meaning(
    "revenue by the year",
    (
        *("arr", "annual recurring revenue", "annual recurring revenue (arr)", "annual revenue run rate", "acv"),
        *("annual contract value", "annual contract value (acv)", "yearly revenue", "current arr", "annual value"),
    ),
)
_MRR: Final = Meaning(
    "revenue by the month",
    (
        *("mrr", "monthly recurring revenue", "monthly recurring revenue (mrr)", "monthly revenue", "current mrr"),
        *("monthly fee", "monthly price"),
    ),
)
_STATUS: Final = Meaning("whether it runs, is tried, or has ended", ("status", "subscription status", "account status"))
_EMAIL: Final = Meaning("the customer's address for mail", ("email", "customer email", "e mail"))
_SUBSCRIPTION: Final = Meaning("what tells subscriptions apart", ("subscription id", "id", "uuid", "subscription"))

MEANINGS: Final[Mapping[Kind, Mapping[str, Meaning]]] = {
    "subscriptions": {
        "customer": _CUSTOMER,
        "customer_id": _CUSTOMER_ID,
        "email": _EMAIL,
        "id": _SUBSCRIPTION,
        "status": _STATUS,
        "arr": _ARR,
        "mrr": _MRR,
        "amount": Meaning("the price of one billing period", ("amount", "price", "plan amount", "recurring amount")),
        "unit_price": Meaning("the price of one unit for one billing period", ("unit price", "unit amount")),
        "quantity": Meaning("how many units", ("quantity", "seats", "licences", "licenses")),
        "interval": Meaning(
            "the billing period: month, quarter or year",
            ("interval", "interval unit", "billing period", "billing cycle", "billing frequency", "billing interval"),
        ),
        "interval_count": Meaning("how many of them one bill is for", ("interval count", "interval length")),
        "term_months": Meaning(
            "the months of a contract term",
            ("term months", "contract term (months)", "contract term", "term", "term (months)", "term length"),
        ),
        "currency": _CURRENCY,
        "start": _START,
        "period_start": Meaning(
            "the first day of the running term",
            ("current period start", "current term start", "period start", "term start", "current term start date"),
        ),
        "renewal": Meaning(
            "the first day of the next term",
            (
                *("renewal", "renewal date", "renews on", "next renewal", "renews", "next renewal date"),
                *(
                    "current period end",
                    "current term end",
                    "next billing on",
                    "next billing date",
                    "next invoice date",
                ),
            ),
        ),
        "paid_through": Meaning(
            "the last day of the running term",
            (
                *("paid through", "contract end", "contract end date", "end date", "term end", "term end date"),
                *("subscription end date", "expiry date", "expiration date"),
            ),
        ),
        "ends_at_period_end": Meaning(
            "yes where it ends with the running term", ("cancel at period end", "cancels at period end")
        ),
        "renews": Meaning("no where it ends with the running term", ("auto renew", "auto renewal", "renews itself")),
        "ends": Meaning(
            "the day on which it has ended or will",
            ("ended at", "ends at", "expires at", "churned on", "churn date", "end of service", "cancellation date"),
        ),
        "canceled": Meaning(
            "the day on which it was given notice", ("canceled at", "cancelled at", "canceled on", "cancelled on")
        ),
        "trial_end": Meaning("the last day of a trial", ("trial end", "trial ends at", "trial end date")),
        "owner": _OWNER,
        "segment": _SEGMENT,
        "onboarded": _ONBOARDED,
    },
    "customers": {
        "customer": _CUSTOMER,
        "customer_id": _CUSTOMER_ID,
        "email": _EMAIL,
        "first_name": Meaning("the first name of a person", ("first name",)),
        "last_name": Meaning("the last name of a person", ("last name",)),
        "owner": _OWNER,
        "segment": _SEGMENT,
        "onboarded": _ONBOARDED,
    },
    "people": {
        "name": Meaning(
            "the person's name",
            ("name", "full name", "employee", "employee name", "display name", "first name last name", "worker"),
        ),
        "last_first": Meaning("the person's name, the last name first", ("last name, first name", "last, first")),
        "first_name": Meaning("the first name", ("first name", "preferred first name", "legal first name")),
        "last_name": Meaning("the last name", ("last name", "surname", "legal last name")),
        "title": Meaning(
            "what the person does", ("title", "job title", "role", "position", "business title", "job role")
        ),
        "start": Meaning(
            "the first day at work", ("start date", "hire date", "start", "hired", "joined", "original hire date")
        ),
        "end": Meaning(
            "the last day at work",
            (
                *("end date", "termination date", "last day of work", "last day", "end of employment", "leave date"),
                *("employment end date", "resignation date"),
            ),
        ),
        "status": Meaning("in place, open or gone", ("status", "employment status", "active status", "role state")),
        "fte": Meaning("the share of a full seat", ("fte", "full time equivalent")),
        "employment": Meaning("full time or part time", ("employment type", "employment type name", "time type")),
        "manager": Meaning("whom the person reports to", ("reports to", "reporting to", "manager", "supervisor")),
    },
    "movements": {
        "customer": _CUSTOMER,
        "customer_id": _CUSTOMER_ID,
        "date": Meaning("the day of the movement", ("date", "effective date", "event date", "movement date")),
        "kind": Meaning(
            "new, expansion, contraction, churn or return", ("movement type", "type", "kind", "change type", "movement")
        ),
        "mrr_change": Meaning(
            "by how much monthly revenue changes",
            ("mrr movement", "mrr change", "change in mrr", "mrr delta", "net mrr change"),
        ),
        "mrr": _MRR,
        "currency": _CURRENCY,
        "segment": _SEGMENT,
    },
    "levels": {
        "customer": _CUSTOMER,
        "customer_id": _CUSTOMER_ID,
        "month": Meaning("the month", ("month", "period", "month end")),
        "mrr": _MRR,
        "currency": _CURRENCY,
        "segment": _SEGMENT,
    },
    "invoices": {
        "customer": _CUSTOMER,
        "customer_id": _CUSTOMER_ID,
        "id": Meaning("what tells invoices apart", ("invoice number", "invoice id", "number", "invoice", "id")),
        "status": Meaning("paid, open or void", ("status", "invoice status")),
        "amount": Meaning(
            "what is invoiced before tax",
            ("subtotal", "net amount", "amount", "invoice subtotal", "amount due", "total", "invoice total"),
        ),
        "currency": _CURRENCY,
        "date": Meaning("the day of the invoice", ("date", "invoice date", "billed date", "issued", "issue date")),
        "period_start": Meaning(
            "the first day that is paid for", ("period start", "service start", "service period start", "from")
        ),
        "period_end": Meaning(
            "the first day that is not paid for any more", ("period end", "service end", "service period end", "to")
        ),
    },
    "deals": {
        "customer": _CUSTOMER,
        "customer_id": _CUSTOMER_ID,
        "deal": Meaning("the deal's name", ("deal name", "opportunity name", "deal", "opportunity")),
        "stage": Meaning("how far the deal is", ("stage", "deal stage", "stage name")),
        "arr": _ARR,
        "mrr": _MRR,
        "amount": Meaning("what the deal is worth", ("amount", "total amount", "deal amount")),
        "currency": _CURRENCY,
        "date": Meaning("the day the deal closed", ("close date", "closed on", "closed won date")),
        "owner": Meaning("who sold it", ("deal owner", "opportunity owner", "owner")),
        "type": Meaning("new business, renewal or more", ("type", "opportunity type", "deal type")),
    },
}
"""What each kind of export can say, the meanings by name."""

NEEDED: Final[Mapping[Kind, tuple[tuple[str, ...], ...]]] = {
    "subscriptions": (
        ("customer", "customer_id", "email"),
        ("arr", "mrr", "amount", "unit_price"),
        ("start", "period_start"),
    ),
    "customers": (("customer", "email"), ("owner", "segment", "onboarded", "customer_id")),
    "people": (("name", "last_first", "last_name"), ("title",), ("start",)),
    "movements": (("customer", "customer_id"), ("date",), ("kind",), ("mrr_change",)),
    "levels": (("customer", "customer_id"), ("month",), ("mrr",)),
    "invoices": (("customer", "customer_id"), ("amount",), ("date", "period_start"), ("period_start", "id")),
    "deals": (("deal", "customer"), ("stage",), ("amount", "arr", "mrr")),
}
"""Of each of these groups an export of the kind must have one column."""


def needed_in_words(kind: Kind) -> str:
    """Return what columns an export of a kind must have, for a message."""
    return "; ".join(" or ".join(group) for group in NEEDED[kind])
