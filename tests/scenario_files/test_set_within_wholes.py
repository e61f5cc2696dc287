"""One value set within a part that files only replace whole: the others stay, unless they no longer belong."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from simulator import ScenarioError, load
from simulator.scenario.reading.files import changed

RATIO = {"rule": "ratio", "to": "csm", "each": 9.0, "beyond": 9.0}
WORK = {"shape": "lognormal", "median": 45.0, "mean": None, "cv": 0.6}
MANAGERS, CSMS, LAW = "roles.cs_manager.how_many", "roles.csm.how_many", "onboarding.work"


def part_of(values: Any, path: str) -> dict[str, Any]:
    for step in path.split("."):
        values = values[step]
    return dict(values)


CASES = [
    (MANAGERS, {"each": "5"}, {**RATIO, "each": 5.0}),
    (MANAGERS, {"to": "seller"}, {**RATIO, "to": "seller"}),
    (MANAGERS, {"rule": "ratio", "each": "5"}, {**RATIO, "each": 5.0}),
    (MANAGERS, {"rule": "one"}, {"rule": "one", "to": None, "each": None, "beyond": 0.0}),
    (CSMS, {"beyond": "2"}, {"rule": "load", "to": None, "each": None, "beyond": 2.0}),
    (CSMS, {"each": "5", "rule": "ratio", "to": "seller"}, {"rule": "ratio", "to": "seller", "each": 5.0, "beyond": 0}),
    (LAW, {"cv": "0.3"}, {**WORK, "cv": 0.3}),
    (LAW, {"median": "50 days"}, {**WORK, "median": 50.0}),
    (LAW, {"mean": "50 days"}, {**WORK, "median": None, "mean": 50.0}),
    (LAW, {"shape": "lognormal"}, WORK),
    (
        LAW,
        {"shape": "gamma", "mean": "40 days", "cv": "1"},
        {"shape": "gamma", "median": None, "mean": 40.0, "cv": 1.0},
    ),
]


@pytest.mark.parametrize(("path", "values", "expected"), CASES)
def test_what_is_beside_it_stays_where_it_belongs(path: str, values: dict[str, str], expected: dict[str, Any]) -> None:
    for order in permutations(values.items()):
        changes = {f"{path}.{name}": value for name, value in order}
        for found in (load("baseline", changes), changed(load("baseline"), changes)):
            assert part_of(found.model_dump(), path) == expected


def test_a_whole_part_is_still_replaced_whole() -> None:
    found = load("baseline", {MANAGERS: "{rule: one}", f"{CSMS}.beyond": "1", CSMS: "{rule: load}"})
    assert found.roles.cs_manager.how_many.each is None
    assert found.roles.csm.how_many.beyond == 0.0


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (f"{CSMS}.each", "5", "to and each belong to a ratio, not to load"),
        (f"{CSMS}.rule", "ratio", "a ratio needs the role it goes by"),
        (f"{LAW}.shape", "gamma", "give either the median or the mean"),
        (f"{LAW}.meen", "5 days", 'there is no "meen"'),
        (f"{LAW}.mean", "much", "mean"),
    ],
)
def test_what_does_not_fit_is_told_of_what_was_set(path: str, value: str, message: str) -> None:
    """By the option of a command that has loaded it; by what was set alone where it was changed later on."""
    for option, refused in (
        ("--set ", lambda: load("baseline", {path: value})),
        ("", lambda: changed(load("baseline"), {path: value})),
    ):
        with pytest.raises(ScenarioError, match=message) as error:
            refused()
        assert str(error.value).startswith(f"{option}{path}={value}: ")
        assert "baseline.yaml" not in str(error.value)


def test_two_ways_of_saying_one_thing_are_refused() -> None:
    with pytest.raises(ScenarioError, match="either the median or the mean"):
        load("baseline", {f"{LAW}.mean": "40 days", f"{LAW}.median": "30 days"})


def test_a_role_of_ones_own() -> None:
    role = "{department: service, cost: $90K, how_many: {rule: ratio, to: csm, each: 4}}"
    base = load("baseline", {"roles.others": f"{{support: {role}}}"})
    found = changed(base, {"roles.others.support.how_many.each": "6"})
    assert found.roles.others["support"].how_many.each == 6.0
    assert found.roles.others["support"].how_many.to == "csm"
