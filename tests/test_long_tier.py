"""What takes long is run by a part of .ci/long, and LONG.md says why it is there."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def long_tests() -> Iterator[tuple[str, list[str]]]:
    """Return the name of every test of the long tier with the parts it is in."""
    for path in sorted(HERE.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.long" not in text:
            continue
        shared = {name: node for node in ast.parse(text).body for name in _assigned(node)}
        for test in ast.walk(ast.parse(text)):
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                marks = [ast.unparse(one) for one in test.decorator_list]
                marks += [ast.unparse(node) for name, node in shared.items() if any(name in mark for mark in marks)]
                said = [mark for mark in marks if "mark.long" in mark]
                if said:
                    yield test.name, [part for part in PARTS if any(_names(part, mark) for mark in said)]


def _assigned(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _names(part: str, mark: str) -> bool:
    if "mark.long(" not in mark:
        return part == "statistics"
    return f"part='{part}'" in mark or ("part=f'planted-" in mark and part.startswith("planted-"))


def _parts() -> list[str]:
    said = subprocess.run(["bash", ".ci/long", "--list"], cwd=HERE.parent, capture_output=True, text=True, check=True)
    return [line.split()[0] for line in said.stdout.splitlines()]


IS_HERE = (HERE.parent / ".ci" / "long").exists()
PARTS = _parts() if IS_HERE else []
pytestmark = pytest.mark.skipif(not IS_HERE, reason="a copy of the project without what CI runs")


def test_every_test_of_the_long_tier_is_in_a_part_and_has_its_reason() -> None:
    reasons = (HERE / "LONG.md").read_text(encoding="utf-8")
    found = dict(long_tests())
    assert len(found) > 15
    assert not [name for name, parts in found.items() if not parts]
    assert not [name for name in found if f"`{name}`" not in reasons]
    named = {word.strip("`") for word in reasons.split() if word.startswith("`test_") and word.endswith("`")}
    assert named <= set(found), "LONG.md tells of tests that are not there"


def test_every_part_has_tests() -> None:
    used = {part for _, parts in long_tests() for part in parts}
    assert used == set(PARTS) - {"versions"}
