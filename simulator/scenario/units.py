"""The units people write quantities in: `$2.5M`, `90 days`, `14 pts` become dollars, days, shares of one.

Text is read with decimal arithmetic, so that `86.4%` is the float nearest to 0.864.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from simulator.clock import DAYS_PER_WEEK, DAYS_PER_YEAR, MONTHS_PER_YEAR
from simulator.errors import Problem
from simulator.scenario.stated import TERM, Stated, said_of
from simulator.scenario.writing import (
    ARITHMETIC,
    LONGEST,
    count,
    days,
    factor,
    hours,
    log_odds,
    money,
    per_year,
    points,
    share,
    write_days,
    write_hours,
    write_money,
    write_number,
    write_per_year,
    write_points,
    write_share,
)
from simulator.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["COUNT", "DAYS", "FACTOR", "MONEY", "ODDS", "POINTS", "SHARE", "UNITS", "YEARLY", "InvalidValue", "quoted"]

_NUMBER: Final = r"(?P<sign>[+-]?)(?P<number>(?:\d+(?:[_,]\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)"
_THOUSANDS: Final = re.compile(r"\d{1,3}(,\d{3})+(?:\.\d*)?(?:[eE].*)?", re.ASCII)


class InvalidValue(ValueError):  # noqa: N818  (of the values it concerns, not of a program's error)
    """One value cannot be taken: `problem` says why, what would do and what was likely meant.

    The readers of single values raise it, as `int` and pydantic's validators do; whoever knows where the value stands
    gives the problem its place. `at` leads from the value to the part of it that is wrong, such as ("triangular",
    "mode"); with `at_key` it is the key of that part that is wrong.
    """

    def __init__(
        self,
        message: str,
        allowed: str = "",
        suggestion: str = "",
        at: tuple[str | int, ...] = (),
        *,
        at_key: bool = False,
    ) -> None:
        super().__init__(message)
        self.problem = Problem(message, allowed=allowed, suggestion=suggestion)
        self.at = at
        self.at_key = at_key


@dataclass(frozen=True)
class Unit:
    """One unit: its name, the words for it in a message, examples, the pattern of its text, and its two writings.

    `show` rounds for a reader; `write` gives the exact text (or plain number) for a file.
    """

    name: str
    noun: str
    examples: tuple[str, ...]
    pattern: str
    scales: Mapping[str, Decimal]
    show: Callable[[float], str]
    write: Callable[[float], str | float | int]

    def read(self, text: str) -> float:
        """Return the number that a text means, in the canonical unit: dollars, days, shares of one, times a year.

        Always finite, never a negative zero; `Stated` where the text says for how long it holds. Raises InvalidValue,
        with the reason and examples, for a text that means none or could be read in two ways.
        """
        tidy = _tidy(text)
        found = re.fullmatch(self.pattern, tidy, re.ASCII) if len(tidy) <= LONGEST else None
        if found is None:
            message = f"{quoted(text)} is not {self.noun}{_other_unit(tidy, self)}"
            raise InvalidValue(message, self.examples_in_words(), _time_meant(tidy, self))
        number = _decimal(text, found["sign"] or found.groupdict().get("outer") or "", found["number"])
        value, each = finite(ARITHMETIC.multiply(number, self._scale(found)), text), found.groupdict().get("each")
        return Stated(value, "term" if each == "term" else "year") if each else value

    def _scale(self, found: re.Match[str]) -> Decimal:
        word = found.groupdict().get("scale") or ""
        scale = self.scales.get(word) or self.scales.get(word.lower()) or self.scales[word.lower().rstrip("s")]
        if found.groupdict().get("percent"):
            scale = ARITHMETIC.divide(scale, Decimal(100))
        return scale

    def examples_in_words(self) -> str:
        """Return how values of this unit are written, for a message."""
        return f"{self.noun} such as {', '.join(self.examples)}"

    def editor_pattern(self) -> str:
        """Return the pattern as JSON Schema writes it."""
        return "^ *" + re.sub(r"\?P<\w+>", "?:", self.pattern) + " *$"


def quoted(value: object) -> str:
    """Return a `value` as messages show it: at most 40 characters, all printable, in double quotes where it is text."""
    text = str(value)
    text = text if len(text) <= 40 else text[:37] + "..."
    text = visible(text)
    return f'"{text}"' if isinstance(value, str) else text


def finite(number: Decimal | float, text: object) -> float:
    """Return `number` as a float; raise `InvalidValue` where it is not finite."""
    value = float(number)
    if not math.isfinite(value):
        raise InvalidValue(f"{quoted(text)} is not a finite number")
    return value + 0.0  # no negative zero


def _tidy(text: str) -> str:
    """Return the text with plain spaces and signs, as typed on any keyboard."""
    return " ".join(text.replace("−", "-").replace("\u2009", " ").replace("\u202f", " ").split())


def _decimal(text: str, sign: str, digits: str) -> Decimal:
    if "," in digits and not _THOUSANDS.fullmatch(digits):
        raise InvalidValue(
            f"{quoted(text)}: a comma separates thousands, three digits each",
            suggestion=_tidy(text).replace(",", ".", 1) if digits.count(",") == 1 and "." not in digits else "",
        )
    bare = digits.replace(",", "").replace("_", "")
    if re.match(r"0\d", bare):
        raise InvalidValue(
            f"{quoted(text)} begins with a zero, which could be read in two ways",
            suggestion=_tidy(text).replace(digits, bare.lstrip("0") or "0"),
        )
    return Decimal(f"{sign}{bare}")


def _other_unit(tidy: str, own: Unit) -> str:
    """Return the words that name another unit the text is clearly written in, so that a mix-up is understood."""
    if not re.search(r"\d", tidy) or re.fullmatch(_NUMBER, tidy, re.ASCII):
        return ""
    for unit in UNITS.values():
        if unit is not own and len(tidy) <= LONGEST and re.fullmatch(unit.pattern, tidy, re.ASCII):
            return f": it is written as {unit.noun}"
    return ""


def _time_meant(tidy: str, unit: Unit) -> str:
    """Return a text with the nearest right word for how long it holds, "" where none is near or the unit takes none."""
    from difflib import get_close_matches

    if "?P<each>" not in unit.pattern or len(tidy) > LONGEST:
        return ""
    found = re.fullmatch(rf"(?P<figure>{_NUMBER} ?%?) ?(?:an?|per|/)? ?(?P<word>[A-Za-z]+)", tidy, re.ASCII)
    taken = [word for word in ("year", TERM) if word in unit.pattern]
    near = get_close_matches(found["word"].lower(), taken, n=1) if found is not None else []
    return f"{found['figure'].strip()} a {near[0]}" if found is not None and near else ""


def _each(value: float) -> str:
    each = said_of(value)
    return f" a {each}" if each else ""


_ONE: Final = Decimal(1)
_DAY: Final = r" ?(?P<scale>[Dd]|[Dd]ays?|[Ww]|[Ww]eeks?|[Mm]o|[Mm]onths?|[Qq]uarters?|[Yy]|[Yy]rs?|[Yy]ears?)?"
_RATE: Final = r"(?: ?(?:a|an|per|/) ?(?P<scale>day|week|month|quarter|year|yr)| (?P<adverb>yearly))?"
_YEAR: Final = Decimal(int(DAYS_PER_YEAR))
_WEEK: Final = Decimal(int(DAYS_PER_WEEK))
_MONTH: Final = ARITHMETIC.divide(_YEAR, Decimal(MONTHS_PER_YEAR))
_QUARTER: Final = ARITHMETIC.divide(_YEAR, Decimal(4))

MONEY: Final = Unit(
    "money",
    "an amount of money",
    ("$2.5M", "$35K", "2_500_000"),
    r"(?:(?P<outer>-) ?(?=\$ ?[\d.]))?\$? ?" + _NUMBER + r" ?(?P<scale>[kKmMbB]|bn|[Tt]housand|[Mm]illion|[Bb]illion)?",
    {
        "": _ONE,
        "k": Decimal(1000),
        "thousand": Decimal(1000),
        "m": Decimal(10**6),
        "million": Decimal(10**6),
        "b": Decimal(10**9),
        "bn": Decimal(10**9),
        "billion": Decimal(10**9),
    },
    money,
    write_money,
)
DAYS: Final = Unit(
    "days",
    "a length of time",
    ("90 days", "6 weeks", "2 months", "1.5 years"),
    _NUMBER + _DAY,
    {
        "": _ONE,
        "d": _ONE,
        "day": _ONE,
        "w": _WEEK,
        "week": _WEEK,
        "mo": _MONTH,
        "month": _MONTH,
        "quarter": _QUARTER,
        "y": _YEAR,
        "yr": _YEAR,
        "year": _YEAR,
    },
    days,
    write_days,
)
SHARE: Final = Unit(
    "share",
    "a share",
    ("90%", "0.9"),
    _NUMBER + r"(?P<percent> ?%)?",
    {"": _ONE},
    share,
    write_share,
)
ODDS: Final = replace(
    SHARE,
    name="odds",
    noun="a share of a year or of a term",
    examples=("91.3%", "91.3% a year", "75% a term"),
    pattern=SHARE.pattern + r"(?: (?:a|per) (?P<each>year|term))?",
    show=lambda value: f"{share(value)}{_each(value) if said_of(value) == TERM else ''}",
    write=lambda value: f"{write_share(value)}{_each(value)}",
)
"""A share that may be said to be that of a year, as it is without saying so, or that of a term."""
YEARLY: Final = replace(
    ODDS,
    name="share a year",
    noun="a share a year",
    examples=("3%", "3% a year"),
    pattern=SHARE.pattern + r"(?: (?:a|per) (?P<each>year))?",
)
"""A share that is always that of a year, and may say so."""
POINTS: Final = Unit(
    "points",
    "a number of percentage points",
    ("14 pts", "0.2 points"),
    _NUMBER + r"(?P<percent> ?(?:pts?|points?|pp))?",
    {"": _ONE},
    points,
    write_points,
)
FACTOR: Final = Unit(
    "factor",
    "a multiplier",
    ("1.5", "1.5x", "×1.5"),
    r"(?:[x×] ?)?" + _NUMBER + r"(?: ?[x×])?",
    {"": _ONE},
    factor,
    write_number,
)
WEIGHT: Final = replace(
    FACTOR,
    noun="a weight",
    examples=("3", "60%"),
    pattern=r"(?:[x×] ?)?" + _NUMBER + r"(?: ?[x×]|(?P<percent> ?%))?",
)
"""A factor that may be written as a percentage as well."""
LOG_ODDS: Final = Unit(
    "log-odds", "a shift in log-odds", ("0.37", "-1.08"), _NUMBER, {"": _ONE}, log_odds, write_number
)
PER_YEAR: Final = Unit(
    "per year",
    "a number of times a year",
    ("1.7 a year", "0.4 per month", "20% a year"),
    _NUMBER + r"(?P<percent> ?%)?" + _RATE,
    {
        "": _ONE,
        "day": _YEAR,
        "week": ARITHMETIC.divide(_YEAR, _WEEK),
        "month": Decimal(12),
        "quarter": Decimal(4),
        "year": _ONE,
        "yr": _ONE,
    },
    per_year,
    write_per_year,
)
HOURS: Final = Unit(
    "hours",
    "a number of hours",
    ("426 hours", "5 h"),
    _NUMBER + r"(?: ?(?:[Hh]|[Hh]ours?))?",
    {"": _ONE},
    hours,
    write_hours,
)
COUNT: Final = Unit("count", "a whole number", ("8", "1,000"), _NUMBER, {"": _ONE}, count, write_number)

UNITS: Final[Mapping[str, Unit]] = {
    unit.name: unit for unit in (MONEY, DAYS, SHARE, POINTS, FACTOR, LOG_ODDS, PER_YEAR, HOURS, COUNT, ODDS, YEARLY)
}
