"""What may be left out or written shorter: a list of one, a second segment, weights, and what a shape does not use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.engine.lowering import lower
from simulator.errors import ScenarioError
from simulator.scenario.reading.files import changed, load
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.editor_schema import json_schema


def written(folder: Path, text: str) -> Path:
    file = folder / "ours.yaml"
    file.write_text(f"name: Ours\n{text}\n")
    return file


def refused(folder: Path, text: str) -> list[Any]:
    with pytest.raises(ScenarioError) as caught:
        load(written(folder, text))
    return caught.value.problems


# a list of one ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["80%", 0.8])
def test_one_number_is_a_list_of_one(tmp_path: Path, value: Any) -> None:
    for found in (
        load("baseline", {"demand.attainment": value}),
        changed(load("baseline"), {"demand.attainment": value}),
        load(written(tmp_path, f"demand: {{attainment: {value}}}")),
    ):
        assert found.demand.attainment == (0.8,)


def test_one_distribution_is_a_list_of_one() -> None:
    (found,) = load("baseline", {"demand.attainment": "{uniform: [70%, 90%]}"}).demand.attainment
    assert isinstance(found, Distribution)


def test_one_name_is_no_list_and_nothing_is_none(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "hiring: {priority: csm}")
    assert "stands where a list belongs" in problem.message
    (problem,) = refused(tmp_path, "demand: {attainment: }")
    assert "there is no value here" in problem.message


def test_editors_take_one_number_for_a_list() -> None:
    attainment = json_schema()["$defs"]["Demand"]["properties"]["attainment"]
    assert [one.get("type") for one in attainment["anyOf"]] == ["array", None]


# a second segment ----------------------------------------------------------------------------------------------


def test_a_second_segment_has_from_the_first_what_it_leaves_out(tmp_path: Path) -> None:
    found = load(written(tmp_path, "segments: {core: {renewal: 91%}, enterprise: {acv: $120K, weight: 25%}}"))
    core, enterprise = found.segments.values()
    assert list(found.segments) == ["core", "enterprise"]
    assert (enterprise.acv, enterprise.weight, core.weight) == (120_000.0, 0.25, 1.0)
    assert enterprise == core.model_copy(update={"acv": 120_000.0, "weight": 0.25})
    assert load("baseline", {"segments.big": "{acv: $90K}"}).segments["big"].acv == 90_000.0


def test_a_segment_whose_name_is_near_one_of_another_file_is_misspelt(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "segments: {cores: {acv: $120K}}")
    assert problem.message.startswith('"cores" is a new name here') and problem.suggestion == "segments.core"


def test_names_near_one_another_in_one_file_are_meant(tmp_path: Path) -> None:
    found = load(written(tmp_path, "segments: {large_us: {acv: $120K}, large_eu: {acv: $90K}}"))
    assert [segment.acv for segment in found.segments.values()] == [35_000.0, 120_000.0, 90_000.0]


def test_a_first_segment_must_be_whole(tmp_path: Path) -> None:
    problems = refused(tmp_path, "segments: {core: , small: {acv: $9K}, tiny: {acv: $2K}}")
    assert {problem.path.split(".")[1] for problem in problems} == {"small", "tiny"}


@pytest.mark.parametrize(("text", "weight"), [("60%", 0.6), ("60 %", 0.6), ("3", 3.0), ("1.5x", 1.5)])
def test_weights_may_be_percents(text: str, weight: float) -> None:
    assert load("baseline", {"segments.core.weight": text}).segments["core"].weight == weight


def test_other_factors_may_not() -> None:
    with pytest.raises(ScenarioError, match='"300%" is not a multiplier: it is written as a share'):
        load("baseline", {"path.multiples": "[300%]"})


# shapes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("law", ["{shape: fixed, median: 60 days}", "{shape: exponential, mean: 60 days}"])
def test_a_shape_asks_for_no_parameter_it_ignores(law: str) -> None:
    plain = lower(load("baseline", {"onboarding.work": law}))
    spread = lower(load("baseline", {"onboarding.work": law.replace("}", ", cv: 0}")}))
    assert plain.rules.tobytes() == spread.rules.tobytes()


@pytest.mark.parametrize("law", ["{shape: lognormal, median: 60 days}", "{shape: gamma, mean: 60 days}"])
def test_a_shape_asks_for_what_it_needs(law: str) -> None:
    with pytest.raises(ScenarioError, match="length needs its spread, cv"):
        load("baseline", {"onboarding.work": law})


# what fields are called ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "suggestion"),
    [
        ("date", "2028-03-01", "on"),
        ("months", "18", "month"),
        ("mrr", "$300K", "arr, of 12 × the number"),
        ("nrr", "$300K", ""),
    ],
)
def test_fields_are_hinted_by_what_people_call_them_and_never_across_units(
    tmp_path: Path, key: str, value: str, suggestion: str
) -> None:
    problems = refused(tmp_path, f"roles: {{cs_head: {{opens: [{{{key}: {value}}}]}}}}")
    assert [one.suggestion for one in problems if "there is no" in one.message] == [suggestion]
    problems = refused(tmp_path, "horizon_years: 5")
    assert [one.suggestion for one in problems if "there is no" in one.message] == [
        "horizon_months, of 12 × the number"
    ]
