"""An export of a CRM's deals: those that were won, held against what is billed."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.clock import MONTHS_PER_YEAR
from simulator.importers.book import Account, core_of
from simulator.importers.furniture import no_data
from simulator.importers.records import Deal, Fate, Moment
from simulator.importers.sheet import SheetRow
from simulator.importers.statuses import statuses_of
from simulator.importers.values import Values
from simulator.scenario.reading.notices import Notice

_SHOWN = 8


def read_deals(values: Values, moment: Moment) -> tuple[list[Deal], list[Fate]]:
    """Return the deals that were won by the first day, and what became of the rows."""
    stages = statuses_of("deals", values.mapping.statuses)
    found: list[Deal] = []
    fates: list[Fate] = []
    for row in values.sheet.rows:
        why = no_data(values.sheet, row)
        customer = values.text(row, "customer") or values.text(row, "deal")
        stage = values.text(row, "stage")
        place = values.sheet.place(row)
        if why or not customer or stages.get(stage.casefold()) != "won":
            fates.append(Fate(place, customer, "dropped", why or f"not won: {stage or 'no stage'}"))
            continue
        day = values.day(row, "date") if values.has("date") else None
        if day is not None and day > moment.first_day:
            fates.append(Fate(place, customer, "dropped", f"closes on {day}, after the first day"))
            continue
        arr = _arr(values, row)
        found.append(Deal(place, customer, day, arr, values.text(row, "owner")))
        fates.append(Fate(place, customer, "used", "held against the accounts", arr or 0.0))
    if not found and values.sheet.rows:
        stages_there = sorted({values.text(row, "stage") for row in values.sheet.rows if values.text(row, "stage")})
        values.say(
            f'no deal is won: the stages are {", ".join(stages_there[:_SHOWN])}; --status "STAGE=won" says which is',
            doubtful=True,
        )
    values.check_currencies()
    return found, fates


def _arr(values: Values, row: SheetRow) -> float | None:
    """Return the ARR of a deal; an amount may be of a year, of a term or of once, and counts for nothing."""
    if values.has("arr"):
        return values.money(row, "arr")
    monthly = values.money(row, "mrr") if values.has("mrr") else None
    return None if monthly is None else MONTHS_PER_YEAR * monthly


def held_against(deals: Sequence[Deal], accounts: Sequence[Account]) -> list[Notice]:
    """Return which customers were won and are not billed."""
    billed = {core_of(one.customer) for one in accounts}
    missing = list(dict.fromkeys(one.customer for one in deals if core_of(one.customer) not in billed))
    if not deals:
        return []
    won = len({core_of(one.customer) for one in deals})
    text = f"{won:,} customers were won in the CRM, {won - len(missing):,} of them are accounts here"
    if missing:
        more = f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
        text += f"; without a subscription: {', '.join(missing[:_SHOWN])}{more}"
    return [Notice(text, doubtful=bool(missing))]
