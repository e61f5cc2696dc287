"""What a verdict says is right as often as it promises, where the truth is known and where it is hardest to tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from simulator.decisions.verdict import Verdict, fresh_runs, judge

ERROR_OF = {300: 0.0126, 2000: 0.0049}
"""Standard error of a share of 95 % over so many trials: the few of every day, and those of the long tier."""
Noise = Callable[[tuple[int, int]], np.ndarray]


def _judged(random: np.random.Generator, truth: np.ndarray, skewed: bool, also: int = 0, most: int = 4000) -> Verdict:
    """Judge choices with these true means, on noise of their own and luck they share, where 1 matters."""

    def sample(runs: range, which: Sequence[int]) -> np.ndarray:
        shape = (len(which), len(runs))
        own = (random.lognormal(0.0, 1.0, shape) - math.exp(0.5)) / 2.1612 if skewed else random.normal(size=shape)
        values: np.ndarray = truth[list(which), None] + 8.0 * random.normal(size=len(runs)) + 3.0 * own
        return values

    return judge(sample, len(truth) - also, 1.0, also=also, most=most)


def _right(found: Verdict, truth: np.ndarray) -> bool:
    """Tell whether nothing is wrong: selection, intervals, and with them who is as good, worse or ahead."""
    gaps = truth[: found.count] - truth[found.best]
    best = int(np.argmax(truth[: found.count]))
    ahead = float(truth[best] - np.sort(truth[: found.count])[-2])
    selected = found.best == best or ahead < 1.0
    held = all(one.low <= gap <= one.high for one, gap in zip(found.differences, gaps, strict=True))
    good = all(gap >= -1.0 for gap, equal in zip(gaps, found.equal, strict=True) if equal)
    worse = all(gap < -1.0 for gap, behind in zip(gaps, found.worse, strict=True) if behind)
    return selected and held and good and worse and gaps.max() <= found.most_ahead


CASES = {
    "one ahead by just what matters": np.array([0.0, 0.0, 1.0, 0.0, 0.0]),
    "a plateau with slopes": np.array([-0.6, 0.0, -0.1, -1.4, -4.0, -9.0, -20.0]),
    "all on the border": np.array([-1.0, 0.0, -1.0, -1.0]),
}


@pytest.mark.parametrize("trials", [300, pytest.param(2000, marks=pytest.mark.long)])
@pytest.mark.parametrize("skewed", [False, True], ids=["normal", "skewed"])
@pytest.mark.parametrize("case", CASES)
def test_all_that_is_said_is_right_as_often_as_promised(case: str, skewed: bool, trials: int) -> None:
    random = np.random.default_rng(len(case))
    right = sum(_right(_judged(random, CASES[case], skewed), CASES[case]) for _ in range(trials))
    assert right / trials >= 0.95 - 4 * ERROR_OF[trials]


def test_a_plateau_is_told_from_its_slopes() -> None:
    """With 4,000 runs allowed the choices well inside and well outside are told apart nearly always."""
    random = np.random.default_rng(9)
    truth = np.array([-4.0, -0.2, 0.0, -0.2, -4.0, -9.0])
    found = [_judged(random, truth, skewed=False) for _ in range(300)]
    told = sum(one.plateau == (1, 3) and one.worse == (True, False, False, False, True, True) for one in found)
    assert told / 300 > 0.9
    clear = np.mean([len(one.rows[5]) / len(one.rows[one.best]) for one in found])
    assert clear < 0.2, "a choice far behind plays few fresh runs"


def test_a_further_choice_is_compared_but_never_selected() -> None:
    truth = np.array([0.0, 0.5, 9.0])
    found = _judged(np.random.default_rng(4), truth, skewed=False, also=1)
    assert found.count == 2
    assert len(found.rows) == len(found.all_differences) == 3
    assert found.all_differences[2].turned.high < -8.0
    assert found.all_differences[2].low <= 9.0 - truth[found.best] <= found.all_differences[2].high
    assert found.spent == sum(len(row) for row in found.rows)


def test_fresh_runs_follow_the_selection_and_are_the_same_for_all() -> None:
    heard: list[tuple[range, list[int]]] = []

    def sample(runs: range, which: Sequence[int]) -> np.ndarray:
        heard.append((runs, list(which)))
        luck = np.array([np.random.default_rng(run).normal(0.0, 3.0, 3) for run in runs]).T
        values: np.ndarray = np.array([[0.0], [-0.3], [-9.0]])[list(which)] + luck[list(which)]
        return values

    found = judge(sample, 3, 1.0, begin=50)
    assert found.begin == 50 + found.selection.runs
    wanted = fresh_runs(found.selection)
    assert [len(row) for row in found.rows] == wanted
    fresh = [(runs, which) for runs, which in heard if runs.start >= found.begin]
    assert fresh[0] == (range(found.begin, found.begin + min(wanted)), [0, 1, 2])
    assert [run for runs, which in fresh if found.best in which for run in runs] == list(
        range(found.begin, found.begin + max(wanted))
    )


def test_no_choice_plays_more_than_it_may() -> None:
    found = _judged(np.random.default_rng(6), np.zeros(4), skewed=False, most=30)
    assert {len(row) for row in found.rows} == {30}
    assert max(found.selection.played) == 30
