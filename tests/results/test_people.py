"""Who worked for a company: the same from a result and from its folder, and as many in each role as the ledger has."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from simulator import load, simulate
from simulator.clock import add_months
from simulator.errors import OutputError
from simulator.results.people import Employee, people_of
from simulator.results.result import Result
from simulator.results.store import write
from simulator.results.stored import Stored, read_stored

NAME = "=SUM(A1)"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Result:
    own = tmp_path_factory.mktemp("own")
    rows = f"{NAME},CSM,2026-01-01,in place\nAda,CSM,2026-05-01,in place\n"
    (own / "roster.csv").write_text(f"name,role,start,status\n{rows}")
    (own / "accounts.csv").write_text("account,arr,start,renewal,owner,onboarded\nA,$9M,2026-03-01,2027-03-01,,yes\n")
    sets = {f"opening.{name}_csv": str(own / f"{name}.csv") for name in ("accounts", "roster")}
    return simulate(load("baseline", {**sets, "horizon_months": 30}), runs=3, seed=2, workers=1)


def test_heads_by_role_are_those_of_the_ledger(found: Result) -> None:
    people = people_of(found, found.runs.tolist())
    assert people is not None
    for place, run in enumerate(found.runs.tolist()):
        for role in found.scenario.roles.names():
            for month, heads in enumerate(found[f"headcount.{role}"][place]):
                day = add_months(found.scenario.start_date, month) - timedelta(days=1)
                assert sum(one.role == role and one.is_there(day) for one in people[run]) == heads, (role, month)


def test_a_folder_tells_the_same(found: Result, tmp_path: Path) -> None:
    write(found, tmp_path / "out")
    stored = read_stored(tmp_path / "out")
    assert isinstance(stored, Stored)
    people = people_of(stored, [0, 2])
    assert people == people_of(found, [0, 2])
    assert people is not None and [one.name for one in people[0][:2]] == [NAME, "Ada"]
    (tmp_path / "out" / "hires.csv").write_text("run,role\n0,csm\n")
    with pytest.raises(OutputError, match="cannot be read"):
        people_of(stored, [0])


def test_somebody_is_there_from_the_day_of_joining_to_the_day_before_leaving() -> None:
    one = Employee("csm", 0, "", date(2027, 2, 1), date(2027, 3, 31))
    days = (date(2027, 1, 31), date(2027, 2, 1), date(2027, 3, 30), date(2027, 3, 31))
    assert [one.is_there(day) for day in days] == [False, True, True, False]
    assert Employee("csm", 0, "", None, None).is_there(date(2000, 1, 1))
