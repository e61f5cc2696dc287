"""Levers: the company at every stop, one lever at a time, on the luck of the result they belong to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.decisions.levers import AS_IT_STANDS, SHOWN, levers_of, pace, play_levers
from simulator.errors import InputError, OutputError
from simulator.experiment.replications import simulate
from simulator.results.result import Result
from simulator.scenario.reading.files import changed, load

RUNS = 3
SCENARIO = load("baseline", {"horizon_months": 14})


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(SCENARIO, runs=RUNS, seed=5, workers=1)


def test_the_scenario_as_it_stands_is_always_a_stop() -> None:
    (missing,) = levers_of(SCENARIO, ["roles.csm.cost=100K,300K"])
    assert missing.labels == ("$100K", AS_IT_STANDS, "$300K") and missing.own == 1
    own = SCENARIO.roles.csm.cost
    (there,) = levers_of(SCENARIO, [f"roles.csm.cost=100K,{own}"])
    assert len(there.labels) == 2 and there.scenarios[there.own] == SCENARIO
    (words,) = levers_of(SCENARIO, ["demand.selling=plan,capacity"])
    assert words.labels == ("plan", "capacity") and words.own == 0


def test_every_stop_is_the_company_played_by_itself(result: Result) -> None:
    levers = play_levers(result, levers_of(SCENARIO, ["roles.csm.cost=100K,300K", "hiring.lookahead=30d,90d"]), 1)
    for lever, path, values in zip(
        levers, ("roles.csm.cost", "hiring.lookahead"), (("100K", "300K"), ("30d", "90d")), strict=True
    ):
        assert lever.runs == RUNS
        labels = {"100K": "$100K", "300K": "$300K", "30d": "30 days", "90d": "90 days"}
        for value in values:
            alone = simulate(changed(SCENARIO, {path: value}), runs=RUNS, seed=5, workers=1)
            (stop,) = (one for one in lever.stops if one.label == labels[value])
            for name in SHOWN:
                assert np.array_equal(stop.bands[name].p50, alone.bands(name).p50, equal_nan=True), (value, name)
        own = lever.stops[lever.own]
        assert np.array_equal(own.bands["cash"].p5, result.bands("cash").p5)


def test_progress_hears_of_every_run(result: Result) -> None:
    heard: list[int] = []
    play_levers(result, levers_of(SCENARIO, ["roles.csm.cost=100K,300K"]), 1, heard.append)
    assert sum(heard) == 3 * RUNS


def test_a_result_of_another_version_gets_no_levers(result: Result) -> None:
    ledger = np.array(result.ledger)
    ledger[0, -1] *= 1.5
    with pytest.raises(OutputError, match="gives other figures today"):
        play_levers(replace(result, ledger=ledger), levers_of(SCENARIO, ["roles.csm.cost=100K,300K"]), 1)


def test_how_long_it_takes_is_measured(result: Result) -> None:
    assert 0.0 < pace(result, 1) < 30.0


@pytest.mark.parametrize("text", ("roles.csm.cost", "roles.csm.cost=100K", "nothing.here=1,2"))
def test_what_is_no_lever_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        levers_of(SCENARIO, [text])
