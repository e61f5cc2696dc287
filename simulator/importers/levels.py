"""A table of what each customer pays by the month, as history: one of the two forms of history.csv."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from simulator.importers.furniture import no_data
from simulator.importers.invoices import Months
from simulator.importers.records import Fate, Moment
from simulator.importers.sheet import SheetRow
from simulator.importers.values import Values
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from simulator.progress import Stage


def read_levels(values: Values, moment: Moment, stage: Stage) -> tuple[Months, list[Fate]]:
    """Return MRR by month and customer before the first day, and what became of the rows."""
    months: Months = {}
    fates: list[Fate] = []
    sheet = values.sheet
    with stage(f"Taking in {sheet.name}", len(sheet.rows)) as advance:
        for row in sheet.rows:
            fates += _taken(values, row, moment, months)
        advance(len(sheet.rows))
    values.check_currencies()
    return months, fates


def _taken(values: Values, row: SheetRow, moment: Moment, months: Months) -> list[Fate]:
    """Take in a row; return what became of it, nothing where a problem was noted."""
    place = values.sheet.place(row)
    why = no_data(values.sheet, row)
    if why:
        return [Fate(place, "", "dropped", why)]
    key, name = values.customer(row)
    month, mrr = _month(values, row), values.money(row, "mrr")
    if not key:
        values.note(row, "customer" if values.has("customer") else "customer_id", "no customer is named", "a name")
    if mrr is None and not values.text(row, "mrr"):
        values.note(row, "mrr", "the cell is empty", "dollars a month, 0 or more")
    if mrr is not None and mrr < 0:
        values.note(row, "mrr", f"{values.text(row, 'mrr')} is below $0", "dollars a month, 0 or more")
    if not key or month is None or mrr is None or mrr < 0:
        return []
    if month >= moment.first_day:
        return [Fate(place, name, "dropped", f"of {month:%Y-%m}, after the first day")]
    levels = months.setdefault(month, {})
    if key in levels:
        values.note(
            row, "month", f"{quoted(name)} has an amount for {month:%Y-%m} already", "one row a month and account"
        )
        return []
    levels[key] = (name, mrr)
    return [Fate(place, name, "history", f"{month:%Y-%m}")]


def _month(values: Values, row: SheetRow) -> date | None:
    """Return the first day of the month of a row."""
    text = values.text(row, "month")
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        day = values.day(row, "month") if text else None
    if not text:
        values.note(row, "month", "the month is missing", "a month such as 2026-03")
    return None if day is None else day.replace(day=1)
