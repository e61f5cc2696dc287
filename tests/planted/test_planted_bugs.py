"""Planted bugs are noticed. The list is kept true in every run of the tests; planting them takes the long tier."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bugs import BUGS, ROOT, Bug
from plant import try_all

MAY_SURVIVE = 2


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


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_planted_bugs_are_caught() -> None:
    survivors = [outcome.bug.what for outcome in try_all(BUGS, hands=2) if not outcome.caught]
    assert len(survivors) <= MAY_SURVIVE, survivors
