"""What is said about bad accounts and rosters, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from todays_files import ACCOUNTS, GOOD, HEAD, ROSTER, ROSTER_HEAD, problems, read

from simulator.scenario.reading.files import load
from simulator.scenario.schema.scenario import Scenario

# bad accounts --------------------------------------------------------------------------------------------------------


BAD_ACCOUNTS = {
    "no money": ("A,lots,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", '"lots" is not an amount of money'),
    "a missing amount": ("A,,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", "the ARR is missing"),
    "a negative amount": ("A,-$5K,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", "is not above $0"),
    "nothing paid": ("A,0,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", "is not above $0"),
    "not a number": ("A,NaN,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", '"NaN" is not an amount of money'),
    "infinity": ("A,inf,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", '"inf" is not an amount of money'),
    "beyond numbers": ("A,1e999,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", "not a finite number"),
    "too much": ("A,$2B,2026-03-01,2027-03-01,,yes\n", 2, 3, "arr", "more than one account can bring"),
    "a decimal comma": (GOOD + '"B","35000,50",2026-03-01,2027-03-01,,yes\n', 3, 5, "arr", "comma separates thousands"),
    "no name": (" ,$1K,2026-03-01,2027-03-01,,yes\n", 2, 1, "account", "the name of the account is missing"),
    "a name twice": (GOOD + " a ,$1K,2026-03-01,2027-03-01,,yes\n", 3, 2, "account", '"a" stands on line 2 already'),
    "no start": ("A,$1K,,2027-03-01,,yes\n", 2, 7, "start", "the date is missing"),
    "no date": ("A,$1K,soon,2027-03-01,,yes\n", 2, 7, "start", '"soon" is not a date'),
    "no such day": ("A,$1K,2026-02-30,2027-03-01,,yes\n", 2, 7, "start", '"2026-02-30" is not a date'),
    "a far day": ("A,$1K,1066-10-14,2027-03-01,,yes\n", 2, 7, "start", "is not between 1990-01-01"),
    "signed tomorrow": ("A,$1K,2027-01-02,2028-01-01,,yes\n", 2, 7, "start", "after the start date"),
    "no renewal": ("A,$1K,2026-03-01,,,yes\n", 2, 18, "renewal", "the date is missing"),
    "a past renewal": ("A,$1K,2025-03-01,2026-12-31,,yes\n", 2, 18, "renewal", "is past"),
    "a late renewal": ("A,$1K,2026-03-01,2028-03-01,,yes\n", 2, 18, "renewal", "more than one term of 12 months"),
    "a term of no length": ("A,$1K,2027-01-01,2027-01-01,,yes\n", 2, 18, "renewal", "not after the contract's start"),
    "another's owner": ("A,$1K,2026-03-01,2027-03-01,Mira,yes\n", 2, 29, "owner", "there is no roster"),
    "onboarded perhaps": ("A,$1K,2026-03-01,2027-03-01,,maybe\n", 2, 30, "onboarded", "neither yes or no nor a date"),
    "onboarded unsaid": ("A,$1K,2026-03-01,2027-03-01,,\n", 2, 30, "onboarded", "not said whether"),
    "onboarded before": (
        "A,$1K,2026-03-01,2027-03-01,,2026-02-01\n",
        2,
        30,
        "onboarded",
        "before the contract's start",
    ),
    "too many cells": ("A,$1,000,2026-03-01,2027-03-01,,yes\n", 2, 33, "", "this row has 7 cells and the header 6"),
    "too few cells": (GOOD + "\nB,$1K,2026-03-01\n", 4, 17, "", "this row has 3 cells and the header 6"),
    "an open quote": (GOOD + 'B,"$1K,2026-03-01,2027-03-01,,yes\n', 3, 3, "", "this quote is never closed"),
    "words after a quote": ('A,"$1K" net,2026-03-01,2027-03-01,,yes\n', 2, 9, "", "text after the closing quote"),
    "a later cell's quote": (
        'A,"$1K,2026-03-01,2027-03-01,,yes\n"B",$1K,2026-03-01,2027-03-01,,yes\n',
        2,
        3,
        "",
        "this quote is never closed",
    ),
    "after lines in a cell": (
        '"A\nB\nC",$1K,2026-03-01,2027-03-01,,yes\nD,x,2026-03-01,2027-03-01,,yes\n',
        5,
        3,
        "arr",
        '"x" is not an amount',
    ),
    "in the last line of a cell": ('"A\nB", x,2026-03-01,2027-03-01,,yes\n', 3, 5, "arr", '"x" is not an amount'),
    "after doubled quotes": ('"A ""B"", C",x,2026-03-01,2027-03-01,,yes\n', 2, 14, "arr", '"x" is not an amount'),
    "after wide letters": ("東京 é,x,2026-03-01,2027-03-01,,yes\n", 2, 6, "arr", '"x" is not an amount'),
    "after spaces": ("  A  ,   x,2026-03-01,2027-03-01,,yes\n", 2, 10, "arr", '"x" is not an amount'),
}


@pytest.mark.parametrize("case", BAD_ACCOUNTS)
def test_a_bad_account_is_pointed_at(company: Any, case: str, tmp_path: Path) -> None:
    rows, line, column, path, message = BAD_ACCOUNTS[case]
    (found,) = problems(company(HEAD + rows))
    assert (found.line, found.column, found.path) == (line, column, path)
    assert message in found.message
    assert found.file == str(tmp_path / "accounts.csv")
    assert found.source_line == (HEAD + rows).split("\n")[line - 1]
    assert found.allowed or path == "" or "finite" in message or "comma" in message


BAD_HEADERS = {
    "a misspelt column": ("account,arr,start,renewal,owner,onbaorded\n" + GOOD, 1, 1, "lacks the column onboarded"),
    "a column twice": (
        "account,arr,start,ARR,renewal,owner,onboarded\nA,$1,2026-03-01,2,2027-03-01,,no\n",
        1,
        19,
        'there are two columns "arr"',
    ),
    "columns missing": ("account,arr,start,owner\n", 1, 1, "the header lacks the columns renewal, onboarded"),
    "no owner": ("account,arr,start,renewal,onboarded\n", 1, 1, "the header lacks the column owner"),
    "no header": (GOOD, 1, 1, "the first line names none of the columns"),
    "an open quote": ('account,arr,start,renewal,owner,"onboarded\n', 1, 33, "this quote is never closed"),
}


@pytest.mark.parametrize("case", BAD_HEADERS)
def test_a_bad_header_is_pointed_at(company: Any, case: str) -> None:
    text, line, column, message = BAD_HEADERS[case]
    found = problems(company(text))[0]
    assert (found.line, found.column) == (line, column)
    assert message in found.message
    assert "account, arr (or mrr), start, renewal" in found.allowed or "two columns" in message or "quote" in message


BAD_FILES: dict[str, tuple[bytes, int, int, str]] = {
    "nothing": (b"", 0, 0, "the file is empty"),
    "blank lines": (b"\n \n\n", 0, 0, "the file is empty"),
    "a header alone": (HEAD.encode(), 0, 0, "there are no accounts"),
    "latin letters": (HEAD.encode() + "Caf\u00e9".encode("latin-1") + b",$1", 2, 4, "byte 0xe9 is not UTF-8"),
    "latin letters after a mark": (b"\xef\xbb\xbf" + b"a,b\r\n\xe9", 2, 1, "byte 0xe9 is not UTF-8"),
    "half a letter": (HEAD.encode() + "é\n日".encode()[:-1], 3, 1, "is not UTF-8"),
    "a zero byte": (HEAD.encode() + b"A,\0,2026", 2, 3, "a zero byte"),
    "another encoding": (HEAD.encode("utf-16"), 0, 0, "UTF-16"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_no_table_is_refused(company: Any, case: str) -> None:
    data, line, column, message = BAD_FILES[case]
    (found,) = problems(company(data))
    assert (found.line, found.column) == (line, column)
    assert message in found.message
    assert found.allowed


def test_a_missing_file_or_a_folder_is_no_file(tmp_path: Path) -> None:
    def naming(file: Path) -> Scenario:
        """As a scenario kept in a manifest would, without looking the file up."""
        scenario = load("baseline")
        opening = scenario.opening.model_copy(update={"accounts_csv": str(file)})
        return scenario.model_copy(update={"opening": opening})

    (missing,) = problems(naming(tmp_path / "none.csv"))
    assert (missing.message, missing.file) == ("there is no such file", str(tmp_path / "none.csv"))
    (folder,) = problems(naming(tmp_path))
    assert "not a file" in folder.message


# bad rosters ---------------------------------------------------------------------------------------------------------

ADA = "Ada,CSM,2026-01-01,,\n"

BAD_ROSTERS = {
    "no name": (",CSM,2026-01-01,,in place\n", 2, 1, "name", "the name is missing"),
    "a name twice": (ADA + "ADA,CSM,2026-01-01,,\n", 3, 1, "name", 'there are two people called "ADA"'),
    "the founders": ("Founders,CSM,2026-01-01,,\n", 2, 1, "name", "stands for the founders"),
    "no role": ("Ada,,2026-01-01,,\n", 2, 5, "role", "the role is missing"),
    "another role": ("Ada,lawyer,2026-01-01,,\n", 2, 5, "role", '"lawyer" is not a role of the model'),
    "a misspelt role": ("Ada,onbording specialist,2026-01-01,,\n", 2, 5, "role", "is not a role"),
    "two heads": ("A,cs head,2026-01-01,,\nB,CCO,2027-03-01,,\n", 3, 3, "role", "one seat for a head of CS"),
    "no start": ("Ada,CSM,,,\n", 2, 9, "start", "the first day at work is missing"),
    "no start in place": ("Ada,CSM,,,in place\n", 2, 9, "start", "the first day at work is missing"),
    "no date": ("Ada,CSM,2026-13-01,,\n", 2, 9, "start", '"2026-13-01" is not a date'),
    "in place later": ("Ada,CSM,2027-01-02,,in place\n", 2, 9, "start", "is not in place yet"),
    "open before": ("Ada,CSM,2026-12-31,,open\n", 2, 9, "start", "is not open any more"),
    "no status": ("Ada,CSM,2026-01-01,,opne\n", 2, 21, "status", '"opne" is not a status'),
    "accounts of a head": ("A,head of CS,2026-01-01,Alder,\n", 2, 25, "accounts", "only CSMs keep a book"),
    "accounts of a seat": (",CSM,,Alder,open\n", 2, 7, "accounts", "this CSM is not in place yet"),
    "an account twice": (ADA.replace(",,", ",Alder; alder,"), 2, 27, "accounts", "is listed in this row already"),
    "two owners": (
        ADA.replace(",,", ",Alder,") + ADA.replace(",,", ',"Birch;Alder",').replace("Ada", "Bea"),
        3,
        27,
        "accounts",
        "is listed in line 2 too",
    ),
    "an unknown account": (ADA.replace(",,", ",Alder|Brich,"), 2, 26, "accounts", "is not in the accounts file"),
}


@pytest.mark.parametrize("case", BAD_ROSTERS)
def test_a_bad_roster_is_pointed_at(company: Any, case: str, tmp_path: Path) -> None:
    rows, line, column, path, message = BAD_ROSTERS[case]
    accounts = HEAD + "".join(f"{name},$1K,2026-03-01,2027-03-01,,yes\n" for name in ("Alder", "Birch"))
    (found,) = problems(company(accounts, ROSTER_HEAD + rows))
    assert (found.line, found.column, found.path) == (line, column, path)
    assert message in found.message
    assert found.file == str(tmp_path / "roster.csv")
    assert found.source_line == (ROSTER_HEAD + rows).split("\n")[line - 1]
    assert found.allowed


def test_an_empty_roster_is_a_mistake(company: Any) -> None:
    (found,) = problems(company(HEAD + GOOD, ROSTER_HEAD))
    assert found.message == "the roster names nobody"


OWNERS = {
    "nobody of the roster": ("Mirra Lind", "is not on the roster", "Mira Lind"),
    "the misspelt founders": ("fouders", "is not on the roster", "founders"),
    "a head": ("Dana Whit", "a head of CS, and only CSMs keep a book", ""),
    "an onboarding specialist": ("Ola", "an onboarding specialist, and only CSMs keep a book", ""),
    "a CSM to come": ("Uma", "is not in place yet", ""),
}


@pytest.mark.parametrize("case", OWNERS)
def test_an_owner_must_be_a_csm_in_place_or_the_founders(company: Any, case: str) -> None:
    owner, message, suggestion = OWNERS[case]
    roster = ROSTER + "Ola,onboarding,2026-01-01,,\nUma,CSM,2027-02-01,,\n"
    (found,) = problems(company(HEAD + GOOD.replace("founders", owner), roster))
    assert (found.line, found.column, found.path) == (2, 29, "owner")
    assert message in found.message and found.suggestion == suggestion
    assert found.allowed == "a CSM in place (Mira Lind, Theo Ade), founders, or nothing"


def test_a_contradiction_names_both_places(company: Any) -> None:
    roster = ROSTER.replace("2026-06-15,,", "2026-06-15,Cedar Media;Alder Foods,")
    (found,) = problems(company(ACCOUNTS, roster))
    assert (found.line, found.column, found.path) == (2, 40, "owner")
    assert '"Mira Lind"' in found.message and '"Theo Ade"' in found.message and "roster.csv:4:25" in found.message
    (founders,) = problems(company(ACCOUNTS, ROSTER.replace("2026-06-15,,", "2026-06-15,Birch Legal,")))
    assert (founders.line, founders.column) == (3, 42)


# segments ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "message", "suggestion"),
    [("", "the segment is missing", ""), ("lagre", '"lagre" is not a segment', "large"), ("core", "is not a seg", "")],
)
def test_a_segment_must_be_one_of_the_scenario(company: Any, cell: str, message: str, suggestion: str) -> None:
    text = f"segment,account,arr,start,renewal,owner,onboarded\nmid,{GOOD}{cell},B,$1K,2026-03-01,2027-03-01,,yes\n"
    (found,) = problems(company(text, segments=True))
    assert (found.line, found.column, found.path, found.suggestion) == (3, 1, "segment", suggestion)
    assert message in found.message and found.allowed == "small, mid, large"


def test_the_column_of_segments_is_needed_where_there_are_several(company: Any) -> None:
    (found,) = problems(company(HEAD + GOOD, segments=True))
    assert found.message == "the header lacks the column segment"


def test_the_latest_renewal_is_that_of_the_segment(company: Any) -> None:
    head = "segment,account,arr,start,renewal,owner,onboarded\n"
    (found,) = problems(company(head + "small,A,$1K,2026-03-01,2027-02-03,,yes\n", segments=True))
    assert "more than one term of 1 month after" in found.message
    assert found.allowed == "2027-01-01 to 2027-02-02"
    assert read(company(head + "small,A,$1K,2026-03-01,2027-02-02,,yes\n", segments=True)).accounts


# suggestions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("13/04/2026", "2026-04-13"),
        ("4/13/2026", "2026-04-13"),
        ("2026/04/13", "2026-04-13"),
        ("2026-04-13T00:00:00Z", "2026-04-13"),
        ("2026-04-13 09:30:00.000", "2026-04-13"),
        ("next week", ""),
    ],
)
def test_dates_of_other_writings_are_suggested(company: Any, written: str, suggestion: str) -> None:
    (found,) = problems(company(HEAD + GOOD.replace("2026-03-01", written)))
    assert found.suggestion == suggestion
    assert found.allowed.startswith("a date such as")


@pytest.mark.parametrize(
    ("header", "suggestion"),
    [("renewal date", "renewal"), ("Start Date", "start"), ("onbaorded", "onboarded")],
)
def test_columns_are_suggested(company: Any, header: str, suggestion: str) -> None:
    found = next(
        found for found in problems(company(HEAD.replace(suggestion, header))) if "is not a column" in found.message
    )
    assert found.suggestion == suggestion


def test_roles_and_states_are_suggested(company: Any) -> None:
    rows = "A,onbording specialist,2026-01-01,,\nB,CSM,2026-01-01,,opne\nC,head of C.S,2026-01-01,,\n"
    found = problems(company(HEAD + GOOD, ROSTER_HEAD + rows))
    assert [one.suggestion for one in found] == ["onboarding specialist", "open", "head of CS"]


def test_an_account_of_the_roster_is_suggested_as_it_is_written(company: Any) -> None:
    (found,) = problems(company(ACCOUNTS, ROSTER.replace("2025-11-03,,", "2025-11-03,alder fods,")))
    assert found.suggestion == "Alder Foods"


# what cannot be seen ----------------------------------------------------------------------------------------


def test_two_accounts_that_look_the_same_are_one_and_it_is_said_why(company: Any) -> None:
    (found,) = problems(company(HEAD + GOOD.replace("A,", "Alder,") + GOOD.replace("A,", "Al\u200bder,")))
    assert (found.line, found.path) == (3, "account")
    assert found.message.endswith(
        "stands on line 2 already, apart from characters that cannot be seen or stand for the same letters"
    )
    (found,) = problems(company(HEAD + GOOD.replace("A,", "Alder,") + GOOD.replace("A,", "ALDER,")))
    assert found.message == '"ALDER" stands on line 2 already'
    (found,) = problems(company(HEAD + GOOD.replace("A,", "\u200b,")))
    assert found.message == "the name of the account is missing"


def test_two_people_who_look_the_same_are_one_and_owners_are_found(company: Any) -> None:
    roster = "name,role,start\nMira Lind,CSM,2026-01-01\n"
    (found,) = problems(company(HEAD + GOOD, roster + "Mira\u00a0Li\u200dnd,CSM,2026-01-01\n"))
    assert "there are two people called" in found.message and "cannot be seen" in found.message
    assert read(company(HEAD + GOOD.replace("founders", "Mi\u200bra Lind"), roster)).accounts[0].owner == 0


def test_what_cannot_be_seen_in_a_cell_or_a_heading_is_passed_over(company: Any) -> None:
    text = (HEAD + GOOD).replace("arr", "\u200barr").replace("$1K", "$1K\u200b").replace("yes", "\u2060yes")
    account = read(company(text.replace("2026-03-01", "\u200e2026-03-01"))).accounts[0]
    assert (account.arr, account.onboarded) == (1_000.0, True)
    assert (
        read(company(HEAD + GOOD, "name,role,start,status\nA,CS\u200bM,2026-01-01,in\u00a0place\n")).people[0].role
        == "csm"
    )


def test_a_name_is_kept_as_it_is_written(company: Any) -> None:
    name = "\U0001f469\u200d\U0001f4bb Labs"
    assert read(company(HEAD + GOOD.replace("A,", f"{name},"))).accounts[0].name == name
