"""How cells of the accounts and roster files are read: dates, yes and no."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from simulator.clock import simulated_day
from simulator.errors import Problem
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.units import InvalidValue, quoted

__all__ = ["Dates", "Order", "counted_day", "of_numbers", "without_time", "yes_or_no"]

_YES_NO: Final = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


@dataclass
class Dates:
    """Reads dates, each spelling once, as days since the start date.

    `order` is the one in which numbers such as 03/04/2026 stand for day, month and year, where the scenario states it.
    """

    start: date
    order: Order | None = None
    _known: dict[str, tuple[date, float] | Problem] = field(default_factory=dict)

    def read(self, text: str) -> tuple[date, float]:
        """Return a date and its simulated day; raise InvalidValue where it is no date."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._read(text)
        if isinstance(found, Problem):
            raise InvalidValue(found.message, found.allowed, found.suggestion)
        return found

    def _read(self, text: str) -> tuple[date, float] | Problem:
        if not text:
            return Problem("the date is missing", allowed="a date such as 2027-01-31")
        try:
            when = When().read(self._in_order(text))
        except InvalidValue as error:
            return self._unread(text, error)
        return when, simulated_day(self.start, when)

    def _in_order(self, text: str) -> str:
        """Return a date of numbers as the stated order has it, in ISO form; any other text as it is."""
        found = _NUMBERS.fullmatch(text) if self.order is not None else None
        if found is None or self.order is None or (len(found[1]) > 2 and self.order != "ymd"):
            return text
        parts = dict(zip(self.order, map(int, found.groups()), strict=True))
        return f"{_in_full(parts['y']):04}-{parts['m']:02}-{parts['d']:02}"

    def _unread(self, text: str, error: InvalidValue) -> Problem:
        likely, allowed = _likely_date(text), error.problem.allowed
        if _ISO.match(text) and _NUMBERS.fullmatch(text):
            return replace(error.problem, suggestion=likely if likely != text else "")
        if _NUMBERS.fullmatch(text):
            if self.order is not None:
                message = f"{quoted(text)} is not a date in the order {self.order}, which the scenario states"
                return Problem(message, allowed=allowed, suggestion=likely)
            allowed = f"{allowed}; or say in the scenario which comes first, opening: {{dates: dmy}} or mdy"
            if " or " in likely:
                return Problem(f"{quoted(text)} may be {likely}", allowed=allowed)
            return replace(error.problem, allowed=allowed, suggestion=likely)
        if not likely:
            return error.problem
        if _SERIAL.fullmatch(text):
            message = f"{quoted(text)} is the number by which a spreadsheet counts the day {likely}"
            return Problem(message, allowed=f"{allowed}; give the column a format of dates before saving it as CSV")
        if (stamp := _STAMP.fullmatch(text)) is not None:
            zone = " and a zone, by which the day may be another" if stamp["zone"] else ""
            message = f"{quoted(text)} has a time of day{zone}; contracts begin and end with a day"
            in_order = self._in_order(stamp["day"])
            return Problem(message, allowed=allowed, suggestion=in_order if in_order != stamp["day"] else likely)
        return Problem(f"{quoted(text)} is a date written another way", allowed=allowed, suggestion=likely)


Order = Literal["dmy", "mdy", "ymd"]
_NUMBERS: Final = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})", re.ASCII)
_ISO: Final = re.compile(r"\d{4}\D", re.ASCII)
"""How a date begins in which the year comes first, so that there is no doubt of the order."""
_STAMP: Final = re.compile(
    r"(?P<day>\S.*?\d)[T ] ?\d{1,2}:[\d:.,]+(?: ?[AP]\.?M\.?)? ?(?P<zone>Z|[A-Z]{3,5}|[+-][\d:]+)?",
    re.ASCII | re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"[2-6]\d{4}(\.\d+)?", re.ASCII)
"""Days of the years 1954 to 2091, as spreadsheets count them."""
_SERIALS_FROM: Final = date(1899, 12, 30)
_WITH_NAMES: Final = (
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%d. %B %Y", "%d/%b/%Y", "%d.%b.%Y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%Y-%b-%d"),
)


def _in_full(year: int) -> int:
    return year + 2000 if year < 100 else year


def _likely_date(text: str) -> str:
    """Return how a date written another way is probably meant: both ways where day and month could be swapped."""
    stamp = _STAMP.fullmatch(text)
    if stamp:
        day = stamp["day"]
        return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII) else _likely_date(day)
    if (counted := counted_day(text)) is not None:
        return counted.isoformat()
    for form in _WITH_NAMES:
        with suppress(ValueError):
            return datetime.strptime(text, form).date().isoformat()
    parts = _NUMBERS.fullmatch(text)
    if not parts:
        return ""
    first, second, third = (int(part) for part in parts.groups())
    orders = [(first, second, third)] if first > 31 else [(third, first, second), (third, second, first)]
    found: list[str] = []
    for year, month, day in orders:
        try:
            found.append(date(_in_full(year), month, day).isoformat())
        except ValueError:
            continue
    return " or ".join(dict.fromkeys(found))


def counted_day(text: str) -> date | None:
    """Return the day that a spreadsheet counts by the number in a `text`, 1954 to 2091; None for any other."""
    return _SERIALS_FROM + timedelta(days=int(float(text))) if _SERIAL.fullmatch(text) else None


def without_time(text: str) -> str:
    """Return a date, in a `text`, without the time of day behind it and the zone of that; any other text as it is."""
    stamp = _STAMP.fullmatch(text)
    return text if stamp is None else stamp["day"]


def of_numbers(text: str) -> bool:
    """Tell whether a `text` is a date of three numbers, the order of which may be in doubt."""
    return _NUMBERS.fullmatch(text) is not None and _ISO.match(text) is None


def yes_or_no(text: str) -> bool | None:
    """Return what a yes or no, a `text`, says; None where it is neither."""
    return _YES_NO.get(text.casefold())
