"""Answers about a company: what each says, what is refused and with which words, and where they contradict."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.scenario.founding.company import (
    Bookings,
    Growth,
    Moment,
    Products,
    Raise,
    Retention,
    Spend,
)
from simulator.scenario.founding.draft import Draft
from simulator.scenario.founding.questions import NEEDED, QUESTIONS, Question
from simulator.scenario.units import InvalidValue

BY_NAME = {question.name: question for question in QUESTIONS}
FOUNDER = {"start": "Jan 2027", "arr": "$2.7M", "customers": "85", "plan": "$6M, $14M", "cash": "$4M"}

READ = [
    ("name", " Acme & Söhne ", "Acme & Söhne"),
    ("start", "2027-01", date(2027, 1, 1)),
    ("start", "January 2027", date(2027, 1, 1)),
    ("arr", "2,700,000", 2.7e6),
    ("customers", "1,200", 1200),
    ("plan", "T2D3", Growth(factors=(3, 3, 2, 2, 2))),
    ("plan", "triple, triple, double, double, double", Growth(factors=(3, 3, 2, 2, 2))),
    ("plan", "6M,14M;25M", Growth(levels=(6e6, 14e6, 25e6))),
    ("plan", "6,000,000, 14,000,000", Growth(levels=(6e6, 14e6))),
    ("plan", "3x, 2.5x and 2x", Growth(factors=(3, 2.5, 2))),
    ("plan", "no plan: $1.5M a year", Bookings(1.5e6)),
    ("plan", "bookings 900K", Bookings(9e5)),
    ("plan", "$1.5M/year", Bookings(1.5e6)),
    ("fiscal_year", "February", "Feb"),
    ("cash", "0", 0.0),
    ("round", "none", ()),
    ("round", "$12M at $6M ARR", (Raise(12e6, Moment(arr=6e6)),)),
    (
        "round",
        "$12M in Mar 2028; $30M at 15M",
        (Raise(12e6, Moment(on=date(2028, 3, 1))), Raise(30e6, Moment(arr=15e6))),
    ),
    ("products", "2", Products(2)),
    ("products", "1 product, then at $6M and Mar 2028", Products(1, (Moment(arr=6e6), Moment(on=date(2028, 3, 1))))),
    ("team", "nobody", {}),
    ("team", "1 head of CS, 2 CSMs and 3 account executives", {"cs_head": 1, "csm": 2, "seller": 3}),
    ("team", "CSMs: 2, senior csm, onboarding specialists 2", {"csm": 3, "onboarding": 2}),
    ("team", "head, 0 sellers", {"cs_head": 1}),
    ("term", "a year", 12),
    ("term", "3 years", 36),
    ("term", "18 months", 18),
    ("term", "monthly", 1),
    ("acv", "$30K", 3e4),
    ("retention", "88%", Retention(0.88, None)),
    ("retention", "GRR 88%, NRR 104%", Retention(0.88, 1.04)),
    ("retention", "churn 12% a year", Retention(0.88, None)),
    ("retention", "1% a month churn", Retention(pytest.approx(0.99**12), None)),
    ("spend", "60% of ARR", Spend(share=0.6)),
    ("spend", "$150K a month", Spend(a_year=1.8e6)),
]

WRONG = {
    "name": ["", "   ", "a\nb", "a\x07b", "a\u200bb"],
    "start": ["15 Jan 2027", "2027-01-15", "soon", "13/2027", "2027"],
    "arr": ["2.7", "36.000", "many", "$0", "$20B"],
    "customers": ["0", "85.5", "-3", "eighty", "$85"],
    "plan": ["grow", "11x", "0.5x", "$6M to $14M", ", ".join(["2x"] * 11)],
    "fiscal_year": ["13", "Febtober", "Q1", "2", ""],
    "cash": ["-$1M", "4 days", "plenty", "$4MM", "10%"],
    "round": ["$12M", "at $6M", "$12M at once", "twelve at $6M", "$12M in 15 Mar 2028"],
    "products": ["0", "1.5", "two", "1 then", "1, then some day"],
    "team": ["2 wizards", "2 heads of nothing", "2 founders", "1.5 CSMs", "2 heads of CS"],
    "term": ["0", "61", "6 years", "forever", "1.5 years"],
    "acv": ["0", "-5K", "$2B", "30K a month", "x"],
    "retention": ["12%", "GRR 120%", "88", "NRR 80%, GRR 88%", "GRR 88%, GRR 90%"],
    "spend": ["$150K", "-10%", "a lot", "150K a week", "$150K a month or so"],
}


@pytest.mark.parametrize(("name", "text", "found"), READ, ids=[f"{name}: {text}" for name, text, _ in READ])
def test_an_answer_says_what_it_says(name: str, text: str, found: object) -> None:
    assert BY_NAME[name].read(text) == found


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in WRONG.items() for text in texts])
def test_an_answer_that_says_no_such_thing_is_refused_with_what_would_do(name: str, text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        BY_NAME[name].read(text)
    assert str(caught.value)
    assert caught.value.problem.allowed or name == "name"


def test_every_question_has_five_wrong_answers() -> None:
    assert {name: len(texts) for name, texts in WRONG.items()} == dict.fromkeys(BY_NAME, 5)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_example_of_a_question_is_an_answer_to_it(question: Question) -> None:
    question.read(question.example)
    assert question.why.endswith(".") and question.asks.rstrip(")")[-1] in "?r s.Y"


def test_what_has_to_be_answered_is_what_a_company_on_the_laws_has_to_say() -> None:
    assert [question.name for question in NEEDED] == ["arr", "customers", "plan", "cash"]


def test_amounts_too_small_are_met_with_those_likely_meant() -> None:
    with pytest.raises(InvalidValue) as caught:
        BY_NAME["arr"].read("2.7")
    assert caught.value.problem.suggestion == "$2.7K or $2.7M"


def test_a_bare_churn_is_taken_for_no_grr() -> None:
    with pytest.raises(InvalidValue) as caught:
        BY_NAME["retention"].read("12%")
    assert caught.value.problem.suggestion == "churn 12%"


def told(**answers: str) -> Draft:
    """Return a draft of the founder's company with further answers, settled."""
    draft = Draft(date(2026, 12, 18))
    for name, text in {**FOUNDER, **answers}.items():
        draft.take(BY_NAME[name], text)
    for question in draft.asked():
        draft.settle(question)
    return draft


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("plan", "$2M, $6M", "less than the ARR of today"),
        ("plan", "$6M, $5M", "less than the year before"),
        ("plan", "$60M", "more than ten times"),
        ("round", "$12M at $2M", "lies behind"),
        ("round", "$12M in Dec 2026", "before the first month"),
        ("products", "1, then at $2M", "lies behind"),
        ("products", "1, then in Dec 2026", "before the first month"),
    ],
)
def test_answers_that_contradict_those_before_are_refused(name: str, text: str, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        told(**{name: text})


def test_what_is_left_open_is_the_laws_or_follows_from_the_rest() -> None:
    draft = told()
    company = draft.company()
    assert (company.team, company.term, company.acv, company.spend) == (None, None, None, None)
    assert dict(draft.left)["--acv"] == "$31.8K, as customers have today"
    assert "--arr" not in dict(draft.left)


def test_the_next_month_to_begin_is_the_first() -> None:
    for today, first in ((date(2026, 12, 18), date(2027, 1, 1)), (date(2027, 3, 1), date(2027, 3, 1))):
        draft = Draft(today)
        draft.settle(BY_NAME["name"])
        draft.settle(BY_NAME["start"])
        assert draft._said["start"] == first
