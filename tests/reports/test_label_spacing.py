from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reports.drawing import spread_apart
from simulator.reports.theme import TITLE_SIZE, broken, text_width

places = st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.01, 0.08)), min_size=1, max_size=8)


@given(places)
def test_labels_never_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, sizes = [place for place, _ in labels], [size for _, size in labels]
    placed = spread_apart(wanted, sizes, 0.0, 1.0)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    for lower, upper in pairwise(order):
        assert placed[upper] - placed[lower] >= (sizes[lower] + sizes[upper]) / 2.0 - 1e-12
    assert min(placed) >= -1e-12
    assert max(placed) <= 1.0 + 1e-12  # at most 8 × 0.08 of the panel is asked for


@given(places)
def test_labels_with_room_stay_where_they_are(labels: list[tuple[float, float]]) -> None:
    wanted = [place / len(labels) * 0.5 + i / len(labels) for i, (place, _) in enumerate(labels)]
    assert spread_apart(wanted, [0.0] * len(wanted), 0.0, 1.0) == pytest.approx(wanted, abs=1e-12)


def test_two_labels_at_one_place_move_apart_evenly() -> None:
    assert spread_apart([0.5, 0.5], [0.1, 0.1], 0.0, 1.0) == pytest.approx([0.45, 0.55])
    assert spread_apart([1.0, 1.0], [0.1, 0.1], 0.0, 1.0) == pytest.approx([0.9, 1.0])


def test_a_title_breaks_into_lines_that_fit() -> None:
    title = "Hire the head of customer success at fourteen million dollars of ARR rather than at three million " * 2
    lines = broken(title, TITLE_SIZE, 0.93, bold=True)
    assert " ".join(lines) == title.strip()
    assert all(text_width(line, TITLE_SIZE, bold=True) <= 0.93 for line in lines)
    assert broken("Short", TITLE_SIZE, 0.93, bold=True) == ["Short"]
