"""Sweeps: every point is the scenario with that value, on the same luck, and the translation into months adds up."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import InputError, Interrupted, Scenario, load, simulate
from simulator.answers import SweepAnswer
from simulator.decisions import common_draws
from simulator.decisions.sweep import Sweep, shifted, sweep

RUNS = 6
SHORT = {"horizon_months": "24", "opening.generated.accounts": "20"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Sweep:
    return sweep(scenario, ["hire.cs_head=$2M,$6M,$12M"], also=["nrr@18"], runs=RUNS, seed=3, workers=1)


def test_a_point_is_the_scenario_with_its_value(found: Sweep) -> None:
    alone = simulate(load("baseline", {**SHORT, "roles.cs_head.opens": "[{arr: $6M}]"}), runs=RUNS, seed=3, workers=1)
    assert np.array_equal(found.values[1, 1], alone["arr"][:, 24])
    assert np.array_equal(found.values[1, 2], alone["nrr"][:, 24])
    assert [one.text for one in found.measures] == [
        "value_less_burn@24",
        "arr",
        "nrr",
        "cash.low",
        "cs_cost",
        "nrr@18",
    ]
    cost = alone["cs_cost"][:, 1:].sum(axis=1)
    assert np.allclose(found.values[1, 4], cost)
    assert np.array_equal(found.values[1, 0], alone["value_less_burn"][:, 24])


def test_the_first_joiner_is_that_of_the_log_of_hires(found: Sweep) -> None:
    alone = simulate(load("baseline", {**SHORT, "roles.cs_head.opens": "[{arr: $6M}]"}), runs=RUNS, seed=3, workers=1)
    for row, run in enumerate(alone.runs):
        heads = alone.hires[(alone.hires["run"] == run) & (alone.hires["role"] == 0)]
        assert found.joined is not None
        assert found.joined[1, row] == np.nanmin(heads["joined"])
    months = found.months_joined()
    assert months == sorted(months)


def test_months_early_and_late_lie_on_the_curve(found: Sweep) -> None:
    joined = found.months_joined()
    other = 0 if found.best != 0 else 1
    distance = joined[other] - joined[found.best]
    (whole,) = shifted(found, [distance])
    expected = found.differences()[other]
    assert whole.differences[0].mean == pytest.approx(expected.mean)
    assert whole.differences[0].half == pytest.approx(expected.half)
    (half,) = shifted(found, [distance / 2.0]) if abs(other - found.best) == 1 else (None,)
    if half is not None:
        assert half.differences[0].mean == pytest.approx(expected.mean / 2.0)
    assert shifted(found, [1e3, -1e3]) == []


def test_the_best_is_its_own_reference(found: Sweep) -> None:
    best = found.differences()[found.best]
    assert (best.mean, best.low, best.high) == (0.0, 0.0, 0.0)
    assert found.candidates[found.best]
    first, last = found.plateau
    assert first <= found.best <= last


def test_two_axes_make_every_pair(scenario: Scenario) -> None:
    pair = sweep(scenario, ["roles.csm.cost=100K,200K", "hire.cs_head=$2M,$6M"], runs=2, workers=1)
    assert [point.label for point in pair.points] == ["$100K, $2M", "$100K, $6M", "$200K, $2M", "$200K, $6M"]
    cost = pair.values[:, 4].mean(axis=1)
    assert cost[0] < cost[2]
    assert np.array_equal(pair.values[0, 1], pair.values[2, 1])  # pay moves no customer


def test_progress_hears_of_all_runs(scenario: Scenario) -> None:
    heard: list[int] = []
    sweep(scenario, ["roles.csm.cost=100K,200K"], runs=3, workers=1, progress=heard.append)
    assert sum(heard) == 6


def test_an_interruption_leaves_what_every_point_has(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_draws, "BLOCK", 2)
    left = 2 * 2 * 2 + 1

    def press(steps: int) -> None:
        nonlocal left
        left -= steps
        if left <= 0:
            raise KeyboardInterrupt

    part = sweep(scenario, ["roles.csm.cost=100K,200K"], runs=20, workers=1, progress=press)
    assert part.interrupted
    assert part.runs == 4
    left = 1
    with pytest.raises(Interrupted):
        sweep(scenario, ["roles.csm.cost=100K,200K"], runs=20, workers=1, progress=press)


@pytest.mark.parametrize(
    ("vary", "measure", "message"),
    [
        (["roles.csm.cost=1K,2K"] * 2, None, "both axes vary"),
        ([], None, "one value or two"),
        (["roles.csm.cost=1K,2K"], "nrr@6", "n/a in 1 of 1 runs"),
        (["roles.csm.cost=1K:2K:40", "roles.csm.book_low=1M:2M:40"], None, "1,600 points"),
    ],
)
def test_what_cannot_be_swept_is_refused(
    scenario: Scenario, vary: list[str], measure: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        sweep(scenario, vary, measure=measure, runs=1, workers=1)


def test_the_table_holds_every_point(found: Sweep, tmp_path: Path) -> None:
    with SweepAnswer(found).write_tables(tmp_path / "new")[0].open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["hire.cs_head"] for row in rows] == ["$2M", "$6M", "$12M"]
    assert float(rows[1]["arr (usd)"]) == pytest.approx(found.levels(1)[1], rel=1e-6)
    assert float(rows[found.best]["value_less_burn@24 (usd) minus best"]) == 0.0
    assert rows[0]["runs"] == str(RUNS)
    low = found.values[:, found.place("cash.low")].mean(axis=1)
    assert [float(row["cash.low (usd)"]) for row in rows] == pytest.approx(low.tolist(), rel=1e-6)
    marks = {(True, False): "yes", (False, True): "no", (False, False): "maybe"}
    places = zip(found.front.on, found.front.beaten, strict=True)
    assert [row["pareto_front"] for row in rows] == [marks[bool(on), bool(beaten)] for on, beaten in places]


def test_less_in_the_bank_is_cash_given_up_for_nothing(scenario: Scenario) -> None:
    """Not a customer comes or goes for it: where ARR is the same in every run, the cash low decides."""
    rich = sweep(scenario, ["money.opening_cash=$1M,$2M,$3M"], measure="arr", runs=6, seed=3, workers=1)
    assert rich.place("arr") == 0
    assert np.ptp(rich.values[:, 0], axis=0).max() == 0.0
    assert rich.front.on.tolist() == [False, False, True]
    assert rich.front.beaten.tolist() == [True, True, False]


def test_the_front_is_no_figure_of_the_digest(found: Sweep) -> None:
    before = found.digest()
    assert found.front.on.any()
    assert found.digest() == before == replace(found).digest()
