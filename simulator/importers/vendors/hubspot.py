"""What HubSpot exports: the user chooses the columns; labels differ with the language and with what is exported."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors.export import Export, unused

DEALS: Final = Export(
    key="hubspot-deals",
    name="HubSpot deals",
    kind="deals",
    headings={
        "Record ID": "",
        "Deal Name": "deal",
        "Deal Stage": "stage",
        "Close Date": "date",
        "Deal owner": "owner",
        "Amount": "amount",
        "Annual recurring revenue (ARR)": "arr",
        "Currency": "currency",
        "Associated Company": "customer",
        **unused("Last Activity Date", "Pipeline", "Associated Product", "Associated Product IDs", "Create Date"),
        **unused("Date of last meeting booked in meetings tool", "Amount in company currency"),
    },
    needed=("Deal Name", "Deal Stage"),
    seen="An exported header of August 2024 in public code; labels of fields: knowledge.hubspot.com/crm-deals/"
    "hubspots-default-deal-properties (2022). Not found: how dates and amounts are written. Stages: the "
    "defaults, which companies rename (hublead.io/blog/hubspot-deal-stages).",
    statuses={"closed won": "won", "closed lost": "lost"},
)
COMPANIES: Final = Export(
    key="hubspot-companies",
    name="HubSpot companies",
    kind="customers",
    headings={
        "Record ID": "customer_id",
        "Company name": "customer",
        "Company owner": "owner",
        **unused("Company Domain Name", "Website URL", "Country/Region", "State/Region", "Industry", "Create Date"),
        **unused("Number of Employees", "Annual Revenue", "Phone Number", "City", "Postal Code", "Description"),
    },
    needed=("Record ID", "Company name"),
    seen="Programs on GitHub that read the export by these headings; a whole exported header was not found.",
)
EXPORTS: Final = (DEALS, COMPANIES)
