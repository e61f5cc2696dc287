"""How numbers of each unit are written: rounded for a reader (`money`, `days`, ...), exactly for a file (`write_...`).

Decimal arithmetic throughout, so that `86.4%` is the float nearest to 0.864 and an exact text reads back unchanged.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR

__all__ = ["days", "exact", "money", "plain", "rounded"]

ARITHMETIC: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)
_LONGEST_TIME: Final = 1e9  # days; nothing longer is written in months or years
LONGEST: Final = 48  # characters: nobody writes a longer number, and a longer one only costs time


def plain(number: Decimal) -> str:
    """Return the text of a decimal `number` without exponent, superfluous zeros or a negative zero: `2.5`, `1000`."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def exact(value: float) -> Decimal:
    """Return the shortest decimal that is read back as this very float; `value` must be finite."""
    return Decimal(repr(float(value)))


def rounded(number: Decimal | float, digits: int) -> Decimal:
    """Return a finite `number` rounded to so many significant `digits` (1 or more), halves to even."""
    return Context(prec=digits, rounding=ROUND_HALF_EVEN).create_decimal(
        number if isinstance(number, Decimal) else exact(number)
    )


def _with_sign(number: Decimal, before: str, after: str = "") -> str:
    return f"{'-' if number < 0 else ''}{before}{plain(number.copy_abs())}{after}"


_MONEY_STEPS: Final = (("B", Decimal(10**9)), ("M", Decimal(10**6)), ("K", Decimal(1000)))


_CENT: Final = Decimal("0.01")


def money(value: float) -> str:
    """Return dollars, `value`, for a reader, to three significant digits: `$2.5M`, `$185K`, `$950`, but whole cents.

    `value` must be finite; below 0 the sign comes first, a hyphen.
    """
    amount = rounded(value, 3)
    if abs(amount) < 1:
        amount = ARITHMETIC.quantize(exact(value), _CENT) + 0  # no negative nothing
    for suffix, step in _MONEY_STEPS:
        if abs(amount) >= step:
            return _with_sign(ARITHMETIC.divide(amount, step), "$", suffix)
    return _with_sign(amount, "$")


def write_money(value: float) -> str:
    """Return the exact text of an amount in dollars, read back as this very float: `$2.5M`, `$185K`, `$12345.67`.

    `value` must be finite.
    """
    amount = exact(value)
    for suffix, step in _MONEY_STEPS:
        scaled = ARITHMETIC.divide(amount, step)
        if 1 <= abs(scaled) < 10**12 and len(plain(scaled).partition(".")[2]) <= 3:
            return _with_sign(scaled, "$", suffix)
    return _short(amount, "$")


def _short(number: Decimal, before: str = "", after: str = "") -> str:
    """Return the exact text of a number, with an exponent where the plain form would be too long to read back."""
    text = _with_sign(number, before, after)
    return text if len(text) <= LONGEST - 12 else f"{before}{str(number.normalize(ARITHMETIC)).lower()}{after}"


def days(value: float) -> str:
    """Return a length of time for a reader: `90 days`, `1 day`, `45.5 days`; whole years from two up as `2 years`.

    `value` is in days, finite; it is shown to four significant digits, from a thousand days on to six.
    """
    return _days(value, rounded(value, 4) if abs(value) < 1000 else rounded(value, 6))


def write_days(value: float) -> str:
    """Return the exact text of a length of time in days: `90 days`, `2 months` of 365/12 days, `2 years` of 365."""
    return _days(value, exact(value))


def _days(value: float, shown: Decimal) -> str:
    if abs(value) > _LONGEST_TIME:
        return _short(shown, after=" days")
    years = value / DAYS_PER_YEAR
    if years == int(years) and abs(years) >= 2:
        return f"{int(years)} years"
    months = round(value * MONTHS_PER_YEAR / DAYS_PER_YEAR)
    if value != int(value) and months * DAYS_PER_YEAR / MONTHS_PER_YEAR == value:
        return f"{months} month{'' if months == 1 else 's'}"
    return _short(shown, after=" day" if shown == 1 else " days")


def share(value: float) -> str:
    """Return a share of one, `value`, as a percentage for a reader, to four significant digits: `90%`, `86.4%`."""
    return _with_sign(rounded(_percent(value), 4), "", "%")


def write_share(value: float) -> str:
    """Return the exact text of a share of one: 0.864 as `86.4%`."""
    return _short(_percent(value), after="%")


def _percent(value: float) -> Decimal:
    return ARITHMETIC.multiply(exact(value), Decimal(100))


def points(value: float) -> str:
    """Return a difference of shares in percentage points for a reader: `14 pts`, `0.2 pts`, `1 pt`."""
    return _points(rounded(_percent(value), 4))


def write_points(value: float) -> str:
    """Return the exact text of a difference of shares of one: 0.14 as `14 pts`."""
    return _points(_percent(value))


def _points(number: Decimal) -> str:
    return _short(number, after=" pt" if number == 1 else " pts")


def factor(value: float) -> str:
    """Return a multiplier for a reader: `×1.5`."""
    return f"×{plain(rounded(value, 4))}"


def log_odds(value: float) -> str:
    """Return a shift in log-odds for a reader, with its sign: `+0.37`, `-1.08`, `0`."""
    return f"{'+' if value > 0 else ''}{plain(rounded(value, 4))}"


def per_year(value: float) -> str:
    """Return a rate for a reader: `1.7 a year`."""
    return f"{plain(rounded(value, 4))} a year"


def write_per_year(value: float) -> str:
    """Return the exact text of a rate in times a year: `1.7 a year`."""
    return _short(exact(value), after=" a year")


def hours(value: float) -> str:
    """Return a number of hours for a reader: `1,065 hours`, `5 hours`, `1 hour`."""
    shown = rounded(value, 4)
    return f"{int(shown):,} hours" if shown == shown.to_integral_value() and shown != 1 else _hours(shown)


def write_hours(value: float) -> str:
    """Return the exact text of a number of hours: `426 hours`."""
    return _hours(exact(value))


def _hours(number: Decimal) -> str:
    return _short(number, after=" hour" if number == 1 else " hours")


def count(value: float) -> str:
    """Return a count for a reader, thousands apart: `1,000`; the mean of an uncertain count may have a fraction."""
    return f"{int(value):,}" if value == int(value) else plain(rounded(value, 4))


def write_number(value: float) -> float | int:
    """Return the plain number, without a fraction where it has none."""
    return int(value) if value == int(value) and abs(value) < 10**15 else float(value)
