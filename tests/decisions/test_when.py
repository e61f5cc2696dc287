"""When to hire: candidates replace the trigger, the winner is estimated on runs that did not choose it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.decisions.when import Answer, default_indifference, when
from simulator.decisions.when_table import write_answer
from simulator.results.measure import Measure

SHORT = {"horizon_months": "30", "opening.generated.accounts": "20"}
CANDIDATES = ("$2M", "$4M", "$9M", "$16M")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Answer:
    return when(scenario, "cs_head", candidates=CANDIDATES, seed=4, workers=1, most=300)


def test_fresh_runs_are_those_after_the_ones_that_selected(found: Answer) -> None:
    assert found.begin == found.selection.runs
    best = load("baseline", {**SHORT, **{"roles.cs_head.opens": [{"arr": found.points[found.best].value}]}})
    alone = simulate(best, runs=found.runs, seed=4, first_run=found.begin, workers=1)
    assert np.array_equal(found.fresh[found.best, 1], alone["arr"][:, 30])
    present = simulate(load("baseline", SHORT), runs=found.runs, seed=4, first_run=found.begin, workers=1)
    assert np.array_equal(found.present[1], present["arr"][:, 30])


def test_every_run_is_accounted_for(found: Answer) -> None:
    assert found.spent == found.selection.spent + (len(CANDIDATES) + 1) * found.runs


def test_the_plateau_holds_what_is_shown_to_be_as_good(found: Answer) -> None:
    first, last = found.plateau
    assert first <= found.best <= last
    for place, gap in enumerate(found.differences()):
        assert found.equal[place] == (place == found.best or gap.low >= -found.selection.indifference)
        assert not (found.equal[place] and found.worse[place])
        assert gap.high <= found.most_ahead or place == found.best


def test_intervals_hold_at_once_and_so_are_wider(found: Answer) -> None:
    other = 0 if found.best != 0 else 1
    gap = found.differences()[other]
    values = found.fresh[other, 0] - found.fresh[found.best, 0]
    assert gap.mean == pytest.approx(values.mean())
    assert gap.half > 1.97 * values.std(ddof=1) / np.sqrt(found.runs)


def test_what_matters_is_a_year_s_pay_or_half_a_point(scenario: Scenario) -> None:
    assert default_indifference(scenario, "cs_head", Measure.read("arr")) == 300_000.0
    assert default_indifference(scenario, "onboarding", Measure.read("arr - cs_cost")) == 120_000.0
    assert default_indifference(scenario, "csm", Measure.read("nrr")) == 0.005
    with pytest.raises(InputError, match="cannot be guessed"):
        default_indifference(scenario, "csm", Measure.read("customers"))


def test_candidates_that_make_no_difference_are_said_to(scenario: Scenario) -> None:
    found = when(load("no_cs", SHORT), "onboarding", candidates=("$3M", "$9M"), workers=1, most=20)
    assert found.same
    assert found.plateau == (0, 1)
    assert found.selection.guaranteed


@pytest.mark.parametrize(
    ("role", "more", "message"),
    [
        ("boss", {}, 'no role "boss"'),
        ("cs_head", {"candidates": ("$2M",)}, "one candidate only"),
        ("cs_head", {"candidates": ("$2M", "$2M")}, "one candidate only"),
        ("cs_head", {"indifference": 0.0}, "above zero"),
        ("cs_head", {"measure": "nrr@31"}, "ends at month 30"),
        ("cs_head", {"measure": "customers"}, "cannot be guessed"),
        ("cs_head", {"measure": "nrr@3", "most": 10}, "n/a in 10 of 10 runs"),
    ],
)
def test_what_cannot_be_decided_is_refused(scenario: Scenario, role: str, more: dict, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputError, match=message):
        when(scenario, role, workers=1, **more)


def test_the_table_holds_every_candidate(found: Answer, tmp_path: Path) -> None:
    with write_answer(found, tmp_path).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["opens"] for row in rows] == list(CANDIDATES)
    assert [row["selected"] for row in rows].index("yes") == found.best
    assert float(rows[found.best]["arr (usd)"]) == pytest.approx(found.estimates(1)[found.best].mean, rel=1e-6)
