"""The twelve inputs that cost most in an earlier trial: each is read, or refused with a sentence one can act on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.importers.tables import HEAD, imported, refused, rows, said


def test_a_dot_that_may_separate_thousands_is_refused_with_both_readings(tmp_path: Path) -> None:
    text = HEAD + "Acme,36.000,2025-03-04,2027-03-04\n"
    (found,) = refused(tmp_path, text)
    assert "may be $36 or $36,000" in found.message and '--decimal ","' in found.allowed
    assert (found.line, found.column) == (2, 6)
    assert rows(imported(tmp_path, text, decimal=","))[0]["arr"] == "36000"
    assert rows(imported(tmp_path, text, decimal="."))[0]["arr"] == "36"


def test_mrr_is_taken_twelve_times_and_said(tmp_path: Path) -> None:
    answer = imported(tmp_path, "Company,MRR,Start date,Renewal date\nAcme,3000,2025-03-04,2027-03-04\n")
    assert rows(answer)[0]["arr"] == "36000"
    assert said(answer).count('"MRR" is a month\'s revenue: ARR is 12 × it') == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8-sig"])
def test_other_encodings_are_read_and_said(tmp_path: Path, encoding: str) -> None:
    text = HEAD.replace(",", "\t") + "Café Ålesund\t36000\t2025-03-04\t2027-03-04\n"
    data = text.encode(encoding)
    data = b"\xff\xfe" + data if encoding == "utf-16-le" else data
    answer = imported(tmp_path, data)
    assert rows(answer)[0]["account"] == "Café Ålesund"
    assert ("UTF-16" in said(answer)) == encoding.startswith("utf-16")
    assert ("Windows-1252; look at the names" in said(answer)) == (encoding == "cp1252")


def test_several_subscriptions_of_a_customer_are_one_account(tmp_path: Path) -> None:
    text = HEAD + "Acme,36000,2025-03-04,2027-03-04\nacme ,4000,2024-01-01,2027-01-01\n"
    answer = imported(tmp_path, text)
    (account,) = rows(answer)
    assert (account["arr"], account["start"], account["renewal"]) == ("40000", "2024-01-01", "2027-03-04")
    assert "1 customer has several subscriptions: ARR is added up, the renewal is that of the largest" in said(answer)


@pytest.mark.parametrize("status", ["trialing", "Trial", "in trial"])
def test_trials_are_left_out_and_counted(tmp_path: Path, status: str) -> None:
    text = "account,arr,start,renewal,status\nAcme,36000,2025-03-04,2027-03-04,active\n"
    answer = imported(
        tmp_path, text + f"Beta,1,2026-11-04,2026-12-04,{status}\nCyan,0,2026-11-04,2026-12-04,{status}\n"
    )
    assert [one["account"] for one in rows(answer)] == ["Acme"]
    assert "        2  a trial" in said(answer)


@pytest.mark.parametrize("total", ["Total", "Grand Total", "Grand Totals (2 records)", "subtotal:", "Sum"])
def test_totals_are_left_out_and_counted(tmp_path: Path, total: str) -> None:
    text = HEAD + f"Acme,36000,2025-03-04,2027-03-04\n{total},36000,,\n\nConfidential Information - Do Not Distribute\n"
    answer = imported(tmp_path, text)
    assert answer.imported.gathered.book.arr == 36000
    assert "  a total" in said(answer) and "  a footer of the report" in said(answer)


def test_days_as_a_spreadsheet_counts_them_are_read_and_said(tmp_path: Path) -> None:
    answer = imported(tmp_path, HEAD + "Acme,36000,45720,46450\n")
    assert (rows(answer)[0]["start"], rows(answer)[0]["renewal"]) == ("2025-03-04", "2027-03-04")
    assert "dates such as 45720 were read as a spreadsheet counts days: 2025-03-04" in said(answer)


@pytest.mark.parametrize(
    "stamp",
    [
        *("2025-03-04 09:12", "2025-03-04T09:12:00Z", "2025-03-04 00:46:59 PST", "2025-03-04T09:12:00+01:00"),
        *("1741079520", "1741079520000", "04-Mar-2025", "March 4, 2025", "3/4/25 9:20"),
    ],
)
def test_timestamps_are_read_as_days(tmp_path: Path, stamp: str) -> None:
    text = HEAD + f'Acme,36000,"{stamp}",2027-03-04\n'
    assert rows(imported(tmp_path, text, dates="mdy"))[0]["start"] == "2025-03-04"


def test_dates_of_numbers_go_by_one_that_leaves_no_doubt_or_are_refused(tmp_path: Path) -> None:
    text = HEAD + "Acme,36000,3/4/2025,2027-03-04\n"
    (found,) = refused(tmp_path, text)
    assert "may be 2025-03-04 or 2025-04-03" in found.message and "--dates dmy" in found.allowed
    both = text + "Beta,1000,13/4/2025,2027-03-04\n"
    answer = imported(tmp_path, both)
    assert [one["start"] for one in rows(answer)] == ["2025-04-03", "2025-04-13"]
    assert 'dates of "start" are read as dmy' in said(answer)
    (found,) = refused(tmp_path, both + "Cyan,1000,4/13/2025,2027-03-04\n")  # the others can be read in one way alone
    assert found.line == 2


def test_one_other_currency_is_said_and_several_are_refused_without_rates(tmp_path: Path) -> None:
    euro = HEAD + 'Acme,"€36.000,00",2025-03-04,2027-03-04\n'
    answer = imported(tmp_path, euro)
    assert answer.imported.gathered.book.arr == 36000 and "all amounts are in EUR" in said(answer)
    assert imported(tmp_path, euro, fx={"eur": 1.5}).imported.gathered.book.arr == 54000
    days = "2025-03-04,2027-03-04"
    two = f"account,arr,currency,start,renewal\nAcme,36000,eur,{days}\nBeta,1000,usd,{days}\n"
    (found,) = refused(tmp_path, two)
    assert "amounts are in EUR here, and others in USD" in found.message and "--fx EUR=1.08" in found.allowed
    assert imported(tmp_path, two, fx={"EUR": 1.5}).imported.gathered.book.arr == 55000


def test_titles_of_an_hr_system_are_read_as_roles_and_said(tmp_path: Path) -> None:
    text = (
        "Employee,Title,Start date,Employment type name\n"
        "Mira Lind,Senior Customer Success Manager,2025-01-15,Full-time\n"
        "Ada Voss,Senior Engineer,2024-01-15,Full-time\n"
        "Bo Key,Success Guru,2024-01-15,Full-time\n"
    )
    answer = imported(tmp_path, text)
    assert [(one["name"], one["role"]) for one in rows(answer, "roster.csv")] == [("Mira Lind", "CSM")]
    assert '"Senior Customer Success Manager" is read as CSM (1)' in said(answer)
    assert "Senior Engineer (1), Success Guru (1)" in said(answer)
    more = imported(tmp_path, text, title={"Success Guru": "csm"})
    assert [one["name"] for one in rows(more, "roster.csv")] == ["Mira Lind", "Bo Key"]


def test_a_workbook_is_read_with_its_numbers_and_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Customers as of 18 Nov 2026"],
        [],
        ["Company", "ARR", "Start date", "Renewal date"],
        ["Acme", 36.125, date(2025, 3, 4), 46450],
        ["Total", 36.125],
    ):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    answer = imported(tmp_path, (tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    assert rows(answer) == [
        {
            **{"account": "Acme", "arr": "36.12", "start": "2025-03-04", "renewal": "2027-03-04", "owner": ""},
            **{"onboarded": "yes", "assumed": "term onboarded"},
        }
    ]
    sheet["C4"] = "soon"
    book.save(tmp_path / "book.xlsx")
    (found,) = refused(tmp_path, (tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    assert found.file == "book.xlsx!C4" and '"soon" is not a date' in found.message


def test_columns_that_are_of_no_use_are_passed_over(tmp_path: Path) -> None:
    text = 'Region,Company,ARR,Notes,Start date,Renewal date\nEU,Acme,36000,"likes, commas",2025-03-04,2027-03-04\n'
    answer = imported(tmp_path, text)
    assert answer.imported.gathered.book.arr == 36000
    assert "by its headings, 4 of 6 headings" in said(answer)
    assert "not read: Region, Notes" in said(answer)


def test_a_formula_that_was_never_worked_out_is_refused_and_not_read_as_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Account", "ARR", "Start date", "Renewal date"])
    sheet.append(["Acme", "=12*1000", date(2025, 3, 4), date(2027, 3, 4)])
    book.save(tmp_path / "book.xlsx")
    found = refused(tmp_path, (tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    assert found[0].message == "1 cell holds a formula whose result is not stored, the first B2"
    assert "saved" in found[0].allowed


def test_what_has_ended_without_an_amount_is_no_customer_that_pays_nothing(tmp_path: Path) -> None:
    text = "Account,ARR,Start date,Renewal date,Status\n"
    text += "Acme,36000,2025-03-04,2027-03-04,active\nGone,0,2024-03-04,2026-03-04,cancelled\n"
    assert "has ended, and what it paid is not said" in said(imported(tmp_path, text))
