"""What ChartMogul delivers to a destination; the columns of what is downloaded in the program were not found."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

_KINDS: Final = {
    "new_biz": "new",
    "expansion": "expansion",
    "contraction": "contraction",
    "churn": "churn",
    "reactivation": "return",
}
MOVEMENTS: Final = Export(
    key="chartmogul-movements",
    name="ChartMogul MRR movements",
    kind="movements",
    headings={
        "DATE": "date",
        "CUSTOMER_NAME": "customer",
        "CUSTOMER_UUID": "customer_id",
        "MRR_MOVEMENT": "mrr_change",
        "MRR": "mrr",
        "MOVEMENT_TYPE": "kind",
        # CURRENCY_CODE is that of the invoice; both amounts are in the currency of the ChartMogul account
        **unused("CURRENCY_CODE", "DESCRIPTION", "BILLING_CONNECTOR_UUID", "CUSTOMER_EXTERNAL_ID"),
        **unused("SUBSCRIPTION_EXTERNAL_ID", "PLAN_EXTERNAL_ID", "ACTIVE_SUBSCRIPTION_QUANTITY", "UUID", "RANK"),
        **unused("PREVIOUS_PLAN_EXTERNAL_ID"),
    },
    needed=("DATE", "MRR_MOVEMENT", "MOVEMENT_TYPE"),
    seen="dev.chartmogul.com/docs/destinations/calculated-data/mrr-movements. Amounts are whole cents.",
    statuses=_KINDS,
    units="cents",
)
CUSTOMERS: Final = Export(
    key="chartmogul-customers",
    name="ChartMogul customers",
    kind="subscriptions",
    headings={
        "MRR": "mrr",
        "ARR": "",  # twelve times MRR
        "BILLING_CYCLE": "interval",
        "SUBSCRIBER_SINCE": "start",
        "STATUS": "status",
        "UUID": "customer_id",
        **unused("PLAN_NAME", "NET_PAYMENTS", "COUNTRY", "STATE", "CITY", "ADDRESS_ZIP"),
    },
    needed=("MRR", "SUBSCRIBER_SINCE", "STATUS"),
    seen="dev.chartmogul.com/docs/destinations/calculated-data/customers; the list was cut off after UUID, and other "
    "columns go by what they mean. Amounts are whole cents.",
    statuses={
        **{"active": "live", "past due": "live", "cancelled": "ended"},
        **dict.fromkeys(("new lead", "working lead", "qualified lead", "unqualified lead"), "never"),
    },
    units="cents",
)
EXPORTS: Final = (MOVEMENTS, CUSTOMERS)
