"""An answer about a lever that nothing pushes back says so."""

from __future__ import annotations

import pytest

from simulator.answers import sweep
from simulator.decisions.unopposed import _WHY, unopposed
from simulator.reports.words import unopposed_words
from simulator.scenario.reading.files import load
from simulator.scenario.schema.notes import pattern_of
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields

PATHS = {note.path for note in describe_fields(Scenario)}


def test_every_pattern_is_of_a_field():
    from fnmatch import filter as matching

    assert all(matching(sorted(PATHS), pattern) for pattern in _WHY)


@pytest.mark.parametrize("path", ["segments.core.term_months", "demand.attainment.0", "roles.onboarding.slots"])
def test_a_lever_without_a_downside_is_named_with_the_reason(path):
    assert pattern_of(path) or load("baseline")
    assert path in unopposed_words([path])
    assert "t2d3 guide what-pushes-back" in unopposed_words([path])


@pytest.mark.parametrize("path", ["renewal.escalator", "roles.csm.book_high", "hire.cs_head", "roles.csm.attrition"])
def test_a_lever_that_is_pushed_back_is_not(path):
    assert unopposed([path]) == {}
    assert unopposed_words([path]) == ""


def test_answers_say_it_below_their_table():
    how = {"runs": 2, "seed": 3, "set": {"horizon_months": 13}, "measure": "arr@12"}
    assert "Nothing here pushes back on roles.csm.slots" not in sweep(vary="roles.csm.book_high=2M,3M", **how)._note()
    assert (
        "Nothing here pushes back on segments.core.term_months: as many"
        in sweep(vary="segments.core.term_months=1,12", **how)._note()
    )
