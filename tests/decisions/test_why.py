"""Attribution adds up exactly, gives nothing to what does nothing, and shares alike what acts alike."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import InputError, Scenario, load, simulate
from simulator.decisions.causes import (
    causes_of,
    chosen,
    differing_groups,
    merged_changes,
    mixed,
    written_cause,
)
from simulator.decisions.why import combinations_needed, shares, why
from simulator.reports.terminal.why import why_table
from simulator.results.bands import mean_of
from simulator.scenario.reading.files import changed

SHORT = {"horizon_months": "18", "opening.generated.accounts": "20"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


def test_shares_of_a_game_with_a_known_answer() -> None:
    """The glove game: one left glove (0), two right ones (1, 2); Shapley gives 2/3, 1/6, 1/6."""

    def play(having: frozenset[int]) -> np.ndarray:
        return np.array([1.0 if 0 in having and having & {1, 2} else 0.0])

    found, whole = shares(play, 3)
    assert found[:, 0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert whole[0] == 1.0


@pytest.mark.parametrize("causes", [1, 2, 5, 6, 9])
def test_shares_add_up_to_the_whole_whatever_interacts(causes: int) -> None:
    random = np.random.default_rng(causes)
    values = {one: random.normal(0.0, 1e6, (2, 7)) for one in combinations_needed(causes)}
    found, whole = shares(values.__getitem__, causes)
    assert np.allclose(found.sum(axis=0), whole, rtol=0.0, atol=1e-6)
    assert np.array_equal(whole, values[frozenset(range(causes))] - values[frozenset()])
    assert len(values) == (2**causes if causes <= 6 else causes + 1)


def test_causes_that_act_alone_get_what_they_do() -> None:
    worth = np.array([3.0, 0.0, -1.0, 3.0])
    found, _ = shares(lambda one: np.array([sum(worth[list(one)])]), 4)
    assert found[:, 0] == pytest.approx(worth)


@pytest.mark.parametrize("kinds", [["customers"], ["people"], ["uncovered", "leavers"]])
def test_the_parts_add_up_in_both_measures(scenario: Scenario, kinds: list[str]) -> None:
    found = why(scenario, causes=kinds, runs=3, seed=5, workers=1)
    for place in (0, 1):
        total = math.fsum(part.amounts[place].mean for part in found.parts)
        assert total == pytest.approx(found.whole[place].mean, abs=1e-6)
    assert found.exact
    assert found.spent == 3 * 2 ** len(found.parts)


def test_the_whole_is_the_scenario_itself_less_all_switched_off_so_losses_are_negative(scenario: Scenario) -> None:
    found = why(scenario, causes=["poor_fit", "contraction"], runs=3, seed=5, workers=1)
    off = changed(scenario, {"segments.core.poor_fit": 0, "renewal.contraction_odds": 0})
    free = simulate(off, runs=3, seed=5, workers=1)["arr"][:, 18]
    own = simulate(scenario, runs=3, seed=5, workers=1)["arr"][:, 18]
    assert found.whole[0].mean == pytest.approx((own - free).mean())
    assert found.whole[0].mean < 0.0
    assert "−" in next(iter(why_table(found).columns[1].cells))
    assert found.as_it_stands.means[0] == mean_of(own)


def test_a_cause_that_does_nothing_costs_nothing(scenario: Scenario) -> None:
    found = why(scenario, causes=["poor_fit"], own=["pay: roles.csm.cost=1K"], measures=["arr"], runs=3, workers=1)
    assert next(part for part in found.parts if part.key == "pay").amounts[0].mean == 0.0


@pytest.mark.parametrize("name", ["baseline", "sceptic", "today", "no_cs"])
def test_every_cause_can_be_switched_off_alone_and_with_all_others(name: str) -> None:
    scenario = load(name)
    causes = list(causes_of(scenario).values())
    assert len({cause.key for cause in causes}) == 11
    for cause in causes:
        assert changed(scenario, cause.changes) != scenario
    everything = changed(scenario, merged_changes(causes))
    assert everything.onboarding.fails.base == -20.0


def test_no_head_gives_everybody_what_a_head_gives(scenario: Scenario) -> None:
    """With the cause off, head or no head makes no difference to the odds of renewal."""
    off = changed(scenario, causes_of(scenario)["no_head"].changes)
    base = off.segments["core"].renewal
    assert isinstance(base, float)
    assert math.log(base / (1.0 - base)) == pytest.approx(math.log(0.9185 / 0.0815) + 0.26)
    assert (off.renewal.cs_head, off.onboarding.fails.cs_head) == (0.0, 0.0)


def test_against_another_scenario_the_differences_are_the_causes() -> None:
    a, b = load("no_cs", SHORT), load("baseline", SHORT)
    groups = differing_groups(a, b, 6)
    assert {"roles.cs_head", "roles.csm", "roles.onboarding"} <= {group.name for group in groups}
    assert mixed(b, a, groups).model_copy(update={"name": a.name, "purpose": a.purpose}) == a
    assert mixed(b, a, []) == b
    found = why(a, against=b, runs=3, seed=2, workers=1)
    own = simulate(a, runs=3, seed=2, workers=1)["arr"][:, 18]
    other = simulate(b, runs=3, seed=2, workers=1)["arr"][:, 18]
    assert found.whole[0].mean == pytest.approx((own - other).mean())
    assert math.fsum(part.amounts[0].mean for part in found.parts) == pytest.approx(found.whole[0].mean)
    assert found.as_it_stands.means[0] == mean_of(own)


@pytest.mark.parametrize("name", ["sceptic", "today", "founder_led", "onboarding_never", "head_of_cs_early"])
def test_any_two_scenarios_of_one_calendar_can_be_mixed(name: str) -> None:
    b = load("baseline")
    a = load(name, {"start_date": b.start_date.isoformat(), "horizon_months": str(b.horizon_months)})
    groups = differing_groups(a, b, 6)
    assert mixed(b, a, groups).model_copy(update={"name": a.name, "purpose": a.purpose}) == a


def test_many_causes_are_switched_in_a_stated_order(scenario: Scenario) -> None:
    found = why(scenario, causes=["customers", "people"], runs=2, measures=["arr"], workers=1)
    assert not found.exact
    assert found.spent == 2 * 10
    assert math.fsum(part.amounts[0].mean for part in found.parts) == pytest.approx(found.whole[0].mean)


def test_causes_as_they_are_written(scenario: Scenario) -> None:
    own = written_cause("slow: roles.csm.lead.median=0 days; hiring.lookahead=10 days")
    assert own.changes == {"roles.csm.lead.median": "0 days", "hiring.lookahead": "10 days"}
    assert [one.key for one in chosen(scenario, ["people", "ramps"])] == [
        "time_to_hire",
        "mis_hires",
        "leavers",
        "ramps",
    ]
    for wrong in ("x", "x:", "x: y", ": a=1", "x: =1"):
        with pytest.raises(InputError, match="is no cause"):
            written_cause(wrong)


def test_a_fiscal_year_is_no_cause() -> None:
    """It moves tables, not the company."""
    july = load("baseline", {"fiscal_year_starts": "Jul", "cs_effect": "40%"})
    assert [group.name for group in differing_groups(july, load("baseline"), 10)] == ["cs_effect"]
