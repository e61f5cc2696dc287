"""The search finds what it must find, keeps to its budget, and says what it left out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.answers import OptimizeAnswer
from simulator.decisions.hiring_point import hired_roles
from simulator.decisions.indifference import default_indifference
from simulator.decisions.optimum import Optimum, levers_of, optimise
from simulator.results.measure import Measure

SHORT = {"horizon_months": "14", "opening.generated.accounts": "20"}
LEVERS = ["roles.csm.cost=100K:200K:6", "roles.cs_head.cost=100K:500K:5"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Optimum:
    return optimise(scenario, LEVERS, measure="-cs_cost", budget=1200, seed=3, workers=1)


def test_cheapest_pay_costs_least(found: Optimum) -> None:
    """Pay moves nothing but cost, so the best combination is known and the same in every run."""
    assert found.best.labels == ("$100K", "$100K")
    assert found.selection.guaranteed
    assert found.gain().low > 0.0
    assert all(one.mean <= 0.0 for one in found.differences)
    assert (found.tried, found.possible, found.impossible) == (30, 30, 0)
    assert found.halved[0] == 30
    assert found.halved[-1] == len(found.finalists) == 8


def test_the_budget_is_kept(found: Optimum) -> None:
    assert 0.5 * 1200 <= found.spent - found.as_it_stands.runs <= 1200


def test_fresh_runs_are_runs_of_the_combination(found: Optimum) -> None:
    values = {**SHORT, "roles.csm.cost": "100K", "roles.cs_head.cost": "100K"}
    best, runs = found.verdict.best, found.shown.shape[2]
    alone = simulate(load("baseline", values), runs=runs, seed=3, first_run=found.verdict.begin, workers=1)
    assert np.array_equal(alone["arr"][:, 14], found.shown[best, 1])
    now = simulate(load("baseline", SHORT), runs=runs, seed=3, first_run=found.verdict.begin, workers=1)
    assert np.array_equal(now["arr"][:, 14], found.shown[found.now, 1])
    assert found.levels()[1:] == sorted(found.levels()[1:])[::-1]


def test_levels_are_those_of_run_plus_the_differences_of_the_fresh_runs(scenario: Scenario, found: Optimum) -> None:
    own = simulate(scenario, seed=3, workers=1)
    assert len(own.runs) == found.as_it_stands.runs == 200
    assert found.as_it_stands.means[1:3] == (own.bands("arr").mean[14], own.bands("nrr").mean[14])
    for measure in range(len(found.measures)):
        best = found.as_it_stands.means[measure] + found.gain(measure).mean
        assert found.levels(measure)[0] == pytest.approx(best)
    gaps = [level - found.levels()[0] for level in found.levels()]
    assert gaps == pytest.approx([one.mean for one in found.differences])


def test_more_combinations_than_the_budget_allows_are_drawn(scenario: Scenario) -> None:
    levers = ["roles.csm.cost=100K:200K:20", "roles.cs_head.cost=100K:500K:20"]
    one, again, other = (optimise(scenario, levers, budget=500, seed=seed, workers=1) for seed in (1, 1, 2))
    assert one.possible == 400
    assert one.tried == 12
    assert one.best == again.best
    assert [combination.at for combination in one.finalists] != [combination.at for combination in other.finalists]


def test_impossible_combinations_are_left_out(scenario: Scenario) -> None:
    levers = ["roles.csm.book_low=2M,2.8M", "roles.csm.book_high=2.5M,5M"]
    found = optimise(scenario, levers, budget=500, workers=1)
    assert (found.tried, found.possible, found.impossible) == (3, 4, 1)
    assert ("$2.8M", "$2.5M") not in [one.labels for one in found.finalists]


def test_only_roles_that_are_hired_say_what_matters(scenario: Scenario) -> None:
    """The head of CS under a plan of sales, where no VP of sales is ever hired; the VP where sales go by capacity."""
    arr = Measure.read("arr")
    assert default_indifference(scenario, hired_roles(scenario), arr).amount == 300_000.0
    selling = load("baseline", {"demand.selling": "capacity"})
    assert default_indifference(selling, hired_roles(selling), arr).amount == 350_000.0


@pytest.mark.parametrize(
    ("levers", "message"),
    [
        ([], "at least one lever"),
        (["roles.csm.cost=1K,2K"] * 2, "given twice"),
        (["roles.csm.cost=1K:2K:200", "roles.csm.book_high=3M:5M:200", "hiring.lookahead=0:90:200"], "8,000,000"),
    ],
)
def test_levers_that_make_no_sense_are_refused(scenario: Scenario, levers: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        levers_of(scenario, levers)


def test_the_table_holds_the_finalists(found: Optimum, tmp_path: Path) -> None:
    with OptimizeAnswer(found).write_tables(tmp_path)[0].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8
    assert (rows[0]["roles.csm.cost"], rows[0]["minus selected"]) == ("$100K", "0")
    assert float(rows[0]["arr (usd)"]) == pytest.approx(found.levels(1)[0], rel=1e-6)
    assert float(rows[7]["arr (usd) as it stands"]) == pytest.approx(found.as_it_stands.means[1], rel=1e-6)
