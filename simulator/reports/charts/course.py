"""Choices by month: what each has against the best one, so that a verdict shows what other months would say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.reports.charts.drawing import (
    Label,
    calendar,
    crowded_size,
    end_labels,
    heading,
    percent_axis,
    time_axis,
)
from simulator.reports.charts.labelling import difference_axis
from simulator.reports.charts.line_looks import line_look
from simulator.reports.theme import (
    BOTTOM,
    DARK,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_SIZE,
    new_page,
    styled,
)
from simulator.reports.words import percent, plural, short_name
from simulator.results.measure import spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.decisions.course import Course
    from simulator.decisions.paired import Estimate
    from simulator.decisions.when import Answer

__all__ = ["course_chart"]


def course_heading(found: Answer) -> str:
    """Return what the candidates that were `found` are shown to have by month, against which of them."""
    name = spoken(found.measure.terms[0].metric.title) if len(found.measure.terms) == 1 else found.measure.within
    return f"{name[:1].upper()}{name[1:]} by month, against {found.points[found.leader].label}"


def course_words(course: Course, gap: Estimate, interval: bool = True) -> str:
    """Return a difference of a course with its sign: `−4.1% ± 0.6%`, or in the measure's unit."""
    measure = course.measures[0]
    text = percent(gap.mean, 1) if course.in_shares else measure.difference(gap.mean)
    if course.in_shares and gap.mean > 0.0 and any(c in "123456789" for c in text):
        text = f"+{text}"
    if not (interval and math.isfinite(gap.half)):
        return text
    return f"{text} ± {percent(gap.half, 1) if course.in_shares else measure.size(gap.half)}"


def course_chart(found: Answer, course: Course, title: str) -> Figure:
    """Draw each candidate that was `found` against the best one, month by month; return the page.

    `course` has what is drawn, `title` is the answer.
    """
    with styled():
        subtitle = f"{course_heading(found)}: the same customers and luck; the verdict is about the month marked"
        note = (
            f"t2d3 · {short_name(found.scenario.name)} · {plural(course.runs, 'fresh run')} of each, seed {found.seed} "
            "· bands: 95% intervals of the difference, all of a month at once"
        )
        figure, top = new_page(title, subtitle, note)
        axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT - 0.04, top - BOTTOM - 0.02))
        share = f", as a share of what {found.points[found.leader].label} has" if course.in_shares else ""
        heading(axes, f"Difference{share}")
        labels = _lines(axes, found, course)
        axes.axhline(0.0, color=INK, linewidth=1.0)
        axes.margins(y=0.08)
        x = calendar(found.scenario.start_date, found.scenario.horizon_months)
        time_axis(axes, float(x[0]), float(x[-1]))
        percent_axis(axes) if course.in_shares else difference_axis(axes, course.measures[0].unit)
        judged = found.measure.last_month
        _mark_judged(axes, float(x[-1] if judged is None else x[judged]), judged in (None, course.months[-1]))
        end_labels(axes, labels, crowded_size(axes, labels))
    return figure


def _lines(axes: Axes, found: Answer, course: Course) -> list[Label]:
    """Draw one line a candidate but the one that they are held against; return the labels at their ends."""
    x = calendar(found.scenario.start_date, found.scenario.horizon_months)[list(course.months)]
    labels = []
    others = [row for row in range(len(found.points)) if row != course.against]
    for place, row in enumerate(others):
        gaps = course.differences(row)
        mean, half = np.array([one.mean for one in gaps]), np.nan_to_num([one.half for one in gaps])
        colour, dash = line_look(place)
        axes.fill_between(x, mean - half, mean + half, color=colour, alpha=0.18, linewidth=0)
        axes.plot(x, mean, color=colour, linewidth=2.2, linestyle=dash)
        detail = course_words(course, gaps[-1], interval=False)
        labels.append(Label(float(mean[-1]), found.points[row].label, DARK[colour], bold=True, detail=detail))
    return labels


def _mark_judged(axes: Axes, at: float, last: bool) -> None:
    """Mark the month of the verdict; its word stands on the left of it where that is the `last` one."""
    axes.axvline(at, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
    words, side = ("judged ", "right") if last else (" judged", "left")
    axes.text(at, axes.get_ylim()[0], words, color=MUTED, size=SMALL_SIZE, va="bottom", ha=side)
