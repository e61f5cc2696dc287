from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from simulator.clock import month_label
from simulator.reports.words import (
    between,
    even_money,
    last_defined,
    money,
    month_of_day,
    number,
    percent,
    points,
    short_name,
    shorter_stretches,
    stretch,
    whole,
    within,
    year_ends,
    year_names,
)
from simulator.scenario.reading.files import load
from simulator.scenario.schema.scenario import Scenario

JANUARY = date(2027, 1, 1)
JULY = date(2027, 7, 15)


@pytest.mark.parametrize(
    ("value", "text"),
    [(139.4e6, "$139M"), (35e6, "$35M"), (-2.5e6, "−$2.5M"), (0.0, "$0"), (950.0, "$950"), (math.nan, "n/a")],
)
def test_money_as_people_write_it(value: float, text: str) -> None:
    assert money(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(139.4e6, "$139M"), (35e6, "$35.0M"), (6e6, "$6.00M"), (0.0, "$0"), (7.0, "$7"), (math.nan, "n/a")],
)
def test_a_column_of_money_has_three_digits(value: float, text: str) -> None:
    assert even_money(value) == text


def test_percent_never_writes_a_negative_zero() -> None:
    assert [percent(value) for value in (1.044, -0.0004, -0.05, math.nan)] == ["104%", "0%", "−5%", "n/a"]
    assert percent(0.0956, 1) == "9.6%"
    assert points(-0.0384) == "−3.8 pts"


def test_halves_of_a_person_are_rounded_up() -> None:
    assert [whole(value) for value in (2.5, 3.5, 2.49)] == [3, 4, 2]
    assert [number(value) for value in (1234.4, math.nan)] == ["1,234", "n/a"]


def test_a_range_with_signs_is_written_with_a_word() -> None:
    assert between("$121M", "$158M") == "$121M–$158M"
    assert between("−$1M", "$2M") == "−$1M to $2M"
    assert between("+$1M", "+$2M") == "+$1M to +$2M"
    assert between("7", "7") == "7"


def test_the_month_a_month_end_closes() -> None:
    assert [month_label(JANUARY, month) for month in (0, 1, 12, 60)] == [
        "Dec 2026",
        "Jan 2027",
        "Dec 2027",
        "Dec 2031",
    ]
    assert [month_label(JULY, month) for month in (6, 12)] == ["Jan 2028", "Jul 2028"]
    assert month_label(date(2027, 1, 31), 1) == "Feb 2027"


def test_a_day_lies_in_its_month_and_a_month_end_in_the_month_it_closes() -> None:
    assert month_of_day(JANUARY, 0.0) == "Jan 2027"
    assert month_of_day(JANUARY, 31.0) == "Feb 2027"
    assert month_of_day(JANUARY, 365.0) == "Dec 2027"
    assert month_of_day(JANUARY, 365.1) == "Jan 2028"
    assert month_of_day(JANUARY, 365.0 * 5 / 12) == "May 2027"
    assert month_of_day(JANUARY, math.nan) == "n/a"


def of(months: int, start: str = "2027-01-01", begins: str = "Jan") -> Scenario:
    return load("baseline", {"horizon_months": months, "start_date": start, "fiscal_year_starts": begins})


def test_years_end_with_those_of_the_company_and_with_the_horizon() -> None:
    assert year_ends(of(60)) == [12, 24, 36, 48, 60]
    assert year_ends(of(30)) == [12, 24, 30]
    assert year_ends(of(6)) == [6]
    assert year_ends(of(30, begins="Jul")) == [6, 18, 30]
    assert year_ends(of(30, "2027-04-01")) == [9, 21, 30]


@pytest.mark.parametrize(
    ("begins", "first", "last", "names", "where"),
    [
        ("Jan", 0, 12, ("2027", "2027", "2027"), "in 2027"),
        ("Jan", 12, 18, ("Jan–Jun 2028", "Jan–Jun 2028", "Jan–Jun 2028"), "over Jan–Jun 2028"),
        ("Jul", 0, 6, ("FY2027 (6 months)", "FY2027, 6m", "FY2027"), "over FY2027 (6 months)"),
        ("Jul", 6, 18, ("FY2028", "FY2028", "FY2028"), "in FY2028"),
    ],
)
def test_a_year_is_called_what_the_company_calls_it(
    begins: str, first: int, last: int, names: tuple[str, str, str], where: str
) -> None:
    assert year_names(of(18, begins=begins), first, last) == names
    assert within(names[0]) == where


@pytest.mark.parametrize(
    ("start", "first", "last", "text"),
    [
        (JANUARY, 0, 12, "2027"),
        (JANUARY, 3, 6, "Q2 2027"),
        (JANUARY, 12, 14, "Jan–Feb 2028"),
        (JANUARY, 12, 13, "Jan 2028"),
        (date(2027, 7, 1), 0, 12, "Jul 2027–Jun 2028"),
        (date(2027, 7, 1), 3, 6, "Q4 2027"),
        (JULY, 3, 6, "Oct 2027–Jan 2028"),
    ],
)
def test_stretches_of_months_have_calendar_names(start: date, first: int, last: int, text: str) -> None:
    assert stretch(start, first, last) == text


@pytest.mark.parametrize(
    ("start", "first", "last", "names"),
    [
        (JANUARY, 0, 12, ("2027", "2027", "2027")),
        (JANUARY, 12, 18, ("Jan–Jun 2028", "Jan–Jun 2028", "Jan–Jun 2028")),
        (date(2027, 7, 1), 0, 12, ("Jul 2027–Jun 2028", "to Jun 2028", "Jun 2028")),
        (date(2027, 7, 1), 0, 8, ("Jul 2027–Feb 2028", "8m to Feb 2028", "Feb 2028")),
    ],
)
def test_stretches_have_shorter_names_for_narrow_columns(
    start: date, first: int, last: int, names: tuple[str, str, str]
) -> None:
    assert shorter_stretches(start, first, last) == names


def test_names_are_kept_to_one_line() -> None:
    assert short_name("  two\n lines ") == "two lines"
    assert short_name("x" * 100, 10) == "x" * 9 + "…"


def test_the_last_defined_value() -> None:
    assert last_defined(np.array([1.0, 2.0, np.nan])) == 1
    assert last_defined(np.array([np.nan, np.nan])) is None
