"""What people write for a quantity is read right, and numbers are written back so that they read the same."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import DAYS_PER_MONTH
from simulator.scenario.units import (
    COUNT,
    DAYS,
    FACTOR,
    HOURS,
    LOG_ODDS,
    MONEY,
    PER_YEAR,
    POINTS,
    SHARE,
    UNITS,
    InvalidValue,
)
from simulator.scenario.writing import money

READ = [
    (MONEY, "$2.5M", 2_500_000),
    (MONEY, "$35K", 35_000),
    (MONEY, "35k", 35_000),
    (MONEY, "$1.2B", 1.2e9),
    (MONEY, "1_000_000", 1_000_000),
    (MONEY, "2,500,000", 2_500_000),
    (MONEY, "$2,500", 2_500),
    (MONEY, "$-1M", -1_000_000),
    (MONEY, "-$1M", -1_000_000),
    (MONEY, "−$1M", -1_000_000),
    (MONEY, " $ 3 million ", 3_000_000),
    (MONEY, "$1e6", 1_000_000),
    (MONEY, "950", 950),
    (DAYS, "90 days", 90),
    (DAYS, "1 day", 1),
    (DAYS, "6 weeks", 42),
    (DAYS, "2 months", 2 * DAYS_PER_MONTH),
    (DAYS, "2 months", 2 * 365 / 12),
    (DAYS, "1 month", DAYS_PER_MONTH),
    (DAYS, "1.5 years", 547.5),
    (DAYS, "1 quarter", 91.25),
    (DAYS, "3 Quarters", 273.75),
    (DAYS, "14d", 14),
    (DAYS, "45", 45),
    (SHARE, "90%", 0.9),
    (SHARE, "0.9", 0.9),
    (SHARE, "110 %", 1.1),
    (SHARE, "86.4%", 0.864),
    (SHARE, "103.5%", 1.035),
    (POINTS, "14 pts", 0.14),
    (POINTS, "0.2 points", 0.002),
    (POINTS, "1 pt", 0.01),
    (POINTS, "-3 pts", -0.03),
    (POINTS, "0.14", 0.14),
    (FACTOR, "1.5", 1.5),
    (FACTOR, "1.5x", 1.5),
    (FACTOR, "×1.5", 1.5),
    (FACTOR, "1.5 ×", 1.5),
    (LOG_ODDS, "-0.37", -0.37),
    (LOG_ODDS, "+0.37", 0.37),
    (PER_YEAR, "1.7 a year", 1.7),
    (PER_YEAR, "0.4 per month", 4.8),
    (PER_YEAR, "1.7/year", 1.7),
    (PER_YEAR, "1 a quarter", 4.0),
    (PER_YEAR, "20% a year", 0.2),
    (PER_YEAR, "1.7", 1.7),
    (HOURS, "426 hours", 426),
    (HOURS, "1 hour", 1),
    (HOURS, "5 h", 5),
    (HOURS, "0.5h", 0.5),
    (HOURS, "426", 426),
    (COUNT, "1,000", 1000),
    (COUNT, "8", 8),
]


@pytest.mark.parametrize(("unit", "text", "number"), READ, ids=lambda value: getattr(value, "name", str(value)))
def test_reads_what_people_write(unit, text, number):
    assert unit.read(text) == number


REFUSED = [
    (MONEY, "lemons", "not an amount of money"),
    (MONEY, "90 days", "written as a length of time"),
    (MONEY, "€5M", "not an amount of money"),
    (MONEY, "2,5", "thousands"),
    (MONEY, "25,00", "thousands"),
    (MONEY, "1,0000", "thousands"),
    (MONEY, "012", "begins with a zero"),
    (MONEY, "$000", "begins with a zero"),
    (MONEY, "0x1F", "not an amount of money"),
    (MONEY, "nan", "not an amount of money"),
    (MONEY, "inf", "not an amount of money"),
    (MONEY, "1e999", "not a finite number"),
    (MONEY, "1e99999", "not an amount of money"),
    (MONEY, "", "not an amount of money"),
    (MONEY, "-$-1", "not an amount of money"),
    (MONEY, "٣", "not an amount of money"),
    (MONEY, "1" * 60, "not an amount of money"),
    (DAYS, "$5", "written as an amount of money"),
    (DAYS, "3 lemons", "not a length of time"),
    (DAYS, "1:30", "not a length of time"),
    (SHARE, "3 weeks", "written as a length of time"),
    (SHARE, "90 percent of it", "not a share"),
    (POINTS, "14%", "written as a share"),
    (PER_YEAR, "3 a fortnight", "not a number of times a year"),
    (HOURS, "3 weeks", "written as a length of time"),
    (COUNT, "8 people", "not a whole number"),
]


@pytest.mark.parametrize(("unit", "text", "reason"), REFUSED, ids=lambda value: getattr(value, "name", str(value)[:12]))
def test_refuses_what_could_be_read_in_two_ways_or_none(unit, text, reason):
    with pytest.raises(InvalidValue, match=reason):
        unit.read(text)


def test_a_decimal_comma_is_answered_with_the_point():
    with pytest.raises(InvalidValue) as caught:
        MONEY.read("2,5")
    assert caught.value.problem.suggestion == "2.5"


SHOWN = [
    (MONEY, 2_500_000, "$2.5M"),
    (MONEY, 185_000, "$185K"),
    (MONEY, 950, "$950"),
    (MONEY, 999_999, "$1M"),
    (MONEY, 999_499, "$999K"),
    (MONEY, 999_999_999, "$1B"),
    (MONEY, 999.9, "$1K"),
    (MONEY, 12_500, "$12.5K"),
    (MONEY, 0, "$0"),
    (MONEY, -5_000_000, "-$5M"),
    (MONEY, 144e6, "$144M"),
    (DAYS, 90, "90 days"),
    (DAYS, 1, "1 day"),
    (DAYS, 45.5, "45.5 days"),
    (DAYS, 730, "2 years"),
    (DAYS, 365, "365 days"),
    (DAYS, 2 * 365 / 12, "2 months"),
    (SHARE, 0.9, "90%"),
    (SHARE, 0.864, "86.4%"),
    (SHARE, 1 / 3, "33.33%"),
    (SHARE, 100.0, "10000%"),
    (POINTS, 0.14, "14 pts"),
    (POINTS, 0.002, "0.2 pts"),
    (POINTS, 0.01, "1 pt"),
    (FACTOR, 1.5, "×1.5"),
    (LOG_ODDS, 0.37, "+0.37"),
    (LOG_ODDS, -1.08, "-1.08"),
    (LOG_ODDS, 0, "0"),
    (PER_YEAR, 1.7, "1.7 a year"),
    (COUNT, 1000, "1,000"),
]


@pytest.mark.parametrize(("unit", "number", "text"), SHOWN, ids=lambda value: getattr(value, "name", str(value)))
def test_shows_numbers_as_people_write_them(unit, number, text):
    assert unit.show(number) == text


@pytest.mark.parametrize("unit", list(UNITS.values()), ids=lambda unit: unit.name)
@settings(deadline=None)
@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_reads_back_as_the_same_float(unit, number):
    number += 0.0
    written = unit.write(number)
    assert (unit.read(written) if isinstance(written, str) else float(written)) == number


@pytest.mark.parametrize("unit", list(UNITS.values()), ids=lambda unit: unit.name)
@settings(deadline=None)
@given(number=st.floats(min_value=1e-3, max_value=1e12))
def test_what_is_shown_reads_back_within_its_rounding(unit, number):
    cents = 0.005 if unit is MONEY else 0.0  # no fraction of a cent is shown
    assert unit.read(unit.show(number)) == pytest.approx(number, rel=0.0051, abs=cents)


@pytest.mark.parametrize("unit", list(UNITS.values()), ids=lambda unit: unit.name)
@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_read_as_a_finite_number_or_refused(unit, text):
    try:
        assert math.isfinite(unit.read(text))
    except InvalidValue as error:
        assert error.problem.message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "$0"), (4.66e-10, "$0"), (-0.0049, "$0"), (0.005001, "$0.01"), (-0.126, "-$0.13"), (0.999, "$1"),
        (1.234, "$1.23"), (-12.345, "-$12.3"), (950.0, "$950"),
    ],
)  # fmt: skip
def test_an_amount_for_a_reader_has_no_fraction_of_a_cent(value: float, text: str) -> None:
    assert money(value) == text
