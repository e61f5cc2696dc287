"""What Salesforce reports export: the user chooses the columns, and these are the labels of the standard fields."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

OPPORTUNITIES: Final = Export(
    key="salesforce-opportunities",
    name="Salesforce opportunities",
    kind="deals",
    headings={
        "Opportunity Name": "deal",
        "Account Name": "customer",
        "Stage": "stage",
        "Amount": "amount",
        "Close Date": "date",
        "Opportunity Owner": "owner",
        "Type": "type",
        **unused("Lead Source", "Next Step", "Probability (%)", "Fiscal Period", "Age", "Created Date", "Owner Role"),
    },
    needed=("Opportunity Name", "Stage", "Account Name"),
    seen="developer.salesforce.com/docs/atlas.en-us.264.0.api_analytics.meta/api_analytics, the example of a report "
    "query. Stages: the ten defaults, which companies rename (crmnewstoday.com/?p=553).",
    statuses={"closed won": "won", "closed/won": "won", "closed lost": "lost", "closed/lost": "lost"},
)
ACCOUNTS: Final = Export(
    key="salesforce-accounts",
    name="Salesforce accounts",
    kind="customers",
    headings={
        "Account Name": "customer",
        "Account Owner": "owner",
        "Account ID": "customer_id",
        **unused("Account Number", "Account Source", "Annual Revenue", "Billing City", "Billing Country"),
        **unused("Billing Zip/Postal Code", "Billing State/Province", "Billing Street", "Created Date", "Industry"),
        **unused("Account Description", "Last Activity", "Last Modified Date", "Type", "Rating", "Website"),
    },
    needed=("Account Name", "Account Owner"),
    seen="developer.salesforce.com/docs/platform/field-reference, Account; the standard columns of a report of "
    "accounts were not found.",
)
EXPORTS: Final = (OPPORTUNITIES, ACCOUNTS)
