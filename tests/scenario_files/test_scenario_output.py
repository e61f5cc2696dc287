"""A scenario can be kept, written, read again and described, and is the same afterwards."""

from __future__ import annotations

import json
import pickle

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from small_schema import TEXT, Small

from simulator.errors import OutputError, ScenarioError
from simulator.scenario.reading.files import from_resolved, from_resolved_as, load, load_as, resolved
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.output import as_yaml, write_yaml
from simulator.scenario.schema.editor_schema import json_schema
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields

UNCERTAIN = {
    "cs_effect": "{beta: {mean: 60%, sd: 15%}}",
    "path.start_arr": "{lognormal: {median: $2M, sigma: 0.05}}",
    "milestones": "[{triangular: [$5M, $6M, $6.5M]}, $18M, {normal: {mean: $36M, sd: $1M, min: $30M}}]",
}


@pytest.mark.parametrize("overrides", [{}, UNCERTAIN], ids=["certain", "uncertain"])
@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_every_shipped_scenario_survives_a_manifest_and_a_file(name, overrides, tmp_path):
    scenario = load(name, overrides)
    assert from_resolved(json.loads(json.dumps(resolved(scenario), allow_nan=False))) == scenario
    target = tmp_path / "written.yaml"
    write_yaml(scenario, target)
    assert load(target) == scenario
    assert [path.name for path in tmp_path.iterdir()] == ["written.yaml"]
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_a_resolved_scenario_is_in_canonical_units(written):
    found = resolved(load_as(Small, written(TEXT)))
    assert found["roles"]["csm"]["cost"] == 185_000.0
    assert found["gap"] == 0.14
    assert found["start"] == "2028-03-01"
    assert found["roles"]["head"]["cost"] == {"triangular": [250_000.0, 300_000.0, 400_000.0]}
    assert found["accounts"] is None
    assert found["limits"] == {}


def test_a_manifest_keeps_the_names_of_files_that_are_gone(written):
    csv = written("account\n", "book.csv")
    scenario = load_as(Small, written(TEXT + "accounts: book.csv\n"))
    csv.unlink()
    assert from_resolved_as(Small, resolved(scenario)) == scenario


def test_a_broken_manifest_is_refused_with_the_path(written):
    values = resolved(load_as(Small, written(TEXT)))
    values["roles"]["csm"]["slots"] = 0
    values["nmae"] = values.pop("name")
    with pytest.raises(ScenarioError) as caught:
        from_resolved_as(Small, values)
    assert {problem.path for problem in caught.value.problems} == {"roles.csm.slots", "nmae"}


def test_a_written_file_is_in_the_units_people_use(written):
    text = as_yaml(load_as(Small, written(TEXT + "limits: {a: null, b: $5}\n")))
    for line in (
        "extends: nothing",
        "start: 2028-03-01",
        "effect: 100%",
        "gap: 14 pts",
        "path: [3, 3, 2]",
        "    cost: $185K",
        "    attrition: 0.16 a year",
        "        share: 83%",
        "    cost: {triangular: [$250K, $300K, $400K]}",
        "  b: $5",
    ):
        assert line in text.splitlines()
    assert "3 months" in text
    assert "accounts" not in text


TRICKY = [
    "no",
    "012",
    "1:30",
    "null",
    "~",
    "5",
    "1e5",
    "true",
    "a: b",
    "# x",
    "- x",
    "'",
    '"',
    "",
    "  x ",
    "é😀",
    "x\ny",
]


@pytest.mark.parametrize("name", TRICKY)
def test_any_text_survives_being_written(written, tmp_path, name):
    scenario = load_as(Small, written(TEXT)).model_copy(update={"name": name})
    write_yaml(scenario, tmp_path / "again.yaml")
    assert load_as(Small, tmp_path / "again.yaml") == scenario


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(effect=st.floats(0, 2), gap=st.floats(0, 1), days=st.floats(0, 400), cost=st.floats(1, 1e7))
def test_any_numbers_survive_being_written_exactly(written, tmp_path, effect, gap, days, cost):
    given_ = {"effect": effect, "gap": gap, "roles.csm.cost": cost, "roles.csm.ramp.0.length": days}
    scenario = load_as(Small, written(TEXT), given_)
    write_yaml(scenario, tmp_path / "again.yaml")
    assert load_as(Small, tmp_path / "again.yaml") == scenario


def test_files_below_the_written_file_are_named_relative_to_it(written, tmp_path):
    (tmp_path / "sub").mkdir()
    written("account\n", "sub/book.csv")
    scenario = load_as(Small, written(TEXT + "accounts: sub/book.csv\n"))
    write_yaml(scenario, tmp_path / "again.yaml")
    assert "accounts: sub/book.csv" in (tmp_path / "again.yaml").read_text()
    assert load_as(Small, tmp_path / "again.yaml") == scenario


def test_what_cannot_be_written_leaves_nothing_behind(written, tmp_path):
    scenario = load_as(Small, written(TEXT))
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError):
        write_yaml(scenario, tmp_path / "folder")
    with pytest.raises(OutputError):
        write_yaml(scenario, tmp_path / "nowhere" / "x.yaml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "x.yaml"]


def test_every_field_is_described_with_its_bounds_and_grade():
    notes = {note.path: note for note in describe_fields(Small)}
    cost = notes["roles.*.cost"]
    assert (cost.unit, cost.low, cost.high, cost.allowed) == ("money", 0, 1e7, "$0 to $10M")
    assert (cost.meaning, cost.grade, cost.source) == ("Loaded cost a year", "R", "somewhere")
    assert (cost.optional, cost.uncertain) == (False, True)
    assert not notes["months"].uncertain
    assert notes["roles.*.attrition"].optional
    assert notes["mode"].allowed == "plan, capacity"
    assert notes["path.*"].unit == "factor"
    assert notes["start"].unit == "date"
    assert notes["accounts"].unit == "file"


def test_every_field_of_the_scenario_has_a_meaning_and_a_grade():
    notes = list(describe_fields(Scenario))
    assert len(notes) > 100
    for note in notes:
        assert note.meaning, note.path
        assert note.grade, note.path


def as_data(path):
    """Return what an editor's YAML reader sees."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path.read_text()), default=str))


@pytest.fixture(scope="module")
def editor():
    """Return what an editor makes of the schema."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize(("name", "path"), shipped(), ids=[name for name, _ in shipped()])
def test_the_editors_schema_accepts_every_shipped_scenario(editor, name, path):
    editor.validate(as_data(path))


WRONG = [
    {"horizon_months": 0},
    {"horizon_months": "soon"},
    {"cs_effect": 900},
    {"cs_effect": {"unifrom": [1, 2]}},
    {"cs_effect": {"uniform": [1]}},
    {"cs_effect": {"normal": {"mean": 1}}},
    {"unknown": 1},
    {"extends": 5},
    {"path": {"start_arr": "3 weeks"}},
    {"demand": {"arrivals": "evn"}},
]


@pytest.mark.parametrize("data", WRONG, ids=str)
def test_the_editors_schema_refuses_what_the_reader_refuses(editor, data):
    with pytest.raises(jsonschema.ValidationError):
        editor.validate(data)


RIGHT = [
    {"cs_effect": "40%"},
    {"cs_effect": {"triangular": ["20%", "40%", 1]}},
    {"cs_effect": {"uniform": {"low": "20%", "high": 1}}},
    {"path": {"start_arr": "$2M"}},
    {"segments": {"core": None}},
    {"extends": "baseline", "name": "Mine"},
]


@pytest.mark.parametrize("data", RIGHT, ids=str)
def test_the_editors_schema_takes_files_that_say_only_what_differs(editor, data):
    editor.validate(data)


def test_the_editors_schema_tells_meaning_bounds_and_grade():
    role = json_schema(Small)["$defs"]["Role"]["properties"]["cost"]
    assert role["description"] == "Loaded cost a year"
    assert role["grade"] == "R"
    assert role["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 1e7}
    assert role["anyOf"][2] == {"$ref": "#/$defs/Distribution"}
