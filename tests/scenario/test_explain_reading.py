"""A scenario explained in words: what is uncertain, how it reads, and a real start."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from explained_texts import BASELINE, explained, flat

from simulator.scenario.explain.scenario import explain
from simulator.scenario.explain.words import Section, odds
from simulator.scenario.reading.files import load, resolved
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.todays_book import FOUNDERS, NOBODY, Account, Person, TodaysBook

# what is uncertain ---------------------------------------------------------------------------------------------------


def test_a_scenario_of_plain_numbers_says_so(baseline_text: str) -> None:
    assert "every one above is a single number" in flat(baseline_text)
    assert "about" not in flat(baseline_text)


def test_distributions_are_listed_with_place_mean_and_meaning() -> None:
    text = explained(
        cs_effect={"triangular": ["20%", "40%", "90%"]},
        segments__core__acv={"uniform": ["$30K", "$44K"]},
        roles__csm__lead__median={"normal": {"mean": "70 days", "sd": "5 days"}},
        demand__attainment=["90%", {"uniform": ["70%", "90%"]}],
    )
    assert "4 figures are not known; each run draws them once" in text
    assert "cs_effect: triangular 20% to 90%, most likely 40% (mean 50%). How much of the difference" in text
    assert "segments.core.acv: uniform $30K to $44K (mean $37K). Mean ARR of a new customer" in text
    assert "roles.csm.lead.median: normal, mean 70 days, sd 5 days" in text
    assert "demand.attainment.1: uniform 70% to 90%" in text
    for mean in ("at about 50% of what", "Mean ACV is about $37K", "it takes about 70 days", "90% and about 80%"):
        assert mean in text


def test_odds_stand_at_the_means_of_what_is_uncertain() -> None:
    uncertain = explain(load("baseline", {"cs_effect": {"uniform": ["40%", "80%"]}}))
    plain = explain(load("baseline", {"cs_effect": "60%"}))
    rows = re.compile(r"^  .+%$", re.MULTILINE)
    assert rows.findall(uncertain) == rows.findall(plain) != []


EVERYTHING_UNCERTAIN = {
    "path.start_arr": {"uniform": ["$1.9M", "$2.1M"]},
    "path.multiples": [{"uniform": [2.5, 3]}, 2],
    "path.planned_nrr": [{"uniform": ["98%", "104%"]}],
    "milestones": ["$6M", {"uniform": ["$9M", "$11M"]}],
    "opening.generated.accounts": {"uniform": [50, 70]},
    "segments.core.weight": {"uniform": [1, 2]},
    "segments.core.acv_cv": {"uniform": [0.5, 0.9]},
    "segments.core.acv_growth": {"uniform": [-0.2, 0.2]},
    "onboarding.work": {"shape": "lognormal", "median": {"uniform": ["40 days", "50 days"]}, "cv": 0.6},
    "onboarding.fails.base": {"normal": {"mean": -3, "sd": 0.1}},
    "hiring.review_every": {"uniform": ["5 days", "9 days"]},
    "roles.csm.ramp": [{"days": {"uniform": ["60 days", "90 days"]}, "capacity": {"uniform": ["50%", "70%"]}}],
    "roles.csm.attrition": {"uniform": ["0.1 a year", "0.2 a year"]},
    "roles.csm.schedule": [{"month": {"uniform": [2, 4]}, "count": 1}],
    "roles.csm.opens": [{"month": {"uniform": [2, 4]}, "backlog": {"uniform": [1, 9]}}],
    "roles.cs_head.mishire.unproven_from": {"uniform": ["$1M", "$2M"]},
}


@pytest.mark.parametrize("path", EVERYTHING_UNCERTAIN)
def test_any_number_may_be_uncertain(path: str) -> None:
    text = flat(explain(load("baseline", {path: EVERYTHING_UNCERTAIN[path]})))
    assert f"- {path}" in text
    assert "about " in text.split("What is uncertain")[0]


# how it reads --------------------------------------------------------------------------------------------------------


LONG_NAME = "large customers in regulated industries with long procurement and three signatures"
TEXTS: dict[str, Callable[[], Scenario]] = {
    **{name: partial(load, path) for name, path in sorted(dict(shipped()).items())},
    "everything uncertain": lambda: load("baseline", EVERYTHING_UNCERTAIN),
    "long names": lambda: load("baseline", {f"segments.{LONG_NAME}": resolved(BASELINE)["segments"]["core"]}),
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_scenario_reads_as_plain_text(name: str) -> None:
    scenario = TEXTS[name]()
    text = explain(scenario)
    lines = text.splitlines()
    assert max(len(line) for line in lines) <= 100
    assert all(line == line.rstrip() for line in lines)
    assert text.endswith(".\n") and "\t" not in text
    for heading in ("Where it means to go", "Who the customers are", "Kept or lost: renewal", "What is uncertain"):
        assert f"\n{heading}\n{'-' * len(heading)}\n" in text
    assert not re.search(r"\b(nan|inf|None|True|False)\b|\d{7}|[{}]|  \.|\.\.|, ,", text)
    assert scenario.name in text and flat(scenario.purpose) in flat(text)
    assert all(milestone in text for milestone in ["The dates of these milestones"] * bool(scenario.milestones))


@pytest.mark.parametrize(
    ("word", "gloss"),
    [
        ("ARR", "ARR is annual recurring revenue"),
        ("NRR", "NRR, net revenue retention, is"),
        ("ACV", "ACV, annual contract value, is"),
        ("CSM", "A CSM is a customer success manager"),
        ("CS", "CS, customer success, is"),
        ("CSQLs?", "CS-qualified leads (CSQLs: leads that"),
        ("carve-out", "The carve-out comes when the first specialist joins"),
        ("[Tt]ime-to-value", "Time-to-value is the wait plus the work"),
        ("wallet", "Its wallet is all it would ever pay"),
    ],
)
def test_no_word_of_the_trade_comes_before_its_gloss(word: str, gloss: str, baseline_text: str) -> None:
    text = flat(baseline_text.split("Where it means to go")[1])
    first = re.search(rf"\b{word}\b", text)
    assert first is not None
    assert text.index(gloss) <= first.start() < text.index(gloss) + len(gloss)


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.913, "91.3%"), (0.0, "0.0%"), (1.0, "100.0%"), (0.0004, "under 0.1%"), (0.9999, "over 99.9%"), (0.5, "50.0%")],
)
def test_odds_are_explained_to_a_tenth_and_never_as_certain_when_they_are_not(probability: float, words: str) -> None:
    assert odds(probability) == words


def test_a_table_breaks_its_first_column_where_the_page_ends() -> None:
    section = Section("Heading")
    section.rows([("word " * 30, "12", "345"), ("short", "6", "7")])
    *_, last = lines = section.text().splitlines()
    assert max(map(len, lines)) <= 100
    assert last.startswith("  short") and last.endswith("   6    7")


# a real start --------------------------------------------------------------------------------------------------------


def test_a_real_start_is_explained_from_its_files() -> None:
    text = flat(explain(load("today")))
    for phrase in [
        "opens at $4.2M, which the path passes 8.1 months after its beginning; the clock starts there",
        "its own books (accounts.csv and roster.csv): 100 accounts with $4.2M of ARR",
        "The founders look after 41 accounts with $1.77M.",
        "Mira Lindqvist looks after 26 accounts with $1.03M.",
        "Nobody looks after 14 accounts with $501K.",
        "The largest account, Rookwell Optics, pays $175K, 4.2% of all ARR.",
        "22 accounts with $1.03M of ARR are still to be onboarded.",
        "At work are Mira Lindqvist (CSM) and Theo Adeyemi (CSM).",
        "To come are Dana Whitlock (head of CS, from Feb 2027) and one CSM (no first day agreed yet).",
        "2 CSMs are at work on the first day.",
        "Hiring opens once ARR reaches $3M (already so on the first day)",
        "The one seat is taken by Dana Whitlock, from Feb 2027 on; what opens it is for whoever comes after.",
        "$6M (Apr 2027)",
    ]:
        assert phrase in text


def account(name: str, owner: int, arr: float = 40e3, onboarded: bool = True, segment: str = "core") -> Account:
    return Account(name, segment, owner, onboarded, arr, -100.0, -100.0, 265.0)


def test_a_book_given_with_the_scenario_is_explained_without_its_files() -> None:
    scenario = load("today")
    opening = scenario.opening.model_copy(update={"accounts_csv": "/nowhere/a.csv", "roster_csv": "/nowhere/r.csv"})
    moved = scenario.model_copy(update={"opening": opening})
    assert "100 accounts with $4.2M" in flat(explain(moved, read_today(scenario)))


def test_a_book_without_people_has_the_scenarios_staff() -> None:
    book = TodaysBook((account("A", FOUNDERS, 3e6), account("B", NOBODY, onboarded=False)), ())
    text = flat(explain(load("baseline", {"roles.csm.in_place": 1}), book))
    assert "(kept with the scenario): 2 accounts with $3.04M of ARR" in text
    assert "Nobody looks after 1 account with $40K." in text
    assert "1 account with $40K of ARR is still to be onboarded" in text
    assert "In the first four quarters $0, $0, $3.04M and $0 come up for renewal" in text
    assert "At work, fully ramped, is 1 CSM." in text


def test_many_owners_are_explained_together() -> None:
    people = tuple(Person(f"P{number}", "csm", False, -50.0) for number in range(15))
    accounts = tuple(account(f"A{number}", number, 1e5 * (20 - number)) for number in range(15))
    text = flat(explain(load("baseline"), TodaysBook(accounts, people)))
    assert "P11 looks after 1 account with $900K. - 3 other CSMs look after 3 accounts with $2.1M." in text
    assert "All of them are onboarded." in text


def test_the_kinds_of_accounts_are_explained_where_there_are_several() -> None:
    scenario = load("baseline", {"segments.small": resolved(BASELINE)["segments"]["core"]})
    book = TodaysBook((account("A", FOUNDERS, 3e6), account("B", FOUNDERS, 5e4, segment="small")), ())
    assert "By kind: core 1 account with $3M and small 1 account with $50K." in flat(explain(scenario, book))


def test_a_head_of_cs_is_said_to_be_waited_for() -> None:
    waiting = "CSMs, onboarding specialists, CS managers and CS Ops specialists"
    assert f"{waiting} are not hired as planned before one is in place." in explained()
    free = {f"roles__{name}__needs_head": False for name in ("csm", "onboarding", "cs_manager", "cs_ops")}
    opens = {f"roles__{name}__opens": "[{month: 0}]" for name in ("csm", "onboarding", "cs_manager")}
    assert "Nobody's hiring waits for one." in explained(**free, **opens)
    assert "Onboarding specialists are not hired as planned before one is in place." in explained(
        **{**free, "roles__onboarding__needs_head": True}, **opens
    )
