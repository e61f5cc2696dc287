"""README.md: short, one command to run it and one to test it, and the CI takes both from there."""

from __future__ import annotations

import pytest
from pages import ROOT, blocks_of

README = ROOT / "README.md"
BLOCKS = blocks_of(README)


@pytest.mark.parametrize(
    ("heading", "last"), [("Run it", ".venv/bin/t2d3 run"), ("Test it", ".venv/bin/python -m pytest -n auto")]
)
def test_one_command_line_does_all_set_up(heading: str, last: str) -> None:
    assert README.read_text(encoding="utf-8").count(f"\n## {heading}\n") == 1
    (block,) = [block for block in BLOCKS if block.heading == heading]
    assert block.language == "sh"
    assert "\n" not in block.text
    assert block.text.startswith("python3 -m venv .venv && .venv/bin/pip install --quiet -e ")
    assert block.text.split(" && ")[-1] == last


def test_the_ci_takes_its_commands_from_here() -> None:
    scripts = [(ROOT / ".ci" / name).read_text(encoding="utf-8") for name in ("run", "steps")]
    assert any('readme_command "Test it"' in script for script in scripts)
    assert any('readme_command "Run it"' in script for script in scripts)
    assert not any("pip install" in script for script in scripts)


def test_it_is_read_in_five_minutes() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 160
