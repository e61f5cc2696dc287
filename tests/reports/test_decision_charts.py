"""The charts of decisions: the finding as the title, everything on the page, the same bytes each time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import matplotlib as mpl
import numpy as np
import pytest

from simulator import load, simulate
from simulator.decisions.branch import branch
from simulator.decisions.compare import Comparison
from simulator.decisions.optimum import optimise
from simulator.decisions.sobol import sobol
from simulator.decisions.sweep import sweep
from simulator.decisions.tornado import tornado
from simulator.decisions.variance_split import split_variance
from simulator.decisions.when import when
from simulator.decisions.why import why
from simulator.reports.charts.branch import branch_chart
from simulator.reports.charts.broken_axis import from_zero
from simulator.reports.charts.course import course_chart
from simulator.reports.charts.difference import difference_chart
from simulator.reports.charts.drawing import money_axis
from simulator.reports.charts.heat import Nearness, heat_map
from simulator.reports.charts.optimum import optimum_chart
from simulator.reports.charts.pareto import pareto_chart
from simulator.reports.charts.response import response_chart, sweep_title
from simulator.reports.charts.tornado import sobol_chart, tornado_chart
from simulator.reports.charts.variance_split import variance_split_chart
from simulator.reports.charts.why import why_chart
from simulator.reports.terminal.when import answer_chart, answer_title, sureness
from simulator.reports.theme import as_png, as_svg
from simulator.results.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

Draw: TypeAlias = "Callable[[], Figure]"
SHORT = {"horizon_months": "18", "opening.generated.accounts": "20"}


def _response() -> Draw:
    found = sweep(load("baseline", SHORT), ["hire.cs_head=$2M,$4M,$9M,never"], runs=3, workers=1)
    return lambda: response_chart(found)


def _words_axis() -> Draw:
    found = sweep(load("baseline", SHORT), ["roles.csm.needs_head=true,false"], runs=2, workers=1)
    return lambda: response_chart(found)


def _heat() -> Draw:
    vary = ["hire.cs_head=$2M,$6M", "hiring.lookahead=0 days:90 days:3"]
    found = sweep(load("baseline", SHORT), vary, measure="nrr", runs=2, workers=1)
    return lambda: heat_map(found)


def _pareto() -> Draw:
    found = sweep(load("baseline", SHORT), ["hire.cs_head=$2M,$4M,$9M,never"], runs=3, workers=1)
    return lambda: pareto_chart(found)


def _pareto_enlarged() -> Draw:
    found = sweep(load("baseline", SHORT), ["roles.csm.cost=100K,110K,2M"], runs=4, workers=1)
    return lambda: pareto_chart(found)


def _pareto_of_pairs() -> Draw:
    vary = ["hire.cs_head=$2M,$3M,$5M,$9M", "roles.csm.cost=100K:300K:4"]
    found = sweep(load("baseline", SHORT), vary, runs=2, workers=1)
    return lambda: pareto_chart(found)


def _pareto_of_one_run() -> Draw:
    found = sweep(load("baseline", SHORT), ["roles.csm.needs_head=true,false"], runs=1, workers=1)
    return lambda: pareto_chart(found)


def _when() -> Draw:
    found = when(load("baseline", SHORT), "cs_head", candidates=["$2M", "$9M"], most=10, workers=1)
    return lambda: answer_chart(found)


def _course_of(scenario: str, role: str, candidates: list[str], measure: str | None = None) -> Draw:
    found = when(load(scenario, SHORT), role, candidates=candidates, measure=measure, most=10, workers=1)
    course = found.course
    assert course is not None
    return lambda: course_chart(found, course, answer_title(found))


def _course() -> Draw:
    return _course_of("baseline", "cs_head", ["$2M", "$2.5M", "$3M", "$4M", "$5M", "$6M", "$8M", "$9M", "$12M"])


def _course_of_shares() -> Draw:
    return _course_of("baseline", "cs_head", ["$2M", "$9M"], "nrr")


def _course_of_cash() -> Draw:
    return _course_of("baseline", "cs_head", ["$2M", "$9M"], "-1*burn@12")


def _course_of_nothing() -> Draw:
    return _course_of("no_cs", "onboarding", ["$2M", "$9M"])


def _flat() -> Draw:
    found = when(load("no_cs", SHORT), "onboarding", candidates=["$2M", "$9M"], most=10, workers=1)
    return lambda: answer_chart(found)


def _flat_share() -> Draw:
    never = load("no_cs", SHORT)
    found = when(never, "onboarding", candidates=["$2M", "$9M"], measure="nrr", most=10, workers=1)
    return lambda: answer_chart(found)


def _tornado() -> Draw:
    found = tornado(load("sceptic", SHORT), Measure.read("nrr"), runs=2, workers=1)
    return lambda: tornado_chart(found)


def _sobol() -> Draw:
    found = sobol(load("sceptic", SHORT), Measure.read("arr"), points=2, luck=1, workers=1)
    return lambda: sobol_chart(found)


def _sobol_of_nothing() -> Draw:
    two = {"roles.csm.cost": "{uniform: [1K, 2K]}", "roles.cs_head.cost": "{uniform: [1K, 2K]}"}
    found = sobol(load("baseline", {**SHORT, **two}), Measure.read("arr"), points=2, luck=1, workers=1)
    return lambda: sobol_chart(found)


def _luck() -> Draw:
    found = split_variance(load("sceptic", SHORT), rows=3, each=2, workers=1)
    return lambda: variance_split_chart(found)


def _why() -> Draw:
    found = why(load("baseline", SHORT), causes=["poor_fit", "contraction"], runs=3, workers=1)
    return lambda: why_chart(found)


def _against() -> Draw:
    a, b = load("head_of_cs_late", SHORT), load("baseline", SHORT)
    found = why(a, against=b, runs=2, measures=["arr"], workers=1)
    return lambda: why_chart(found)


def _optimum() -> Draw:
    levers = ["hire.cs_head=$2M,$9M", "roles.csm.cost=100K,200K"]
    found = optimise(load("baseline", SHORT), levers, budget=500, workers=1)
    return lambda: optimum_chart(found)


HOW = "[{arr: $3M}],[{arr: $9M, in_place: cs_head}, {founder_renewals: $2M}],[]"


def _texts_axis() -> Draw:
    found = sweep(load("baseline", SHORT), [f"roles.csm.opens={HOW}"], runs=2, workers=1)
    return lambda: response_chart(found)


def _pareto_of_texts() -> Draw:
    vary = [f"roles.csm.opens={HOW}", "roles.csm.needs_head=true,false"]
    found = sweep(load("baseline", SHORT), vary, runs=2, workers=1)
    return lambda: pareto_chart(found)


def _heat_of_texts() -> Draw:
    vary = ["roles.csm.needs_head=true,false", f"roles.csm.opens={HOW}"]
    found = sweep(load("baseline", SHORT), vary, runs=2, workers=1)
    return lambda: heat_map(found)


def _heat_of_many() -> Draw:
    vary = ["roles.csm.cost=100K:300K:18", "roles.cs_head.cost=100K:300K:17"]
    found = sweep(load("baseline", {**SHORT, "horizon_months": "13"}), vary, runs=1, workers=1)
    return lambda: heat_map(found)


def _optimum_of_one() -> Draw:
    found = optimise(load("baseline", SHORT), ["roles.csm.cost=100K,200K"], budget=500, workers=1)
    return lambda: optimum_chart(found)


def _optimum_of_texts() -> Draw:
    levers = ["hire.cs_head=$2M,$9M", f"roles.csm.opens={HOW}", "roles.csm.needs_head=true,false"]
    found = optimise(load("baseline", SHORT), levers, budget=500, workers=1)
    return lambda: optimum_chart(found)


def _policies() -> Draw:
    long = "roles.cs_head.opens=[{arr: $9M, in_place: csm}, {founder_renewals: $2M}]; hiring.lookahead=120d"
    others = [f"roles.csm.cost={cost}K" for cost in (150, 170, 210, 230)]
    found = branch(load("baseline", SHORT), 9, ["csm=1"], then=[long, "roles.csm.opens=[]", *others], runs=2, workers=1)
    return lambda: branch_chart(found)


def _difference_of_one_name() -> Draw:
    changes = {**SHORT, "roles.cs_head.opens": "[{arr: $9M, in_place: csm}]", "roles.csm.cost": "200K"}
    found = Comparison(
        simulate(load("baseline", changes), runs=2, workers=1), simulate(load("baseline", SHORT), runs=2, workers=1)
    )
    return lambda: difference_chart(found)


def _branch() -> Draw:
    found = branch(load("baseline", SHORT), 9, ["csm=1", "onboarding"], runs=2, workers=1)
    return lambda: branch_chart(found)


DRAW = [
    _response, _words_axis, _heat, _pareto, _pareto_enlarged, _pareto_of_pairs, _pareto_of_one_run, _when, _flat,
    _flat_share, _tornado, _sobol, _sobol_of_nothing, _luck, _why, _against, _optimum, _branch, _texts_axis,
    _pareto_of_texts, _heat_of_texts, _heat_of_many, _optimum_of_one, _optimum_of_texts, _policies,
    _difference_of_one_name, _course, _course_of_shares, _course_of_cash, _course_of_nothing,
]  # fmt: skip


@pytest.mark.parametrize("made", DRAW, ids=lambda made: made.__name__.strip("_"))
def test_a_chart_is_whole_and_always_the_same(made: Callable[[], Draw]) -> None:
    draw = made()
    figure = draw()
    assert as_png(figure).startswith(b"\x89PNG")
    assert as_svg(figure) == as_svg(draw())
    assert [text.get_gid() for text in figure.texts][:3] == ["title", "subtitle", "footer"]
    _whole(figure)
    assert figure.get_label()


def _whole(figure: Figure) -> None:
    """See that no text crosses the edge of the page, and none below or beside an axis another one there."""
    page = figure.bbox
    for text in [*figure.texts, *(text for axes in figure.axes for text in _written(axes))]:
        box = text.get_window_extent()
        assert page.x0 <= box.x0 < box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 < box.y1 <= page.y1, text.get_text()
    for axes in figure.axes:
        for labels in (_below(axes), _beside(axes)):
            boxes = [(label.get_window_extent(), label.get_text()) for label in labels if label.get_text().strip()]
            for (box, text), (other, near) in pairwise(boxes):
                assert not box.overlaps(other), (text, near)
    names = [text for text in figure.texts if text.get_gid() == "lever"]
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            assert not one.get_window_extent().overlaps(other.get_window_extent()), (one.get_text(), other.get_text())


def _written(axes: Axes) -> list[Text]:
    texts = [*axes.texts, axes.xaxis.label, axes.yaxis.label, axes.title]
    return [text for text in [*texts, *_below(axes), *_beside(axes)] if text.get_visible() and text.get_text().strip()]


def _below(axes: Axes) -> list[Text]:
    """Return the labels of the horizontal axis that are drawn: matplotlib keeps those beyond its ends too."""
    low, high = sorted(axes.get_xlim())
    return [text for text in axes.get_xticklabels() if low <= text.get_position()[0] <= high]


def _beside(axes: Axes) -> list[Text]:
    low, high = sorted(axes.get_ylim())
    return [text for text in axes.get_yticklabels() if low <= text.get_position()[1] <= high]


@pytest.mark.parametrize("made", [_response, _pareto, _when, _texts_axis], ids=lambda made: made.__name__.strip("_"))
def test_an_axis_begins_at_zero_or_is_marked_broken(made: Callable[[], Draw]) -> None:
    figure = made()()
    foot = " ".join(next(text.get_text() for text in figure.texts if text.get_gid() == "footer").split())
    marks = 0
    for axes in figure.axes:
        strokes = [line for line in axes.lines if line.get_gid() == "broken axis"]
        low, high = axes.get_ylim()
        beside = [line for line in strokes if float(np.mean(line.get_xdata())) == pytest.approx(0.0, abs=1e-9)]
        assert bool(beside) == (low > 0.0 or high < 0.0), axes.get_title(loc="left")
        marks += len(strokes)
    assert ("two strokes across an axis: it does not begin at zero" in foot) == (marks > 0)


def test_what_fills_the_panel_from_zero_on_is_drawn_from_there() -> None:
    assert from_zero(40.0, 100.0) == (0.0, 100.0)
    assert from_zero(140.0, 150.0) == (140.0, 150.0)
    assert from_zero(-100.0, -40.0) == (-100.0, 0.0)
    assert from_zero(-5.0, 5.0) == (-5.0, 5.0)


def test_the_colours_of_a_map_tell_close_cells_near_the_best_apart() -> None:
    """Cells 1, 2 and 3 of a thousand behind the best differ by as much as a reader sees, and order is kept."""
    means = -np.array([[0.0, 1.0, 2.0, 3.0], [400.0, 600.0, 800.0, 1000.0]])
    scale = Nearness.of(means)
    shades = np.asarray(scale.shade(means)).ravel()
    assert shades[0] == 1.0
    assert shades[-1] == 0.0
    assert (np.diff(shades) < 0.0).all()
    assert (np.diff(shades[:4]) < -0.03).all()
    colours = mpl.colormaps["YlGnBu"](shades)[:, :3]
    assert (np.abs(np.diff(colours[:4], axis=0)).sum(axis=1) > 0.02).all()
    assert scale.ticks()[0] == 0.0
    assert scale.ticks()[-1] == -1000.0


def test_a_map_of_nothing_has_one_colour() -> None:
    assert (np.asarray(Nearness.of(np.zeros((2, 2))).shade(np.zeros((2, 2)))) == 1.0).all()


def test_branches_and_scenarios_of_one_name_are_called_by_what_differs() -> None:
    names = {text.get_text().replace("\n", " ") for text in _policies()().axes[0].texts if text.get_gid() == "end"}
    assert {"1 more CSM", "no planned hiring of CSMs", "CSM cost $150K"} <= names
    assert not any(sign in name for name in names for sign in "[{=_")
    title = _difference_of_one_name()().get_label()
    assert "Baseline with a head of CS once ARR reaches $9M and a CSM is in place" in title
    assert "Baseline with a head of CS once ARR reaches $3M" in title


def test_a_curve_shades_the_stretch_that_could_be_best() -> None:
    figure = _response()()
    heads = [axes.get_title(loc="left") for axes in figure.axes]
    assert heads == ["Difference from the best choice", "ARR, Jun 2028", "NRR, Jun 2028", "Cash low, until Jun 2028"]
    assert all(any(patch.get_gid() == "plateau" for patch in axes.patches) for axes in figure.axes)


def test_a_curve_that_is_highest_on_the_first_day_asks_for_nothing_earlier() -> None:
    short = {"horizon_months": "24", "opening.generated.accounts": "20"}
    found = sweep(load("baseline", short), ["hire.cs_head=$2M,$16M"], measure="nrr@24", runs=30, workers=1)
    assert found.best == 0
    assert sweep_title(found).endswith("every other choice tried is clearly worse")


def test_ticks_of_money_are_told_apart_to_the_digit_they_need() -> None:
    from matplotlib.figure import Figure as Page

    def labels(low: float, high: float) -> list[str]:
        axes = Page().add_subplot()
        axes.set_ylim(low, high)
        money_axis(axes)
        return [label.get_text() for label in axes.get_yticklabels()]

    assert {"$142.5M", "$145.0M"} <= set(labels(136e6, 149.5e6))
    assert {"$140M", "$145M"} <= set(labels(131e6, 159e6))


def test_titles_say_what_was_found() -> None:
    found = sweep(load("baseline", SHORT), ["roles.csm.cost=100K,200K"], measure="arr", runs=2, workers=1)
    assert sweep_title(found) == "CSM cost makes no difference to ARR between $100K and $200K"
    answer = when(load("no_cs", SHORT), "onboarding", candidates=["$2M", "$9M"], most=10, workers=1)
    assert "makes no difference to value less cash burned at month" in answer_title(answer)
    months = SHORT["horizon_months"]
    same = f"All 2 candidates gave the same value less cash burned at month {months} in every run."
    assert sureness(answer) == [same]
