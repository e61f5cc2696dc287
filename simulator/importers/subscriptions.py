"""An export of subscriptions, or of customers with what they pay: which rows are in the opening book, and which not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.importers.furniture import no_data
from simulator.importers.intervals import LONGEST, Interval, between, interval, months_in_words, next_on_or_after
from simulator.importers.records import Fate, FateOf, Moment, Subscription
from simulator.importers.sheet import SheetRow
from simulator.importers.statuses import statuses_of
from simulator.importers.values import Values
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from simulator.progress import Stage

MONTHLY: Final = 1
_AT_ONCE: Final = 5_000
_NOT_PAYING: Final = {
    "trial": "a trial",
    "never": "never began",
    "future": "has not begun yet",
    "paused": "paused, and pays nothing now",
}


@dataclass
class SubscriptionsRead:
    """The subscriptions of a file: those that run on the first day, those that have ended, and what became of rows."""

    running: list[Subscription] = field(default_factory=list)
    ended: list[Subscription] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)


def read_subscriptions(values: Values, moment: Moment, stage: Stage) -> SubscriptionsRead:
    """Return the subscriptions of a sheet; what is wrong in it is noted there."""
    reader = _Reader(values, moment)
    sheet = values.sheet
    with stage(f"Taking in {sheet.name}", len(sheet.rows)) as advance:
        for number, row in enumerate(sheet.rows, 1):
            reader.take(row)
            if number % _AT_ONCE == 0:
                advance(_AT_ONCE)
    values.check_currencies()
    if values.has("mrr") and not values.has("arr"):
        values.say(f"{quoted(values.mapping.columns['mrr'])} is a month's revenue: ARR is {MONTHS_PER_YEAR} × it")
    return reader.read


class _Reader:
    """Reads the rows of a sheet of subscriptions one by one."""

    def __init__(self, values: Values, moment: Moment) -> None:
        self._values = values
        self._moment = moment
        self._statuses = statuses_of("subscriptions", values.mapping.statuses)
        self._seen: dict[tuple[object, ...], int] = {}
        self._ids: dict[str, int] = {}
        self.read = SubscriptionsRead()

    def take(self, row: SheetRow) -> None:
        """Take in one row: into the book, into the history, or out of both with a reason."""
        why = no_data(self._values.sheet, row)
        if why:
            self._drop(row, "", why)
            return
        key, customer = self._values.customer(row)
        if not key:
            self._drop(row, "", "no customer is named")
            return
        earlier = self._seen.setdefault(tuple(row.cells), row.number)
        if earlier != row.number:
            self._fate(row, customer, "duplicate", f"the same row as line {earlier}")
            return
        status = self._status(row)
        if status is None:
            return
        if status in _NOT_PAYING:
            self._drop(row, customer, _NOT_PAYING[status])
            return
        trial = self._values.day(row, "trial_end") if self._values.has("trial_end") else None
        if trial is not None and trial > self._moment.as_of and status != "ended":
            self._drop(row, customer, f"a trial, until {trial}")
            return
        self._take_paying(row, key, customer, status)

    def _status(self, row: SheetRow) -> str | None:
        """Return our word for the status of a row; None, and a problem noted, for a word that is not known."""
        text = self._values.text(row, "status")
        if not text:
            return "live"
        found = self._statuses.get(text.casefold())
        if found is None:
            allowed = f'--status "{text}=live", or ending, ended, trial, paused, future, never'
            self._values.note(row, "status", f"{quoted(text)} is a status that is not known", allowed)
        return found

    def _take_paying(self, row: SheetRow, key: str, customer: str, status: str) -> None:
        ended = self._ended(row, status)
        arr, billed = self._arr(row)
        start = self._start(row, ended)
        if arr is None or start is None:
            if status == "ended" and self._values.sheet.problems.kept == []:
                self._drop(row, customer, "has ended, and what it paid or since when is not said")
            return
        found = self._subscription(row, key, customer, arr, start, ended)
        if arr == 0 and status == "ended":
            self._drop(row, customer, "has ended, and what it paid is not said: movements or invoices would tell", arr)
        elif arr <= 0:
            self._drop(row, customer, "pays nothing" if arr == 0 else "a negative amount, such as a credit", arr)
        elif start > self._moment.first_day:
            self._drop(row, customer, f"starts on {start}, after the first day", arr)
        elif status == "ended" or (ended is not None and ended <= self._moment.first_day):
            self._take_ended(row, replace(found, term=self._term(row, billed)))
        else:
            self._take_running(row, found, billed)

    def _ended(self, row: SheetRow, status: str) -> date | None:
        """Return the day on which a subscription has ended or will, None where it goes on."""
        values = self._values
        ends = values.day(row, "ends") if values.has("ends") else None
        if ends is not None:
            return ends
        noticed = values.has("ends_at_period_end") and values.flag(row, "ends_at_period_end")
        expires = values.has("renews") and values.flag(row, "renews") is False
        if status == "ended":
            return values.day(row, "canceled") or self._renewal(row)
        return self._renewal(row) if status == "ending" or noticed or expires else None

    def _renewal(self, row: SheetRow) -> date | None:
        """Return the first day of the next term."""
        values = self._values
        if values.has("renewal"):
            return values.day(row, "renewal")
        last = values.day(row, "paid_through") if values.has("paid_through") else None
        return None if last is None else last + timedelta(days=1)

    def _start(self, row: SheetRow, ended: date | None) -> date | None:
        values = self._values
        for meaning in ("start", "period_start"):
            found = values.day(row, meaning) if values.has(meaning) else None
            if found is not None:
                return found
        at = "start" if values.has("start") else "period_start"
        if ended is None and not self._values.text(row, at):
            values.note(row, at, "the first day of the contract is missing", "a date such as 2026-01-31")
        return None

    # What a row pays.

    def _arr(self, row: SheetRow) -> tuple[float | None, Interval | None]:
        """Return dollars a year, None where they are not said, and the billing period, None where that is not."""
        values = self._values
        billed = self._interval(row)
        for meaning, times in (("arr", 1.0), ("mrr", float(MONTHS_PER_YEAR))):
            if values.has(meaning):
                found = self._amount(row, meaning)
                return (None if found is None else found * times), billed
        meaning = "amount" if values.has("amount") else "unit_price"
        price = self._amount(row, meaning)
        if price is None:
            return None, billed
        price *= self._units(row, meaning)
        if billed is None and price != 0:
            message = "the price is not said to be for a month or a year"
            values.note(row, meaning, message, '--map "HEADING=interval", or map the price to mrr or arr')
            return None, None
        return price * (0.0 if billed is None else billed.a_year), billed

    def _amount(self, row: SheetRow, meaning: str) -> float | None:
        found = self._values.money(row, meaning)
        if found is None and not self._values.text(row, meaning):
            return 0.0
        return found

    def _units(self, row: SheetRow, meaning: str) -> float:
        """Return by how many units a price is to be multiplied; note a price that may be of one or of all of them."""
        values = self._values
        text = values.text(row, "quantity")
        if not text or text in ("1", "1.0"):
            return 1.0
        try:
            units = float(text)
        except ValueError:
            values.note(row, "quantity", f"{quoted(text)} is not a quantity", "a number")
            return 1.0
        if meaning == "unit_price":
            return units
        if values.mapping.per_unit_unknown:
            heading = values.mapping.columns[meaning]
            message = f"whether {quoted(heading)} is the price of one unit or of all {text} is not known"
            allowed = f'--map "{heading}=unit_price" for that of one, --map "{heading}=amount" for that of all'
            values.note(row, "quantity", message, allowed)
        return 1.0

    def _interval(self, row: SheetRow) -> Interval | None:
        values = self._values
        text = values.text(row, "interval")
        if text:
            count = values.text(row, "interval_count")
            found = interval(text, int(float(count)) if count.replace(".", "").isdigit() else 1)
            if found is not None:
                return found
        first = values.day(row, "period_start") if values.has("period_start") else None
        following = self._renewal(row) if first is not None else None
        return between(first, following) if first is not None and following is not None else None

    # Where a row goes.

    def _subscription(
        self, row: SheetRow, key: str, customer: str, arr: float, start: date, ended: date | None
    ) -> Subscription:
        values = self._values
        return Subscription(
            values.sheet.place(row),
            key,
            customer,
            values.text(row, "id"),
            arr,
            start,
            ends=ended,
            owner=values.text(row, "owner"),
            segment=values.text(row, "segment"),
            onboarded=values.since(row, "onboarded") if values.has("onboarded") else None,
        )

    def _take_running(self, row: SheetRow, found: Subscription, billed: Interval | None) -> None:
        renewal, term = self._renewal(row), self._term(row, billed)
        note, assumed = "", tuple[str, ...]()
        first = self._moment.first_day
        if renewal is None:
            known, term = term is not None, term or MONTHLY
            renewal, _ = next_on_or_after(found.start, term, max(first, found.start + timedelta(days=1)))
            note = f"no renewal is said: the next after {found.start}, each {months_in_words(term)}"
            note, assumed = note if known else "open-ended: a term of a month", ("renewal",)
        elif renewal < first:
            past = renewal
            renewal, _ = next_on_or_after(past, term or MONTHS_PER_YEAR, first)
            what = "falls due before the first day" if past > self._moment.as_of else "was due already"
            note, assumed = f"{what}, on {past}: taken as renewed", () if term else ("renewal",)
        if renewal <= found.start:
            self._values.note(
                row,
                "renewal" if self._values.has("renewal") else "paid_through",
                f"the next term begins on {renewal}, not after the start on {found.start}",
            )
            return
        said = f"ends on {found.ends}, the export says" if found.ends is not None else ""
        again = self._ids.setdefault(found.id, row.number) if found.id else row.number
        twice = f"the subscription {found.id} of line {again} once more, with other figures: counted too"
        note = "; ".join(one for one in (note, said, twice if again != row.number else "") if one)
        if again != row.number:
            self._values.say(f"line {row.number:,}: {twice}", doubtful=True)
        self.read.running.append(replace(found, renewal=renewal, term=term, assumed=assumed, note=note))

    def _term(self, row: SheetRow, billed: Interval | None) -> int | None:
        text = self._values.text(row, "term_months")
        if text.replace(".", "").isdigit():
            months = int(float(text)) if len(text) < 9 else 0
            if not 1 <= months <= LONGEST:
                self._values.note(row, "term_months", f"a term of {text} months", f"1 to {LONGEST} months")
            return min(max(months, 1), LONGEST)
        words = interval(text) if text else None
        found = words or billed
        return None if found is None else found.months

    def _take_ended(self, row: SheetRow, found: Subscription) -> None:
        if found.ends is None:
            self._drop(row, found.customer, "has ended, on a day that is not said", found.arr)
        elif found.ends <= found.start:
            self._drop(row, found.customer, f"ended on {found.ends}, no later than it began", found.arr)
        else:
            self.read.ended.append(found)
            before = found.ends > self._moment.as_of
            why = f"ends on {found.ends}, by the first day" if before else f"ended on {found.ends}"
            self._fate(row, found.customer, "history", why, found.arr)

    def _drop(self, row: SheetRow, customer: str, why: str, arr: float = 0.0) -> None:
        self._fate(row, customer, "dropped", why, arr)

    def _fate(self, row: SheetRow, customer: str, fate: FateOf, why: str, arr: float = 0.0) -> None:
        self.read.fates.append(Fate(self._values.sheet.place(row), customer, fate, why, arr))
