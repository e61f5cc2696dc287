"""What the tests of explanations share."""

from __future__ import annotations

import pytest
from explained_texts import BASELINE

from simulator.scenario.explain.scenario import explain


@pytest.fixture(scope="session")
def baseline_text() -> str:
    return explain(BASELINE)
