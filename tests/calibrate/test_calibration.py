"""The expectations are measured rightly, and the search finds what can be found."""

import math

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.calibrate.arms import ARMS, Arms
from simulator.calibrate.expectations import (
    ROWS,
    Expectation,
    Measured,
    expectations,
    mean_of,
    median_at,
    median_of,
    share_more,
    share_over_best,
    times,
)
from simulator.calibrate.search import LEVERS, Lever, search, values_of
from simulator.cli.app import main
from simulator.scenario.reading.files import load
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields


@pytest.fixture(scope="module")
def arms() -> Arms:
    return Arms(8, 1, {})


def test_a_figure_at_the_edge_of_its_range_is_in_it() -> None:
    one = Expectation("x", 0.1, 0.2, "share", lambda arms: Measured(0.0, 0.0))
    assert one.met(Measured(0.1, 0.0))
    assert one.met(Measured(0.2, 0.0))
    assert not one.met(Measured(0.2001, 0.0))
    assert not one.met(Measured(math.nan, 0.0))
    assert one.miss(Measured(0.25, 0.0)) == pytest.approx(0.05)


def test_moments_of_known_values() -> None:
    values = np.array([1.0, 2.0, 3.0, 10.0, np.nan])
    assert mean_of(values).value == 4.0
    assert mean_of(values).se == pytest.approx(np.std([1, 2, 3, 10], ddof=1) / 2.0)
    assert median_of(values).value == 2.5


def test_medians_and_ratios_are_those_of_the_results(arms: Arms) -> None:
    ours, theirs = arms["no CS"]["arr"][:, 36], arms["baseline"]["arr"][:, 36]
    assert median_at("arr", 36)(arms).value == np.median(theirs)
    assert times("arr", 36, "no CS", "baseline")(arms).value == pytest.approx(ours.mean() / theirs.mean())
    found = share_more("arr", 36, "no CS", "baseline")(arms)
    assert found.value == pytest.approx((ours - theirs).mean() / theirs.mean())
    assert found.se == pytest.approx(np.std(ours - theirs, ddof=1) / math.sqrt(8) / theirs.mean())


def test_an_arm_is_held_against_the_best_of_the_others_as_a_share_of_that_one(arms: Arms) -> None:
    others = ("no CS", "baseline")  # the second has more ARR
    assert share_over_best("arr", 36, "no CS", *others)(arms) == share_more("arr", 36, "no CS", "baseline")(arms)
    assert share_over_best("arr", 36, "baseline", *others)(arms) == Measured(0.0, 0.0)


def test_a_late_head_costs_value_in_every_year_it_is_looked_at() -> None:
    names = [one.name for one in expectations() if "at best" in one.name and "Head" in one.name]
    assert [f"month {month}" in name for month, name in zip((24, 36, 48, 60, 72, 84), names, strict=True)] == [True] * 6


def test_every_row_of_the_table_is_looked_at() -> None:
    names = [one.name for one in expectations()]
    assert len(set(names)) == len(names)
    for row in ROWS:
        assert sum(f"(month {row.month})" in name for name in names) == 4


def test_every_company_is_a_scenario_that_can_be_read() -> None:
    for arm in ARMS.values():
        assert load(arm.scenario, {"horizon_months": arm.months, **arm.sets}).horizon_months == arm.months


def test_levers_stand_in_the_schema_and_within_their_ranges() -> None:
    fields = {note.path.replace("*", "core"): note for note in describe_fields(Scenario)}
    for path, value in values_of(load("baseline")).items():
        lever = next(lever for lever in LEVERS if lever.path == path)
        assert lever.low <= value <= lever.high, path
        note = fields[path]
        assert note.low is not None
        assert note.high is not None
        assert note.low <= lever.low < lever.high <= note.high, path


def test_the_search_moves_a_lever_to_where_a_figure_is_met() -> None:
    def cost_at_36(arms: Arms) -> Measured:
        return mean_of(arms["baseline"]["cs_cost.share"][:, 36])

    start = values_of(load("baseline"))["hiring.lookahead"]
    now = cost_at_36(Arms(4, 1, {}))
    wanted = Expectation("cost", 0.0, now.value - 0.004, "share", cost_at_36)
    lever = Lever("hiring.lookahead", 10.0, 300.0, "")
    found = search([lever], {lever.path: start}, [wanted], runs=4, seed=1, rounds=6, margin=0.0)
    assert found.total < (0.4) ** 2 / 4.0
    assert found.values[lever.path] < start - 5.0


def test_the_command_prints_targets_and_ends_with_1_if_any_is_missed() -> None:
    run = CliRunner().invoke(main, ["calibrate", "--runs", "4", "--seed", "5"])
    assert run.exit_code in (0, 1)
    missed = sum(line.startswith("MISSED") for line in run.output.splitlines())
    assert (run.exit_code == 1) == (missed > 0)
    assert f"{len(expectations()) - missed} of {len(expectations())} met" in run.output
