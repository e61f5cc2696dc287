"""Fields that are gone are answered with what to write in their place, wherever a scenario is read from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import InputError, Problem
from simulator.scenario.reading.files import changed, from_resolved, load, resolved
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields
from simulator.scenario.schema.withdrawn import WITHDRAWN

GONE = [
    ("load_floor", "hours_floor: 5 hours"),
    ("load_knee", "saturation_low: $4M"),
    ("load_exponent", "books to match"),
]


def only_problem(read: Callable[[], Any]) -> Problem:
    with pytest.raises(InputError) as caught:
        read()
    assert caught.value.exit_code == 2
    assert len(caught.value.problems) == 1, [one.message for one in caught.value.problems]
    return caught.value.problems[0]


def says(problem: Problem, name: str, instead: str) -> None:
    assert problem.path == f"coverage.{name}"
    assert f'there is no "{name}" in coverage any more: load is hours' in problem.message
    assert instead in problem.message


@pytest.mark.parametrize(("name", "instead"), GONE)
def test_in_a_file_at_its_line(name: str, instead: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: baseline\nname: Mine\ncoverage:\n  {name}: 0.5\n", encoding="utf-8")
    problem = only_problem(lambda: load(file))
    says(problem, name, instead)
    assert (problem.line, problem.column) == (4, 3)


@pytest.mark.parametrize(("name", "instead"), GONE)
def test_set_from_outside(name: str, instead: str) -> None:
    says(only_problem(lambda: load("baseline", {f"coverage.{name}": 0.5})), name, instead)
    says(only_problem(lambda: changed(load("baseline"), {f"coverage.{name}": 0.5})), name, instead)


@pytest.mark.parametrize(("name", "instead"), GONE)
def test_in_a_manifest_or_a_job(name: str, instead: str) -> None:
    values = resolved(load("baseline"))
    values["coverage"] = {**values["coverage"], name: 0.5}
    says(only_problem(lambda: from_resolved(values)), name, instead)


def test_none_of_them_is_a_field() -> None:
    assert not set(WITHDRAWN) & {field.path for field in describe_fields(Scenario)}
