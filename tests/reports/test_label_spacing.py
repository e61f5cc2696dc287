from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reports.charts.drawing import spread_apart
from simulator.reports.charts.labelling import Box, Spot, spots
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


room = Box(0.0, 0.0, 1400.0, 700.0)
dots = st.lists(st.tuples(st.floats(0.0, 1400.0), st.floats(0.0, 700.0)), min_size=1, max_size=9)


@given(dots)
def test_names_of_points_lie_on_nothing(points: list[tuple[float, float]]) -> None:
    taken = [Box(x - 7.0, y - 7.0, x + 7.0, y + 7.0) for x, y in points]
    placed = [spot.box for spot in spots(points, [(60.0, 20.0)] * len(points), taken, room)]
    for place, box in enumerate(placed):
        assert box.within(room)
        assert not any(box.shared(other) > 1e-6 for other in (*taken, *placed[:place]))


def test_the_first_name_stands_close_by_and_one_in_a_crowd_is_led_to() -> None:
    crowd = [(700.0, 350.0)] * 6
    placed = spots(crowd, [(90.0, 20.0)] * 6, [Box(693.0, 343.0, 707.0, 357.0)], room)
    assert placed[0] == Spot(Box(711.0, 340.0, 801.0, 360.0), None)
    assert placed[-1].leader is not None
    assert Box(0.0, 0.0, 2.0, 2.0).shared(Box(1.0, 1.0, 3.0, 5.0)) == 1.0
    assert Box(0.0, 0.0, 1.0, 1.0).shared(Box(1.0, 0.0, 2.0, 1.0)) == 0.0


def test_a_title_breaks_into_lines_that_fit() -> None:
    title = "Hire the head of customer success at fourteen million dollars of ARR rather than at three million " * 2
    lines = broken(title, TITLE_SIZE, 0.93, bold=True)
    assert " ".join(lines) == title.strip()
    assert all(text_width(line, TITLE_SIZE, bold=True) <= 0.93 for line in lines)
    dated = broken("In Dec 2031 " * 12, TITLE_SIZE, 0.4, bold=True)
    assert len(dated) > 3
    assert not any(line.endswith("Dec") for line in dated), "a month and its year stay together"
    assert broken("Short", TITLE_SIZE, 0.93, bold=True) == ["Short"]
