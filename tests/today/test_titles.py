"""Titles and states of the roster: what each is read as, and that a check states every reading not word for word."""

from __future__ import annotations

from typing import Any

import pytest
from todays_files import GOOD, HEAD, problems, read

from simulator.scenario.reading.today import read_books

EXACT = {
    "CSM": "csm",
    "csm": "csm",
    "Head of CS": "cs_head",
    "cs_head": "cs_head",
    "Onboarding specialist": "onboarding",
    "onboarding": "onboarding",
    "VP of Sales": "vp_sales",
    "cs_manager": "cs_manager",
    "Customer-Sales Rep": "customer_sales",
}
"""Word for word; the last one goes by a title that is taken for a CSM elsewhere, and is stated all the same."""

READ = {
    "Customer Success Manager": ("csm", "a CSM"),
    "Senior CSM": ("csm", "a CSM"),
    "Sr. CSM": ("csm", "a CSM"),
    "CSM II": ("csm", "a CSM"),
    "Enterprise CSM": ("csm", "a CSM"),
    "Sr. Enterprise Customer Success Manager, EMEA": ("csm", "a CSM"),
    "Mid-Market CSM": ("csm", "a CSM"),
    "Senior Account Executive": ("seller", "a seller"),
    "Senior Director of CS": ("cs_head", "a head of CS"),
    "CS Manager": ("cs_manager", "a CS manager, who manages CSMs and keeps no accounts"),
    "Account Manager": ("customer_sales", "a customer-sales rep, who sells to customers and keeps no accounts"),
    "Key Account Manager": ("customer_sales", "a customer-sales rep, who sells to customers and keeps no accounts"),
}


def roster(*rows: str) -> str:
    return "\n".join(["name,role,start,status", *rows]) + "\n"


@pytest.mark.parametrize("title", EXACT)
def test_a_role_word_for_word_needs_no_word(company: Any, title: str) -> None:
    books = read_books(company(HEAD + GOOD, roster(f"Ada,{title},2026-01-01,in place")))
    assert books.book is not None and books.book.people[0].role == EXACT[title]
    assert len(books.notices) == (EXACT[title] == "customer_sales")


@pytest.mark.parametrize("title", READ)
def test_every_other_reading_is_stated(company: Any, title: str) -> None:
    rows = [f'{name},"{title}",2026-01-01,' for name in ("Ada", "Bea")][: 1 if READ[title][0] == "cs_head" else 2]
    books = read_books(company(HEAD + GOOD, roster(*rows)))
    role, said = READ[title]
    assert books.book is not None and {person.role for person in books.book.people} == {role}
    (notice,) = books.notices
    people = "1 person" if len(rows) == 1 else "2 people"
    assert notice.text.startswith(f'roster.csv: "{title[:37]}') and f"is read as {said} ({people})" in notice.text
    assert notice.text.endswith("; write CSM for somebody who keeps accounts") == ("keeps no accounts" in said)


@pytest.mark.parametrize("title", ["Associate Director of CS", "Lead CSM", "CSM Intern", "Senior", "II", "Digital CSM"])
def test_a_title_that_may_mean_another_role_is_refused(company: Any, title: str) -> None:
    (found,) = problems(company(HEAD + GOOD, roster(f"Ada,{title},2026-01-01,")))
    assert found.path == "role" and "is not a role of the model" in found.message


def test_a_role_of_the_scenario_comes_before_any_reading() -> None:
    from simulator.scenario.reading.seats import role

    assert role("Senior CSM", ["senior_csm"]) == "senior_csm"


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("Active", False), ("employed", False), ("Vacant", True), ("open requisition", True)]
    + [(words, True) for words in ("hiring", "Offer accepted", "offer signed", "Starting")],
)
def test_other_words_for_a_status_are_read_and_stated(company: Any, status: str, is_open: bool) -> None:
    start = "2027-03-01" if is_open else "2026-01-01"
    books = read_books(company(HEAD + GOOD, roster(f"Ada,CSM,{start},{status}")))
    assert books.book is not None and books.book.people[0].open is is_open
    (notice,) = books.notices
    assert notice.text == f'roster.csv: "{status}" is read as {"open" if is_open else "in place"} (1 person)'


@pytest.mark.parametrize("status", ["On leave", "parental leave", "Sabbatical", "on maternity leave"])
def test_somebody_on_leave_is_told_apart(company: Any, status: str) -> None:
    (found,) = problems(company(HEAD + GOOD, roster(f"Ada,CSM,2026-01-01,{status}")))
    assert found.message == f'"{status}" is neither in place nor open: nobody who is away is simulated'
    assert "open, with the day they come back as start" in found.allowed
    assert read(company(HEAD + GOOD, roster("Ada,CSM,2027-05-01,open"))).people[0].open


def test_somebody_who_left_is_told_apart(company: Any) -> None:
    (found,) = problems(company(HEAD + GOOD, roster("Ada,CSM,2026-01-01,terminated")))
    assert found.allowed.startswith("no row for those who leave")
