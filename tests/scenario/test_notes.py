"""What the schema says of a value, looked up by its path: names of the user's own and places in lists do not matter."""

from __future__ import annotations

import pytest

from simulator.scenario.schema.notes import note_of, pattern_of


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("money.gross_margin", "money.gross_margin"),
        ("segments.core.acv", "segments.*.acv"),
        ("money.other_spend.3", "money.other_spend.*"),
        ("money.other_spend", "money.other_spend"),
        ("roles.csm.ramp.0.days", "roles.csm.ramp.*.days"),
        ("roles.others.support.ramp.1.days", "roles.others.*.ramp.*.days"),
        ("money.no_such_thing", "money.no_such_thing"),
    ],
)
def test_a_path_is_that_of_the_schema_but_for_names_and_places(path: str, pattern: str) -> None:
    assert pattern_of(path) == pattern


def test_the_note_of_a_list_is_that_of_its_values() -> None:
    note, of_list = note_of("money.other_spend.0"), note_of("money.other_spend")
    assert note is not None
    assert note == of_list
    assert (note.unit, note.low, note.high, note.grade) == ("share", 0, 100, "R")
    assert note_of("nothing.of.the.kind") is None
