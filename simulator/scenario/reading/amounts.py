"""The amounts of one CSV column: which mark is the decimal one, and ARR that is written by the month.

`40.500` is $40.50 to one writer and $40,500 to another. What the scenario states holds; else another cell of the column
that can be read in one way only settles it; else the cell is refused with both readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from simulator.clock import MONTHS_PER_YEAR
from simulator.scenario.units import MONEY, InvalidValue, quoted

__all__ = ["Amounts", "Mark"]

Mark = Literal[".", ","]

MOST_ARR: Final = 1e9
_PLAIN_DOLLARS: Final = re.compile("[1-9][0-9]{0,14}")  # read at once: there may be a million of them
_AMOUNT: Final = re.compile(r"-?(?P<dollar>\$)?-?(?P<number>[\d.,]*\d[\d.,]*)(?P<scale>[a-z]*)", re.IGNORECASE)
_DOTS: Final = re.compile(r"\d{1,3}(\.\d{3})+")
_COMMAS: Final = re.compile(r"\d{1,3}(,\d{3})+")
_WITH_COMMA: Final = re.compile(r"(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")


@dataclass
class Amounts:
    """Reads the ARR of accounts, above 0, in dollars a year; `monthly` amounts count twelve times.

    `decimal` is the mark that the scenario states, None where it states none. `cells` gives the whole column, looked
    through once where a cell can be read in two ways. In a file with `semicolons` a comma may be the decimal mark.
    """

    decimal: Mark | None
    monthly: bool
    semicolons: bool
    cells: Callable[[], Iterable[str]]
    stated_by: str = 'in the scenario, opening: {{decimal: "{mark}"}}'
    """How the user says which mark it is, for a message."""
    settling: dict[Mark, str] = field(default_factory=dict)
    """The first cell that says which mark is the decimal one, where the column was looked through."""

    def read(self, text: str) -> float:
        """Return the ARR of a cell; raise InvalidValue, with the reason and what would do, for one that has none."""
        amount = self.dollars(text) * (MONTHS_PER_YEAR if self.monthly else 1)
        if amount <= 0:
            what = "MRR" if self.monthly else "ARR"
            raise InvalidValue(
                f"{quoted(text)} is not above $0", f"an {what} above $0; leave out accounts that pay nothing"
            )
        if amount > MOST_ARR:
            raise InvalidValue(f"{quoted(text)} is more than one account can bring", f"at most {MONEY.show(MOST_ARR)}")
        return amount

    def dollars(self, text: str) -> float:
        """Return the dollars of a cell, of any sign and for whatever time they are."""
        if _PLAIN_DOLLARS.fullmatch(text):
            return float(text)
        if not text:
            raise InvalidValue(f"the {'MRR' if self.monthly else 'ARR'} is missing", MONEY.examples_in_words())
        if (other := _other_writing(text)) is not None:
            raise other
        found = _parts(text)
        if found is None or self._mark_for(found) == ".":
            return MONEY.read(text)
        return MONEY.read(self._with_point(text, found["number"]))

    def _mark_for(self, found: re.Match[str]) -> Mark:
        """Return by which decimal mark an amount is to be read; raise InvalidValue where either may be meant."""
        if self.decimal is not None:
            return self.decimal
        said = says(found, self.semicolons)
        if said == "." or (said is None and not set(".,") & set(found["number"])):
            return "."
        if self._settled is not None:
            return self._settled
        if said != "either":
            return "."
        number = found["number"]
        small, large = (_shown(float(number.replace(",", ".").replace(".", mark))) for mark in (".", ""))
        why = "and this column has both" if self.settling else "and no other amount of this column tells which"
        raise InvalidValue(
            f"{quoted(found.string)} may be {small} or {large}, {why}",
            f"amounts without {'a comma' if ',' in number else 'a dot'} for thousands; or "
            f"{self.stated_by.format(mark=',' if ',' in number else '.')} for {small}, "
            f"{self.stated_by.format(mark='.' if ',' in number else ',')} for {large}",
        )

    @cached_property
    def _settled(self) -> Mark | None:
        """The decimal mark that the column tells by itself; None where no cell does, or two say differently."""
        for text in self.cells():
            found = None if _PLAIN_DOLLARS.fullmatch(text) else _parts(text)
            said = None if found is None else says(found, self.semicolons)
            if said == "." or said == ",":
                self.settling.setdefault(said, text)
                if len(self.settling) == 2:
                    return None
        return next(iter(self.settling), None)

    def _with_point(self, text: str, number: str) -> str:
        """Return an amount written with a decimal comma as one with a decimal point."""
        if not _WITH_COMMA.fullmatch(number):
            by = "stated in the scenario" if self.decimal else f"as in {quoted(self.settling[','])}"
            raise InvalidValue(
                f"{quoted(text)}: the decimal mark is a comma here ({by}), and a dot separates thousands, three "
                "digits each",
                "one way of writing for all amounts of the column",
            )
        return text.replace(number, number.replace(".", "").replace(",", "."))

    def notes(self) -> Iterable[str]:
        """Yield how amounts were read where that is not plain from the file."""
        if self.monthly:
            yield f"mrr is taken for a month's revenue: ARR is {MONTHS_PER_YEAR} × mrr"
        if self.decimal is None and len(self.settling) == 1:
            ((mark, cell),) = self.settling.items()
            name = "point" if mark == "." else "comma"
            yield f"amounts are read with a decimal {name}, as {quoted(cell)} is written"


def says(found: re.Match[str], semicolons: bool) -> Mark | Literal["either"] | None:
    """Return the decimal mark that an amount tells; "either" where two would do, None where it tells none.

    A comma that separates thousands tells that the point is decimal. With `semicolons` between cells a comma may be
    decimal, save after a $.
    """
    number = found["number"]
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return "." if number.rfind(".") > number.rfind(",") else ","
    if dots > 1:
        return "," if _DOTS.fullmatch(number) else None
    if dots:
        grouped = _DOTS.fullmatch(number) and not number.startswith("0") and not found["scale"]
        return "either" if grouped else "."
    if not commas:
        return None
    if not _COMMAS.fullmatch(number):
        return "," if semicolons and commas == 1 and not number.endswith(",") else None
    if commas > 1 or not semicolons or found["dollar"]:
        return "."
    return "," if number.startswith("0") else "either"


_CURRENCY: Final = re.compile(
    r"-?(?P<before>[A-Z]{3}|US\$|[€£¥₹])?\s*(?P<number>[\d.,' ]*\d)\s*(?P<after>[A-Z]{3}|[€£¥₹])?"
)
_APART: Final = re.compile(r"(?P<dollar>\$ ?)?\d{1,3}(?P<mark>[\s'’])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d+)?")
_BRACKETS: Final = re.compile(r"\( ?\$? ?[\d.,]+[kKmM]? ?\)|\$? ?[\d.,]+-")


def _other_writing(text: str) -> InvalidValue | None:
    """Return why an amount is refused that people understand and that stands for something else here, or nothing."""
    tidy = " ".join(text.split())
    if _BRACKETS.fullmatch(tidy):
        message = f"{quoted(text)} is how bookkeepers write an amount below $0"
        return InvalidValue(message, "an ARR above $0; leave out credits, and accounts that pay nothing")
    if apart := _APART.fullmatch(tidy):
        mark = "a blank" if apart["mark"].isspace() else "an apostrophe"
        message = f"{quoted(text)} has {mark} between thousands"
        return InvalidValue(message, "the digits alone, or $40.5K", tidy.replace(apart["mark"], "").replace("$", ""))
    money = _CURRENCY.fullmatch(tidy)
    if money is not None and (money["before"] or money["after"]):
        dollars = {money["before"], money["after"]} <= {"USD", "US$", None}
        message = f"{quoted(text)} has a currency beside the number"
        allowed = "the number alone, all accounts in one currency, which is shown as $"
        return InvalidValue(message, allowed, money["number"].strip() if dollars else "")
    return None


def _parts(text: str) -> re.Match[str] | None:
    return _AMOUNT.fullmatch("".join(text.split()))


def _shown(amount: float) -> str:
    return f"${amount:,.2f}".removesuffix(".00")
