"""What is assumed of a company that does not say it: which values, in which order, and the line that says each."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.answers import check
from simulator.scenario.assumed import assumptions as of_assumptions
from simulator.scenario.assumed import order
from simulator.scenario.assumed.assumptions import assumptions
from simulator.scenario.assumed.said import said_in
from simulator.scenario.assumed.taken_over import taken_over
from simulator.scenario.reading.files import load
from simulator.scenario.schema.notes import pattern_of
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields

COMPANY = """\
extends: laws
start_date: 2028-04-01
path: {multiples: [2, 1.8]}
opening: {generated: {accounts: 85, arr: $2.7M}}
money: {opening_cash: $4M}
segments: {core: {acv: $30K}}
"""
SHIPPED = Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def ours(tmp_path):
    def write(text, name="ours.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def assumed(path, settings=None):
    said = said_in(path, settings)
    assert said is not None
    return {one.path: one for one in assumptions(load(path, settings), said)}


def test_what_a_file_says_is_not_assumed_and_all_else_is(ours):
    found = assumed(ours(COMPANY))
    assert not {"start_date", "path.multiples", "opening.generated.accounts", "segments.core.acv"} & set(found)
    assert {"segments.core.renewal", "cs_effect", "roles.csm.cost", "money.gross_margin"} <= set(found)


def test_what_is_set_or_said_by_a_file_that_ours_extends_is_not_assumed(ours):
    ours(COMPANY)
    path = ours("extends: ours.yaml\nname: More\ncs_effect: 40%\n", "more.yaml")
    found = assumed(path, {"roles.csm.cost": "$150K"})
    assert not {"cs_effect", "roles.csm.cost", "segments.core.acv", "start_date"} & set(found)


def test_a_value_written_as_the_laws_have_it_is_said_all_the_same(ours):
    assert "segments.core.term_months" not in assumed(ours(COMPANY.replace("$30K", "$30K, term_months: 12")))


def test_nothing_is_assumed_of_a_company_that_comes_with_the_project():
    assert said_in("today") is None
    assert said_in(SHIPPED / "baseline.yaml") is None


def test_one_line_in_six_says_just_what_was_assumed(ours):
    """Each alone is two scenarios read; that every line does is in the long tier."""
    check_lines(ours(COMPANY), 6)


@pytest.mark.long
def test_every_line_says_just_what_was_assumed(ours):
    check_lines(ours(COMPANY), 1)


def check_lines(path, each):
    """In a file of its own that extends the company's, each line changes nothing but that it is said."""
    before, found = load(path), assumed(path)
    assert len(found) > 200
    for one in list(found.values())[::each]:
        child = path.with_name("child.yaml")
        child.write_text(f"extends: ours.yaml\n{one.line}\n", encoding="utf-8")
        said = load(child)
        assert said == before, one.line
        own = said_in(child)
        assert own is not None and (one.path in own.own or any(p.startswith(one.path) for p in own.own)), one.line


def test_every_number_of_the_schema_that_stands_in_the_scenario_is_listed(ours):
    path = ours("extends: laws\n" + COMPANY.split("\n", 1)[1])
    patterns = {pattern_of(name) for name in assumed(path)} | {pattern_of(name) for name in said_in(path).own}
    for note in describe_fields(Scenario):
        if note.path.startswith(("roles.csm.mishire", "renewal.t", "relations.", "coverage.hours")):
            assert note.path in patterns or any(note.path.startswith(f"{one}.") for one in patterns), note.path


def test_what_moves_the_answer_most_comes_first_and_what_is_not_measured_last(ours, monkeypatch):
    known = {"renewal.poor_fit": 0.02, "segments.*.renewal": 0.3, "roles.csm.cost": 0.001}
    monkeypatch.setattr(of_assumptions, "moves", known.get)
    found = list(assumed(ours(COMPANY)).values())
    assert [one.path for one in found[:3]] == ["segments.core.renewal", "renewal.poor_fit", "roles.csm.cost"]
    assert all(one.moves is None for one in found[3:])


def test_programmes_that_never_open_are_left_out(ours):
    found = assumed(ours(COMPANY))
    assert not [path for path in found if path.startswith(("expansion.packages", "onboarding.product_led"))]


def test_check_lists_ten_and_says_how_to_see_all(ours):
    path = ours(COMPANY)
    (one,) = check(str(path)).files
    lines = [line.strip() for line in one.lines]
    at = next(place for place, line in enumerate(lines) if line.startswith("Assumed: "))
    assert "the 10 that move the answer most" in lines[at]
    assert len(lines) == at + 12
    assert lines[-1].endswith("--assumed")
    assert len(one.told(all_assumed=True)) == at + 1 + len(one.assumed)


def test_a_shipped_scenario_is_checked_without_assumptions():
    assert not check("baseline").files[0].assumed


# Taken over: a company with accounts of its own that does not say what it extends.

ACCOUNTS = "account,arr,start,renewal,owner,onboarded\nAcme,40500,2026-08-17,2027-08-17,,yes\n"


def told(path, settings=None):
    return [one.text for one in taken_over(load(path, settings), path, settings)]


def test_a_company_with_accounts_hears_what_it_takes_over_from_ours(ours):
    ours(ACCOUNTS, "accounts.csv")
    (text,) = told(ours("start_date: 2027-01-01\nopening: {accounts_csv: accounts.csv}\n"))
    for words in (
        "baseline",
        "the plan (×3 ×3 ×2 ×2 ×2",
        "five rounds of funding ($417M)",
        "four launches",
        "opening cash",
    ):
        assert words in text
    assert "first day" not in text
    assert "`extends: laws` at the top of ours.yaml" in text


def test_what_it_says_itself_is_not_taken_over(ours):
    ours(ACCOUNTS, "accounts.csv")
    text = """\
opening: {accounts_csv: accounts.csv}
money: {rounds: {}, opening_cash: $4M, other_spend: [50%]}
products: {second: null, third: null, fourth: {opens: []}}
path: {start_arr: $40K, multiples: [2], planned_nrr: [100%]}
"""
    (text,) = told(ours(text))
    assert "one launch (fifth)" in text
    for words in ("round", "the plan", "opening cash", "administration", "NRR"):
        assert words not in text
    assert "the first day, Jan 2027" in text


def test_on_the_laws_nothing_is_taken_over(ours):
    ours(ACCOUNTS, "accounts.csv")
    text = COMPANY.replace("{generated: {accounts: 85, arr: $2.7M}}", "{accounts_csv: accounts.csv}")
    assert told(ours(text.replace("2028-04-01", "2027-01-01"))) == []


def test_without_accounts_the_baseline_is_meant(ours):
    assert told(ours("name: Ours\n")) == []


def test_check_says_it_first(ours):
    ours(ACCOUNTS, "accounts.csv")
    path = ours("path: {start_arr: $40K}\nopening: {accounts_csv: accounts.csv}\n")
    assert check(str(path)).files[0].lines[1].strip().startswith("warning: taken over from the made-up company")


# The order that is kept.


def test_the_order_is_of_paths_of_the_schema_and_falls():
    kept = order.kept()
    assert len(kept["digest"]) == 32
    assert len(kept["moves"]) > 100
    assert list(kept["moves"].values()) == sorted(kept["moves"].values(), reverse=True)
    known = {note.path for note in describe_fields(Scenario)}
    assert not [path for path in kept["moves"] if path not in known and f"{path}.*" not in known]
