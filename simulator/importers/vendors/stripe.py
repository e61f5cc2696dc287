"""What Stripe's dashboard exports: no page of Stripe's lists the columns, so these are of files and programs seen."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

_STATUSES: Final = {
    "active": "live",
    "past_due": "live",
    "unpaid": "live",
    "trialing": "trial",
    "paused": "trial",  # a trial that ended without a means of payment
    "canceled": "ended",
    "incomplete": "never",
    "incomplete_expired": "never",
}
"""As clients made from Stripe's interface have them: docs.rs/async-stripe-shared, SubscriptionStatus."""

SUBSCRIPTIONS: Final = Export(
    key="stripe-subscriptions",
    name="Stripe subscriptions",
    kind="subscriptions",
    headings={
        "id": "id",
        "Customer ID": "customer_id",
        "Customer Email": "email",
        "Customer Name": "customer",
        "Quantity": "quantity",
        "Currency": "currency",
        "Interval": "interval",
        "Amount": "amount",
        "Status": "status",
        "Start Date (UTC)": "start",
        "Created (UTC)": "",
        "Current Period Start (UTC)": "period_start",
        "Current Period End (UTC)": "renewal",
        "Trial End (UTC)": "trial_end",
        "Canceled At (UTC)": "canceled",
        "Cancel At Period End": "ends_at_period_end",
        "Ended At (UTC)": "ends",
        **unused("Customer Description", "Plan", "Product", "Start (UTC)", "Trial Start (UTC)"),
        **unused("Application Fee Percent", "Coupon", "Tax Percent", "Exclusive Tax Rate", "Inclusive Tax Rate"),
        **unused("Automatic Tax Enabled", "Tax Location Recognized", "Product ID", "Cancellation Reason"),
    },
    needed=("Customer ID", "Amount", "Interval", "Current Period End (UTC)"),
    seen="Two exported files on GitHub: niaradotai/migrate-stripe (January 2024), Hededamj/dashboard (December 2025). "
    "Amounts are those of one billing period, in whole units; whether Amount counts Quantity in was not found.",
    statuses=_STATUSES,
    per_unit_unknown=True,
)
CUSTOMERS: Final = Export(
    key="stripe-customers",
    name="Stripe customers",
    kind="customers",
    headings={
        "id": "customer_id",
        "Email": "email",
        "Name": "customer",
        **unused("Description", "Created (UTC)", "Delinquent", "Card ID", "Card Name", "Card Address Line1"),
        **unused("Card Address Line2", "Card Address City", "Card Address State", "Card Address Country"),
        **unused("Card Address Zip", "Card AVS Line1 Status", "Card AVS Zip Status", "Card Brand", "Card CVC Status"),
        **unused("Card Exp Month", "Card Exp Year", "Card Fingerprint", "Card Funding", "Card Issue Country"),
        **unused("Card Last4", "Card Tokenization Method", "Plan", "Status", "Cancel At Period End"),
        **unused("Account Balance", "Currency", "Total Spend", "Payment Count", "Average Order", "Refunded Volume"),
        **unused("Dispute Losses", "Business Vat ID", "Tax Location Recognized"),
    },
    needed=("id", "Email", "Delinquent"),
    seen="Two exported files on GitHub: davidalee44/eqho-finance (November 2025), Banthop/peer-pathway-project "
    "(March 2026).",
)
INVOICES: Final = Export(
    key="stripe-invoices",
    name="Stripe invoices",
    kind="invoices",
    headings={
        "id": "id",
        "Customer": "customer_id",
        "Customer Name": "customer",
        "Status": "status",
        "Currency": "currency",
        "Subtotal": "amount",
        "Date (UTC)": "date",
        "Minimum Line Item Period Start (UTC)": "period_start",
        "Maximum Line Item Period End (UTC)": "period_end",
        **unused("Period Start (UTC)", "Period End (UTC)", "Subscription", "Amount Due", "Tax", "Tax Percent", "Total"),
        **unused("Amount Paid", "Total Discount Amount", "Exclusive Tax Amount", "Inclusive Tax Amount"),
        **unused("Starting Balance", "Ending Balance", "Due Date (UTC)", "Paid At (UTC)", "Voided At (UTC)"),
        **unused("Marked Uncollectible At (UTC)", "Finalized At (UTC)", "Paid", "Closed", "Forgiven"),
        **unused("Applied Coupons", "Billing", "Charge", "Description", "Number"),
    },
    needed=("Customer", "Date (UTC)", "Subtotal"),
    seen="Programs on GitHub that read the export by these headings; no exported file was seen, so neither were the "
    "order, the words of Status, and whether amounts are whole units: the user says (--amounts).",
    statuses={"paid": "live", "open": "live", "void": "never", "uncollectible": "live", "draft": "never"},
    units=None,
)
EXPORTS: Final = (SUBSCRIPTIONS, CUSTOMERS, INVOICES)
