"""In which fields two scenarios differ, in the words people write."""

from __future__ import annotations

import pytest

from simulator import differs, load
from simulator.decisions.differing import Differing


def _differing(overrides: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(one.path, one.a, one.b) for one in differs(load("baseline"), load("baseline", overrides))]


def test_equal_scenarios_differ_in_nothing() -> None:
    assert differs(load("baseline"), load("baseline")) == []


def test_names_and_purposes_are_no_difference() -> None:
    assert _differing({"name": "Other", "purpose": "Another one"}) == []


@pytest.mark.parametrize(
    ("path", "value", "a", "b"),
    [
        ("roles.csm.cost", "$200K", "$185K", "$200K"),
        ("horizon_months", "84", "60", "84"),
        ("start_date", "Mar 2028", "2027-01-01", "2028-03-01"),
        ("hiring.lookahead", "250 days", "82 days", "250 days"),
        ("segments.core.renewal", "88%", "91.85% a year", "88%"),
        ("segments.core.csqls_a_year", "2", "1.72 a year", "2 a year"),
        ("hiring.sees_onboarding", "false", "true", "false"),
        ("demand.arrivals", "even", "random", "even"),
        ("demand.bookings_a_year", "$3M", "nothing", "$3M"),
        ("path.multiples", "[3, 2]", "[3, 3, 2, 2, 2]", "[3, 2]"),
        ("milestones", "[$10M]", "[$6M, $18M, $36M, $72M, $144M]", "[$10M]"),
        ("cs_effect", "{triangular: [20%, 40%, 100%]}", "100%", "triangular 20% to 100%, most likely 40%"),
        ("roles.cs_head.opens", "[{arr: $14M}]", "[{arr: $3M}, {founder_renewals: $1M}]", "[{arr: $14M}]"),
        ("roles.csm.ramp", "[]", "[{days: 90 days, capacity: 56%}, {days: 90 days, capacity: 83%}]", "[]"),
    ],
)
def test_values_are_said_as_people_write_them(path: str, value: str, a: str, b: str) -> None:
    assert _differing({path: value}) == [(path, a, b)]


def test_a_segment_of_one_scenario_alone_is_nothing_in_the_other() -> None:
    segment = (
        "{weight: 2, acv: $8K, acv_cv: 1, acv_growth: 0, term_months: 12, lands: 0.6x, poor_fit: 20%, "
        "onboarding_effort: 0.5, renewal: 80%, csqls_a_year: 1}"
    )
    (found,) = differs(load("baseline", {"segments.small": segment}), load("baseline"))
    assert (found.path, found.b) == ("segments.small", "nothing")
    assert found.a.startswith("{weight: 2, acv: $8K")
    assert len(found.a) <= 100


def test_differences_come_in_the_order_of_the_schema() -> None:
    found = differs(
        load("baseline"), load("baseline", {"roles.csm.cost": "$1K", "horizon_months": "3", "cs_effect": "0%"})
    )
    assert [one.path for one in found] == ["horizon_months", "cs_effect", "roles.csm.cost"]
    assert found[0] == Differing("horizon_months", "60", "3")
