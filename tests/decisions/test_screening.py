"""Runs that are cut off at the month they are judged at say the same as whole ones, and cost less."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import load, simulate
from simulator.decisions.screening import Screening, until
from simulator.progress import no_progress
from simulator.results.columns import ledger_names
from simulator.results.measure import Measure
from simulator.results.metrics import METRICS

NAMES = ["baseline", "sceptic", "selling_by_capacity", "short_of_cash", "today", "contract_terms", "lessons_to_300m"]


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_the_same_up_to_any_month_whatever_the_horizon(name: str) -> None:
    """Every metric, to the last bit: what a measure reads at a month asks for no month after it."""
    whole = simulate(load(name, {"horizon_months": 40}), runs=4, workers=1)
    brief = simulate(load(name, {"horizon_months": 26}), runs=4, workers=1)
    places = {name: place for place, name in enumerate(ledger_names(whole.scenario))}
    for place, column in enumerate(ledger_names(brief.scenario)):
        assert np.array_equal(whole.ledger[:, :27, places[column]], brief.ledger[..., place], equal_nan=True), column
    for metric in METRICS.values():
        said = metric.values(whole.ledger, whole.plan_arr)[:, :27]
        assert np.array_equal(said, metric.values(brief.ledger, brief.plan_arr), equal_nan=True), metric.name


@pytest.mark.parametrize(
    ("measure", "months"),
    [("nrr@24", 24), ("arr@24 - cs_cost@30", 30), ("arr@24 - cs_cost", 60), ("arr", 60), ("arr@0", 60), ("nrr@60", 60)],
)
def test_choices_play_as_far_as_the_measure_looks(measure: str, months: int) -> None:
    baseline = load("baseline")
    assert until(baseline, Measure.read(measure)).horizon_months == months


def test_the_first_fresh_runs_are_whole_and_the_others_are_not() -> None:
    scenario, arr = load("baseline", {"horizon_months": 30}), Measure.read("arr")
    stages: list[str] = []

    def stage(what: str, total: int):  # type: ignore[no-untyped-def]
        stages.append(f"{what}: {total}")
        return no_progress(what, total)

    field = Screening(
        [scenario], ["as it is"], Measure.read("arr@12"), [arr.of], stage=stage, seed=1, engine="compiled", workers=1
    )
    first, more = field.play_fresh(range(3), [0]), field.play_fresh(range(3, 5), [0])
    both = simulate(scenario, runs=5, workers=1)["arr"]
    assert np.array_equal(np.concatenate([first, more], axis=1)[0], both[:, 12])
    assert field.shown is not None
    assert np.array_equal(field.shown[0, 1], both[:3, 30])
    assert field.spent == 5
    assert stages == ["Playing fresh runs of 1 choice, to the end: 3", "Playing fresh runs of 1 choice: 2"]
