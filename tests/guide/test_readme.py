"""README.md: short, one command to run it and one to test it, and the CI takes both from there."""

from __future__ import annotations

import re

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


def test_the_limits_tell_of_one_rule_what_the_answer_says() -> None:
    """The figures of the README are those that the page on when to hire shows, which is played."""
    told = " ".join((ROOT / "simulator" / "guide" / "when.md").read_text(encoding="utf-8").split())
    found = re.search(
        r"To open at (\S+) ARR instead of at (\S+) ARR does −(\S+) ± \S+ with that rule, and −(\S+ ± \S+) if", told
    )
    window = re.search(r"if nobody waited; nothing (from \S+ to \S+) ARR is clearly worse then", told)
    assert found is not None and window is not None
    late, early, with_it, without = found.groups()
    limits = " ".join(README.read_text(encoding="utf-8").partition("## Honest limits")[2].split())
    assert f"opening at {late} instead of {early} costs {with_it} of value" in limits
    assert f"if nobody waited, it would cost {without}, and nothing {window[1]} would be clearly worse" in limits
