"""Amounts of a column: by the month or by the year, with a decimal point or a decimal comma, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest
from todays_files import HEAD, START, problems, read

from simulator.scenario.reading.csv_cells import Dates
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_books
from simulator.scenario.units import InvalidValue


def rows(*amounts: str, separator: str = ",", column: str = "arr") -> str:
    cells = [f'"{amount}"' if separator in amount else amount for amount in amounts]
    lines = [f"A{n},{{}},2026-03-01,2027-03-01,,yes" for n in range(len(cells))]
    head = HEAD.rstrip().replace("arr", column)
    text = "\n".join([head, *lines]) + "\n"
    return text.replace(",", separator).format(*cells)


def stated(scenario: Any, **options: str) -> Any:
    opening = scenario.opening.model_copy(update=options)
    return scenario.model_copy(update={"opening": opening})


# by the month --------------------------------------------------------------------------------------------------------


def test_a_column_mrr_is_a_twelfth_of_arr_and_that_is_said(company: Any) -> None:
    books = read_books(company(rows("3375", "$2K", column="MRR")))
    assert books.book is not None
    assert [account.arr for account in books.book.accounts] == [40_500.0, 24_000.0]
    (notice,) = books.notices
    assert notice.line() == "note: accounts.csv: mrr is taken for a month's revenue: ARR is 12 × mrr"
    assert notice.in_runs


@pytest.mark.parametrize(
    "heading", ["arr (k)", "ARR k", "ARR_$K", "ARR EUR", "ARR €", "arr/12", "ARR monthly", "ARR $M"]
)
def test_no_column_is_suggested_for_one_in_another_scale(company: Any, heading: str) -> None:
    """Renamed as told, its amounts would be a thousandth or a twelfth of what they are."""
    (found,) = problems(company(rows("3375", column=heading)))
    assert found.suggestion == "" and f'the header lacks the column arr; it has "{heading}" besides' in found.message


@pytest.mark.parametrize(
    ("heading", "meant"),
    [("ARR (USD)", "arr"), ("ARR ($)", "arr"), ("arr_usd", "arr"), ("MRR in US$", "mrr"), ("MRR [$]", "mrr")],
)
def test_a_heading_that_says_dollars_is_told_its_column(company: Any, heading: str, meant: str) -> None:
    found = problems(company(rows("3375", column=heading)))
    assert {one.suggestion for one in found} - {""} == {meant}


def test_arr_needs_no_word(company: Any) -> None:
    assert read_books(company(rows("3375"))).notices == ()


def test_both_columns_are_refused_and_both_are_named(company: Any) -> None:
    text = "account,arr,mrr,start,renewal,owner,onboarded\nA,12000,1000,2026-03-01,2027-03-01,,yes\n"
    (found,) = problems(company(text))
    assert (found.line, found.column) == (1, 13)
    assert found.message.startswith("arr and mrr say the same") and found.allowed == "arr or mrr, not both"


def test_bounds_hold_for_the_year(company: Any) -> None:
    (found,) = problems(company(rows("$90M", column="mrr")))
    assert found.path == "mrr" and found.allowed == "at most $1B"
    (found,) = problems(company(rows("0", column="mrr")))
    assert found.allowed.startswith("an MRR above $0")


# decimal marks -------------------------------------------------------------------------------------------------------

READ = {
    "a point and two digits": (",", ["40.50"], [40.5]),
    "a point and three, with thousands elsewhere": (",", ["40.500", "12,000"], [40.5, 12_000.0]),
    "a point and three, with a decimal point elsewhere": (";", ["40.500", "36.25"], [40.5, 36.25]),
    "a point and three, with two of them elsewhere": (",", ["40.500", "1.250.000"], [40_500.0, 1_250_000.0]),
    "a decimal comma beside dots": (";", ["40.500", "36.000,50"], [40_500.0, 36_000.5]),
    "a decimal comma alone": (";", ["40500,50", "36000"], [40_500.5, 36_000.0]),
    "a comma and three, settled by a decimal comma": (";", ["40,500", "36,5"], [40.5, 36.5]),
    "a comma and three, settled by thousands": (";", ["40,500", "1,250,000"], [40_500.0, 1_250_000.0]),
    "a comma and three, settled by a dollar": (";", ["40,500", "$36,000"], [40_500.0, 36_000.0]),
    "a dollar and a comma": (";", ["$40,500"], [40_500.0]),
    "a comma in a comma file": (",", ["40,500"], [40_500.0]),
    "a comma in a tab file": ("\t", ["40,500"], [40_500.0]),
    "a scale": (",", ["1.125M"], [1_125_000.0]),
    "a leading zero": (",", ["0.500"], [0.5]),
    "four digits before the point": (",", ["1234.500"], [1234.5]),
    "an old decimal": (",", ["36.000,50", "40.500"], [36_000.5, 40_500.0]),
}


@pytest.mark.parametrize("case", READ)
def test_an_amount_that_can_be_read_in_one_way_is(company: Any, case: str) -> None:
    separator, amounts, expected = READ[case]
    assert [account.arr for account in read(company(rows(*amounts, separator=separator))).accounts] == expected


REFUSED = {
    "a point and three": (",", ["40.500"], "$40.50 or $40,500"),
    "a point and three in a ; file": (";", ["36.000"], "$36 or $36,000"),
    "a point and three in a tab file": ("\t", ["36.000"], "$36 or $36,000"),
    "a point and three after a dollar": (",", ["$40.500"], "$40.50 or $40,500"),
    "a comma and three in a ; file": (";", ["40,500"], "$40.50 or $40,500"),
    "a negative one": (";", ["-40,500"], "$40.50 or $40,500"),
    "beside whole dollars": (",", ["40.500", "36000"], "$40.50 or $40,500"),
    "beside cells that are no amounts": (",", ["40.500", "36.5.2026"], "$40.50 or $40,500"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_amount_that_can_be_read_in_two_ways_is_refused_with_both(company: Any, case: str) -> None:
    separator, amounts, both = REFUSED[case]
    found = problems(company(rows(*amounts, separator=separator)))[0]
    assert f"may be {both}" in found.message and "no other amount of this column tells" in found.message
    assert 'opening: {decimal: "."}' in found.allowed and 'opening: {decimal: ","}' in found.allowed


def test_a_column_that_contradicts_itself_settles_nothing(company: Any) -> None:
    found = problems(company(rows("40.500", "36.25", "1.250.000")))
    assert "this column has both" in found[0].message


def test_what_settled_it_is_said(company: Any) -> None:
    (notice,) = read_books(company(rows("40.500", "36.000,50", separator=";"))).notices
    assert notice.text == 'accounts.csv: amounts are read with a decimal comma, as "36.000,50" is written'


@pytest.mark.parametrize(
    ("decimal", "separator", "amount", "expected"),
    [
        (",", ",", "40.500", 40_500.0),
        (",", ";", "40,500", 40.5),
        (",", ",", "40.500,25", 40_500.25),
        (",", "\t", "1,5M", 1_500_000.0),
        (".", ";", "40.500", 40.5),
        (".", ";", "40,500", 40_500.0),
    ],
)
def test_what_the_scenario_states_holds(
    company: Any, decimal: str, separator: str, amount: str, expected: float
) -> None:
    scenario = stated(company(rows(amount, separator=separator)), decimal=decimal)
    books = read_books(scenario)
    assert books.book is not None and books.book.accounts[0].arr == expected
    assert books.notices == ()


def test_a_point_against_a_stated_comma_is_refused(company: Any) -> None:
    (found,) = problems(stated(company(rows("40.50")), decimal=","))
    assert "the decimal mark is a comma here (stated in the scenario)" in found.message


# dates ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "text", "expected"),
    [
        ("dmy", "03/04/2026", "2026-04-03"),
        ("mdy", "03/04/2026", "2026-03-04"),
        ("dmy", "3.4.26", "2026-04-03"),
        ("ymd", "26-04-03", "2026-04-03"),
        ("dmy", "2026-03-01", "2026-03-01"),
        ("mdy", "Mar 2026", "2026-03-01"),
    ],
)
def test_dates_are_read_in_the_order_that_is_stated(order: Any, text: str, expected: str) -> None:
    assert Dates(START, order).read(text)[0].isoformat() == expected


def test_a_date_that_does_not_fit_the_order_is_refused() -> None:
    with pytest.raises(InvalidValue, match="not a date in the order dmy, which the scenario states") as caught:
        Dates(START, "dmy").read("04/13/2026")
    assert caught.value.problem.suggestion == "2026-04-13"


def test_a_time_of_day_is_left_out_of_a_date_in_the_order_that_is_stated() -> None:
    with pytest.raises(InvalidValue, match="has a time of day") as caught:
        Dates(START, "dmy").read("3/4/2026 0:00")
    assert caught.value.problem.suggestion == "2026-04-03"


def test_a_date_of_two_readings_is_refused_with_both() -> None:
    with pytest.raises(InvalidValue, match='"03/04/2026" may be 2026-03-04 or 2026-04-03') as caught:
        Dates(START).read("03/04/2026")
    assert "opening: {dates: dmy}" in caught.value.problem.allowed


def test_the_options_stand_in_the_scenario() -> None:
    opening = load("today", {"opening.dates": "dmy", "opening.decimal": '","'}).opening
    assert (opening.dates, opening.decimal) == ("dmy", ",")
