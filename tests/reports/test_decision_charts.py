"""The charts of decisions: the finding as the title, everything on the page, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from simulator import load
from simulator.decisions.branch import branch
from simulator.decisions.optimum import optimise
from simulator.decisions.sobol import sobol
from simulator.decisions.sweep import sweep
from simulator.decisions.tornado import tornado
from simulator.decisions.variance_split import split_variance
from simulator.decisions.when import when
from simulator.decisions.why import why
from simulator.reports.charts.branch import branch_chart
from simulator.reports.charts.drawing import money_axis
from simulator.reports.charts.heat import heat_map
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

    from matplotlib.figure import Figure

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


def _branch() -> Draw:
    found = branch(load("baseline", SHORT), 9, ["csm=1", "onboarding"], runs=2, workers=1)
    return lambda: branch_chart(found)


DRAW = [
    _response, _words_axis, _heat, _pareto, _pareto_enlarged, _pareto_of_pairs, _pareto_of_one_run, _when, _flat,
    _flat_share, _tornado, _sobol, _sobol_of_nothing, _luck, _why, _against, _optimum, _branch,
]  # fmt: skip


@pytest.mark.parametrize("made", DRAW, ids=lambda made: made.__name__.strip("_"))
def test_a_chart_is_whole_and_always_the_same(made: Callable[[], Draw]) -> None:
    draw = made()
    figure = draw()
    assert as_png(figure).startswith(b"\x89PNG")
    assert as_svg(figure) == as_svg(draw())
    page = figure.bbox
    assert [text.get_gid() for text in figure.texts][:3] == ["title", "subtitle", "footer"]
    for text in figure.texts:
        box = text.get_window_extent()
        assert page.x0 <= box.x0 < box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 < box.y1 <= page.y1, text.get_text()
    assert figure.get_label()


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
    assert "makes no difference to enterprise value less cash burned at month" in answer_title(answer)
    months = SHORT["horizon_months"]
    same = f"All 2 candidates gave the same enterprise value less cash burned at month {months} in every run."
    assert sureness(answer) == [same]
