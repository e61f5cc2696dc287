"""Planted bugs are noticed. The list is kept true in every run of the tests; planting them takes the long tier."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bugs import BUGS, ROOT, Bug
from plant import try_all

SURVIVORS: dict[str, str] = {}
"""Bugs that no test notices, by what they are, with the reason why none can."""
PARTS = 4


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.what)
def test_every_bug_can_still_be_planted(bug: Bug) -> None:
    for file, right, wrong in bug.edits:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert text.count(right) == 1, f"{file} does not hold its text exactly once"
        assert right != wrong
    assert all((ROOT / tests).exists() for tests in bug.tests)


def test_the_list_is_long_enough_and_names_each_bug_once() -> None:
    assert len(BUGS) >= 75
    assert len({bug.what for bug in BUGS}) == len(BUGS)
    assert set(SURVIVORS) <= {bug.what for bug in BUGS}


@pytest.mark.timeout(2 * 3600)
@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=pytest.mark.long(part=f"planted-{part + 1}")) for part in range(PARTS)]
)
def test_planted_bugs_are_caught(part: int) -> None:
    survivors = {outcome.bug.what for outcome in try_all(BUGS[part::PARTS], hands=2) if not outcome.caught}
    assert survivors == {bug.what for bug in BUGS[part::PARTS]} & set(SURVIVORS)
