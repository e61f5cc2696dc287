"""An export of MRR movements, as history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.importers.furniture import no_data
from simulator.importers.history import in_order
from simulator.importers.records import Fate, Moment, Movement, MovementKind
from simulator.importers.sheet import SheetRow
from simulator.importers.statuses import statuses_of
from simulator.importers.values import Values
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from simulator.progress import Stage

KINDS: tuple[MovementKind, ...] = ("new", "expansion", "contraction", "churn", "return")


def read_movements(values: Values, moment: Moment, stage: Stage) -> tuple[list[Movement], list[Fate]]:
    """Return the movements up to the first day, in order, and what became of the rows."""
    kinds = statuses_of("movements", values.mapping.statuses)
    found: list[Movement] = []
    fates: list[Fate] = []
    sheet = values.sheet
    seen: dict[tuple[object, ...], int] = {}
    with stage(f"Taking in {sheet.name}", len(sheet.rows)) as advance:
        for row in sheet.rows:
            why = no_data(sheet, row)
            earlier = seen.setdefault(tuple(row.cells), row.number)
            if why or earlier != row.number:
                fate = "dropped" if why else "duplicate"
                reason = why or f"the same row as line {earlier}"
                fates.append(Fate(sheet.place(row), "", "dropped" if fate == "dropped" else "duplicate", reason))
                continue
            movement = _movement(values, row, kinds)
            if movement is None:
                continue
            if movement.day > moment.first_day:
                fates.append(
                    Fate(sheet.place(row), movement.customer, "dropped", f"on {movement.day}, after the first day")
                )
                continue
            found.append(movement)
            fates.append(Fate(sheet.place(row), movement.customer, "history", movement.kind))
        advance(len(sheet.rows))
    values.check_currencies()
    return in_order(found), fates


def _movement(values: Values, row: SheetRow, kinds: dict[str, str]) -> Movement | None:
    key, name = values.customer(row)
    day, change, word = values.day(row, "date"), values.money(row, "mrr_change"), values.text(row, "kind")
    kind = next((one for one in KINDS if one == kinds.get(word.casefold())), None)
    if kind is None:
        values.note(row, "kind", f"{quoted(word)} is a kind of movement that is not known", ", ".join(KINDS))
    at = "customer" if values.has("customer") else "customer_id"
    if not key:
        values.note(row, at, "no customer is named", "a name")
    for meaning, value in (("date", day), ("mrr_change", change)):
        if value is None and not values.text(row, meaning):
            values.note(row, meaning, "the cell is empty", "a day" if meaning == "date" else "an amount")
    if kind is None or day is None or change is None or not key:
        return None
    signed = -abs(change) if kind in ("contraction", "churn") else change
    if signed < 0 and kind in ("new", "expansion", "return"):
        values.note(row, "mrr_change", f"{kind} takes {change:,.2f} away", "an amount above 0, or another kind")
    return Movement(day, key, name, kind, signed, values.text(row, "segment"))
