"""Simulated output changes on purpose or not at all, whatever the machine, the Python or the library."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from simulator.scenario.reading.inheritance import shipped

spec = importlib.util.spec_from_file_location("refreeze", Path(__file__).with_name("refreeze.py"))
assert spec is not None
assert spec.loader is not None
refreeze = importlib.util.module_from_spec(spec)
spec.loader.exec_module(refreeze)

FROZEN: dict[str, dict[str, str]] = json.loads(refreeze.FROZEN.read_text())


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_a_shipped_scenario_gives_the_figures_it_gave(name: str) -> None:
    lines = refreeze.moved({name: FROZEN.get(name, {})}, {name: refreeze.digests_of(name)})
    assert not lines, (
        f"{lines[0]}: simulated output has changed; if it was meant to, run tests/golden/refreeze.py and list in "
        "CHANGELOG.md what has moved"
    )


def test_nothing_frozen_is_left_of_scenarios_no_longer_shipped() -> None:
    assert set(FROZEN) == {name for name, _ in shipped()}


def test_what_has_moved_is_told_by_scenario_and_column() -> None:
    before = {"a": {"arr": "1", "cash": "2", "old": "3"}, "b": {"arr": "1"}}
    now = {"a": {"arr": "1", "cash": "9", "new": "4"}, "b": {"arr": "1"}}
    assert refreeze.moved(before, before) == []
    assert refreeze.moved(before, now) == ["a: moved cash", "a: came new", "a: went old"]


def test_every_column_and_table_has_a_digest_of_its_own() -> None:
    found = FROZEN["baseline"]
    for name in ("arr", "collected", "csm.heads", "customer_sales.cost", "cohort_arr", "reached", "plan_arr"):
        assert name in found
    assert found["arr"] != found["covered_arr"]
    assert sum(name.startswith("hires.") for name in found) == 10
