"""Sides of a comparison are called by what they decide differently, as people say it."""

from __future__ import annotations

import pytest

from simulator import load
from simulator.decisions.axis import read_axis
from simulator.decisions.branch import futures_of
from simulator.decisions.differing import differs
from simulator.reports.sides import change_words, choice_words, differing_words, side_names

LATE = "[{arr: $9M, in_place: csm}]"


def words(path: str, value: str) -> str:
    changed = load("baseline", {path: value})
    (field,) = differs(changed, load("baseline"))
    return change_words(changed, field.path, field.a)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("hiring.lookahead", "200d", "hiring lookahead 200 days"),
        ("roles.csm.cost", "200K", "CSM cost $200K"),
        ("roles.csm.opens", "[]", "no planned hiring of CSMs"),
        ("roles.cs_head.opens", LATE, "a head of CS once ARR reaches $9M and a CSM is in place"),
        ("roles.csm.needs_head", "false", "CSM needs head: no"),
        ("organisation.reports_to", "cro", "organisation reports to cro"),
        ("milestones", "[6M, 18M]", "different milestones"),
    ],
)
def test_a_value_is_said_as_people_say_it(path: str, value: str, said: str) -> None:
    assert words(path, value) == said


def test_of_many_conditions_the_first_is_said_and_how_many_more() -> None:
    said = words("roles.cs_head.opens", "[{arr: $9M, in_place: csm}, {founder_renewals: $2M}, {month: 30}]")
    assert said == "a head of CS once ARR reaches $9M and a CSM is in place, or on 2 other conditions"


def test_two_scenarios_of_one_name_are_told_apart_by_what_differs() -> None:
    base = load("baseline")
    later = load("baseline", {"hiring.lookahead": "200d"})
    assert side_names(later, base) == (
        "Baseline with hiring lookahead 200 days",
        "Baseline with hiring lookahead 82 days",
    )
    three = load("baseline", {"hiring.lookahead": "200d", "roles.csm.cost": "200K", "roles.csm.book_high": "4M"})
    assert side_names(three, base)[0] == "Baseline with hiring lookahead 200 days and 2 other changes"
    assert side_names(load("head_of_cs_late"), base) == ("Head of CS at $9M", "Baseline")
    assert side_names(base, base) == ("Baseline (A)", "Baseline (B)")
    assert differing_words(base, base) == ("", "")


def test_no_future_is_called_by_a_path_or_by_brackets() -> None:
    base = load("baseline", {"horizon_months": 24})
    found = futures_of(base, 6, ["csm=2", "csm=1", "onboarding"], ["roles.csm.opens=[]; hiring.lookahead=1y"])
    assert [future.label for future in found][:2] == ["2 more csm", "1 more csm"]
    from simulator.reports.sides import future_words

    assert [future_words(base, one) for one in found] == [
        "2 more CSMs", "1 more CSM", "opening hiring for onboarding specialists",
        "hiring lookahead 365 days and no planned hiring of CSMs",
    ]  # fmt: skip


def test_values_of_an_axis_stand_below_it_in_words() -> None:
    base = load("baseline")
    axis = read_axis(base, f"roles.cs_head.opens={LATE},[]")
    assert [choice_words(base, axis, one) for one in axis.choices] == [
        "once ARR reaches $9M and a CSM is in place", "never"
    ]  # fmt: skip
    truth = read_axis(base, "roles.csm.needs_head=true,false")
    assert [choice_words(base, truth, one) for one in truth.choices] == ["yes", "no"]
    money = read_axis(base, "roles.csm.cost=150K,200K")
    assert [choice_words(base, money, one) for one in money.choices] == ["$150K", "$200K"]
