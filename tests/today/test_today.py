"""Today's accounts and roster: what is read from good files, and how it is kept."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from todays_files import ACCOUNTS, ROSTER, START, problems, read

from simulator.clock import FIRST_SECOND, month_end, simulated_day
from simulator.errors import InputError
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.todays_book import FOUNDERS, NOBODY, Account, Person, TodaysBook

# good files ----------------------------------------------------------------------------------------------------------


def test_a_scenario_without_files_has_no_book() -> None:
    assert read_today(load("baseline")) is None


def test_accounts_and_people_are_read_in_their_order(company: Any) -> None:
    book = read(company(ACCOUNTS, ROSTER))
    assert [(a.name, a.arr, a.owner, a.onboarded) for a in book.accounts] == [
        ("Alder Foods", 40_000.0, 1, True),
        ("Birch Legal", 25_000.0, FOUNDERS, True),
        ("Cedar Media", 12_500.0, NOBODY, False),
        ("Dune Travel", 1_200_000.0, 2, True),
    ]
    assert [(p.name, p.role, p.open) for p in book.people] == [
        ("Dana Whit", "cs_head", True),
        ("Mira Lind", "csm", False),
        ("Theo Ade", "csm", False),
        ("", "csm", True),
    ]


def test_days_count_from_the_start_date(company: Any) -> None:
    alder, birch, *_ = read(company(ACCOUNTS, ROSTER)).accounts
    assert alder.renewal_day == simulated_day(START, date(2027, 3, 1)) == pytest.approx(2 * 365 / 12)
    assert alder.closed_day == simulated_day(START, date(2026, 3, 1)) == pytest.approx(-10 * 365 / 12)
    assert alder.term_start_day == alder.renewal_day - 365.0
    assert birch.closed_day == simulated_day(START, date(2025, 7, 15)) < -365.0
    assert birch.term_start_day == birch.renewal_day - 365.0 > birch.closed_day


def test_people_join_before_the_start_or_on_their_agreed_day(company: Any) -> None:
    head, mira, _, seat = read(company(ACCOUNTS, ROSTER)).people
    assert head.joined_day == pytest.approx(365 / 12)
    assert mira.joined_day == simulated_day(START, date(2025, 11, 3)) < 0
    assert math.isnan(seat.joined_day)


def test_a_seat_is_open_when_its_first_day_lies_ahead_and_nothing_else_is_said(company: Any) -> None:
    people = read(company(ACCOUNTS, ROSTER + "Ola,onboarding,2027-01-02,,\nUma,onboarding,2027-01-01,,\n")).people
    assert (people[4].open, people[5].open) == (True, False)
    assert (people[4].joined_day > 0.0, people[5].joined_day) == (True, 0.0)


def test_a_first_term_shorter_than_the_contract_begins_at_the_close(company: Any) -> None:
    row = "A,$1K,2026-11-01,2027-03-01,,yes\n"
    account = read(company("account,arr,start,renewal,owner,onboarded\n" + row)).accounts[0]
    assert account.term_start_day == account.closed_day > account.renewal_day - 365.0


def test_the_term_is_that_of_the_segment(company: Any) -> None:
    text = (
        "account,arr,start,renewal,segment,owner,onboarded\n"
        "A,$1K,2024-05-01,2027-02-01,small,,yes\n"
        "B,$1K,2024-05-01,2027-05-01, MID ,,yes\n"
        "C,$1K,2024-05-01,2029-05-01,Large,,yes\n"
    )
    small, mid, large = read(company(text, segments=True)).accounts
    assert [a.segment for a in (small, mid, large)] == ["small", "mid", "large"]
    assert small.term_start_day == pytest.approx(small.renewal_day - month_end(1), abs=2 * FIRST_SECOND)
    assert small.term_start_day == 0.0  # what is in the opening book has begun
    assert mid.renewal_day - mid.term_start_day == 365.0
    assert large.renewal_day - large.term_start_day == 1095.0


@pytest.mark.parametrize("column", ["paid_through", "Paid through", "PAID-THROUGH"])
def test_the_last_day_paid_says_the_same_as_the_first_day_of_the_next_term(company: Any, column: str) -> None:
    renewal = "account,arr,start,renewal,owner,onboarded\n"
    rows = "A,$1K,2026-03-01,{},,yes\nB,$2K,2026-01-01,{},,yes\nC,$3K,2026-07-01,{},,yes\n"
    said = read(company(renewal + rows.format("2027-03-01", "2027-01-01", "2027-07-01")))
    paid = read(company(renewal.replace("renewal", column) + rows.format("2027-02-28", "2026-12-31", "2027-06-30")))
    assert paid == said


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A,$1K,2026-03-01,2026-12-30,,yes\n", "the term paid through 2026-12-30 is past: the scenario starts on"),
        ("A,$1K,2026-03-01,2028-03-01,,yes\n", "the term paid through 2028-03-01 ends more than one term of 12"),
        ("A,$1K,2026-12-31,2026-12-31,,yes\n", ""),
        ("A,$1K,2027-01-01,2026-12-31,,yes\n", "paid through 2026-12-31 is not after the contract's start"),
        ("A,$1K,2026-03-01,,,yes\n", "the date is missing"),
    ],
)
def test_a_wrong_last_day_paid_is_pointed_at(company: Any, row: str, message: str) -> None:
    made = company("account,arr,start,paid_through,owner,onboarded\n" + row)
    if not message:
        assert read(made).accounts[0].renewal_day == FIRST_SECOND
        return
    (found,) = problems(made)
    assert (found.line, found.path) == (2, "paid_through")
    assert message in found.message


def test_renewal_and_paid_through_are_not_both_given(company: Any) -> None:
    head = "account,arr,start,renewal,paid_through,owner,onboarded\n"
    (found,) = problems(company(head + "A,$1K,2026-03-01,2027-03-01,2027-02-28,,yes\n"))
    assert (found.line, found.column) == (1, head.index("paid_through") + 1)
    assert "say the same" in found.message
    (found,) = problems(company("account,arr,start,owner,onboarded\nA,$1K,2026-03-01,,yes\n"))
    assert "lacks the column renewal" in found.message
    assert "renewal (or paid_through)" in found.allowed


def test_the_engine_takes_the_book(company: Any) -> None:
    from simulator.engine.lowering import lower

    scenario = load("baseline", {"path.start_arr": "$1M"})
    book = read(company(ACCOUNTS.replace("$1.2M", "$1.2M"), ROSTER))
    lowered = lower(scenario, book)
    assert lowered.accounts["arr"].sum() == sum(a.arr for a in book.accounts)
    assert lowered.accounts["owner"].tolist() == [1, FOUNDERS, NOBODY, 2]
    assert lowered.people["open"].tolist() == [1, 0, 0, 1]
    assert math.isnan(lowered.people["joined"][3])


def test_a_renewal_within_a_day_of_the_term_is_taken(company: Any) -> None:
    row = "A,$1K,2027-01-01,{},,yes\n"
    head = "account,arr,start,renewal,owner,onboarded\n"
    account = read(company(head + row.format("2028-01-02"))).accounts[0]
    assert account.term_start_day == 0.0 == account.closed_day
    first, _ = problems(company(head + row.format("2028-01-03") + "B,$1K,2026-01-01,2027-01-32,,yes\n"))
    assert "more than one term of 12 months" in first.message


def test_a_renewal_on_the_first_day_is_still_to_come(company: Any) -> None:
    head = "account,arr,start,renewal,owner,onboarded\n"
    assert read(company(head + "A,$1K,2026-01-01,2027-01-01,,yes\n")).accounts[0].renewal_day == FIRST_SECOND


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_usual_writing_of_a_csv_is_read(company: Any, separator: str, ending: str, encoding: str) -> None:
    def as_written(text: str) -> bytes:
        rows = [line.replace('"12,500"', "12500").split(",") for line in text.splitlines()]
        return ending.join(separator.join(row) for row in rows).encode(encoding)

    plain = read(company(ACCOUNTS.replace('"12,500"', "12500"), ROSTER))
    assert read(company(as_written(ACCOUNTS), as_written(ROSTER))) == plain


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Account , ARR ,Start,RENEWAL,Owner,On-boarded", "A , $1K ,2026-03-01, Mar 2027 ,,Yes"),
        ("onboarded,renewal,start,arr,account", "TRUE,2027-03-01,2026-03-01,1000,A"),
        ('"account","arr","start","renewal","onboarded",', '"A","$1,000","2026-03-01","2027-03-01","y",'),
        ("\n\naccount,arr,start,renewal,onboarded,,", "\n,,,,\nA,1e3,2026-03-01,2027-03-01,2026-03-01,,\n \n"),
        ("account,arr,start,renewal,segment,onboarded", "  A  ,$1k,2026-03-01,2027-03-01,,yes"),
        ("account,arr,start,renewal,segment,onboarded", '"A" ,$1k,2026-03-01,2027-03-01, "core",yes'),
    ],
)
def test_headers_and_cells_are_read_tolerantly(company: Any, header: str, row: str) -> None:
    with_owner = header if "wner" in header else f"{header.rstrip(',')},owner"
    with_owner_row = row if "wner" in header else row.replace("\n \n", "").rstrip(",") + ","
    (account,) = read(company(f"{with_owner}\n{with_owner_row}\n")).accounts
    assert (account.name, account.arr, account.onboarded, account.owner) == ("A", 1000.0, True, NOBODY)
    assert account.renewal_day == pytest.approx(2 * 365 / 12)


def test_a_planned_sign_off_is_not_one_yet(company: Any) -> None:
    head = "account,arr,start,renewal,owner,onboarded\n"
    book = read(company(head + "A,$1,2026-12-01,2027-12-01,,2027-01-02\nB,$1,2026-12-01,2027-12-01,,2027-01-01\n"))
    assert [account.onboarded for account in book.accounts] == [False, True]


def test_names_may_hold_anything(company: Any) -> None:
    row = '"Élan ""Nord"", GmbH; 東京",$1K,2026-03-01,2027-03-01,,yes\n=cmd|x,$1K,2026-03-01,2027-03-01,,yes\n'
    book = read(company("account,arr,start,renewal,owner,onboarded\n" + row))
    assert [a.name for a in book.accounts] == ['Élan "Nord", GmbH; 東京', "=cmd|x"]


def test_a_cell_may_go_on_over_lines(company: Any) -> None:
    row = '"Two\nLines",$1K,2026-03-01,2027-03-01,,yes\nB,$1K,2026-03-01,2027-03-01,,yes\n'
    book = read(company("account,arr,start,renewal,owner,onboarded\n" + row))
    assert [a.name for a in book.accounts] == ["Two Lines", "B"]


@pytest.mark.parametrize("listed", ["Alder Foods;dune travel", "Alder Foods | Dune  Travel", '"Alder Foods"'])
def test_the_roster_may_say_whose_accounts_they_are(company: Any, listed: str) -> None:
    accounts = ACCOUNTS.replace(",Mira Lind,", ",,").replace(",Theo Ade,", ",,")
    roster = ROSTER.replace("2025-11-03,,", f"2025-11-03,{listed},")
    owners = [account.owner for account in read(company(accounts, roster)).accounts]
    assert owners == [1, FOUNDERS, NOBODY, NOBODY if '"' in listed else 1]


def test_without_an_owner_column_the_roster_alone_says_it(company: Any) -> None:
    accounts = "account,arr,start,renewal,onboarded\nA,$1K,2026-03-01,2027-03-01,yes\nB,$2K,2026-03-01,2027-03-01,no\n"
    book = read(company(accounts, ROSTER.replace("2025-11-03,,", "2025-11-03,B,")))
    assert [account.owner for account in book.accounts] == [NOBODY, 1]


def test_both_files_may_say_the_same(company: Any) -> None:
    roster = ROSTER.replace("2025-11-03,,", "2025-11-03,Alder Foods,")
    assert read(company(ACCOUNTS, roster)) == read(company(ACCOUNTS, ROSTER))


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("CSM", "csm"),
        ("csm", "csm"),
        ("Customer Success Manager", "csm"),
        ("Head of CS", "cs_head"),
        ("cs_head", "cs_head"),
        ("VP, Customer Success", "cs_head"),
        ("Onboarding Specialist", "onboarding"),
        ("onboarding", "onboarding"),
        ("Implementation-Specialist", "onboarding"),
    ],
)
def test_roles_are_read_in_the_words_people_use(company: Any, written: str, role: str) -> None:
    roster = f'name,role,start\nAda,"{written}",2026-01-01\n'
    assert read(company(ACCOUNTS.replace("Mira Lind", "").replace("Theo Ade", ""), roster)).people[0].role == role


def test_a_file_is_found_from_the_working_folder(company: Any, tmp_path: Path, monkeypatch: Any) -> None:
    expected = read(company(ACCOUNTS, ROSTER))
    monkeypatch.chdir(tmp_path)
    files = {"opening.accounts_csv": "accounts.csv", "opening.roster_csv": "roster.csv"}
    assert read(load("baseline", files)) == expected


# the shipped example -------------------------------------------------------------------------------------------------


def test_the_shipped_company_is_what_its_comment_says() -> None:
    scenario = load("today")
    book = read(scenario)
    assert len(book.accounts) == 100
    assert sum(account.arr for account in book.accounts) == 4_200_000.0
    assert scenario.path == load("baseline").path
    assert [(p.role, p.open) for p in book.people] == [("cs_head", True), ("csm", False), ("csm", False), ("csm", True)]
    assert {account.owner for account in book.accounts} == {FOUNDERS, NOBODY, 1, 2}
    assert 10 < sum(not account.onboarded for account in book.accounts) < 40
    arr = sorted(account.arr for account in book.accounts)
    assert arr[0] < 10_000 < 100_000 < arr[-1]
    assert all(0.0 <= account.renewal_day <= 366.0 for account in book.accounts)


# written to a manifest and back --------------------------------------------------------------------------------------


def test_a_book_reads_back_exactly_from_json(company: Any) -> None:
    for scenario in (company(ACCOUNTS, ROSTER), load("today")):
        book = read(scenario)
        again = TodaysBook.from_json(json.loads(json.dumps(book.to_json(), allow_nan=False)))
        assert again == book
        assert [(type(a.arr), type(a.onboarded), type(a.owner)) for a in again.accounts[:1]] == [(float, bool, int)]
        assert hash(again) == hash(book)


def test_requisitions_without_a_day_are_equal() -> None:
    seat = Person("", "csm", True, math.nan)
    assert seat == Person("", "csm", True, float("nan"))
    assert seat != Person("", "csm", True, 0.0)
    assert seat != "seat"


BOOK = TodaysBook(
    (Account("A", "core", 0, True, 1e3, -10.0, -10.0, 20.5),),
    (Person("Ada", "csm", False, -3.25), Person("", "onboarding", True, math.nan)),
)


def damaged(**changes: Any) -> dict[str, Any]:
    data = json.loads(json.dumps(BOOK.to_json()))
    for place, value in changes.items():
        table, row, cell = place.split("_")
        data[table]["rows"][int(row)][int(cell)] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"accounts": {"columns": [], "rows": []}, "people": {"columns": [], "rows": []}},
        {**BOOK.to_json(), "people": None},
        {**BOOK.to_json(), "accounts": {**BOOK.to_json()["accounts"], "rows": [["A", 0]]}},
        {**BOOK.to_json(), "accounts": {**BOOK.to_json()["accounts"], "rows": ["A"]}},
        {**BOOK.to_json(), "accounts": {**BOOK.to_json()["accounts"], "columns": ["name"]}},
        damaged(accounts_0_0=5),
        damaged(accounts_0_1=0),
        damaged(accounts_0_1=-1),
        damaged(accounts_0_1=0.5),
        damaged(accounts_0_1=True),
        damaged(accounts_0_2=2),
        damaged(accounts_0_2=-3),
        damaged(accounts_0_3=1),
        damaged(accounts_0_4="1000"),
        damaged(accounts_0_4=math.inf),
        damaged(accounts_0_4=None),
        damaged(people_0_1=""),
        damaged(people_0_1=["csm"]),
        damaged(people_0_2=None),
        damaged(people_0_3="soon"),
        damaged(people_0_3=math.nan),
    ],
)
def test_a_damaged_book_is_refused(data: Any) -> None:
    with pytest.raises(InputError, match="kept in this file"):
        TodaysBook.from_json(data)


def test_a_book_of_an_earlier_version_had_segments_by_their_place() -> None:
    """As manifests of results still have it; the names are those of the scenario beside it, in its order."""
    for place, name in enumerate(("small", "core")):
        book = TodaysBook.from_json(damaged(accounts_0_1=place), ("small", "core"))
        assert book.accounts == (replace(BOOK.accounts[0], segment=name),)
    for place in (2, -1):
        with pytest.raises(InputError, match="no such segment"):
            TodaysBook.from_json(damaged(accounts_0_1=place), ("small", "core"))


def test_the_undamaged_book_is_not_refused() -> None:
    assert TodaysBook.from_json(damaged()) == BOOK
    assert TodaysBook.from_json(damaged(people_0_3=2)).people[0] == replace(BOOK.people[0], joined_day=2.0)
