"""What can be varied, in the units people write, with the paths of --set."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from simulator import InputError, Scenario, ScenarioError, load
from simulator.decisions.axis import read_axis, split_values
from simulator.decisions.branch import later_policy
from simulator.decisions.hiring_point import default_points, opens_at_once, read_point
from simulator.decisions.tornado import planned
from simulator.reports.words import first_of
from simulator.scenario.reading.files import changed
from simulator.scenario.schema.organisation import Condition


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("baseline")


def _labels(scenario: Scenario, text: str) -> list[str]:
    return [choice.label for choice in read_axis(scenario, text).choices]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("roles.csm.cost=150K:250K:3", ["$150K", "$200K", "$250K"]),
        ("roles.csm.cost=$220K,$150K", ["$150K", "$220K"]),
        ("roles.csm.lead.median=30 days:90 days:3", ["30 days", "60 days", "90 days"]),
        ("segments.core.renewal=86%,91.3%", ["86%", "91.3%"]),
        ("hiring.absorbs_at_least=1:3:9", ["1", "2", "3"]),
        ("start_date=2027-01-01:2027-07-01:4", ["2027-01-01", "2027-03-01", "2027-05-01", "2027-07-01"]),
        ("roles.cs_head.opens.0.on=2027-01-02:2027-01-12:3", ["2027-01-02", "2027-01-07", "2027-01-12"]),
        ("roles.csm.needs_head=true,false", ["true", "false"]),
        ("roles.csm.book_high=2M:8M:3:log", ["$2M", "$4M", "$8M"]),
        ("roles.cs_head.opens=[{arr: $2M}],[{arr: $3M}, {month: 3}]", ["[{arr: $2M}]", "[{arr: $3M}, {month: 3}]"]),
        ("hire.cs_head=2M:14M:4", ["$2M", "$6M", "$10M", "$14M"]),
        ("hire.cs_head=never,$3M", ["$3M", "never"]),
        ("hire.cs_head=6 months,month 12", ["6 months", "12 months"]),
        ("hire.onboarding=Jan 2028:2029-01-01:2", ["Jan 2028", "Jan 2029"]),
    ],
)
def test_values_as_people_write_them(baseline: Scenario, text: str, labels: list[str]) -> None:
    assert _labels(baseline, text) == labels


def test_every_choice_sets_what_its_label_says(baseline: Scenario) -> None:
    axis = read_axis(baseline, "roles.csm.cost=150K:250K:3")
    costs = [changed(baseline, choice.changes).roles.csm.cost for choice in axis.choices]
    assert costs == [choice.place for choice in axis.choices] == [150_000.0, 200_000.0, 250_000.0]
    assert axis.now == 185_000.0


def test_a_hiring_point_replaces_the_whole_list_and_keeps_whom_it_waits_for(baseline: Scenario) -> None:
    head = changed(baseline, read_point(baseline, "cs_head", "$9M").changes()).roles.cs_head.opens
    assert [one.model_dump(exclude_none=True) for one in head] == [{"arr": 9e6}]
    carve_out = changed(baseline, read_point(baseline, "onboarding", "$9M").changes()).roles.onboarding.opens
    assert [one.model_dump(exclude_none=True) for one in carve_out] == [{"arr": 9e6, "in_place": "cs_head"}]
    never = changed(baseline, read_point(baseline, "cs_head", "never").changes())
    assert never.roles.cs_head.opens == ()
    assert changed(never, {"name": baseline.name}).roles.csm == baseline.roles.csm


def test_a_role_that_never_opens_waits_for_whom_the_baseline_says() -> None:
    point = read_point(load("onboarding_never"), "onboarding", "$6M")
    assert point.in_place == "cs_head"


def test_the_same_scenario_comes_out_where_nothing_is_changed(baseline: Scenario) -> None:
    assert changed(baseline, {}) == baseline
    assert changed(load("sceptic"), {}) == load("sceptic")
    assert changed(load("today"), {}) == load("today")


@pytest.mark.parametrize("name", ["baseline", "today", "sceptic", "no_cs", "onboarding_never"])
@pytest.mark.parametrize("role", ["cs_head", "csm", "onboarding"])
def test_the_default_grid_is_a_short_row_of_round_figures(name: str, role: str) -> None:
    points = default_points(load(name), role)
    values = [point.value for point in points]
    assert 4 <= len(values) <= 13
    assert values == sorted(set(values))
    assert all(math.isfinite(value) and value > 0.0 for value in values)


@pytest.mark.parametrize(
    ("text", "at_once"),
    [("$2M", True), ("$1.5M", True), ("$2.1M", False), ("0 months", True), ("1 month", False), ("2027-01-01", True),
     ("2027-02-01", False), ("never", False)],
)  # fmt: skip
def test_nothing_is_earlier_than_the_first_day(baseline: Scenario, text: str, at_once: bool) -> None:
    assert opens_at_once(baseline, read_point(baseline, "cs_head", text)) == at_once


def test_the_default_grid_holds_the_present_trigger(baseline: Scenario) -> None:
    assert 3e6 in [point.value for point in default_points(baseline, "cs_head")]
    assert 6e6 in [point.value for point in default_points(baseline, "onboarding")]


def test_commas_inside_brackets_separate_nothing() -> None:
    assert split_values('[{a: 1, b: 2}], 3, "x, y"') == ["[{a: 1, b: 2}]", "3", '"x, y"']


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "does not say what to vary"),
        ("=1,2", "does not say what to vary"),
        ("roles.csm.cost=1M", "one value only"),
        ("roles.csm.cost=1M,1M", "one value only"),
        ("roles.csm.cost=1M:1M:3", "has no width"),
        ("roles.csm.cost=1M:2M:1", "no number of values"),
        ("roles.csm.cost=1M:2M:201", "at most 200"),
        ("roles.csm.cost=1 day:2 days:3", "is not an amount of money"),
        ("roles.csm.cst=1M:2M:3", 'no "cst"'),
        ("roles.csm.attrition=0:100:3", "not between"),
        ("renewal.cs_head=-1:1:3:log", "above zero"),
        ("name=a:b:3", "list its values"),
        ("hire.boss=1M,2M", 'no role "boss"'),
        ("hire.cs_head=soon,later", "no hiring point"),
        ("hire.cs_head=-3M,2M", "negative"),
        ("hire.cs_head=2M:2028-01-01:3", "of one kind"),
        ("hire.cs_head=2M,2028-01-01", "several kinds"),
    ],
)
def test_what_cannot_be_varied_is_refused(baseline: Scenario, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_axis(baseline, text)


def test_a_seat_that_is_taken_is_no_axis() -> None:
    """When it is hired for would only say when a leaver is replaced, as `when` says."""
    with pytest.raises(InputError, match="taken by Dana Whitlock, from Feb 2027 on: when to hire one is settled"):
        read_axis(load("today"), "hire.cs_head=2M,9M")
    assert read_axis(load("today"), "hire.csm=2M,9M").taken == 3


@pytest.mark.parametrize(
    ("value", "opens"),
    [
        ("$4M", {"arr": 4e6}),
        ("18 months", {"month": 18.0}),
        ("Mar 2028", {"on": date(2028, 3, 1)}),
        ("now", {"month": 0.0}),
    ],
)
def test_a_hiring_point_is_a_path_wherever_values_are_set(value: str, opens: dict[str, Any]) -> None:
    expected = Condition(**opens, in_place="cs_head")
    for found in (
        load("baseline", {"hire.onboarding": value}),
        changed(load("baseline"), {"hire.onboarding": value}),
        later_policy(load("baseline"), f"hire.onboarding={value}"),
    ):
        assert found.roles.onboarding.opens == (expected,)
    assert load("baseline", {"hire.onboarding": "never"}).roles.onboarding.opens == ()


def test_a_hiring_point_waits_as_the_baseline_has_it_where_the_scenario_never_hires() -> None:
    found = load("baseline", {"roles.onboarding.opens": "[]", "hire.onboarding": "$9M"})
    assert found.roles.onboarding.opens == (Condition(arr=9e6, in_place="cs_head"),)


@pytest.mark.parametrize(
    ("path", "value", "message", "suggestion"),
    [
        ("hire.cs_haed", "$4M", 'there is no role "cs_haed"', "hire.cs_head"),
        ("hire.csm", "soon", '"soon" is no hiring point', ""),
        ("hire.csm", "-4M", "it is negative", ""),
    ],
)
def test_what_is_no_hiring_point_is_told_at_its_path(path: str, value: str, message: str, suggestion: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load("baseline", {path: value})
    (problem,) = caught.value.problems
    assert message in problem.message and problem.path == path and problem.suggestion == suggestion
    assert problem.allowed


def test_sensitivity_moves_the_figure_of_a_hiring_point() -> None:
    ((knob,), _) = planned(load("baseline"), ["hire.cs_head"], 0.1, 0.05, 0.95)
    assert knob.path.startswith("roles.cs_head.opens.") and knob.path.endswith(".arr")
    with pytest.raises(InputError, match="hiring does not open at one ARR"):
        planned(load("baseline", {"hire.cs_head": "18 months"}), ["hire.cs_head"], 0.1, 0.05, 0.95)


def test_whoever_is_hired_into_a_role_that_some_hold_is_the_next_one() -> None:
    """Two CSMs in place and a requisition; the shipped HubSpot puts people there without a roster."""
    taken = {name: read_axis(load(name), "hire.csm=$9M,$20M").taken for name in ("baseline", "today", "hubspot")}
    assert taken == {"baseline": 0, "today": 3, "hubspot": 5}
    assert [first_of("csm", taken[name]) for name in ("baseline", "today")] == ["the first CSM", "the next CSM"]
