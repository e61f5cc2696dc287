"""What is said of cash low against ARR is what the figures say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator import load
from simulator.decisions.sweep import Sweep, sweep
from simulator.reports.charts.pareto import front_words, pareto_chart, pareto_title
from simulator.reports.theme import as_png

RUNS = 30
SHORT = {"horizon_months": "13", "opening.generated.accounts": "10", "demand.bookings_a_year": "$1M"}


@pytest.fixture(scope="module")
def played() -> Sweep:
    return sweep(load("baseline", SHORT), ["hire.cs_head=$2M,$4M,$6M,$9M"], runs=2, workers=1)


@pytest.fixture(scope="module")
def pairs() -> Sweep:
    vary = ["hire.cs_head=$2M,$6M", "roles.csm.cost=100K,200K"]
    return sweep(load("baseline", SHORT), vary, runs=2, workers=1)


def of(found: Sweep, cash: list[float], arr: list[float], noise: float = 0.01) -> Sweep:
    """Return a sweep whose points have these means of cash low and ARR, in millions, the first highest of value."""
    own = np.random.default_rng(1).normal(0.0, noise, (len(cash), 2, RUNS))
    own -= own.mean(axis=2, keepdims=True)
    values = np.zeros((len(cash), len(found.measures), RUNS))
    values[:, 0] = -np.arange(len(cash), dtype=float)[:, None]
    for place, means, row in ((found.place("cash.low"), cash, 0), (found.place("arr"), arr, 1)):
        values[:, place] = 1e6 * (np.array(means)[:, None] + own[:, row])
    return replace(found, values=values, joined=None)


def test_more_of_the_one_is_paid_with_the_other(played: Sweep) -> None:
    found = of(played, [1.0, 2.0, 3.0, 0.5], [9.0, 8.0, 5.0, 4.0])
    assert pareto_title(found) == (
        "Cash or ARR: $2M more cash at its low with the head of CS at $6M ARR, $4M more ARR with the head of CS at "
        "$2M ARR; 1 of 4 choices give something up for nothing"
    )
    assert front_words(found) == "No choice tried has both more ARR and more cash at its low than $2M, $4M or $6M."


def test_a_choice_that_has_both_is_named(played: Sweep) -> None:
    found = of(played, [3.0, 2.0, 1.0, 0.5], [9.0, 8.0, 5.0, 4.0])
    assert pareto_title(found) == (
        "Nothing clearly beats the head of CS at $2M ARR in ARR or in cash low; every other choice gives something up "
        "for nothing"
    )
    assert front_words(found) == "No choice tried has both more ARR and more cash at its low than $2M."


def test_what_luck_could_explain_is_no_trade_off(played: Sweep) -> None:
    """$4M has a speck more cash; of what could be best in both the one with the highest value is named."""
    found = of(played, [3.0, 3.001, 1.0, 2.999], [9.0, 8.999, 5.0, 8.998])
    assert pareto_title(found) == (
        "Nothing clearly beats the head of CS at $2M ARR in ARR or in cash low; 1 of the 3 others gives something up "
        "for nothing"
    )
    assert front_words(found) == (
        "No choice tried has both more ARR and more cash at its low than $2M or $4M; $9M is too close to tell."
    )


def test_nothing_settled_is_not_counted(played: Sweep) -> None:
    found = of(played, [3.0, 2.9, 2.8, 2.7], [9.0, 8.9, 8.8, 8.7], noise=5.0)
    assert pareto_title(found) == "Nothing clearly beats the head of CS at $2M ARR in ARR or in cash low"
    assert front_words(found) == (
        "No choice tried has both more ARR and more cash at its low than $2M; $4M, $6M and $9M are too close to tell."
    )


def test_no_difference_is_said_to_be_none(played: Sweep) -> None:
    found = of(played, [3.0] * 4, [9.0] * 4, noise=0.0)
    assert pareto_title(found) == "The hiring point of a head of CS makes no difference to the cash low or ARR"


def test_two_axes_are_named_in_pairs(pairs: Sweep) -> None:
    found = of(pairs, [3.0, 1.0, 2.0, 0.5], [9.0, 8.0, 9.5, 4.0])
    assert pareto_title(found).startswith(
        "Cash or ARR: $1M more cash at its low with the head of CS at $2M ARR and CSM cost at $100K, $500K more "
        "ARR with the head of CS at $6M ARR and CSM cost at $100K; 2 of 4"
    )
    assert front_words(found) == (
        "No choice tried has both more ARR and more cash at its low than ($2M, $100K) or ($6M, $100K)."
    )


def test_a_crowded_front_is_drawn_once_more_enlarged(played: Sweep) -> None:
    crowded = pareto_chart(of(played, [3.0, 3.05, 2.9, -9.0], [9.0, 8.9, 8.8, 1.0], noise=0.3))
    assert len(crowded.axes) == 2
    assert [patch.get_gid() for patch in crowded.axes[0].patches] == ["enlarged"]
    names = [[text.get_text() for text in axes.texts] for axes in crowded.axes]
    assert [sorted(one) for one in names] == [["$9M"], ["$2M", "$4M", "$6M"]]
    assert len(pareto_chart(of(played, [1.0, 2.0, 3.0, 0.5], [9.0, 8.0, 5.0, 4.0])).axes) == 1


@pytest.mark.parametrize("cash", [[1.0, 2.0, 3.0, 0.5], [2.0] * 4, [0.0, 0.001, 0.002, -0.001]])
def test_names_lie_neither_on_each_other_nor_outside(played: Sweep, cash: list[float]) -> None:
    figure = pareto_chart(of(played, cash, [9.0, 8.999, 8.998, 8.997]))
    as_png(figure)
    for axes in figure.axes:
        panel = axes.get_window_extent()
        boxes = [text.get_window_extent() for text in axes.texts]
        assert boxes
        for place, box in enumerate(boxes):
            assert panel.x0 <= box.x0 < box.x1 <= panel.x1
            assert panel.y0 - 1.0 <= box.y0 < box.y1 <= panel.y1 + 1.0
            assert not any(box.overlaps(other) for other in boxes[:place])
