"""What is written into a scenario file leaves every other character of it as it is, however its lists are braced."""

from __future__ import annotations

import pytest

from simulator.scenario.reading.stating import state

TEXT = "name: Ours\nmoney: {rounds: {series_a: {opens: [%s], amount: $20M}}}\nopening: {accounts_csv: a.csv}\n"


@pytest.mark.parametrize("written", ["{arr: $8M}", "arr: $8M"])
def test_single_conditions_in_a_list_stay_as_they_are_written(written, tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(TEXT % written)
    assert state(path, "opening", {"dates": "dmy"})
    assert path.read_text() == (TEXT % written).replace("a.csv}", "a.csv, dates: dmy}")
