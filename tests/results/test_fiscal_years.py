"""Fiscal years and quarters: which months they hold, what they are called, how a scenario names their first month."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import T2D3Error
from simulator.fiscal import MONTHS, FirstMonth, fiscal_quarters, fiscal_years
from simulator.results.periods import periods_of
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import from_resolved, load, resolved
from simulator.scenario.schema.editor_schema import json_schema

JANUARY = date(2027, 1, 1)


def years(start: date, months: int, begins: FirstMonth) -> list[tuple[str, int, int]]:
    return [(year.label, year.first, year.last) for year in fiscal_years(start, months, begins)]


def test_calendar_years_from_january() -> None:
    assert years(JANUARY, 24, "Jan") == [("FY2027", 1, 12), ("FY2028", 13, 24)]


def test_a_fiscal_year_is_named_for_the_year_in_which_it_ends_and_a_short_first_one_says_its_months() -> None:
    assert years(JANUARY, 60, "Jul") == [
        ("FY2027 (6 months)", 1, 6),
        ("FY2028", 7, 18),
        ("FY2029", 19, 30),
        ("FY2030", 31, 42),
        ("FY2031", 43, 54),
        ("FY2032 (6 months)", 55, 60),
    ]


def test_a_start_in_the_middle_of_a_fiscal_year() -> None:
    assert years(date(2027, 9, 1), 23, "Jul") == [
        ("FY2028 (10 months)", 1, 10),
        ("FY2029", 11, 22),
        ("FY2030 (1 month)", 23, 23),
    ]
    assert years(date(2027, 9, 1), 16, "Jan") == [("FY2027 (4 months)", 1, 4), ("FY2028", 5, 16)]


def test_a_fiscal_year_that_begins_with_the_simulation_is_whole() -> None:
    assert years(date(2019, 2, 1), 24, "Feb") == [("FY2020", 1, 12), ("FY2021", 13, 24)]
    assert years(date(2027, 12, 1), 12, "Dec") == [("FY2028", 1, 12)]


def test_quarters_are_those_of_the_fiscal_year() -> None:
    found = fiscal_quarters(date(2027, 5, 1), 9, "Jul")
    assert [(one.label, one.first, one.last) for one in found] == [
        ("FY2027 Q4 (2 months)", 1, 2),
        ("FY2028 Q1", 3, 5),
        ("FY2028 Q2", 6, 8),
        ("FY2028 Q3 (1 month)", 9, 9),
    ]


def test_first_and_last_days_are_those_of_the_calendar() -> None:
    first, second, *_ = fiscal_years(JANUARY, 60, "Jul")
    assert first.days(JANUARY) == (date(2027, 1, 1), date(2027, 6, 30))
    assert second.days(JANUARY) == (date(2027, 7, 1), date(2028, 6, 30))


@given(
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(lambda day: day.replace(day=1)),
    months=st.integers(1, 240),
    begins=st.sampled_from(MONTHS),
)
def test_every_month_is_in_one_year_and_one_quarter(start: date, months: int, begins: FirstMonth) -> None:
    for found, size in ((fiscal_years(start, months, begins), 12), (fiscal_quarters(start, months, begins), 3)):
        assert [month for one in found for month in range(one.first, one.last + 1)] == [*range(1, months + 1)]
        assert all(one.months == size for one in found[1:-1])
        assert all(one.months <= size for one in found)
        assert len({one.label for one in found}) == len(found)
        for one, following in pairwise(found):
            assert one.days(start)[1] + timedelta(days=1) == following.days(start)[0]
    for year in fiscal_years(start, months, begins):
        first, last = year.days(start)
        assert year.months < 12 or f"{first:%b}" == begins
        ends = last if year.months == 12 or f"{last + timedelta(days=1):%b}" == begins else None
        assert ends is None or year.label.startswith(f"FY{ends.year}")


@pytest.mark.parametrize("word", ["Jul", "jul", "July", " JULY ", "Jul."])
def test_a_month_is_read_as_people_write_it(word: str) -> None:
    assert load("baseline", {"fiscal_year_starts": word}).fiscal_year_starts == "Jul"


@pytest.mark.parametrize("word", ["Ju", "7", "Quarter 3", "Julio"])
def test_what_is_no_month_is_refused_with_those_there_are(word: str) -> None:
    with pytest.raises(T2D3Error, match="fiscal_year_starts") as caught:
        load("baseline", {"fiscal_year_starts": word})
    assert "allowed: Jan, Feb, Mar" in str(caught.value)
    assert caught.value.exit_code == 2


def test_years_are_those_of_the_calendar_unless_said_otherwise() -> None:
    scenario = load("baseline", {"start_date": "2027-04-01", "horizon_months": 24})
    assert [year.label for year in periods_of(scenario, "years")] == [
        "FY2027 (9 months)",
        "FY2028",
        "FY2029 (3 months)",
    ]
    without = {name: value for name, value in resolved(scenario).items() if name != "fiscal_year_starts"}
    assert from_resolved(without) == scenario, "a file of an earlier version says nothing of fiscal years"


def test_the_editor_offers_short_and_long_names() -> None:
    words = json_schema()["properties"]["fiscal_year_starts"]["enum"]
    assert words[:12] == list(MONTHS)
    for word in words:
        assert load("baseline", {"fiscal_year_starts": word}).fiscal_year_starts == word[:3]


def test_explain_tells_the_fiscal_years() -> None:
    def said(**changes: object) -> str:
        return " ".join(explain(load("baseline", changes)).split())

    assert "Fiscal years are calendar years: FY2027 to FY2031." in said()
    july = "Fiscal years begin in July and are named for the year in which they end: FY2027 (6 months) to FY2032"
    assert july in said(fiscal_year_starts="Jul")
    assert "end: FY2027 (3 months)." in said(fiscal_year_starts="Jul", horizon_months=3)
