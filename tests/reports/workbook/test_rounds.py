"""Which round came when, read from the cash of all rounds: as the events of the runs have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rich_company import played

from simulator.engine.events import EventKind
from simulator.reports.workbook.rounds import rounds_of
from simulator.results.result import Result

TWINS = {
    "early": {"opens": [{"arr": "$2.6M"}], "amount": "$5M"},
    "late": {"opens": [{"arr": "$4M", "month": 6}], "amount": "$5M"},
    "other": {"opens": [{"month": 7}], "amount": "$3M"},
}


def of(rounds: dict[str, Any], **more: Any) -> Result:
    never = {f"series_{letter}": {"opens": []} for letter in "abcde"}
    return played({"horizon_months": 26, "money.rounds": never | rounds, **more}, runs=5)


@pytest.mark.parametrize("rounds", [TWINS, {**TWINS, "other": {"opens": [{"arr": "$4M"}], "amount": "$3M"}}])
def test_rounds_came_when_the_events_say(rounds: dict[str, Any]) -> None:
    result = of(rounds)
    found = rounds_of(result)
    assert not found.unknown
    for run in range(5):
        events = result.events(run)
        for event in events[events["kind"] == EventKind.ROUND_RAISED]:
            name = list(result.scenario.money.rounds)[int(event["subject"])]
            month = int(np.ceil(event["day"] * 12.0 / 365.0 - 1e-9))
            assert found.came[name][run, month] == 1.0, (run, name, month)
    raised = sum(result.scenario.money.rounds[name].amount * found.came[name] for name in rounds)
    assert np.array_equal(raised, np.nan_to_num(result["funding"]))


def test_rounds_that_could_be_one_another_are_not_told_apart() -> None:
    rounds = {
        "one": {"opens": [{"arr": "$3M"}], "amount": "$5M"},
        "two": {"opens": [{"customers": 70}], "amount": "$5M"},
    }
    assert set(rounds_of(of(rounds)).unknown) == {"one", "two"}


def test_an_amount_that_is_a_range_is_none_that_can_be_changed() -> None:
    rounds = {"one": {"opens": [{"arr": "$3M"}], "amount": {"uniform": ["$4M", "$6M"]}}}
    assert "range" in rounds_of(of(rounds)).unknown["one"]
