"""An export of invoices, as history: what is paid for a length of time, spread over its months."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_MONTH, add_months
from simulator.errors import InputError, Problem
from simulator.importers.furniture import no_data
from simulator.importers.intervals import between
from simulator.importers.records import Fate, Moment
from simulator.importers.sheet import SheetRow
from simulator.importers.statuses import statuses_of
from simulator.importers.values import Values
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from simulator.progress import Stage

Months = dict[date, dict[str, tuple[str, float]]]


def read_invoices(values: Values, moment: Moment, stage: Stage) -> tuple[Months, list[Fate]]:
    """Return MRR by month and customer up to the first day, and what became of the rows.

    An invoice counts in every month whose last day it pays for. Raises InputError for one without days of service.
    """
    if not (values.has("period_start") and values.has("period_end")):
        headings = ", ".join(heading for heading in values.sheet.headings if heading)
        message = f"no column says for what time an invoice is; the headings are: {headings}"
        allowed = 'an export with days of service, --map "HEADING=period_start" and --map "HEADING=period_end"'
        raise InputError([Problem(message, file=values.sheet.file, allowed=allowed)])
    return _Reader(values, moment).read_all(stage)


class _Reader:
    """Reads the rows of a sheet of invoices one by one."""

    def __init__(self, values: Values, moment: Moment) -> None:
        self._values = values
        self._moment = moment
        self._statuses = statuses_of("invoices", values.mapping.statuses)
        self._months: dict[date, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._names: dict[str, str] = {}
        self._seen: dict[str, int] = {}
        self._fates: list[Fate] = []

    def read_all(self, stage: Stage) -> tuple[Months, list[Fate]]:
        """Read every row."""
        sheet = self._values.sheet
        with stage(f"Taking in {sheet.name}", len(sheet.rows)) as advance:
            for row in sheet.rows:
                self._take(row)
            advance(len(sheet.rows))
        self._values.check_currencies()
        months = {
            month: {key: (self._names[key], mrr) for key, mrr in levels.items()}
            for month, levels in sorted(self._months.items())
        }
        return months, self._fates

    def _take(self, row: SheetRow) -> None:
        values = self._values
        why = no_data(values.sheet, row)
        number = values.text(row, "id")
        earlier = self._seen.setdefault(number, row.number) if number else row.number
        if why or earlier != row.number:
            fate = Fate(values.sheet.place(row), "", "dropped", why)
            again = Fate(values.sheet.place(row), "", "duplicate", f"the invoice of line {earlier} once more")
            self._fates.append(fate if why else again)
            return
        key, name = values.customer(row)
        word = values.text(row, "status")
        status = self._statuses.get(word.casefold()) if word else "live"
        if status is None:
            values.note(
                row, "status", f"{quoted(word)} is a status that is not known", f'--status "{word}=live", or never'
            )
            return
        if status == "never":
            self._fates.append(Fate(values.sheet.place(row), name, "dropped", f"an invoice that is {word}"))
            return
        self._spread(row, key, name)

    def _spread(self, row: SheetRow, key: str, name: str) -> None:
        values = self._values
        amount, first, last = (
            values.money(row, "amount"),
            values.day(row, "period_start"),
            values.day(row, "period_end"),
        )
        place = values.sheet.place(row)
        if amount is None or first is None or last is None or not name:
            self._fates.append(Fate(place, name, "dropped", "it lacks the customer, the amount or the days of service"))
            return
        if last <= first:
            self._fates.append(Fate(place, name, "dropped", "it is for no time, such as a fee once", 0.0))
            return
        whole = between(first, last)
        length = whole.months if whole is not None else (last - first).days / DAYS_PER_MONTH
        self._names.setdefault(key, name)
        month = first.replace(day=1)
        counted = False
        while (following := add_months(month, 1)) <= min(last, self._moment.first_day):
            self._months[month][key] += amount / length
            month, counted = following, True
        reason = f"{first} to {last}" if counted else f"{first} to {last}: over before the end of a month, or to come"
        self._fates.append(Fate(place, name, "history" if counted else "dropped", reason))
