"""The simulation starts on the first of a month, so that months of the calendar and of the clock are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.scenario.reading.files import load


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("2027-01-15", ("2027-01-01", "2027-02-01")),
        ("2027-12-31", ("2027-12-01", "2028-01-01")),
        ("2028-02-29", ("2028-02-01", "2028-03-01")),
    ],
)
def test_a_start_within_a_month_is_refused_with_the_two_nearest_firsts(
    tmp_path: Path, written: str, nearest: tuple[str, str]
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(f"name: Ours\nstart_date: {written}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.path) == (2, 13, "start_date")
    assert problem.message == f"{written} is not the first of a month"
    assert problem.allowed == f"a first of a month: {nearest[0]} or {nearest[1]}"
    assert caught.value.exit_code == 2


def test_a_month_stands_for_its_first_day() -> None:
    assert load("baseline", {"start_date": "Jul 2027"}).start_date.isoformat() == "2027-07-01"
