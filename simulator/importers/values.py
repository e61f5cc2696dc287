"""Cells of one export as amounts in dollars, days, yes and no, each refused with what to write where it is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from simulator.errors import Problem
from simulator.importers.mapping import ExportMapping, columns_of
from simulator.importers.sheet import Sheet, SheetRow, shown_cell
from simulator.scenario.reading.amounts import Amounts
from simulator.scenario.reading.csv_cells import Dates, Order, counted_day, of_numbers, without_time, yes_or_no
from simulator.scenario.reading.nearest import folded, visible
from simulator.scenario.reading.notices import Notice
from simulator.scenario.units import InvalidValue, quoted

_SYMBOLS: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_MONEY: Final = re.compile(
    r"(?P<before>[A-Za-z]{3}|US\$|[$€£¥₹])?\s*(?P<number>[\d.,'’\s]*\d[kKmM]?)\s*(?P<after>[A-Za-z]{3}|[$€£¥₹])?"
)
_APART: Final = re.compile(r"(?<=\d)[\s'’](?=\d{3}(\D|$))")
_IN_HEADING: Final = re.compile(r"[(\[]\s*([A-Z]{3}|US\$|[$€£¥₹])\s*[)\]]")
_TIMES: Final = {"units": 1.0, "cents": 0.01, "thousands": 1000.0}
_EPOCH: Final = re.compile(r"1\d{9}(\d{3})?", re.ASCII)
_EPOCH_FROM: Final = date(1970, 1, 1)
_SECONDS: Final = 86_400
_YES: Final = {"1": True, "0": False, "t": True, "f": False}
_DOLLARS: Final = "USD"


class Values:
    """Reads the cells of one sheet by what its mapping says, and notes in the sheet what is wrong with any."""

    def __init__(self, sheet: Sheet, mapping: ExportMapping) -> None:
        self.sheet = sheet
        self.mapping = mapping
        self.columns = columns_of(sheet, mapping)
        self._amounts: dict[int, Amounts] = {}
        self._days: dict[tuple[int, str], date | Problem] = {}
        self._orders: dict[int, Order | None] = {}
        self._currencies: dict[str, tuple[SheetRow, int]] = {}
        self._said: dict[str, Notice] = {}

    def has(self, meaning: str) -> bool:
        """Tell whether the export has a column of a meaning."""
        return meaning in self.columns

    def text(self, row: SheetRow, meaning: str) -> str:
        """Return a cell as tidy text; empty where there is none."""
        column = self.columns.get(meaning, -1)
        if column < 0:
            return ""
        cell = self.sheet.text(row, column)
        return cell if cell.isascii() and "  " not in cell else " ".join(visible(cell).split())

    def customer(self, row: SheetRow) -> tuple[str, str]:
        """Return what tells a customer apart, and its name: empty texts where none is named.

        It is the vendor and the number that it gives, for two vendors may give one number to two customers; or else the
        name, or the address for mail.
        """
        number, name, mail = (self.text(row, one) for one in ("customer_id", "customer", "email"))
        shown = name or mail or number
        return (f"{self.mapping.export.partition('-')[0]} {number}" if number else folded(name or mail)), shown

    def note(self, row: SheetRow, meaning: str, message: str, allowed: str = "") -> None:
        """Note what is wrong with a cell."""
        self.sheet.note(row, self.columns[meaning], Problem(message, allowed=allowed))

    def say(self, text: str, doubtful: bool = False) -> None:
        """Say something of the whole export, once."""
        self._said.setdefault(text, Notice(f"{self.sheet.name}: {text}", doubtful))

    def notices(self) -> Iterator[Notice]:
        """Yield how cells were read where that is not plain from them."""
        yield from self._said.values()
        for amounts in self._amounts.values():
            for text in amounts.notes():
                yield Notice(f"{self.sheet.name}: {text}")
        for column, order in self._orders.items():
            if order is not None and self.mapping.dates is None:
                heading = self.sheet.headings[column]
                yield Notice(f"{self.sheet.name}: dates of {quoted(heading)} are read as {order}, as one of them tells")

    # Amounts.

    def money(self, row: SheetRow, meaning: str) -> float | None:
        """Return the dollars of a cell, of any sign; None where it is empty, and where a problem was noted."""
        column = self.columns[meaning]
        cell = row.cells[column] if column < len(row.cells) else ""
        if isinstance(cell, float):
            return self._in_dollars(row, column, cell, "")
        text = self.text(row, meaning)
        if not text:
            return None
        negative, plain, currency = taken_apart(text)
        try:
            amount = self._reader(column).dollars(plain)
        except InvalidValue as error:
            self.sheet.note(row, column, error.problem)
            return None
        return self._in_dollars(row, column, -amount if negative else amount, currency)

    def _reader(self, column: int) -> Amounts:
        if column not in self._amounts:

            def cells() -> Iterator[str]:
                for row in self.sheet.rows:
                    if column < len(row.cells) and isinstance(row.cells[column], str):
                        yield taken_apart(self.sheet.text(row, column))[1]

            semicolons = self.sheet.semicolons
            self._amounts[column] = Amounts(
                self.mapping.decimal, False, semicolons, cells, stated_by='--decimal "{mark}"'
            )
        return self._amounts[column]

    def _in_dollars(self, row: SheetRow, column: int, amount: float, currency: str) -> float:
        currency = currency or self.text(row, "currency").upper() or self._currency_of(column)
        self._currencies.setdefault(currency, (row, column))
        units = self.mapping.units
        if units is None:
            message = "nothing says whether the amounts of this export are whole units or cents"
            self.sheet.note(row, column, Problem(message, allowed="--amounts units, or --amounts cents"))
            return amount
        return amount * _TIMES[units] * self.mapping.fx.get(currency, 1.0)

    def _currency_of(self, column: int) -> str:
        found = _IN_HEADING.search(self.sheet.headings[column])
        return "" if found is None else _SYMBOLS.get(found[1], found[1])

    def check_currencies(self) -> None:
        """Note amounts in several currencies of which not every rate is known; say where there is another than $."""
        rates: Mapping[str, float] = self.mapping.fx
        unknown = [code for code in self._currencies if code not in rates and code not in (_DOLLARS, "")]
        known = [code for code in self._currencies if code in rates or code == _DOLLARS]
        unsaid = "" in self._currencies
        if len(unknown) > 1 or (unknown and (known or unsaid or rates)):
            others = ", ".join([*known, *(["none said"] if unsaid else [])])
            for code in unknown:
                row, column = self._currencies[code]
                message = f"amounts are in {code} here, and others in {others or ', '.join(set(unknown) - {code})}"
                self.sheet.note(row, column, Problem(message, allowed=f"--fx {code}=1.08, dollars for one {code}"))
        elif unknown:
            (code,) = unknown
            self.say(
                f"all amounts are in {code}; they are taken one for one and shown as $ (--fx {code}=1.08 converts)"
            )
        elif rates:
            used = ", ".join(f"{code} at {rates[code]:g}" for code in self._currencies if code in rates)
            if used:
                self.say(f"amounts were turned into dollars: {used}")

    # Days.

    def day(self, row: SheetRow, meaning: str) -> date | None:
        """Return the day of a cell; None where it is empty, and where a problem was noted."""
        column = self.columns.get(meaning, -1)
        cell = row.cells[column] if 0 <= column < len(row.cells) else ""
        if isinstance(cell, date):
            return cell
        text = shown_cell(cell) if isinstance(cell, float) else self.text(row, meaning)
        if not text:
            return None
        found = self._days.get((column, text))
        if found is None:
            found = self._days[column, text] = self._read_day(column, text)
        if isinstance(found, Problem):
            self.sheet.note(row, column, found)
            return None
        return found

    def _read_day(self, column: int, text: str) -> date | Problem:
        plain = without_time(text)
        if plain != text:
            self.say("times of day were left off; a day is the one that the export has, whatever its zone")
        if _EPOCH.fullmatch(plain):
            self.say(f"dates such as {plain} were read as seconds since 1970 (UTC)")
            return _EPOCH_FROM + timedelta(days=int(plain[:10]) // _SECONDS)
        if (counted := counted_day(plain)) is not None:
            self.say(f"dates such as {plain} were read as a spreadsheet counts days: {counted}")
            return counted
        order = self.mapping.dates
        if order is None and of_numbers(plain):
            order = self._order_of(column)
        try:
            return Dates(date(2000, 1, 1), order).read(plain)[0]
        except InvalidValue as error:
            likely = error.problem.suggestion
            if re.fullmatch(r"\d{4}-\d\d-\d\d", likely) and (order is None or not of_numbers(plain)):
                return date.fromisoformat(likely)
            if of_numbers(plain) and order is None:
                return Problem(
                    error.problem.message, allowed="--dates dmy, or --dates mdy; or dates such as 2027-01-31"
                )
            return Problem(error.problem.message, allowed="a date such as 2027-01-31", suggestion=likely)

    def _order_of(self, column: int) -> Order | None:
        """Return the one order in which all dates of a column can be read, None where there are two or none."""
        if column not in self._orders:
            texts = {without_time(self.sheet.text(row, column)) for row in self.sheet.rows}
            texts = {text for text in texts if of_numbers(text)}
            orders: tuple[Order, ...] = ("dmy", "mdy")
            fitting = [order for order in orders if all(_reads(text, order) for text in texts)]
            self._orders[column] = fitting[0] if len(fitting) == 1 else None
        return self._orders[column]

    # Yes and no.

    def flag(self, row: SheetRow, meaning: str) -> bool | None:
        """Return the yes or no of a cell; None where it is empty, and where a problem was noted."""
        text = self.text(row, meaning)
        if not text:
            return None
        found = yes_or_no(text)
        found = _YES.get(text.casefold()) if found is None else found
        if found is None:
            self.note(row, meaning, f"{quoted(text)} is neither yes nor no", "yes, no, true or false")
        return found

    def since(self, row: SheetRow, meaning: str) -> bool | date | None:
        """Return the yes, the no or the day of a cell, such as that of a sign-off."""
        text = self.text(row, meaning)
        answer = yes_or_no(text)
        return answer if answer is not None else self.day(row, meaning)


def _reads(text: str, order: Order) -> bool:
    try:
        Dates(date(2000, 1, 1), order).read(text)
    except InvalidValue:
        return False
    return True


def taken_apart(text: str) -> tuple[bool, str, str]:
    """Return whether an amount is below zero, its number without blanks or a currency, and that currency."""
    tidy = " ".join(text.split())
    brackets = tidy.startswith("(") and tidy.endswith(")")
    tidy = tidy[1:-1].strip() if brackets else tidy
    minus = tidy[:1] in "-−" or tidy[-1:] == "-"
    tidy = tidy.strip("-− ")
    found = _MONEY.fullmatch(tidy)
    if found is None:
        return brackets or minus, tidy, ""
    inner = found["number"].lstrip()
    if inner[:1] in "-−":
        minus, inner = True, inner[1:]
    mark = found["before"] or found["after"] or ""
    currency = _SYMBOLS.get(mark, mark.upper())
    return brackets or minus, _APART.sub("", inner), currency
