"""What the tests of scenario files share."""

from __future__ import annotations

import pytest

from simulator.errors import ScenarioError
from simulator.scenario.reading.inheritance import shipped


@pytest.fixture(scope="session")
def baseline_path():
    return dict(shipped())["baseline"]


@pytest.fixture(scope="session")
def baseline_text(baseline_path):
    return baseline_path.read_text(encoding="utf-8")


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a file into a fresh folder and returns its path."""

    def write(text, name="x.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def problems():
    """Return a function that gives the problems that a call ends with."""

    def found(call, *arguments):
        with pytest.raises(ScenarioError) as caught:
            call(*arguments)
        return caught.value.problems

    return found
