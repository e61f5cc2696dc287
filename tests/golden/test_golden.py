"""Simulated output changes on purpose or not at all, whatever the machine, the Python or the library."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from simulator.scenario.files import shipped

spec = importlib.util.spec_from_file_location("refreeze", Path(__file__).with_name("refreeze.py"))
assert spec is not None
assert spec.loader is not None
refreeze = importlib.util.module_from_spec(spec)
spec.loader.exec_module(refreeze)

FROZEN: dict[str, str] = json.loads(refreeze.FROZEN.read_text())


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_a_shipped_scenario_gives_the_figures_it_gave(name: str) -> None:
    assert refreeze.digest_of(name) == FROZEN.get(name), (
        "simulated output has changed; if it was meant to, run tests/golden/refreeze.py and say so in CHANGELOG.md"
    )


def test_nothing_frozen_is_left_of_scenarios_no_longer_shipped() -> None:
    assert set(FROZEN) == {name for name, _ in shipped()}
