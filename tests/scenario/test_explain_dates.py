"""A scenario explained in words: when things happen on plan, and what opens hiring."""

from __future__ import annotations

import re
from typing import Any

import pytest
from explained_texts import BASELINE, explained, flat

from simulator.scenario.explain.conditions import opens_in_words
from simulator.scenario.explain.plan import PlanDates
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import load
from simulator.scenario.schema.organisation import Condition

# dates ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("opening", "tail"), [(2e6, [1.6, 1.4, 1.25]), (4.2e6, [1.6]), (30e6, []), (200e6, [1.5])])
def test_the_dates_are_those_of_the_engines_plan(opening: float, tail: list[float]) -> None:
    from simulator.scenario.schema.plan import plan_from

    scenario = load("baseline", {"opening.generated.arr": opening, "path.tail": tail})
    dates, engines = PlanDates(scenario, None), plan_from(scenario.path, opening, 1500)
    assert dates.path_day == pytest.approx(engines.path_day, abs=1.0)
    for day in (0, 100, 365, 800, 1200):
        assert dates.arr_at(day) == pytest.approx(engines.arr[day], rel=0.01)
        assert dates.bookings_on(day) == pytest.approx(engines.bookings[day + 1] - engines.bookings[day], rel=0.05)
        assert dates.day_of(float(engines.arr[day])) == pytest.approx(day, abs=3.0)


def test_the_path_has_its_dates(baseline_text: str) -> None:
    for row in ["Jan 2027 $2M the first day", "Dec 2028 $18M ×3 in year 2 of the path", "Dec 2031 $144M ×2 in year 5"]:
        assert row in flat(baseline_text)
    assert "$6M (Dec 2027), $18M (Dec 2028), $36M (Dec 2029)" in flat(baseline_text)


def test_a_flat_path_never_passes_what_lies_above_it() -> None:
    text = explained(path__multiples=[1], path__tail=[])
    assert "$6M (never on plan)" in text
    assert "ARR reaches $3M or once" in text, "there is no date where the plan has none"


def test_a_milestone_after_the_end_is_said_to_be_one() -> None:
    assert "$144M (Dec 2031, after the end)" in explained(horizon_months=24)


def test_a_seat_that_is_taken_is_said_to_be_so() -> None:
    (text,) = re.findall(r"\d\. Head of CS\n-+\n\n(.*?)One seat", explain(load("today")), re.DOTALL)
    said = "The one seat is taken by Dana Whitlock, from Feb 2027 on; what opens it is for whoever comes after."
    assert flat(text).startswith(said)
    assert "the first one starts in" not in text


def test_a_carve_out_that_has_come_is_not_said_to_come() -> None:
    made, now = explained(), explained(roles__onboarding__in_place=1)
    assert "The carve-out comes when the first specialist joins: from then on specialists do it" in flat(made)
    assert "so the carve-out has come already: specialists do it, each up to 8 at once" in flat(now)
    assert "The carve-out comes" not in now


def test_roles_stand_in_the_order_in_which_they_would_open() -> None:
    def order(**overrides: Any) -> list[str]:
        scenario = load("baseline", {path.replace("__", "."): value for path, value in overrides.items()})
        found = re.findall(r"^\d\. (.+)$", explain(scenario), re.MULTILINE)
        return [name for name in found if name in ("Head of CS", "CSM", "Onboarding specialist")]

    assert order() == ["Head of CS", "CSM", "Onboarding specialist"]
    assert order(roles__onboarding__opens=[{"arr": "$2.5M"}], roles__onboarding__needs_head=False) == [
        "Onboarding specialist",
        "Head of CS",
        "CSM",
    ]
    assert order(roles__cs_head__opens=[{"uncovered_arr": "$1M"}], roles__csm__in_place=1)[0] == "CSM"


def test_the_first_day_of_a_role_follows_from_whom_it_waits_for(baseline_text: str) -> None:
    """$3M in May 2027 + 90 days: the head in August; + 60 days: a CSM in October."""
    assert "ARR reaches $3M (May 2027 on plan)" in flat(baseline_text)
    assert "the first one starts in Aug 2027" in flat(baseline_text)
    assert "once a head of CS is in place (Aug 2027 on plan)" in flat(baseline_text)
    assert "the first one starts in Oct 2027" in flat(baseline_text)


def test_roles_that_wait_for_each_other_never_have_a_date() -> None:
    text = explained(roles__cs_head__opens=[{"in_place": "csm"}])
    assert "Hiring opens once a CSM is in place. One seat" in text
    assert "Hiring opens once a head of CS is in place. It goes on" in text


# conditions ----------------------------------------------------------------------------------------------------------

CONDITIONS = [
    ({"arr": "$3M"}, "ARR reaches $3M"),
    ({"on": "2028-03-01"}, "1 March 2028 has come"),
    ({"month": 14}, "14 months have passed (Mar 2028)"),
    ({"month": 1}, "1 month has passed (Feb 2027)"),
    ({"month": 14.5}, "14.5 months have passed (Mar 2028)"),
    ({"customers": 1200}, "there are 1,200 customers"),
    ({"founder_renewals": "$1M"}, "the renewals signed before any head of CS add up to $1M"),
    ({"backlog": 12}, "12 customers wait for onboarding"),
    ({"backlog": 1}, "1 customer waits for onboarding"),
    ({"wait": "60 days"}, "some customer has waited 60 days for onboarding"),
    ({"uncovered_arr": "$400K"}, "$400K of ARR has no account manager"),
    ({"in_place": "onboarding"}, "an onboarding specialist is in place"),
    ({"arr": "$6M", "in_place": "cs_head"}, "ARR reaches $6M and a head of CS is in place"),
    (
        {"arr": {"uniform": ["$2M", "$4M"]}, "customers": 80, "in_place": "csm"},
        "ARR reaches about $3M, there are 80 customers and a CSM is in place",
    ),
]


@pytest.mark.parametrize(("written", "words"), CONDITIONS, ids=[words for _, words in CONDITIONS])
def test_a_condition_in_words(written: dict[str, Any], words: str) -> None:
    from datetime import date

    if "on" in written:
        written = {"on": date.fromisoformat(written["on"])}
    assert opens_in_words(Condition.model_validate(written), BASELINE) == words
