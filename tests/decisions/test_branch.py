"""One past, several futures: the past is the same to the last bit, the futures are what was decided."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.decisions.branch import Branches, Future, _check_past, branch, futures_of
from simulator.decisions.branch_table import write_branches

SHORT = {"horizon_months": "24", "opening.generated.accounts": "20"}
AT = 12


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("onboarding_never", SHORT)


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Branches:
    return branch(scenario, AT, ["csm=3", "onboarding"], runs=4, seed=2, workers=1)


def test_the_past_is_one_and_the_futures_differ(found: Branches) -> None:
    assert found.path.shape == (3, 25, 4)
    assert np.array_equal(found.path[1, : AT + 1], found.path[0, : AT + 1])
    assert np.array_equal(found.path[2, : AT + 1], found.path[0, : AT + 1])
    assert not np.array_equal(found.path[1, 24], found.path[0, 24])
    assert not np.array_equal(found.path[2, 24], found.path[0, 24])


def test_a_future_is_the_scenario_with_the_decision(found: Branches, scenario: Scenario) -> None:
    opens = "[{month: 12, in_place: cs_head}]"
    alone = simulate(load("onboarding_never", {**SHORT, "roles.onboarding.opens": opens}), runs=4, seed=2, workers=1)
    assert np.array_equal(found.values[2, 1], alone["arr"][:, 24])
    own = simulate(scenario, runs=4, seed=2, workers=1)
    assert np.array_equal(found.values[0, 1], own["arr"][:, 24])
    gap = found.differences(1)[1]
    assert gap.mean == pytest.approx((alone["arr"][:, 24] - own["arr"][:, 24]).mean())


def test_hires_decided_on_come_on_top_of_those_planned() -> None:
    base = load("baseline", {"roles.csm.schedule": "[{month: 3, count: 1}]"})
    (future,) = futures_of(base, 6, ["csm=2"])
    assert future.changes == {"roles.csm.schedule": [{"month": 3.0, "count": 1}, {"month": 6, "count": 2}]}
    (opened,) = futures_of(base, 6, ["cs_head"])
    conditions = opened.changes["roles.cs_head.opens"]
    assert conditions == [{"arr": 3e6}, {"founder_renewals": 1e6}, {"month": 6}]


def test_a_past_that_is_another_is_refused() -> None:
    past = np.zeros((3, 2, 4))
    past[2, 1, 3] = 1e-9
    with pytest.raises(InputError, match="second: that would change"):
        _check_past(past, [Future("first", {}), Future("second", {})])


@pytest.mark.parametrize(
    ("month", "decisions", "message"),
    [
        (24, ["csm=1"], "between 0 and 23"),
        (6, [], "nothing to decide"),
        (6, ["boss"], 'no role "boss"'),
        (6, ["csm="], "how many to hire"),
        (6, ["csm=-1"], "how many to hire"),
        (6, ["csm=1e9"], "how many to hire"),
    ],
)
def test_what_cannot_be_decided_is_refused(scenario: Scenario, month: int, decisions: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        futures_of(scenario, month, decisions)


def test_the_table_holds_every_future(found: Branches, tmp_path: Path) -> None:
    with write_branches(found, tmp_path).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows] == ["3 more csm", "opening hiring for onboarding"]
    assert float(rows[1]["arr (usd)"]) == pytest.approx(found.differences(1)[1].mean, rel=1e-6)
