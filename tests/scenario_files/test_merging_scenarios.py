"""Children laid over parents, overrides laid over both, and errors that point at the file they come from."""

from __future__ import annotations

import itertools
import math

import pytest
from small_schema import TEXT, Small

from simulator.errors import ScenarioError
from simulator.scenario.reading import inheritance
from simulator.scenario.reading.files import load, load_as
from simulator.scenario.reading.inheritance import LONGEST_CHAIN, shipped


@pytest.fixture
def family(written):
    """Return a function that reads a child of the small scenario."""
    written(TEXT, "base.yaml")

    def read(child, overrides=None):
        return load_as(Small, written("extends: base.yaml\n" + child, "child.yaml"), overrides)

    return read


def test_mappings_merge_deeply_and_the_rest_is_kept(family):
    found = family("roles:\n  csm:\n    cost: $200K\n")
    assert found.roles["csm"].cost == 200_000
    assert found.roles["csm"].slots == 8
    assert found.roles["head"].slots == 1
    assert list(found.roles) == ["csm", "head"]


def test_lists_replace(family):
    assert family("path: [2]\n").path == (2.0,)
    assert len(family("roles: {csm: {ramp: [{length: 5 days, share: 1}]}}\n").roles["csm"].ramp) == 1


def test_distributions_replace_and_are_replaced_whole(family):
    assert family("roles: {head: {cost: {uniform: [$1, $2]}}}\n").roles["head"].cost.kind == "uniform"
    assert family("roles: {head: {cost: $1}}\n").roles["head"].cost == 1.0
    assert family("effect: {normal: {mean: 1, sd: 0.1}}\n").effect.kind == "normal"


def test_a_field_marked_to_be_replaced_does_not_merge(family):
    found = family("roles: {csm: {opens: {kind: date, on: 2029-01-01}}}\n")
    assert str(found.roles["csm"].opens.on) == "2029-01-01"


def test_null_removes_a_named_thing_and_means_absent_elsewhere(family):
    assert list(family("roles: {head: null}\n").roles) == ["csm"]
    assert family("roles: {csm: {attrition: null}}\n").roles["csm"].attrition is None
    assert family("limits: {one: null, two: $5}\n").limits == {"one": None, "two": 5.0}


def test_null_for_what_must_be_there_is_refused(family, problems):
    (problem,) = problems(family, "roles: {csm: {cost: null}}\n")
    assert (problem.line, problem.column, problem.path) == (2, 21, "roles.csm.cost")
    assert "no value" in problem.message


def test_removing_what_is_not_there_is_refused_with_the_likely_name(family, problems):
    (problem,) = problems(family, "roles:\n  heda: null\n")
    assert (problem.line, problem.column, problem.path) == (3, 3, "roles.heda")
    assert problem.suggestion == "head"


def test_a_name_with_a_dot_could_not_be_overridden_so_it_is_refused(family, problems):
    (problem,) = problems(family, "limits:\n  a.b: $5\n")
    assert (problem.line, problem.column) == (3, 3)
    assert "dot" in problem.message


def test_a_chain_is_laid_over_itself_from_the_far_end(written):
    written(TEXT, "a.yaml")
    written("extends: a.yaml\nmonths: 61\ngap: 1 pt\n", "b.yaml")
    found = load_as(Small, written("extends: b.yaml\nmonths: 62\n", "c.yaml"))
    assert (found.months, found.gap, found.effect) == (62, 0.01, 1.0)


def test_an_error_points_at_the_file_it_is_in_even_a_parent(written, problems):
    parent = written(TEXT.replace("slots: 8", "slots: 0"), "a.yaml")
    child = written("extends: a.yaml\nmonths: 0\n", "b.yaml")
    found = problems(load_as, Small, child)
    assert [(one.file, one.line, one.column, one.path) for one in found] == [
        (str(parent), 11, 12, "roles.csm.slots"),
        (str(child), 2, 9, "months"),
    ]
    assert found[0].source_line == "    slots: 0"


def test_extends_starts_at_the_folder_of_the_file(written, tmp_path):
    (tmp_path / "sub").mkdir()
    written(TEXT, "a.yaml")
    assert load_as(Small, written("extends: ../a.yaml\n", "sub/b.yaml")).months == 60


def test_circles_are_refused_with_the_way_round(written, problems):
    first = written("extends: b.yaml\n", "a.yaml")
    second = written("extends: a.yaml\n", "b.yaml")
    (problem,) = problems(load_as, Small, first)
    assert f"{first} -> {second} -> {first}" in problem.message
    assert (problem.file, problem.line, problem.column) == (str(second), 1, 10)


def test_long_chains_are_refused_with_the_chain(written, problems):
    written(TEXT, "s0.yaml")
    for number in range(1, LONGEST_CHAIN + 2):
        written(f"extends: s{number - 1}.yaml\n", f"s{number}.yaml")
    assert load_as(Small, written("extends: s9.yaml\n", "fine.yaml")).months == 60
    (problem,) = problems(load_as, Small, written(f"extends: s{LONGEST_CHAIN + 1}.yaml\n", "last.yaml"))
    assert "s11.yaml -> " in problem.message
    assert problem.line == 1


WRONG_EXTENDS = [
    ("extends: bas.yaml\n", 'no scenario "bas.yaml"', "base.yaml"),
    ("extends: baselin\n", 'no scenario "baselin"', "baseline"),
    ("extends: 3\n", "not the name of a scenario", ""),
    ("extends: [base.yaml]\n", "not the name of a scenario", ""),
    ("extends: .\n", "is a folder", ""),
    ('extends: "a\\0b"\n', 'no scenario "a�b"', ""),
]


@pytest.mark.parametrize(("text", "reason", "suggestion"), WRONG_EXTENDS)
def test_a_wrong_parent_is_located(written, problems, text, reason, suggestion):
    written(TEXT, "base.yaml")
    (problem,) = problems(load_as, Small, written(text, "c.yaml"))
    assert (problem.line, problem.column, problem.path) == (1, 10, "extends")
    assert reason in problem.message
    assert problem.suggestion == suggestion


def test_a_scenario_of_three_lines_extends_the_baseline(written):
    assert load(written("name: Mine\nhorizon_months: 24\n")).horizon_months == 24
    assert load("baseline").name == load(dict(shipped())["baseline"]).name


def test_shipped_scenarios_all_load_and_start_with_the_baseline():
    names = [name for name, _ in shipped()]
    assert names[0] == "baseline"
    for name in names:
        assert load(name).name


@pytest.mark.parametrize(
    "name", ["baselin", "nowhere/x.yaml", "x" * 5000, "x" * 5000 + ".yaml", "a\0b", "~nobody-of-that-name/x.yaml", ""]
)
def test_a_scenario_that_is_not_there_is_refused(problems, name):
    (problem,) = problems(load, name)
    assert problem.message


@pytest.mark.parametrize("name", ["nowhere.csv", "x" * 5000, "~nobody-of-that-name/x.csv", "."])
def test_a_file_that_is_not_there_is_refused_at_its_name(written, problems, name):
    (problem,) = problems(load_as, Small, written(TEXT + f"accounts: {name}\n"))
    assert (problem.line, problem.column, problem.path) == (20, 11, "accounts")


def test_an_installed_package_brings_its_scenarios_along(tmp_path, monkeypatch):
    package = tmp_path / "simulator"
    (package / "_scenarios").mkdir(parents=True)
    (package / "_scenarios" / "baseline.yaml").write_text(TEXT)
    (package / "_scenarios" / "a.yaml").write_text("months: 61\n")
    monkeypatch.setattr(inheritance, "__file__", str(package / "scenario" / "reading" / "inheritance.py"))
    assert [name for name, _ in shipped()] == ["baseline", "a"]
    assert load_as(Small, "a").months == 61


def test_folders_and_unreadable_files_are_refused(tmp_path, problems):
    assert "folder" in problems(load, tmp_path)[0].message


OVERRIDES = [
    ("roles.csm.cost", "$200K", lambda one: one.roles["csm"].cost, 200_000.0),
    ("roles.csm.cost", 200_000, lambda one: one.roles["csm"].cost, 200_000.0),
    ("path.1", "4", lambda one: one.path, (3.0, 4.0, 2.0)),
    ("path", "[2, 2]", lambda one: one.path, (2.0, 2.0)),
    ("path", [2, 2], lambda one: one.path, (2.0, 2.0)),
    ("path", (2, 2), lambda one: one.path, (2.0, 2.0)),
    ("name", "Plan B: late, or {never}", lambda one: one.name, "Plan B: late, or {never}"),
    ("name", "012", lambda one: one.name, "012"),
    ("name", "'quoted'", lambda one: one.name, "quoted"),
    ("start", "Apr 2029", lambda one: str(one.start), "2029-04-01"),
    ("mode", "capacity", lambda one: one.mode, "capacity"),
    ("effect", "{uniform: [20%, 60%]}", lambda one: one.effect.params, (0.2, 0.6)),
    ("effect", {"uniform": ["20%", 0.6]}, lambda one: one.effect.params, (0.2, 0.6)),
    ("roles.csm.ramp.0.share", "60%", lambda one: one.roles["csm"].ramp[0].share, 0.6),
    ("roles.csm", "{slots: 9}", lambda one: (one.roles["csm"].slots, one.roles["csm"].cost), (9, 185_000.0)),
    ("roles.head", None, lambda one: list(one.roles), ["csm"]),
    ("roles.head", "null", lambda one: list(one.roles), ["csm"]),
    ("roles.rep", "{cost: $190K, slots: 20}", lambda one: one.roles["rep"].slots, 20),
    ("roles.csm.attrition", "null", lambda one: one.roles["csm"].attrition, None),
    ("roles.csm.opens", "{kind: date, on: 2029-01-01}", lambda one: one.roles["csm"].opens.kind, "date"),
    ("roles.csm.needs_head", True, lambda one: one.roles["csm"].needs_head, True),
    ("roles.csm.needs_head", "true", lambda one: one.roles["csm"].needs_head, True),
]


@pytest.mark.parametrize(
    ("path", "value", "got", "expected"), OVERRIDES, ids=lambda value: str(value).split(" at 0x")[0][:30]
)
def test_an_override_sets_one_value(family, path, value, got, expected):
    assert got(family("", {path: value})) == expected


WRONG_OVERRIDES = [
    ("roles.csm.kost", "$4M", 'no "kost" in roles.csm', "roles.csm.cost"),
    ("rolls.csm.cost", "$4M", 'no "rolls"', "roles.csm.cost"),
    ("rolls.cms.cots", "$4M", 'no "rolls"', "roles.csm.cost"),
    ("roles.csmm.cost", "$4M", 'no "csmm" in roles', "roles.csm.cost"),
    ("roles.rep.cost", "$4M", 'no "rep" in roles', ""),
    ("slots", "3", 'no "slots"', ""),
    ("effect.uniform", "[1, 2]", "single value", ""),
    ("name.x", "3", "single value", ""),
    ("path.3", "3", 'no "3" in path', ""),
    ("path.x", "3", 'no "x" in path', ""),
    ("path.-1", "3", 'no "-1" in path', "path.1"),
    ("", "3", 'no ""', ""),
    ("months", "", "no value", ""),
    ("months", "61.5", "whole number", ""),
    ("months", "[1", "missing", ""),
    ("months", "*x", "aliases", ""),
    ("months", "!!python/name:os.system", "tags", ""),
    ("months", math.nan, "finite", ""),
    ("months", True, "true is not", ""),
    ("months", object(), "not a whole number", ""),
    ("months", 10**400, "too large", ""),
    ("roles.csm.cost", "90 days", "written as a length of time", ""),
    ("roles.csm.needs_head", "yes", "true or false", "true"),
    ("roles.csm", 3, "mapping belongs", ""),
    ("extends", "nothing", 'no "extends"', ""),
]


@pytest.mark.parametrize(
    ("path", "value", "reason", "suggestion"), WRONG_OVERRIDES, ids=lambda value: str(value).split(" at 0x")[0][:30]
)
def test_a_wrong_override_is_named_without_a_line(family, problems, path, value, reason, suggestion):
    found = problems(family, "", {path: value})
    assert reason in found[0].message
    assert found[0].file.startswith(f"--set {path}=")
    assert (found[0].line, found[0].column, found[0].path) == (0, 0, path)
    if suggestion:
        assert found[0].suggestion == suggestion


def test_wrong_overrides_and_wrong_files_are_reported_together(family, problems):
    found = problems(family, "months: 0\n", {"gap": "200 pts", "nmae": "X"})
    assert sorted(one.path for one in found) == ["gap", "months", "nmae"]


def test_files_are_taken_from_the_folder_of_the_file_that_names_them(written, tmp_path, problems, monkeypatch):
    (tmp_path / "sub").mkdir()
    csv = written("account\n", "sub/book.csv")
    written(TEXT + "accounts: book.csv\n", "sub/a.yaml")
    child = written("extends: sub/a.yaml\n", "c.yaml")
    assert load_as(Small, child).accounts == csv.resolve().as_posix()
    (problem,) = problems(load_as, Small, written("extends: sub/a.yaml\naccounts: book.csv\n", "d.yaml"))
    assert (problem.line, problem.column, problem.path) == (2, 11, "accounts")
    monkeypatch.chdir(tmp_path / "sub")
    assert load_as(Small, child, {"accounts": "book.csv"}).accounts == csv.resolve().as_posix()


def test_any_two_overrides_give_the_same_in_either_order(family):
    changes = {"months": 61, "roles.csm.cost": "$1", "path.0": 5, "roles.rep": {"cost": 1, "slots": 2}}
    for one, other in itertools.combinations(changes.items(), 2):
        assert family("", dict([one, other])) == family("", dict([other, one]))


def test_the_message_shows_place_line_caret_and_suggestion(family):
    with pytest.raises(ScenarioError) as caught:
        family("mnoths: 5\n")
    text = str(caught.value)
    assert "child.yaml:2:1: mnoths: there is no" in text
    assert "    | mnoths: 5\n    | ^" in text
    assert "did you mean: months" in text
