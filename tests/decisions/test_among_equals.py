"""Of choices that are as good, the one of least cash, then of most ARR, then the first; and no promise broken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from simulator.decisions.among_equals import pick
from simulator.decisions.verdict import Verdict, judge

RUNS = 200


def _figures(random: np.random.Generator, means: Sequence[float], spread: float = 1.0) -> np.ndarray:
    """Figures of choices that share most of their luck, with these means to the last bit or nearly so."""
    own = spread * random.normal(size=(len(means), RUNS))
    values: np.ndarray = 50.0 * random.normal(size=RUNS) + own - own.mean(axis=1, keepdims=True)
    return values + np.array(means)[:, None]


@pytest.mark.parametrize(
    ("as_good", "cash", "arr", "place", "why"),
    [
        ([2], [9, 9, 0, 9], [9, 9, 0, 9], 2, "alone"),
        ([0, 1, 2], [0, 5, 3, 9], [9, 0, 9, 9], 1, "cash"),
        ([0, 1, 2], [5, 5.02, 3, 9], [4, 1, 9, 9], 0, "arr"),
        ([0, 1, 2], [5, 5.02, 5, 9], [4, 4, 4.02, 9], 0, "first"),
        ([1, 3], [9, 5, 9, 5], [9, 1, 9, 1.02], 1, "first"),
    ],
)
def test_cash_comes_first_then_arr_then_the_order(
    as_good: list[int], cash: list[float], arr: list[float], place: int, why: str
) -> None:
    random = np.random.default_rng(7)
    found = pick(as_good, _figures(random, cash), _figures(random, arr))
    assert (found.place, found.why) == (place, why)


def test_what_is_the_same_in_every_run_is_level() -> None:
    cash = np.vstack([np.arange(RUNS)] * 2).astype(float)
    assert pick([0, 1], cash, cash).why == "first"
    assert pick([0, 1], cash + np.array([[0.0], [1.0]]), cash).place == 1


def test_one_run_tells_nothing_from_nothing() -> None:
    assert pick([0, 1], np.array([[1.0], [2.0]]), np.array([[1.0], [2.0]])).place == 0


def _judged(random: np.random.Generator, truth: np.ndarray) -> tuple[Verdict, int]:
    """Judge choices, and take one of those as good by a cash low that hangs on the very luck that judged them."""
    cash: list[np.ndarray] = []

    def sample(runs: range, which: Sequence[int]) -> np.ndarray:
        values: np.ndarray = truth[list(which), None] + 3.0 * random.normal(size=(len(which), len(runs)))
        if len(which) == len(truth):
            cash.append(-values)  # the unluckier a choice looks, the less cash it seems to need
        return values

    found = judge(sample, len(truth), 1.0, most=4000)
    as_good = [place for place, equal in enumerate(found.equal) if equal]
    return found, pick(as_good, cash[-1], cash[-1]).place


@pytest.mark.parametrize("trials", [300, pytest.param(2000, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "truth", [[0.0, 0.0, 1.0, 0.0], [-0.6, 0.0, -0.1, -1.4, -4.0], [-1.0, 0.0, -1.0]], ids=["ahead", "slope", "border"]
)
def test_what_is_taken_is_as_good_and_one_ahead_is_taken(truth: list[float], trials: int) -> None:
    """Even where luck drives the pick: whatever is taken is behind by less than what matters, as often as promised."""
    random, true = np.random.default_rng(len(truth)), np.array(truth)
    ahead = bool(np.sort(true)[-1] - np.sort(true)[-2] >= 1.0)
    right = 0
    for _ in range(trials):
        found, taken = _judged(random, true)
        behind = true[taken] - true[found.best] > -1.0
        right += bool(behind and (not ahead or taken == int(np.argmax(true))))
    assert right / trials >= 0.95 - 4.0 * np.sqrt(0.05 * 0.95 / trials)
