"""The dates of first joiners stand clear of the bars they are written over."""

from __future__ import annotations

import math

import numpy as np
from matplotlib import pyplot

from simulator import load, simulate
from simulator.reports.charts.headcount import first_joiner, mark_joiners
from simulator.roles import RoleId


def test_bars_do_not_reach_into_the_words() -> None:
    """A head who joins in the middle of the chart, and bars that have reached their height right after."""
    result = simulate(load("baseline", {"roles.cs_head.opens": [{"arr": "$9M"}], "horizon_months": 30}), runs=20)
    joins = first_joiner(result, RoleId.CS_HEAD)
    assert math.isfinite(joins.day)
    figure, axes = pyplot.subplots()
    try:
        axes.set_xlim(0.0, 30.0)
        axes.set_ylim(0.0, 10.5)
        mark_joiners(axes, result, np.zeros(31))
        assert axes.get_ylim() == (0.0, 10.5)  # nothing is in the way
        mark_joiners(axes, result, np.full(31, 10.0))
        figure.canvas.draw()
        words = [text.get_window_extent() for text in axes.texts]
        bars = axes.transData.transform((0.0, 10.0))[1]
        assert all(bars <= box.y0 + 1.0 for box in words)  # within a pixel
        assert axes.get_ylim()[1] < 20.0
    finally:
        pyplot.close(figure)


def test_dates_that_do_not_vary_and_people_in_place_are_told_so() -> None:
    """Whoever is in place joins no more; and a band of one month would only say the month twice."""
    everywhere = {"horizon_months": 12, "roles.onboarding.in_place": 1}
    result = simulate(load("today", everywhere), runs=4, workers=1)
    made = simulate(load("baseline", everywhere), runs=2, workers=1)
    figure, (left, right) = pyplot.subplots(1, 2)
    try:
        for axes, found in ((left, result), (right, made)):
            axes.set_xlim(0.0, 12.0)
            axes.set_ylim(0.0, 10.0)
            mark_joiners(axes, found, np.zeros(13))
        told = [text.get_text() for text in left.texts]
        assert told[:2] == ["Head of CS joins: Feb 2027", "range the same month"]
        assert "First onboarding specialist (carve-out): in place from the start" in [t.get_text() for t in right.texts]
    finally:
        pyplot.close(figure)
