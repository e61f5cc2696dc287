"""An export of customers without what they pay: whose they are, which segment, since when onboarded, their names."""

from __future__ import annotations

from simulator.importers.furniture import no_data
from simulator.importers.records import About, Fate
from simulator.importers.sheet import SheetRow
from simulator.importers.values import Values


def read_customers(values: Values) -> tuple[list[About], list[Fate]]:
    """Return what a sheet says of each customer, and what became of the rows."""
    found: list[About] = []
    fates: list[Fate] = []
    for row in values.sheet.rows:
        one = _about(values, row)
        why = no_data(values.sheet, row) or ("" if one.customer else "no customer is named")
        if not why:
            found.append(one)
        place = values.sheet.place(row)
        fates.append(Fate(place, one.customer, "dropped" if why else "used", why or "looked up for the accounts"))
    return found, fates


def _about(values: Values, row: SheetRow) -> About:
    key = values.customer(row)[0] if values.text(row, "customer_id") else ""
    person = f"{values.text(row, 'first_name')} {values.text(row, 'last_name')}".strip()
    name = values.text(row, "customer") or person or values.text(row, "email")
    since = values.since(row, "onboarded") if values.has("onboarded") else None
    return About(key, name, values.text(row, "owner"), values.text(row, "segment"), since)
