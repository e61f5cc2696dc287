"""What Recurly exports, of Recurly's own lists of columns."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

SUBSCRIPTIONS: Final = Export(
    key="recurly-subscriptions",
    name="Recurly subscriptions",
    kind="subscriptions",
    headings={
        "uuid": "id",
        "account_code": "customer_id",
        "email": "email",
        "state": "status",
        "auto_renew": "renews",
        "currency": "currency",
        "total_recurring_amount": "amount",
        "current_period_started_at": "period_start",
        "current_period_ends_at": "renewal",
        "trial_ends_at": "trial_end",
        "activated_at": "start",
        "canceled_at": "canceled",
        "expires_at": "ends",
        **unused("plan_code", "quantity", "unit_amount", "add_on_amount", "trial_started_at", "total_billing_cycles"),
        **unused("remaining_billing_cycles", "modified_at", "maintenance_url", "net_terms", "po_number"),
        **unused("collection_method", "plan_name", "started_with_gift", "no_billing_info_reason", "converted_at"),
        **unused("paused_at", "remaining_pause_cycles", "current_term_started_at", "current_term_ends_at"),
        **unused("renewal_billing_cycles", "shipping_amount_in_cents", "shipping_method_code", "pricing_model"),
        **unused("current_ramp_id", "tax_inclusive", "subscription_api_id", "gateway_code", "price_segment_id"),
        **unused("price_segment_code"),
    },
    needed=("account_code", "state", "total_recurring_amount", "current_period_ends_at"),
    seen="docs.recurly.com/docs/subscriptions-exports (16 April 2026). A canceled one runs until expires_at.",
    statuses={
        "active": "live",
        "canceled": "ending",
        "expired": "ended",
        "future": "future",
        "paused": "paused",
        "pending": "future",
    },
)
ACCOUNTS: Final = Export(
    key="recurly-accounts",
    name="Recurly accounts",
    kind="customers",
    headings={
        "account_code": "customer_id",
        "account_email": "email",
        "account_company_name": "customer",
        "account_first_name": "first_name",
        "account_last_name": "last_name",
        **unused("account_username", "account_has_billing_info", "account_created_at", "account_address1"),
        **unused("account_address2", "account_city", "account_state", "account_postal_code", "account_country"),
        **unused("account_phone", "account_vat_number", "account_tax_exempt", "modified_at", "closed_at"),
    },
    needed=("account_code", "account_company_name"),
    seen="docs.recurly.com/docs/accounts-export (5 May 2026).",
)
INVOICES: Final = Export(
    key="recurly-invoices",
    name="Recurly invoices",
    kind="invoices",
    headings={
        "id": "id",
        "billed_date": "date",
        "status": "status",
        "account_code": "customer_id",
        "account_company": "customer",
        "currency": "currency",
        "invoice_subtotal": "amount",
        **unused("invoice_number", "due_on", "closed_at", "net_terms", "collection_method", "account_name"),
        **unused("invoice_total", "tax_amount", "invoice_type", "original_invoice_number", "invoice_doc_type"),
        **unused("invoice_balance", "invoice_discount", "invoice_subtotal_before_discounts", "invoice_api_id"),
    },
    needed=("account_code", "billed_date", "invoice_subtotal"),
    seen="docs.recurly.com/docs/invoices-summary (5 February 2025). It has no days of service.",
    statuses={
        **dict.fromkeys(("pending", "processing", "past_due", "paid"), "live"),
        **dict.fromkeys(("failed", "voided"), "never"),
    },
)
EXPORTS: Final = (SUBSCRIPTIONS, ACCOUNTS, INVOICES)
