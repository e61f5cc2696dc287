"""What people's exports hold, how it is read, and what is said: one table of input, reading and message.

A reading of None is a refusal: the message gives the reason, and what is allowed the way out of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from todays_files import GOOD, HEAD, ROSTER_HEAD, problems, read

from simulator.scenario.reading.today import read_books


class Case(NamedTuple):
    reading: Any
    message: str = ""
    way: str = ""
    meant: str = ""


REASON_SERIAL = "is the number by which a spreadsheet counts the day 2026-03-01"

DATES = {
    "2026-03-01": Case(-10),
    "Mar 2026": Case(-10),
    "46082": Case(None, REASON_SERIAL, "give the column a format of dates before saving it as CSV"),
    "46082.75": Case(None, REASON_SERIAL, "give the column a format of dates before saving it as CSV"),
    "04-Mar-2026": Case(None, "is a date written another way", "a date such as", "2026-03-04"),
    "4 March 2026": Case(None, "is a date written another way", "a date such as", "2026-03-04"),
    "Mar 4, 2026": Case(None, "is a date written another way", "a date such as", "2026-03-04"),
    "2026-03-01T00:00:00+02:00": Case(None, "a time of day and a zone, by which", "a date such as", "2026-03-01"),
    "2026-03-01T00:00:00Z": Case(None, "a time of day and a zone, by which", "a date such as", "2026-03-01"),
    "2026-03-01 09:30": Case(None, "has a time of day; contracts begin", "a date such as", "2026-03-01"),
    "3/1/2026 0:00": Case(None, "has a time of day; contracts begin", "a date such as", "2026-03-01 or 2026-01-03"),
    "4-Mar-26 5:30:00 PM": Case(None, "has a time of day; contracts begin", "a date such as", "2026-03-04"),
    "March 4 2026": Case(None, "is a date written another way", "a date such as", "2026-03-04"),
    "1926-03-04": Case(None, "1926-03-04 is not between 1990-01-01", "1990-01-01 to"),
    "2026-02-30": Case(None, '"2026-02-30" is not a date', "a date such as"),
    "13/04/2026": Case(None, "is not a date", "opening: {dates: dmy}", "2026-04-13"),
    "03/04/2026": Case(None, "may be 2026-03-04 or 2026-04-03", "opening: {dates: dmy}"),
    "Q1 2026": Case(None, '"Q1 2026" is not a date', "a date such as"),
}

AMOUNTS = {
    "36000": Case(36_000.0),
    "$36K": Case(36_000.0),
    "$36,000": Case(36_000.0),
    "$ 36000": Case(36_000.0),
    "USD 36000": Case(None, "has a currency beside the number", "the number alone", "36000"),
    "36000 USD": Case(None, "has a currency beside the number", "the number alone", "36000"),
    "EUR 36000": Case(None, "has a currency beside the number", "all accounts in one currency"),
    "€36,000": Case(None, "has a currency beside the number", "all accounts in one currency"),
    "36 000": Case(None, "has a blank between thousands", "the digits alone", "36000"),
    "36\u00a0000": Case(None, "has a blank between thousands", "the digits alone", "36000"),
    "36'000": Case(None, "has an apostrophe between thousands", "the digits alone", "36000"),
    "1’236’000": Case(None, "has an apostrophe between thousands", "the digits alone", "1236000"),
    "(500)": Case(None, "how bookkeepers write an amount below $0", "leave out credits"),
    "($1,500)": Case(None, "how bookkeepers write an amount below $0", "leave out credits"),
    "500-": Case(None, "how bookkeepers write an amount below $0", "leave out credits"),
    "-": Case(None, '"-" is not an amount of money', "such as $2.5M"),
    "40.500": Case(None, "may be $40.50 or $40,500", "opening: {decimal:"),
}

PEOPLE = {
    "Ada,CSM,2026-01-01,,,1": Case("csm"),
    "Ada,CSM,2026-01-01,,,100%": Case("csm"),
    "Ada,CSM,2026-01-01,,,": Case("csm"),
    "Ada,CSM,2026-01-01,,,0.5": Case(None, '"0.5" of a person cannot be simulated', "one row for every two"),
    "Ada,CSM,2026-01-01,,,60%": Case(None, '"60%" of a person cannot be simulated', "one row for every two"),
    "Ada,CSM 50%,2026-01-01,,,": Case(None, '"CSM 50%" is part of a person', "one row for every two"),
    "Ada,half-time CSM,2026-01-01,,,": Case(None, "is part of a person", "one row for every two"),
    "Ada (part time),CSM,2026-01-01,,,": Case(None, "is part of a person", "one row for every two"),
}


def check(found: list[Any], case: Case, path: str) -> None:
    (problem,) = found
    assert problem.path == path and case.message in problem.message
    assert case.way in problem.allowed and problem.suggestion == case.meant


@pytest.mark.parametrize("text", ["1926-03-04", "2026-02-30", "2026/03/01"])
def test_where_the_year_comes_first_there_is_no_order_to_state(company: Any, text: str) -> None:
    (problem,) = problems(company(HEAD + GOOD.replace("2026-03-01", text)))
    assert "dates:" not in problem.allowed and problem.suggestion != text


@pytest.mark.parametrize("text", DATES)
def test_dates(company: Any, text: str) -> None:
    case = DATES[text]
    made = company(HEAD + GOOD.replace("2026-03-01", f'"{text}"'))
    if case.reading is None:
        check(problems(made), case, "start")
    else:
        assert read(made).accounts[0].closed_day == pytest.approx(case.reading * 365 / 12)


@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts(company: Any, text: str) -> None:
    case = AMOUNTS[text]
    made = company(HEAD + GOOD.replace("$1K", f'"{text}"'))
    if case.reading is None:
        check(problems(made), case, "arr")
    else:
        assert read(made).accounts[0].arr == case.reading


@pytest.mark.parametrize("row", PEOPLE)
def test_people(company: Any, row: str) -> None:
    case = PEOPLE[row]
    made = company(HEAD + GOOD, ROSTER_HEAD.replace("\n", ",fte\n") + row + "\n")
    if case.reading is None:
        found = problems(made)
        check(found, case, found[0].path)
    else:
        assert read(made).people[0].role == case.reading


# whole files ----------------------------------------------------------------------------------------------

FILES: dict[str, tuple[bytes, str, str]] = {
    "an Excel workbook": (b"PK\x03\x04\x14\0", "this is an Excel workbook (.xlsx)", "CSV UTF-8"),
    "an old Excel workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an Excel workbook (.xls)", "CSV UTF-8"),
    "a PDF": (b"%PDF-1.7\n", "this is a PDF", "CSV UTF-8"),
    "foreign headings": (
        b"Kunde;Jahresumsatz;Beginn\nA;1;2\n",
        'names none of the columns; it has "Kunde", "Jahresumsatz", "Beginn"',
        "columns named account, arr (or mrr)",
    ),
    "some foreign headings": (
        b"Account,ARR,Debut,Echeance,Owner,Onboarded\n",
        'lacks the columns start, renewal; it has "Debut", "Echeance" besides',
        "columns named account, arr (or mrr)",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_files(company: Any, case: str) -> None:
    data, message, way = FILES[case]
    (found,) = problems(company(data))
    assert message in found.message and way in found.allowed


# columns that are none of the file's ------------------------------------------------------------


def test_other_columns_are_passed_over_and_named_in_one_line(company: Any) -> None:
    text = f",notes,Region,{HEAD.rstrip()},notes\n7,call,EMEA,{GOOD.rstrip()},later\n"
    roster = "name,role,start,email\nAda,CSM,2026-01-01,ada@example.com\n"
    books = read_books(company(text, roster))
    assert books.book is not None and len(books.book.accounts) == 1
    assert [notice.text for notice in books.notices] == [
        "accounts.csv: columns not read: number 1, which has no name, notes, Region, notes",
        "roster.csv: column not read: email",
    ]
    assert not any(notice.in_runs or notice.doubtful for notice in books.notices)


def test_of_many_other_columns_the_first_are_named(company: Any) -> None:
    extra = [f"field {n}" for n in range(30)]
    text = f"{HEAD.rstrip()},{','.join(extra)}\n{GOOD.rstrip()}{',' * 30}\n"
    (notice,) = read_books(company(text)).notices
    assert notice.text.endswith("field 6, field 7, 22 more")


def test_a_column_that_is_likely_misspelt_is_not_passed_over(company: Any) -> None:
    (found,) = problems(company(HEAD + GOOD, "name,role,start,satus\nAda,CSM,2026-01-01,open\n"))
    assert (found.line, found.column, found.suggestion) == (1, 17, "status")


# many mistakes alike ----------------------------------------------------------------------------------------------


def test_mistakes_alike_are_one_message_with_count_and_first_three_places(company: Any, tmp_path: Path) -> None:
    rows = "".join(f"A{n},$1K,{46_000 + n},2027-03-01,,yes\n" for n in range(77))
    rows += "".join(f"B{n},USD 500,2026-03-01,2027-03-01,,yes\n" for n in range(4))
    rows += "".join(f"C{n},$1K,2026-03-01,2027-03-01,,maybe\n" for n in range(3))
    found = problems(company(HEAD + rows))
    assert [(one.path, one.count) for one in found] == [
        ("start", 77),
        ("arr", 4),
        ("onboarded", 1),
        ("onboarded", 1),
        ("onboarded", 1),
    ]
    lines = found[0].render().splitlines()
    assert lines[0].startswith(f'{tmp_path / "accounts.csv"}:2:8: start: "46000" is the number by which')
    assert lines[3] == '    77 like this: 2:8 "46000", 3:8 "46001", 4:8 "46002", ...'


def test_ten_thousand_mistakes_of_two_kinds_are_two_messages(company: Any) -> None:
    rows = "".join(f"A{n},$1K,2026-03-01,{n}.13.2027,,\n" for n in range(10_000))
    assert [one.count for one in problems(company(HEAD + rows))] == [10_000, 10_000]


def test_rows_that_do_not_fit_are_one_message(company: Any) -> None:
    found = problems(company(HEAD + "A,$1,000,2026-03-01,2027-03-01,,yes\n" * 9))
    assert [one.count for one in found] == [9]
    assert "this row has 7 cells and the header 6" in found[0].message
