"""What the tests of accounts and rosters share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from todays_files import SEGMENTS

from simulator.scenario.reading.files import load
from simulator.scenario.schema.scenario import Scenario


@pytest.fixture
def company(tmp_path: Path) -> Any:
    """Write both files and return a scenario that names them; `segments` gives it several kinds of customers."""

    def write(accounts: str | bytes, roster: str | bytes | None = None, segments: bool = False) -> Scenario:
        overrides: dict[str, Any] = {"opening.accounts_csv": _written(tmp_path / "accounts.csv", accounts)}
        if roster is not None:
            overrides["opening.roster_csv"] = _written(tmp_path / "roster.csv", roster)
        scenario = load("baseline", overrides)
        if not segments:
            return scenario
        core = scenario.segments["core"]
        kinds = {name: core.model_copy(update=changes) for name, changes in SEGMENTS.items()}
        return scenario.model_copy(update={"segments": kinds})

    return write


def _written(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)
