"""Hundreds of broken files, each reported at the right line, column and field, with a suggestion where one is due."""

from __future__ import annotations

import re
from functools import reduce

import pytest
from mutations import Baseline, all_broken, some_broken

from simulator.errors import ScenarioError
from simulator.scenario.reading.files import load
from simulator.scenario.schema.paths import dotted

BASELINE = Baseline()
BROKEN = some_broken(BASELINE)


def test_there_are_many_and_they_differ():
    assert len({broken.text for broken in BROKEN}) > 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One folder for them all: a fresh one for each of thousands takes as long as reading a file."""
    return tmp_path_factory.mktemp("broken")


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.what)
def test_a_broken_file_is_reported_where_it_is_broken(broken, folder):
    check(broken, folder)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_every_broken_file_is_reported_where_it_is_broken(folder):
    for broken in all_broken(BASELINE):
        check(broken, folder)


def check(broken, folder):
    path = folder / "broken.yaml"
    path.write_text(broken.text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    problems = caught.value.problems
    fitting = [one for one in problems if (one.line, one.column) == (broken.line, broken.column)]
    assert fitting, [(one.line, one.column, one.message) for one in problems]
    named = [one for one in fitting if one.path == broken.path or not broken.path]
    assert named, [(one.path, one.message) for one in fitting]
    problem = named[0]
    assert problem.file == str(path)
    assert re.search(broken.within, problem.message)
    assert broken.suggestion in problem.suggestion
    assert problem.source_line == (broken.text.split("\n") or [""])[broken.line - 1] or not broken.text
    assert str(caught.value).count("\n    | ") >= 2 or not broken.text


@pytest.mark.parametrize("field", BASELINE.optional(), ids=lambda field: dotted(field.path))
def test_an_entry_that_has_a_default_may_be_left_out(field, tmp_path):
    """What came to the schema later has a default, so that files written before still load."""
    path = tmp_path / "shorter.yaml"
    path.write_text(BASELINE.left_out(field), encoding="utf-8")
    assert reduce(getattr, field.path, load(path)) == field.default
