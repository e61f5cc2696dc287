"""What an export leaves open is refused with the options that settle it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importers.tables import HEAD, imported, refused, rows, said

STRIPE = "id,Customer ID,Customer Name,Quantity,Interval,Amount,Status,Start Date (UTC),Current Period End (UTC)\n"
TWELVE = STRIPE + "s1,c1,Acme,12,month,29.00,active,2025-03-04 09:12,2026-12-04 09:12\n"


def test_a_price_that_may_be_of_one_seat_or_of_all(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, TWELVE)
    assert '--map "Amount=unit_price"' in found.allowed and '--map "Amount=amount"' in found.allowed
    assert rows(imported(tmp_path, TWELVE, map="Amount=unit_price"))[0]["arr"] == "4176"
    assert rows(imported(tmp_path, TWELVE, map="Amount=amount"))[0]["arr"] == "348"


def test_the_answer_about_seats_is_kept_and_the_doubt_too(tmp_path: Path) -> None:
    imported(tmp_path, TWELVE, map="Amount=amount").write(tmp_path / "out")
    assert rows(imported(tmp_path, TWELVE))[0]["arr"] == "348"
    (tmp_path / "other").mkdir()
    one = TWELVE.replace(",12,", ",1,")
    imported(tmp_path / "other", one).write(tmp_path / "other" / "out")
    assert len(refused(tmp_path / "other", TWELVE)) == 1


def test_a_table_that_may_be_of_two_kinds(tmp_path: Path) -> None:
    text = "Record ID,Company name,Account Name,Account Owner\n1,Acme,Acme,Mira\n"
    (found,) = refused(tmp_path, text)
    assert "Salesforce accounts (salesforce-accounts)" in found.message and "HubSpot companies" in found.message
    assert found.allowed == "--as salesforce-accounts or --as hubspot-companies"
    assert imported(tmp_path, text, export="hubspot-companies").imported.gathered.sources[0].mapping.kind == "customers"


def test_a_heading_that_is_missing_names_all_there_are(tmp_path: Path) -> None:
    (found,) = refused(tmp_path, "Firma,ARR,Beginn\nAcme,36000,2025-03-04\n")
    assert "its headings are: Firma, ARR, Beginn" in found.message
    answer = imported(tmp_path, "Firma,ARR,Beginn\nAcme,36000,2025-03-04\n", map=["Firma=account", "Beginn=start"])
    assert rows(answer)[0]["account"] == "Acme"
    (found,) = refused(tmp_path, HEAD + "Acme,1,2025-03-04,2027-03-04\n", map="Kunde=account")
    assert 'there is no column "Kunde"; the headings are: account, arr, start, renewal' in found.message


@pytest.mark.parametrize(("word", "left"), [("live", 1), ("trial", 0)])
def test_a_status_that_is_not_known(tmp_path: Path, word: str, left: int) -> None:
    text = "account,arr,start,renewal,status\nAcme,36000,2025-03-04,2027-03-04,Pilot\n"
    (found,) = refused(tmp_path, text)
    assert '"Pilot" is a status that is not known' in found.message and '--status "Pilot=live"' in found.allowed
    assert len(imported(tmp_path, text, status={"Pilot": word}).imported.gathered.book.accounts) == left


def test_what_falls_due_before_the_first_day_is_renewed_unless_it_ends(tmp_path: Path) -> None:
    text = (
        "account,arr,start,renewal,auto renew\n"
        "Acme,36000,2025-11-25,2026-11-25,yes\nBeta,1000,2025-11-25,2026-11-25,no\nCyan,500,2025-03-01,2027-03-01,no\n"
    )
    answer = imported(tmp_path, text)
    assert [(one["account"], one["renewal"]) for one in rows(answer)] == [
        ("Acme", "2027-11-25"),
        ("Cyan", "2027-03-01"),
    ]
    assert "1 subscription due before 2026-12-01 and taken as renewed: Acme" in said(answer)
    assert "1 subscription with an end in the export, later on" in said(answer)
    assert [one["kind"] for one in rows(answer, "history.csv")] == ["new", "new", "new", "churn"]
    (first,) = imported(tmp_path, text, as_of="2026-12-01").imported.gathered.book.accounts[:1]
    assert first.renewal.isoformat() == "2027-11-25"


def test_a_history_written_by_hand_is_checked_in_either_form(tmp_path: Path) -> None:
    by_month = "month,account,mrr\n2026-09,Acme,100\n2026-10,Acme,150\n2026-10,Beta,0\n"
    answer = imported(tmp_path, by_month)
    assert answer.imported.gathered.months()[-1][2] == 1800
    assert rows(answer, "history.csv")[1] == {"month": "2026-10", "account": "Acme", "mrr": "150"}
    (twice,) = refused(tmp_path, by_month + "2026-10,acme,1\n")
    assert "has an amount for 2026-10 already" in twice.message and twice.line == 5
    moves = "date,account,kind,mrr_change\n2026-01-05,Acme,new,100\n2026-03-05,Acme,churn,-100\n"
    assert [one["kind"] for one in rows(imported(tmp_path, moves), "history.csv")] == ["new", "churn"]
    (odd,) = refused(tmp_path, moves.replace("churn", "chrun"))
    assert '"chrun" is a kind of movement that is not known' in odd.message
    (negative,) = refused(tmp_path, moves.replace("new,100", "new,-100"))
    assert "new takes" in negative.message
