"""What Chargebee exports: no page of Chargebee's lists the columns, so these are of programs that read the files."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

SUBSCRIPTIONS: Final = Export(
    key="chargebee-subscriptions",
    name="Chargebee subscriptions",
    kind="subscriptions",
    headings={
        "subscriptions.id": "id",
        "subscriptions.plan_unit_price": "unit_price",
        "subscriptions.plan_quantity": "quantity",
        "subscriptions.status": "status",
        "subscriptions.started_at": "start",
        "subscriptions.trial_end": "trial_end",
        "subscriptions.current_term_start": "period_start",
        "subscriptions.current_term_end": "renewal",
        "subscriptions.cancelled_at": "ends",
        "customers.id": "customer_id",
        "customers.email": "email",
        "addresses.company": "customer",
        **unused("subscriptions.plan_id", "subscriptions.start_date", "subscriptions.trial_start"),
        **unused("subscriptions.remaining_billing_cycles", "subscriptions.created_at", "subscriptions.po_number"),
        **unused("subscriptions.auto_collection", "subscriptions.pause_date", "subscriptions.resume_date"),
        **unused("subscriptions.plan_quantity_in_decimal", "subscriptions.plan_unit_price_in_decimal"),
        **unused("customers.first_name", "customers.last_name", "addresses.first_name", "addresses.last_name"),
        **unused("addresses.email", "addresses.phone", "addresses.addr", "addresses.extended_addr"),
        **unused("addresses.extended_addr2", "addresses.city", "addresses.state", "addresses.country", "addresses.zip"),
    },
    needed=("subscriptions.id", "subscriptions.status", "customers.id"),
    seen="Programs on GitHub that read Subscriptions.csv of an export (the older catalogue of plans). Not found: the "
    "order of columns, the currency, whether amounts are cents (--amounts says), add-ons, which are in a file of their "
    "own and are not counted here. Statuses: the types of chargebee 3.17.0, app.unpkg.com.",
    statuses={
        "active": "live",
        "non renewing": "ending",
        "non_renewing": "ending",
        "in trial": "trial",
        "in_trial": "trial",
        "paused": "paused",
        "cancelled": "ended",
        "future": "future",
        "transferred": "ended",
    },
    units=None,
)
CUSTOMERS: Final = Export(
    key="chargebee-customers",
    name="Chargebee customers",
    kind="customers",
    headings={
        "Customer Id": "customer_id",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        **unused("Billing Address First Name", "Billing Address Last Name", "Billing Address Line1"),
        **unused("Billing Address City", "Billing Address State", "Billing Address Zip", "Billing Address Country"),
        **unused("Card Status"),
    },
    needed=("Customer Id", "Email", "Card Status"),
    seen="A program on GitHub that reads Customers.csv of an export by these headings; the rest was not found.",
)
EXPORTS: Final = (SUBSCRIPTIONS, CUSTOMERS)
