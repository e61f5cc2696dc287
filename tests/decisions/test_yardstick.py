"""One growth for all choices, that of the plan; each one's own, and said so, where growth itself is at stake."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from simulator import branch, compare, load, optimize, sensitivity, simulate, sweep, when, why
from simulator.answers import Answer
from simulator.decisions.yardstick import OF_GROWTH, fair, moves_growth
from simulator.results.measure import Measure
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields

YEARS = {"horizon_months": 30, "opening.generated.accounts": 10}
ESCALATOR, BOOK = "renewal.escalator", "roles.csm.book_high"
SAID = "which moves growth: value goes by the growth of each, not by that of the plan."


def said(answer: Answer) -> str:
    console = Console(width=400, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as captured:
        answer.print(console)
    return " ".join(captured.get().split())


@pytest.mark.parametrize(
    ("path", "moves"),
    [
        ("path.multiples", True),
        ("path.planned_nrr", True),
        ("path.multiples.0", True),
        ("path", True),
        ("demand.attainment", True),
        ("demand.selling", True),
        ("demand.capacity.founders_sell", True),
        ("demand", True),
        ("renewal.escalator", True),
        ("renewal.terms.discount", True),
        ("renewal.mid_term_rise", True),
        ("segments.core.term_months", True),
        ("products.second.price", True),
        ("opening.generated.arr", True),
        ("demand.handover_days", False),
        ("renewal.rise_log_odds", False),
        ("products.second.opens", False),
        ("segments.core.renewal", False),
        ("segments.core.acv", False),
        ("roles.csm.cost", False),
        ("roles.cs_head.opens", False),
        ("hiring.lookahead", False),
        ("opening.generated.accounts", False),
        ("money.acquisition_cost", False),
        ("horizon_months", False),
    ],
)
def test_the_plan_price_and_demand_move_growth_and_nothing_else_does(path: str, moves: bool) -> None:
    assert moves_growth(path) is moves


def test_every_path_that_moves_growth_stands_in_the_schema() -> None:
    fields = [field.path for field in describe_fields(Scenario)]
    for pattern in OF_GROWTH:
        assert any(moves_growth(field) and field.startswith(pattern.split("*")[0]) for field in fields), pattern


def test_measures_stay_as_they_are_unless_growth_is_at_stake_and_they_are_the_yardstick() -> None:
    measures = [Measure.read("value_less_burn@36"), Measure.read("arr")]
    assert fair(measures, [BOOK, "hire.cs_head"]) == (tuple(measures), ())
    moved, paths = fair(measures, [BOOK, ESCALATOR, ESCALATOR])
    assert [one.text for one in moved] == ["enterprise_value.less_burn@36", "arr"]
    assert paths == (ESCALATOR,)
    assert fair(measures[1:], [ESCALATOR]) == (tuple(measures[1:]), ())


def test_two_arms_of_one_plan_have_the_growth_of_the_plan_in_their_multiples() -> None:
    """By hand: the multiple of each arm is the curve at its own NRR and at one growth that both share."""
    early, late = (
        simulate(load("baseline", {**YEARS, "roles.cs_head.opens": [{"arr": arr}]}), runs=3, workers=1)
        for arr in ("$3M", "$14M")
    )
    base, growth_point, nrr_point, lowest, highest = 3.0, 0.06, 0.05, 1.0, 20.0
    curve = early.scenario.money.value.model_dump().values()
    assert list(curve) == [base, growth_point, nrr_point, lowest, highest]
    planned = early["arr.plan"][:, 24] / early["arr.plan"][:, 12] - 1.0
    assert np.array_equal(early["arr.plan"], late["arr.plan"])
    for one in (early, late):
        burned = one["burn"][:, 1:25].sum(axis=1)
        multiple = base + 100.0 * (planned * growth_point + (one["nrr"][:, 24] - 1.0) * nrr_point)
        value = one["arr"][:, 24] * np.clip(multiple, lowest, highest) - burned
        np.testing.assert_allclose(one["value_less_burn"][:, 24], value, rtol=1e-9)
    own = late["arr"][:, 24] / late["arr"][:, 12] - 1.0
    assert not np.allclose(own, planned)


def test_a_sweep_of_prices_goes_by_own_growth_and_says_so() -> None:
    dearer = sweep("baseline", vary=f"{ESCALATOR}=0%,10%", runs=3, workers=1, set=YEARS)
    assert dearer.result.own_growth == (ESCALATOR,)
    assert dearer.result.measure.text == "enterprise_value.less_burn@30"
    alone = simulate(load("baseline", {**YEARS, ESCALATOR: "10%"}), runs=3, workers=1)
    assert np.array_equal(dearer.result.values[1, 0], alone["enterprise_value.less_burn"][:, 30])
    text = said(dearer)
    assert f"The points differ in {ESCALATOR}, {SAID}" in text
    assert "Enterprise value less cash burned" in text


def test_a_sweep_of_books_goes_by_the_plan_and_says_nothing() -> None:
    books = sweep("baseline", vary=f"{BOOK}=$3M,$4M", runs=3, workers=1, set=YEARS)
    assert (books.result.own_growth, books.result.measure.text) == ((), "value_less_burn@30")
    text = said(books)
    assert SAID not in text
    assert "Value less cash burned" in text


def test_every_other_answer_about_price_or_demand_says_so_too() -> None:
    value = "value_less_burn@30"
    answers: list[tuple[Answer, str]] = [
        (branch("baseline", at=18, then=f"{ESCALATOR}=10%", runs=3, workers=1, set=YEARS), ESCALATOR),
        (optimize("baseline", lever=f"{ESCALATOR}=0%,10%", budget=500, runs=2, workers=1, set=YEARS), ESCALATOR),
        (sensitivity("baseline", field="demand.attainment.0", runs=3, workers=1, set=YEARS), "demand.attainment.0"),
        (why("baseline", cause=f"price: {ESCALATOR}=10%", measure=value, runs=3, workers=1, set=YEARS), ESCALATOR),
        (compare("baseline", "baseline", runs=3, workers=1, set=YEARS, set_b={ESCALATOR: "10%"}), ESCALATOR),
        (compare("baseline", "no_cs", "selling_by_capacity", runs=3, workers=1, set=YEARS), "demand.selling"),
    ]
    for answer, path in answers:
        text = said(answer)
        assert f"differ in {path}, {SAID}" in text, type(answer).__name__
        assert "nterprise value less" in text, type(answer).__name__


def test_two_that_differ_in_neither_are_held_against_each_other_by_the_yardstick() -> None:
    found = compare("baseline", "head_of_cs_late", runs=3, workers=1, set=YEARS)
    assert found.yardstick == ("value_less_burn", ())
    text = said(found)
    assert "Value less burn" in text
    assert SAID not in text


def test_when_shows_what_other_months_would_say(tmp_path: Path) -> None:
    """The course reads the judged measure at every month of the runs shown, and meets the verdict at its own."""
    found = when(hire="cs_head", candidates="$2M,$9M", most=10, runs=2, workers=1, set=YEARS)
    course, result = found.result.course, found.result
    assert course is not None
    assert course.months == tuple(range(12, 31))
    assert np.array_equal(course.values[:, -1], result.shown[: len(result.points), 0])
    other = 1 - course.against
    gaps = course.values[other] - course.values[course.against]
    shares = gaps.mean(axis=1) / course.values[course.against].mean(axis=1)
    np.testing.assert_allclose([one.mean for one in course.differences(other)], shares, rtol=1e-9)
    text = said(found)
    assert f"Value less cash burned by month, against {result.points[course.against].label}:" in text
    assert "month 24" in text
    assert found.charts == ("when", "by_month")
    with found.write_tables(tmp_path)[0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert float(rows[other]["value_less_burn@24 against leader (share)"]) == pytest.approx(shares[12], rel=1e-6)
    assert float(rows[course.against]["value_less_burn@24 against leader (share)"]) == 0.0


def test_a_course_of_shares_is_told_in_points_and_one_of_several_months_not_at_all() -> None:
    how = {"hire": "cs_head", "candidates": "$2M,$9M", "most": 10, "runs": 2, "workers": 1, "set": YEARS}
    points = when(measure="nrr@24", **how)  # type: ignore[arg-type]
    assert points.result.course is not None
    assert not points.result.course.in_shares
    assert "NRR by month, against" in said(points)
    several = when(measure="arr@24 - arr@12", **how)  # type: ignore[arg-type]
    assert several.result.course is None
    assert several.charts == ("when",)
    assert "by month" not in said(several)
